// Whether a file may be prepared at all: its bounds, its picture and its codec, decided before anything is decoded.
import { refuse, type RefusedFile } from '../transcoding.reasons.js';
import { rateOf, type FileFacts, type PictureFacts } from './probe.rules.js';

/** A store's limits; every one is inclusive. */
export interface Bounds {
  maxBytes: number;
  minSeconds: number;
  maxSeconds: number;
  minShortSide: number;
  maxShortSide: number;
  maxLongSide: number;
  maxFps: number;
  maxStreams: number;
}

/** What a store takes unless it says otherwise. */
export const DEFAULT_BOUNDS: Bounds = {
  maxBytes: 5 * 1024 ** 3,
  minSeconds: 3,
  maxSeconds: 600,
  minShortSide: 360,
  maxShortSide: 4320,
  maxLongSide: 8192,
  maxFps: 120,
  maxStreams: 32,
};

/** The smallest and shortest that a store may choose to take; what the command line takes. */
export const WIDEST_BOUNDS: Bounds = { ...DEFAULT_BOUNDS, minSeconds: 1, minShortSide: 120 };

/** Decoders that we let run on strangers' bytes. A short list is a small surface. */
export const PICTURE_CODECS = [
  'h264',
  'hevc',
  'av1',
  'vp8',
  'vp9',
  'mpeg4',
  'mpeg1video',
  'mpeg2video',
  'msmpeg4v1',
  'msmpeg4v2',
  'msmpeg4v3',
  'wmv1',
  'wmv2',
  'wmv3',
  'vc1',
  'h263',
  'flv1',
  'mjpeg',
  'prores',
  'dnxhd',
  'dvvideo',
  'theora',
] as const;
export const SOUND_CODECS = [
  'aac',
  'mp1',
  'mp2',
  'mp3',
  'ac3',
  'eac3',
  'opus',
  'vorbis',
  'flac',
  'alac',
  'amrnb',
  'amr_nb',
  'amrwb',
  'amr_wb',
  'wmav1',
  'wmav2',
  'wmapro',
  'pcm_s16le',
  'pcm_s16be',
  'pcm_s24le',
  'pcm_s24be',
  'pcm_s32le',
  'pcm_f32le',
  'pcm_u8',
  'pcm_mulaw',
  'pcm_alaw',
  'adpcm_ms',
  'adpcm_ima_wav',
  'adpcm_ima_qt',
] as const;

/** `whatToDo` names the change; `detail` names the bound and the value found. */
function out(bound: string, limit: string, found: string, message: string, whatToDo: string): RefusedFile {
  return refuse('OUT_OF_BOUNDS', `${bound}: found ${found}, allowed ${limit}.`, message, whatToDo);
}

