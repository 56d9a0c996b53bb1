// Reads a published folder with parsers that are not ours (m3u8-parser, mp4box, ffmpeg) and lists everything that is not right.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Parser, type Manifest, type ManifestSegment } from 'm3u8-parser';
import { createFile, type ISOFile, type Movie } from 'mp4box';
import type { Binaries } from '../../src/transcoding/running/binaries.js';
import { checkAuthoring } from './check-authoring.js';
import { likenessOf, loudnessOf } from '../support/media.js';

/** One variant as others read it. */
export interface Rung {
  uri: string;
  codecs: string[];
  bandwidth: number;
  average: number;
  width: number;
  height: number;
  frameRate: number;
  media: Manifest;
  init: Movie;
  segments: ReadSegment[];
}

export interface ReadSegment {
  uri: string;
  bytes: number;
  /** What the playlist says. */
  statedS: number;
  startS: number;
  pictureS: number;
  soundS: number;
  frames: number;
  firstIsKey: boolean;
}

export interface HlsCheck {
  binaries: Binaries;
  /** The original; without it the picture is not compared. */
  source?: string | undefined;
  /** The least SSIM of a rung against the source in its size. Grass and the noise of an action camera reach 0.79. */
  ssimFloor?: number;
  hasSpeech?: boolean;
}

const parse = (text: string): Manifest => {
  const parser = new Parser();
  parser.push(text);
  parser.end();
  return parser.manifest;
};

function openMp4(bytes: Buffer): { file: ISOFile; movie: Movie } {
  const file = createFile();
  let movie: Movie | null = null;
  file.onReady = (info: Movie) => (movie = info);
  const whole = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  file.appendBuffer(Object.assign(whole, { fileStart: 0 }));
  file.flush();
  if (!movie) throw new Error('mp4box found no moov.');
  return { file, movie };
}

/** A segment behind its init segment, so that mp4box sees a whole file. */
function readSegment(folder: string, init: Buffer, segment: ManifestSegment): ReadSegment {
  const bytes = readFileSync(join(folder, segment.uri));
  const { file, movie } = openMp4(Buffer.concat([init, bytes]));
  const samples = (kind: 'videoTracks' | 'audioTracks') => file.getTrackSamplesInfo(movie[kind][0]?.id ?? -1) ?? [];
  const [picture, sound] = [samples('videoTracks'), samples('audioTracks')];
  const lasts = (list: typeof picture) => list.reduce((sum, s) => sum + s.duration / s.timescale, 0);
  const first = picture[0];
  return {
    ...{ uri: segment.uri, bytes: bytes.length, statedS: segment.duration },
    ...{ startS: first ? first.dts / first.timescale : NaN, pictureS: lasts(picture), soundS: lasts(sound) },
    ...{ frames: picture.length, firstIsKey: first?.is_sync === true },
  };
}

function readRung(folder: string, playlist: NonNullable<Manifest['playlists']>[number]): Rung {
  const attributes = playlist.attributes;
  const media = parse(readFileSync(join(folder, playlist.uri), 'utf8'));
  const init = readFileSync(join(folder, media.segments[0]?.map?.uri ?? ''));
  return {
    ...{ uri: playlist.uri, codecs: (attributes.CODECS ?? '').split(','), bandwidth: attributes.BANDWIDTH ?? 0 },
    ...{ average: Number(attributes['AVERAGE-BANDWIDTH'] ?? 0), frameRate: Number(attributes['FRAME-RATE'] ?? 0) },
    ...{ width: attributes.RESOLUTION?.width ?? 0, height: attributes.RESOLUTION?.height ?? 0, media },
    ...{ init: openMp4(init).movie, segments: media.segments.map((s) => readSegment(folder, init, s)) },
  };
}

const sum = (list: readonly ReadSegment[], of: (s: ReadSegment) => number): number =>
  list.reduce((n, s) => n + of(s), 0);

/** RFC 8216 4.3.4.2, written a second time: the busiest run of segments of half to one and a half targets. */
function peakOf(segments: readonly ReadSegment[], targetS: number): number {
  let peak = (sum(segments, (s) => s.bytes) * 8) / sum(segments, (s) => s.pictureS);
  for (let from = 0; from < segments.length; from++) {
    for (let to = from + 1; to <= segments.length; to++) {
      const run = segments.slice(from, to);
      const seconds = sum(run, (s) => s.pictureS);
      if (seconds >= targetS * 0.5 - 0.001 && seconds <= targetS * 1.5 + 0.001)
        peak = Math.max(peak, (sum(run, (s) => s.bytes) * 8) / seconds);
    }
  }
  return peak;
}

function checkRates(rung: Rung, say: (what: string) => void): void {
  const peak = peakOf(rung.segments, rung.media.targetDuration ?? 0);
  const average = (sum(rung.segments, (s) => s.bytes) * 8) / sum(rung.segments, (s) => s.pictureS);
  if (rung.bandwidth < Math.floor(peak) || rung.bandwidth > peak * 1.1)
    say(`BANDWIDTH ${rung.bandwidth}, measured ${peak}`);
  if (rung.average < Math.floor(average) || rung.average > average * 1.1)
    say(`AVERAGE-BANDWIDTH ${rung.average}, measured ${average}`);
}

