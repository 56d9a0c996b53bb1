// What a card says of pictures: whole addresses where there are files, and plain nothing for older videos.
import { describe, expect, it } from '@jest/globals';
import type { VideoManifest } from '../../videos/video.rules.js';
import { cardPoster, pictureUrls, posterSet } from './pictures.rules.js';

const OLD: Omit<VideoManifest, 'files'> = {
  ...{ durationMs: 1000, width: 360, height: 640, renditions: [], master: 'master.m3u8', mp4: null },
  ...{ poster: 'p.jpg', captions: [], warnings: [] },
};
const url = (file: string) => `https://v.example/${file}`;

describe('pictures on a card', () => {
  it('are addresses of every file', () => {
    const shape = { tileWidth: 90, tileHeight: 160, columns: 1, rows: 1, tiles: 1, intervalMs: 1000 };
    const manifest = {
      ...OLD,
      thumbhash: 'aGFzaA==',
      preview: 'preview-1.mp4',
      posterSizes: [{ width: 320, height: 569, jpeg: 'a.jpg', webp: 'a.webp', avif: 'a.avif' }],
      storyboard: { track: 'storyboard.vtt', sheets: ['s1.webp'], ...shape },
    };
    expect(pictureUrls(manifest, url)).toEqual({
      thumbhash: 'aGFzaA==',
      preview: 'https://v.example/preview-1.mp4',
      posterSizes: [{ width: 320, height: 569, jpegUrl: url('a.jpg'), webpUrl: url('a.webp'), avifUrl: url('a.avif') }],
      storyboard: { trackUrl: url('storyboard.vtt'), sheetUrls: [url('s1.webp')], ...shape },
    });
  });

  it('its poster is the WebP of the same picture, and JPEG where there is none', () => {
    const size = (width: number, name: string) => {
      return { width, height: width * 2, jpeg: `${name}.jpg`, webp: `${name}.webp`, avif: `${name}.avif` };
    };
    const posterSizes = [size(320, 'small'), size(640, 'p'), size(1080, 'big')];
    expect(cardPoster({ ...OLD, posterSizes })).toBe('p.webp');
    expect(cardPoster({ ...OLD, posterSizes: [size(320, 'small')] })).toBe('p.jpg');
    expect(cardPoster(OLD)).toBe('p.jpg');
  });

  it('in a row are the two smaller widths, from which the browser takes the one that its place needs', () => {
    const size = (width: number) => {
      return { width, height: width * 2, jpeg: `${width}.jpg`, webp: `${width}.webp`, avif: `${width}.avif` };
    };
    const [small, middle, large] = [size(320), size(640), size(1080)];
    expect(posterSet({ posterSizes: [small, middle, large] }, url)).toBe(
      `${url('320.webp')} 320w,${url('640.webp')} 640w`,
    );
    expect(posterSet({ posterSizes: [small] }, url)).toBeUndefined();
    expect(posterSet(OLD, url)).toBeUndefined();
  });

  it('are missing where a video was prepared before they were made', () => {
    expect(pictureUrls(OLD, url)).toEqual({ posterSizes: [], thumbhash: null, preview: null, storyboard: null });
  });
});
