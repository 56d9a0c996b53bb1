// From a file to a folder of HLS that was verified, or a refusal in plain words. No database: a command and the worker use it.
import { mkdir, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Kept } from '../videos/versions/keep.rules.js';
import type { Branding } from '../videos/branding/branding.rules.js';
import { drawBranding } from './branding/draw.js';
import { DEFAULT_BOUNDS, type Bounds } from './rules/bounds.rules.js';
import { DEFAULT_LADDER, planLadder, type LadderSettings } from './rules/ladder.rules.js';
import type { Workshop } from './running/workshop.js';
import { openScratch, sweepDeadScratch } from './scratch.js';
import type { ShownSegment } from './early/early.rules.js';
import { EarlyPlaylist, type EarlyPlay } from './early/early-playlist.js';
import { makeStart } from './early/start.js';
import { analyse } from './quality/analyse.js';
import type { Quality } from './quality/quality.rules.js';
import { planCopy, type CopyPlan } from './steps/copy.js';
import { encodeRungs, ladderSettings, type EncodeJob } from './steps/encode.js';
import { hear, inspect, type Heard, type Known } from './steps/inspect.js';
import { lookAt, smallestOf, type Looked } from './steps/look.js';
import { OWN_FILES, packageVideo, type PreparedVideo } from './steps/package.js';
import type { RefusedFile } from './transcoding.reasons.js';
import { trimPicture } from './trim/cut.rules.js';

export interface PrepareSettings {
  ladder: LadderSettings;
  /** x264's preset; veryfast is what the measured costs of the design speak of. */
  preset: string;
  /** Whether a short look at the video decides its quality (`quality.rules.ts`). */
  byContent: boolean;
}

export const DEFAULT_SETTINGS: PrepareSettings = { ladder: DEFAULT_LADDER, preset: 'veryfast', byContent: true };

export interface PrepareOptions {
  sourcePath: string;
  outDir: string;
  workshop: Workshop;
  bounds?: Bounds | undefined;
  settings?: PrepareSettings | undefined;
  /** The parts of the source that become the video, in milliseconds; left out or null: all of it. */
  keep?: readonly Kept[] | null | undefined;
  /** What the store adds to its videos; left out or null: nothing. */
  branding?: Branding | null | undefined;
  /** Where the scratch folder is made; the system's temporary folder by default. */
  scratchRoot?: string | undefined;
  signal?: AbortSignal | undefined;
  /** The file passed every bound and is about to be encoded. */
  onAccepted?: (() => void | Promise<void>) | undefined;
  /** The share of the encode that is done, 0 to 1, about twice a second. */
  onProgress?: ((share: number) => void) | undefined;
  /**
   * One rung can be played while the rest is made: called at the first segment and at each one after it. The playlist is
   * an EVENT playlist in `outDir` that grows; when everything is done `master.m3u8` takes its place.
   */
  onFirstPlayable?: ((early: EarlyPlay) => void | Promise<void>) | undefined;
  /** Somebody waits to play it: its first seconds are made in a hurry, for about 1.6 CPU s of 1080p. */
  hurry?: boolean | undefined;
  /** What could be played of it before: the early playlist goes on from there. */
  shown?: readonly ShownSegment[] | undefined;
  /** Called before each of these stages begins; the work waits for it. */
  onStage?: ((stage: 'inspecting' | 'loudness' | 'packaging') => Promise<void>) | undefined;
}

export type TimingsMs = Record<string, number>;
type Timed = <T>(name: string, work: Promise<T>) => Promise<T>;
export type Prepared =
  | ({ status: 'published'; timingsMs: TimingsMs; looked: Looked | null } & PreparedVideo)
  | ({ status: 'refused'; timingsMs: TimingsMs } & RefusedFile);

/** Removes what an earlier try left: our own names only, because the folder may be someone's, and never the source. */
async function clean(outDir: string, sourcePath: string, alsoFinished = true): Promise<void> {
  const source = resolve(sourcePath);
  const names = (await readdir(outDir)).filter((name) => OWN_FILES.test(name) && join(outDir, name) !== source);
  for (const name of names) if (alsoFinished || name.startsWith('early')) await rm(join(outDir, name), { force: true });
}

/** What is known of a video before it is encoded, beside its facts. */
interface Measured {
  heard: Heard;
  quality: Quality | null;
  copyPlan?: CopyPlan | null;
}

/** Loudness of the whole and quality of the picture, side by side: they use different parts of the file. */
async function measure(job: EncodeJob, known: Known, timed: Timed): Promise<Measured> {
  const measuring = [timed('loudness', hear(known, job)), timed('analyse', analyse(job, known))] as const;
  // Waited for both also when one fails: nothing may run on in a folder that is being removed.
  await Promise.allSettled(measuring);
  return { heard: await measuring[0], quality: await measuring[1] };
}

