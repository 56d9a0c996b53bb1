// Runs the one encoding process and cuts its rungs into segments while it writes; judges what came out.
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cardSeconds, type DrawnBranding } from '../branding/branding.rules.js';
import type { Bounds } from '../rules/bounds.rules.js';
import type { EarlyPlaylist } from '../early/early-playlist.js';
import { candidateFrames, copyArguments, encodeArguments, type EncodePlan } from '../rules/ffmpeg.rules.js';
import { earlyRung, planLadder, withCopiedTop, type Ladder, type LadderSettings } from '../rules/ladder.rules.js';
import { withQuality, type Quality } from '../quality/quality.rules.js';
import { endsAt } from '../rules/segments.rules.js';
import { fenceTrouble } from '../running/trouble.rules.js';
import { clockJumped, judgeEncode, problemsOf, readDecodeCount } from '../rules/verify.rules.js';
import { progressSeconds, type RunResult } from '../running/ffmpeg.runner.js';
import { workSeconds, type Workshop } from '../running/workshop.js';
import { refuse, type RefusedFile } from '../transcoding.reasons.js';
import { planCopy, type CopyPlan } from './copy.js';
import { Cutter } from './cutter.js';
import type { Heard, Known } from './inspect.js';

export interface EncodeJob {
  outDir: string;
  scratch: string;
  workshop: Workshop;
  bounds: Bounds;
  settings: { ladder: LadderSettings; preset: string; byContent: boolean };
  signal?: AbortSignal | undefined;
  onProgress?: ((share: number) => void) | undefined;
  /** What can be played meanwhile. */
  early: EarlyPlaylist;
  /** Whether the source can be copied, where that is known already. */
  copyPlan?: CopyPlan | null | undefined;
  /** What the store adds to its videos, drawn for this one. */
  branding?: DrawnBranding | null | undefined;
}

export interface Encoded {
  ladder: Ladder;
  cutters: Cutter[];
  /** ffmpeg's own files of the rungs, in the order of the ladder. */
  rungFiles: string[];
  /** Candidate posters, frame 0 first. */
  frames: string[];
  /** Of the film; every rung is longer by `cardS`. */
  durationS: number;
  cardS: number;
  warnings: string[];
  /** CPU milliseconds of the encoding process, as it says itself; null when it does not. */
  cpuMs: number | null;
}

const LOOK_EVERY_MS = 150;

/** Calls `look` again and again, never twice at once, until `stop` resolves with the last look done. */
function watch(look: () => Promise<void>): { stop: () => Promise<void> } {
  let running = true;
  const loop = (async () => {
    while (running) {
      await look();
      await new Promise((r) => setTimeout(r, LOOK_EVERY_MS));
    }
  })();
  // Kept quiet here: `stop` reports it.
  loop.catch(() => undefined);
  return {
    stop: () => {
      running = false;
      return loop;
    },
  };
}

/** Trouble of ours must be tried again, never blamed on the creator's file. */
function ourTrouble(run: RunResult): string | null {
  if (/No space left on device|File too large|Disk quota exceeded/.test(run.stderr)) return 'the disk is full';
  if (/Cannot allocate memory|Resource temporarily unavailable/.test(run.stderr)) return 'not enough memory';
  const fence = fenceTrouble(run.stderr);
  if (fence) return fence;
  if (/Unrecognized option|No such filter|Unknown encoder|Error parsing/.test(run.stderr))
    return run.stderr.slice(-400);
  return null;
}

/** What is encoded, and how its rungs are cut. */
interface Work {
  ladder: Ladder;
  rungFiles: string[];
  cutters: Cutter[];
  /** The top rung is there already, whole; only the others are encoded. */
  copy: CopyPlan | null;
}

function workOf(job: EncodeJob, ladder: Ladder, copy: CopyPlan | null): Work {
  const rungFiles = ladder.rungs.map((rung) => join(job.scratch, `${rung.id}.mp4`));
  const endS = copy ? endsAt(copy.cuts, ladder.fps.den / ladder.fps.num) : undefined;
  const cutters = ladder.rungs.map((r, i) => new Cutter(rungFiles[i] as string, job.outDir, r.id, endS));
  return { ladder, rungFiles, cutters, copy };
}

function planOf(job: EncodeJob, known: Known, heard: Heard, work: Work): EncodePlan {
  const { ladder, rungFiles, copy } = work;
  const first = copy ? 1 : 0;
  return {
    ...{ source: known.source, demuxer: known.demuxer, bounds: job.bounds, picture: known.picture },
    ...{ sound: heard.sound, gain: heard.gain, preset: job.settings.preset },
    ...{ ladder: { ...ladder, rungs: ladder.rungs.slice(first) }, outputs: rungFiles.slice(first) },
    candidates: {
      pattern: join(job.scratch, 'frame-%03d.jpg'),
      frames: candidateFrames(known.picture.durationS ?? 0, ladder.fps),
    },
    ...(copy ? { copied: { keyframes: copy.forced } } : {}),
    branding: job.branding,
  };
}

/** AV1 only where this machine's ffmpeg makes it. */
export function ladderSettings({ settings, workshop }: EncodeJob): LadderSettings {
  return { ...settings.ladder, av1: settings.ladder.av1 && workshop.binaries.av1 };
}

/**
 * Makes every rung. A source that is already suitable becomes the top rung as it is; where the result would not pass
 * our own verification, it is encoded like any other. Throws when cancelled and on trouble of ours.
 */
