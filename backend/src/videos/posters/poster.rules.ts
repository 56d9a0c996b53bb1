// The pictures of a video as its manifest lists them, and what changes there when its poster does.
import type { VideoManifest } from '../video.rules.js';

/** A frame of the video that may be its poster. */
export interface OfferedFrame {
  file: string;
  width: number;
  height: number;
  /** Where in the video it stands. */
  atMs: number;
}

/** The poster in one width; every name is relative to the video's folder. */
export interface PosterSize {
  width: number;
  height: number;
  jpeg: string;
  webp: string;
  avif: string;
}

/** The chosen picture, in every width and format. */
export interface PosterPictures {
  /** The JPEG that every page can show. */
  poster: string;
  /** Smallest first. */
  posterSizes: PosterSize[];
  /** Base64; some 25 bytes that unfold to a blurred preview. */
  thumbhash: string;
}

/** Small pictures of the whole video: tiles of one size, left to right and down, sheet after sheet. */
export interface Storyboard {
  /** WebVTT: each cue names a sheet and the part of it to show. */
  track: string;
  sheets: string[];
  tileWidth: number;
  tileHeight: number;
  columns: number;
  rows: number;
  tiles: number;
  intervalMs: number;
}

/** Names of poster files, which are replaced when the creator chooses another picture. */
export const POSTER_FILE = /^poster-\d+-[0-9a-f]{12}\.(jpg|webp|avif)$/;

/** The storage key of a creator's own picture. It is not under `media/`: the picture itself is never served. */
export const ownPictureKey = (choiceId: string): string => `originals/${choiceId}/picture`;

export type StoredFile = VideoManifest['files'][number];

/**
 * The manifest with another poster. `from` is the offered frame that it was made of, null for a creator's own picture.
 * The files of the old poster leave the list; every other file stays as it was.
 */
export function withPoster(
  manifest: VideoManifest,
  made: PosterPictures,
  files: readonly StoredFile[],
  from: string | null,
): VideoManifest {
  const others = manifest.files.filter((file) => !POSTER_FILE.test(file.name));
  return { ...manifest, ...made, posterFrom: from, files: [...others, ...files] };
}
