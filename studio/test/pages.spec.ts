// Every page in a real browser: opens without a fault, passes axe in light and dark, fits 320 px, has a picture of both.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { axeFaults } from '../../backend/test/support/pages/axe.js';
import { launchBrowser } from '../../backend/test/support/browser.js';
import { startMockApi, type MockApi } from './mock/mock-api.js';
import { people } from './mock/mock-data.js';
import { PAGES, type PageCase } from './pages.js';
import { overflow, settled, shot, visit, type Visit } from './studio-browser.js';

let browser: Browser;
let api: MockApi;

beforeAll(async () => {
  api = await startMockApi();
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await api?.close();
});

async function open(page: Page, { path, heading, has }: PageCase): Promise<void> {
  await page.goto(`${api.url}/studio${path}`);
  await page.getByRole('heading', { level: 1, name: heading }).waitFor({ timeout: 15_000 });
  await settled(page);
  if (has) await page.getByText(has).first().waitFor({ timeout: 15_000 });
}

/** Names one page while working on it: `STUDIO_PAGE=review npm run jest -- studio/test/pages`. */
const only = process.env['STUDIO_PAGE']?.split(',');

describe.each([
  { scheme: 'light', width: 1440, height: 900 },
  { scheme: 'dark', width: 390, height: 844 },
])('in $scheme at $width px', ({ scheme, width, height }) => {
  let seen: Visit;
  beforeAll(async () => {
    seen = await visit(browser, api, { dark: scheme === 'dark', width, height });
  });
  afterAll(() => seen?.context.close());

  it.each(PAGES.filter((one) => !only || only.includes(one.name)))('$name has no fault', async (one) => {
    const { page, context, faults } = seen;
    faults.length = 0;
    await context.clearCookies();
    if (one.as) await context.addCookies([{ name: 'vitrina_session', value: one.as, url: api.url }]);
    await page.setViewportSize({ width, height });
    await open(page, one);
    await shot(page, `${one.name}-${width}`);
    const wrong = await axeFaults(page);
    await page.setViewportSize({ width: 320, height: 700 });
    await settled(page);
    expect({ wrong, faults, overflowPx: await overflow(page) }).toEqual({ wrong: [], faults: [], overflowPx: 0 });
  });
});

describe.each([
  { language: 'ru', tag: 'ru-RU' },
  { language: 'kk', tag: 'kk-KZ' },
])('in $language', ({ language, tag }) => {
  it('every page fits 320 px and has no key left without words', async () => {
    for (const person of Object.values(people)) person.locale = language;
    const { page, context } = await visit(browser, api, { language: tag, width: 320, height: 700 });
    const wrong: string[] = [];
    for (const one of PAGES.filter(({ name }) => !only || only.includes(name))) {
      await context.clearCookies();
      if (one.as) await context.addCookies([{ name: 'vitrina_session', value: one.as, url: api.url }]);
      await page.goto(`${api.url}/studio${one.path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await settled(page);
      if (['creator-home', 'earnings', 'upload', 'review', 'store-keys'].includes(one.name)) {
        await shot(page, `${one.name}-320-${language}`);
      }
      const over = await overflow(page);
      if (over > 0) wrong.push(`${one.name}: ${over} px too wide`);
      const text = await page.locator('body').innerText();
      const key =
        /\b(?:nav|ui|account|uploads|videos|earnings|review|errors|keys|orders|experiments)\.[a-zA-Z_]+\b/.exec(text);
      if (key) wrong.push(`${one.name}: ${key[0]}`);
      if ((await page.locator('html').getAttribute('lang')) !== language) wrong.push(`${one.name}: another language`);
    }
    expect(wrong).toEqual([]);
    await context.close();
  }, 600_000);
});
