// Posters: the best of the candidate frames in three widths and formats, the first frame, and a thumbhash.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { rgbaToThumbHash } from 'thumbhash';
import { choosePoster, posterWidths, type CandidateFacts } from './poster.rules.js';

export interface Pictures {
  /** The JPEG that every page can show. */
  poster: string;
  firstFrame: string;
  /** Base64; some 25 bytes that unfold to a blurred preview. */
  thumbhash: string;
  files: string[];
}

// One thread a picture: ffmpeg or the API next to us needs the other core.
sharp.concurrency(1);
sharp.cache(false);

async function look(path: string): Promise<CandidateFacts> {
  const small = sharp(path).resize({ width: 320, height: 320, fit: 'inside' });
  const stats = await sharp(await small.png().toBuffer()).stats();
  const mean = stats.channels.reduce((sum, c) => sum + c.mean, 0) / stats.channels.length;
  const deviation = stats.channels.reduce((sum, c) => sum + c.stdev, 0) / stats.channels.length;
  return { mean, deviation, sharpness: stats.sharpness, entropy: stats.entropy };
}

/** sharp keeps no metadata unless asked to, so none of the source's can reach a poster. */
async function writeWidth(frame: string, outDir: string, width: number, files: string[]): Promise<void> {
  const resized = await sharp(frame).resize({ width }).png({ compressionLevel: 0 }).toBuffer();
  const formats = [
    ['jpg', sharp(resized).jpeg({ quality: 82, mozjpeg: true })],
    ['webp', sharp(resized).webp({ quality: 78, effort: 3 })],
    // Effort 2 of 9: 4 adds four times the time for 3 % of the bytes.
    ['avif', sharp(resized).avif({ quality: 55, effort: 2 })],
  ] as const;
  for (const [extension, image] of formats) {
    const name = `poster-${width}.${extension}`;
    await image.toFile(join(outDir, name));
    files.push(name);
  }
}

async function hashOf(frame: string): Promise<string> {
  const { data, info } = await sharp(frame)
    .resize({ width: 96, height: 96, fit: 'inside' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return Buffer.from(rgbaToThumbHash(info.width, info.height, data)).toString('base64');
}

/** `frames` are image files in the order of the video, the first being frame 0. */
export async function makePictures(frames: readonly string[], outDir: string): Promise<Pictures> {
  const facts: CandidateFacts[] = [];
  for (const frame of frames) facts.push(await look(frame));
  const best = frames[choosePoster(facts)] as string;
  const { width = 0 } = await sharp(best).metadata();
  const files: string[] = [];
  for (const one of posterWidths(width)) await writeWidth(best, outDir, one, files);
  const poster = 'poster.jpg';
  const jpeg = { quality: 84, mozjpeg: true };
  await sharp(best).resize({ width: 720, withoutEnlargement: true }).jpeg(jpeg).toFile(join(outDir, poster));
  const firstFrame = 'first-frame.jpg';
  const first = sharp(frames[0] as string).resize({ width: 720, withoutEnlargement: true });
  await writeFile(join(outDir, firstFrame), await first.jpeg(jpeg).toBuffer());
  return { poster, firstFrame, thumbhash: await hashOf(best), files: [poster, firstFrame, ...files] };
}