/**
 * The first seconds in a hurry, and the measures of all of it as soon as the first of them is shown: beside each other on
 * two cores, both would come late. Nothing of the start is needed: where it fails, it is left out.
 */
async function begin(job: EncodeJob, known: Known, timed: Timed): Promise<Measured> {
  const planning = planCopy(job, known, planLadder(known.picture, ladderSettings(job)));
  planning.catch(() => undefined);
  const start = timed('start', makeStart(job, known, planning, job.early)).catch(() => undefined);
  await Promise.race([job.early.begun, start]);
  const measured = await measure(job, known, timed).finally(() => start);
  return { ...measured, copyPlan: await planning };
}

/** What is known of the source, as if it held the kept parts alone. */
function keepParts(
  known: Known,
  keep: readonly Kept[] | null | undefined,
  bounds: Bounds,
  settings: PrepareSettings,
): Known | { refused: RefusedFile } {
  if (!keep) return known;
  const picture = trimPicture(known.picture, keep, planLadder(known.picture, settings.ladder).fps, bounds);
  return 'refused' in picture ? picture : { ...known, picture };
}

/** With what the store adds drawn in the size of the top rung. */
async function branded(job: EncodeJob, known: Known, branding: Branding | null | undefined): Promise<EncodeJob> {
  if (!branding) return job;
  const { rungs, fps } = planLadder(known.picture, ladderSettings(job));
  const [top] = rungs;
  return top ? { ...job, branding: await drawBranding(branding, top, fps, job.scratch) } : job;
}

/**
 * Prepares one video. The same file with the same settings gives the same files, so a killed run is simply run again.
 * Throws on trouble of ours (no disk, no ffmpeg, cancelled); a refusal is a value.
 */
export async function prepareVideo(options: PrepareOptions): Promise<Prepared> {
  const begun = performance.now();
  const timingsMs: TimingsMs = {};
  const mark = (name: string, from: number) => (timingsMs[name] = Math.round(performance.now() - from));
  const timed: Timed = async (name, work) => {
    const from = performance.now();
    return work.finally(() => mark(name, from));
  };
  const refused = async (refusal: RefusedFile): Promise<Prepared> => {
    await clean(outDir, options.sourcePath);
    mark('total', begun);
    return { status: 'refused', ...refusal, timingsMs };
  };
  const outDir = resolve(options.outDir);
  await mkdir(outDir, { recursive: true });
  await clean(outDir, options.sourcePath);
  const scratchRoot = options.scratchRoot ?? tmpdir();
  await sweepDeadScratch(scratchRoot);
  const scratch = await realpath(await openScratch(scratchRoot, 'work'));
  const { workshop, signal, bounds = DEFAULT_BOUNDS, settings = DEFAULT_SETTINGS } = options;
  const onPlayable = async (early: EarlyPlay) => {
    if (early.segments === 1 || timingsMs['firstPlayable'] === undefined) mark('firstPlayable', begun);
    await options.onFirstPlayable?.(early);
  };
  const early = new EarlyPlaylist(outDir, onPlayable, options.shown);
  const { onProgress } = options;
  const inspecting: EncodeJob = { outDir, scratch, workshop, bounds, settings, signal, early, onProgress };
  try {
    await options.onStage?.('inspecting');
    const whole = await timed('inspect', inspect(options.sourcePath, inspecting));
    if ('refused' in whole) return await refused(whole.refused);
    const known = keepParts(whole, options.keep, bounds, settings);
    if ('refused' in known) return await refused(known.refused);
    const job = await branded(inspecting, known, options.branding);
    await options.onStage?.('loudness');
    await options.onAccepted?.();
    const { heard, quality, ...plan } = await (options.hurry && early.isEmpty ? begin : measure)(job, known, timed);
    const encoded = await timed('encode', encodeRungs({ ...job, ...plan }, known, heard, quality));
    if ('refused' in encoded) return await refused(encoded.refused);
    if (encoded.cpuMs !== null) timingsMs['encodeCpu'] = encoded.cpuMs;
    const shortSide = Math.min(known.picture.width, known.picture.height);
    const looked = await timed('look', lookAt(job, shortSide, heard, smallestOf(encoded, job.branding?.filmFile)));
    if (looked) timingsMs['lookCpu'] = looked.cpuMs;
    const warnings = [...heard.warnings, ...encoded.warnings, ...(looked?.warnings ?? [])];
    await options.onStage?.('packaging');
    const video = await timed('package', packageVideo(job, known, { ...encoded, warnings }));
    await clean(outDir, options.sourcePath, false);
    mark('total', begun);
    return { status: 'published', ...video, timingsMs, looked };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
