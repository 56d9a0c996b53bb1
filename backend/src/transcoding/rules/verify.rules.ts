// The verdict after encoding. The exit code is none: ffmpeg exits 0 on a file that yields 68 of its 287 frames.
import { refuse, type RefusedFile } from '../transcoding.reasons.js';
import { sayLength } from './bounds.rules.js';
import type { Fraction, PictureFacts } from './probe.rules.js';
import type { Segment } from './segments.rules.js';

/** What ffmpeg's verbose log says of the picture track it read. */
export interface DecodeCount {
  packets: number;
  frames: number;
  errors: number;
  /** Frames that the constant-rate step repeated. */
  repeated: number;
}

/** Reads the summary that ffmpeg prints at its end; zeros when it never got there. */
export function readDecodeCount(log: string, pictureIndex: number): DecodeCount {
  const line = new RegExp(
    `Input stream #0:${pictureIndex} \\(video\\): (\\d+) packets read[^;]*; (\\d+) frames decoded`,
  );
  const summary = line.exec(log);
  const counted = new RegExp(`Input stream #0:${pictureIndex} .*; (\\d+) decode errors`).exec(log);
  const named = log.match(/Error (while decoding stream|submitting packet to decoder)/g)?.length ?? 0;
  const repeated = /frames dropped, (\d+) frames duplicated/.exec(log);
  return {
    packets: Number(summary?.[1] ?? 0),
    frames: Number(summary?.[2] ?? 0),
    errors: counted ? Number(counted[1]) : named,
    repeated: Number(repeated?.[1] ?? 0),
  };
}

/** Whether the constant-rate step filled a jump of the file's clock with frames; honest still pictures repeat far less. */
export function clockJumped(log: string): boolean {
  const counts = [...log.matchAll(/fps_\d+ @ \w+\] (\d+) frames in, (\d+) frames out/g)];
  return counts.some(([, read, written]) => Number(written) > 1000 + 50 * Number(read));
}

/** A rung as it was cut. */
export interface CutRung {
  name: string;
  segments: readonly Segment[];
  /** Sound in seconds; null without a sound track. */
  soundS: number | null;
  everyFragmentStartsWithKeyframe: boolean;
}

export type Verdict = { refused: RefusedFile } | { warnings: string[]; durationS: number };

const HEALTHY = 0.95;
const total = (segments: readonly Segment[], of: (s: Segment) => number): number =>
  segments.reduce((sum, s) => sum + of(s), 0);

/** The share of the promised seconds that came out as real pictures, 0 to 1. */
export function goodShare(outS: number, promisedS: number | null, count: DecodeCount, evenRate: boolean): number {
  const bySeconds = promisedS ? outS / promisedS : 1;
  // Without errors a decoder may rightly show fewer frames than packets: VP8 and packed MPEG-4 hide some.
  const lost = count.errors > 0 ? Math.max(0, count.packets - count.frames) : 0;
  const byPackets = count.packets > 0 ? 1 - lost / count.packets : 1;
  const byGaps = evenRate && count.frames + count.repeated > 0 ? count.frames / (count.frames + count.repeated) : 1;
  return Math.max(0, Math.min(1, bySeconds, byPackets, byGaps));
}

/**
 * Decides from what was promised, what was decoded and what came out. `cardS` seconds of it are a store's end card, which
 * promises nothing: the length of the video is that of its film.
 */
export function judgeEncode(
  facts: PictureFacts,
  fps: Fraction,
  count: DecodeCount,
  rungs: readonly CutRung[],
  cardS = 0,
): Verdict {
  const segments = rungs.at(-1)?.segments ?? [];
  const outS = Math.max(0, total(segments, (s) => s.durationS) - cardS);
  if (count.frames === 0 || outS === 0) {
    return { refused: refuse('DAMAGED', 'No frame could be decoded.', 'No picture in this file can be read.') };
  }
  if (count.frames === 1) {
    const message = 'This file holds a single picture that does not move.';
    return { refused: refuse('NO_MOVING_PICTURE', 'One frame decoded.', message) };
  }
  const evenRate =
    !facts.variableRate && facts.fps !== null && facts.fps.num / facts.fps.den >= fps.num / fps.den - 0.1;
  const share = goodShare(outS, facts.durationS, count, evenRate);
  const promised = sayLength(facts.durationS ?? outS);
  const good = sayLength((facts.durationS ?? outS) * share);
  if (share < HEALTHY) {
    const detail = `${Math.floor(share * 100)} % of ${promised} came out; the last good second is about ${good}.`;
    return { refused: refuse('DAMAGED', detail, `Only the first ${good} of ${promised} in this file can be read.`) };
  }
  const warnings =
    count.errors > 0 ? ['A few pictures in the file are damaged; look at the video before you share it.'] : [];
  return { warnings, durationS: outS };
}

/**
 * What is wrong with our own output; empty when it may be published. Rungs must switch at equal moments, every
 * fragment must begin with a keyframe, and sound and picture must end together. Where a damaged picture ends a little
 * before its promised end, the sound may go on to it.
 */
export function problemsOf(rungs: readonly CutRung[], fps: Fraction, promisedS: number | null): string[] {
  const problems: string[] = [];
  const first = rungs[0];
  const frameS = fps.den / fps.num;
  for (const rung of rungs) {
    const say = (what: string) => problems.push(`${rung.name}: ${what}`);
    if (!rung.everyFragmentStartsWithKeyframe) say('a fragment does not begin with a keyframe');
    const starts = rung.segments.map((s) => s.startS.toFixed(4)).join();
    if (starts !== first?.segments.map((s) => s.startS.toFixed(4)).join()) say('segments are not aligned');
    const frames = total(rung.segments, (s) => s.frames);
    if (frames !== total(first?.segments ?? [], (s) => s.frames)) say('another number of frames');
    const pictureS = total(rung.segments, (s) => s.durationS);
    if (Math.abs(pictureS - frames * frameS) > frameS) say('length and frames disagree');
    // A frame of slack at each end, a packet of AAC, and the 1024 samples that the encoder puts in front.
    const soundEndS = Math.max(pictureS, promisedS ?? 0) + 2 * frameS + (3 * 1024) / 48_000;
    if (rung.soundS !== null && rung.soundS > soundEndS) say('sound is too long');
    if (rung.soundS !== null && pictureS - rung.soundS > frameS + 1024 / 48_000) say('sound is too short');
  }
  return problems;
}
