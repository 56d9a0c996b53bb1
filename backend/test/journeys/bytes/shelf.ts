// Twenty published videos on four product cards, with real posters and a film of our own pipeline, and a browser that weighs what it gets.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { Storage } from '../../../src/base/storage/storage.js';
import { writePosters } from '../../../src/transcoding/pictures/posters.js';
import type { Video } from '../../../src/videos/video.entity.js';
import { mediaFolder } from '../../../src/videos/video.rules.js';
import { startApp, type TestApp } from '../../support/app.js';
import { launchBrowser } from '../../support/browser.js';
import { makeCreator, makeProduct, makeStore, type MadeStore } from '../../support/make.js';
import { makePublishedVideo } from '../../support/make-videos.js';
import { mediaFile } from '../../support/media.js';

/** AV1 and H.264 in two sizes each, as preparation writes them. */
const FILM = join(import.meta.dirname, '../../../../player/test/media/mug');
const CLIPS = ['coffee-portrait-9x16.mp4', 'speaker-portrait-404x720.mp4', 'bee-720p.mp4', 'coffee-landscape.mp4'];
export const PRODUCTS = ['mug', 'cup', 'pot', 'jug'];
const VIDEOS_A_PRODUCT = 5;

/** Bytes of one answer as they came over the wire, its headers included. */
export interface Answer {
  url: string;
  bytes: number;
}

export interface Shelf {
  app: TestApp;
  store: MadeStore;
  browser: Browser;
  videos: Video[];
  /** Opens a page of the shop with this body; `answers` grows as they come. */
  open(
    body: string,
    options?: BrowserContextOptions & { saves?: boolean },
  ): Promise<{ page: Page; answers: Answer[]; ours(): number; close(): Promise<void> }>;
  close(): Promise<void>;
}

function frameOf(clip: string, atS: number, target: string): string {
  const path = mediaFile(clip);
  if (!path) throw new Error(`no ${clip}`);
  const args = ['-v', 'error', '-ss', String(atS), '-i', path, '-frames:v', '1', '-y', target];
  execFileSync(process.env['FFMPEG_PATH'] ?? 'ffmpeg', args);
  return target;
}

/** The film and a poster of its own, as they lie after preparation. */
async function furnish(app: TestApp, video: Video, frame: string, work: string): Promise<void> {
  const pictures = await writePosters(frame, work);
  const folder = mediaFolder({ storeId: video.storeId, videoId: video.id, version: video.version });
  const storage = app.get(Storage);
  for (const name of readdirSync(FILM)) await storage.put(`${folder}/${name}`, readFileSync(join(FILM, name)));
  const names = pictures.posterSizes.flatMap(({ jpeg, webp, avif }) => [jpeg, webp, avif]);
  for (const name of names) await storage.put(`${folder}/${name}`, readFileSync(join(work, name)));
  const files = readdirSync(FILM).map((name) => ({
    name,
    sizeBytes: readFileSync(join(FILM, name)).length,
    sha256: '',
  }));
  const change = JSON.stringify({
    ...{ ...pictures, files, durationMs: 7975, width: 480, height: 854, mp4: null, preview: 'preview.mp4' },
  });
  for (const table of ['videos', 'video_versions']) {
    const id = table === 'videos' ? 'id' : 'video_id';
    await app.db.query(`UPDATE ${table} SET manifest = manifest || $2 WHERE ${id} = $1`, [video.id, change]);
  }
}

/** `count` videos are enough where no row is looked at. */
export async function makeShelf(count = PRODUCTS.length * VIDEOS_A_PRODUCT): Promise<Shelf> {
  const app = await startApp();
  const work = mkdtempSync(join(tmpdir(), 'vitrina-shelf-'));
  const store = await makeStore(app);
  const creator = await makeCreator(app, { name: 'Дана Ахметова' });
  const videos: Video[] = [];
  for (let at = 0; at < count; at += 1) {
    const externalId = PRODUCTS[Math.floor(at / VIDEOS_A_PRODUCT)] ?? '';
    const products =
      at % VIDEOS_A_PRODUCT === 0
        ? [await makeProduct(app, store, { externalId, title: `Керамическая кружка ${externalId}` })]
        : await app.db.getRepository<never>('products').findBy({ externalId } as never);
    const title = `Кружка, которая держит тепло, часть ${at + 1}`;
    const video = await makePublishedVideo(app, { store, creator, products, title });
    const frame = frameOf(CLIPS[at % CLIPS.length] ?? '', 0.3 + (at % 5) * 0.8, join(work, `${at}.png`));
    await furnish(app, video, frame, work);
    videos.push(video);
  }
  rmSync(work, { recursive: true, force: true });
  const browser = await launchBrowser();
  const { site, page } = await startSite(app);
  return {
    ...{ app, store, browser, videos },
    open: async (body, { saves = false, ...options } = {}) => {
      page.html = body;
      const context = await browser.newContext({
        ...{ viewport: { width: 390, height: 844 }, locale: 'ru' },
        ...options,
      });
      const opened = await context.newPage();
      const answers = await weigh(opened);
      if (saves) await opened.addInitScript(saveData);
      await opened.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
      const ours = (): number =>
        answers.filter(({ url }) => url.startsWith(app.baseUrl)).reduce((sum, { bytes }) => sum + bytes, 0);
      return { page: opened, answers, ours, close: () => context.close() };
    },
    close: async () => {
      await browser.close();
      await new Promise((resolve) => site.close(resolve));
      await app.close();
    },
  };
}

/** Runs in the page before anything else. */
function saveData(): void {
  const connection = { saveData: true, effectiveType: '4g', downlink: 10 };
  Object.defineProperty(navigator, 'connection', { value: connection });
}

async function startSite(app: TestApp): Promise<{ site: Server; page: { html: string } }> {
  const page = { html: '' };
  const site = createServer((_, response) =>
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(
      `<!doctype html><html lang="ru"><meta name="viewport" content="width=device-width,initial-scale=1">
       <title>Shop</title><link rel="icon" href="data:,">
       <script type="module" src="${app.baseUrl}/player/v1/vitrina.js"></script>
       <script type="module" src="${app.baseUrl}/player/v1/reviews.js"></script>${page.html}</html>`,
    ),
  );
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  return { site, page };
}

/** Asks the browser itself what each answer weighed. */
async function weigh(page: Page): Promise<Answer[]> {
  const answers: Answer[] = [];
  const urls = new Map<string, string>();
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.enable');
  cdp.on('Network.requestWillBeSent', ({ requestId, request }) => urls.set(requestId, request.url));
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    answers.push({ url: urls.get(requestId) ?? '', bytes: encodedDataLength });
  });
  return answers;
}
