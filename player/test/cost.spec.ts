// What the player costs a page before a tap, and what a tap finds ready: counted and named, not timed, so that no busy machine changes it.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { PLAYER, startPlaying, startWorld, STRICT_CSP, until, video, type World } from './page.js';
import { mugCard, prepared } from './stub.js';

let world: World;
const COLD = PLAYER.replace('ratio', 'preload="none" ratio');
const RESERVED = '<link rel="stylesheet" href="/media/reserve.css">';
/** A picture of the shop's own, above the card. */
const HERO = '<img id="hero" src="/media/coffee/poster.jpg?hero" width="300" height="120" alt="">';

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());
afterEach(() => world?.leave());
beforeEach(() => {
  const { stub } = world;
  stub.card = mugCard(stub.origin);
  stub.card.videos = [prepared(stub.origin, 'vid_one'), prepared(stub.origin, 'vid_two')];
  stub.broken.clear();
  stub.slow.clear();
  stub.csp = STRICT_CSP;
});

/** What the page asked for, in this order, by names without hashes. */
function asked(): string[] {
  return world.stub.requests
    .map((wire) => wire.path.split('/').at(-1) ?? '')
    .map((name) => name.replace(/-[\w]{8,12}(\.\w+)$/, '$1'));
}

const mediaAsked = (): string[] => asked().filter((name) => /\.m4s|\.mp4/.test(name));

/** The card waits for a tap with all that it may have. */
async function ready(player: Locator): Promise<void> {
  await player.locator('video').waitFor({ state: 'attached' });
}

const hasPicture = (player: Locator): Promise<boolean> =>
  player.locator('video').evaluate((v: HTMLVideoElement) => v.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA);

interface Noted {
  /** The largest pictures so far, as the browser named them: element or address, and when. */
  largest: string[];
  /** Scripts of ours that held the main thread for so long, in milliseconds. */
  blocked: [string, number][];
}

/** Runs in the page before anything else. */
function note(): void {
  const noted: Noted = { largest: [], blocked: [] };
  Object.assign(window, { noted });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { url, element } = entry as unknown as { url: string; element: Element | null };
      noted.largest.push(url.split('/').at(-1) || (element?.tagName ?? ''));
    }
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { scripts } = entry as unknown as { scripts: { sourceURL: string; invoker: string; duration: number }[] };
      for (const { sourceURL, invoker, duration } of scripts) {
        if (sourceURL.includes('/player/v1/')) noted.blocked.push([invoker, duration]);
      }
    }
  }).observe({ type: 'long-animation-frame', buffered: true });
}

const noted = (page: Page): Promise<Noted> => page.evaluate(() => (window as unknown as { noted: Noted }).noted);

