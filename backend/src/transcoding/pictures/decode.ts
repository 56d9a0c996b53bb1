// A stranger's picture becomes a plain PNG of ours, decoded by ffmpeg behind the fences; our own tools see only what it wrote.
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MAX_PICTURE_PIXELS, readPicture } from '../../videos/posters/picture.rules.js';
import type { Workshop } from '../running/workshop.js';
import { ownPictureArguments } from './pictures.rules.js';

/** The picture cannot be read; whose it is will be told. */
export class UnreadableError extends Error {}

/** The path of the PNG in `scratch`. Throws UnreadableError for the picture's faults, anything else for trouble of ours. */
export async function decodePicture(
  workshop: Workshop,
  source: string,
  scratch: string,
  signal: AbortSignal,
): Promise<string> {
  const picture = readPicture(await readFile(source));
  if (!picture) throw new UnreadableError('Not a picture.');
  const target = join(scratch, 'plain.png');
  const args = ownPictureArguments(source, picture, MAX_PICTURE_PIXELS, target);
  // No length of video: 120 CPU seconds at most, of which 48 million points take two.
  const run = await workshop.ffmpeg(args, { source, scratch, signal, seconds: 0 });
  signal.throwIfAborted();
  // Trouble of ours is tried again, never blamed on the picture.
  if (/bwrap: |prlimit: |unshare: |No space left|Cannot allocate/.test(run.stderr)) throw new Error(run.stderr);
  if (run.exit !== 'ok') throw new UnreadableError(run.stderr.slice(-500));
  // ffmpeg is content to have decoded nothing.
  return access(target).then(
    () => target,
    () => Promise.reject(new UnreadableError('Nothing was decoded.')),
  );
}
