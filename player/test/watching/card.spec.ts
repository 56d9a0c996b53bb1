// Scripted watching in a real browser: what the player reports makes exactly the views count that the evaluator's rule counts.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { PROGRAM_DEFAULTS } from '../../../backend/src/attribution/evaluator/input/config.rules.js';
import { qualifyView } from '../../../backend/src/attribution/evaluator/touches/engagement.rules.js';
import type { ViewEvent } from '../../src/core/types.js';
import { install, when } from './acts.js';
import { PLAYER, startPlaying, startWorld, STRICT_CSP, until, video, type World } from '../page.js';
import { mugCard, prepared } from '../stub.js';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
afterEach(() => world?.leave());
beforeEach(() => {
  const { stub } = world;
  // 7,975 ms long: 3,987 have to be watched, and 2,000 without a break.
  stub.card = { ...mugCard(stub.origin), videos: [prepared(stub.origin, 'vid_one')] };
  stub.csp = STRICT_CSP;
});

const DURATION_MS = 7975;

interface Watched {
  page: Page;
  player: Locator;
}

async function untilEnd(player: Locator): Promise<void> {
  await until('ended', () => video(player, (v) => v.ended), 30_000);
}

/** Scrolls until this share of the player is above the lower edge of the window, then starts it by the keyboard. */
async function startAtShare({ page, player }: Watched, share: number): Promise<void> {
  await player.evaluate((element, part) => {
    const box = element.getBoundingClientRect();
    scrollTo(0, scrollY + box.top + box.height * part - innerHeight);
  }, share);
  await player.locator('.go').waitFor();
  await player.locator('.go').evaluate((go) => (go as HTMLElement).focus({ preventScroll: true }));
  await page.keyboard.press('Enter');
  await until('plays', () => player.locator('video').count());
}

interface Row {
  label: string;
  body?: string;
  script(watched: Watched): Promise<void>;
  /** What the evaluator says of each view, and what it takes as watched at least and at most. */
  reason: string;
  watchedMs: readonly [least: number, most: number];
}

const TALL = '<div class="tall"></div>';

const rows: Row[] = [
  {
    label: 'straight through half of it',
    script: async ({ player }) => {
      await startPlaying(player);
      await when(player, 4.5, 'pause');
    },
    ...{ reason: 'QUALIFIED', watchedMs: [4400, 4900] },
  },
  {
    label: 'not quite half of it',
    script: async ({ player }) => {
      await startPlaying(player);
      await when(player, 3.4, 'pause');
    },
    ...{ reason: 'NOT_WATCHED', watchedMs: [3300, 3900] },
  },
  {
    label: 'to the end, most of it in a hidden tab',
    script: async ({ player }) => {
      await startPlaying(player);
      await when(player, 1.4, 'hide', 1);
      await when(player, 6.6, 'hide', 0);
      await untilEnd(player);
    },
    ...{ reason: 'NOT_VIEWABLE', watchedMs: [2500, 3300] },
  },
  {
    label: 'to the end, a little less than half of it on the screen',
    body: TALL + PLAYER + TALL,
    script: async (watched) => {
      await startAtShare(watched, 0.46);
      await untilEnd(watched.player);
    },
    ...{ reason: 'NOT_VIEWABLE', watchedMs: [0, 0] },
  },
  {
    label: 'to the end, a little more than half of it on the screen',
    body: TALL + PLAYER + TALL,
    script: async (watched) => {
      await startAtShare(watched, 0.54);
      await untilEnd(watched.player);
    },
    ...{ reason: 'QUALIFIED', watchedMs: [7500, DURATION_MS] },
  },
  {
    label: 'the same three seconds again and again',
    script: async ({ player }) => {
      await startPlaying(player);
      for (let times = 0; times < 2; times += 1) await when(player, 3, 'seek', 0);
      await when(player, 3, 'pause');
    },
    ...{ reason: 'NOT_WATCHED', watchedMs: [2900, 3700] },
  },
  {
    label: 'at twice the speed',
    script: async ({ player }) => {
      await startPlaying(player);
      await when(player, 0, 'speed', 2);
      await when(player, 6, 'pause');
    },
    ...{ reason: 'QUALIFIED', watchedMs: [5800, 6900] },
  },
  {
    label: 'at sixteen times the speed, which nobody watches',
    script: async ({ page, player }) => {
      await page.evaluate(() => {
        const { play } = HTMLMediaElement.prototype;
        HTMLMediaElement.prototype.play = function () {
          this.playbackRate = 16;
          return play.call(this);
        };
      });
      await startPlaying(player);
      await untilEnd(player);
    },
    ...{ reason: 'IMPOSSIBLE', watchedMs: [0, 0] },
  },
  {
    label: 'the beginning and, after a seek, the end: no two seconds without a break',
    script: async ({ player }) => {
      await startPlaying(player);
      await when(player, 1.3, 'seek', 6.5);
      await untilEnd(player);
    },
    ...{ reason: 'NOT_VIEWABLE', watchedMs: [2500, 3400] },
  },
  {
    label: 'two seconds without a break, and after a seek the rest that is needed',
    script: async ({ player }) => {
      await startPlaying(player);
      await when(player, 2.6, 'seek', 5.6);
      await untilEnd(player);
    },
    ...{ reason: 'QUALIFIED', watchedMs: [4500, 5600] },
  },
  {
    label: 'to the end, begun by itself and never touched',
    body: PLAYER.replace('ratio', 'autoplay ratio'),
    script: async ({ player }) => {
      await until('begins', () => player.locator('video').count(), 20_000);
      await untilEnd(player);
    },
    ...{ reason: 'AUTOPLAY', watchedMs: [7500, DURATION_MS] },
  },
];

describe('a view that was watched', () => {
  it.each(rows.map((row) => [row.label, row] as const))('%s', async (_, { body, script, reason, watchedMs }) => {
    const head = '<link rel="stylesheet" href="/media/reserve.css">';
    const { page, player, heard, faults } = await world.open(body ?? PLAYER, { init: install, head });
    await script({ page, player });
    const told = (await heard()).filter((event) => event.type === 'vitrina:qualified');
    // The rest goes out with the page.
    await page.goto('about:blank');
    await until('reported', () => world.stub.lastView());
    let before = -1;
    while (before < (before = world.stub.requests.length)) await new Promise((resolve) => setTimeout(resolve, 700));
    const reports = world.stub.events().filter((event): event is ViewEvent => event.type === 'view');
    const judged = reports.map((view) =>
      qualifyView(
        { ...view, occurredAt: Date.parse(view.occurredAt) },
        { durationMs: DURATION_MS },
        PROGRAM_DEFAULTS.qualify,
      ),
    );
    expect(new Set(reports.map((view) => view.id)).size).toBe(1);
    const last = judged.at(-1);
    expect(last?.reason).toBe(reason);
    expect(last?.watchedMs).toBeGreaterThanOrEqual(watchedMs[0]);
    expect(last?.watchedMs).toBeLessThanOrEqual(watchedMs[1]);
    // The page is told once, and only if the evaluator agreed at that moment.
    expect(told).toHaveLength(judged.some((view) => view.reason === 'QUALIFIED') ? 1 : 0);
    expect(faults).toEqual([]);
  });
});
