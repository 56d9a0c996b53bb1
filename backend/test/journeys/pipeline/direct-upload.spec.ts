// A file goes from a real browser straight to a real S3 server, the page is reloaded in the middle, and the rest follows.
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { UploadsService } from '../../../src/videos/uploads/uploads.service.js';
import { VideosService } from '../../../src/videos/videos.service.js';
import { startApp, type TestApp } from '../../support/app.js';
import { launchBrowser } from '../../support/browser.js';
import { makeCreator, makeProduct, makeStore, type SignedCreator } from '../../support/make.js';
import { until } from '../../support/processes.js';

const BYTES = 21_000_000;
const onS3 = process.env['VITRINA_TEST_S3'] ? describe : describe.skip;

onS3('a file straight to S3', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vitrina-direct-'));
  const path = join(folder, 'Holiday.mp4');
  // A head like that of a film, and a body that no compression on the way could hide.
  const bytes = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom'), randomBytes(BYTES - 12)]);
  const sent: { part: number; status: number }[] = [];
  const complaints: string[] = [];
  let app: TestApp;
  let dana: SignedCreator;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    writeFileSync(path, bytes);
    app = await startApp();
    const store = await makeStore(app, { name: 'Aina Home' });
    await makeProduct(app, store, { externalId: 'mug', title: 'Stoneware mug' });
    dana = await makeCreator(app);
    browser = await launchBrowser();
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-GB' });
    const [name = '', value = ''] = dana.cookie.split('=');
    await context.addCookies([{ name, value, url: app.baseUrl }]);
    page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('dialog', (dialog) => void dialog.accept());
    page.on('response', (answer) => {
      const part = new URL(answer.url()).searchParams.get('partNumber');
      if (part && answer.request().method() === 'PUT') sent.push({ part: Number(part), status: answer.status() });
    });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is cut by a reload, goes on with the parts that are missing, and arrives as it was', async () => {
    await page.goto(`${app.baseUrl}/studio/creator/upload`);
    await page.locator('input[type=file]').setInputFiles(path);
    await page.getByText('This browser cannot look inside this file').waitFor();
    await page.getByLabel('Stoneware mug').check();
    await page.getByText(/This needs about 33\.\d MB/).waitFor();
    const network = await page.context().newCDPSession(page);
    const slow = { offline: false, latency: 5, downloadThroughput: -1, uploadThroughput: 2_000_000 };
    await network.send('Network.emulateNetworkConditions', slow);
    await page.getByRole('button', { name: 'Upload', exact: true }).click();
    await until('some parts', async () => (sent.filter((put) => put.status === 200).length >= 2 ? true : null));
    await page.reload();
    const before = sent.filter((put) => put.status === 200).map((put) => put.part);
    expect(before.length).toBeLessThan(5);

    await network.send('Network.emulateNetworkConditions', { ...slow, uploadThroughput: -1 });
    sent.length = 0;
    await page.goto(`${app.baseUrl}/studio/creator/videos`);
    await page.locator('input[type=file]').first().setInputFiles(path);
    await page.getByText('Uploaded. We are checking').first().waitFor({ timeout: 60_000 });
    const after = sent.map((put) => put.part).sort();
    expect(after).toEqual([1, 2, 3, 4, 5].filter((part) => !before.includes(part)));
    expect(sent.every((put) => put.status === 200)).toBe(true);

    await app.get(UploadsService).recover();
    const [row] = await app.db.query<{ id: string }[]>('SELECT id FROM videos');
    const video = await app.get(VideosService).byId(row?.id ?? '');
    expect(video).toMatchObject({ status: 'uploaded', sizeBytes: BYTES });
    expect(video.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    const [upload] = await app.db.query<{ door: string }[]>('SELECT door FROM uploads');
    expect(upload?.door).toBe('direct');
    expect(complaints).toEqual([]);
  }, 240_000);

  it('that expired meanwhile is told in words, and begins anew on the next try', async () => {
    await page.goto(`${app.baseUrl}/studio/creator/upload`);
    await page.locator('input[type=file]').setInputFiles(path);
    await page.getByLabel('Stoneware mug').check();
    await page.getByLabel('Title').fill('Again');
    const network = await page.context().newCDPSession(page);
    await network.send('Network.emulateNetworkConditions', {
      ...{ offline: false, latency: 5, downloadThroughput: -1, uploadThroughput: 1_500_000 },
    });
    await page.getByRole('button', { name: 'Upload', exact: true }).click();
    await until('the upload', async () => {
      const [row] = await app.db.query<{ id: string }[]>('SELECT id FROM uploads WHERE finished_at IS NULL');
      return row?.id ?? null;
    });
    await app.db.query('UPDATE uploads SET expires_at = created_at WHERE finished_at IS NULL');
    await network.send('Network.emulateNetworkConditions', {
      ...{ offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 },
    });
    await page.getByText('This upload has expired. Start it again.').first().waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('Uploaded. We are checking').first().waitFor({ timeout: 60_000 });
    expect(await app.get(UploadsService).sweep()).toBe(1);
  }, 180_000);
});
