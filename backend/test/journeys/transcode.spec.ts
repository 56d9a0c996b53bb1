// Every sample file through the real programs: published and right, or refused for the right reason.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { DEFAULT_SETTINGS, prepareVideo, type Prepared } from '../../src/transcoding/pipeline.js';
import { WIDEST_BOUNDS } from '../../src/transcoding/rules/bounds.rules.js';
import { openWorkshop, type Workshop } from '../../src/transcoding/running/workshop.js';
import { checkHls } from '../films/check-hls.js';
import { ask, difference, fragmentsOf, greyAt, greyOf, loudnessOf, mediaFile, picturesOf } from '../support/media.js';

type Published = Extract<Prepared, { status: 'published' }>;

let workshop: Workshop;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-transcode-'));
  workshop = await openWorkshop({ ffmpegPath: process.env['FFMPEG_PATH'], ffprobePath: process.env['FFPROBE_PATH'] });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Those that get AV1 in every run; VITRINA_FILMS=all gives it to every one. */
const WITH_AV1 = ['iphone-rotated', 'odd-dimensions', 'screen-recording', 'suitable'];

async function prepare(name: string, source: string): Promise<{ outDir: string; result: Prepared }> {
  const outDir = join(folder, name);
  const av1 = process.env['VITRINA_FILMS'] === 'all' || WITH_AV1.some((known) => name.startsWith(known));
  const result = await prepareVideo({
    sourcePath: source,
    outDir,
    workshop,
    bounds: WIDEST_BOUNDS,
    scratchRoot: folder,
    settings: { ...DEFAULT_SETTINGS, ladder: { ...DEFAULT_SETTINGS.ladder, av1 } },
  });
  return { outDir, result };
}

/** Segment boundaries in frames and whether every fragment begins with a keyframe, from the bytes on disk. */
function readRung(outDir: string, playlist: string) {
  const text = readFileSync(join(outDir, playlist), 'utf8');
  const init = join(outDir, /URI="([^"]+)"/.exec(text)?.[1] ?? '');
  const names = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const starts: string[] = [];
  let frames = 0;
  for (const [n, name] of names.entries()) {
    const { fragments, timescale, id } = fragmentsOf(init, join(outDir, name));
    for (const [i, fragment] of fragments.entries()) {
      const picture = fragment.tracks.find((t) => t.trackId === id);
      // The first second comes in pieces, the first of them short.
      if (n > 0 || i === 0) expect(picture?.startsWithKeyframe).toBe(true);
      if (n + i === 0) expect((picture?.duration ?? Infinity) / timescale).toBeLessThan(0.25);
      if (i === 0) starts.push(((picture?.decodeTime ?? -1) / timescale).toFixed(3));
      frames += picture?.samples ?? 0;
    }
  }
  return { starts, frames };
}

async function expectRight(
  outDir: string,
  video: Published,
  wanted: { size: string; seconds: number; sound: boolean },
): Promise<void> {
  expect(`${video.width}x${video.height}`).toBe(wanted.size);
  expect(Math.abs(video.durationMs / 1000 - wanted.seconds)).toBeLessThan(0.1);
  const rungs = video.renditions.map((r) => readRung(outDir, r.playlist));
  for (const rung of rungs) expect(rung).toEqual(rungs[0]);
  for (const rendition of video.renditions) {
    const { streams, tags } = ask(workshop.binaries, join(outDir, rendition.playlist));
    const picture = streams.find((s) => s.codec_type === 'video');
    expect(picture).toMatchObject({ codec_name: rendition.codec, width: rendition.width, height: rendition.height });
    expect(picture).toMatchObject({ pix_fmt: 'yuv420p', color_space: 'bt709', color_range: 'tv' });
    // AV1 says nothing where pixels are square.
    expect(picture?.sample_aspect_ratio ?? '1:1').toBe('1:1');
    expect(JSON.stringify(picture?.side_data_list ?? [])).not.toContain('Display Matrix');
    const sound = streams.find((s) => s.codec_type === 'audio');
    if (wanted.sound) expect(sound).toMatchObject({ codec_name: 'aac', channels: 2, sample_rate: '48000' });
    else expect(sound).toBeUndefined();
    expect(tags).not.toMatch(/location|make|model|creation_time|com\.apple|gopro/i);
  }
  const mp4 = ask(workshop.binaries, join(outDir, video.mp4 ?? ''));
  expect(Math.abs(mp4.durationS - wanted.seconds)).toBeLessThan(0.1);
  const listed = new Set([...video.files.map((f) => f.name), 'manifest.json']);
  expect(new Set(readdirSync(outDir))).toEqual(listed);
  for (const file of video.files) {
    const path = join(outDir, file.name);
    expect(readFileSync(path).toString('latin1')).not.toMatch(/\+48\.87|GoPro|iPhone|com\.apple/);
    if (!/\.(jpg|webp|avif)$/.test(file.name)) continue;
    const { exif, xmp, iptc, icc, comments } = await sharp(path).metadata();
    expect([exif, xmp, iptc, icc, comments]).toEqual([undefined, undefined, undefined, undefined, undefined]);
  }
}

