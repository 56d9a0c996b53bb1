// The words of the shelf.
import type { Locale } from '../../../core/types.js';

const WORDS = {
  ru: {
    title: 'Сохранённое и подписки',
    aside: 'На потом',
    save: 'Сохранить видео',
    follow: 'Следить: {0}',
    noConsent: 'Список хранит ваш браузер. Сейчас этому сайту хранить ничего не разрешено.',
    noStorage: 'Браузер ничего не хранит для этого сайта, поэтому сохранить нельзя.',
    saved: 'Сохранённые видео',
    followed: 'Новое от тех, за кем вы следите',
    nothing: 'Пока пусто. Сохраните видео или следите за автором, и они появятся здесь.',
    none: 'Пока ничего.',
    loading: 'Загружаем…',
    failed: 'Список не загрузился. Попробуйте ещё раз.',
    fresh: 'Новое',
    remove: 'Убрать «{0}»',
  },
  kk: {
    title: 'Сақталғандар мен жазылымдар',
    aside: 'Кейінге',
    save: 'Бейнені сақтау',
    follow: 'Бақылау: {0}',
    noConsent: 'Тізімді браузеріңіз сақтайды. Қазір бұл сайтқа ештеңе сақтауға рұқсат жоқ.',
    noStorage: 'Браузер бұл сайт үшін ештеңе сақтамайды, сондықтан сақтау мүмкін емес.',
    saved: 'Сақталған бейнелер',
    followed: 'Сіз бақылайтындардан жаңасы',
    nothing: 'Әзірге бос. Бейнені сақтаңыз немесе авторды бақылаңыз, олар осында шығады.',
    none: 'Әзірге ештеңе жоқ.',
    loading: 'Жүктелуде…',
    failed: 'Тізім жүктелмеді. Қайталап көріңіз.',
    fresh: 'Жаңа',
    remove: '«{0}» алып тастау',
  },
  en: {
    title: 'Saved and followed',
    aside: 'For later',
    save: 'Save the video',
    follow: 'Follow {0}',
    noConsent: 'Your browser keeps the list. Just now this site may keep nothing.',
    noStorage: 'Your browser keeps nothing for this site, so nothing can be saved.',
    saved: 'Saved videos',
    followed: 'New from those you follow',
    nothing: 'Nothing yet. Save a video or follow its creator, and they appear here.',
    none: 'Nothing yet.',
    loading: 'Loading…',
    failed: 'The list did not load. Try again.',
    fresh: 'New',
    remove: 'Remove “{0}”',
  },
} as const satisfies Record<Locale, Record<string, string>>;

export type ShelfWords = Record<keyof (typeof WORDS)['en'], string>;

export const shelfWords = (locale: Locale): ShelfWords => WORDS[locale];
