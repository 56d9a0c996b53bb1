// Finds the whole fragments in a segment that is still arriving: of a half one no browser shows a picture.

/** Where the last whole fragment ends; 0 while there is none. Whatever is no box ends the search. */
export function wholeUntil(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let until = 0;
  for (let at = 0; at + 8 <= bytes.length;) {
    const end = at + view.getUint32(at);
    if (end < at + 8 || end > bytes.length) break;
    // `mdat`: the samples, and with them a fragment, are complete.
    if (view.getUint32(at + 4) === 0x6d646174) until = end;
    at = end;
  }
  return until;
}

export function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
