// ffmpeg's arguments as data: one process decodes once, scales in a cascade and encodes every rung. Nothing runs here.
import {
  brandingFilters,
  brandingInputs,
  cardSeconds,
  cardSound,
  filmArguments,
  onPosters,
  type DrawnBranding,
} from '../branding/branding.rules.js';
import { DECODER_LIST, type Bounds } from './bounds.rules.js';
import type { Ladder, Rung } from './ladder.rules.js';
import { gainFilters, MEASURE, type Gain } from './loudness.rules.js';
import { LOOKED_AT } from '../pictures/poster.rules.js';
import type { FileFacts, Fraction, PictureFacts } from './probe.rules.js';
import { cutPicture, cutSound, type Cut } from '../trim/cut.rules.js';
import type { Demuxer, SoundDemuxer } from './sniff.rules.js';

/** Seconds at which keyframes stand: 0, 1, 3, 5, 7 ... The first segment has 1 s, the second 2 s, the others 4 s. */
export const KEYFRAMES = 'expr:gte(t,max(0,2*n_forced-1))';

export interface EncodePlan {
  source: string;
  demuxer: Demuxer;
  bounds: Bounds;
  picture: PictureFacts;
  sound: FileFacts['sound'];
  gain: Gain | null;
  ladder: Ladder;
  /** Where rung `i` goes, in the order of the ladder. */
  outputs: string[];
  /** A printf pattern for candidate posters, and the frame numbers to take (frame 0 first). */
  candidates: { pattern: string; frames: number[] };
  preset: string;
  /** The source itself is the top rung: `ladder` holds the others, which take their keyframes from it. */
  copied?: { keyframes: string } | undefined;
  /** What the store adds; never beside a copied source. */
  branding?: DrawnBranding | null | undefined;
}

/** No word of a path may be taken for a protocol. */
const file = (path: string): string => `file:${path}`;

/**
 * The fences that are arguments: only local files, only the container and decoders that we named, bounded length.
 * A `window` reads that part alone.
 */
export function inputArguments(
  source: string,
  demuxer: Demuxer | SoundDemuxer,
  bounds: Bounds,
  window: { fromS: number; seconds: number } | null = null,
): string[] {
  const time = window
    ? ['-ss', window.fromS.toFixed(3), '-t', String(window.seconds)]
    : ['-t', String(bounds.maxSeconds + 1)];
  return [
    ...['-protocol_whitelist', 'file', '-format_whitelist', demuxer],
    ...['-codec_whitelist', DECODER_LIST],
    ...['-max_pixels', String(bounds.maxLongSide * bounds.maxShortSide)],
    ...['-f', demuxer, ...time, '-i', file(source)],
  ];
}

/** ffprobe's question; JSON on stdout. */
export function probeArguments(source: string, demuxer: Demuxer | SoundDemuxer): string[] {
  return [
    ...['-v', 'error', '-protocol_whitelist', 'file', '-format_whitelist', demuxer, '-f', demuxer],
    // The first packets say whether the tracks are encrypted; the tracks themselves do not.
    ...['-show_format', '-show_streams', '-show_packets', '-read_intervals', '%+#4'],
    // A line a track: a thousand of them would not fit into the lines that are kept.
    ...['-of', 'json=compact=1', file(source)],
  ];
}

/**
 * Copies tracks into Matroska without decoding. For transport streams only: the static ffprobe from npm crashes on their
 * service names.
 */
export function rewrapArguments(source: string, demuxer: Demuxer, bounds: Bounds, target: string): string[] {
  return [
    ...[...common('info'), ...inputArguments(source, demuxer, bounds), '-map', '0:v?', '-map', '0:a?', '-c', 'copy'],
    ...['-map_metadata', '-1', '-f', 'matroska', file(target)],
  ];
}

