// From a file to a folder of HLS that was verified, or a refusal in plain words. No database: a command and the worker use it.
import { mkdir, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DEFAULT_BOUNDS, type Bounds } from './rules/bounds.rules.js';
import { DEFAULT_LADDER, type LadderSettings } from './rules/ladder.rules.js';
import type { Workshop } from './running/workshop.js';
import { openScratch, sweepDeadScratch } from './scratch.js';
import { encodeRungs, type EarlyPlay } from './steps/encode.js';
import { hear, inspect } from './steps/inspect.js';
import { OWN_FILES, packageVideo, type PreparedVideo } from './steps/package.js';
import type { RefusedFile } from './transcoding.reasons.js';

export interface PrepareSettings {
  ladder: LadderSettings;
  /** x264's preset; veryfast is what the measured costs of the design speak of. */
  preset: string;
}

export const DEFAULT_SETTINGS: PrepareSettings = { ladder: DEFAULT_LADDER, preset: 'veryfast' };

export interface PrepareOptions {
  sourcePath: string;
  outDir: string;
  workshop: Workshop;
  bounds?: Bounds | undefined;
  settings?: PrepareSettings | undefined;
  /** Where the scratch folder is made; the system's temporary folder by default. */
  scratchRoot?: string | undefined;
  signal?: AbortSignal | undefined;
  /** The file passed every bound and is about to be encoded. */
  onAccepted?: (() => void | Promise<void>) | undefined;
  /** The share of the encode that is done, 0 to 1, about twice a second. */
  onProgress?: ((share: number) => void) | undefined;
  /**
   * The lowest rung can be played while the rest is made: called at the first segment and at each one after it. The
   * playlist is an EVENT playlist in `outDir` that grows; when everything is done `master.m3u8` takes its place.
   */
  onFirstPlayable?: ((early: EarlyPlay) => void | Promise<void>) | undefined;
  /** Called before each of these stages begins; the work waits for it. */
  onStage?: ((stage: 'inspecting' | 'loudness' | 'packaging') => Promise<void>) | undefined;
}

export type TimingsMs = Record<string, number>;
export type Prepared =
  | ({ status: 'published'; timingsMs: TimingsMs } & PreparedVideo)
  | ({ status: 'refused'; timingsMs: TimingsMs } & RefusedFile);

/** Removes what an earlier try left: our own names only, because the folder may be someone's, and never the source. */
async function clean(outDir: string, sourcePath: string, alsoFinished = true): Promise<void> {
  const source = resolve(sourcePath);
  const names = (await readdir(outDir)).filter((name) => OWN_FILES.test(name) && join(outDir, name) !== source);
  for (const name of names) if (alsoFinished || name === 'early.m3u8') await rm(join(outDir, name), { force: true });
}

/**
 * Prepares one video. The same file with the same settings gives the same files, so a killed run is simply run again.
 * Throws on trouble of ours (no disk, no ffmpeg, cancelled); a refusal is a value.
 */
export async function prepareVideo(options: PrepareOptions): Promise<Prepared> {
  const begun = performance.now();
  const timingsMs: TimingsMs = {};
  const mark = (name: string, from: number) => (timingsMs[name] = Math.round(performance.now() - from));
  const timed = async <T>(name: string, work: Promise<T>): Promise<T> => {
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
  const job = { outDir, scratch, workshop, bounds, settings, signal, onProgress: options.onProgress, onPlayable };
  try {
    await options.onStage?.('inspecting');
    const known = await timed('inspect', inspect(options.sourcePath, job));
    if ('refused' in known) return await refused(known.refused);
    await options.onStage?.('loudness');
    const heard = await timed('loudness', hear(known, job));
    await options.onAccepted?.();
    const encoded = await timed('encode', encodeRungs(job, known, heard));
    if ('refused' in encoded) return await refused(encoded.refused);
    if (encoded.cpuMs !== null) timingsMs['encodeCpu'] = encoded.cpuMs;
    const warnings = [...heard.warnings, ...encoded.warnings];
    await options.onStage?.('packaging');
    const video = await timed('package', packageVideo(job, known, { ...encoded, warnings }));
    await clean(outDir, options.sourcePath, false);
    mark('total', begun);
    return { status: 'published', ...video, timingsMs };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
