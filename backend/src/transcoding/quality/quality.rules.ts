// How good and how large a video is made, from a short look at it: calm pictures get fewer bits at the same quality.
import { inputArguments, pictureFilters } from '../rules/ffmpeg.rules.js';
import type { Bounds } from '../rules/bounds.rules.js';
import type { Ladder, Rung } from '../rules/ladder.rules.js';
import type { PictureFacts } from '../rules/probe.rules.js';
import type { Demuxer } from '../rules/sniff.rules.js';

/** What a trial encode of the samples gave: x264's own SSIM in dB of the luma plane, and bits. */
export interface Trial {
  crf: number;
  ssimDb: number;
  kbps: number;
}

/** Steps of CRF away from the house's, and what the samples then take; null where a video was not looked at. */
export interface Quality {
  /** Added to x264's CRF; positive means fewer bits. */
  crfSteps: number;
  /** Average kilobits a second of the picture at the size of the samples. */
  kbps: number;
  /** The size of the samples. */
  pixels: number;
}

/** The CRF of the ladder, and one where most pictures begin to look soft. */
export const TRIAL_CRFS = [23, 29] as const;
/**
 * The luma SSIM that is enough: 20 dB is 0.99, where no difference is seen. What is above it at CRF 23 gets coarser until
 * it would fall below; nothing gets finer than the ladder, so that noise never costs more than before.
 */
export const ENOUGH_DB = 20;
const MOST_STEPS = 4;
/** Samples of a second each; a short video is looked at once, in its middle. */
const SAMPLE_S = 1;
const LONG_S = 6;

/** Seconds at which samples begin: none for a video of unknown or too short length. */
export function samplesOf(durationS: number | null): number[] {
  if (durationS === null || durationS < 2 * SAMPLE_S) return [];
  const shares = durationS < LONG_S ? [0.5] : [0.2, 0.5, 0.8];
  return shares.map((share) => Math.max(0, durationS * share - SAMPLE_S / 2));
}

export interface TrialPlan {
  source: string;
  demuxer: Demuxer;
  bounds: Bounds;
  picture: PictureFacts;
  ladder: Ladder;
  preset: string;
}

/** The size that is tried: 480, or the next smaller. */
export function trialRung(ladder: Ladder): Rung {
  const short = (r: Rung): number => Math.min(r.width, r.height);
  return ladder.rungs.find((r) => short(r) <= 480) ?? (ladder.rungs.at(-1) as Rung);
}

/** One process: the samples joined, and encoded at both CRFs into nothing. */
export function trialArguments(plan: TrialPlan, samples: readonly number[]): string[] {
  const rung = trialRung(plan.ladder);
  const filters = pictureFilters(plan.picture, rung, plan.ladder.fps).join(',');
  const graph = [
    ...samples.map((_, i) => `[${i}:${plan.picture.index}]${filters}[t${i}]`),
    `${samples.map((_, i) => `[t${i}]`).join('')}concat=n=${samples.length},split=${TRIAL_CRFS.length}` +
      TRIAL_CRFS.map((crf) => `[c${crf}]`).join(''),
  ];
  return [
    ...['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'info'],
    ...samples.flatMap((fromS) => inputArguments(plan.source, plan.demuxer, plan.bounds, { fromS, seconds: SAMPLE_S })),
    ...['-filter_complex', graph.join(';')],
    ...TRIAL_CRFS.flatMap((crf) => [
      ...['-map', `[c${crf}]`, '-c:v', 'libx264', '-preset', plan.preset, '-crf', String(crf), '-ssim', '1'],
      ...['-x264-params', 'sync-lookahead=0:aq-mode=2', '-threads', '1', '-f', 'null', '-'],
    ]),
  ];
}

/** x264's closing lines, an encoder after the other; null when one is missing. */
export function readTrials(log: string): Trial[] | null {
  const db = [...log.matchAll(/SSIM Mean Y:[\d.]+ \(\s*([\d.]+)db\)/g)].map((m) => Number(m[1]));
  const kbps = [...log.matchAll(/\] kb\/s:([\d.]+)/g)].map((m) => Number(m[1]));
  if (db.length !== TRIAL_CRFS.length || kbps.length !== TRIAL_CRFS.length) return null;
  return TRIAL_CRFS.map((crf, i) => ({ crf, ssimDb: db[i] ?? 0, kbps: kbps[i] ?? 0 }));
}

/** Steps in halves from 0 to 4: as coarse as the picture stays at `ENOUGH_DB`. */
export function chooseQuality(trials: readonly Trial[], rung: { width: number; height: number }): Quality | null {
  const [fine, coarse] = trials;
  if (!fine || !coarse || fine.kbps <= 0 || coarse.kbps <= 0) return null;
  const range = coarse.crf - fine.crf;
  const slope = Math.max(0.05, (fine.ssimDb - coarse.ssimDb) / range);
  const wanted = (fine.ssimDb - ENOUGH_DB) / slope;
  const crfSteps = Math.floor(Math.max(0, Math.min(MOST_STEPS, wanted)) * 2) / 2;
  const kbps = fine.kbps * (coarse.kbps / fine.kbps) ** (crfSteps / range);
  return { crfSteps, kbps, pixels: rung.width * rung.height };
}

/** AV1 halves its bits in about 9 steps where x264 does in 6. */
const AV1_STEPS = 1.5;
/** How far the rate of a moment may stand above the average: 2.5 lets a cut or a pan through. */
const ROOM = 2.5;

/** The ladder at this quality. Caps only ever fall: a calm video's stalled network is not flooded at its one cut. */
export function withQuality(ladder: Ladder, quality: Quality | null): Ladder {
  if (!quality) return ladder;
  const rungs = ladder.rungs.map((rung) => {
    const own = quality.kbps * ((rung.width * rung.height) / quality.pixels) ** 0.75;
    const cap = Math.max(0.4 * rung.maxrateKbps, Math.min(rung.maxrateKbps, ROOM * own));
    const maxrateKbps = Math.round(cap);
    const steps = quality.crfSteps * (rung.codec === 'av1' ? AV1_STEPS : 1);
    const crf = rung.codec === 'av1' ? Math.round(rung.crf + steps) : rung.crf + steps;
    return { ...rung, crf, maxrateKbps, bufsizeKbps: maxrateKbps * 2 };
  });
  return { ...ladder, rungs };
}
