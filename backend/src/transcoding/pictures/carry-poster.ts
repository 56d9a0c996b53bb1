// Gives a video that is made anew the poster that its creator chose for the version before.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchFile } from '../../base/storage/scratch.js';
import { FileMissingError, type Storage } from '../../base/storage/storage.js';
import { withPoster, type PosterPictures, type StoredFile } from '../../videos/posters/poster.rules.js';
import type { VideoManifest } from '../../videos/video.rules.js';
import { writePosters } from './posters.js';

const namesOf = (made: PosterPictures): string[] => made.posterSizes.flatMap((s) => [s.jpeg, s.webp, s.avif]);

async function filesOf(outDir: string, names: readonly string[]): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  for (const name of names) {
    const bytes = await readFile(join(outDir, name));
    files.push({ name, sizeBytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
  }
  return files;
}

/**
 * `before` is the live manifest, `folder` where its files lie. A frame that was chosen is chosen again, by its moment; a
 * picture of the creator's own is taken over as it is. The best frame, or files that are gone: the new manifest stands.
 */
export async function carryPoster(
  storage: Storage,
  folder: string,
  outDir: string,
  before: VideoManifest,
  made: VideoManifest,
): Promise<VideoManifest> {
  const { posterFrom, posterSizes, thumbhash, poster } = before;
  if (posterFrom === undefined || !posterSizes || thumbhash === undefined) return made;
  if (posterFrom === null) {
    const own: PosterPictures = { poster, posterSizes, thumbhash };
    try {
      for (const name of namesOf(own)) await fetchFile(storage, `${folder}/${name}`, join(outDir, name));
    } catch (error) {
      if (error instanceof FileMissingError) return made;
      throw error;
    }
    return withPoster(made, own, await filesOf(outDir, namesOf(own)), null);
  }
  const atMs = before.posters?.find((frame) => frame.file === posterFrom)?.atMs;
  const again = made.posters?.find((frame) => frame.atMs === atMs);
  if (!again || again.file === made.posterFrom) return made;
  const pictures = await writePosters(join(outDir, again.file), outDir);
  return withPoster(made, pictures, await filesOf(outDir, namesOf(pictures)), again.file);
}
