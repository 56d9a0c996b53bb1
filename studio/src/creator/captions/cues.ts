// Captions in the editor: their texts, their times in words, what is odd about them, and files of both formats.

export type Cue = { startMs: number; endMs: number; text: string; settings: string };

const pad = (value: number, length = 2): string => String(value).padStart(length, '0');

/** `1:02.345`, as it is shown and typed; hours appear when there are any. */
export function sayMoment(ms: number): string {
  const [hours, minutes] = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60];
  const seconds = `${pad(Math.floor(ms / 1000) % 60)}.${pad(ms % 1000, 3)}`;
  return hours > 0 ? `${hours}:${pad(minutes)}:${seconds}` : `${minutes}:${seconds}`;
}

/** Reads `1:02.345`, `62,3` or `0:01:02`; null when it is no moment. */
export function readMoment(text: string): number | null {
  const match = /^\s*(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,4})(?:[.,](\d{1,3}))?\s*$/.exec(text);
  if (!match) return null;
  const [, hours = '0', minutes = '0', seconds = '0', fraction = ''] = match;
  const whole = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return whole * 1000 + Number(fraction.padEnd(3, '0'));
}

const MARKUP = /<\/?[biu]>/g;

/** The words without the little markup there is. */
export const wordsOf = (text: string): string => text.replace(MARKUP, '');

/** More than this and nobody reads it to its end (BBC and Netflix say 17 to 21). */
export const MAX_PER_SECOND = 21;

/** Characters a second. */
export function pace(cue: Cue): number {
  const length = wordsOf(cue.text).replace(/\s+/g, ' ').trim().length;
  return cue.endMs > cue.startMs ? (length * 1000) / (cue.endMs - cue.startMs) : 0;
}

export type Oddity = 'empty' | 'backwards' | 'outside' | 'tooLong' | 'tooFast' | 'overlap' | 'longLine';
/** These the service refuses; the others are advice. */
export const REFUSED: readonly Oddity[] = ['backwards', 'outside', 'tooLong'];
const MAX_TEXT = 500;
const MAX_LINE = 42;

/** What is odd about a caption; `next` is the one after it in time. */
export function odditiesOf(cue: Cue, next: Cue | undefined, durationMs: number): Oddity[] {
  const words = wordsOf(cue.text);
  const found: [Oddity, boolean][] = [
    ['empty', words.trim() === ''],
    ['backwards', cue.endMs <= cue.startMs],
    ['outside', cue.startMs >= durationMs],
    ['tooLong', cue.text.length > MAX_TEXT],
    ['tooFast', pace(cue) > MAX_PER_SECOND],
    ['overlap', next !== undefined && next.startMs < cue.endMs],
    ['longLine', words.split('\n').some((line) => line.length > MAX_LINE)],
  ];
  return found.filter(([, is]) => is).map(([name]) => name);
}

/** A blank line ends a caption in both formats. */
const withoutBlankLines = (text: string): string =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .join('\n');

const escape = (text: string): string =>
  text
    .split(/(<\/?[biu]>)/)
    .map((part, at) =>
      at % 2 === 1 ? part : part.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    )
    .join('');

const fileMoment = (ms: number, mark: string): string =>
  `${pad(Math.floor(ms / 3_600_000))}:${pad(Math.floor(ms / 60_000) % 60)}:${pad(Math.floor(ms / 1000) % 60)}${mark}${pad(ms % 1000, 3)}`;

/** What is saved and downloaded; captions without words are left out. */
export function toVtt(cues: readonly Cue[]): string {
  const blocks = cues
    .filter((cue) => wordsOf(cue.text).trim() !== '')
    .map(({ startMs, endMs, text, settings }) => {
      const times = `${fileMoment(startMs, '.')} --> ${fileMoment(endMs, '.')}${settings && ` ${settings}`}`;
      return `${times}\n${escape(withoutBlankLines(text))}\n`;
    });
  return ['WEBVTT\n', ...blocks].join('\n');
}

export function toSrt(cues: readonly Cue[]): string {
  return cues
    .filter((cue) => wordsOf(cue.text).trim() !== '')
    .map(
      ({ startMs, endMs, text }, at) =>
        `${at + 1}\n${fileMoment(startMs, ',')} --> ${fileMoment(endMs, ',')}\n${withoutBlankLines(text)}\n`,
    )
    .join('\n');
}
