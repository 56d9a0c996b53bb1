// From the bytes of a caption file to its text: marks of encodings are believed, and where there is none it is guessed.
import { MAX_CAPTION_BYTES } from './cues.rules.js';
import type { CaptionProblem } from '../caption.reasons.js';

export type Decoded = { text: string; encoding: string } | { problem: CaptionProblem };

const MARKS: readonly { encoding: string; bytes: readonly number[] }[] = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
];

/** Every second byte of Latin text in UTF-16 is zero, and a third of such bytes in Cyrillic with its spaces and digits. */
function unmarkedUtf16(bytes: Uint8Array): string | null {
  const sample = bytes.subarray(0, 2000);
  const zeros = (odd: number): number => sample.filter((byte, at) => at % 2 === odd && byte === 0).length;
  const least = sample.length / 10;
  if (sample.length < 4 || sample.length % 2 !== 0) return null;
  if (zeros(1) > least && zeros(0) === 0) return 'utf-16le';
  return zeros(0) > least && zeros(1) === 0 ? 'utf-16be' : null;
}

function decodeAs(encoding: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Old Russian subtitles are Windows-1251. Only text that then reads as Cyrillic words is believed to be. */
function asCyrillic(bytes: Uint8Array): string | null {
  const text = decodeAs('windows-1251', bytes);
  const high = text?.match(/[^\x00-\x7f]/g)?.length ?? 0;
  const letters = text?.match(/[А-Яа-яЁёІіЇїЄєҐґ]/g)?.length ?? 0;
  // In real words most letters are small ones and stand beside others; random bytes give capitals and signs.
  const words = text?.match(/[А-Яа-яЁёІіЇїЄєҐґ][а-яёіїєґ]+/g)?.join('').length ?? 0;
  return text !== null && letters >= high * 0.85 && words >= letters * 0.6 ? text : null;
}

// Tab, line feed, form feed and carriage return are text; other control characters are not.
const CONTROL = /[\x00-\x08\x0b\x0e-\x1f\x7f]/;

/** The text of a caption file, with one kind of line end and no byte order mark. */
export function decodeCaptions(bytes: Uint8Array): Decoded {
  if (bytes.length > MAX_CAPTION_BYTES) return { problem: { reason: 'TOO_LARGE', line: null } };
  const marked = MARKS.find((mark) => mark.bytes.every((byte, at) => bytes[at] === byte))?.encoding;
  const known = marked ?? unmarkedUtf16(bytes);
  const tries: readonly [string, () => string | null][] = known
    ? [[known, () => decodeAs(known, bytes)]]
    : [
        ['utf-8', () => decodeAs('utf-8', bytes)],
        ['windows-1251', () => asCyrillic(bytes)],
      ];
  for (const [encoding, attempt] of tries) {
    const text = attempt();
    if (text !== null && !CONTROL.test(text)) {
      return { text: text.replace(/^\ufeff/, '').replace(/\r\n?|\f/g, '\n'), encoding };
    }
  }
  return { problem: { reason: 'NOT_TEXT', line: null } };
}
