// Writes posters: frames that may be chosen as small files, and the chosen picture in every width and format.
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { rgbaToThumbHash } from 'thumbhash';
import type { PosterPictures } from '../../videos/posters/poster.rules.js';
import { factsOf, posterWidths, type FrameFacts } from './poster.rules.js';
import { POSTER_BOX } from './pictures.rules.js';

// One thread a picture: ffmpeg or the API next to us needs the other core.
sharp.concurrency(1);
sharp.cache(false);

/** Only pictures that our own ffmpeg wrote come here; the bound is for the day when one is not. */
const open = (picture: string) => sharp(picture, { limitInputPixels: 4096 * 4096, failOn: 'error' });

/** What a frame is like, from a copy of 320 points: 10 ms. */
export async function look(frame: string): Promise<FrameFacts> {
  const small = open(frame).resize({ width: 320, height: 320, fit: 'inside' }).greyscale().raw();
  const { data, info } = await small.toBuffer({ resolveWithObject: true });
  return factsOf({ data, width: info.width, height: info.height });
}

/** Names tell the content: whoever has the address has these very bytes for ever. */
async function keep(outDir: string, stem: string, extension: string, bytes: Buffer): Promise<string> {
  const name = `${stem}-${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}.${extension}`;
  await writeFile(join(outDir, name), bytes);
  return name;
}

/** At most 720 wide: ten of 1080 would be a tenth of a short video's bytes. */
const OFFERED_WIDTH = 720;

/** A frame that may become the poster. sharp keeps no metadata unless asked to. */
export async function writeOffered(frame: string, outDir: string, rank: number) {
  const small = open(frame).resize({ width: OFFERED_WIDTH, withoutEnlargement: true }).jpeg({ quality: 75 });
  const { data, info } = await small.toBuffer({ resolveWithObject: true });
  const file = await keep(outDir, `frame-${String(rank).padStart(2, '0')}`, 'jpg', data);
  return { file, width: info.width, height: info.height };
}

async function hashOf(picture: Sharp): Promise<string> {
  const { data, info } = await picture
    .resize({ width: 96, height: 96, fit: 'inside' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return Buffer.from(rgbaToThumbHash(info.width, info.height, data)).toString('base64');
}

/**
 * The picture as posters. 1080x1920 costs 0.6 CPU seconds; AVIF is two thirds of that at effort 0 and would be one
 * and a half times as much at effort 2, for 6 % of its bytes.
 */
export async function writePosters(picture: string, outDir: string): Promise<PosterPictures> {
  const whole = await open(picture)
    .resize({ ...POSTER_BOX, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const pixels = () => sharp(whole.data, { raw: { ...whole.info, channels: whole.info.channels as 3 } });
  const posterSizes: PosterPictures['posterSizes'] = [];
  for (const wanted of posterWidths(whole.info.width)) {
    const { data, info } = await pixels().resize({ width: wanted }).raw().toBuffer({ resolveWithObject: true });
    const { width, height } = info;
    const image = () => sharp(data, { raw: { width, height, channels: info.channels as 3 } });
    const stem = `poster-${width}`;
    const jpeg = await keep(outDir, stem, 'jpg', await image().jpeg({ quality: 80, progressive: true }).toBuffer());
    const webp = await keep(outDir, stem, 'webp', await image().webp({ quality: 76, effort: 2 }).toBuffer());
    const avif = await keep(outDir, stem, 'avif', await image().avif({ quality: 50, effort: 0 }).toBuffer());
    posterSizes.push({ width, height, jpeg, webp, avif });
  }
  // What pages that know of no sizes show: enough for a card at two points a pixel.
  const poster = (posterSizes.at(1) ?? posterSizes[0])?.jpeg ?? '';
  return { poster, posterSizes, thumbhash: await hashOf(pixels()) };
}

/** A picture as squares of these widths, its middle kept; a smaller one is made larger. WebP, without metadata. */
export async function squares<Width extends number>(
  picture: string,
  widths: readonly Width[],
): Promise<Map<Width, Buffer>> {
  const side = Math.max(...widths);
  const { data, info } = await open(picture)
    .resize({ width: side, height: side, fit: 'cover', position: 'centre' })
    .flatten({ background: '#ffffff' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const made = new Map<Width, Buffer>();
  for (const width of widths) {
    const whole = sharp(data, { raw: { width: side, height: side, channels: info.channels as 3 } });
    made.set(width, await whole.resize({ width }).webp({ quality: 78, effort: 4 }).toBuffer());
  }
  return made;
}

/** The first frame, which a player may show until the picture moves. */
export async function writeFirst(frame: string, outDir: string): Promise<string> {
  const firstFrame = 'first-frame.jpg';
  const first = open(frame).resize({ width: OFFERED_WIDTH, withoutEnlargement: true });
  await writeFile(join(outDir, firstFrame), await first.jpeg({ quality: 80 }).toBuffer());
  return firstFrame;
}
