// The markup of cards and pages: what nobody may break out of, and what search engines read.
import { describe, expect, it } from '@jest/globals';
import {
  cardMarkup,
  clockOf,
  escaped,
  merchantFeed,
  sitemap,
  sitemapIndex,
  videoObject,
  watchPage,
  type ListedVideo,
  type ShownProduct,
} from './markup.rules.js';
import { languageOf, WATCH_LANGUAGES, watchWords, type WatchLanguage } from './watch-words.rules.js';

const EVIL = `</script><script>alert("1")</script>'&\u0000`;
const video = (changed: Partial<ListedVideo> = {}): ListedVideo => ({
  ...{ id: 'vid_1', title: 'My mug', creator: { name: 'Dana' }, durationMs: 64_600, width: 720, height: 1280 },
  ...{ posterUrl: 'https://v.example/media/p.jpg', mp4Url: 'https://v.example/media/v.mp4', disclosure: true },
  ...{ publishedAt: '2026-11-20T10:00:00.000Z', productId: 'mug', ...changed },
});
const product: ShownProduct = {
  ...{
    title: 'Mug',
    price: { amountMinor: '1299000', currency: 'KZT' },
    url: 'https://shop.example/mug',
    inStock: true,
  },
};
const place = {
  ...{ store: 'pk_live_1', product: 'mug', language: 'en' as const },
  watchUrl: (id: string) => `https://v.example/watch/${id}?lang=en`,
  personUrl: (id: string) => `https://v.example/c/pk_live_1/${id}?lang=en`,
};

describe('what can be chosen in the player', () => {
  const shown = (tracks: ListedVideo['tracks']) =>
    watchPage({
      place,
      shop: 'Aina',
      video: video(tracks ? { tracks } : {}),
      product,
      isOpen: false,
      origin: 'https://v.example',
    });

  it('is told on the page before anything plays, and a hostile name stays text', () => {
    const html = shown([
      { kind: 'description', lang: 'ru', label: 'Русский' },
      { kind: 'sign', lang: 'kk', label: EVIL },
    ]);
    expect(html).toContain('<li>Audio description: <bdi lang="ru">Русский</bdi></li>');
    expect(html).toContain('<li>Sign language: <bdi lang="kk">');
    expect(html).not.toContain('<script>alert');
  });

  it('is not told where there is nothing', () => {
    expect(shown(undefined)).not.toContain('versions');
  });
});

describe('the markup of a card', () => {
  it('is a link with a picture, what viewers must be told, and data for search engines', () => {
    expect(cardMarkup(place, [video()], product, false).split('\n')).toEqual([
      '<vitrina-player store="pk_live_1" product="mug" locale="en" ratio="720/1280">',
      '<a href="https://v.example/watch/vid_1?lang=en">' +
        '<small>Dana · 1:05 · The creator earns a commission if you buy</small>' +
        '<svg viewBox="0 0 720 1280" aria-hidden="true"></svg>' +
        '<img src="https://v.example/media/p.jpg" width="720" height="1280" alt="Play video: My mug" ' +
        'decoding="async"></a>',
      '<script type="application/ld+json">{"@context":"https://schema.org","@type":"VideoObject","name":"My mug",' +
        '"description":"My mug. Mug","thumbnailUrl":["https://v.example/media/p.jpg"],"uploadDate":"2026-11-20T10:00:00.000Z",' +
        '"duration":"PT65S","contentUrl":"https://v.example/media/v.mp4","url":"https://v.example/watch/vid_1?lang=en",' +
        '"author":{"@type":"Person","name":"Dana"},"about":{"@type":"Product","name":"Mug","url":"https://shop.example/mug"}}</script>',
      '</vitrina-player>',
      '',
    ]);
  });

  it('names every video for search engines, and says which is wide', () => {
    const html = cardMarkup(place, [video({ width: 1280, height: 720 }), video({ id: 'vid_2' })], product, false);
    expect(html.match(/"@type":"VideoObject"/g)).toHaveLength(2);
    expect(html).toContain('ratio="1280/720" data-wide>');
  });

  it('is nothing without a video, and holds nothing while an experiment runs', () => {
    expect(cardMarkup(place, [], product, false)).toBe('');
    expect(cardMarkup(place, [video()], product, true)).toBe(
      '<vitrina-player store="pk_live_1" product="mug" locale="en" ratio="720/1280"></vitrina-player>\n',
    );
  });

  it.each(['title', 'creator', 'store', 'product', 'watchUrl'])('a hostile %s stays text', (what) => {
    const shown = video(what === 'title' ? { title: EVIL } : what === 'creator' ? { creator: { name: EVIL } } : {});
    const where = {
      ...place,
      ...(what === 'store' ? { store: EVIL } : what === 'product' ? { product: EVIL } : {}),
      ...(what === 'watchUrl' ? { watchUrl: () => `javascript:${EVIL}` } : {}),
    };
    const html = cardMarkup(where, [shown], product, false);
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html.match(/<\/script/g)).toHaveLength(1);
    expect(html).not.toMatch(/alert\("1"\)<|"1"\)<\/script>'/);
    const data = /ld\+json">(.*)<\/script>/.exec(html)?.[1] ?? '';
    expect((JSON.parse(data) as { name: string }).name).toBe(shown.title);
  });
});

