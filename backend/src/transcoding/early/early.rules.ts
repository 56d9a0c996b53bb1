// What can be played before everything is made: which rung, how it is encoded in a hurry, and the playlist that grows.
import type { Bounds } from '../rules/bounds.rules.js';
import { DECODER_LIST } from '../rules/bounds.rules.js';
import { common, FRAGMENTED, KEYFRAMES, NAMELESS, pictureFilters, SOUND_IN, SOUND_OUT } from '../rules/ffmpeg.rules.js';
import type { Rung } from '../rules/ladder.rules.js';
import type { FileFacts, PictureFacts, Fraction } from '../rules/probe.rules.js';
import type { Demuxer } from '../rules/sniff.rules.js';

/** A hurried start of a whole file: two segments, which play while the ladder reaches its third. */
export const START_S = 3;
/**
 * Of a file that is arriving, and of one that is copied: five segments. Longer would be paid for twice and not watched:
 * the ladder is made about as fast as it plays.
 */
export const HEAD_START_S = 15;

/** One segment of a growing playlist, and the init segment that it needs. */
export interface ShownSegment {
  init: string;
  file: string;
  durationS: number;
}

/** Seconds that are shown already: what comes next begins there. */
export const shownSeconds = (shown: readonly ShownSegment[]): number => shown.reduce((sum, s) => sum + s.durationS, 0);

/** Those that follow what is shown. Half a frame of 10 a second forgives the clocks of two encodes. */
export function following<T extends { startS: number }>(shown: readonly ShownSegment[], made: readonly T[]): T[] {
  const end = shownSeconds(shown);
  return made.filter((segment) => segment.startS > end - 0.05);
}

/**
 * An EVENT playlist: players come back for more until it has ended. Where the maker changes (a hurried start, then the
 * ladder), so does the init segment, and a DISCONTINUITY says so.
 */
export function earlyPlaylist(shown: readonly ShownSegment[], ended: boolean): string {
  const target = Math.max(4, ...shown.map((s) => Math.round(s.durationS)));
  const lines = shown.flatMap((segment, i) => {
    const before = shown[i - 1];
    const map = before?.init === segment.init ? [] : [`#EXT-X-MAP:URI="${segment.init}"`];
    return [
      ...(before && map.length > 0 ? ['#EXT-X-DISCONTINUITY'] : []),
      ...[...map, `#EXTINF:${segment.durationS.toFixed(6)},`, segment.file],
    ];
  });
  return [
    ...['#EXTM3U', '#EXT-X-VERSION:7', `#EXT-X-TARGETDURATION:${target}`, '#EXT-X-MEDIA-SEQUENCE:0'],
    ...['#EXT-X-PLAYLIST-TYPE:EVENT', '#EXT-X-INDEPENDENT-SEGMENTS'],
    // Without it players take what grows for live, and begin near its end.
    ...['#EXT-X-START:TIME-OFFSET=0', ...lines],
    ...(ended ? ['#EXT-X-ENDLIST'] : []),
    '',
  ].join('\n');
}

/** Reads a playlist of ours back: what an earlier maker has shown. */
export function readEarlyPlaylist(text: string): ShownSegment[] {
  const shown: ShownSegment[] = [];
  let [init, durationS] = ['', NaN];
  for (const line of text.split('\n')) {
    init = /^#EXT-X-MAP:URI="([^"]+)"$/.exec(line)?.[1] ?? init;
    durationS = Number(/^#EXTINF:([\d.]+),$/.exec(line)?.[1] ?? durationS);
    if (line === '' || line.startsWith('#')) continue;
    if (init && Number.isFinite(durationS)) shown.push({ init, file: line, durationS });
    durationS = NaN;
  }
  return shown;
}

/**
 * The input of a file that is still arriving: as for a whole one, but the bytes come through a pipe, and no protocol but
 * that pipe may be used. A quarter of what ffmpeg would read by itself to know the tracks: the head was probed before.
 */
export function pipedInput(demuxer: Demuxer, bounds: Bounds): string[] {
  return [
    ...['-protocol_whitelist', 'pipe', '-format_whitelist', demuxer, '-codec_whitelist', DECODER_LIST],
    ...['-max_pixels', String(bounds.maxLongSide * bounds.maxShortSide)],
    ...['-probesize', '1250000', '-analyzeduration', '1250000', '-f', demuxer, '-i', 'pipe:0'],
  ];
}

export interface StartPlan {
  /** ffmpeg's input, its fences included. */
  input: readonly string[];
  picture: PictureFacts;
  sound: FileFacts['sound'];
  rung: Rung;
  fps: Fraction;
  /** Seconds of video to make. */
  seconds: number;
  target: string;
}

/**
 * The first seconds of one rung, as fast as they can be had: no frame is held back for a look ahead. The sound is as loud
 * as it came, because measuring it would take longer than this.
 */
export function startArguments(plan: StartPlan): string[] {
  const { picture, sound, rung, fps } = plan;
  const graph = [
    `[0:${picture.index}]${pictureFilters(picture, rung, fps).join(',')}[v]`,
    ...(sound ? [`[0:${sound.index}]${SOUND_IN},aresample=48000[a]`] : []),
  ].join(';');
  return [
    ...[...common('info'), ...plan.input, '-filter_complex', graph, '-map', '[v]'],
    ...(sound ? ['-map', '[a]', ...SOUND_OUT] : []),
    ...[...NAMELESS, '-t', String(plan.seconds), '-flags:v', '+bitexact+cgop'],
    ...['-c:v', 'libx264', '-preset', 'superfast', '-profile:v', rung.profile, '-pix_fmt', 'yuv420p'],
    ...['-crf', String(rung.crf), '-maxrate', `${rung.maxrateKbps}k`, '-bufsize', `${rung.bufsizeKbps}k`],
    ...['-threads', '2', '-x264-params', 'rc-lookahead=0:sync-lookahead=0:bframes=0', '-g', '100000'],
    ...['-sc_threshold', '0', '-forced-idr', '1', '-force_key_frames', KEYFRAMES, '-fps_mode', 'passthrough'],
    ...['-color_range', 'tv', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709'],
    ...[...FRAGMENTED, `file:${plan.target}`],
  ];
}

/** The first seconds of a source that can be copied, sound included where it is what players take. */
export function copiedStartArguments(plan: Omit<StartPlan, 'rung' | 'fps'>): string[] {
  const { picture, sound } = plan;
  const copied = sound?.codec === 'aac';
  const graph = sound && !copied ? ['-filter_complex', `[0:${sound.index}]${SOUND_IN},aresample=48000[a]`] : [];
  return [
    ...[...common('info'), ...plan.input, ...graph, '-map', `0:${picture.index}`],
    ...(sound ? ['-map', copied ? `0:${sound.index}` : '[a]', ...(copied ? ['-c:a', 'copy'] : SOUND_OUT)] : []),
    // Messages inside the stream may name a device or a place.
    ...['-c:v', 'copy', '-bsf:v', 'filter_units=remove_types=6|9', ...NAMELESS, '-t', String(plan.seconds)],
    ...[...FRAGMENTED, `file:${plan.target}`],
  ];
}
