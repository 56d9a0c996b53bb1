// Scripted watching in the feed: what its players report makes exactly the views count that the evaluator's rule counts.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PROGRAM_DEFAULTS } from '../../../backend/src/attribution/evaluator/input/config.rules.js';
import { qualifyView } from '../../../backend/src/attribution/evaluator/touches/engagement.rules.js';
import type { ViewEvent } from '../../src/core/types.js';
import { startWorld, until, type World } from '../page.js';
import { fill, openFeed, openPosters, playerAt, playsAt, playsUnderFinger, settled, type Walk } from '../feed/walk.js';
import { install, when as whenOf } from './acts.js';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
afterEach(() => world?.leave());
// 7,975 ms long each: 3,987 have to be watched, and 2,000 without a break.
beforeEach(() => fill(world, 4));

const DURATION_MS = 7975;

/** Comes to this second of this video, and does it there. */
function when(
  walk: Walk,
  at: number,
  second: number,
  act: Parameters<typeof whenOf>[2] = 'pause',
  value = 0,
): Promise<void> {
  return whenOf(playerAt(walk, at), second, act, value);
}

/** Comes to this second and goes on. */
function past(walk: Walk, at: number, second: number): Promise<void> {
  return when(walk, at, second, 'speed', 1);
}

const key = (walk: Walk, name: string): Promise<void> => walk.page.keyboard.press(name);

/** A finger that holds the feed so far from its place, as a share of the screen. */
async function hold({ cdp, page }: Walk, share: number): Promise<() => Promise<void>> {
  const height = page.viewportSize()?.height ?? 800;
  const touch = (type: string, y?: number) =>
    cdp.send('Input.dispatchTouchEvent', { type, touchPoints: y === undefined ? [] : [{ x: 195, y }] } as never);
  await touch('touchStart', height - 60);
  for (let step = 1; step <= 10; step += 1) await touch('touchMove', height - 60 - (height * share * step) / 10 - 15);
  return () => touch('touchEnd').then(() => undefined);
}

interface Row {
  label: string;
  script(walk: Walk): Promise<unknown>;
  /** Of each view, in the order in which they began: whose, what the evaluator says, and the least and most watched. */
  views: [video: string, reason: string, least: number, most: number][];
}

const rows: Row[] = [
  {
    label: 'half of the first, then on: the first counts, the second does not yet',
    script: async (walk) => {
      await past(walk, 0, 4.4);
      await key(walk, 'ArrowDown');
      await playsAt(walk.page, 1);
      await when(walk, 1, 1, 'pause');
    },
    views: [
      ['vid_0', 'QUALIFIED', 4300, 6000],
      ['vid_1', 'NOT_VIEWABLE', 900, 1900],
    ],
  },
  {
    label: 'swiped away and come back: two views, and neither has enough of its own',
    script: async (walk) => {
      await past(walk, 0, 2.3);
      await key(walk, 'ArrowDown');
      await playsAt(walk.page, 1);
      await settled(walk);
      await key(walk, 'ArrowUp');
      await playsAt(walk.page, 0);
      await when(walk, 0, 2.3, 'pause');
    },
    views: [
      ['vid_0', 'NOT_WATCHED', 2200, 3900],
      ['vid_1', 'NOT_VIEWABLE', 0, 1999],
      ['vid_0', 'NOT_WATCHED', 2000, 3900],
    ],
  },
  {
    label: 'to the end, most of it in a hidden tab',
    script: async (walk) => {
      await when(walk, 0, 1.4, 'hide', 1);
      await when(walk, 0, 6.6, 'hide', 0);
      await past(walk, 0, 99);
    },
    views: [['vid_0', 'NOT_VIEWABLE', 2400, 3400]],
  },
  {
    label: 'held by a finger so that a third of it is off the screen: it is seen',
    script: async (walk) => {
      const letGo = await hold(walk, 0.33);
      await when(walk, 0, 5, 'pause');
      await letGo();
    },
    views: [['vid_0', 'QUALIFIED', 4800, 5600]],
  },
  {
    label: 'the same two and a half seconds three times',
    script: async (walk) => {
      for (let times = 0; times < 2; times += 1) await when(walk, 0, 2.5, 'seek', 0);
      await when(walk, 0, 2.5, 'pause');
    },
    views: [['vid_0', 'NOT_WATCHED', 2400, 3300]],
  },
  {
    label: 'at twice the speed',
    script: async (walk) => {
      await when(walk, 0, 0, 'speed', 2);
      await when(walk, 0, 6, 'pause');
    },
    views: [['vid_0', 'QUALIFIED', 5500, 7200]],
  },
  {
    label: 'the beginning and, after a seek, the end: no two seconds without a break',
    script: async (walk) => {
      await when(walk, 0, 1.3, 'seek', 6.5);
      await past(walk, 0, 99);
    },
    views: [['vid_0', 'NOT_VIEWABLE', 2400, 3400]],
  },
];