describe('good files are published, upright, aligned and clean', () => {
  it.each([
    ['coffee-portrait-9x16.mp4', '720x1280', 9.58, true],
    ['speaker-portrait-404x720.mp4', '404x720', 9.93, true],
    ['bee-720p.mp4', '1280x720', 4.04, true],
    ['iphone-rotated-portrait.MOV', '320x568', 2.07, true],
    ['screen-recording-vfr.mp4', '640x480', 5.13, true],
    ['odd-dimensions-161x121.webm', '160x120', 1.0, false],
    ['coffee-landscape.mp4', '1280x720', 9.58, true],
    ['iphone-hdr-dolbyvision-portrait.mp4', '1080x1920', 2.55, true],
    ['mediarecorder-chrome-no-duration.webm', '640x480', 7.6, true],
    ['bottles-no-audio.mp4', '640x360', 39.85, false],
    ['person-signing.mkv', '640x480', 3.63, false],
    ['gopro-gps-data-tracks.mp4', '848x480', 10.51, true],
    ['big-buck-bunny-5.1.mp4', '854x480', 10.12, true],
    ['two-videos-two-audios-subtitles.mp4', '480x270', 13.01, true],
    ['camcorder.wmv', '320x240', 5.53, true],
    ['mpeg4.avi', '960x400', 4.09, true],
  ])('%s', async (name, size, seconds, sound) => {
    const source = mediaFile(name);
    if (!source) return;
    const { outDir, result } = await prepare(name, source);
    if (result.status !== 'published') throw new Error(JSON.stringify(result));
    await expectRight(outDir, result, { size, seconds, sound });
    // HDR looks otherwise on purpose; its colours have a spec of their own.
    const check = { binaries: workshop.binaries, source: name.includes('-hdr-') ? undefined : source };
    expect(checkHls(outDir, { ...check, hasSpeech: name.startsWith('speaker') })).toEqual([]);
    // The same moment of source and output, both turned by their own instructions, show the same shapes.
    const shown = greyAt(workshop.binaries, join(outDir, result.mp4 ?? ''), 0);
    expect(difference(shown, greyAt(workshop.binaries, source, 0))).toBeLessThan(10);
    expect(difference(await greyOf(join(outDir, result.firstFrame)), shown)).toBeLessThan(10);
  });

  it('a source that is suitable already is its own top rung, cut at its keyframes, without its messages', async () => {
    const source = join(folder, 'suitable.mp4');
    const clip = mediaFile('coffee-portrait-9x16.mp4') as string;
    const how = [
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-x264-params',
      'keyint=36:scenecut=0:open-gop=0',
      '-t',
      '7',
    ];
    execFileSync(workshop.binaries.ffmpeg, ['-v', 'error', '-i', clip, ...how, '-metadata', 'title=iPhone', source]);
    expect(readFileSync(source).toString('latin1')).toMatch(/x264 - core[^]*iPhone/);
    const { outDir, result } = await prepare('suitable', source);
    if (result.status !== 'published') throw new Error(JSON.stringify(result));
    await expectRight(outDir, result, { size: '720x1280', seconds: 7, sound: true });
    expect(checkHls(outDir, { binaries: workshop.binaries, source })).toEqual([]);
    const top = join(outDir, 'h264-720p.m3u8');
    expect(picturesOf(workshop.binaries, top)).toBe(picturesOf(workshop.binaries, source));
    // Keyframes every 1.2 s: segments of one, one and three of them.
    expect(readRung(outDir, 'h264-480p.m3u8').starts).toEqual(['0.000', '1.201', '2.402', '6.006']);
    for (const file of result.files.filter((f) => f.name.startsWith('h264-720p-'))) {
      expect(readFileSync(join(outDir, file.name)).toString('latin1')).not.toContain('x264 - core');
    }
    const shown = greyAt(workshop.binaries, join(outDir, result.mp4 ?? ''), 0);
    expect(difference(await greyOf(join(outDir, result.firstFrame)), shown)).toBeLessThan(10);
    const [copied, encoded] = ['720p', '480p'].map((name) =>
      loudnessOf(workshop.binaries, join(outDir, `h264-${name}.m3u8`)),
    );
    expect(Math.abs((copied ?? NaN) - (encoded ?? NaN))).toBeLessThan(0.2);
  });

  it('speech ends within one unit of the loudness target', () => {
    const outDir = join(folder, 'speaker-portrait-404x720.mp4');
    expect(Math.abs(loudnessOf(workshop.binaries, join(outDir, 'master.m3u8')) + 16)).toBeLessThan(1);
  });

  it('a second run of the same file gives the same files', async () => {
    const source = mediaFile('odd-dimensions-161x121.webm') as string;
    const first = (await prepare('twice', source)).result as Published;
    const second = (await prepare('twice', source)).result as Published;
    expect(second.files).toEqual(first.files);
  });
});

describe('bad files are refused with the reason and what to do', () => {
  it.each([
    ['audio-only.mp4', 'NO_MOVING_PICTURE'],
    ['broken-zero-length.mp4', 'NOT_A_VIDEO'],
    ['broken-jpeg-renamed.mp4', 'NOT_A_VIDEO'],
    ['broken-playlist-renamed.mp4', 'NOT_A_VIDEO'],
    ['broken-no-moov.mp4', 'DAMAGED'],
    ['broken-header.mkv', 'DAMAGED'],
    ['broken-empty.flv', 'DAMAGED'],
    ['broken-bitstream.webm', 'DAMAGED'],
    ['broken-truncated.mp4', 'DAMAGED'],
    ['iphone14-hdr-very-short.MOV', 'OUT_OF_BOUNDS'],
  ])('%s', async (name, code) => {
    const source = mediaFile(name);
    if (!source) return;
    const { outDir, result } = await prepare(name, source);
    expect(result).toMatchObject({
      status: 'refused',
      code,
      message: expect.any(String),
      whatToDo: expect.any(String),
    });
    expect(readdirSync(outDir)).toEqual([]);
  });

  it('leaves no scratch folder behind', () => {
    expect(readdirSync(folder).filter((name) => name.startsWith('vitrina-scratch'))).toEqual([]);
  });
});
