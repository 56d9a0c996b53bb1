// Captions of a really prepared video, in a real browser: in our player, in hls.js from the playlist, and as a plain track.
/// <reference lib="dom" />
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { Storage } from '../../../src/base/storage/storage.js';
import { ModerationService } from '../../../src/moderation/moderation.service.js';
import { PreparationService } from '../../../src/transcoding/preparation.service.js';
import type { Video } from '../../../src/videos/video.entity.js';
import { mediaFolder } from '../../../src/videos/video.rules.js';
import { VideosService } from '../../../src/videos/videos.service.js';
import { startApp, type TestApp } from '../../support/app.js';
import { launchBrowser } from '../../support/browser.js';
import { actorOf, makeCreator, makeProduct, makeStaff, makeStore, type MadeStore } from '../../support/make.js';
import { makeUploadingVideo } from '../../support/make-videos.js';
import { mediaFile } from '../../support/media.js';

const ROOT = join(import.meta.dirname, '../../../..');
const RU = '1\n00:00:00,200 --> 00:00:04,900\nКружка & <b>блюдце</b>, 2 > 1\n';
const KK = 'WEBVTT\n\n00:00.200 --> 00:04.900\nКесе мен табақша\n';
const RU_SEEN = 'Кружка & блюдце, 2 > 1';
const KK_SEEN = 'Кесе мен табақша';

/** The shop's page and the scripts beside it, from another origin than the service. */
async function startShop(built: string): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://shop').pathname;
    if (!/\.m?js$/.test(path)) {
      return void response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
        .end('<!doctype html><title>Shop</title><body>');
    }
    const file = path === '/hls.mjs' ? join(ROOT, 'node_modules/hls.js/dist/hls.mjs') : join(built, basename(path));
    response.writeHead(200, { 'content-type': 'text/javascript' }).end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

