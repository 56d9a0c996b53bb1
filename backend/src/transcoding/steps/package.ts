// Playlists, pictures, the plain MP4 and the manifest of an encoded video; every file is read back before it counts.
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { both, filesOf, makePictures, PICTURE_FILES, type Pictures } from '../pictures/pictures.js';
import { faststartArguments } from '../rules/ffmpeg.rules.js';
import { earlyRung, type Codec, type Rung } from '../rules/ladder.rules.js';
import { averageBandwidth, masterPlaylist, peakBandwidth, type Variant } from '../rules/master.rules.js';
import { iframePlaylist, mediaPlaylist } from '../rules/segments.rules.js';
import { problemsOf } from '../rules/verify.rules.js';
import { workSeconds } from '../running/workshop.js';
import { readBack, type Cutter } from './cutter.js';
import type { Encoded, EncodeJob } from './encode.js';
import type { Known } from './inspect.js';

export interface PreparedRendition {
  /** As people say it: `720p`, or `480p AV1`. */
  name: string;
  codec: Codec;
  width: number;
  height: number;
  fps: number;
  /** Bits a second, measured: the average and the peak. */
  bitrate: number;
  peakBitrate: number;
  codecs: string;
  playlist: string;
  segments: number;
  frames: number;
  bytes: number;
}

/** What `manifest.json` says; names are relative to the folder. */
export interface PreparedVideo extends Pictures {
  /** Of the film, without a store's end card behind it. */
  durationMs: number;
  /** Of that card; left out where there is none. */
  endCardMs?: number;
  width: number;
  height: number;
  renditions: PreparedRendition[];
  master: string;
  mp4: string | null;
  captions: never[];
  warnings: string[];
  files: { name: string; sizeBytes: number; sha256: string }[];
}

/** Our own files; a folder that held an earlier try is cleaned of these and of nothing else. */
export const OWN_FILES = new RegExp(
  `^((h264|av1)-\\d+p[\\w.-]*|early[\\w.-]*|master\\.m3u8|manifest\\.json|video-\\d+p\\.mp4)$|${PICTURE_FILES.source}`,
);

interface Packed {
  variant: Variant;
  rendition: PreparedRendition;
  files: string[];
}

async function packRung(outDir: string, rung: Rung, cutter: Cutter, fps: Variant['fps']): Promise<Packed> {
  const init = cutter.init;
  if (!init) throw new Error(`${rung.id}: nothing was written.`);
  const [playlist, iframes] = [`${rung.id}.m3u8`, `${rung.id}-iframes.m3u8`];
  const { segments } = cutter;
  await writeFile(join(outDir, playlist), mediaPlaylist(segments, { init: init.file, state: 'whole' }));
  await writeFile(join(outDir, iframes), iframePlaylist(segments, init.file));
  const codecs = cutter.tracks.filter((t) => t.kind !== 'other').sort((a, b) => b.kind.localeCompare(a.kind));
  const { codec, width, height } = rung;
  const names = codecs.map((t) => t.codec);
  const name = codec === 'av1' ? `${rung.name} AV1` : rung.name;
  const rendition: PreparedRendition = {
    ...{ name, codec, width, height, fps: fps.num / fps.den, codecs: names.join(',') },
    ...{ bitrate: averageBandwidth(segments), peakBitrate: peakBandwidth(segments), playlist },
    segments: segments.length,
    frames: segments.reduce((sum, s) => sum + s.frames, 0),
    bytes: init.sizeBytes + segments.reduce((sum, s) => sum + s.sizeBytes, 0),
  };
  const variant = { playlist, iframes, codecs: names, width, height, fps, segments };
  return { variant, rendition, files: [playlist, iframes, init.file, ...segments.map((s) => s.file)] };
}

/** One ordinary MP4 near 720 for search engines, old hosts and the owner's download. Null when ffmpeg cannot make it. */
async function plainMp4(job: EncodeJob, known: Known, encoded: Encoded): Promise<string> {
  const { rungs } = encoded.ladder;
  const index = rungs.findIndex((r) => r.codec === 'h264' && Math.min(r.width, r.height) <= 720);
  const at = index < 0 ? earlyRung(encoded.ladder) : index;
  const name = `video-${rungs[at]?.name}.mp4`;
  const source = encoded.rungFiles[at] as string;
  const made = join(job.scratch, 'plain.mp4');
  const seconds = workSeconds(job.bounds, known.picture.durationS);
  const order = { source, scratch: job.scratch, signal: job.signal, seconds };
  const run = await job.workshop.ffmpeg(faststartArguments(source, made), order);
  job.signal?.throwIfAborted();
  if (run.exit !== 'ok') throw new Error(`The plain MP4 failed: ${run.stderr.slice(-500)}`);
  await moveFile(made, join(job.outDir, name));
  return name;
}

/** A rename, or a copy where scratch and target are on different disks. */
async function moveFile(from: string, to: string): Promise<void> {
  await rename(from, to).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EXDEV') throw error;
    const { copyFile } = await import('node:fs/promises');
    await copyFile(from, to);
  });
}

/** Every written file, from the disk; the segments' hashes must be those computed when they were cut. */
async function readAllBack(outDir: string, names: readonly string[], cutters: readonly Cutter[]) {
  const cut = new Map(
    cutters.flatMap((c) => [...c.segments, ...(c.init ? [c.init] : [])].map((s) => [s.file, s.sha256])),
  );
  const files: PreparedVideo['files'] = [];
  for (const name of names) {
    const file = await readBack(outDir, name);
    const expected = cut.get(name);
    if (file.sizeBytes === 0 || (expected && expected !== file.sha256)) throw new Error(`${name} was not kept whole.`);
    files.push(file);
  }
  return files;
}

/** Writes everything beside the segments. Throws when our own output fails verification: then nothing is published. */
export async function packageVideo(job: EncodeJob, known: Known, encoded: Encoded): Promise<PreparedVideo> {
  await mkdir(job.outDir, { recursive: true });
  const { ladder, cutters } = encoded;
  const cut = cutters.map((cutter, i) => cutter.result(ladder.rungs[i]?.id ?? ''));
  const promisedS = known.picture.durationS === null ? null : known.picture.durationS + encoded.cardS;
  const problems = problemsOf(cut, ladder.fps, promisedS);
  if (problems.length > 0) throw new Error(`The output is not right: ${problems.join('; ')}.`);
  const packed: Packed[] = [];
  for (const [i, rung] of ladder.rungs.entries()) {
    packed.push(await packRung(job.outDir, rung, cutters[i] as Cutter, ladder.fps));
  }
  const master = 'master.m3u8';
  await writeFile(join(job.outDir, master), masterPlaylist(packed.map((p) => p.variant)));
  const [mp4, pictures] = await both(plainMp4(job, known, encoded), makePictures(job, known, encoded));
  const names = [master, ...packed.flatMap((p) => p.files), mp4, ...filesOf(pictures)];
  const top = ladder.rungs[0] as Rung;
  const video: PreparedVideo = {
    ...{ durationMs: Math.round(encoded.durationS * 1000), width: top.width, height: top.height },
    ...(encoded.cardS > 0 ? { endCardMs: Math.round(encoded.cardS * 1000) } : {}),
    ...{ renditions: packed.map((p) => p.rendition), master, mp4, ...pictures, captions: [] },
    ...{ warnings: encoded.warnings, files: await readAllBack(job.outDir, names, cutters) },
  };
  await writeFile(join(job.outDir, 'manifest.json'), `${JSON.stringify(video, null, 2)}\n`);
  return video;
}
