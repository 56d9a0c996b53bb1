// A swipe in the feed: what was fetched for it before, what it shows without any network, and what it leaves behind. Counted, not timed.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startWorld, until, type Opening, type World } from '../page.js';
import { fill, openFeed, playerAt, playsAt, segmentsAsked, settled, standsReady, swipe, type Walk } from './walk.js';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
afterEach(() => world?.leave());
beforeEach(() => fill(world, 8));

const of = (at: number): string[] => segmentsAsked(world).filter((one) => one.startsWith(`${at}:`));

/** Counts the media sources of the page that are open or about to be. */
function countSources(): void {
  const all = new Map<MediaSource, 'new' | 'open'>();
  const seen = { most: 0, live: (): number => 0 };
  Object.assign(window, { sources: seen });
  seen.live = () => {
    for (const [source, state] of all) if (state === 'open' && source.readyState === 'closed') all.delete(source);
    return all.size;
  };
  const look = (): void => void (seen.most = Math.max(seen.most, seen.live()));
  window.MediaSource = class extends MediaSource {
    constructor() {
      super();
      all.set(this, 'new');
      this.addEventListener('sourceopen', () => (all.set(this, 'open'), look()));
      look();
    }
  };
}

interface Sources {
  most: number;
  live(): number;
}
const sources = ({ page }: Walk): Promise<[most: number, now: number]> =>
  page.evaluate(() => {
    const { most, live } = (window as unknown as { sources: Sources }).sources;
    return [most, live()];
  });

/** A second of watching is safe; then it is known whether anything is fetched that must not be. */
async function nothingIsFetchedOf(at: number, walk: Walk): Promise<void> {
  await until('all of the current one', () => of(0).some((one) => one.endsWith('0004')), 20_000);
  await walk.page.waitForTimeout(1500);
  expect(of(at)).toEqual([]);
  expect(await playerAt(walk, at).locator('video').count()).toBe(0);
}

describe('before a swipe', () => {
  it('the next one has its first segment, once, when the current one is safe; the others have no byte of video', async () => {
    const walk = await openFeed(world);
    await standsReady(walk, 1);
    const asked = segmentsAsked(world);
    expect(asked.indexOf('1:0001')).toBeGreaterThan(asked.indexOf('0:0003'));
    await walk.page.waitForTimeout(1500);
    expect(of(1)).toEqual(['1:0001']);
    expect(segmentsAsked(world).filter((one) => !/^[01]:/.test(one))).toEqual([]);
    expect(await walk.element.locator('video').count()).toBe(2);
    expect(walk.faults).toEqual([]);
  });

  it('not a byte of the next one while the current one has not enough', async () => {
    world.stub.slow.set('mug~0/av1-360p-0002', 6000);
    const walk = await openFeed(world);
    await walk.page.waitForTimeout(1500);
    expect(of(0)).toEqual(['0:0001', '0:0002']);
    expect(of(1)).toEqual([]);
    await standsReady(walk, 1);
  });

  it('not a byte of the next one while this one is paused, and then it comes', async () => {
    world.stub.slow.set('mug~0/av1-360p-0002', 2000);
    const walk = await openFeed(world);
    await walk.page.keyboard.press('k');
    await walk.page.waitForTimeout(3500);
    const before = of(1).length;
    await walk.page.keyboard.press('k');
    await standsReady(walk, 1);
    expect([before, of(1).length]).toEqual([0, 1]);
  });

  const SPARED: [string, Opening][] = [
    [
      'the shopper saves data',
      {
        init: () =>
          void Object.defineProperty(navigator, 'connection', { value: { saveData: true, effectiveType: '4g' } }),
      },
    ],
    [
      'the network is of the third generation',
      {
        init: () =>
          void Object.defineProperty(navigator, 'connection', { value: { effectiveType: '3g', downlink: 1.3 } }),
      },
    ],
    [
      'the network is slow',
      {
        init: () =>
          void Object.defineProperty(navigator, 'connection', { value: { effectiveType: '4g', downlink: 1.2 } }),
      },
    ],
    ['the shopper wants less motion', { reducedMotion: 'reduce' }],
    [
      'the battery is nearly empty',
      {
        init: () =>
          void Object.assign(navigator, { getBattery: () => Promise.resolve({ charging: false, level: 0.1 }) }),
      },
    ],
    ['the tab is hidden', { init: () => void Object.defineProperty(document, 'hidden', { value: true }) }],
  ];
  it.each(SPARED)('not a byte of the next one when %s', async (_, options) => {
    const walk = await openFeed(world, options);
    await nothingIsFetchedOf(1, walk);
    await walk.page.keyboard.press('ArrowDown');
    await playsAt(walk.page, 1);
    expect(walk.faults).toEqual([]);
  });
});