/** A length as people say it: `2.5 s`, `12 min 5 s`. */
export function sayLength(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds * 10) / 10} s`;
  const whole = Math.round(seconds);
  return whole % 60 === 0 ? `${whole / 60} min` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

const sayBytes = (bytes: number): string =>
  bytes >= 1024 ** 3 ? `${Math.round(bytes / 1024 ** 2 / 102.4) / 10} GiB` : `${Math.ceil(bytes / 1024 ** 2)} MiB`;

/** Asked before probing: the only bound that needs no look inside. */
export function boundSize(sizeBytes: number, bounds: Bounds): RefusedFile | null {
  if (sizeBytes <= bounds.maxBytes) return null;
  const [limit, found] = [sayBytes(bounds.maxBytes), sayBytes(sizeBytes)];
  return out(
    'size',
    `at most ${limit}`,
    found,
    `The file has ${found}; at most ${limit} fit.`,
    'Make the file smaller.',
  );
}

function boundLength(picture: PictureFacts, bounds: Bounds): RefusedFile | null {
  const seconds = picture.durationS;
  if (seconds === null) return null;
  const found = sayLength(seconds);
  // Containers round to their clock: 2.998 s is 3 s to everyone who made it.
  if (seconds < bounds.minSeconds - 0.02) {
    const limit = sayLength(bounds.minSeconds);
    const message = `The video lasts ${found}; it must last at least ${limit}.`;
    return out('length', `at least ${limit}`, found, message, 'Record a longer video.');
  }
  if (seconds > bounds.maxSeconds + 0.5) {
    const limit = sayLength(bounds.maxSeconds);
    const message = `The video lasts ${found}; it may last at most ${limit}.`;
    return out('length', `at most ${limit}`, found, message, 'Cut the video to the part that matters.');
  }
  return null;
}

function boundPicture(picture: PictureFacts, bounds: Bounds): RefusedFile | null {
  const short = Math.min(picture.width, picture.height);
  const long = Math.max(picture.width, picture.height, picture.codedWidth, picture.codedHeight);
  const found = `${picture.width}x${picture.height}`;
  if (short < bounds.minShortSide) {
    const message = `The picture is ${found}; its short side must have at least ${bounds.minShortSide} points.`;
    return out('short side', `at least ${bounds.minShortSide}`, `${short}`, message, 'Record in a higher resolution.');
  }
  if (short > bounds.maxShortSide || long > bounds.maxLongSide) {
    const limit = `${bounds.maxLongSide}x${bounds.maxShortSide}`;
    const message = `The picture is ${found}; at most ${limit} can be prepared.`;
    return out('picture size', `at most ${limit}`, found, message, 'Save the video in a lower resolution.');
  }
  const fps = picture.fps ? rateOf(picture.fps) : 0;
  if (fps > bounds.maxFps + 0.5) {
    const message = `The video has ${Math.round(fps)} pictures a second; at most ${bounds.maxFps} can be prepared.`;
    const whatToDo = 'Save the video at normal speed with 30 or 60 pictures a second.';
    return out('frame rate', `at most ${bounds.maxFps}`, `${Math.round(fps)}`, message, whatToDo);
  }
  return null;
}

/** ffprobe's name, else the container's where that is one. */
function nameOfCodec({ codec, tag }: PictureFacts): string {
  if (codec && codec !== 'unknown' && codec !== 'none') return codec;
  return tag && /^[A-Za-z0-9]{3,4}$/.test(tag) ? tag : 'an unknown codec';
}

function judgeCodec(facts: FileFacts, picture: PictureFacts): RefusedFile | null {
  if (facts.encrypted) {
    const message = 'The picture in this file is encrypted.';
    return refuse(
      'CANNOT_DECODE',
      `Encrypted ${picture.codec || 'video'}.`,
      message,
      'Upload a copy without protection.',
    );
  }
  if (!(PICTURE_CODECS as readonly string[]).includes(picture.codec)) {
    const name = nameOfCodec(picture);
    return refuse('CANNOT_DECODE', `Codec ${name}.`, `The picture is stored as ${name}, which we cannot read.`);
  }
  // Profile 5 has no picture that an ordinary decoder shows in true colours.
  if (picture.dolbyVisionProfile === 5) {
    return refuse('CANNOT_DECODE', 'Dolby Vision profile 5.', 'Dolby Vision profile 5 cannot be read here.');
  }
  return null;
}

/** The first reason not to prepare this file, or null. */
export function judgeFacts(facts: FileFacts, bounds: Bounds): RefusedFile | null {
  if (facts.streams > bounds.maxStreams) {
    const found = Number.isFinite(facts.streams) ? `${facts.streams}` : 'more than 1000';
    const message = `The file holds ${found} tracks; at most ${bounds.maxStreams} are taken.`;
    return out('tracks', `at most ${bounds.maxStreams}`, found, message, 'Save the video without extra tracks.');
  }
  const picture = facts.picture;
  if (!picture) {
    const what = facts.stillPictures > 0 ? 'sound with a still cover' : 'only sound';
    const known = facts.stillPictures > 0 || facts.sound !== null;
    return known
      ? refuse('NO_MOVING_PICTURE', `The file holds ${what}.`, `This file holds ${what}.`)
      : refuse('DAMAGED', 'No tracks could be found.', 'Nothing in this file can be read.');
  }
  const codec = judgeCodec(facts, picture);
  if (codec) return codec;
  if (picture.frames === 1) {
    return refuse('NO_MOVING_PICTURE', 'One frame.', 'This file holds a single picture that does not move.');
  }
  if (picture.codedWidth === 0 || picture.codedHeight === 0) {
    return refuse('DAMAGED', 'The picture has no size.', 'The picture in this file cannot be read.');
  }
  return boundLength(picture, bounds) ?? boundPicture(picture, bounds);
}

/** ffmpeg's names of decoders where they differ from the codec's: its whitelist compares the decoder's own name. */
const DECODERS = [
  'libdav1d',
  'flv',
  'msmpeg4',
  'mp1float',
  'mp2float',
  'mp3float',
  'libopencore_amrnb',
  'libopencore_amrwb',
  'libvorbis',
  'libopus',
];

/** The argument of `-codec_whitelist`. */
export const DECODER_LIST = [...PICTURE_CODECS, ...SOUND_CODECS, ...DECODERS].join(',');
