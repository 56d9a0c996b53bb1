// Editing chapters and hot-spots, without a page.
import { describe, expect, it } from '@jest/globals';
import { placeAt, pictureIn, withChapter, withHotspot } from './marks';

describe('chapters', () => {
  it('begin at the beginning, and a new one takes its place in time', () => {
    const first = withChapter([], 7000);
    expect(first).toEqual([{ startMs: 0, title: '' }]);
    const more = withChapter([...first, { startMs: 9000, title: 'b' }], 7000);
    expect(more.map(({ startMs }) => startMs)).toEqual([0, 7000, 9000]);
  });
});

describe('hot-spots', () => {
  it('are added from this moment on, inside the video', () => {
    expect(withHotspot([], 'prd', 1000, 20_000)).toMatchObject([{ fromMs: 1000, toMs: 4000, xBps: 5000 }]);
    expect(withHotspot([], 'prd', 19_500, 20_000)).toMatchObject([{ fromMs: 17_000, toMs: 20_000 }]);
    expect(withHotspot([], 'prd', 500, 2000)).toMatchObject([{ fromMs: 0, toMs: 2000 }]);
  });

  it('have their place on the picture and not on the bars beside it', () => {
    const picture = pictureIn({ width: 640, height: 640 }, { width: 720, height: 1280 });
    expect(picture).toEqual({ left: 140, top: 0, width: 360, height: 640 });
    expect(placeAt({ x: 320, y: 160 }, picture)).toEqual({ xBps: 5000, yBps: 2500 });
    expect(placeAt({ x: 10, y: 700 }, picture)).toEqual({ xBps: 0, yBps: 10_000 });
  });
});