function checkTracks(rung: Rung, say: (what: string) => void): void {
  const [picture, sound] = [rung.init.videoTracks[0], rung.init.audioTracks[0]];
  const real = [picture, sound].flatMap((track) => (track ? [track.codec] : []));
  // AV1's optional parts may be left out when they are the defaults.
  const same = (a: string, b: string) =>
    a.toLowerCase() === b.toLowerCase() || b.toLowerCase().startsWith(`${a.toLowerCase()}.`);
  if (
    real.length !== rung.codecs.length ||
    !real.every((codec, i) => same(rung.codecs[i] ?? '', codec) || same(codec, rung.codecs[i] ?? ''))
  ) {
    say(`CODECS ${rung.codecs.join()}, the init segment has ${real.join()}`);
  }
  if (!/^(avc1|av01)\./.test(picture?.codec ?? '')) say(`the picture is ${picture?.codec}`);
  if (picture?.video?.width !== rung.width || picture.video.height !== rung.height)
    say(`RESOLUTION ${rung.width}x${rung.height}`);
  if (rung.width % 2 || rung.height % 2) say('odd size');
  const measured = sum(rung.segments, (s) => s.frames) / sum(rung.segments, (s) => s.pictureS);
  if (Math.abs(measured - rung.frameRate) > 0.01) say(`FRAME-RATE ${rung.frameRate}, measured ${measured}`);
}

function checkSegments(rung: Rung, first: Rung, say: (what: string) => void): void {
  const frameS = 1 / rung.frameRate;
  for (const [i, segment] of rung.segments.entries()) {
    if (!segment.firstIsKey) say(`${segment.uri} does not begin with a keyframe`);
    if (Math.abs(segment.statedS - segment.pictureS) > 0.001)
      say(`${segment.uri} lasts ${segment.pictureS}, stated ${segment.statedS}`);
    const other = first.segments[i];
    // To the frame over every rung and codec: the count of frames before each boundary is the same.
    if (other?.frames !== segment.frames || Math.abs(other.startS - segment.startS) > frameS / 10)
      say(`${segment.uri} is not aligned`);
  }
  if (rung.segments.length !== first.segments.length) say(`${rung.segments.length} segments`);
  const [picture, sound] = [sum(rung.segments, (s) => s.pictureS), sum(rung.segments, (s) => s.soundS)];
  // The encoder's own first packet is played by nobody, and one may be begun at the end.
  if (sound > 0 && Math.abs(picture - sound) > frameS + (3 * 1024) / 48_000)
    say(`picture ${picture} s, sound ${sound} s`);
}

/** Every entry of an I-frame playlist is a keyframe whole: a decoder shows it with nothing but the init segment. */
function checkIframes(folder: string, uri: string, say: (what: string) => void): void {
  const media = parse(readFileSync(join(folder, uri), 'utf8'));
  if (!media.iFramesOnly) say(`${uri} is not marked`);
  const init = readFileSync(join(folder, media.segments[0]?.map?.uri ?? ''));
  for (const entry of media.segments) {
    const { offset, length } = entry.byterange ?? { offset: 0, length: 0 };
    const range = readFileSync(join(folder, entry.uri)).subarray(offset, offset + length);
    const { file, movie } = openMp4(Buffer.concat([init, range]));
    const [sample] = file.getTrackSamplesInfo(movie.videoTracks[0]?.id ?? -1) ?? [];
    const ends = sample ? sample.offset + sample.size - init.length : -1;
    if (sample?.is_sync !== true || ends !== length) say(`${uri}: ${entry.uri} at ${offset} is no whole keyframe`);
  }
}

const PRIVATE = /\+\d\d\.\d{2,}[+-]\d{2,}|iPhone|GoPro|com\.apple|com\.android|\xa9xyz|creation_time|Lavf\d|Lavc\d/;

/**
 * Everything that is not right with a published folder; empty when all of it is. Covers section 10 of the design: the
 * master agrees with the bytes, keyframes and boundaries, lengths, likeness, loudness, no metadata, Apple's rules.
 */
export function checkHls(folder: string, check: HlsCheck): string[] {
  const problems: string[] = [];
  const text = readFileSync(join(folder, 'master.m3u8'), 'utf8');
  const master = parse(text);
  const rungs = (master.playlists ?? []).map((playlist) => readRung(folder, playlist));
  const first = rungs[0];
  if (!first) return ['the master lists nothing'];
  for (const rung of rungs) {
    const say = (what: string) => problems.push(`${rung.uri}: ${what}`);
    checkRates(rung, say);
    checkTracks(rung, say);
    checkSegments(rung, first, say);
    for (const name of [rung.media.segments[0]?.map?.uri ?? '', ...rung.segments.map((s) => s.uri)]) {
      const found = PRIVATE.exec(readFileSync(join(folder, name)).toString('latin1'));
      if (found) say(`${name} still says ${found[0]}`);
    }
    if (check.source) {
      const ssim = likenessOf(check.binaries, join(folder, rung.uri), check.source, rung);
      if (!(ssim >= (check.ssimFloor ?? 0.75))) say(`SSIM ${ssim} against the source`);
    }
    const lufs = check.hasSpeech ? loudnessOf(check.binaries, join(folder, rung.uri)) : -16;
    if (!(Math.abs(lufs + 16) < 1)) say(`loudness ${lufs} LUFS`);
  }
  for (const { uri } of iframesOf(text)) checkIframes(folder, uri, (what) => problems.push(what));
  return [...problems, ...checkAuthoring(text, rungs, iframesOf(text))];
}

/** The I-frame variants of a master; m3u8-parser leaves their attributes as they are. */
export function iframesOf(master: string): { uri: string; line: string }[] {
  return [...master.matchAll(/^#EXT-X-I-FRAME-STREAM-INF:(.*URI="([^"]+)".*)$/gm)].map((m) => ({
    line: m[1] ?? '',
    uri: m[2] ?? '',
  }));
}
