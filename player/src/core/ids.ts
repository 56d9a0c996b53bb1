// Ids of events: UUID version 7, made in the browser so that a repeated delivery carries the same id.

/**
 * A UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, then 74 random bits.
 *
 * Pure: `random` holds at least ten bytes from a cryptographic source.
 */
export function uuidV7(nowMs: number, random: Uint8Array): string {
  const time = Math.floor(nowMs).toString(16).padStart(12, '0');
  const hex = Array.from(random, (byte) => (256 + byte).toString(16).slice(1)).join('');
  const variant = '89ab'[(random[1] ?? 0) & 3];
  return (time + 7 + hex.slice(0, 3) + variant + hex.slice(4, 19)).replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** A new id from the browser's own clock and random source. */
export function newEventId(): string {
  return uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
}
