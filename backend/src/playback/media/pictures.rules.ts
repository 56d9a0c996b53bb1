// The pictures of a video as addresses: what a card and a page need to show posters, scrub and play a preview.
import type { VideoManifest } from '../../videos/video.rules.js';

type Url = (file: string) => string;

export interface StoryboardUrls {
  /** WebVTT, whose cues name the sheets relative to it. */
  trackUrl: string;
  sheetUrls: string[];
  tileWidth: number;
  tileHeight: number;
  columns: number;
  rows: number;
  tiles: number;
  intervalMs: number;
}

export interface PosterUrls {
  width: number;
  height: number;
  jpegUrl: string;
  webpUrl: string;
  avifUrl: string;
}

export function storyboardUrls({ storyboard }: Pick<VideoManifest, 'storyboard'>, url: Url): StoryboardUrls | null {
  if (!storyboard) return null;
  const { track, sheets, tileWidth, tileHeight, columns, rows, tiles, intervalMs } = storyboard;
  const shape = { tileWidth, tileHeight, columns, rows, tiles, intervalMs };
  return { trackUrl: url(track), sheetUrls: sheets.map(url), ...shape };
}

export function posterUrls({ posterSizes = [] }: Pick<VideoManifest, 'posterSizes'>, url: Url): PosterUrls[] {
  return posterSizes.map(({ width, height, jpeg, webp, avif }) => {
    return { width, height, jpegUrl: url(jpeg), webpUrl: url(webp), avifUrl: url(avif) };
  });
}

/** The picture that a card shows: WebP, half the bytes of JPEG, where it was made; every browser that runs the player shows it. */
export function cardPoster({ poster, posterSizes = [] }: Pick<VideoManifest, 'poster' | 'posterSizes'>): string {
  return posterSizes.find(({ jpeg }) => jpeg === poster)?.webp ?? poster;
}

/** So many widths a row of posters chooses from: the next one is for a whole screen. */
const IN_ROWS = 2;

/** The poster as a `srcset`, in the kind of `cardPoster`; nothing where there is one width. */
export function posterSet({ posterSizes = [] }: Pick<VideoManifest, 'posterSizes'>, url: Url): string | undefined {
  if (posterSizes.length < 2) return undefined;
  return posterSizes
    .slice(0, IN_ROWS)
    .map(({ webp, width }) => `${url(webp)} ${width}w`)
    .join(',');
}

/** What a card says of a video's pictures; empty and null for videos prepared before they were made. */
export function pictureUrls(manifest: Omit<VideoManifest, 'files'>, url: Url) {
  return {
    posterSizes: posterUrls(manifest, url),
    thumbhash: manifest.thumbhash ?? null,
    preview: manifest.preview ? url(manifest.preview) : null,
    storyboard: storyboardUrls(manifest, url),
  };
}
