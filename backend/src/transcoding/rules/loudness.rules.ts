// How loud a sound track is made: measured whole, then one gain for all of it, and a limiter where peaks would break.

/** Loudness target of the whole house: -16 LUFS with true peaks under -1.5 dB, as phones and the web expect. */
export const TARGET_LUFS = -16;
export const MAX_PEAK_DB = -1.5;

// More than this lifts hiss, not speech.
const MAX_GAIN_DB = 30;
// alimiter looks at samples; true peaks between them and AAC's own noise reach higher.
const LIMIT = (10 ** ((MAX_PEAK_DB - 1.5) / 20)).toFixed(4);

export interface Loudness {
  /** LUFS over the whole track (ITU-R BS.1770). */
  integrated: number;
  /** dB of full scale. */
  truePeak: number;
}

export interface Gain {
  gainDb: number;
  limited: boolean;
}

/** Measures; only the summary reaches a log of level info. A fifth of the CPU time of loudnorm's first pass. */
export const MEASURE = 'ebur128=peak=true:framelog=verbose';

/** ffmpeg's ebur128 summary, or null for silence: the standard itself hears nothing below -70 LUFS. */
export function readLoudness(log: string): Loudness | null {
  const summary = log.slice(log.lastIndexOf('Integrated loudness:'));
  const integrated = Number(/\bI:\s+(-?[\d.]+) LUFS/.exec(summary)?.[1] ?? NaN);
  const truePeak = Number(/\bPeak:\s+(-?[\d.]+) dBFS/.exec(summary)?.[1] ?? NaN);
  return Number.isFinite(integrated) && Number.isFinite(truePeak) && integrated > -69 ? { integrated, truePeak } : null;
}

const clip = (db: number): number => Math.round(Math.max(-40, Math.min(MAX_GAIN_DB, db)) * 100) / 100;

/** The gain from what was measured. One gain for the whole track keeps its quiet and loud parts as they were. */
export function planGain(measured: Loudness): Gain {
  const gainDb = clip(TARGET_LUFS - measured.integrated);
  return { gainDb, limited: measured.truePeak + gainDb > MAX_PEAK_DB };
}

/** The limiter takes some loudness away with the peaks; a second measurement behind it tells how much to add. */
export function correctGain(gain: Gain, behindLimiter: Loudness): Gain {
  const missing = TARGET_LUFS - behindLimiter.integrated;
  return { gainDb: clip(gain.gainDb + Math.max(-8, Math.min(8, missing * 1.2))), limited: true };
}

/** Whether another round is worth its time: within half a unit nobody hears a difference. */
export const isClose = (measured: Loudness): boolean => Math.abs(measured.integrated - TARGET_LUFS) < 0.5;

/** Filters that apply a gain; none for silence, because amplified noise is no favour. */
export function gainFilters(gain: Gain | null): string[] {
  if (!gain) return [];
  return [
    `volume=${gain.gainDb}dB`,
    ...(gain.limited ? [`alimiter=level=false:limit=${LIMIT}:attack=2:release=60`] : []),
  ];
}
