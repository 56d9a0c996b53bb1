// The page inside a frame: the player and nothing else; or why there is none.
import {
  cardMarkup,
  escaped,
  type CardPlace,
  type ShownProduct,
  type ShownVideo,
} from '../playback/watch/markup.rules.js';
import type { WatchLanguage } from '../playback/watch/watch-words.rules.js';
import type { EmbedRefusal } from './embed.reasons.js';

const WORDS: Record<WatchLanguage, Record<EmbedRefusal, [head: string, why: string]>> = {
  ru: {
    EMBED_FORGED: ['Этот код не работает', 'Он изменён или скопирован не полностью. Попросите у магазина новый.'],
    EMBED_EXPIRED: ['Срок этого кода прошёл', 'Попросите у магазина новый.'],
    EMBED_REVOKED: ['Магазин отозвал этот код', 'Видео здесь больше не показывается.'],
    EMBED_FOREIGN: ['Это видео нельзя показывать на этом сайте', 'Магазин не назвал этот сайт среди своих.'],
    EMBED_GONE: ['Этого видео нет', 'Возможно, автор или магазин убрал его.'],
  },
  kk: {
    EMBED_FORGED: ['Бұл код жарамайды', 'Ол өзгертілген немесе толық көшірілмеген. Дүкеннен жаңасын сұраңыз.'],
    EMBED_EXPIRED: ['Бұл кодтың мерзімі өтті', 'Дүкеннен жаңасын сұраңыз.'],
    EMBED_REVOKED: ['Дүкен бұл кодты қайтарып алды', 'Бейне мұнда енді көрсетілмейді.'],
    EMBED_FOREIGN: ['Бұл бейнені осы сайтта көрсетуге болмайды', 'Дүкен бұл сайтты атамаған.'],
    EMBED_GONE: ['Бұл бейне жоқ', 'Авторы не дүкен оны алып тастаған болуы мүмкін.'],
  },
  en: {
    EMBED_FORGED: ['This code does not work', 'It was changed, or not copied whole. Ask the shop for a new one.'],
    EMBED_EXPIRED: ['This code has expired', 'Ask the shop for a new one.'],
    EMBED_REVOKED: ['The shop took this code back', 'The video is not shown here any more.'],
    EMBED_FOREIGN: ['This video may not be shown on this site', 'The shop has not named it among its sites.'],
    EMBED_GONE: ['This video is not here', 'Its creator or the shop may have taken it away.'],
  },
};

function page(
  language: WatchLanguage,
  title: string,
  origin: string,
  head: string[],
  body: string[],
  source = '',
): string {
  return [
    '<!doctype html>',
    `<html lang="${language}"${source}>`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="robots" content="noindex">',
    // A shop's page belongs into a window of its own, not into the frame.
    '<base target="_blank">',
    `<title>${escaped(title)}</title>`,
    ...['card', 'embed'].map((name) => `<link rel="stylesheet" href="${origin}/player/v1/${name}.css">`),
    ...head,
    '</head>',
    '<body>',
    ...body,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

export interface EmbedPage {
  id: string;
  place: CardPlace;
  video: ShownVideo;
  product: ShownProduct;
  isOpen: boolean;
  /** Where player and style sheets lie. */
  origin: string;
}

/** What happens in it is counted for this code. */
export function embedPage({ id, place, video, product, isOpen, origin }: EmbedPage): string {
  const card = cardMarkup(place, [video], product, isOpen)
    // Search engines have the page of the video.
    .replace(/<script type="application\/ld\+json">.*<\/script>\n/, '')
    .replace('<vitrina-player ', `<vitrina-player video="${escaped(video.id)}" data-url="${escaped(product.url)}" `);
  const scripts = ['vitrina', 'embed'].map(
    (name) => `<script type="module" src="${origin}/player/v1/${name}.js"></script>`,
  );
  return page(place.language, video.title, origin, scripts, [card.trimEnd()], ` data-vitrina-source="${escaped(id)}"`);
}

export function refusalPage(language: WatchLanguage, refusal: EmbedRefusal, origin: string): string {
  const [head, why] = WORDS[language][refusal];
  const body = [`<main><h1>${escaped(head)}</h1><p>${escaped(why)}</p><p><small>${refusal}</small></p></main>`];
  return page(language, head, origin, [], body);
}
