// A card and the page of one video as HTML: one markup for plugins, the demo shop, plain pages and search engines.
import { htmlText } from '../../base/http/escape.rules.js';
import { formatDecimal } from '../../base/money.js';
import type { TrackKind } from '../../videos/tracks/track.status.js';
import type { Transcript } from './transcript.rules.js';
import { watchWords, type WatchLanguage } from './watch-words.rules.js';

/** What of a card's video is written. */
export interface ShownVideo {
  readonly id: string;
  readonly title: string;
  /** Without an id no page of theirs is named. */
  readonly creator: { readonly id?: string; readonly name: string };
  readonly durationMs: number;
  readonly width: number;
  readonly height: number;
  readonly posterUrl: string;
  readonly posterSizes?: readonly { readonly webpUrl: string; readonly jpegUrl: string }[];
  readonly mp4Url: string | null;
  readonly disclosure: boolean;
  readonly disclosureTexts?: Readonly<Record<WatchLanguage, string>>;
  readonly publishedAt: string;
  /** Audio description and sign language. */
  readonly tracks?: readonly { readonly kind: TrackKind; readonly lang: string; readonly label: string }[];
  /** In order; none where it has no chapters. */
  readonly chapters?: readonly { readonly startMs: number; readonly title: string }[];
}

/** A product as it stands in the answer of a card. */
export interface ShownProduct {
  readonly title: string;
  readonly price: { readonly amountMinor: string; readonly currency: string };
  readonly url: string;
  readonly inStock: boolean;
}

export interface CardPlace {
  readonly store: string;
  readonly product: string;
  readonly language: WatchLanguage;
  /** The address of a video's own page. */
  readonly watchUrl: (videoId: string) => string;
  /** The address of a creator's page in this store. */
  readonly personUrl: (creatorId: string) => string;
}

/** Safe in elements and in quoted attributes, of HTML and of XML. What XML cannot hold at all is left out. */
export function escaped(text: string): string {
  // XML 1.0 has no place for these.
  return htmlText(text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, ''));
}