/** Reads every packet of a track without decoding: for files that promise no length. */
export function packetArguments(source: string, demuxer: Demuxer, streamIndex: number): string[] {
  return [
    ...['-v', 'error', '-protocol_whitelist', 'file', '-format_whitelist', demuxer, '-f', demuxer],
    ...['-select_streams', String(streamIndex), '-show_entries', 'packet=pts_time,duration_time'],
    ...['-of', 'csv=p=0', file(source)],
  ];
}

/** Reads every packet of a picture track without decoding: whether it can be copied, and where its keyframes stand. */
export function copyableArguments(source: string, demuxer: Demuxer, streamIndex: number): string[] {
  return [
    ...['-v', 'error', '-protocol_whitelist', 'file', '-format_whitelist', demuxer, '-f', demuxer],
    ...['-select_streams', String(streamIndex), '-show_entries', 'packet=pts_time,dts_time,size,flags'],
    ...['-of', 'csv=p=0', file(source)],
  ];
}

/** The level `verbose` tells how many frames were decoded, which the verdict needs. */
export const common = (level: 'info' | 'verbose'): string[] => [
  ...['-hide_banner', '-nostdin', '-nostats', '-y', '-loglevel', level, '-progress', 'pipe:1', '-benchmark'],
];

/** Sound to stereo with its gaps filled, so that it starts and stays with the picture. */
export const SOUND_IN = 'aresample=async=1:first_pts=0,aformat=channel_layouts=stereo';

/** Measures the sound behind `filters`; picture and other tracks are not decoded. */
export function loudnessArguments(
  source: string,
  demuxer: Demuxer | SoundDemuxer,
  bounds: Bounds,
  soundIndex: number,
  gain: Gain | null,
  cut?: Cut,
): string[] {
  const graph = `[0:${soundIndex}]${[SOUND_IN, ...cutSound(cut), ...gainFilters(gain), MEASURE].join(',')}[a]`;
  return [
    ...[...common('info'), ...inputArguments(source, demuxer, bounds), '-filter_complex', graph],
    ...['-map', '[a]', '-f', 'null', '-'],
  ];
}

/** swscale's name of the matrix the source was made with; untagged pictures follow the old rule of thumb. */
function matrixOf(picture: PictureFacts): string {
  const named: Record<string, string> = { bt709: 'bt709', bt2020nc: 'bt2020', bt2020c: 'bt2020', fcc: 'fcc' };
  const known = picture.matrix ? named[picture.matrix] : undefined;
  if (known) return known;
  if (picture.matrix === 'smpte170m' || picture.matrix === 'bt470bg') return 'bt601';
  return Math.min(picture.codedWidth, picture.codedHeight) >= 720 ? 'bt709' : 'bt601';
}

/**
 * A broken clock may jump hours ahead; `fps` would fill them with repeated frames faster than they are encoded, and the
 * memory with them. Nothing is shown after the promised end, but for a little slack: the first trim drops a frame that
 * jumped, the second one stops `fps` when the end itself did.
 */
function steadyFilters({ durationS, cut }: PictureFacts, fps: Fraction): string {
  const endS = cut ? cut.sourceS : durationS;
  const trim = endS ? [`trim=end=${(endS + 5).toFixed(3)}`] : [];
  return [...trim, `fps=${fps.num}/${fps.den}:start_time=0`, ...trim, ...cutPicture(cut)].join(',');
}

/** Whole pictures at a constant rate: what frame numbers count. */
function countedFilters(picture: PictureFacts, fps: Fraction): string[] {
  return [...(picture.interlaced ? ['bwdif=mode=send_frame:parity=auto:deint=all'] : []), steadyFilters(picture, fps)];
}

