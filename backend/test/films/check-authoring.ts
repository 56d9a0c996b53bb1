// Apple's authoring rules for HLS, those that a short muxed film with its own master can break, one by one.
import type { Rung } from './check-hls.js';

interface Master {
  text: string;
  rungs: readonly Rung[];
  iframes: readonly { uri: string; line: string }[];
}

type Rule = [says: string, holds: (master: Master) => boolean];
const every =
  (of: (rung: Rung) => boolean): Rule[1] =>
  (master) =>
    master.rungs.every(of);
const streams = ({ text }: Master): string[] => text.match(/^#EXT-X-STREAM-INF:.*$/gm) ?? [];
const lastOf = <T>(list: readonly T[]): T | undefined => list.at(-1);
const isH264 = (rung: Rung): boolean => rung.codecs.some((codec) => codec.startsWith('avc1'));

/** The rule, and whether it holds. Named by the chapter of the specification: 1 video, 2 sound, 6 trick play, 7 to 9 playlists. */
export const RULES: readonly Rule[] = [
  [
    '1 video: H.264 is High profile at most, level 5.2 at most',
    every(
      (r) => !isH264(r) || /^avc1\.(42[0-9a-f]{2}|4d[0-9a-f]{2}|6400)([0-2][0-9a-f]|3[0-4])/.test(r.codecs[0] ?? ''),
    ),
  ],
  ['1 video: at most 60 frames a second', every((r) => r.frameRate > 0 && r.frameRate <= 60)],
  ['1 video: one frame rate for all', ({ rungs }) => new Set(rungs.map((r) => r.frameRate)).size === 1],
  [
    '1 video: one shape for all',
    ({ rungs }) =>
      rungs.every((r) => Math.abs(r.width / r.height / ((rungs[0]?.width ?? 0) / (rungs[0]?.height ?? 1)) - 1) < 0.02),
  ],
  [
    '1 video: samples are named avc1 or av01, with their parameters in the init segment',
    every((r) => /^(avc1|av01)\./.test(r.init.videoTracks[0]?.codec ?? '')),
  ],
  [
    '1 video: sizes differ within a codec',
    ({ rungs }) => new Set(rungs.map((r) => `${r.codecs[0]?.slice(0, 4)} ${r.width}`)).size === rungs.length,
  ],
  [
    '2 sound: AAC-LC, two channels, 48 kHz, 32 to 160 kbit/s',
    every((r) =>
      r.init.audioTracks.every(
        (t) => t.codec === 'mp4a.40.2' && t.audio?.channel_count === 2 && t.audio.sample_rate === 48_000,
      ),
    ),
  ],
  [
    '2 sound: all rungs have it or none',
    ({ rungs }) => new Set(rungs.map((r) => r.init.audioTracks.length)).size === 1,
  ],
  [
    '6 trick play: an I-frame playlist for each rung, each named once',
    ({ iframes, rungs }) => iframes.length === rungs.length && new Set(iframes.map((i) => i.uri)).size === rungs.length,
  ],
  [
    '6 trick play: I-frame variants state BANDWIDTH, CODECS and RESOLUTION',
    ({ iframes }) =>
      iframes.every(
        ({ line }) =>
          /(^|,)BANDWIDTH=\d+/.test(line) && /CODECS="(avc1|av01)/.test(line) && /RESOLUTION=\d+x\d+/.test(line),
      ),
  ],
  [
    '7 segments: fragmented MP4 behind EXT-X-MAP',
    every((r) => r.media.segments.every((s) => Boolean(s.map?.uri) && /\.m4s$/.test(s.uri))),
  ],
  [
    '7 segments: at most 6 s, and no target above 6 s',
    every((r) => (r.media.targetDuration ?? 99) <= 6 && r.segments.every((s) => s.pictureS <= 6.001)),
  ],
  [
    '7 segments: none lasts longer than the target, rounded',
    every((r) => r.segments.every((s) => Math.round(s.pictureS) <= (r.media.targetDuration ?? 0))),
  ],
  ['7 segments: each begins with an IDR frame', every((r) => r.segments.every((s) => s.firstIsKey))],
  ['8 media playlist: VOD with an end', every((r) => r.media.playlistType === 'VOD' && r.media.endList === true)],
  ['8 media playlist: EXT-X-INDEPENDENT-SEGMENTS', every((r) => r.media.independentSegments === true)],
  ['8 media playlist: version 6 or higher, as EXT-X-MAP needs', every((r) => (r.media.version ?? 0) >= 6)],
  [
    '8 media playlist: as long as its segments',
    every((r) => Math.abs(r.segments.reduce((n, s) => n + s.statedS - s.pictureS, 0)) < 0.01),
  ],
  ['9 master: EXT-X-INDEPENDENT-SEGMENTS', ({ text }) => text.includes('#EXT-X-INDEPENDENT-SEGMENTS')],
  [
    '9 master: every variant has BANDWIDTH and AVERAGE-BANDWIDTH, and the average is the smaller',
    every((r) => r.average > 0 && r.average <= r.bandwidth),
  ],
  [
    '9 master: every variant has CODECS of picture and sound',
    every((r) => r.codecs.length === 1 + r.init.audioTracks.length),
  ],
  [
    '9 master: every variant has RESOLUTION and FRAME-RATE',
    every((r) => r.width > 0 && r.height > 0 && r.frameRate > 0),
  ],
  [
    '9 master: every variant says CLOSED-CAPTIONS and VIDEO-RANGE',
    (m) => streams(m).every((line) => /CLOSED-CAPTIONS=NONE/.test(line) && /VIDEO-RANGE=SDR/.test(line)),
  ],
  ['9 master: no playlist is named twice', ({ rungs }) => new Set(rungs.map((r) => r.uri)).size === rungs.length],
  ['9 master: H.264 for those who have nothing newer', ({ rungs }) => rungs.some(isH264)],
  [
    '9 master: names are relative and plain',
    ({ text }) => (text.match(/^[^#\n].*$/gm) ?? []).every((uri) => /^[\w.-]+\.m3u8$/.test(uri)),
  ],
  ['9 master: ends with a line end', ({ text }) => lastOf([...text]) === '\n'],
];

/** Every rule that does not hold. */
export function checkAuthoring(text: string, rungs: readonly Rung[], iframes: Master['iframes']): string[] {
  return RULES.filter(([, holds]) => !holds({ text, rungs, iframes })).map(([says]) => `Apple's rules, ${says}`);
}
