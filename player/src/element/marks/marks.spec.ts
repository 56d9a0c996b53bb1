// Where marks are in time and on the screen, and which moments an address means.
import { describe, expect, it } from '@jest/globals';
import type { Clip, Hotspot, Product } from '../../core/types.js';
import { chapterAt, clearOf, offeredAtEnd, pictureIn, placeOf, spotsAt } from './marks.rules.js';
import { momentFor, secondsOf, shareUrl } from './moment.rules.js';

const spot = (changed: Partial<Hotspot> = {}): Hotspot => ({
  ...{ product: 'mug', fromMs: 1000, toMs: 3000, xBps: 5000, yBps: 5000, ...changed },
});

describe('in time', () => {
  it('a chapter holds from its first moment to the next one', () => {
    const chapters = [0, 5000, 9000].map((startMs) => ({ startMs, title: String(startMs) }));
    expect([0, 4999, 5000, 8999, 20_000].map((ms) => chapterAt(chapters, ms)?.startMs)).toEqual([
      0, 0, 5000, 5000, 9000,
    ]);
    expect(chapterAt([], 10)).toBeUndefined();
  });

  it('a hot-spot is shown from its first moment, and not at its last', () => {
    expect([999, 1000, 2999, 3000].map((ms) => spotsAt([spot()], ms).length)).toEqual([0, 1, 1, 0]);
  });
});

describe('on the screen', () => {
  const PORTRAIT = { width: 720, height: 1280 };
  it.each([
    ['a frame of its shape', { width: 360, height: 640 }, { left: 0, top: 0, width: 360, height: 640 }],
    ['a wide frame', { width: 1280, height: 720 }, { left: 437.5, top: 0, width: 405, height: 720 }],
    ['a square one', { width: 640, height: 640 }, { left: 140, top: 0, width: 360, height: 640 }],
    ['a high one', { width: 360, height: 1000 }, { left: 0, top: 180, width: 360, height: 640 }],
  ])('the picture lies in %s where the browser puts it', (_, frame, box) => {
    expect(pictureIn(frame, PORTRAIT)).toEqual(box);
  });

  it('a dot is at its place of the picture, whatever bars are beside it, and not under what belongs to the player', () => {
    const frame = { width: 1280, height: 720 };
    const picture = pictureIn(frame, PORTRAIT);
    const margins = { top: 80, bottom: 90, side: 24 };
    expect(placeOf(spot({ xBps: 2000 }), picture, frame, margins)).toEqual({ x: 437.5 + 81, y: 360 });
    expect(placeOf(spot({ yBps: 0 }), picture, frame, margins).y).toBe(80);
    expect(placeOf(spot({ yBps: 10_000 }), picture, frame, margins).y).toBe(630);
    const own = { left: 0, top: 0, width: 320, height: 568 };
    expect(placeOf(spot({ xBps: 0 }), own, { width: 320, height: 568 }, margins).x).toBe(24);
  });
});

it('a dot moves the short way out of the middle while the buttons stand there', () => {
  const frame = { width: 360, height: 640 };
  expect([264, 300, 320, 376, 500].map((y) => y + clearOf(y, frame, 56))).toEqual([264, 264, 376, 376, 500]);
});

it('an end card offers the own product, then others that can be bought, three at most', () => {
  const product = (id: string, inStock = true) => ({ id, inStock }) as Product;
  const own = product('mug', false);
  const ids = (list: Product[]) => list.map(({ id }) => id);
  expect(
    ids(offeredAtEnd(own, [product('cup'), product('mug'), product('lid', false), product('box'), product('bag')])),
  ).toEqual(['mug', 'cup', 'box']);
  expect(ids(offeredAtEnd(null, []))).toEqual([]);
});

describe('a moment in an address', () => {
  const clips = [
    { id: 'vid_one', durationMs: 20_000 },
    { id: 'vid_two', durationMs: 9_000 },
  ] as Clip[];
  const at = (query: string, start: string | null = null, isNamed = false) => {
    const found = momentFor(clips, `https://shop.example/mug${query}`, start, isNamed);
    return found && `${found.clip.id} ${found.seconds}`;
  };

  it.each([
    ['?vitrina=vid_two&t=5', 'vid_two 5'],
    ['?vitrina=vid_two&t=5s#mug', 'vid_two 5'],
    ['?vitrina=vid_one', 'vid_one 0'],
    ['?vitrina=vid_two&t=9', 'vid_two 0'],
    ['?vitrina=vid_two&t=-1', 'vid_two 0'],
    ['?vitrina=vid_two&t=1e1', 'vid_two 0'],
    ['?vitrina=vid_two&t=999999', 'vid_two 0'],
    ['?vitrina=vid_nine&t=5', null],
    ['?t=5', null],
    ['', null],
  ])('%s means %s', (query, found) => {
    expect(at(query)).toBe(found);
  });

  it('means only the named video where the page names one, and an attribute says where that begins', () => {
    expect(at('?vitrina=vid_two&t=5', null, true)).toBeNull();
    expect(at('?vitrina=vid_one&t=5', null, true)).toBe('vid_one 5');
    expect(at('', '12')).toBe('vid_one 12');
    expect(at('?vitrina=vid_one&t=5', '12')).toBe('vid_one 5');
    expect(at('', 'soon')).toBe('vid_one 0');
    expect(secondsOf('12s')).toBe(12);
  });
});

describe('a link to share', () => {
  const place = {
    productUrl: 'https://shop.example/mug?ref=1',
    pageUrl: 'https://shop.example/mug',
    anchor: 'video',
    api: 'https://v.example',
  };

  it('is the page of the product, with the video, its second, and what holds it there', () => {
    expect(shareUrl(place, 'vid_one', 12)).toBe('https://shop.example/mug?ref=1&vitrina=vid_one&t=12#video');
    expect(shareUrl({ ...place, anchor: null }, 'vid_one', 0)).toBe('https://shop.example/mug?ref=1&vitrina=vid_one');
    expect(shareUrl({ ...place, pageUrl: 'https://shop.example/' }, 'vid_one', 1)).not.toContain('#');
    expect(shareUrl({ ...place, productUrl: '/mug' }, 'vid_one', 0)).toBe(
      'https://shop.example/mug?vitrina=vid_one#video',
    );
  });

  it.each([null, 'javascript:alert(1)', 'mailto:a@b.c', 'http://'])(
    'is the page of the video where %s is the product’s',
    (productUrl) => {
      expect(shareUrl({ ...place, productUrl }, 'vid_one', 12)).toBe('https://v.example/watch/vid_one?t=12');
    },
  );
});
