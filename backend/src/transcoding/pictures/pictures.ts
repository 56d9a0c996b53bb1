// All pictures of an encoded video: frames on offer, the poster, the storyboard and the preview clip.
import type { OfferedFrame, PosterPictures, Storyboard } from '../../videos/posters/poster.rules.js';
import { earlyRung } from '../rules/ladder.rules.js';
import { candidateFrames } from '../rules/ffmpeg.rules.js';
import type { Encoded, EncodeJob } from '../steps/encode.js';
import type { Known } from '../steps/inspect.js';
import { rankFrames } from './poster.rules.js';
import { look, writeFirst, writeOffered, writePosters } from './posters.js';
import { makePreview, makeStoryboard, type RungJob } from './storyboard.js';

export interface Pictures extends PosterPictures {
  /** Frames that may be chosen as posters, best first. */
  posters: OfferedFrame[];
  posterFrom: string | null;
  firstFrame: string;
  storyboard: Storyboard;
  preview: string;
}

/** Our own names of pictures; a folder that held an earlier try is cleaned of these. */
export const PICTURE_FILES = /^((poster|frame|storyboard|preview)-[\w-]+\.\w+|first-frame\.jpg|storyboard\.vtt)$/;

/** Every file that the pictures consist of. */
export function filesOf(pictures: Pictures): string[] {
  const { posters, posterSizes, firstFrame, storyboard, preview } = pictures;
  return [
    ...posterSizes.flatMap((size) => [size.jpeg, size.webp, size.avif]),
    ...posters.map((frame) => frame.file),
    ...[firstFrame, storyboard.track, ...storyboard.sheets, preview],
  ];
}

/** Both, and no failure is told before both have ended: nobody may remove a folder in which one still writes. */
export async function both<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
}

async function offer(job: EncodeJob, frames: readonly string[], numbers: readonly number[], fps: number) {
  const facts = [];
  for (const frame of frames) {
    job.signal?.throwIfAborted();
    facts.push(await look(frame));
  }
  const ranked = rankFrames(facts);
  const posters: OfferedFrame[] = [];
  for (const [place, i] of ranked.entries()) {
    const atMs = Math.round(((numbers[i] ?? 0) / fps) * 1000);
    posters.push({ ...(await writeOffered(frames[i] as string, job.outDir, place + 1)), atMs });
  }
  return { posters, best: frames[ranked[0] ?? 0] as string };
}

/** Makes them in `outDir`. The source is not read again: frames came from the encode, the rest comes from a rung. */
export async function makePictures(job: EncodeJob, known: Known, encoded: Encoded): Promise<Pictures> {
  const { frames, ladder, durationS } = encoded;
  const fps = ladder.fps.num / ladder.fps.den;
  const numbers = candidateFrames(known.picture.durationS ?? 0, ladder.fps);
  const { posters, best } = await offer(job, frames, numbers, fps);
  job.signal?.throwIfAborted();
  const small = earlyRung(ladder);
  const { width = 0, height = 0 } = ladder.rungs[small] ?? {};
  const rung: RungJob = {
    ...{ rung: encoded.rungFiles[small] as string, picture: { width, height }, durationS, fps },
    ...{ scratch: job.scratch, outDir: job.outDir, workshop: job.workshop, signal: job.signal },
  };
  const moving = async () => ({
    preview: await makePreview(rung, (posters[0]?.atMs ?? 0) / 1000),
    storyboard: await makeStoryboard(rung),
  });
  const [shown, moved] = await both(writePosters(best, job.outDir), moving());
  const firstFrame = await writeFirst(frames[0] as string, job.outDir);
  return { ...shown, posters, posterFrom: posters[0]?.file ?? null, firstFrame, ...moved };
}
