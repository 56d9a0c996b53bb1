// A feed of many videos on a page, and what a shopper does in it; for the specs of this folder.
import type { CDPSession, Locator, Page } from 'playwright-core';
import type { Clip } from '../../src/core/types.js';
import { STRICT_CSP, until, type Opened, type Opening, type World } from '../page.js';
import { mugCard, prepared } from '../stub.js';

export const SCRIPT = '<script type="module" src="/player/v1/reviews.js"></script>';

/** So many videos of one product; the addresses of each are its own. */
export function fill(world: World, count: number, changed: Partial<Clip> = {}): void {
  const { stub } = world;
  stub.card = mugCard(stub.origin);
  stub.card.videos = Array.from({ length: count }, (_, at) =>
    prepared(stub.origin, `vid_${at}`, {
      title: `Видео ${at}`,
      hlsUrl: `${stub.origin}/media/mug~${at}/master.m3u8`,
      posterUrl: `${stub.origin}/media/coffee/poster.jpg`,
      ...changed,
    }),
  );
  stub.broken.clear();
  stub.slow.clear();
  stub.csp = STRICT_CSP;
}

export interface Walk extends Opened {
  element: Locator;
  cdp: CDPSession;
}

/** A page with posters in a row; `more` are further attributes. */
export async function openPosters(world: World, options: Opening = {}, more = ''): Promise<Walk> {
  const body = `<vitrina-reviews store="pk_test" product="mug" locale="ru" ${more}></vitrina-reviews>`;
  const opened = await world.open(body, { hasTouch: true, ...options, head: `${SCRIPT}${options.head ?? ''}` });
  const element = opened.page.locator('vitrina-reviews');
  await until('posters', () => element.evaluate((e) => e.getAttribute('state') === 'poster'));
  return { ...opened, element, cdp: await opened.page.context().newCDPSession(opened.page) };
}

/** The same, and the feed is open at its first video, which plays. */
export async function openFeed(world: World, options: Opening = {}, more = ''): Promise<Walk> {
  const walk = await openPosters(world, options, more);
  await walk.element.locator('.tile').first().click();
  await playsAt(walk.page, 0);
  return walk;
}

/** The place of the feed that is on the screen plays, with its player around it; nothing else does. */
export async function playsAt(page: Page, at: number, fromS = 0.1): Promise<void> {
  await playsUnderFinger(page, at, fromS);
  // It plays while the swipe still moves; what is tapped then has moved on.
  await until(`video ${at} rests`, () =>
    page
      .locator('vitrina-reviews .place')
      .nth(at)
      .evaluate((place) => Math.abs(place.getBoundingClientRect().top) < 1),
  );
}

/** The same, and the place need not have come to rest. */
export async function playsUnderFinger(page: Page, at: number, fromS = 0.1): Promise<void> {
  await until(
    `video ${at} plays`,
    () =>
      page.locator('vitrina-reviews').evaluate(
        (element, [place, second]) => {
          const places = [...(element.shadowRoot?.querySelectorAll('.place') ?? [])];
          const roots = places.map((one) => one.querySelector('vitrina-player')?.shadowRoot);
          const isPaused = (root?: ShadowRoot | null): boolean => root?.querySelector('video')?.paused !== false;
          const shown = roots[place];
          const isShown =
            shown?.querySelector('.controls') && (shown.querySelector('video')?.currentTime ?? 0) > second;
          return isShown && roots.every((root, other) => other === place || isPaused(root));
        },
        [at, fromS] as const,
      ),
    20_000,
  );
}

export const playerAt = ({ element }: Walk, at: number): Locator =>
  element.locator('.place').nth(at).locator('vitrina-player');

/** The next one stands behind its poster with its picture decoded. */
export async function standsReady(walk: Walk, at: number): Promise<void> {
  await until(`video ${at} stands ready`, () =>
    playerAt(walk, at).evaluate((e) => (e.shadowRoot?.querySelector('video')?.readyState ?? 0) >= 2),
  );
}

/** The last swipe has come to its end. */
export async function settled({ element }: Walk): Promise<void> {
  const top = (): Promise<number> => element.locator('.reel').evaluate((reel) => reel.scrollTop / reel.clientHeight);
  await until('settled', async () => Number.isInteger(await top()));
}

/** Of which videos segments were asked for, one entry a request, in order. */
export function segmentsAsked(world: World): string[] {
  return world.stub.requests.flatMap(
    ({ path }) => /mug~(\w+)\/.*(\d{4})-\w+\.m4s$/.exec(path)?.slice(1, 3).join(':') ?? [],
  );
}

/** A finger that goes up over the screen and is lifted, as browsers see it. */
export async function swipe({ cdp }: Walk, by = -420): Promise<void> {
  const [x, from] = [195, by < 0 ? 640 : 200];
  const touch = (type: string, y?: number) =>
    cdp.send('Input.dispatchTouchEvent', { type, touchPoints: y === undefined ? [] : [{ x, y }] } as never);
  await touch('touchStart', from);
  for (let step = 1; step <= 6; step += 1) {
    await touch('touchMove', from + (by * step) / 6);
    await new Promise((resolve) => setTimeout(resolve, 16));
  }
  await touch('touchEnd');
}
