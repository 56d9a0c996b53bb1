// The page of one creator in one store as HTML: who they are as far as they said it, and what they show there.
import { linkText } from '../../creators/profile/profile-links.rules.js';
import { clockOf, dataBlock, escaped, named } from '../watch/markup.rules.js';
import { WATCH_LANGUAGES, type WatchLanguage } from '../watch/watch-words.rules.js';
import { personWords } from './person-words.rules.js';

/** One picture in several widths, smallest first. */
export interface Picture {
  readonly url: string;
  readonly widths: readonly { readonly width: number; readonly url: string }[];
}

export interface ShownReview {
  readonly title: string;
  readonly watchUrl: string;
  readonly poster: Picture;
  readonly width: number;
  readonly height: number;
  readonly durationMs: number;
  readonly product: string;
  readonly publishedAt: Date;
  /** What viewers must be told of the reward behind it, in the page's language; null where there is none. */
  readonly told: string | null;
  readonly votes: { readonly helpful: number; readonly total: number };
}

export interface PersonPage {
  readonly language: WatchLanguage;
  readonly shop: { readonly name: string; readonly url: string | null };
  readonly person: {
    readonly name: string;
    readonly handle: string | null;
    readonly bio: string | null;
    readonly links: readonly string[];
    readonly face: Picture | null;
  };
  readonly reviews: readonly ShownReview[];
  /** The address without a language. */
  readonly url: string;
  /** Where older reviews are, and whether this is not the first page. */
  readonly older: string | null;
  readonly isLater: boolean;
  /** Where the style sheet lies. */
  readonly origin: string;
}

const srcset = ({ widths }: Picture): string =>
  widths.length > 1 ? ` srcset="${escaped(widths.map(({ url, width }) => `${url} ${width}w`).join(', '))}"` : '';

/** The first two rows of a phone are in sight at once. */
const EAGER = 2;

function reviewMarkup(review: ShownReview, at: number, told: string | null, helpful: string): string {
  const { title, watchUrl, poster, width, height, durationMs, product, votes } = review;
  const order = at === 0 ? 'fetchpriority="high"' : at < EAGER ? '' : 'loading="lazy"';
  const image =
    `<img src="${escaped(poster.url)}"${srcset(poster)} sizes="(min-width: 700px) 216px, 46vw" width="${width}" height="${height}" ` +
    `alt="" decoding="async" ${order}>`;
  const said = votes.total > 0 ? helpful : null;
  return [
    `<li><a href="${escaped(watchUrl)}"><span class="poster">${image}<span class="length">${clockOf(durationMs)}</span></span>`,
    `<b dir="auto">${escaped(title)}</b></a>`,
    `<span dir="auto">${escaped(product)}</span>`,
    ...[told, said].filter((line) => line !== null).map((line) => `<small>${escaped(line)}</small>`),
    '</li>',
  ].join('');
}

/** Where all say the same it is said once, above them; else on each. */
function disclosures(reviews: readonly ShownReview[]): { once: string | null; each: readonly (string | null)[] } {
  const texts = reviews.map(({ told }) => told);
  const [first = null] = texts;
  if (texts.every((text) => text === first)) return { once: first, each: texts.map(() => null) };
  return { once: null, each: texts };
}

/** schema.org's ProfilePage, as search engines read it; only what stands on the page. */
export function profileObject({ person, url, reviews }: PersonPage): object {
  const { name, handle, bio, links, face } = person;
  return {
    '@context': 'https://schema.org',
    '@type': 'ProfilePage',
    mainEntity: {
      '@type': 'Person',
      name,
      url,
      ...(handle ? { alternateName: handle } : {}),
      ...(bio ? { description: bio } : {}),
      ...(face ? { image: face.widths.at(-1)?.url ?? face.url } : {}),
      ...(links.length > 0 ? { sameAs: links } : {}),
    },
    hasPart: reviews.map(({ title, watchUrl, poster, publishedAt, durationMs }) => ({
      '@type': 'VideoObject',
      name: title,
      description: title,
      url: watchUrl,
      thumbnailUrl: [poster.url],
      uploadDate: publishedAt.toISOString(),
      duration: `PT${Math.max(1, Math.round(durationMs / 1000))}S`,
    })),
  };
}

