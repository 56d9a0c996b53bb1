// Reports in the browser: days that the reader names, a wrong period, a long one by months, and the file with the same days.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { axeFaults } from '../../../backend/test/support/pages/axe.js';
import { launchBrowser } from '../../../backend/test/support/browser.js';
import { startMockApi, type MockApi } from '../mock/mock-api.js';
import { overflow, settled, shot, visit } from '../studio-browser.js';

const dayAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
const [FROM, TO] = [dayAgo(260), dayAgo(48)];
const monthOf = (day: string) =>
  new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(day));

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

describe.each([{ width: 1440 }, { width: 390 }])('reports at $width px', ({ width }) => {
  it('cover the days that are named; more than three months are drawn by months', async () => {
    const { page, context, faults } = await visit(browser, api, { as: 'owner', width });
    await page.goto(`${api.url}/studio/store/sto_aina/reports`);
    await settled(page);
    const file = page.getByRole('link', { name: 'Download CSV' });
    const days = async () => [...new URL((await file.getAttribute('href')) ?? '', api.url).searchParams];
    expect((await days()).map(([name]) => name)).toEqual(['by', 'from', 'sort']);
    await page.getByText('Net sales and commission per day').waitFor();

    await page.getByRole('radio', { name: 'Dates' }).press('Space');
    await page.getByLabel('From day').fill(FROM);
    await page.getByLabel('To day').fill(TO);
    await page.getByText('Net sales and commission per month').waitFor();
    expect(await days()).toEqual(expect.arrayContaining(Object.entries({ from: FROM, to: TO })));
    await page.getByLabel('Rows').selectOption('MONTH');
    await page
      .getByRole('table', { name: 'By month' })
      .getByRole('cell', { name: monthOf(TO) })
      .waitFor();
    await settled(page);
    await shot(page, `reports-months-${width}`);
    expect(await overflow(page)).toBe(0);
    expect(await axeFaults(page)).toEqual([]);

    // A period that ends before it begins is said so, and the last good report stays.
    await page.getByLabel('To day').fill(dayAgo(261));
    await page.getByText('The first day must come before the last.').waitFor();
    expect(await days()).toEqual(expect.arrayContaining([['to', TO]]));
    expect(faults).toEqual([]);
    await context.close();
  });
});

describe('new customers', () => {
  it('show their cost at once, the return when the margin is given, and which field is wrong', async () => {
    const { page, context, faults } = await visit(browser, api, { as: 'owner', width: 1440 });
    await page.goto(`${api.url}/studio/store/sto_aina/reports`);
    await page.getByText('of 64 first orders').waitFor();
    await page.getByText('Give the margin to see it').waitFor();
    await page.getByLabel('Gross margin').fill('25');
    await page.getByLabel('Other costs').fill('10000');
    // (348,700 - 149,480) / 149,480
    await page.getByText('133.27%').waitFor();
    await page
      .getByRole('table', { name: 'What customers bring over time' })
      .getByRole('cell', { name: monthOf(dayAgo(0)) })
      .waitFor();
    await settled(page);
    await shot(page, 'reports-customers-1440');
    expect(await axeFaults(page)).toEqual([]);
    await page.getByLabel('Other costs').fill('much');
    await page.getByText('Write an amount.').waitFor();
    expect(faults.filter((line) => !line.includes('400'))).toEqual([]);
    await context.close();
  });
});

describe('the retention of a video', () => {
  it('is drawn, and as a table its seconds lead the player there by keyboard', async () => {
    const { page, context, faults } = await visit(browser, api, { as: 'creator', width: 390 });
    await page.goto(`${api.url}/studio/creator/videos/vid_mug`);
    await page.getByText('Half have left by 0:14.').waitFor();
    await page.getByText('The newest 1,200 of 8,400 views').waitFor();
    const card = page.locator('section', { has: page.getByRole('heading', { name: 'How long people watch' }) });
    await card.getByRole('radio', { name: 'Table' }).press('Space');
    await card.getByRole('button', { name: '0:06' }).press('Enter');
    await page.waitForFunction(() => document.querySelector('video') === document.activeElement);
    expect(await overflow(page)).toBe(0);
    expect(await axeFaults(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });
});