describe('a swipe', () => {
  const WAYS: [string, (walk: Walk) => Promise<unknown>][] = [
    ['of a finger', (walk) => swipe(walk)],
    ['by a key', ({ page }) => page.keyboard.press('ArrowDown')],
    ['by one notch of the wheel', ({ page }) => page.mouse.move(195, 300).then(() => page.mouse.wheel(0, 120))],
  ];

  it.each(WAYS)('%s shows the first picture of the next one without any network', async (_, act) => {
    const walk = await openFeed(world);
    await standsReady(walk, 1);
    await playerAt(walk, 1).evaluate((e) => {
      const video = e.shadowRoot?.querySelector('video');
      video?.requestVideoFrameCallback(() => Object.assign(window, { shown: !video.paused }));
    });
    await walk.page.context().setOffline(true);
    await act(walk);
    await until('a picture that moves', () =>
      walk.page.evaluate(() => (window as unknown as { shown?: boolean }).shown === true),
    );
    expect(
      await playerAt(walk, 1)
        .locator('video')
        .evaluate((v) => getComputedStyle(v).visibility),
    ).toBe('visible');
    await walk.page.context().setOffline(false);
    await playsAt(walk.page, 1, 1.5);
  });

  it('leaves a poster: the one before holds no source, and comes back from it', async () => {
    const walk = await openFeed(world, { init: countSources });
    await standsReady(walk, 1);
    await swipe(walk);
    await playsAt(walk.page, 1);
    await until('let go', async () => (await playerAt(walk, 0).locator('video').count()) === 0);
    await standsReady(walk, 2);
    expect((await sources(walk))[1]).toBe(2);
    await swipe(walk, 420);
    await playsAt(walk.page, 0);
    expect(walk.faults).toEqual([]);
  });

  it('of many there are never more than two media sources, and each next one stands ready', async () => {
    const walk = await openFeed(world, { init: countSources });
    for (const at of [1, 2, 3]) {
      await standsReady(walk, at);
      await swipe(walk);
      await playsAt(walk.page, at);
    }
    await settled(walk);
    for (const at of [2, 1]) {
      await walk.page.keyboard.press('ArrowUp');
      await playsAt(walk.page, at);
    }
    for (let step = 0; step < 5; step += 1) await swipe(walk);
    expect((await sources(walk))[0]).toBe(2);
    await walk.page.keyboard.press('Escape');
    await until('no source', async () => (await sources(walk))[1] === 0);
    expect(walk.faults).toEqual([]);
  });

  it('that goes past the next one cancels what was on its way for it', async () => {
    world.stub.slow.set('mug~1/', 4000);
    const walk = await openFeed(world);
    const cancelled: string[] = [];
    walk.page.on('requestfailed', (request) => cancelled.push(request.url().split('/').slice(-2).join('/')));
    await until('on its way', () => of(1).length === 1);
    // Both within one task of the page: no machine is too busy for that.
    await walk.element.evaluate((e) => {
      const key = (): Event =>
        new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, composed: true, cancelable: true });
      const dialog = e.shadowRoot?.querySelector('dialog');
      for (let times = 0; times < 2; times += 1) dialog?.dispatchEvent(key());
    });
    await playsAt(walk.page, 2);
    // A busy machine may have run dry before, and asked once more after that.
    const asked = of(1).length;
    const gone = (): number => cancelled.filter((name) => name.startsWith('mug~1/av1-360p-0001')).length;
    await until('cancelled', () => gone() === asked);
    await walk.page.waitForTimeout(4500);
    expect([of(1).length, gone()]).toEqual([asked, asked]);
    expect(await playerAt(walk, 1).locator('video').count()).toBe(0);
  });

  it('a current one that runs dry takes the network back from the next one', async () => {
    world.stub.slow.set('mug~1/', 20_000);
    const walk = await openFeed(world);
    const cancelled: string[] = [];
    walk.page.on('requestfailed', (request) => cancelled.push(request.url().split('/').slice(-2).join('/')));
    await until('on its way', () => of(1).length === 1);
    await playerAt(walk, 0).evaluate((e) => e.shadowRoot?.querySelector('video')?.dispatchEvent(new Event('waiting')));
    await walk.page.waitForTimeout(300);
    expect(cancelled).toEqual([]);
    // It really waits: nothing is buffered where it is.
    await walk.page.route('**/mug~0/**', (route) => route.abort());
    await playerAt(walk, 0).evaluate((e) => {
      const video = e.shadowRoot?.querySelector('video');
      if (video) Object.defineProperty(video, 'readyState', { value: 2 });
      video?.dispatchEvent(new Event('waiting'));
    });
    await until('cancelled', () => cancelled.some((name) => name.startsWith('mug~1/')));
  });

  it('to one whose first segment is not there plays another rung of it, and says nothing', async () => {
    world.stub.broken.set('/media/mug~1/av1-360p-0001-231c51cd55e5.m4s', 404);
    const walk = await openFeed(world);
    await until('asked for', () => of(1).length > 0);
    await swipe(walk);
    await playsAt(walk.page, 1);
    expect((await walk.heard()).map(({ type }) => type)).not.toContain('vitrina:error');
  });
});
