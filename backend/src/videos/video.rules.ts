// Pure rules of videos: where their files lie, what preparation hands over, what a creator may ask for.
import type { OfferedFrame, PosterSize, Storyboard } from './posters/poster.rules.js';
import type { VideoStatus } from './video.status.js';

/** One try at one version of a video: what jobs carry, so that late work on an old version changes nothing. */
export interface VideoWork {
  videoId: string;
  version: number;
}

export interface RenditionInfo {
  /** As people say it: `720p`, or `480p AV1`. */
  name: string;
  width: number;
  height: number;
  /** Bits a second, measured. */
  bitrate: number;
}

/** What preparation made of the original. Names are relative to `mediaFolder`; every file was stored and read back. */
export interface VideoManifest {
  /** Of the film: what a store adds behind it is not watched, counted or marked. */
  durationMs: number;
  /** Of the store's end card behind the film; left out where there is none. */
  endCardMs?: number;
  /** What the store added (`brandingMark`); left out where it added nothing. */
  branding?: string;
  width: number;
  height: number;
  renditions: RenditionInfo[];
  /** The HLS master playlist, `master.m3u8`. */
  master: string;
  /** One progressive file for browsers without MSE; null when there is none. */
  mp4: string | null;
  /** The picture shown before playing. */
  poster: string;
  /** It in every width and format. This and the next six are missing in videos prepared before they were made. */
  posterSizes?: PosterSize[];
  /** The offered frame that the poster was made of; null when the creator brought a picture. */
  posterFrom?: string | null;
  /** Frames that the creator may choose as the poster, best first. */
  posters?: OfferedFrame[];
  thumbhash?: string;
  firstFrame?: string;
  storyboard?: Storyboard;
  /** Three silent seconds for lists. */
  preview?: string;
  captions: { language: string; label: string; file: string }[];
  /** Plain sentences to the creator: what was odd and did not stop us. */
  warnings: string[];
  /** Bytes of the whole folder as it lies in storage, this list itself included. Left out by earlier versions. */
  storedBytes?: number;
  /** Every file with its size and hash. */
  files: { name: string; sizeBytes: number; sha256: string }[];
}

/** Why a file was refused, in words for its creator. */
export interface Refusal {
  /** Stable: NOT_A_VIDEO, NO_MOVING_PICTURE, OUT_OF_BOUNDS, DAMAGED, CANNOT_DECODE, ALREADY_UPLOADED ... */
  code: string;
  message: string;
  whatToDo: string;
}

/** What a moderator said; the texts of the reason belong to moderation. */
export interface RejectionNote {
  reasonCode: string;
  timecodeMs: number | null;
  note: string | null;
  at: string;
}

/** Marks for moderators: the very same file is another creator's. */
export const ANOTHERS_FILE = 'ALREADY_PUBLISHED_BY_ANOTHER';
/** Its picture is another creator's: cut, mirrored, sped up. */
export const NEAR_COPY = 'NEAR_COPY_OF_ANOTHER';
/** Only its sound is another creator's; it may be the same music. */
export const SAME_SOUND = 'SAME_SOUND_AS_ANOTHER';
/** The comparison with other videos failed: a person must look. */
export const NOT_COMPARED = 'NOT_COMPARED';

export const MAX_PRODUCTS = 10;
export const MAX_TITLE = 120;

/** The storage folder of what viewers may get; the public address ends in the same path after `/media/`. */
export function mediaFolder(video: { storeId: string; videoId: string; version: number }): string {
  return `media/${video.storeId}/${video.videoId}/${video.version}`;
}

/** The storage folder of an upload. It is not under `media/`: the original can never be served. */
export function uploadFolder(uploadId: string): string {
  return `originals/${uploadId}`;
}

/** The storage key of the bytes of an upload. */
export function uploadKey(uploadId: string): string {
  return `${uploadFolder(uploadId)}/file`;
}

/** A title without edges and doubled spaces, or null when nothing or too much is left. */
export function tidyTitle(title: string): string | null {
  // Control characters first: a title is one line everywhere it is shown.
  const tidy = title
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return tidy.length > 0 && tidy.length <= MAX_TITLE ? tidy : null;
}

/** The file's own name without folders and control characters, at most 200 characters. */
export function tidyFileName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  return last.replace(/\p{Cc}/gu, '').slice(-200) || 'video';
}

/** A byte count as GraphQL carries it; null when it is not a whole positive number. */
export function parseBytes(text: string): number | null {
  if (!/^[1-9]\d{0,15}$/.test(text)) return null;
  return Number(text);
}

/** How the same file, already known, changes what happens to this one. Retired and refused videos do not count. */
export function judgeSameFile(
  mine: { videoId: string; creatorId: string },
  others: readonly { videoId: string; creatorId: string; status: VideoStatus }[],
): { kind: 'new' } | { kind: 'own'; videoId: string } | { kind: 'anothers'; videoId: string } {
  const living = others.filter((o) => o.videoId !== mine.videoId && o.status !== 'retired' && o.status !== 'refused');
  const own = living.find((o) => o.creatorId === mine.creatorId);
  if (own) return { kind: 'own', videoId: own.videoId };
  const other = living.find((o) => o.status === 'published' || o.status === 'in_review');
  return other ? { kind: 'anothers', videoId: other.videoId } : { kind: 'new' };
}
