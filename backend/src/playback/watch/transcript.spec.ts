// The text of a video under it: from the captions that viewers get, in the wished language, each line at its second, and nothing that is not shown.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { axeFaults } from '../../../test/support/pages/axe.js';
import { launchBrowser } from '../../../test/support/browser.js';
import { makeProduct } from '../../../test/support/make.js';
import { makePublishedVideo } from '../../../test/support/make-videos.js';
import { setCaptionStage, SHOW, type CaptionStage } from '../../../test/captions/stage.js';
import type { Video } from '../../videos/video.entity.js';
import { chooseSpoken, linesOf } from './transcript.rules.js';

const EN =
  '1\n00:00:01,500 --> 00:00:02,500\nThe mug is <b>heavy</b> & <i>warm</i>\n\n2\n00:00:13,000 --> 00:00:14,000\n<script>1 < 2</script>\n';
const KK = EN.replace('The mug is', 'Кесе ауыр:');
const AR = '1\n00:00:00,000 --> 00:00:01,000\nالكوب ثقيل\n';

let stage: CaptionStage;
let shown: Video;
beforeAll(async () => {
  stage = await setCaptionStage();
  const { app, store, dana } = stage;
  const products = [await makeProduct(app, store, { externalId: 'mug' })];
  const { id } = await makePublishedVideo(app, { store, creator: dana, products, title: 'My mug' });
  shown = await stage.honest(id);
  for (const [language, file] of [
    ['en', EN],
    ['kk', KK],
    ['ar', AR],
  ] as const) {
    expect((await stage.put(id, language, file)).status).toBe(200);
  }
  await app.drainJobs();
});
afterAll(() => stage?.app.close());

const page = (query: string) => stage.app.http.get(`/watch/${shown.id}?${query}`);
const linesIn = (html: string) =>
  [
    ...html.matchAll(
      /<li><a href="([^"]*)"><time datetime="PT(\d+)S">([\d:]+)<\/time> <span dir="auto">(.*?)<\/span>/g,
    ),
  ].map(([, href = '', seconds, clock, text]) => [href.replaceAll('&amp;', '&'), seconds, clock, text]);

describe('rules', () => {
  it('take the words, leave out the marks, and say nothing twice', () => {
    const twice = EN.replace('<script>1 < 2</script>', 'The mug is heavy & warm');
    expect(linesOf(Buffer.from(twice), 20_000)).toEqual([{ startMs: 1500, text: 'The mug is heavy & warm' }]);
    expect(linesOf(Buffer.from('no captions'), 20_000)).toEqual([]);
  });

  it.each([
    [['kk'], 'kk'],
    [['kk-KZ', 'en'], 'kk'],
    [['de', 'en'], 'en'],
    [['de'], 'ar'],
    [[], 'ar'],
  ])('for %j give %s', (wishes, lang) => {
    const all = ['ar', 'kk', 'en'].map((one) => ({ lang: one, label: one }));
    expect(chooseSpoken(all, wishes)?.lang).toBe(lang);
    expect(chooseSpoken([], wishes)).toBeNull();
  });
});

describe('the page of a video', () => {
  it('has its text in the reader’s language, each line an address that begins there', async () => {
    const { text, headers } = await page('lang=en');
    expect(text).toContain('<h2 id="text">Text of the video</h2>');
    expect(linesIn(text)).toEqual([
      [`${stage.app.baseUrl}/watch/${shown.id}?lang=en&text=en&t=1`, '1', '0:01', 'The mug is heavy &amp; warm'],
      [expect.stringMatching(/&t=13$/), '13', '0:13', '1 &lt; 2'],
    ]);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect((await page('lang=en&text=en&t=13')).text).toContain(' start="13" ');
  });

  it('has it in every language that there is', async () => {
    const { text } = await page('lang=en&text=kk');
    expect(text).toContain('<ol class="text" lang="kk">');
    expect(linesIn(text)[0]?.[3]).toBe('Кесе ауыр: heavy &amp; warm');
    expect(
      [...text.matchAll(/<a href="[^"]*text=(\w+)#text" lang="\w+"( aria-current="true")?>/g)].map((m) => [
        m[1],
        !!m[2],
      ]),
    ).toEqual([
      ['en', false],
      ['kk', true],
      ['ar', false],
    ]);
    expect((await page('lang=en&text=%22%3E%3Cscript')).text).not.toContain('"><script');
  });

  it('shows no draft', async () => {
    const track = (await stage.tracksOf(shown.id)).find(({ language }) => language === 'ar');
    await stage.app.graphql(SHOW, { id: track?.id, r: 1, s: false }, { as: stage.dana.cookie });
    await stage.app.drainJobs();
    for (let tries = 0; tries < 100 && (await page('lang=en')).text.includes('text=ar'); tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
    const { text } = await page('lang=en&text=ar');
    expect(text).not.toContain('الكوب');
    expect(text).toContain('<ol class="text" lang="en">');
    await stage.app.graphql(SHOW, { id: track?.id, r: 2, s: true }, { as: stage.dana.cookie });
    await stage.app.drainJobs();
    for (let tries = 0; tries < 100 && !(await page('lang=en')).text.includes('text=ar'); tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
  });

  it('stands without one where nothing is written down', async () => {
    const { app, store, dana } = stage;
    const products = [await makeProduct(app, store, { externalId: 'bowl' })];
    const { id } = await makePublishedVideo(app, { store, creator: dana, products, title: 'Bowl' });
    const { text, status } = await app.http.get(`/watch/${id}?lang=en`);
    expect([status, text.includes('id="text"'), text.includes('versions')]).toEqual([200, false, false]);
  });
});

describe('at 200 %', () => {
  // 200 % of a window of 640 px is a window of 320 CSS pixels with twice the dots.
  it.each([
    { width: 320, deviceScaleFactor: 2, colorScheme: 'light' as const, query: 'lang=kk&text=kk' },
    { width: 720, deviceScaleFactor: 2, colorScheme: 'dark' as const, query: 'lang=ru&text=ar' },
  ])('nothing is lost or cut ($width px)', async ({ width, deviceScaleFactor, colorScheme, query }) => {
    const browser = await launchBrowser();
    try {
      const context = await browser.newContext({ viewport: { width, height: 512 }, deviceScaleFactor, colorScheme });
      const tab = await context.newPage();
      await tab.goto(`${stage.app.baseUrl}/watch/${shown.id}?${query}`);
      await tab.locator('vitrina-player .go').waitFor();
      // Text alone twice as large, as some browsers zoom.
      await tab.evaluate(() => (document.documentElement.style.fontSize = '32px')).catch(() => undefined);
      expect(await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      const cut = await tab
        .locator('main *')
        .evaluateAll((all) =>
          all
            .filter((one) => getComputedStyle(one).overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1)
            .map((one) => one.tagName),
        );
      expect(cut).toEqual([]);
      const links = tab.locator('.text a');
      for (let at = 0; at < (await links.count()); at += 1) {
        const box = await links.nth(at).boundingBox();
        expect([(box?.x ?? -1) >= 0, (box?.x ?? 0) + (box?.width ?? 9999) <= width]).toEqual([true, true]);
      }
      expect(await axeFaults(tab)).toEqual([]);
      await tab.screenshot({ path: `artifacts/player/watch-${width}.png`, fullPage: true });
    } finally {
      await browser.close();
    }
  });
});