describe('at load', () => {
  it('one script and one answer come before the poster, and nothing else of ours before the card was seen', async () => {
    const { page, player } = await world.open(HERO + PLAYER);
    await ready(player);
    const ours = asked().filter((name) => /\.js$|^cards$/.test(name));
    expect(ours).toEqual(['vitrina.js', 'cards', 'seen.js', 'starter.js']);
    const order = await page.evaluate(() => {
      const entries = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
      const at = (end: RegExp): number => entries.find((entry) => end.test(entry.name))?.startTime ?? NaN;
      return [at(/\?hero$/) < at(/cards\?/), at(/cards\?/) < at(/poster\.jpg$/), at(/poster\.jpg$/) < at(/seen-/)];
    });
    expect(order).toEqual([true, true, true]);
  });

  it('the card is asked for before the browser has told where its place is', async () => {
    // Without a frame no observer is called back.
    const init = (): void => {
      class Never {
        observe(): void {}
        disconnect(): void {}
      }
      Object.assign(window, { IntersectionObserver: Never });
    };
    await world.open(PLAYER, { init });
    await until('the card', () => asked().includes('cards'));
  });

  it('of fifty cards far below the first screen two are asked for, and no poster', async () => {
    const cards = Array.from({ length: 50 }, (_, at) => PLAYER.replace('mug', `mug-${at}`)).join('');
    const head = RESERVED;
    const { page } = await world.open(`<div class="tall"></div>${cards}`, { head });
    await until('the cards', () => asked().includes('cards'));
    await page.waitForTimeout(1500);
    expect(asked().filter((name) => /^cards$|poster|seen|m4s/.test(name))).toEqual(['cards', 'cards']);
  });

  it('the largest picture is the poster, asked for with low priority, and no video takes its place', async () => {
    const { page, player } = await world.open(PLAYER, { init: note, head: RESERVED });
    await ready(player);
    await until('a picture', () => hasPicture(player));
    await page.waitForTimeout(500);
    expect((await noted(page)).largest.at(-1)).toBe('poster.jpg');
    expect(await player.locator('img.poster').getAttribute('fetchpriority')).toBe('low');
  });

  it('a poster that stands in the page is painted without us, once, and stays the largest picture', async () => {
    // The script comes late, as on a slow network: the picture does not wait for it.
    world.stub.slow.set('vitrina.js', 1500);
    const inside = '<img src="/media/coffee/poster.jpg" alt="">';
    // The place has the video's own shape: a poster larger by half a pixel would be a new largest picture.
    const body = `<div class="own">${PLAYER.replace('></', `>${inside}</`)}</div>`;
    const { page, player } = await world.open(body, { init: note, head: RESERVED });
    await ready(player);
    await until('a picture', () => hasPicture(player));
    await page.waitForTimeout(500);
    const { largest } = await noted(page);
    expect(largest.filter((name) => name === 'poster.jpg')).toHaveLength(1);
    expect(largest.at(-1)).toBe('poster.jpg');
    expect(asked().indexOf('poster.jpg')).toBeLessThan(asked().indexOf('cards'));
    expect(await player.locator('img.poster').evaluate((img: HTMLImageElement) => img.complete)).toBe(true);
  });

  it('the shop has its own largest picture: it stays that', async () => {
    const large = HERO.replace('width="300" height="120"', 'width="390" height="700"');
    const { page, player } = await world.open(large + PLAYER, { init: note, head: RESERVED });
    await page.mouse.wheel(0, 0);
    await player.locator('.go').waitFor({ state: 'attached' });
    await page.waitForTimeout(500);
    expect((await noted(page)).largest.at(-1)).toBe('poster.jpg?hero');
  });

  it('none of our scripts holds a slow phone for 50 ms', async () => {
    // What is heavy by itself is so each time; a starved machine lengthens now this, now that.
    const tries: [string, number][][] = [];
    const tooLong = (blocked: [string, number][]): [string, number][] => blocked.filter(([, ms]) => ms >= 50);
    while (tries.length < 6 && !tries.some((blocked) => tooLong(blocked).length === 0)) {
      const { page } = await world.open('', { init: note, head: RESERVED });
      const cdp = await page.context().newCDPSession(page);
      await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
      world.stub.html = world.stub.html.replace('</h1>', `</h1>${PLAYER}`);
      await page.reload();
      const player = page.locator('vitrina-player');
      await ready(player);
      await until('a picture', () => hasPicture(player), 30_000);
      await page.waitForTimeout(1000);
      tries.push((await noted(page)).blocked);
      await world.leave();
    }
    expect(tooLong(tries.at(-1) ?? [])).toEqual([]);
  });

  it('no tables of the browser are loaded to write a price', async () => {
    const init = (): void => {
      const used: string[] = [];
      Object.assign(window, { used });
      for (const name of ['NumberFormat', 'DateTimeFormat', 'PluralRules', 'RelativeTimeFormat'] as const) {
        const Original = Intl[name] as unknown as new (...given: unknown[]) => object;
        const Watched = function (...given: unknown[]): object {
          used.push(name);
          return new Original(...given);
        };
        Object.assign(Intl, { [name]: Watched });
      }
      const { toLocaleString } = Number.prototype;
      Number.prototype.toLocaleString = function (...given): string {
        used.push('toLocaleString');
        return toLocaleString.apply(this, given);
      };
    };
    const { page, player } = await world.open(PLAYER, { init });
    await ready(player);
    expect(await player.locator('.price').innerText()).toBe('6\u00a0490\u00a0₸');
    expect(await page.evaluate(() => (window as unknown as { used: string[] }).used)).toEqual([]);
  });
});

