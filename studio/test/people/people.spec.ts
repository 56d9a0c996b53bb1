// A creator at their own page and browsers: address, links, what is refused and why, and a link for a browser that is theirs.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { axeFaults } from '../../../backend/test/support/pages/axe.js';
import { launchBrowser } from '../../../backend/test/support/browser.js';
import { forgetPeople } from '../mock/creating/mock-people.js';
import { startMockApi, type MockApi } from '../mock/mock-api.js';
import { settled, shot, visit } from '../studio-browser.js';

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

/** A new service for each page: what one took back another has. */
beforeEach(() => forgetPeople());

async function open(as: string, width: number) {
  const { page, context, faults } = await visit(browser, api, { as, width });
  await page.goto(`${api.url}/studio/account`);
  await settled(page);
  return { page, context, faults };
}

async function until(page: Page, holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await holds()); tries += 1) {
    if (tries > 100) throw new Error('It never held.');
    await page.waitForTimeout(50);
  }
}

describe('the creator’s profile', () => {
  it('says what is wrong with an address or a link, at the field, and keeps the rest', async () => {
    const { page, context } = await open('creator', 1440);
    const address = page.getByLabel('Address of your page');
    const save = page.getByRole('button', { name: 'Save' }).nth(1);
    await address.fill('ab');
    await save.press('Enter');
    await page.getByText('3 to 30 Latin letters and digits').waitFor();
    await address.fill('taken');
    await save.press('Enter');
    await page.getByText('Somebody has this address already.').waitFor();
    await address.fill('dana.k');
    const links = page.getByLabel('Links');
    expect(await links.inputValue()).toBe('https://instagram.com/dana');
    await links.fill('https://instagram.com/dana\njavascript:alert(1)');
    await save.press('Enter');
    await page.getByText('Line 2 is not a web address').waitFor();
    await links.fill('https://instagram.com/dana\n');
    await save.press('Enter');
    await page.getByText('Saved').first().waitFor();
    expect([await address.inputValue(), await links.inputValue()]).toEqual(['dana.k', 'https://instagram.com/dana']);
    await context.close();
  });

  it('names the shops where the page is, and nothing where there is none', async () => {
    const { page, context } = await open('creator', 1440);
    const link = page.getByRole('link', { name: 'Open your page in Aina Home' });
    expect(await link.getAttribute('href')).toBe('https://vitrina.example/c/pk_live_aina/cre_creator?lang=en');
    await context.close();
    const fresh = await open('fresh', 390);
    await fresh.page.getByText('A page appears in a shop as soon as').waitFor();
    await fresh.page.getByText('There is nothing to link yet').waitFor();
    await fresh.context.close();
  });
});

describe('one’s own browsers', () => {
  it.each([390, 1440])(
    'get a link to open, copy or scan, and are taken back after a question: %i px',
    async (width) => {
      const { page, context, faults } = await open('creator', width);
      await page.getByRole('button', { name: 'Make a link' }).click();
      const dialog = page.getByRole('dialog');
      const here = dialog.getByRole('link', { name: 'Open in this browser' });
      expect(await here.getAttribute('href')).toMatch(
        /^https:\/\/aina\.example\/mug\?vitrina=vid_mug#vitrina-device=v1\./,
      );
      // Where one comes from is not told to the shop.
      expect(await here.getAttribute('rel')).toContain('noreferrer');
      await dialog.getByRole('img', { name: 'QR code of the link' }).waitFor();
      await settled(page);
      expect(await axeFaults(page, '[role=dialog]')).toEqual([]);
      await shot(page, `device-link-${width}`);
      await page.keyboard.press('Escape');
      const list = page.getByRole('list', { name: 'Linked browsers' });
      const taken = list.getByText('Taken back, counts as yours until');
      await list.getByRole('button', { name: /^Take back Chrome/ }).click();
      await page.getByText('It counts as yours for 60 more days').waitFor();
      await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
      await taken.nth(1).waitFor();
      expect(await list.getByRole('button').count()).toBe(0);
      await shot(page, `devices-${width}`);
      expect(faults).toEqual([]);
      await context.close();
    },
  );
});

describe('a creator’s picture and words', () => {
  it('are taken away by a moderator with a reason', async () => {
    const { page, context } = await visit(browser, api, { as: 'moderator.passed', width: 1440 });
    await page.goto(`${api.url}/studio/staff/review/vid_shakers`);
    await settled(page);
    await page.getByRole('heading', { name: 'The creator’s page' }).waitFor();
    await page.getByRole('button', { name: 'Take something away' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('The words about themselves').check();
    // Without a reason nothing is sent away: the service says so.
    await dialog.getByRole('button', { name: 'Take away' }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByLabel('Reason').fill('It has a telephone number.');
    await settled(page);
    expect(await axeFaults(page, '[role=dialog]')).toEqual([]);
    await shot(page, 'take-from-page');
    await dialog.getByRole('button', { name: 'Take away' }).click();
    await page.getByText('Taken away; the creator is told').first().waitFor();
    await until(page, async () => (await page.getByRole('button', { name: 'Take something away' }).count()) === 0);
    await context.close();
  });

  it('are brought in the profile', async () => {
    const { page, context } = await open('creator', 390);
    await page.getByRole('button', { name: 'Choose a picture' }).waitFor();
    await page.getByText('It is cut to a circle').waitFor();
    await page.route('**/uploads/faces', (route) =>
      route.fulfill({ status: 400, json: { error: { code: 'NOT_A_PICTURE' } } }),
    );
    const file = { name: 'me.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') };
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText('This file is not a picture that we take').first().waitFor();
    await page.unroute('**/uploads/faces');
    let sent = '';
    await page.route('**/uploads/faces', (route) => {
      sent = `${route.request().method()} ${route.request().headers()['content-type']}`;
      return route.fulfill({ status: 202, json: {} });
    });
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText('Your picture is being made').first().waitFor();
    expect(sent).toBe('POST image/jpeg');
    await context.close();
  });
});
