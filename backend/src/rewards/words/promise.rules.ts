// Says a store's rules for inviting friends as plain sentences, for the store before it publishes and for whoever asks. Pure.
import { sayMoney, type Speech } from './explain.rules.js';
import { fill } from './words.rules.js';
import type { Form, Terms } from '../programme/terms.rules.js';
import type { Language } from '../../moderation/moderation.reasons.js';
import type { Side, Trigger } from '../reward.status.js';

interface Promise_ {
  line: Record<Trigger, Record<Side, string>>;
  form: { percent: string; points: string; certificate: string };
  minimum: string;
  hold: string;
  atOnce: string;
  ends: string;
  limit: Record<'perPersonMonth' | 'perDay' | 'inAll', string>;
  surge: string;
  paused: string;
}

const WORDS: Record<Language, Promise_> = {
  en: {
    line: {
      signup: {
        inviter: 'When a friend signs up, the inviter gets {what}.',
        invited: 'Who signs up by an invitation gets {what}.',
      },
      first_order: {
        inviter: 'For a friend’s first order the inviter gets {what}.',
        invited: 'For the first order the friend gets {what}.',
      },
      repeat_order: {
        inviter: 'For each further order of the friend, up to number {n}, the inviter gets {what}.',
        invited: 'For each further order, up to number {n}, the friend gets {what}.',
      },
    },
    form: { percent: '{percent} of the order', points: '{points} points', certificate: 'a certificate' },
    minimum: 'Orders below {amount} do not count.',
    hold: 'Rewards for orders are issued {days} days after the order; what is given back before earns nothing.',
    atOnce: 'Rewards for orders are issued at once.',
    ends: 'What a friend does later than {days} days after the invitation earns nothing.',
    limit: {
      perPersonMonth: 'At most {n} rewards a person a month; what is above waits for you.',
      perDay: 'At most {n} rewards a day; what is above waits for you.',
      inAll: 'At most {n} rewards in all; what is above waits for you.',
    },
    surge: 'A day with more than {n} rewards and {times} times the usual stops issuing until you look.',
    paused: 'Paused: new sign-ups earn nothing; friends who came before go on.',
  },
  ru: {
    line: {
      signup: {
        inviter: 'Когда друг регистрируется, пригласивший получает: {what}.',
        invited: 'Кто регистрируется по приглашению, получает: {what}.',
      },
      first_order: {
        inviter: 'За первый заказ друга пригласивший получает: {what}.',
        invited: 'За первый заказ друг получает: {what}.',
      },
      repeat_order: {
        inviter: 'За каждый следующий заказ друга, до {n}-го, пригласивший получает: {what}.',
        invited: 'За каждый следующий заказ, до {n}-го, друг получает: {what}.',
      },
    },
    form: { percent: '{percent} от заказа', points: 'баллы, {points}', certificate: 'сертификат' },
    minimum: 'Заказы дешевле {amount} не считаются.',
    hold: 'За заказ вознаграждение выдаётся через {days} дн. после него; что вернут раньше, не приносит ничего.',
    atOnce: 'За заказ вознаграждение выдаётся сразу.',
    ends: 'Что друг сделает позже чем через {days} дн. после приглашения, не приносит ничего.',
    limit: {
      perPersonMonth: 'Не больше {n} вознаграждений человеку в месяц; что сверх, ждёт вашего решения.',
      perDay: 'Не больше {n} вознаграждений в день; что сверх, ждёт вашего решения.',
      inAll: 'Не больше {n} вознаграждений всего; что сверх, ждёт вашего решения.',
    },
    surge:
      'День, в который вознаграждений больше {n} и в {times} раз больше обычного, останавливает выдачу, пока вы не посмотрите.',
    paused: 'Пауза: новые регистрации не приносят ничего, друзья, пришедшие раньше, продолжают.',
  },
  kk: {
    line: {
      signup: {
        inviter: 'Дос тіркелгенде шақырған адам алады: {what}.',
        invited: 'Шақыру бойынша тіркелген адам алады: {what}.',
      },
      first_order: {
        inviter: 'Достың бірінші тапсырысы үшін шақырған адам алады: {what}.',
        invited: 'Бірінші тапсырысы үшін дос алады: {what}.',
      },
      repeat_order: {
        inviter: 'Достың {n}-тапсырысына дейінгі әр келесі тапсырысы үшін шақырған адам алады: {what}.',
        invited: '{n}-тапсырысқа дейінгі әр келесі тапсырысы үшін дос алады: {what}.',
      },
    },
    form: { percent: 'тапсырыстың {percent}', points: '{points} ұпай', certificate: 'сертификат' },
    minimum: '{amount} сомасынан арзан тапсырыстар есептелмейді.',
    hold: 'Тапсырыс үшін сыйақы одан {days} күн өткенде беріледі; оған дейін қайтарылғаны ештеңе әкелмейді.',
    atOnce: 'Тапсырыс үшін сыйақы бірден беріледі.',
    ends: 'Шақырудан {days} күн өткеннен кейін дос жасағаны ештеңе әкелмейді.',
    limit: {
      perPersonMonth: 'Бір адамға айына ең көбі {n} сыйақы; одан артығы шешіміңізді күтеді.',
      perDay: 'Күніне ең көбі {n} сыйақы; одан артығы шешіміңізді күтеді.',
      inAll: 'Барлығы ең көбі {n} сыйақы; одан артығы шешіміңізді күтеді.',
    },
    surge: 'Сыйақы {n}-нен және әдеттегіден {times} есе көп болған күн сіз қарағанша беруді тоқтатады.',
    paused: 'Кідіріс: жаңа тіркелулер ештеңе әкелмейді, бұрын келген достар жалғастырады.',
  },
};

function sayForm(speech: Speech, form: Form, currency: string): string {
  const words = WORDS[speech.language].form;
  if (form.kind === 'certificate') return words.certificate;
  if (form.kind === 'points') return fill(words.points, { points: form.points.toLocaleString(speech.language) });
  if (!('rateBps' in form)) return sayMoney(speech, BigInt(form.amountMinor), currency);
  const percent = new Intl.NumberFormat(speech.language, { style: 'percent', maximumFractionDigits: 2 });
  return fill(words.percent, { percent: percent.format(form.rateBps / 10_000) });
}

/** One sentence for each thing that the rules say. */
export function sayTerms(speech: Speech, terms: Terms, currency: string): string[] {
  const words = WORDS[speech.language];
  const lines = terms.lines.map(({ side, on, form }) =>
    fill(words.line[on][side], { what: sayForm(speech, form, currency), n: String(terms.repeatUpTo) }),
  );
  const minimum = BigInt(terms.minOrderMinor);
  const orders = terms.lines.some(({ on }) => on !== 'signup');
  const limits = (['perPersonMonth', 'perDay', 'inAll'] as const).flatMap((name) => {
    const limit = terms.limits[name];
    return limit === null ? [] : [fill(words.limit[name], { n: limit.toLocaleString(speech.language) })];
  });
  return [
    ...(terms.paused ? [words.paused] : []),
    ...lines,
    ...(minimum > 0n ? [fill(words.minimum, { amount: sayMoney(speech, minimum, currency) })] : []),
    ...(orders ? [terms.holdDays > 0 ? fill(words.hold, { days: String(terms.holdDays) }) : words.atOnce] : []),
    fill(words.ends, { days: String(terms.endsAfterDays) }),
    ...limits,
    fill(words.surge, { n: terms.surgeAtLeast.toLocaleString(speech.language), times: String(terms.surgeTimes) }),
  ];
}
