// Runs the one encoding process and cuts its rungs into segments while it writes; judges what came out.
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bounds } from '../rules/bounds.rules.js';
import { candidateFrames, encodeArguments } from '../rules/ffmpeg.rules.js';
import { planLadder, type Ladder, type LadderSettings } from '../rules/ladder.rules.js';
import { mediaPlaylist } from '../rules/segments.rules.js';
import { judgeEncode, readDecodeCount } from '../rules/verify.rules.js';
import { progressSeconds, type RunResult } from '../running/ffmpeg.runner.js';
import { workSeconds, type Workshop } from '../running/workshop.js';
import { refuse, type RefusedFile } from '../transcoding.reasons.js';
import { Cutter } from './cutter.js';
import type { Heard, Known } from './inspect.js';

/** What can be played before the rest is made; `files` are the new ones since the last call. */
export interface EarlyPlay {
  playlist: string;
  files: string[];
  segments: number;
}

export interface EncodeJob {
  outDir: string;
  scratch: string;
  workshop: Workshop;
  bounds: Bounds;
  settings: { ladder: LadderSettings; preset: string };
  signal?: AbortSignal | undefined;
  onProgress?: ((share: number) => void) | undefined;
  onPlayable?: ((early: EarlyPlay) => void | Promise<void>) | undefined;
}

export interface Encoded {
  ladder: Ladder;
  cutters: Cutter[];
  /** ffmpeg's own files of the rungs, in the order of the ladder. */
  rungFiles: string[];
  /** Candidate posters, frame 0 first. */
  frames: string[];
  durationS: number;
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
  if (/bwrap: |prlimit: |unshare: /.test(run.stderr)) return `a fence failed: ${run.stderr.slice(0, 200)}`;
  if (/Unrecognized option|No such filter|Unknown encoder|Error parsing/.test(run.stderr))
    return run.stderr.slice(-400);
  return null;
}

/** The playlist that grows while the lowest rung is made. */
async function announce(job: EncodeJob, cutter: Cutter, announced: number, state: 'growing' | 'grown'): Promise<void> {
  if (!cutter.init) return;
  const playlist = 'early.m3u8';
  await writeFile(join(job.outDir, playlist), mediaPlaylist(cutter.segments, { init: cutter.init.file, state }));
  const files = [
    ...(announced === 0 ? [cutter.init.file] : []),
    ...cutter.segments.slice(announced).map((s) => s.file),
  ];
  await job.onPlayable?.({ playlist, files, segments: cutter.segments.length });
}

/** Encodes every rung at once. Throws when cancelled and on trouble of ours. */
export async function encodeRungs(
  job: EncodeJob,
  known: Known,
  heard: Heard,
): Promise<Encoded | { refused: RefusedFile }> {
  const ladder = planLadder(known.picture, job.settings.ladder);
  const rungFiles = ladder.rungs.map((rung) => join(job.scratch, `${rung.name}.mp4`));
  const cutters = ladder.rungs.map((r, i) => new Cutter(rungFiles[i] as string, job.outDir, `h264-${r.name}`));
  const lowest = cutters.at(-1) as Cutter;
  const promisedS = known.picture.durationS;
  const frames = candidateFrames(promisedS ?? 0, ladder.fps);
  const args = encodeArguments({
    ...{ source: known.source, demuxer: known.demuxer, bounds: job.bounds, picture: known.picture },
    ...{ sound: heard.sound, gain: heard.gain, ladder, outputs: rungFiles, preset: job.settings.preset },
    candidates: { pattern: join(job.scratch, 'frame-%03d.png'), frames },
  });
  let announced = 0;
  const announceNew = async () => {
    if (lowest.segments.length === announced) return;
    await announce(job, lowest, announced, 'growing');
    announced = lowest.segments.length;
  };
  const watcher = watch(async () => {
    for (const cutter of cutters) await cutter.advance();
    await announceNew();
  });
  const onLine = (line: string) => {
    const seconds = progressSeconds(line);
    if (seconds !== null && promisedS) job.onProgress?.(Math.min(1, seconds / promisedS));
  };
  const seconds = workSeconds(job.bounds, promisedS);
  const order = { source: known.source, scratch: job.scratch, signal: job.signal, seconds, onLine };
  const run = await job.workshop.ffmpeg(args, order);
  await watcher.stop().finally(async () => {
    for (const cutter of cutters) await cutter.finish().catch(() => cutter.close());
  });
  job.signal?.throwIfAborted();
  // Whoever plays it now need not come back: it ends here, and `master.m3u8` follows in a moment.
  await announce(job, lowest, announced, 'grown');
  return judge(job, known, run, { ladder, cutters, rungFiles });
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
  made: Pick<Encoded, 'ladder' | 'cutters' | 'rungFiles'>,
): Promise<Encoded | { refused: RefusedFile }> {
  const trouble = run.exit === 'ok' ? null : ourTrouble(run);
  if (trouble) throw new Error(`ffmpeg could not work: ${trouble}`);
  if (run.exit === 'timeout' || /CPU time limit|signal SIGXCPU|signal SIGKILL/.test(run.stderr.slice(-500))) {
    const message = 'Reading this video takes longer than we allow.';
    return { refused: refuse('CANNOT_DECODE', 'The limit of time was reached.', message) };
  }
  const count = readDecodeCount(run.stderr, known.picture.index);
  const rungs = made.cutters.map((cutter, i) => cutter.result(made.ladder.rungs[i]?.name ?? ''));
  const verdict = judgeEncode(known.picture, made.ladder.fps, count, rungs);
  if ('refused' in verdict) return verdict;
  if (run.exit !== 'ok') throw new Error(`ffmpeg failed: ${run.stderr.slice(-1500)}`);
  const names = (await readdir(job.scratch)).filter((n) => n.startsWith('frame-')).sort();
  return { ...made, ...verdict, cpuMs: cpuMsOf(run.stderr), frames: names.map((n) => join(job.scratch, n)) };
}
