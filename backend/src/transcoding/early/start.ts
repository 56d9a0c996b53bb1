// Makes the first seconds of a video in a hurry: copied where the source allows it, else one rung encoded alone.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inputArguments } from '../rules/ffmpeg.rules.js';
import { planLadder, type LadderSettings } from '../rules/ladder.rules.js';
import { endsAt } from '../rules/segments.rules.js';
import type { WorkOrder } from '../running/workshop.js';
import { Cutter } from '../steps/cutter.js';
import type { CopyPlan } from '../steps/copy.js';
import type { Inspection, Known } from '../steps/inspect.js';
import { copiedStartArguments, earlyRung, HEAD_START_S, pipedInput, START_S, startArguments } from './early.rules.js';
import type { EarlyPlaylist } from './early-playlist.js';

const LOOK_EVERY_MS = 40;

export interface StartJob extends Inspection {
  outDir: string;
  settings: { ladder: LadderSettings };
}

/** Runs ffmpeg and shows each segment as it is cut. Only whole segments: the last, unfinished one is left to the ladder. */
async function run(job: StartJob, args: string[], order: WorkOrder, cutter: Cutter, early: EarlyPlaylist) {
  let running = true;
  // A copy may be there at once, and cutting all of it takes longer than showing its first segment: chunk by chunk.
  const look = async (chunks: number) => {
    const found = await cutter.advance(chunks);
    if (found) await early.extend(cutter);
    return found;
  };
  const looking = (async () => {
    while (running) if (!(await look(1))) await sleep(LOOK_EVERY_MS);
  })();
  looking.catch(() => undefined);
  try {
    const result = await job.workshop.ffmpeg(args, order);
    running = false;
    await looking;
    while (await look(1));
    await look(Infinity);
    return result;
  } finally {
    running = false;
    await looking.catch(() => undefined);
    await cutter.close();
  }
}

/**
 * The start of a whole file: copied when there is a plan for that, else one rung encoded. A comfort: when it fails, the
 * ladder shows itself a moment later. Throws when cancelled.
 */
export async function makeStart(job: StartJob, known: Known, copy: CopyPlan | null, early: EarlyPlaylist): Promise<void> {
  const ladder = planLadder(known.picture, job.settings.ladder);
  const rung = ladder.rungs[copy ? 0 : earlyRung(ladder)];
  if (!rung) return;
  const target = join(job.scratch, 'start.mp4');
  const endS = copy ? endsAt(copy.cuts, ladder.fps.den / ladder.fps.num) : undefined;
  const cutter = new Cutter(target, job.outDir, `early-${rung.name}`, endS);
  const plan = {
    ...{ input: inputArguments(known.source, known.demuxer, job.bounds), picture: known.picture },
    ...{ sound: known.facts.sound, rung, fps: ladder.fps, target, seconds: copy ? HEAD_START_S : START_S },
  };
  const args = copy ? copiedStartArguments(plan) : startArguments(plan);
  const order = { source: known.source, scratch: job.scratch, signal: job.signal, seconds: plan.seconds };
  await run(job, args, order, cutter, early);
  job.signal?.throwIfAborted();
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
  await run(job, args, order, cutter, early);
}