function headOf(page: PersonPage): string[] {
  const { language, shop, person, url, isLater, origin, reviews } = page;
  const image = person.face?.widths.at(-1)?.url ?? reviews[0]?.poster.url;
  const about = person.bio ?? personWords(language).reviews.replace('{shop}', () => shop.name);
  return [
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(`${person.name} · ${shop.name}`)}</title>`,
    `<meta name="description" content="${escaped(about.replace(/\s+/g, ' ').slice(0, 160))}">`,
    // Later pages change with every new review.
    ...(isLater
      ? ['<meta name="robots" content="noindex, follow">']
      : [`<link rel="canonical" href="${escaped(url)}">`]),
    ...(isLater
      ? []
      : WATCH_LANGUAGES.map((one) => `<link rel="alternate" hreflang="${one}" href="${escaped(url)}?lang=${one}">`)),
    named('og:type', 'profile'),
    named('og:title', person.name),
    named('og:url', url),
    ...(image ? [named('og:image', image)] : []),
    `<link rel="stylesheet" href="${origin}/player/v1/person.css">`,
  ];
}

function personMarkup({ person, language }: PersonPage): string[] {
  const { name, handle, bio, links, face } = person;
  const words = personWords(language);
  const picture = face
    ? `<img class="face" src="${escaped(face.url)}"${srcset(face)} sizes="96px" width="96" height="96" alt="">`
    : `<span class="face" aria-hidden="true">${escaped([...name][0] ?? '')}</span>`;
  const link = (href: string): string =>
    `<li><a href="${escaped(href)}" rel="nofollow ugc noopener" target="_blank">${escaped(linkText(href))}</a></li>`;
  return [
    '<header>',
    picture,
    `<div><h1 dir="auto">${escaped(name)}</h1>${handle ? `<p class="handle" dir="ltr">@${escaped(handle)}</p>` : ''}</div>`,
    '</header>',
    ...(bio ? [`<section aria-label="${words.about}"><p class="bio" dir="auto">${escaped(bio)}</p></section>`] : []),
    ...(links.length > 0
      ? [`<nav aria-label="${words.links}"><ul class="links">${links.map(link).join('')}</ul></nav>`]
      : []),
  ];
}

/** The page. Works without scripts, because it has none. */
export function personPage(page: PersonPage): string {
  const { language, shop, reviews, older, isLater, url } = page;
  const words = personWords(language);
  const { once, each } = disclosures(reviews);
  const helpful = ({ votes }: ShownReview): string =>
    words.helpful.replace('{helpful}', String(votes.helpful)).replace('{total}', String(votes.total));
  const inShop = (text: string): string => escaped(text.replace('{shop}', () => shop.name));
  return [
    '<!doctype html>',
    `<html lang="${language}">`,
    '<head>',
    ...headOf(page),
    '</head>',
    '<body>',
    '<main>',
    ...personMarkup(page),
    `<h2>${inShop(words.reviews)}</h2>`,
    ...(once === null ? [] : [`<p class="told">${escaped(once)}</p>`]),
    '<ul class="reviews">',
    ...reviews.map((review, at) => reviewMarkup(review, at, each[at] ?? null, helpful(review))),
    '</ul>',
    '<p class="ways">',
    ...(isLater ? [`<a href="${escaped(url)}?lang=${language}">${words.newest}</a>`] : []),
    ...(older === null ? [] : [`<a href="${escaped(older)}" rel="next">${words.older}</a>`]),
    ...(shop.url === null ? [] : [`<a class="shop" href="${escaped(shop.url)}">${inShop(words.toShop)}</a>`]),
    '</p>',
    dataBlock(profileObject(page)),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}
