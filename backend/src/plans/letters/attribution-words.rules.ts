// Lines of a letter about which touches a store credits from now on, in the three languages.
import type { Language } from '../../moderation/moderation.reasons.js';
import type { MatchScope } from '../../stores/plans/attribution.terms.rules.js';
import type { PlanInstrument } from '../../stores/plans/plan.terms.rules.js';
import type { AttributionChange } from '../effects/attribution-notice.rules.js';

interface Words {
  windowsHours: string;
  scopes: string;
  sameSession: string;
  clickOverView: string;
  watchMs: string;
  watchBps: string;
  categoryBps: string;
  anyBps: string;
  yes: string;
  no: string;
  match: Record<MatchScope, string>;
}

const WORDS: Record<Language, Words> = {
  en: {
    windowsHours: 'Time from the touch to the order ({way})',
    scopes: 'What is bought ({way})',
    sameSession: 'Only the visit in which the order is placed counts',
    clickOverView: 'A click beats a view',
    watchMs: 'A view counts from',
    watchBps: 'Of a short video, a view counts from',
    categoryBps: 'Part of the rate for another product of the category',
    anyBps: 'Part of the rate for any other product',
    yes: 'yes',
    no: 'no',
    match: { product: 'the shown product', category: 'products of its category', order: 'any product of the order' },
  },
  ru: {
    windowsHours: 'Срок от касания до заказа ({way})',
    scopes: 'Что куплено ({way})',
    sameSession: 'Считается только визит, в котором сделан заказ',
    clickOverView: 'Клик важнее просмотра',
    watchMs: 'Просмотр засчитывается от',
    watchBps: 'Просмотр короткого видео засчитывается от',
    categoryBps: 'Часть ставки за другой товар той же категории',
    anyBps: 'Часть ставки за любой другой товар',
    yes: 'да',
    no: 'нет',
    match: { product: 'показанный товар', category: 'товары его категории', order: 'любой товар заказа' },
  },
  kk: {
    windowsHours: 'Әрекеттен тапсырысқа дейінгі мерзім ({way})',
    scopes: 'Не сатып алынды ({way})',
    sameSession: 'Тек тапсырыс жасалған кіру есептеледі',
    clickOverView: 'Басу көруден басым',
    watchMs: 'Көрілім есептелетін ұзақтық',
    watchBps: 'Қысқа видеоның есептелетін бөлігі',
    categoryBps: 'Сол санаттағы басқа тауарға мөлшерлеменің бөлігі',
    anyBps: 'Кез келген басқа тауарға мөлшерлеменің бөлігі',
    yes: 'иә',
    no: 'жоқ',
    match: {
      ...{ product: 'көрсетілген тауар', category: 'оның санатындағы тауарлар' },
      order: 'тапсырыстағы кез келген тауар',
    },
  },
};

/** "Time from the touch to the order (clicked in the video): 7 days → 1 day". */
export function attributionText(
  { field, before, after }: AttributionChange,
  language: Language,
  ways: Record<PlanInstrument, string>,
): string {
  const words = WORDS[language];
  const [name, way] = field.split('.') as [keyof Omit<Words, 'yes' | 'no' | 'match'>, PlanInstrument | undefined];
  const label = words[name].replace('{way}', way ? ways[way] : '');
  return `${label}: ${valueText(name, before, language)} → ${valueText(name, after, language)}`;
}

function valueText(name: string, value: string, language: Language): string {
  const words = WORDS[language];
  switch (name) {
    case 'windowsHours':
      return lengthText(Number(value), language);
    case 'scopes':
      return words.match[value as MatchScope];
    case 'watchMs':
      return unitText(Number(value) / 1000, 'second', language);
    case 'sameSession':
    case 'clickOverView':
      return value === 'true' ? words.yes : words.no;
    default:
      return `${Number(value) / 100} %`;
  }
}

/** Whole days as days, anything else as hours. */
const lengthText = (hours: number, language: Language): string =>
  hours % 24 === 0 ? unitText(hours / 24, 'day', language) : unitText(hours, 'hour', language);

const unitText = (value: number, unit: string, language: Language): string =>
  new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
