// Opens the studio in Chromium and keeps what must not happen: console errors and requests to other places.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { MockApi } from './mock/mock-api.js';

export const SHOTS = join(import.meta.dirname, '../../artifacts/studio');

export type Visit = { page: Page; context: BrowserContext; faults: string[] };

type Wish = { as?: string | null; width?: number; height?: number; dark?: boolean; language?: string };

/** A fresh browser profile with this person's session. Close `context` afterwards. */
export async function visit(browser: Browser, api: MockApi, wish: Wish = {}): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: wish.width ?? 1280, height: wish.height ?? 900 },
    colorScheme: wish.dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    locale: wish.language ?? 'en-GB',
  });
  if (wish.as) await context.addCookies([{ name: 'vitrina_session', value: wish.as, url: api.url }]);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`page: ${error.message}`));
  page.on('request', (request) => {
    if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(api.url))
      faults.push(`request: ${request.url()}`);
  });
  return { page, context, faults };
}

/** Waits until nothing is loading any more, and the page has stood unchanged for a few frames with nothing under way. */
export async function settled(page: Page): Promise<void> {
  await page.locator('[role="status"][aria-label="Loading"]').first().waitFor({ state: 'detached', timeout: 15_000 });
  await page.evaluate(() => document.fonts.ready);
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    let [calm, asked] = [0, performance.getEntriesByType('resource').length];
    const changes = new MutationObserver(() => (calm = 0));
    changes.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    // What never stands still, such as a clock, is not waited for.
    for (const end = performance.now() + 2000; calm < 6 && performance.now() < end; calm++) {
      await frame();
      const now = performance.getEntriesByType('resource').length;
      if (now !== asked || [...document.images].some((image) => image.loading !== 'lazy' && !image.complete)) calm = -1;
      asked = now;
    }
    changes.disconnect();
  });
}

/** A picture of the whole page in `artifacts/studio`. */
export async function shot(page: Page, name: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true });
  const size = page.viewportSize() ?? { width: 1280, height: 900 };
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  // The window itself grows, so that what sticks to its edges stands at the edges of the picture.
  await page.setViewportSize({ width: size.width, height: Math.max(size.height, whole) });
  await page.screenshot({ path: join(SHOTS, `${name}.png`) });
  await page.setViewportSize(size);
}

/** How far the page reaches beyond its window, in pixels; 0 means no horizontal scroll. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth));
}
