// A trim in ffmpeg's words: the kept parts as whole frames, and filters that cut picture and sound at the same instants.
import type { Kept } from '../../videos/versions/keep.rules.js';
import { sayLength, type Bounds } from '../rules/bounds.rules.js';
import type { Fraction, PictureFacts } from '../rules/probe.rules.js';
import { refuse, type RefusedFile } from '../transcoding.reasons.js';

/** What is kept of a picture at a constant rate. */
export interface Cut {
  /** Frames of the steady picture, from 0; `to` is the first that is left out. */
  parts: { from: number; to: number }[];
  fps: Fraction;
  /** The source's own promised seconds; null when it promises none. */
  sourceS: number | null;
}

/** At a join the sound would click: it is faded over so many seconds at each side, which nobody hears as a fade. */
const FADE_S = 0.005;

const seconds = (frames: number, { num, den }: Fraction): number => (frames * den) / num;

/** The seconds that stay. */
export function cutSeconds({ parts, fps }: Cut): number {
  return seconds(
    parts.reduce((sum, part) => sum + part.to - part.from, 0),
    fps,
  );
}

/** The kept parts on the grid of frames: each moment becomes the nearest frame, inside the source. Empty parts vanish. */
export function planCut(keep: readonly Kept[], fps: Fraction, sourceS: number | null): Cut {
  const frameAt = (ms: number) => Math.round((ms * fps.num) / (1000 * fps.den));
  const last = sourceS === null ? Infinity : Math.max(1, Math.round((sourceS * fps.num) / fps.den));
  const parts: Cut['parts'] = [];
  for (const { fromMs, toMs } of keep) {
    const [from, to] = [Math.max(frameAt(fromMs), parts.at(-1)?.to ?? 0), Math.min(frameAt(toMs), last)];
    const before = parts.at(-1);
    if (from >= to) continue;
    if (before?.to === from) before.to = to;
    else parts.push({ from, to });
  }
  return { parts, fps, sourceS };
}

/**
 * The picture as if the source held the kept parts alone: all that follows, promises, posters and the verdict, speaks of
 * them. A trim whose result is too short is refused like a source that is.
 */
export function trimPicture(
  picture: PictureFacts,
  keep: readonly Kept[],
  fps: Fraction,
  bounds: Bounds,
): PictureFacts | { refused: RefusedFile } {
  const cut = planCut(keep, fps, picture.durationS);
  const durationS = cutSeconds(cut);
  // As with sources: 2.998 s is 3 s to everyone who made it.
  if (durationS < bounds.minSeconds - 0.02) {
    const [limit, found] = [sayLength(bounds.minSeconds), sayLength(durationS)];
    const message = `After the trim the video lasts ${found}; it must last at least ${limit}.`;
    return {
      refused: refuse('OUT_OF_BOUNDS', `length: found ${found}, at least ${limit}.`, message, 'Keep more of it.'),
    };
  }
  return { ...picture, durationS, frames: null, cut };
}

/** Behind the step that makes the rate constant: the frames of the kept parts, counted anew. */
export function cutPicture(cut: Cut | undefined): string[] {
  if (!cut) return [];
  const kept = cut.parts.map(({ from, to }) => `between(n\\,${from}\\,${to - 1})`).join('+');
  const end = cut.parts.at(-1)?.to ?? 0;
  // Rounded: 28 frames of 1/25 s are 27.999 to ffmpeg's own arithmetic, and two frames would share one time.
  // The first filter ends the work behind the last frame that is kept: nothing after it is decoded.
  return [`trim=end_frame=${end}`, `select='${kept}'`, `setpts=round(N*${cut.fps.den}/${cut.fps.num}/TB)`];
}

/**
 * Behind the step that fills gaps of the sound: the same parts, sample for sample at the instants of the frames, joined.
 * It is text of a filter graph with labels of its own, one input before it and one output behind it.
 */
export function cutSound(cut: Cut | undefined): string[] {
  if (!cut) return [];
  const { parts, fps } = cut;
  const end = parts.at(-1)?.to ?? 0;
  // A sound track that is shorter than the picture is silent there, or later parts would come too early.
  const whole = `apad=whole_dur=${seconds(end, fps).toFixed(6)}`;
  const fade = (part: { from: number; to: number }, i: number): string[] => {
    const lengthS = seconds(part.to - part.from, fps);
    const [fadeIn, fadeOut] = [
      `afade=t=in:st=0:d=${FADE_S}`,
      `afade=t=out:st=${(lengthS - FADE_S).toFixed(6)}:d=${FADE_S}`,
    ];
    return [...(i > 0 || part.from > 0 ? [fadeIn] : []), ...(i < parts.length - 1 ? [fadeOut] : [])];
  };
  const piece = (part: { from: number; to: number }, i: number): string => {
    const times = `start=${seconds(part.from, fps).toFixed(6)}:end=${seconds(part.to, fps).toFixed(6)}`;
    return [`[t${i}]atrim=${times}`, 'asetpts=PTS-STARTPTS', ...fade(part, i)].join(',').concat(`[u${i}]`);
  };
  const split = `asplit=${parts.length}${parts.map((_, i) => `[t${i}]`).join('')}`;
  const joined = `${parts.map((_, i) => `[u${i}]`).join('')}concat=n=${parts.length}:v=0:a=1`;
  return [whole, [split, ...parts.map(piece), joined].join(';')];
}