/** `1:05` */
export function clockOf(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** The address of a moment: whole seconds, as search engines ask for them. */
export function momentUrl(page: string, seconds: number): string {
  return `${page}${page.includes('?') ? '&' : '?'}t=${seconds}`;
}

/** Chapters as schema.org's Clips: search engines show them as key moments, each with the address that begins there. */
function clipsOf({ chapters = [], durationMs }: ShownVideo, page: string): object[] {
  return chapters.map(({ startMs, title }, at) => {
    const startOffset = Math.round(startMs / 1000);
    const endOffset = Math.round((chapters[at + 1]?.startMs ?? durationMs) / 1000);
    return { '@type': 'Clip', name: title, startOffset, endOffset, url: momentUrl(page, startOffset) };
  });
}

/** schema.org's VideoObject, as search engines read it. A video without a plain file has no `contentUrl`. */
export function videoObject(
  video: ShownVideo,
  { watchUrl, personUrl }: Pick<CardPlace, 'watchUrl' | 'personUrl'>,
  product: ShownProduct | null,
): object {
  const page = watchUrl(video.id);
  const { id, name } = video.creator;
  return {
    '@context': 'https://schema.org',
    '@type': 'VideoObject',
    name: video.title,
    description: product ? `${video.title}. ${product.title}` : video.title,
    thumbnailUrl: [video.posterUrl],
    uploadDate: video.publishedAt,
    duration: `PT${Math.max(1, Math.round(video.durationMs / 1000))}S`,
    ...(video.mp4Url === null ? {} : { contentUrl: video.mp4Url }),
    url: page,
    author: { '@type': 'Person', name, ...(id ? { url: personUrl(id) } : {}) },
    ...(video.chapters?.length ? { hasPart: clipsOf(video, page) } : {}),
    ...(product ? { about: { '@type': 'Product', name: product.title, url: product.url } } : {}),
  };
}

/** A data block: nothing in it can end it, and no policy asks about it, since it is not run. */
export const dataBlock = (data: object): string =>
  `<script type="application/ld+json">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>`;

const disclosed = ({ disclosure, disclosureTexts }: ShownVideo, language: WatchLanguage): string[] =>
  disclosure ? [disclosureTexts?.[language] ?? watchWords(language).disclosure] : [];

/**
 * The element with its first video inside: a link with a picture that stands before any script and without one, what a viewer must be told,
 * and every video of the card for search engines. While the page may decide against it (an experiment, a rule) nothing is inside: it would be seen.
 */
export function cardMarkup(
  place: CardPlace,
  videos: readonly ShownVideo[],
  product: ShownProduct | null,
  isOpen: boolean,
): string {
  const { store, product: productId, language, watchUrl } = place;
  const [first] = videos;
  if (!first) return '';
  const ratio = `${first.width}/${first.height}`;
  const attributes = `store="${escaped(store)}" product="${escaped(productId)}" locale="${language}" ratio="${ratio}"${first.width > first.height ? ' data-wide' : ''}`;
  if (isOpen) return `<vitrina-player ${attributes}></vitrina-player>\n`;
  const words = watchWords(language);
  const told = [first.creator.name, clockOf(first.durationMs), ...disclosed(first, language)];
  // The picture may have another shape (a creator's own poster); the place has the video's.
  const picture =
    `<svg viewBox="0 0 ${first.width} ${first.height}" aria-hidden="true"></svg>` +
    `<img src="${escaped(first.posterUrl)}" width="${first.width}" height="${first.height}" ` +
    `alt="${escaped(`${words.play}: ${first.title}`)}" decoding="async">`;
  return [
    `<vitrina-player ${attributes}>`,
    `<a href="${escaped(watchUrl(first.id))}"><small>${escaped(told.join(' · '))}</small>${picture}</a>`,
    ...videos.map((video) => dataBlock(videoObject(video, place, product))),
    '</vitrina-player>',
    '',
  ].join('\n');
}

/** A property of Open Graph. */
export const named = (property: string, content: string): string =>
  `<meta property="${property}" content="${escaped(content)}">`;

/** The poster as JPEG: not everything that shows a shared link reads WebP. */
function plainPoster({ posterUrl, posterSizes = [] }: ShownVideo): string {
  return posterSizes.find(({ webpUrl }) => webpUrl === posterUrl)?.jpegUrl ?? posterUrl;
}

export interface WatchPage {
  readonly place: CardPlace;
  readonly shop: string;
  readonly video: ShownVideo;
  readonly product: ShownProduct;
  readonly isOpen: boolean;
  /** Where player and style sheet lie. */
  readonly origin: string;
  /** The second at which it begins; 0 is the beginning. */
  readonly startS?: number;
  /** Null where nothing of it is written down. */
  readonly transcript?: Transcript | null;
}

/** What can be chosen in the player, told before anything plays. */
function versionsOf({ tracks = [] }: ShownVideo, language: WatchLanguage): string[] {
  if (tracks.length === 0) return [];
  const words = watchWords(language);
  const each = tracks.map(
    ({ kind, lang, label }) => `<li>${escaped(words[kind])}: <bdi lang="${escaped(lang)}">${escaped(label)}</bdi></li>`,
  );
  return [`<div class="versions"><p>${escaped(words.versions)}</p><ul>${each.join('')}</ul></div>`];
}

/** All that is said, in one language; each line leads to its second. */
function transcriptOf({ languages, lang, lines }: Transcript, page: string, language: WatchLanguage): string[] {
  const words = watchWords(language);
  const inLanguage = (tag: string): string => `${page}${page.includes('?') ? '&' : '?'}text=${encodeURIComponent(tag)}`;
  const links = languages.map(
    ({ lang: tag, label }) =>
      `<a href="${escaped(inLanguage(tag))}#text" lang="${escaped(tag)}"${tag === lang ? ' aria-current="true"' : ''}>${escaped(label)}</a>`,
  );
  const said = lines.map(({ startMs, text }) => {
    const seconds = Math.floor(startMs / 1000);
    const clock = `<time datetime="PT${seconds}S">${clockOf(seconds * 1000)}</time>`;
    return `<li><a href="${escaped(momentUrl(inLanguage(lang), seconds))}">${clock} <span dir="auto">${escaped(text)}</span></a></li>`;
  });
  return [
    `<section aria-labelledby="text"><h2 id="text">${escaped(words.text)}</h2>`,
    ...(links.length > 1 ? [`<nav aria-label="${escaped(words.textLanguage)}">${links.join(' ')}</nav>`] : []),
    `<ol class="text" lang="${escaped(lang)}">`,
    ...said,
    '</ol></section>',
  ];
}

/** `12 990 ₸`: no cents where there are none. Kazakh writes numbers as Russian does. */
function priceOf({ price }: ShownProduct, language: WatchLanguage): string {
  const text = formatDecimal(BigInt(price.amountMinor), price.currency) as `${number}`;
  const format = new Intl.NumberFormat(language === 'en' ? 'en' : 'ru', {
    ...{ style: 'currency', currency: price.currency, currencyDisplay: 'narrowSymbol' },
    trailingZeroDisplay: 'stripIfInteger',
  });
  return format.format(text);
}

/** The page of one video: what a link without scripts, a search engine and a shared address lead to. */
export function watchPage(shown: WatchPage): string {
  const { place, shop, video, product, isOpen, origin, startS = 0, transcript = null } = shown;
  const words = watchWords(place.language);
  const card = cardMarkup(place, [video], product, isOpen).replace(
    '<vitrina-player ',
    `<vitrina-player video="${escaped(video.id)}" ${startS > 0 ? `start="${startS}" ` : ''}`,
  );
  const page = escaped(place.watchUrl(video.id));
  const { id, name } = video.creator;
  const creator = id ? `<a href="${escaped(place.personUrl(id))}">${escaped(name)}</a>` : escaped(name);
  const price = product.inStock ? priceOf(product, place.language) : words.soldOut;
  return [
    '<!doctype html>',
    `<html lang="${place.language}">`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(`${video.title} · ${shop}`)}</title>`,
    `<link rel="canonical" href="${page}">`,
    named('og:type', 'video.other'),
    named('og:title', video.title),
    named('og:image', plainPoster(video)),
    named('og:url', place.watchUrl(video.id)),
    ...(video.mp4Url === null ? [] : [named('og:video', video.mp4Url), named('og:video:type', 'video/mp4')]),
    ...['card', 'watch'].map((name) => `<link rel="stylesheet" href="${origin}/player/v1/${name}.css">`),
    `<script type="module" fetchpriority="low" src="${origin}/player/v1/vitrina.js"></script>`,
    '</head>',
    '<body>',
    '<main>',
    `<h1>${escaped(video.title)}</h1>`,
    card.trimEnd(),
    `<p>${creator} · ${escaped(shop)}</p>`,
    `<p><a class="product" href="${escaped(product.url)}">${escaped(words.toProduct)}: ${escaped(product.title)} <b>${escaped(price)}</b></a></p>`,
    ...versionsOf(video, place.language),
    ...(transcript ? transcriptOf(transcript, place.watchUrl(video.id), place.language) : []),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** What stands where a video was, or never was, or with other words where something else was. */
export function gonePage(
  language: WatchLanguage,
  origin: string,
  words: { readonly gone: string; readonly goneWhy: string } = watchWords(language),
): string {
  return [
    '<!doctype html>',
    `<html lang="${language}">`,
    `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">`,
    `<meta name="robots" content="noindex"><title>${escaped(words.gone)}</title>`,
    `<link rel="stylesheet" href="${origin}/player/v1/watch.css"></head>`,
    `<body><main><h1>${escaped(words.gone)}</h1><p>${escaped(words.goneWhy)}</p></main></body>`,
    '</html>',
    '',
  ].join('\n');
}

