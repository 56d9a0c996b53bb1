// Every page in a real browser: opens without a fault, passes axe in light and dark, fits 320 px, has one picture per width.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../backend/test/support/browser.js';
import { startMockApi, type MockApi } from './mock-api.js';
import { PAGES, type PageCase } from './pages.js';
import { overflow, settled, shot, visit } from './studio-browser.js';

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

/** Only what is wrong, in one line each, so that a failure can be read. */
async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 140)} ${node.any[0]?.message ?? ''}`));
}

const only = process.env['STUDIO_PAGE'];

describe.each(PAGES.filter((one) => !only || one.name === only))('$name', (one) => {
  it.each([
    ['light', 1440],
    ['dark', 390],
  ] as const)('has no fault and no axe violation in %s at %i px', async (scheme, width) => {
    const dark = scheme === 'dark';
    const { page, context, faults } = await visit(browser, api, { as: one.as, dark, width, height: width > 500 ? 900 : 844 });
    await open(page, one);
    await shot(page, `${one.name}-${width}`);
    expect(await violations(page)).toEqual([]);
    const other = dark ? 'light' : 'dark';
    await page.emulateMedia({ colorScheme: other });
    await page.waitForTimeout(150);
    expect(await violations(page)).toEqual([]);
    if (width === 1440) await shot(page, `${one.name}-${width}-dark`);
    await page.setViewportSize({ width: 320, height: 700 });
    await page.waitForTimeout(150);
    expect(await overflow(page)).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  });
});
