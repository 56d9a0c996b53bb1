// Ids of events: UUID version 7, made in the browser so that a repeated delivery carries the same id.

/**
 * A UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, then 74 random bits.
 *
 * Pure: `random` holds at least ten bytes from a cryptographic source.
 */
export function uuidV7(nowMs: number, random: Uint8Array): string {
  const time = Math.floor(nowMs).toString(16).padStart(12, '0');
  const hex = Array.from(random.subarray(0, 10), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const variant = (8 + (parseInt(hex[3] ?? '0', 16) & 3)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(0, 3)}-${variant}${hex.slice(4, 7)}-${hex.slice(8, 20)}`;
}

/** A new id from the browser's own clock and random source. */
export function newEventId(): string {
  return uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
}
