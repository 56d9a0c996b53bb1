// Reads what ffmpeg's detectors wrote, and decides what of it is worth a moderator's or the creator's attention.
import type { Check, CheckCode } from './checks.reasons.js';
import type { PicturePrint } from '../likeness/print.rules.js';

/** Stretches shorter than this are cuts, blinks and breaths. Seconds. */
export const LEAST_S = { black: 0.5, frozen: 3, silent: 3 };
const SHORT_S = 5;
const LONG_S = 180;
const SMALL_SIDE = 480;
/** A gain this large says that the recording was very quiet. dB. */
const QUIET_GAIN_DB = 18;
/** blurdetect's mean width of an edge on the smallest rung; sharp clips measure 3 to 6 there. */
const BLURRED_EDGE = 9;
/** Part of the picture that black bars may take before somebody should look. Percent. */
const BORDERS_PERCENT = 8;
const BLACK_LEVEL = 32;

export interface Measured {
  /** What ffmpeg wrote to stderr. */
  log: string;
  durationS: number;
  /** Short side of the source in points. */
  shortSide: number;
  sound: 'none' | 'silent' | { gainDb: number };
  picture: PicturePrint | null;
}

const whole = (code: CheckCode, value: number | null = null): Check => ({ code, fromMs: null, toMs: null, value });

/** Start and end lines of a detector; one that was not ended lasts to the end of the video. */
function stretches(
  code: CheckCode,
  log: string,
  start: RegExp,
  end: RegExp,
  measured: Measured,
  leastS: number,
): Check[] {
  const starts = [...log.matchAll(start)].map((m) => Number(m[1]));
  const ends = [...log.matchAll(end)].map((m) => Number(m[1]));
  return starts
    .map((from, i) => ({ from: Math.max(0, from), to: Math.min(ends[i] ?? measured.durationS, measured.durationS) }))
    .filter(({ from, to }) => to - from >= leastS)
    .map(({ from, to }) => ({ code, fromMs: Math.round(from * 1000), toMs: Math.round(to * 1000), value: null }));
}

/** Percent of the picture that is black in every frame at its edges; 0 for a video that is black altogether. */
export function bordersOf({ width, height, frames }: PicturePrint): number {
  const brightest = new Uint8Array(width * height);
  for (let i = 0; i < frames.length; i++) {
    const at = i % (width * height);
    brightest[at] = Math.max(brightest[at] ?? 0, frames[i] ?? 0);
  }
  const lit = (x: number, y: number) => (brightest[y * width + x] ?? 0) > BLACK_LEVEL;
  const columns = Array.from({ length: width }, (_, x) =>
    Array.from({ length: height }, (__, y) => lit(x, y)).some(Boolean),
  );
  const rows = Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (__, x) => lit(x, y)).some(Boolean),
  );
  const span = (lines: boolean[]) => lines.lastIndexOf(true) - lines.indexOf(true) + 1;
  if (!rows.includes(true)) return 0;
  return Math.round(100 * (1 - (span(columns) * span(rows)) / (width * height)));
}

/** Everything noticed, stretches first in the order of the list, each list at most 20 long. */
export function checksOf(measured: Measured): Check[] {
  const { log, durationS, shortSide, sound, picture } = measured;
  const stretch = (code: CheckCode, start: RegExp, end: RegExp, leastS: number) =>
    stretches(code, log, start, end, measured, leastS).slice(0, 20);
  const heard = typeof sound === 'object';
  const blur = Number(/blur mean: ([\d.]+)/.exec(log)?.[1] ?? 0);
  const borders = picture ? bordersOf(picture) : 0;
  return [
    ...stretch('BLACK', /black_start:([\d.]+)/g, /black_end:([\d.]+)/g, LEAST_S.black),
    ...stretch('FROZEN', /freeze_start: ([\d.]+)/g, /freeze_end: ([\d.]+)/g, LEAST_S.frozen),
    ...(heard ? stretch('SILENT', /silence_start: (-?[\d.]+)/g, /silence_end: ([\d.]+)/g, LEAST_S.silent) : []),
    ...(heard ? [] : [whole('NO_SOUND')]),
    ...(heard && sound.gainDb >= QUIET_GAIN_DB ? [whole('QUIET', Math.round(sound.gainDb))] : []),
    ...(blur >= BLURRED_EDGE ? [whole('BLURRED', Math.round(blur * 10) / 10)] : []),
    ...(borders >= BORDERS_PERCENT ? [whole('BORDERS', borders)] : []),
    ...(shortSide < SMALL_SIDE ? [whole('SMALL_PICTURE', shortSide)] : []),
    ...(durationS < SHORT_S ? [whole('SHORT', Math.round(durationS))] : []),
    ...(durationS > LONG_S ? [whole('LONG', Math.round(durationS))] : []),
  ];
}

const seconds = (ms: number): string => String(Math.round(ms / 1000));

/** Sentences for the creator about what a creator can mend. Russian and Kazakh stand beside the refusals. */
export function warningsOf(checks: readonly Check[]): string[] {
  const lasting = (code: CheckCode, leastMs: number) =>
    checks.filter((c) => c.code === code && (c.toMs ?? 0) - (c.fromMs ?? 0) >= leastMs);
  const said: string[] = [];
  const black = lasting('BLACK', 1000)[0];
  if (black && black.fromMs !== null && black.toMs !== null) {
    const length = seconds(black.toMs - black.fromMs);
    said.push(
      black.fromMs < 500
        ? `The picture is black for the first ${length} s. Cut them off: shoppers leave at once.`
        : `The picture is black for ${length} s from second ${seconds(black.fromMs)} on.`,
    );
  }
  const silent = lasting('SILENT', 5000)[0];
  if (silent && silent.fromMs !== null && silent.toMs !== null) {
    said.push(
      `There is no sound for ${seconds(silent.toMs - silent.fromMs)} s from second ${seconds(silent.fromMs)} on.`,
    );
  }
  const frozen = lasting('FROZEN', 5000)[0];
  if (frozen && frozen.fromMs !== null && frozen.toMs !== null) {
    said.push(
      `The picture stands still for ${seconds(frozen.toMs - frozen.fromMs)} s from second ${seconds(frozen.fromMs)} on.`,
    );
  }
  if (checks.some((c) => c.code === 'QUIET'))
    said.push('The recording was very quiet; we made it louder, and its noise with it.');
  if (checks.some((c) => c.code === 'BORDERS'))
    said.push('The picture has black bars. Film upright or save it without them.');
  return said;
}
