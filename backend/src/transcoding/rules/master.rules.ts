// The master playlist, written from what was measured: ffmpeg's own said BANDWIDTH=105600 for every rung.
import type { Fraction } from './probe.rules.js';
import { targetDuration, type Segment } from './segments.rules.js';

export interface Variant {
  playlist: string;
  iframes: string;
  codecs: string[];
  width: number;
  height: number;
  fps: Fraction;
  segments: readonly Segment[];
}

const bits = (bytes: number, durationS: number): number => Math.ceil((bytes * 8) / durationS);

/**
 * RFC 8216 4.3.4.2: the largest rate of any run of segments whose length is between half and one and a half times the
 * target duration. A clip shorter than that has one rate. Bits a second.
 */
export function peakBandwidth(segments: readonly Segment[]): number {
  const target = targetDuration(segments, true);
  let peak = 0;
  for (let from = 0; from < segments.length; from++) {
    let [bytes, duration] = [0, 0];
    for (const segment of segments.slice(from)) {
      bytes += segment.sizeBytes;
      duration += segment.durationS;
      if (duration > target * 1.5) break;
      if (duration >= target * 0.5) peak = Math.max(peak, bits(bytes, duration));
    }
  }
  return Math.max(peak, averageBandwidth(segments));
}

/** Bits a second over the whole rung. */
export function averageBandwidth(segments: readonly Segment[]): number {
  const bytes = segments.reduce((sum, s) => sum + s.sizeBytes, 0);
  const duration = segments.reduce((sum, s) => sum + s.durationS, 0);
  return duration > 0 ? bits(bytes, duration) : 0;
}

function iframeBandwidth(segments: readonly Segment[]): { peak: number; average: number } {
  const pictures = segments.flatMap((s) => s.pictures);
  const bytes = pictures.reduce((sum, p) => sum + p.pictureBytes, 0);
  const duration = pictures.reduce((sum, p) => sum + p.durationS, 0);
  const average = bits(bytes, duration || 1);
  // The last picture may stand for a moment only; half a second is the least a player would wait.
  const peak = Math.max(average, ...pictures.map((p) => bits(p.pictureBytes, Math.max(0.5, p.durationS))));
  return { peak, average };
}

export const sayRate = (fps: Fraction): string => (fps.num / fps.den).toFixed(3);

/**
 * The rung that a player starts with stands first: 480p in H.264, or the next smaller. It is good enough to look at,
 * small enough to begin at once, and plays everywhere; the player climbs from there.
 */
export function inPlayingOrder<T extends Pick<Variant, 'width' | 'height' | 'codecs'>>(variants: readonly T[]): T[] {
  const short = (v: T): number => Math.min(v.width, v.height);
  const sorted = [...variants].sort((a, b) => short(b) - short(a));
  const everywhere = sorted.filter((v) => v.codecs[0]?.startsWith('avc1'));
  const first = everywhere.find((v) => short(v) <= 540) ?? everywhere.at(-1);
  return first ? [first, ...sorted.filter((v) => v !== first)] : sorted;
}

export function masterPlaylist(variants: readonly Variant[]): string {
  const ordered = inPlayingOrder(variants);
  const streams = ordered.flatMap((v) => [
    `#EXT-X-STREAM-INF:BANDWIDTH=${peakBandwidth(v.segments)},AVERAGE-BANDWIDTH=${averageBandwidth(v.segments)},` +
      `CODECS="${v.codecs.join(',')}",RESOLUTION=${v.width}x${v.height},FRAME-RATE=${sayRate(v.fps)},` +
      'VIDEO-RANGE=SDR,CLOSED-CAPTIONS=NONE',
    v.playlist,
  ]);
  const iframes = ordered.map((v) => {
    const { peak, average } = iframeBandwidth(v.segments);
    return (
      `#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=${peak},AVERAGE-BANDWIDTH=${average},CODECS="${v.codecs[0] ?? ''}",` +
      `RESOLUTION=${v.width}x${v.height},VIDEO-RANGE=SDR,URI="${v.iframes}"`
    );
  });
  return ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-INDEPENDENT-SEGMENTS', ...streams, ...iframes, ''].join('\n');
}