/** The newest version of every view, in the order in which they began, as the evaluator takes it. */
async function judged(walk: Walk) {
  await walk.page.goto('about:blank');
  await until('reported', () => world.stub.lastView());
  let before = -1;
  while (before < (before = world.stub.requests.length)) await new Promise((resolve) => setTimeout(resolve, 700));
  const newest = new Map<string, ViewEvent>();
  for (const event of world.stub.events()) if (event.type === 'view') newest.set(event.id, event);
  return [...newest.values()]
    .sort((a, b) => a.occurredAt.localeCompare(b.occurredAt))
    .map((view) => {
      const fact = { ...view, occurredAt: Date.parse(view.occurredAt) };
      return { view, ...qualifyView(fact, { durationMs: DURATION_MS }, PROGRAM_DEFAULTS.qualify) };
    });
}

describe('a view in the feed', () => {
  it.each(rows.map((row) => [row.label, row] as const))('%s', async (_, { script, views }) => {
    const walk = await openFeed(world, { init: install });
    await script(walk);
    const told = (await walk.heard()).filter(({ type }) => type === 'vitrina:qualified');
    const found = await judged(walk);
    expect(found.map(({ view, reason }) => [view.videoId, reason])).toEqual(
      views.map(([video, reason]) => [video, reason]),
    );
    found.forEach(({ watchedMs }, at) => {
      expect(watchedMs).toBeGreaterThanOrEqual(views[at]?.[2] ?? Infinity);
      expect(watchedMs).toBeLessThanOrEqual(views[at]?.[3] ?? 0);
    });
    expect(told.map(({ detail }) => detail['videoId'])).toEqual(
      found.filter(({ reason }) => reason === 'QUALIFIED').map(({ view }) => view.videoId),
    );
    expect(walk.faults).toEqual([]);
  });

  it('more than half away is the next one: the one that is left plays no more, and its time ends there', async () => {
    const walk = await openFeed(world, { init: install });
    await past(walk, 0, 0.5);
    const letGo = await hold(walk, 0.64);
    await playsUnderFinger(walk.page, 1);
    await letGo();
    await settled(walk);
    const [first] = await judged(walk);
    expect(first).toMatchObject({ reason: 'NOT_VIEWABLE', view: { videoId: 'vid_0' } });
    const seen = first?.view.segments.filter(({ visibleBps }) => visibleBps < 5000) ?? [];
    // A moment of the way may be told as less than half seen; watched it is not.
    expect(seen.reduce((sum, part) => sum + part.mediaToMs - part.mediaFromMs, 0)).toBeLessThan(500);
  });

  it('opened by the page itself and never touched: seen, and no touch', async () => {
    const init = (): void =>
      document.addEventListener(
        'vitrina:ready',
        ({ target }) => void (target as HTMLElement & { open(): void }).open(),
        {
          once: true,
        },
      );
    // Nothing is asked of the page from outside: a question would count as a touch.
    const { page } = await world.open('<vitrina-reviews store="pk_test" product="mug" form="feed"></vitrina-reviews>', {
      init,
      head: '<script type="module" src="/player/v1/reviews.js"></script>',
    });
    await until('watched', () => (world.stub.lastView()?.segments.at(-1)?.mediaToMs ?? 0) > 4500, 30_000);
    const [first] = await judged({ page } as Walk);
    expect(first).toMatchObject({ reason: 'AUTOPLAY', viewable: true, view: { autoplay: true, interacted: false } });
  });

  it('of a poster that was only seen counts nothing', async () => {
    const walk = await openPosters(world);
    await until('an impression', () => world.stub.events().length > 0);
    await walk.page.goto('about:blank');
    expect(world.stub.events().every(({ type }) => type === 'impression')).toBe(true);
  });
});
