// The words of chapters, hot-spots, the end card and sharing: they come with them.
import type { Locale } from '../../core/types.js';

const WORDS = {
  ru: {
    inVideo: 'Товары в кадре',
    ended: 'Видео закончилось',
    replay: 'Смотреть ещё раз',
    next: 'Следующее видео',
    choose: 'Выбрать',
    share: 'Поделиться',
    link: 'Ссылка',
    from: 'Начать с {0}',
    copy: 'Скопировать',
    send: 'Отправить…',
    copied: 'Ссылка скопирована',
    byHand: 'Скопируйте ссылку сами: она выделена.',
    startsAt: 'С {0}',
  },
  kk: {
    inVideo: 'Кадрдағы тауарлар',
    ended: 'Бейне аяқталды',
    replay: 'Қайта көру',
    next: 'Келесі бейне',
    choose: 'Таңдау',
    share: 'Бөлісу',
    link: 'Сілтеме',
    from: '{0} бастап көрсету',
    copy: 'Көшіру',
    send: 'Жіберу…',
    copied: 'Сілтеме көшірілді',
    byHand: 'Сілтемені өзіңіз көшіріңіз: ол белгіленген.',
    startsAt: '{0} бастап',
  },
  en: {
    inVideo: 'Products in the picture',
    ended: 'The video is over',
    replay: 'Watch again',
    next: 'Next video',
    choose: 'Choose',
    share: 'Share',
    link: 'Link',
    from: 'Start at {0}',
    copy: 'Copy',
    send: 'Send…',
    copied: 'Link copied',
    byHand: 'Copy the link yourself: it is selected.',
    startsAt: 'From {0}',
  },
} as const satisfies Record<Locale, Record<string, string>>;

export type MarksWords = Record<keyof (typeof WORDS)['en'], string>;

export const marksWords = (locale: Locale): MarksWords => WORDS[locale];