/** A picture at the top rung's size: 8-bit 4:2:0 BT.709 in limited range. */
function shownFilters(picture: PictureFacts, top: Rung): string[] {
  const size = `w=${top.width}:h=${top.height}`;
  const tagged = 'setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709';
  const toSdr = [
    // Ordinary white is 203 nits in both kinds (ITU-R BT.2408). Skin and greys stay as they are; what is brighter, up to
    // 1000 nits, is bent into what remains. hable took a third of the light from everything: white 240 became 148.
    `zscale=${size}:filter=bicubic:t=linear:npl=203`,
    ...['format=gbrpf32le', 'zscale=p=bt709', 'tonemap=tonemap=mobius:param=0.5:peak=4.93:desat=0'],
    ...['zscale=t=bt709:m=bt709:r=tv', 'format=yuv420p'],
  ];
  const matrix = matrixOf(picture);
  // Where nothing is to be converted nothing is named: a scale to the same size and colours passes frames on untouched.
  const converts = matrix !== 'bt709' || picture.fullRange;
  const colours =
    `:in_color_matrix=${matrix}:out_color_matrix=bt709` + `:in_range=${picture.fullRange ? 'pc' : 'tv'}:out_range=tv`;
  const sdr = [`scale=${size}:flags=bicubic${converts ? colours : ''}`, 'format=yuv420p'];
  return [...(picture.hdr ? toSdr : sdr), 'setsar=1', tagged];
}

/** Filters from the decoded picture to the top rung. */
export function pictureFilters(picture: PictureFacts, top: Rung, fps: Fraction): string[] {
  return [...countedFilters(picture, fps), ...shownFilters(picture, top)];
}

/** Rungs of one size share its picture. */
function sizesOf(rungs: readonly Rung[]): { width: number; height: number; outs: number[] }[] {
  const sizes: { width: number; height: number; outs: number[] }[] = [];
  for (const [i, { width, height }] of rungs.entries()) {
    const last = sizes.at(-1);
    if (last?.width === width && last.height === height) last.outs.push(i);
    else sizes.push({ width, height, outs: [i] });
  }
  return sizes;
}

/** Each smaller size is scaled from the one above it, never from the source: 1.8 CPU s instead of 4 on the bench clip. */
function cascade(rungs: readonly Rung[]): string[] {
  const sizes = sizesOf(rungs);
  return sizes.flatMap(({ width, height, outs }, i) => {
    const labels = [...outs.map((out) => `[v${out}]`), ...(i + 1 < sizes.length ? [`[n${i + 1}]`] : [])];
    const scale = i === 0 ? [] : [`[n${i}]scale=w=${width}:h=${height}:flags=bicubic,setsar=1[s${i}]`];
    return [...scale, `[s${i}]${labels.length > 1 ? `split=${labels.length}` : 'null'}${labels.join('')}`];
  });
}

/** The sound as every rung has it, at its loudness and to the end of the picture. */
function soundFilters(plan: EncodePlan): string {
  const { fps } = plan.ladder;
  const seconds = (plan.picture.durationS ?? 0) + fps.den / fps.num;
  const cardS = cardSeconds(plan.branding, fps);
  return [
    ...[SOUND_IN, ...cutSound(plan.picture.cut), ...gainFilters(plan.gain)],
    // Silence after the sound ends; finite, because an endless one keeps ffmpeg 7.0 running for ever.
    // And an end, because -shortest of ffmpeg 5.1 lets half a second too much pass.
    ...['aresample=48000', `apad=whole_dur=${seconds.toFixed(3)}`, `atrim=end=${seconds.toFixed(3)}`],
    ...cardSound(seconds, cardS),
  ].join(',');
}

/** As JPEG wants it, and no wider than posters are: a sixth of the bytes of a PNG, for 12 ms of CPU instead of 43. */
const CANDIDATE =
  `scale=w='min(iw\\,1080)':h=-2:flags=bicubic:in_color_matrix=bt709:in_range=tv:out_color_matrix=bt601:out_range=pc` +
  ',format=yuvj420p';