/** A video of a store's list, for search engines and shopping feeds. */
export interface ListedVideo extends ShownVideo {
  /** The shop's own id of the product whose card shows it. */
  readonly productId: string;
}

/** A video sitemap (Google's extension of sitemaps.org 0.9). */
export function sitemap(videos: readonly ListedVideo[], watchUrl: (videoId: string) => string): string {
  const entries = videos.map((video) =>
    [
      `<url><loc>${escaped(watchUrl(video.id))}</loc><video:video>`,
      `<video:thumbnail_loc>${escaped(video.posterUrl)}</video:thumbnail_loc>`,
      `<video:title>${escaped(video.title)}</video:title><video:description>${escaped(video.title)}</video:description>`,
      ...(video.mp4Url === null ? [] : [`<video:content_loc>${escaped(video.mp4Url)}</video:content_loc>`]),
      `<video:duration>${Math.max(1, Math.round(video.durationMs / 1000))}</video:duration>`,
      `<video:publication_date>${escaped(video.publishedAt)}</video:publication_date></video:video></url>`,
    ].join(''),
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:video="http://www.google.com/schemas/sitemap-video/1.1">',
    ...entries,
    '</urlset>',
    '',
  ].join('\n');
}

/** The list of a store's sitemaps. */
export function sitemapIndex(pages: readonly string[]): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ...pages.map((page) => `<sitemap><loc>${escaped(page)}</loc></sitemap>`),
    '</sitemapindex>',
    '',
  ].join('\n');
}

/** A supplemental feed of Google Merchant Center: `video_link` of each product, the first file of its card. */
export function merchantFeed(videos: readonly ListedVideo[]): string {
  const cell = (text: string): string => text.replace(/[\t\r\n]+/g, ' ');
  const links = new Map<string, string>();
  for (const { productId, mp4Url } of videos)
    if (mp4Url !== null && !links.has(productId)) links.set(productId, mp4Url);
  return ['id\tvideo_link', ...[...links].map(([id, url]) => `${cell(id)}\t${cell(url)}`), ''].join('\n');
}