/** Counts what the browser paints anew between a tap and the first picture after it. */
async function paintedAtTap(page: Page, player: Locator): Promise<number> {
  const browser = await world.browser.newBrowserCDPSession();
  const events: { name: string; ts: number }[] = [];
  browser.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as typeof events)));
  const includedCategories = ['devtools.timeline', 'blink.user_timing', 'cc'];
  await browser.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories } });
  await player.evaluate(async (element) => {
    const root = element.shadowRoot;
    const shown = new Promise((resolve) => root?.querySelector('video')?.requestVideoFrameCallback(resolve));
    performance.mark('tapped');
    root?.querySelector<HTMLElement>('.go')?.click();
    await shown;
    performance.mark('pictured');
  });
  const done = new Promise<void>((resolve) => browser.once('Tracing.tracingComplete', () => resolve()));
  await browser.send('Tracing.end');
  await done;
  await page.close();
  const at = (name: string): number => events.find((event) => event.name === name)?.ts ?? NaN;
  return events.filter(({ name, ts }) => name === 'RasterTask' && ts > at('tapped') && ts < at('pictured')).length;
}

/** Clicks, lets promises settle that need no other task, and answers what the page has done by then. */
function clicked(player: Locator): Promise<{ fetched: string[]; plays: boolean; opacity: string }> {
  return player.evaluate(async (element) => {
    const root = element.shadowRoot;
    const asked: string[] = [];
    const { fetch } = window;
    window.fetch = (...given) => {
      asked.push(`${given[0] as URL}`.split('/').at(-1) ?? '');
      return fetch(...given);
    };
    root?.querySelector<HTMLElement>('.go')?.click();
    const made = root?.querySelector('video');
    const plays = made?.paused === false;
    for (let n = 0; n < 20; n += 1) await Promise.resolve();
    window.fetch = fetch;
    return { fetched: asked, plays, opacity: made ? getComputedStyle(made).opacity : '' };
  });
}