describe('the page of a video', () => {
  const page = (changed: Partial<ListedVideo> = {}, sold: Partial<ShownProduct> = {}) =>
    watchPage({
      ...{ place, shop: 'Aina <3', video: video(changed), product: { ...product, ...sold } },
      ...{ isOpen: false, origin: 'https://v.example' },
    });

  it('leads to the product, has one address, and begins with this video', () => {
    const html = page();
    expect(html).toContain('<vitrina-player video="vid_1" store="pk_live_1"');
    expect(html).toContain('<link rel="canonical" href="https://v.example/watch/vid_1?lang=en">');
    expect(html).toContain('<a class="product" href="https://shop.example/mug">To the product: Mug <b>₸12,990</b></a>');
    expect(html).toContain('<title>My mug · Aina &lt;3</title>');
    expect(html).toContain('<meta property="og:video" content="https://v.example/media/v.mp4">');
  });

  it.each<[WatchLanguage, string, string, string]>([
    ['ru', '1299050', 'KZT', '12\u00a0990,50\u00a0₸'],
    ['kk', '1299000', 'KZT', '12\u00a0990\u00a0₸'],
    ['en', '1299', 'JPY', '¥1,299'],
  ])('writes a price as %s does', (language, amountMinor, currency, text) => {
    const html = watchPage({
      ...{ place: { ...place, language }, shop: 'Aina', video: video() },
      ...{ product: { ...product, price: { amountMinor, currency } }, isOpen: false, origin: '' },
    });
    expect(html).toContain(`<b>${text}</b>`);
  });

  it('shows the poster as JPEG to those that show shared links', () => {
    const posterUrl = 'https://v.example/media/p.webp';
    const posterSizes = [{ webpUrl: posterUrl, jpegUrl: 'https://v.example/media/p.jpg' }];
    const html = page({ posterUrl, posterSizes });
    expect(html).toContain('<meta property="og:image" content="https://v.example/media/p.jpg">');
    expect(html).toContain(`<img src="${posterUrl}"`);
    expect(page({ posterUrl })).toContain(`<meta property="og:image" content="${posterUrl}">`);
  });

  it('says what is sold out, and names no file where there is none', () => {
    const html = page({ mp4Url: null }, { inStock: false });
    expect(html).toContain('<b>Out of stock</b>');
    expect(html).not.toMatch(/og:video"|contentUrl/);
  });
});

describe('lists', () => {
  it('a sitemap names page, picture and file of each video', () => {
    const xml = sitemap(
      [video({ title: 'A & B', durationMs: 400 }), video({ id: 'vid_2', mp4Url: null })],
      (id) => `https://v/${id}`,
    );
    expect(xml.match(/<url>/g)).toHaveLength(2);
    expect(xml).toContain('<loc>https://v/vid_1</loc>');
    expect(xml).toContain('<video:title>A &amp; B</video:title>');
    expect(xml).toContain('<video:duration>1</video:duration>');
    expect(xml.match(/content_loc>/g)).toHaveLength(2);
    expect(sitemapIndex(['https://v/1?a=1&b=2'])).toContain('<loc>https://v/1?a=1&amp;b=2</loc>');
  });

  it('a shopping feed has one file a product', () => {
    expect(
      merchantFeed([
        video(),
        video({ id: 'vid_2' }),
        video({ productId: 'a\tb', mp4Url: 'u' }),
        video({ productId: 'c', mp4Url: null }),
      ]),
    ).toBe('id\tvideo_link\nmug\thttps://v.example/media/v.mp4\na b\tu\n');
  });
});

describe('words', () => {
  it.each([
    ['kk-KZ, ru;q=0.8', 'kk'],
    ['de, ru;q=0.8', 'ru'],
    ['de', null],
    [undefined, null],
  ])('%s is read in %s', (wish, language) => {
    expect(languageOf(wish)).toBe(language);
  });

  it('has all of them in all languages', () => {
    const counts = WATCH_LANGUAGES.map(
      (one) => Object.values(watchWords(one)).filter((text) => text.length > 3).length,
    );
    expect(new Set(counts)).toEqual(new Set([Object.keys(watchWords('en')).length]));
  });

  it('writes text that neither HTML nor XML reads as anything else', () => {
    expect(escaped(`<a href='"&">\u0001\u{1F600}`)).toBe('&lt;a href=&#39;&quot;&amp;&quot;&gt;\u{1F600}');
    expect([0, 59_600, 600_000].map(clockOf)).toEqual(['0:00', '1:00', '10:00']);
    expect(videoObject(video({ durationMs: 10 }), place, null)).toMatchObject({
      duration: 'PT1S',
      description: 'My mug',
    });
  });
});