/** The whole filter graph of the rungs: picture and sound, each decoded once. */
export function filterGraph(plan: EncodePlan): string {
  const { rungs, fps } = plan.ladder;
  const top = rungs[0] as Rung;
  const filters = pictureFilters(plan.picture, top, fps).join(',');
  const { branding } = plan;
  return [
    `[0:${plan.picture.index}]${filters}${branding ? '[b0]' : '[s0]'}`,
    ...(branding ? brandingFilters(branding, top, fps) : []),
    ...cascade(rungs),
    ...(plan.sound ? [`[0:${plan.sound.index}]${soundFilters(plan)}[a]`] : []),
  ].join(';');
}

/**
 * Candidate posters, from the same decoder. A graph of its own: ffmpeg takes frames from all ends of a graph only when
 * its hindmost end has one, so beside the rungs all frames between two posters (6 MB each, 37 s of a long video) would
 * wait in memory. Those of a copied source are its own: the largest rung that is encoded is smaller than they may be.
 */
export function posterGraph(plan: EncodePlan): string {
  const wanted = `select='${plan.candidates.frames.map((n) => `eq(n\\,${n})`).join('+')}'`;
  const shown = plan.copied ? [] : shownFilters(plan.picture, plan.ladder.rungs[0] as Rung);
  const counted = countedFilters(plan.picture, plan.ladder.fps);
  const film = `[0:${plan.picture.index}]${[...counted, wanted, ...shown].join(',')}`;
  const marked = onPosters(plan.branding, 'p0');
  return `${film}${marked ? `[p0];${marked}` : ''},${CANDIDATE}[c]`;
}

export const SOUND_OUT = ['-c:a', 'aac', '-b:a', '128k', '-ar', '48000', '-flags:a', '+bitexact+global_header'];
/** Nothing of the source's metadata passes: no place, no device, no name. */
export const NAMELESS = ['-map_metadata', '-1', '-map_chapters', '-1', '-fflags', '+bitexact'];
const FRAGMENTED_FLAGS = '+frag_keyframe+delay_moov+default_base_moof';
/** A fragment at each keyframe, written at once: the cutter turns them into segments while ffmpeg runs. */
export const FRAGMENTED = ['-f', 'mp4', '-movflags', FRAGMENTED_FLAGS, '-flush_packets', '1'];

/**
 * The source's own picture as a rung, its sound brought to our loudness. Messages inside the stream (SEI, type 6) may
 * name a device or a place, and are left out with the access unit delimiters.
 */
export function copyArguments(plan: EncodePlan, target: string): string[] {
  const sound = plan.sound ? ['-filter_complex', `[0:${plan.sound.index}]${soundFilters(plan)}[a]`] : [];
  return [
    ...[...common('verbose'), ...inputArguments(plan.source, plan.demuxer, plan.bounds), ...sound],
    ...['-map', `0:${plan.picture.index}`, ...(plan.sound ? ['-map', '[a]', ...SOUND_OUT] : []), '-c:v', 'copy'],
    ...['-bsf:v', 'filter_units=remove_types=6|9', ...NAMELESS, ...FRAGMENTED, file(target)],
  ];
}

/**
 * x264. Keyframes stand only where we put them. Two threads and no look-ahead thread: as fast on two cores, and the same
 * bytes at every run. Bits follow the variance of the picture (aq-mode 2): 5 to 15 % fewer at a higher SSIM.
 */
function h264Arguments(rung: Rung, preset: string): string[] {
  return [
    ...['-c:v', 'libx264', '-preset', preset, '-profile:v', rung.profile, '-pix_fmt', 'yuv420p', '-threads', '2'],
    ...['-x264-params', 'sync-lookahead=0:aq-mode=2:subme=1', '-sc_threshold', '0', '-forced-idr', '1'],
  ];
}

/**
 * SVT-AV1 at the preset that costs about what x264 veryfast does. One thread, no look-ahead and a short pyramid: two
 * thirds of the CPU and half of the memory of its defaults for 2 % more bytes.
 */