export async function encodeRungs(
  job: EncodeJob,
  known: Known,
  heard: Heard,
  quality: Quality | null,
): Promise<Encoded | { refused: RefusedFile }> {
  const ladder = withQuality(planLadder(known.picture, ladderSettings(job)), quality);
  const copy = job.copyPlan === undefined ? await planCopy(job, known, ladder) : job.copyPlan;
  if (copy) {
    const work = workOf(job, withCopiedTop(known.picture, ladder), copy);
    const made = await copyTop(job, known, heard, work);
    if (made) return made;
    for (const name of work.cutters.flatMap((c) => c.written())) await rm(join(job.outDir, name), { force: true });
  }
  return encodeWork(job, known, heard, workOf(job, ladder, null));
}

/** Null when the copy and the rungs beside it do not belong together. */
async function copyTop(job: EncodeJob, known: Known, heard: Heard, work: Work): Promise<Encoded | null> {
  const [top, target] = [work.cutters[0] as Cutter, work.rungFiles[0] as string];
  const seconds = workSeconds(job.bounds, known.picture.durationS);
  const order = { source: known.source, scratch: job.scratch, signal: job.signal, seconds };
  const run = await job.workshop.ffmpeg(copyArguments(planOf(job, known, heard, work), target), order);
  job.signal?.throwIfAborted();
  if (run.exit !== 'ok') return null;
  // A source may lie about its units; then its copy cannot be read.
  const read = await top
    .finish()
    .then(() => true)
    .catch(() => top.close().then(() => false));
  if (!read || !top.result('').everyFragmentStartsWithKeyframe) return null;
  await job.early.extend(top, true);
  const made = await encodeWork(job, known, heard, work);
  if ('refused' in made) return null;
  const cut = work.cutters.map((cutter, i) => cutter.result(work.ladder.rungs[i]?.id ?? ''));
  const cpuMs = made.cpuMs === null ? null : made.cpuMs + (cpuMsOf(run.stderr) ?? 0);
  return problemsOf(cut, work.ladder.fps, known.picture.durationS).length === 0 ? { ...made, cpuMs } : null;
}

/** Runs the one encoding process. A copied top rung was cut and announced before. */
async function encodeWork(
  job: EncodeJob,
  known: Known,
  heard: Heard,
  work: Work,
): Promise<Encoded | { refused: RefusedFile }> {
  const cutters = work.copy ? work.cutters.slice(1) : work.cutters;
  const first = work.cutters[earlyRung(work.ladder)] as Cutter;
  const promisedS = known.picture.durationS;
  const watcher = watch(async () => {
    for (const cutter of cutters) await cutter.advance();
    if (!work.copy) await job.early.extend(first);
  });
  const onLine = (line: string) => {
    const seconds = progressSeconds(line);
    if (seconds !== null && promisedS) job.onProgress?.(Math.min(1, seconds / promisedS));
  };
  const seconds = workSeconds(job.bounds, promisedS);
  const order = { source: known.source, scratch: job.scratch, signal: job.signal, seconds, onLine };
  const run = await job.workshop.ffmpeg(encodeArguments(planOf(job, known, heard, work)), order);
  await watcher.stop().finally(async () => {
    for (const cutter of cutters) await cutter.finish().catch(() => cutter.close());
  });
  job.signal?.throwIfAborted();
  // Whoever plays it now need not come back: it ends here, and `master.m3u8` follows in a moment.
  if (!work.copy) await job.early.extend(first, true);
  return judge(job, known, run, work);
}

/** ffmpeg's `-benchmark` line; a jail hides the CPU time of what runs in it from its parent. */
function cpuMsOf(log: string): number | null {
  const match = /bench: utime=([\d.]+)s stime=([\d.]+)s/.exec(log);
  return match ? Math.round((Number(match[1]) + Number(match[2])) * 1000) : null;
}

async function judge(
  job: EncodeJob,
  known: Known,
  run: RunResult,
  { ladder, cutters, rungFiles }: Work,
): Promise<Encoded | { refused: RefusedFile }> {
  if (run.exit !== 'ok' && clockJumped(run.stderr)) {
    const message = 'The times of the pictures in this file are broken.';
    return { refused: refuse('DAMAGED', 'The clock of the file jumps.', message) };
  }
  const trouble = run.exit === 'ok' ? null : ourTrouble(run);
  if (trouble) throw new Error(`ffmpeg could not work: ${trouble}`);
  if (run.exit === 'timeout' || /CPU time limit|signal SIGXCPU|signal SIGKILL/.test(run.stderr.slice(-500))) {
    const message = 'Reading this video takes longer than we allow.';
    return { refused: refuse('CANNOT_DECODE', 'The limit of time was reached.', message) };
  }
  const cardS = cardSeconds(job.branding, ladder.fps);
  const count = readDecodeCount(run.stderr, known.picture.index);
  const rungs = cutters.map((cutter, i) => cutter.result(ladder.rungs[i]?.id ?? ''));
  const verdict = judgeEncode(known.picture, ladder.fps, count, rungs, cardS);
  if ('refused' in verdict) return verdict;
  if (run.exit !== 'ok') throw new Error(`ffmpeg failed: ${run.stderr.slice(-1500)}`);
  const names = (await readdir(job.scratch)).filter((n) => n.startsWith('frame-')).sort();
  const frames = names.map((n) => join(job.scratch, n));
  return { ladder, cutters, rungFiles, ...verdict, cardS, cpuMs: cpuMsOf(run.stderr), frames };
}