describe('a tap', () => {
  it('finds the first picture decoded behind the poster, and plays within the click', async () => {
    const { player, faults } = await world.open();
    await ready(player);
    await until('a picture', () => hasPicture(player));
    expect(await player.locator('video').evaluate((v) => getComputedStyle(v).opacity)).toBe('0');
    expect(mediaAsked()).toHaveLength(1);
    expect(await clicked(player)).toMatchObject({ plays: true, opacity: '1' });
    await until('it plays', () => video(player, (v) => v.currentTime > 0.1));
    expect(faults).toEqual([]);
  });

  it('with not a byte there has its decoders ready, and asks for the segment alone within the click', async () => {
    const { player, faults } = await world.open(COLD);
    await ready(player);
    await until('decoders', () => player.locator('video').evaluate((v: HTMLVideoElement) => v.readyState === 1));
    expect(mediaAsked()).toEqual([]);
    const { fetched, plays, opacity } = await clicked(player);
    expect(fetched).toEqual([expect.stringContaining('0001')]);
    expect([plays, opacity]).toEqual([true, '1']);
    await until('it plays', () => video(player, (v) => v.currentTime > 0.1));
    expect(faults).toEqual([]);
  });

  it.each([
    ['ready with its first picture', PLAYER],
    ['ready without a byte of video', COLD],
  ])('on a card %s paints nothing anew before the first picture', async (_name, body) => {
    // A starved machine may still be painting the page itself.
    const counts: number[] = [];
    while (counts.length < 5 && counts.at(-1) !== 0) {
      const { page, player } = await world.open(body, { head: RESERVED, deviceScaleFactor: 2 });
      await ready(player);
      const least = body === COLD ? 1 : 2;
      await until('ready', () =>
        player.locator('video').evaluate((v: HTMLVideoElement, n) => v.readyState >= n, least),
      );
      await page.waitForTimeout(500);
      counts.push(await paintedAtTap(page, player));
    }
    expect(counts.at(-1)).toBe(0);
  });

  it('on a card beyond the first two, where nothing stands ready, asks within the click too', async () => {
    const cards = ['a', 'b', 'c'].map((name) => PLAYER.replace('mug', name)).join('');
    world.stub.card.videos = [];
    const { page, faults } = await world.open('', { viewport: { width: 390, height: 3000 } });
    await page.route('**/v1/cards?*', (route) => {
      const product = new URL(route.request().url()).searchParams.get('product') ?? '';
      const [first] = mugCard(world.stub.origin).videos;
      const card = mugCard(world.stub.origin);
      // A video of its own for each: bytes of one are not bytes of another.
      const one = prepared(world.stub.origin, `vid_${product}`);
      one.hlsUrl = one.hlsUrl.replace('master', `${product}/../master`);
      return route.fulfill({ json: { ...card, videos: first ? [one] : [] } });
    });
    world.stub.html = world.stub.html.replace('</h1>', `</h1>${cards}`);
    await page.reload();
    await until('impressions', () => world.stub.events().length === 3);
    await until('two stand ready', async () => (await page.locator('video').count()) === 2);
    const left = page.locator('vitrina-player');
    const counts = await Promise.all([0, 1, 2].map((at) => left.nth(at).locator('video').count()));
    expect(counts.toSorted()).toEqual([0, 1, 1]);
    const third = left.nth(counts.indexOf(0));
    const { fetched } = await clicked(third);
    expect(fetched.filter((name) => name.includes('init') || name.includes('0001'))).toHaveLength(1);
    await until('it plays', () => video(third, (v) => v.currentTime > 0.1));
    expect(faults).toEqual([]);
  });

  it('next() instead of a tap shows what it plays', async () => {
    const { player, faults } = await world.open();
    await ready(player);
    await player.evaluate((element) => void (element as unknown as { next(): void }).next());
    await until('it plays', () => video(player, (v) => v.currentTime > 0.1));
    expect(await player.locator('video').evaluate((v) => getComputedStyle(v).opacity)).toBe('1');
    expect(faults).toEqual([]);
  });

  it('play() without a tap begins what stands ready', async () => {
    const { player } = await world.open(COLD.replace('vitrina-player ', 'vitrina-player consent="denied" '));
    await ready(player);
    await player.evaluate((element) => void (element as unknown as { play(): void }).play());
    await until('bytes', () => mediaAsked().length >= 1);
  });

  it('a card that leaves while it stands ready lets its media source go', async () => {
    const { page, player } = await world.open();
    await ready(player);
    const closed = await player.evaluate((element) => {
      const made = element.shadowRoot?.querySelector('video');
      element.remove();
      return [made?.getAttribute('src'), made?.isConnected];
    });
    expect(closed).toEqual([null, false]);
    expect(await page.locator('video').count()).toBe(0);
  });
});

describe('locale', () => {
  it('may be set as a property, as React and Vue do, and taken back', async () => {
    const { player } = await world.open(PLAYER.replace(' locale="ru"', ''), { lang: 'en' });
    await player.locator('.go').waitFor();
    const set = (locale: string | null): Promise<string> =>
      player.evaluate((element, given) => {
        Object.assign(element, { locale: given });
        return (element as unknown as { locale: string }).locale;
      }, locale);
    expect(await set('kk')).toBe('kk');
    await until('Kazakh', async () => (await player.locator('.pay').innerText()).startsWith('Сатып'));
    expect(await set(null)).toBe('en');
    await until('English', async () => (await player.locator('.pay').innerText()).startsWith('The creator'));
    await startPlaying(player);
  });
});
