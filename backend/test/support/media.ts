// Where sample clips are, and small questions to ffmpeg and ffprobe about what was made of them.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { readFragment, readTracks, boxAt, type Fragment } from '../../src/transcoding/rules/boxes.rules.js';
import type { Binaries } from '../../src/transcoding/running/binaries.js';

const ROOT = join(import.meta.dirname, '../../..');
const FOLDERS = [process.env['VITRINA_MEDIA'], join(ROOT, '../shared/media'), join(ROOT, 'backend/test/media')];

/** The programs that global-setup.mjs pinned, for specs that ask nothing about AV1: it doubles the work. */
export const WITHOUT_AV1 = {
  ffmpegPath: process.env['FFMPEG_PATH'],
  ffprobePath: process.env['FFPROBE_PATH'],
  av1: false,
};

/** The clip's path, or null when only the small set of the repository is there. */
export function mediaFile(name: string): string | null {
  for (const folder of FOLDERS) if (folder && existsSync(join(folder, name))) return join(folder, name);
  return null;
}

export interface StreamFacts {
  codec_type: string;
  codec_name: string;
  width?: number;
  height?: number;
  pix_fmt?: string;
  color_space?: string;
  color_range?: string;
  channels?: number;
  sample_rate?: string;
  sample_aspect_ratio?: string;
  side_data_list?: object[];
  tags?: Record<string, string>;
}

/** Streams of a finished file or playlist, and every tag that it still carries. */
export function ask(binaries: Binaries, path: string): { streams: StreamFacts[]; tags: string; durationS: number } {
  const out = execFileSync(binaries.ffprobe, ['-v', 'error', '-show_streams', '-show_format', '-of', 'json', path]);
  const json = JSON.parse(out.toString()) as { streams: StreamFacts[]; format: { duration: string; tags?: object } };
  const tags = JSON.stringify([json.format.tags ?? {}, ...json.streams.map((s) => s.tags ?? {})]);
  return { streams: json.streams, tags, durationS: Number(json.format.duration) };
}

/** The picture at a moment as 24x24 grey levels, decoded by ffmpeg with the file's own rotation applied. */
export function greyAt(binaries: Binaries, path: string, seconds: number): Buffer {
  const filter = 'scale=24:24:flags=area,format=gray';
  const args = [
    '-v',
    'error',
    '-i',
    path,
    '-ss',
    String(seconds),
    '-frames:v',
    '1',
    '-vf',
    filter,
    '-f',
    'rawvideo',
    '-',
  ];
  return execFileSync(binaries.ffmpeg, args, { maxBuffer: 1e7 });
}

export async function greyOf(imagePath: string): Promise<Buffer> {
  return sharp(imagePath).resize(24, 24, { fit: 'fill' }).greyscale().raw().toBuffer();
}

/** One hash over every decoded picture. */
export function picturesOf(binaries: Binaries, path: string): string {
  const args = ['-v', 'error', '-i', path, '-map', '0:v:0', '-fps_mode', 'passthrough', '-f', 'md5', '-'];
  return execFileSync(binaries.ffmpeg, args).toString().trim();
}

/** Mean difference of two pictures after each is brought to the same mean: looks at shapes, not at brightness. */
export function difference(a: Buffer, b: Buffer): number {
  const mean = (p: Buffer) => p.reduce((sum, v) => sum + v, 0) / p.length;
  const [ma, mb] = [mean(a), mean(b)];
  return a.reduce((sum, v, i) => sum + Math.abs(v - ma - ((b[i] ?? 0) - mb)), 0) / a.length;
}

/** The fragments of one segment, read with our own parser from the bytes on disk. */
export function fragmentsOf(
  initPath: string,
  segmentPath: string,
): { fragments: Fragment[]; timescale: number; id: number } {
  const tracks = readTracks(readFileSync(initPath));
  const data = readFileSync(segmentPath);
  const fragments: Fragment[] = [];
  for (let at = 0; at < data.length;) {
    const fragment = readFragment(data, at, tracks);
    if (fragment) fragments.push(fragment);
    at = fragment?.end ?? boxAt(data, at)?.end ?? data.length;
  }
  const video = tracks.find((t) => t.kind === 'video');
  return { fragments, timescale: video?.timescale ?? 1, id: video?.id ?? 0 };
}

/** The loudness of a finished file in LUFS. */
export function loudnessOf(binaries: Binaries, path: string): number {
  const args = [
    '-hide_banner',
    '-nostats',
    '-i',
    path,
    '-map',
    '0:a:0',
    '-af',
    'ebur128=framelog=quiet',
    '-f',
    'null',
    '-',
  ];
  const { stderr } = spawn(binaries.ffmpeg, args);
  return Number(/I:\s+(-?[\d.]+) LUFS/.exec(stderr.slice(stderr.lastIndexOf('Integrated loudness')))?.[1] ?? NaN);
}

function spawn(command: string, args: string[]): { stderr: string } {
  const quoted = [command, ...args].map((w) => `'${w.replaceAll("'", `'\\''`)}'`).join(' ');
  return { stderr: execFileSync('/bin/sh', ['-c', `${quoted} 2>&1`]).toString() };
}

/**
 * SSIM of a rung against the source brought to the rung's size, rate and colours; 1 is the very same. The source is
 * decoded by ffmpeg alone, without our filters. Four seconds tell; more would only cost.
 */
export function likenessOf(
  binaries: Binaries,
  rung: string,
  source: string,
  { width, height, frameRate }: { width: number; height: number; frameRate: number },
): number {
  const same = `scale=${width}:${height}:flags=bicubic:out_color_matrix=bt709:out_range=tv,format=yuv420p,setsar=1`;
  const graph = `[0:v:0]setpts=PTS-STARTPTS[a];[1:v:0]fps=${frameRate}:start_time=0,${same}[b];[a][b]ssim=shortest=1`;
  const args = [
    '-hide_banner',
    '-nostats',
    '-t',
    '4',
    '-i',
    rung,
    '-i',
    source,
    '-filter_complex',
    graph,
    '-f',
    'null',
    '-',
  ];
  return Number(/SSIM .*All:([\d.]+)/.exec(spawn(binaries.ffmpeg, args).stderr)?.[1] ?? NaN);
}
