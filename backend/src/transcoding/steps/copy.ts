// Looks at a source's packets and decides whether it becomes the top rung as it is.
import { copyableArguments } from '../rules/ffmpeg.rules.js';
import type { Ladder } from '../rules/ladder.rules.js';
import { cutAt, forcedKeyframes, looksSuitable, readCopyable } from '../rules/remux.rules.js';
import type { EncodeJob } from './encode.js';
import type { Known } from './inspect.js';

export interface CopyPlan {
  /** Seconds at which segments begin, after the first, in every rung. */
  cuts: number[];
  /** Keyframes of the other rungs, as ffmpeg wants them. */
  forced: string;
}

/** Null when the source must be encoded. Reads the file once and decodes nothing. Throws when cancelled. */
export async function planCopy(job: EncodeJob, known: Known, ladder: Ladder): Promise<CopyPlan | null> {
  const { source, demuxer, facts, picture } = known;
  const top = ladder.rungs[0];
  // Only an encoder can draw into a picture.
  if (job.branding) return null;
  if (!top || !looksSuitable(demuxer, facts, picture, ladder)) return null;
  const order = { source, scratch: job.scratch, signal: job.signal };
  const packets = await job.workshop.ffprobe(copyableArguments(source, demuxer, picture.index), order);
  job.signal?.throwIfAborted();
  const copyable = packets.exit === 'ok' ? readCopyable(packets.stdout, ladder.fps, top) : null;
  if (!copyable) return null;
  const cuts = cutAt(copyable);
  return { cuts, forced: forcedKeyframes(copyable, cuts, ladder.fps) };
}
