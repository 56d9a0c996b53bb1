// Ids of events: UUID version 7, made in the browser so that a repeated delivery carries the same id.

/**
 * A UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, then 72 random bits.
 *
 * Pure: `random` holds at least ten bytes from a cryptographic source.
 */
export function uuidV7(nowMs: number, random: Uint8Array): string {
  const hex = Array.from(random, (byte) => (256 + byte).toString(16).slice(1)).join('');
  const time = nowMs.toString(16).padStart(12, '0');
  // The fourth digit of the random part gives way to the variant: 8 is as good as 9, a or b.
  return `${time}7${hex}`.replace(/(.{8})(.{4})(.{4}).(.{3})(.{12}).*/, '$1-$2-$3-8$4-$5');
}

/** A new id from the browser's own clock and random source. */
export function newEventId(): string {
  return uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
}
