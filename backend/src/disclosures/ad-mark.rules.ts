// What viewers are told of the reward behind a video, as the law of their country words it.

/** What a creator got for a video beside a share of sales. */
export type Received = 'goods' | 'fee';
export const RECEIVED: readonly Received[] = ['goods', 'fee'];

export const DISCLOSURE_LANGUAGES = ['ru', 'kk', 'en'] as const;
export type DisclosureLanguage = (typeof DISCLOSURE_LANGUAGES)[number];
export type DisclosureTexts = Record<DisclosureLanguage, string>;

/** Everything that links the creator of a video to the shop that shows it. */
export interface Links {
  /** A term of the store's plan is in force that pays for sales. */
  readonly commission: boolean;
  readonly received: Received | null;
  /** The token of the Russian register of advertising. */
  readonly erid: string | null;
  readonly advertiser: { readonly name: string; readonly taxNumber: string } | null;
}

/** The player and the markup have this sentence themselves, so it is not sent. */
export const COMMISSION: DisclosureTexts = {
  ru: 'Автор получит комиссию с покупки',
  kk: 'Сатып алсаңыз, автор комиссия алады',
  en: 'The creator earns a commission if you buy',
};

const GOT: Record<Received, DisclosureTexts> = {
  goods: {
    ru: 'Автор получил товар в подарок',
    kk: 'Автор тауарды тегін алды',
    en: 'The creator got the product free',
  },
  fee: {
    ru: 'Автору заплатили за видео',
    kk: 'Авторға бейне үшін ақы төленді',
    en: 'The creator was paid for the video',
  },
};

/** The word that an advertisement must carry; the Russian law wants it in Russian, whatever the reader's language. */
const AD: DisclosureTexts = { ru: 'Реклама', kk: 'Жарнама', en: 'Ad' };
const RUSSIAN_AD: DisclosureTexts = { ru: AD.ru, kk: `${AD.ru} (${AD.kk.toLowerCase()})`, en: `${AD.ru} (ad)` };
/** FTC 16 CFR 255; Kazakhstan's laws on advertising and on online platforms. */
const WITH_WORD: ReadonlySet<string> = new Set(['US', 'KZ']);

/** A reward is behind it, or a register knows it as an advertisement: viewers must be told. */
export const isPaid = ({ commission, received, erid }: Links): boolean =>
  commission || received !== null || erid !== null;

/**
 * What stands on a video of whom somebody earns, in each language; null when nobody does, and no text where it is the
 * player's own sentence. Where the country is not known, a video with an erid carries the whole mark: some of its viewers
 * may be in Russia.
 */
export function disclosureOf(links: Links, country: string | null): { told: boolean; texts: DisclosureTexts | null } {
  if (!isPaid(links)) return { told: false, texts: null };
  const { commission, received } = links;
  const isRussian = country === 'RU' || (country === null && links.erid !== null);
  // An erid alone says no more than that it is an advertisement.
  const saysWord = (country !== null && WITH_WORD.has(country)) || (!commission && received === null);
  const word = isRussian ? RUSSIAN_AD : saysWord ? AD : null;
  if (!word && received === null) return { told: true, texts: null };
  const textIn = (language: DisclosureLanguage): string =>
    [
      word?.[language],
      ...(isRussian ? markOf(links) : []),
      received && GOT[received][language],
      commission && COMMISSION[language],
    ]
      .filter((part) => part)
      .join(' · ');
  return { told: true, texts: { ru: textIn('ru'), kk: textIn('kk'), en: textIn('en') } };
}

function markOf({ advertiser, erid }: Links): string[] {
  return [
    ...(advertiser ? [`${advertiser.name}, ИНН ${advertiser.taxNumber}`] : []),
    ...(erid === null ? [] : [`erid: ${erid}`]),
  ];
}

const WEIGHTS_10 = [2, 4, 10, 3, 5, 9, 4, 6, 8];
const WEIGHTS_11 = [7, ...WEIGHTS_10];
const WEIGHTS_12 = [3, ...WEIGHTS_11];

/** A Russian tax number (ИНН) of a company (10 digits) or a person (12), with its check digits. */
export function isTaxNumber(text: string): boolean {
  if (!/^(\d{10}|\d{12})$/.test(text)) return false;
  const digits = [...text].map(Number);
  const check = (weights: readonly number[]): number =>
    (weights.reduce((sum, weight, at) => sum + weight * (digits[at] ?? 0), 0) % 11) % 10;
  if (text.length === 10) return check(WEIGHTS_10) === digits[9];
  return check(WEIGHTS_11) === digits[10] && check(WEIGHTS_12) === digits[11];
}

/** As registers give it: letters and digits. */
export const isErid = (text: string): boolean => /^[A-Za-z0-9]{8,64}$/.test(text);
