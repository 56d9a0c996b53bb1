// What people are told when a budget or a cap is used up: what stopped, why, what it means for their money, and when it goes on.
import type { Language } from '../../moderation/moderation.reasons.js';
import { decimalText } from '../letters/amounts.rules.js';
import type { StopKind } from './stop.status.js';

export interface StopNews {
  kind: StopKind;
  language: Language;
  name: string;
  storeName: string;
  campaignName: string;
  currency: string;
  timezone: string;
  limitMinor: string;
  resumesAt: Date | null;
  link: string;
}

export interface StopLetter {
  subject: string;
  body: string;
  /** The letter without the reader's name. */
  notice: string;
}

interface Words {
  hello: string;
  stays: string;
  subject: Record<StopKind, string>;
  text: Record<StopKind, string>;
}

const WORDS: Record<Language, Words> = {
  en: {
    hello: 'Hello {name},',
    stays: 'What is already credited stays as it is, and refunds do not open the budget again.',
    subject: {
      campaign: '{store}: the budget of “{campaign}” is used up',
      campaign_day: '{store}: “{campaign}” is paused until tomorrow',
      creator_day: '{store}: the most for today is reached',
    },
    text: {
      campaign:
        'The campaign “{campaign}” of {store} has used its whole budget of {amount} and is paused. Until the store raises the budget, its further sales are counted with a commission of 0.',
      campaign_day:
        'The campaign “{campaign}” of {store} has used today’s budget of {amount} and is paused. Its further sales of today are counted with a commission of 0. It goes on by itself on {until}.',
      creator_day:
        '{store} pays a creator at most {amount} for the sales of one day, and today’s sales have come to that. Further sales of today are counted with a commission of 0. It begins anew on {until}.',
    },
  },
  ru: {
    hello: 'Здравствуйте, {name}!',
    stays: 'Уже начисленное остаётся как есть, а возвраты не открывают бюджет снова.',
    subject: {
      campaign: '{store}: бюджет кампании «{campaign}» исчерпан',
      campaign_day: '{store}: кампания «{campaign}» на паузе до завтра',
      creator_day: '{store}: достигнут предел на сегодня',
    },
    text: {
      campaign:
        'Кампания «{campaign}» магазина «{store}» израсходовала весь бюджет — {amount} — и остановлена. Пока магазин не увеличит бюджет, её новые продажи учитываются с комиссией 0.',
      campaign_day:
        'Кампания «{campaign}» магазина «{store}» израсходовала бюджет на сегодня — {amount} — и стоит на паузе. Её новые продажи за сегодня учитываются с комиссией 0. Она продолжится сама: {until}.',
      creator_day:
        'Магазин «{store}» платит автору не больше {amount} за продажи одного дня, и сегодня этот предел достигнут. Новые продажи за сегодня учитываются с комиссией 0. Счёт начнётся заново: {until}.',
    },
  },
  kk: {
    hello: 'Сәлеметсіз бе, {name}!',
    stays: 'Есептелген ақша сол күйінде қалады, ал қайтарымдар бюджетті қайта ашпайды.',
    subject: {
      campaign: '{store}: «{campaign}» науқанының бюджеті таусылды',
      campaign_day: '{store}: «{campaign}» науқаны ертеңге дейін тоқтатылды',
      creator_day: '{store}: бүгінгі шекке жетті',
    },
    text: {
      campaign:
        '«{store}» дүкенінің «{campaign}» науқаны бүкіл бюджетін — {amount} — жұмсап, тоқтады. Дүкен бюджетті көтергенше, оның жаңа сатылымдары 0 комиссиямен есептеледі.',
      campaign_day:
        '«{store}» дүкенінің «{campaign}» науқаны бүгінгі бюджетін — {amount} — жұмсап, кідіртілді. Оның бүгінгі жаңа сатылымдары 0 комиссиямен есептеледі. Ол өздігінен жалғасады: {until}.',
      creator_day:
        '«{store}» дүкені авторға бір күннің сатылымы үшін ең көбі {amount} төлейді, бүгін сол шекке жетті. Бүгінгі жаңа сатылымдар 0 комиссиямен есептеледі. Есеп қайта басталады: {until}.',
    },
  },
};

export function stopLetter(news: StopNews): StopLetter {
  const words = WORDS[news.language];
  const fill = (text: string): string =>
    text
      .replace('{store}', news.storeName)
      .replace('{campaign}', news.campaignName)
      .replace('{amount}', `${decimalText(news.limitMinor, news.currency)} ${news.currency}`)
      .replace('{until}', untilText(news));
  const notice = [fill(words.text[news.kind]), words.stays].join('\n\n');
  return {
    subject: fill(words.subject[news.kind]),
    body: [words.hello.replace('{name}', news.name), notice, news.link].join('\n\n'),
    notice,
  };
}

function untilText({ resumesAt, language, timezone }: StopNews): string {
  if (!resumesAt) return '';
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone: timezone });
  return format.format(resumesAt);
}