export function av1Arguments(): string[] {
  const params = 'lp=1:lookahead=0:hierarchical-levels=3:enable-tf=0';
  return ['-c:v', 'libsvtav1', '-preset', '12', '-pix_fmt', 'yuv420p', '-svtav1-params', params];
}

/** What a rung's encoder is told, for picture `i` of the output. */
function pictureArguments(plan: EncodePlan, rung: Rung, i: number): string[] {
  const words = [
    // Headers go into the init segment; the tee muxer does not ask encoders for that as MP4 alone does.
    ...['-flags:v', '+bitexact+cgop+global_header'],
    ...(rung.codec === 'av1' ? av1Arguments() : h264Arguments(rung, plan.preset)),
    ...['-crf', String(rung.crf), '-maxrate', `${rung.maxrateKbps}k`, '-bufsize', `${rung.bufsizeKbps}k`],
    // The same in every rung.
    ...['-g', '100000', '-force_key_frames', plan.copied?.keyframes ?? KEYFRAMES],
    ...['-color_range', 'tv', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709'],
    ...['-fps_mode', 'passthrough'],
  ];
  return ['-map', `[v${i}]`, ...words.map((word, at) => (at % 2 === 0 ? `${word.replace(/:v$/, '')}:v:${i}` : word))];
}

/** Quoted for the tee muxer, which reads `|`, brackets, quotes and backslashes as its own. */
const teeName = (path: string): string => file(path).replaceAll(/[\\'|[\]\s]/g, String.raw`\$&`);

/** All rungs in one output, each its own file with the one sound: encoded once, it saves 5 % of the CPU of four rungs. */
function rungsArguments(plan: EncodePlan): string[] {
  const { rungs } = plan.ladder;
  const form = `f=mp4:movflags=${FRAGMENTED_FLAGS}:flush_packets=1:fflags=+bitexact`;
  // Quotes that are quoted: the list of files is read first, then the options of each.
  const select = (i: number): string => String.raw`select=\'v:${i}${plan.sound ? ',a' : ''}\'`;
  const targets = plan.outputs.map((path, i) => `[${form}:${select(i)}]${teeName(path)}`);
  return [
    ...rungs.flatMap((rung, i) => pictureArguments(plan, rung, i)),
    ...(plan.sound ? ['-map', '[a]', ...SOUND_OUT, '-shortest'] : []),
    ...[...NAMELESS, '-f', 'tee', targets.join('|')],
  ];
}

/** One process: decode once, all rungs that are not copied, candidate posters. */
export function encodeArguments(plan: EncodePlan): string[] {
  return [
    ...[...common('verbose'), ...inputArguments(plan.source, plan.demuxer, plan.bounds)],
    ...brandingInputs(plan.branding, plan.ladder.fps),
    ...['-filter_complex', filterGraph(plan), '-filter_complex', posterGraph(plan)],
    ...rungsArguments(plan),
    ...(plan.branding ? filmArguments(plan.branding) : []),
    ...['-map', '[c]', '-fps_mode', 'passthrough', '-c:v', 'mjpeg', '-q:v', '2'],
    ...['-flags:v', '+bitexact', '-f', 'image2'],
    file(plan.candidates.pattern),
  ];
}

/** A rung of ours as one ordinary MP4 whose index comes first. Nothing is encoded again. */
export function faststartArguments(rung: string, target: string): string[] {
  return [
    ...[...common('verbose'), '-protocol_whitelist', 'file', '-f', 'mov', '-i', file(rung), '-map', '0', '-c', 'copy'],
    ...['-map_metadata', '-1', '-fflags', '+bitexact', '-movflags', '+faststart', '-f', 'mp4', file(target)],
  ];
}

/** Frame numbers of candidate posters: the first frame, then the middles of equal parts of the video. */
export function candidateFrames(durationS: number, fps: Fraction, count = LOOKED_AT): number[] {
  const rate = fps.num / fps.den;
  const middles = Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) / count) * durationS * rate));
  return [...new Set([0, ...middles])].sort((a, b) => a - b);
}
