// Storyboard and preview clip of a video: made from its smallest rung, never from the source again.
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Storyboard } from '../../videos/posters/poster.rules.js';
import type { Workshop } from '../running/workshop.js';
import {
  planStoryboard,
  previewArguments,
  previewStart,
  storyboardArguments,
  storyboardTrack,
  type Size,
} from './pictures.rules.js';

/** A rung that is encoded already, and where to work. */
export interface RungJob {
  rung: string;
  picture: Size;
  durationS: number;
  fps: number;
  scratch: string;
  outDir: string;
  workshop: Workshop;
  signal?: AbortSignal | undefined;
}

async function run(job: RungJob, what: string, args: readonly string[], seconds: number): Promise<void> {
  const order = { source: job.rung, scratch: job.scratch, signal: job.signal, seconds };
  const { exit, stderr } = await job.workshop.ffmpeg(args, order);
  job.signal?.throwIfAborted();
  if (exit !== 'ok') throw new Error(`${what} failed: ${stderr.slice(-500)}`);
}

/** JPEG, or WebP where that is smaller: every browser of the last five years shows both. */
async function writeSheet(sheet: string, outDir: string, number: number): Promise<string> {
  const jpeg = await sharp(sheet).jpeg({ quality: 70 }).toBuffer();
  const webp = await sharp(sheet).webp({ quality: 68, effort: 2 }).toBuffer();
  const [bytes, extension] = webp.length < jpeg.length ? [webp, 'webp'] : [jpeg, 'jpg'];
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  const name = `storyboard-${number}-${hash}.${extension}`;
  await writeFile(join(outDir, name), bytes);
  return name;
}

/** Sheets of tiles and the track that says what each tile shows. */
export async function makeStoryboard(job: RungJob): Promise<Storyboard> {
  const plan = planStoryboard(job.durationS, job.fps, job.picture);
  const args = storyboardArguments(job.rung, join(job.scratch, 'sheet-%02d.png'), plan);
  await run(job, 'The storyboard', args, job.durationS);
  const made = (await readdir(job.scratch)).filter((name) => name.startsWith('sheet-')).sort();
  const sheets: string[] = [];
  for (const [i, name] of made.entries()) sheets.push(await writeSheet(join(job.scratch, name), job.outDir, i + 1));
  if (sheets.length === 0) throw new Error('The storyboard has no sheet.');
  const track = 'storyboard.vtt';
  await writeFile(join(job.outDir, track), storyboardTrack(plan, sheets, Math.round(job.durationS * 1000)));
  return { track, sheets, ...plan };
}

/** Three silent seconds around the best moment, for lists. */
export async function makePreview(job: RungJob, bestS: number): Promise<string> {
  const made = join(job.scratch, 'preview.mp4');
  const start = previewStart(bestS, job.durationS);
  await run(job, 'The preview clip', previewArguments(job.rung, job.picture, start, made), 5);
  const bytes = await readFile(made);
  const name = `preview-${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}.mp4`;
  await writeFile(join(job.outDir, name), bytes);
  return name;
}
