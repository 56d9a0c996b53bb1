// Whether a source can be its own top rung without encoding, and where segments are cut then: at its own keyframes.
import { capKbps, type Ladder } from './ladder.rules.js';
import { rateOf, type FileFacts, type Fraction, type PictureFacts } from './probe.rules.js';
import type { Demuxer } from './sniff.rules.js';

/** A longer wait for a keyframe makes segments that players stumble over, and switching slow. */
const MAX_GAP_S = 4;
const MAX_KBPS = 8000;
const PROFILES = ['Constrained Baseline', 'Baseline', 'Main', 'High'];
// Clocks of containers round; half a millisecond is a thirtieth of a frame at most.
const CLOCK_S = 0.0005;

/** What the packets of a picture track say, when they allow a copy. */
export interface Copyable {
  /** Seconds of its keyframes; the first is 0. */
  keyframes: number[];
  endS: number;
}

/** Asked of the probe alone: is this what we would have made, in size, rate, colour and shape? */
export function looksSuitable(demuxer: Demuxer, facts: FileFacts, picture: PictureFacts, ladder: Ladder): boolean {
  // Between keyframes only an encoder can cut.
  if (picture.cut) return false;
  const top = ladder.rungs[0];
  const whole = top?.width === picture.codedWidth && top.height === picture.codedHeight;
  const upright = picture.rotationDegrees === 0 && !picture.mirrored && picture.squarePixels && !picture.interlaced;
  const isOurs = picture.codec === 'h264' && PROFILES.includes(picture.profile) && picture.pixelFormat === 'yuv420p';
  const colour = picture.matrix === 'bt709' && picture.hdr === null && !picture.fullRange;
  const { fps } = picture;
  const steady = !picture.variableRate && fps !== null && Math.abs(rateOf(fps) / rateOf(ladder.fps) - 1) < 1e-5;
  // With one rung nothing is left to encode beside it, and the decoded frames are needed for posters and the verdict.
  return (
    demuxer === 'mov' && ladder.rungs.length > 1 && whole && upright && isOurs && colour && steady && !facts.encrypted
  );
}

/**
 * Reads ffprobe's `pts_time,dts_time,size,flags` lines, in the order of decoding. Null unless every frame stands where
 * the constant rate puts it, nothing after a keyframe is shown before it (closed GOP), keyframes are near enough, and
 * the rate of bits is at most 8 Mb/s and one and a half times what our own rung might have.
 */
export function readCopyable(csv: string, fps: Fraction, size: { width: number; height: number }): Copyable | null {
  const frameS = fps.den / fps.num;
  const keyframes: number[] = [];
  const shown: number[] = [];
  let [bytes, latest, firstDts] = [0, -Infinity, NaN];
  for (const line of csv.split('\n').filter((l) => l.trim() !== '')) {
    const cells = line.trim().split(',');
    const [pts, dts, packetBytes] = cells.slice(0, 3).map((cell) => (cell === '' ? NaN : Number(cell)));
    const flags = cells[3] ?? '';
    if (pts === undefined || dts === undefined || !Number.isFinite(pts + dts) || /[DC]/.test(flags)) return null;
    if (shown.length === 0) firstDts = dts;
    if (Math.abs(dts - firstDts - shown.length * frameS) > CLOCK_S) return null;
    if (flags.startsWith('K')) {
      const inOrder = latest < pts && Math.abs(pts - shown.length * frameS) <= CLOCK_S;
      if (!inOrder || pts - (keyframes.at(-1) ?? 0) > MAX_GAP_S + CLOCK_S) return null;
      keyframes.push(pts);
    }
    latest = Math.max(latest, pts);
    bytes += packetBytes ?? 0;
    shown.push(pts);
  }
  shown.sort((a, b) => a - b);
  const totalS = shown.length * frameS;
  if (shown.some((pts, i) => Math.abs(pts - i * frameS) > CLOCK_S) || keyframes[0] !== 0) return null;
  if (totalS - (keyframes.at(-1) ?? 0) > MAX_GAP_S + CLOCK_S) return null;
  const kbps = (bytes * 8) / 1000 / totalS;
  return kbps <= Math.min(MAX_KBPS, 1.5 * capKbps(size.width, size.height)) ? { keyframes, endS: totalS } : null;
}

/**
 * Which keyframes begin segments: as near to our own grid (1 s, 2 s, then 4 s) as they allow, none longer than 4 s.
 * Every rung gets keyframes there; the first, 0, is left out.
 */
export function cutAt({ keyframes, endS }: Copyable): number[] {
  const cuts: number[] = [];
  let start = 0;
  for (const [i, key] of keyframes.entries()) {
    if (i === 0) continue;
    const wanted = cuts.length === 0 ? 1 : cuts.length === 1 ? 2 : MAX_GAP_S;
    const next = keyframes[i + 1] ?? endS;
    // The last one that still fits; the first after the mark when none does.
    if (next - start <= wanted + CLOCK_S) continue;
    cuts.push(key);
    start = key;
  }
  return cuts;
}

/** Keyframes for the rungs beside the copy: where segments begin, and between them at most every two seconds. */
export function forcedKeyframes({ keyframes, endS }: Copyable, cuts: readonly number[], fps: Fraction): string {
  const half = fps.den / fps.num / 2;
  const wanted = new Set(cuts);
  let last = 0;
  const times = keyframes.filter((key, i) => {
    const next = keyframes[i + 1] ?? endS;
    const take = i === 0 || wanted.has(key) || next - last > 2 + CLOCK_S;
    if (take) last = key;
    return take;
  });
  // Half a frame early: a time rounded up would force the frame after.
  return times.map((t) => Math.max(0, t - half).toFixed(6)).join(',');
}