describe('captions in a browser', () => {
  let app: TestApp;
  let store: MadeStore;
  let video: Video;
  let browser: Browser;
  let shop: { url: string; server: Server };
  const built = mkdtempSync(join(tmpdir(), 'vitrina-captions-'));
  const folder = () => mediaFolder({ storeId: store.id, videoId: video.id, version: video.version });

  beforeAll(async () => {
    app = await startApp({ UPLOAD_MIN_MS: '1000' });
    store = await makeStore(app);
    const creator = await makeCreator(app);
    const mug = await makeProduct(app, store, { externalId: 'mug' });
    const { id } = await makeUploadingVideo(app, { store, creator, products: [mug] });
    const originalKey = `originals/${id}/file`;
    await app.get(Storage).put(originalKey, readFileSync(mediaFile('screen-recording-vfr.mp4') as string));
    const videos = app.get(VideosService);
    const system = { kind: 'system', name: 'spec' } as const;
    await app.db.transaction(async (em) =>
      videos.move(em, await videos.lock(em, id), 'uploaded', system, { originalKey }),
    );
    await app.get(PreparationService).prepare({ videoId: id, version: 1 }, new AbortController().signal);
    for (const [language, file] of [
      ['ru', RU],
      ['kk', KK],
    ] as const) {
      const headers = { cookie: creator.cookie, 'content-type': 'text/vtt' };
      const answer = await app.http.put(`/captions/${id}/${language}?revision=0`).set(headers).send(file);
      expect([answer.status, answer.body]).toMatchObject([200, { state: 'shown' }]);
    }
    await app.get(ModerationService).approve(await actorOf(app, await makeStaff(app, 'moderator')), id, null);
    await app.drainJobs();
    video = await videos.byId(id);
    execFileSync(process.execPath, [join(ROOT, 'player/build.mjs'), '--outdir', built], { stdio: 'pipe' });
    shop = await startShop(built);
    browser = await launchBrowser(['--autoplay-policy=no-user-gesture-required']);
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    shop?.server.close();
    await app?.close();
    rmSync(built, { recursive: true, force: true });
  });

  async function open(locale: string): Promise<Page> {
    const page = await (await browser.newContext({ locale, viewport: { width: 390, height: 844 } })).newPage();
    await page.goto(shop.url);
    return page;
  }

  /** The words of the cues that a text track of this language shows now. */
  const activeWords = (page: Page, language: string) =>
    page.waitForFunction(
      (lang) => {
        const tracks = [...(document.querySelector('video')?.textTracks ?? [])];
        const cues = [...(tracks.find((one) => one.language === lang && one.mode !== 'disabled')?.activeCues ?? [])];
        return cues.map((cue) => (cue as VTTCue).getCueAsHTML().textContent).join('') || null;
      },
      language,
      { timeout: 30_000 },
    );

  it('the store holds exactly what the manifest lists, and the master names both languages in every variant', async () => {
    const listed: string[] = [];
    for await (const { key } of app.get(Storage).list(folder())) listed.push(key.slice(folder().length + 1));
    expect(listed.sort()).toEqual([...(video.manifest?.files ?? []).map((f) => f.name), 'manifest.json'].sort());
    const master = (await app.http.get(`/${folder()}/master.m3u8`).buffer(true)).text;
    expect(master.match(/^#EXT-X-MEDIA:TYPE=SUBTITLES.*LANGUAGE="(?:ru|kk)"/gm)).toHaveLength(2);
    const variants = master.match(/^#EXT-X-STREAM-INF:.*$/gm) ?? [];
    expect(variants.length).toBeGreaterThan(0);
    expect(
      variants.every((line) => line.includes('SUBTITLES="captions"') && line.includes('CLOSED-CAPTIONS=NONE')),
    ).toBe(true);
  });

  it.each([
    ['kk', 'en-US', KK_SEEN],
    ['en', 'ru-RU', RU_SEEN],
  ])(
    'our player in %s, for a reader of %s, draws them when they are switched on, and none before',
    async (locale, reads, seen) => {
      const page = await open(reads);
      await page.evaluate(
        ({ api, store: key, lang }) => {
          const script = Object.assign(document.createElement('script'), { type: 'module', src: '/vitrina.js' });
          const player = document.createElement('vitrina-player');
          for (const [name, value] of Object.entries({ api, store: key, product: 'mug', locale: lang }))
            player.setAttribute(name, value);
          document.body.append(script, player);
        },
        { api: app.baseUrl, store: store.publishableKey, lang: locale },
      );
      const player = page.locator('vitrina-player');
      await player.locator('.go').click();
      await page.waitForFunction(() => {
        const inside = document.querySelector('vitrina-player')?.shadowRoot?.querySelector('video');
        return (inside?.currentTime ?? 0) > 0.4;
      });
      expect(await player.locator('.captions').isVisible()).toBe(false);
      await page.keyboard.press('c');
      const drawn = player.locator('.captions');
      await drawn.waitFor({ state: 'visible' });
      expect((await drawn.innerText()).trim()).toBe(seen);
      await page.keyboard.press('c');
      await drawn.waitFor({ state: 'hidden' });
      await page.context().close();
    },
    60_000,
  );

  it('hls.js finds both in the playlist and shows the chosen one, in time', async () => {
    const page = await open('ru-RU');
    const names = await page.evaluate(async (master) => {
      const { default: Hls } = (await import('/hls.mjs' as string)) as typeof import('hls.js');
      const element = document.createElement('video');
      element.muted = true;
      document.body.append(element);
      const hls = new Hls({ enableWorker: false });
      const parsed = new Promise((resolve) => hls.once(Hls.Events.MANIFEST_PARSED, resolve));
      hls.loadSource(master);
      hls.attachMedia(element);
      await parsed;
      hls.subtitleDisplay = true;
      hls.subtitleTrack = hls.allSubtitleTracks.findIndex((track) => track.lang === 'ru');
      void element.play();
      return hls.allSubtitleTracks.map((track) => `${track.lang} ${track.name}`);
    }, `${app.baseUrl}/${folder()}/master.m3u8`);
    expect(names.sort()).toEqual(['kk Қазақ тілі', 'ru Русский']);
    expect(await (await activeWords(page, 'ru')).jsonValue()).toBe(RU_SEEN);
    const startS = await page.evaluate(() => {
      const track = [...(document.querySelector('video')?.textTracks ?? [])].find((one) => one.language === 'ru');
      return track?.cues?.[0]?.startTime ?? -1;
    });
    expect(Math.abs(startS - 0.2)).toBeLessThan(0.1);
    await page.context().close();
  }, 60_000);

  it('a plain track beside the plain MP4 shows them too', async () => {
    const page = await open('kk-KZ');
    const caption = video.manifest?.captions.find((one) => one.language === 'kk');
    await page.evaluate(
      ({ base, mp4, vtt }) => {
        document.body.innerHTML = `<video muted autoplay crossorigin src="${base}/${mp4}">
          <track default kind="captions" srclang="kk" src="${base}/${vtt}"></video>`;
      },
      { base: `${app.baseUrl}/${folder()}`, mp4: video.manifest?.mp4 ?? '', vtt: caption?.file ?? '' },
    );
    expect(await (await activeWords(page, 'kk')).jsonValue()).toBe(KK_SEEN);
    await page.context().close();
  }, 60_000);
});
