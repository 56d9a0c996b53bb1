// Makes the first seconds of a video in a hurry: copied where the source allows it, else one rung encoded alone.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inputArguments } from '../rules/ffmpeg.rules.js';
import { earlyRung, planLadder, type Ladder, type LadderSettings } from '../rules/ladder.rules.js';
import { looksSuitable } from '../rules/remux.rules.js';
import { endsAt } from '../rules/segments.rules.js';
import type { RunResult } from '../running/ffmpeg.runner.js';
import { Cutter } from '../steps/cutter.js';
import type { CopyPlan } from '../steps/copy.js';
import type { Inspection, Known } from '../steps/inspect.js';
import { copiedStartArguments, HEAD_START_S, pipedInput, START_S, startArguments } from './early.rules.js';
import type { EarlyPlaylist } from './early-playlist.js';

const LOOK_EVERY_MS = 40;

export interface StartJob extends Inspection {
  outDir: string;
  settings: { ladder: LadderSettings };
}

/** Shows each segment as it is cut, until ffmpeg has ended. Only whole ones: the last, unfinished one is the ladder's. */
async function show(running: Promise<RunResult>, cutter: Cutter, early: EarlyPlaylist): Promise<void> {
  let ended = false;
  // A copy may be there at once, and cutting all of it takes longer than showing its first segment: chunk by chunk.
  const look = async (chunks: number) => {
    const found = await cutter.advance(chunks);
    if (found) await early.extend(cutter);
    return found;
  };
  const looking = (async () => {
    while (!ended) if (!(await look(1))) await sleep(LOOK_EVERY_MS);
  })();
  looking.catch(() => undefined);
  try {
    await running;
    ended = true;
    await looking;
    while (await look(1));
    await look(Infinity);
  } finally {
    ended = true;
    await looking.catch(() => undefined);
    await cutter.close();
  }
}

/**
 * The start of a whole file: copied when it looks suitable and `planning` agrees, else one rung encoded. A comfort: when
 * it fails, the ladder shows itself a moment later. Throws when cancelled.
 */
export async function makeStart(
  job: StartJob,
  known: Known,
  planning: Promise<CopyPlan | null>,
  early: EarlyPlaylist,
): Promise<void> {
  const ladder = planLadder(known.picture, job.settings.ladder);
  if (await copyStart(job, known, ladder, planning, early)) return;
  const rung = ladder.rungs[earlyRung(ladder)];
  if (!rung) return;
  const target = join(job.scratch, 'start.mp4');
  const args = startArguments({
    ...{ input: inputArguments(known.source, known.demuxer, job.bounds), picture: known.picture },
    ...{ sound: known.facts.sound, rung, fps: ladder.fps, target, seconds: START_S },
  });
  const order = { source: known.source, scratch: job.scratch, signal: job.signal, seconds: START_S };
  await show(job.workshop.ffmpeg(args, order), new Cutter(target, job.outDir, `early-${rung.name}`), early);
  job.signal?.throwIfAborted();
}

/** Copies while it is still being found out whether that may be: both read the file once and take a fifth of a second. */
async function copyStart(
  job: StartJob,
  known: Known,
  ladder: Ladder,
  planning: Promise<CopyPlan | null>,
  early: EarlyPlaylist,
): Promise<boolean> {
  if (!looksSuitable(known.demuxer, known.facts, known.picture, ladder)) return false;
  const target = join(job.scratch, 'copied-start.mp4');
  const args = copiedStartArguments({
    ...{ input: inputArguments(known.source, known.demuxer, job.bounds), picture: known.picture },
    ...{ sound: known.facts.sound, target, seconds: HEAD_START_S },
  });
  const stop = new AbortController();
  const signal = job.signal ? AbortSignal.any([job.signal, stop.signal]) : stop.signal;
  const order = { source: known.source, scratch: job.scratch, signal, seconds: HEAD_START_S };
  const running = job.workshop.ffmpeg(args, order);
  const copy = await planning.catch(() => null);
  if (!copy) {
    stop.abort();
    await running;
    return false;
  }
  const endS = endsAt(copy.cuts, ladder.fps.den / ladder.fps.num);
  await show(running, new Cutter(target, job.outDir, `early-${ladder.rungs[0]?.name}`, endS), early);
  job.signal?.throwIfAborted();
  return true;
}

/** The start of a file that is still arriving: `head` is what was probed of it, `bytes` all of it from the first. */
export async function makeArrivingStart(
  job: StartJob,
  head: Known,
  bytes: AsyncIterable<Buffer>,
  early: EarlyPlaylist,
): Promise<void> {
  // How long it is cannot be seen in a part of it.
  const picture = { ...head.picture, durationS: null };
  const ladder = planLadder(picture, job.settings.ladder);
  const rung = ladder.rungs[earlyRung(ladder)];
  if (!rung) return;
  const target = join(job.scratch, 'start.mp4');
  const cutter = new Cutter(target, job.outDir, `early-${rung.name}`);
  const args = startArguments({
    ...{ input: pipedInput(head.demuxer, job.bounds), picture, sound: head.facts.sound, rung, fps: ladder.fps },
    ...{ seconds: HEAD_START_S, target },
  });
  const limits = { seconds: HEAD_START_S, niceness: 15 };
  const order = { source: head.source, scratch: job.scratch, signal: job.signal, stdin: bytes, ...limits };
  await show(job.workshop.ffmpeg(args, order), cutter, early);
}
