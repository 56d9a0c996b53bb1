// One cheap look at the smallest rung: the print by which copies are found, and what a machine notices about it.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Check } from '../checks/checks.reasons.js';
import { checksOf, warningsOf } from '../checks/checks.rules.js';
import { picturePrint } from '../likeness/make-print.rules.js';
import { seenSize, type Print } from '../likeness/print.rules.js';
import { soundPrint } from '../likeness/sound.rules.js';
import { lookArguments } from '../checks/look.rules.js';
import { earlyRung } from '../rules/ladder.rules.js';
import { workSeconds } from '../running/workshop.js';
import type { Encoded, EncodeJob } from './encode.js';
import type { Heard } from './inspect.js';

/** Nothing of it is public: the print stays with us, the checks are for moderators. */
export interface Looked {
  print: Print;
  checks: Check[];
  /** Sentences for the creator. */
  warnings: string[];
  cpuMs: number;
}

export type LookJob = Pick<EncodeJob, 'workshop' | 'bounds' | 'scratch' | 'signal'>;

export interface SmallRung {
  file: string;
  width: number;
  height: number;
  durationS: number;
  /** Its film alone, where the store added something to it. */
  filmFile?: string | undefined;
}

/** A small one in H.264: cheaper to decode than AV1. */
export function smallestOf({ ladder, rungFiles, durationS }: Encoded, filmFile?: string): SmallRung {
  const at = earlyRung(ladder);
  const { width = 0, height = 0 } = ladder.rungs[at] ?? {};
  return { file: rungFiles[at] ?? '', width, height, durationS, filmFile };
}

function soundOf({ sound, gain }: Heard): 'none' | 'silent' | { gainDb: number } {
  if (!sound) return 'none';
  return gain ? { gainDb: gain.gainDb } : 'silent';
}

/**
 * `shortSide` is the source's, in points. `rung` is a file of ours: the source is not touched again. Null when the look failed: a video that could not be looked
 * at is as playable as any other, and a person is asked to look instead. Throws when cancelled.
 */
export async function lookAt(job: LookJob, shortSide: number, heard: Heard, rung: SmallRung): Promise<Looked | null> {
  try {
    return await look(job, shortSide, heard, rung);
  } catch {
    job.signal?.throwIfAborted();
    return null;
  }
}

async function look(job: LookJob, shortSide: number, heard: Heard, rung: SmallRung): Promise<Looked> {
  const { width, height } = seenSize(rung.width, rung.height);
  const framesFile = join(job.scratch, 'look.gray');
  const soundFile = heard.sound ? join(job.scratch, 'look.s16') : null;
  const film = rung.filmFile ? { file: rung.filmFile, durationS: rung.durationS } : undefined;
  const seconds = workSeconds(job.bounds, rung.durationS);
  const order = { source: rung.file, scratch: job.scratch, signal: job.signal, seconds };
  const run = await job.workshop.ffmpeg(
    lookArguments({ rung: rung.file, film, width, height, framesFile, soundFile }),
    order,
  );
  job.signal?.throwIfAborted();
  if (run.exit !== 'ok') throw new Error(`Looking at the smallest rung failed: ${run.stderr.slice(-500)}`);
  const begun = process.cpuUsage();
  const picture = picturePrint(await readFile(framesFile), width, height);
  const raw = soundFile ? await readFile(soundFile) : Buffer.alloc(0);
  const samples = new Int16Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + (raw.length & ~1)));
  const print: Print = { picture, sound: samples.length > 0 ? soundPrint(samples) : null };
  for (const file of [framesFile, soundFile]) if (file) await rm(file, { force: true });
  const checks = checksOf({ log: run.stderr, durationS: rung.durationS, shortSide, sound: soundOf(heard), picture });
  const { user, system } = process.cpuUsage(begun);
  const told = /bench: utime=([\d.]+)s stime=([\d.]+)s/.exec(run.stderr);
  const cpuMs = Math.round((Number(told?.[1] ?? 0) + Number(told?.[2] ?? 0)) * 1000 + (user + system) / 1000);
  return { print, checks, warnings: warningsOf(checks), cpuMs };
}
