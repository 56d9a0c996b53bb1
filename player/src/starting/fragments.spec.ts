// Which bytes of a segment that is still arriving are worth giving to the browser.
import { describe, expect, it } from '@jest/globals';
import { joined, wholeUntil } from './fragments.js';

function box(type: string, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setUint32(0, size);
  [...type].forEach((char, at) => (bytes[4 + at] = char.charCodeAt(0)));
  return bytes;
}

/** Two fragments, 50 and 70 bytes. */
const SEGMENT = [box('moof', 20), box('mdat', 30), box('moof', 30), box('mdat', 40)].reduce<Uint8Array>(
  joined,
  new Uint8Array(),
);

describe('whole fragments', () => {
  it.each([
    [0, 0],
    [7, 0],
    [20, 0],
    [49, 0],
    [50, 50],
    [80, 50],
    [119, 50],
    [120, 120],
  ])('of %i bytes that came, %i may be shown', (came, until) => {
    expect(wholeUntil(SEGMENT.subarray(0, came))).toBe(until);
  });

  it('are looked for from where the bytes begin, and not in what is no box', () => {
    expect(wholeUntil(SEGMENT.subarray(50))).toBe(70);
    expect(wholeUntil(new Uint8Array(100))).toBe(0);
    expect(wholeUntil(new TextEncoder().encode('404 not found, and more of it'))).toBe(0);
  });
});
