// Segments of a rung: where they are cut, and the HLS playlists that list them.

/** A group of whole fragments, one file. */
export interface Segment {
  file: string;
  startS: number;
  durationS: number;
  frames: number;
  sizeBytes: number;
  sha256: string;
  /** Fragments begin with a keyframe; `pictureBytes` reach from `offset` to the end of that picture. */
  pictures: { offset: number; pictureBytes: number; durationS: number }[];
}

/** Where segment `n` (from 0) ends: 1 s to start fast, 3 s, then every 4 s for few requests. */
export function segmentEndS(n: number): number {
  return n === 0 ? 1 : n === 1 ? 3 : 3 + (n - 1) * 4;
}

/** Where segments end when a copied source decides: at those of its keyframes, the last one at the end. */
export function endsAt(cuts: readonly number[], frameS: number): (n: number) => number {
  // Half a frame forgives the clocks of two containers.
  return (n) => (cuts[n] ?? Infinity) - frameS / 2;
}

/** Whether a fragment that begins at `startS` opens a new segment while segment `n` is open. */
export function opensSegment(startS: number, n: number, endS: (n: number) => number = segmentEndS): boolean {
  // Keyframes stand on the first frame at or after the mark; a microsecond forgives the division.
  return startS + 1e-6 >= endS(n);
}

export interface PlaylistOptions {
  init: string;
  /** A growing playlist has no end mark: players come back for more, until it has grown. A whole one is written once. */
  state: 'growing' | 'grown' | 'whole';
}

const seconds = (s: number): string => s.toFixed(6).replace(/0+$/, '').replace(/\.$/, '.0');

function head(targetS: number, type: 'EVENT' | 'VOD'): string[] {
  return [
    ...['#EXTM3U', '#EXT-X-VERSION:7', `#EXT-X-TARGETDURATION:${targetS}`, '#EXT-X-MEDIA-SEQUENCE:0'],
    ...[`#EXT-X-PLAYLIST-TYPE:${type}`, '#EXT-X-INDEPENDENT-SEGMENTS'],
  ];
}

/** RFC 8216 4.3.3.1: every duration, rounded, is at most the target. A growing playlist may not change it later. */
export function targetDuration(segments: readonly Pick<Segment, 'durationS'>[], whole: boolean): number {
  return Math.max(whole ? 1 : 4, ...segments.map((s) => Math.round(s.durationS)));
}

export function mediaPlaylist(segments: readonly Segment[], options: PlaylistOptions): string {
  const whole = options.state === 'whole';
  return [
    ...head(targetDuration(segments, whole), whole ? 'VOD' : 'EVENT'),
    `#EXT-X-MAP:URI="${options.init}"`,
    ...segments.flatMap((s) => [`#EXTINF:${seconds(s.durationS)},`, s.file]),
    ...(options.state !== 'growing' ? ['#EXT-X-ENDLIST'] : []),
    '',
  ].join('\n');
}

/** The keyframes alone, as byte ranges of the same segments: what a player shows while someone drags the slider. */
export function iframePlaylist(segments: readonly Segment[], init: string): string {
  const pictures = segments.flatMap((s) => s.pictures.map((p) => ({ ...p, file: s.file })));
  const target = Math.max(1, ...pictures.map((p) => Math.round(p.durationS)));
  return [
    ...head(target, 'VOD'),
    ...['#EXT-X-I-FRAMES-ONLY', `#EXT-X-MAP:URI="${init}"`],
    ...pictures.flatMap((p) => [
      `#EXTINF:${seconds(p.durationS)},`,
      `#EXT-X-BYTERANGE:${p.pictureBytes}@${p.offset}`,
      p.file,
    ]),
    ...['#EXT-X-ENDLIST', ''],
  ].join('\n');
}
