// The eyes of every page's spec: they must see a fault where there is one, and only in the part they were shown.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../browser.js';
import { axeFaults } from './axe.js';

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  page = await browser.newPage();
});
afterAll(() => browser?.close());

/** Opens a page with this in its middle, from a server's address: frames of such pages can be looked into. */
async function open(main: string): Promise<void> {
  const body = `<!doctype html><html lang="en"><title>Shop</title><main><h1>Shop</h1>${main}</main></html>`;
  await page.route('http://shop.test/', (route) => route.fulfill({ contentType: 'text/html', body }));
  await page.goto('http://shop.test/');
  await page.unroute('http://shop.test/');
}

it('finds nothing on a sound page', async () => {
  await open('<p>Words.</p>');
  expect(await axeFaults(page)).toEqual([]);
});

it('names the rule and the element, in a frame and under a shadow root too', async () => {
  await open(
    '<img src="data:,"><iframe title="x" srcdoc="<html lang=en><p><input></p>"></iframe><div id="host"></div>',
  );
  await page.evaluate(() => {
    const root = document.querySelector('#host')?.attachShadow({ mode: 'open' });
    if (root) root.innerHTML = '<p style="color:#ccc;background:#fff">Pale</p>';
  });
  await page.frameLocator('iframe').locator('input').waitFor();
  const faults = await axeFaults(page);
  expect(faults.map((fault) => fault.split(':')[0]).sort()).toEqual(['color-contrast', 'image-alt', 'label']);
  expect(faults.join()).toContain('<img src="data:,">');
});

it('looks only where it is told', async () => {
  await open('<img src="data:,"><div role="dialog" aria-label="x"><p>Words.</p></div>');
  expect(await axeFaults(page, '[role="dialog"]')).toEqual([]);
});
