// What the page of a creator says.
import type { WatchLanguage } from '../watch/watch-words.rules.js';

export interface PersonWords {
  /** `{shop}` is the store. */
  readonly reviews: string;
  readonly about: string;
  readonly links: string;
  readonly older: string;
  readonly newest: string;
  readonly toShop: string;
  /** `{helpful}` of `{total}` viewers said so. */
  readonly helpful: string;
  readonly gone: string;
  readonly goneWhy: string;
}

const WORDS: Record<WatchLanguage, PersonWords> = {
  ru: {
    reviews: 'Обзоры в магазине «{shop}»',
    about: 'Об авторе',
    links: 'Ссылки автора',
    older: 'Более ранние обзоры',
    newest: 'К новым обзорам',
    toShop: 'В магазин «{shop}»',
    helpful: 'Помогло {helpful} из {total}',
    gone: 'Этой страницы нет',
    goneWhy: 'Возможно, автор больше не показывает обзоры в этом магазине.',
  },
  kk: {
    reviews: '«{shop}» дүкеніндегі шолулар',
    about: 'Автор туралы',
    links: 'Автордың сілтемелері',
    older: 'Бұрынғы шолулар',
    newest: 'Жаңа шолуларға',
    toShop: '«{shop}» дүкеніне',
    helpful: '{total} адамның {helpful} — пайдалы деді',
    gone: 'Бұл бет жоқ',
    goneWhy: 'Автор бұл дүкенде шолуларын енді көрсетпейтін болуы мүмкін.',
  },
  en: {
    reviews: 'Reviews in {shop}',
    about: 'About the creator',
    links: 'The creator’s links',
    older: 'Older reviews',
    newest: 'To the newest reviews',
    toShop: 'To the shop {shop}',
    helpful: 'Helped {helpful} of {total}',
    gone: 'This page is not here',
    goneWhy: 'The creator may no longer show reviews in this shop.',
  },
};

export const personWords = (language: WatchLanguage): PersonWords => WORDS[language];
