// A page with the player on it, for the browser specs.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Locator } from 'playwright-core';
import { launchBrowser } from '../../backend/test/support/browser.js';
import { startStub, type Stub } from './stub.js';

/** What a careful shop sends: nothing inline, nothing from elsewhere, no string becomes script or HTML. */
export const STRICT_CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "media-src 'self' blob:",
  "style-src 'self'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

export interface World {
  browser: Browser;
  stub: Stub;
  /** Opens a page with this body; everything that goes wrong on it is gathered in `faults`. */
  open(body?: string, options?: Opening): Promise<Opened>;
  /** Closes what is open, so that a page of one test sends nothing into the next; throws when a page broke its policy. */
  leave(): Promise<void>;
  close(): Promise<void>;
}

export interface Opening extends BrowserContextOptions {
  init?: () => void;
  head?: string;
  lang?: string;
  /** Behind the address of the page, such as `?t=3`. */
  search?: string;
}

export interface Opened {
  page: Page;
  player: Locator;
  faults: string[];
  /** The events of the player as the page heard them. */
  heard(): Promise<{ type: string; detail: Record<string, unknown> }[]>;
}

export const PLAYER = '<vitrina-player store="pk_test" product="mug" locale="ru" ratio="9/16"></vitrina-player>';

/** Written as a file and not inline, because the pages are served with the strict policy. */
export function artefact(name: string): string {
  const folder = join(import.meta.dirname, '../../artifacts/player');
  mkdirSync(folder, { recursive: true });
  return join(folder, name);
}

export async function startWorld(): Promise<World> {
  const built = mkdtempSync(join(tmpdir(), 'vitrina-player-'));
  execFileSync(process.execPath, [join(import.meta.dirname, '../build.mjs'), '--outdir', built], { stdio: 'pipe' });
  const stub = await startStub(built);
  const browser = await launchBrowser(['--autoplay-policy=user-gesture-required']);
  const pages: string[][] = [];
  return {
    browser,
    stub,
    open: async (body = PLAYER, options = {}) => {
      const opened = await open(browser, stub, body, options);
      pages.push(opened.faults);
      return opened;
    },
    leave: async () => {
      await Promise.all(browser.contexts().map((context) => context.close()));
      const broken = pages.splice(0).flatMap((faults) => faults.filter((fault) => fault.startsWith('CSP ')));
      if (broken.length > 0) throw new Error(broken.join('\n'));
    },
    close: async () => {
      await browser.close();
      await stub.close();
      rmSync(built, { recursive: true, force: true });
    },
  };
}

async function open(browser: Browser, stub: Stub, body: string, options: Opening): Promise<Opened> {
  const { init, head = '', lang = 'ru', search = '', ...rest } = options;
  const context = await browser.newContext({ viewport: { width: 390, height: 800 }, ...rest });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
  });
  await page.addInitScript(() => {
    const heard: { type: string; detail: Record<string, unknown> }[] = [];
    Object.assign(window, { heard, violations: [] as string[], shift: 0 });
    const names = ['ready', 'play', 'qualified', 'product-click', 'cart', 'track', 'open', 'close', 'error'];
    for (const name of names) {
      document.addEventListener(`vitrina:${name}`, (event) => {
        const { respondWith: _left, ...detail } = (event as CustomEvent).detail as Record<string, unknown>;
        heard.push({ type: event.type, detail });
      });
    }
    document.addEventListener('securitypolicyviolation', (event) =>
      console.error(`CSP ${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  if (init) await page.addInitScript(init);
  stub.requests.length = 0;
  stub.html = `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>Shop</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="stylesheet" href="/media/page.css">${head}
<script type="module" src="/player/v1/vitrina.js"></script></head>
<body><main><h1>Керамическая кружка</h1>${body}<p id="after">Доставка по Казахстану за два дня.</p></main></body></html>`;
  await page.goto(`${stub.origin}/${search}`);
  const player = page.locator('vitrina-player').first();
  const heard: Opened['heard'] = () => page.evaluate(() => (window as unknown as { heard: [] }).heard);
  return { page, player, faults, heard };
}

/** Taps play and waits for the first picture. */
export async function startPlaying(player: Locator): Promise<void> {
  await player.locator('.go').click();
  await player.page().waitForFunction(
    (element) => {
      const video = (element as HTMLElement).shadowRoot?.querySelector('video');
      return (
        video !== null &&
        video !== undefined &&
        video.currentTime > 0.1 &&
        video.getVideoPlaybackQuality().totalVideoFrames > 0
      );
    },
    await player.elementHandle(),
    { timeout: 15_000 },
  );
}

export function video<Result>(player: Locator, read: (video: HTMLVideoElement) => Result): Promise<Result> {
  return player.locator('video').evaluate(read as (node: Element) => Result) as Promise<Result>;
}

/** Waits until the condition holds, and says what it saw last when it does not. */
export async function until(what: string, holds: () => unknown, timeoutMs = 10_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Waits until what moves around this has come to rest: a tap that is tried again scrolls first, and a feed snaps to another video. */
export function atRest(locator: Locator): Promise<unknown> {
  return locator.evaluate((element) => {
    const moving = (element.getRootNode() as ShadowRoot).getAnimations();
    return Promise.all(
      moving.filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity).map((one) => one.finished),
    );
  });
}
