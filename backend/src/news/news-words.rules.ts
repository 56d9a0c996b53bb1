// The words of mails with news in the three languages.
import type { Language } from '../moderation/moderation.reasons.js';

/** The news that have a letter here; all others are told by who decided. */
export type MailedKind = 'first_sale' | 'reversal' | 'payout_sent' | 'payout_failed';
type Cause = 'refunded' | 'cancelled' | 'edited' | 'reattributed' | 'rejected';

export const isKnownCause = (cause: string): cause is Cause => Object.hasOwn(NEWS_WORDS.en.causes, cause);

interface Words {
  hello: string;
  news: Record<MailedKind, { subject: string; text: string; ofVideo?: string }>;
  causes: Record<Cause, string>;
  more: string;
  link: string;
  off: { optional: string; owed: string };
}

export const NEWS_WORDS: Record<Language, Words> = {
  en: {
    hello: 'Hello {name},',
    news: {
      first_sale: {
        subject: 'Your first sale in {store}',
        text: 'somebody bought in {store} because of you: it is your first sale there. Your commission is {amount}. It can be paid out when the return period is over.',
        ofVideo:
          'somebody watched “{video}” and bought: it is your first sale in {store}. Your commission is {amount}. It can be paid out when the return period is over.',
      },
      reversal: {
        subject: '{store}: commission became less, {amount}',
        text: 'some orders in {store} came back or changed, and commission went with them: {amount} together.',
      },
      payout_sent: {
        subject: '{store}: {amount} is with you',
        text: 'the bank confirms that {amount} from {store} was paid to you. The payslip and the statement are in the studio.',
      },
      payout_failed: {
        subject: '{store}: a payment of {amount} did not arrive',
        text: 'the bank sent {amount} from {store} back. The money is still owed to you. Please check your bank details: the next payout uses them.',
      },
    },
    causes: {
      refunded: 'the buyer returned something',
      cancelled: 'the order was cancelled',
      edited: 'the shop changed the order',
      reattributed: 'another creator’s action came in later',
      rejected: 'not accepted after a check',
    },
    more: 'and {count} more',
    link: 'Every sale with its reasons:',
    off: {
      optional: 'You can turn this mail off in the studio, under News.',
      owed: 'This mail is sent always: it is about money that is owed to you.',
    },
  },
  ru: {
    hello: 'Здравствуйте, {name}!',
    news: {
      first_sale: {
        subject: 'Ваша первая продажа в магазине «{store}»',
        text: 'В магазине «{store}» купили благодаря вам: это ваша первая продажа там. Ваше вознаграждение — {amount}. Выплатить его можно, когда пройдёт срок возврата.',
        ofVideo:
          'Покупатель посмотрел «{video}» и купил: это ваша первая продажа в магазине «{store}». Ваше вознаграждение — {amount}. Выплатить его можно, когда пройдёт срок возврата.',
      },
      reversal: {
        subject: '{store}: вознаграждение уменьшилось, {amount}',
        text: 'Некоторые заказы в магазине «{store}» вернулись или изменились, а с ними и вознаграждение: всего {amount}.',
      },
      payout_sent: {
        subject: '{store}: {amount} у вас',
        text: 'Банк подтвердил: {amount} от магазина «{store}» выплачены вам. Расчётный лист и выписка есть в студии.',
      },
      payout_failed: {
        subject: '{store}: платёж {amount} не дошёл',
        text: 'Банк вернул {amount} от магазина «{store}». Эти деньги по-прежнему ваши. Проверьте, пожалуйста, банковские реквизиты: следующая выплата пойдёт по ним.',
      },
    },
    causes: {
      refunded: 'покупатель вернул товар',
      cancelled: 'заказ отменён',
      edited: 'магазин изменил заказ',
      reattributed: 'позже пришло действие другого автора',
      rejected: 'не принято после проверки',
    },
    more: 'и ещё {count}',
    link: 'Каждая продажа с объяснением:',
    off: {
      optional: 'Это письмо можно отключить в студии, в разделе «Новости».',
      owed: 'Это письмо приходит всегда: оно о деньгах, которые вам должны.',
    },
  },
  kk: {
    hello: 'Сәлеметсіз бе, {name}!',
    news: {
      first_sale: {
        subject: '«{store}» дүкеніндегі алғашқы сатылымыңыз',
        text: '«{store}» дүкенінен сіздің арқаңызда сатып алды: бұл сондағы алғашқы сатылымыңыз. Сыйақыңыз — {amount}. Қайтару мерзімі өткенде төлеуге болады.',
        ofVideo:
          'Сатып алушы «{video}» бейнесін көріп, сатып алды: бұл «{store}» дүкеніндегі алғашқы сатылымыңыз. Сыйақыңыз — {amount}. Қайтару мерзімі өткенде төлеуге болады.',
      },
      reversal: {
        subject: '{store}: сыйақы азайды, {amount}',
        text: '«{store}» дүкеніндегі кейбір тапсырыстар қайтты немесе өзгерді, сыйақы да солармен бірге: барлығы {amount}.',
      },
      payout_sent: {
        subject: '{store}: {amount} сізде',
        text: 'Банк растады: «{store}» дүкенінен {amount} сізге төленді. Есеп парағы мен үзінді студияда тұр.',
      },
      payout_failed: {
        subject: '{store}: {amount} төлемі жетпеді',
        text: 'Банк «{store}» дүкенінен {amount} соманы қайтарды. Бұл ақша әлі де сіздікі. Банк деректемелеріңізді тексеріңізші: келесі төлем солармен жүреді.',
      },
    },
    causes: {
      refunded: 'сатып алушы тауарды қайтарды',
      cancelled: 'тапсырыс тоқтатылды',
      edited: 'дүкен тапсырысты өзгертті',
      reattributed: 'кейін басқа автордың әрекеті келді',
      rejected: 'тексеруден кейін қабылданбады',
    },
    more: 'тағы {count}',
    link: 'Әр сатылым түсіндірмесімен:',
    off: {
      optional: 'Бұл хатты студиядағы «Жаңалықтар» бөлімінде өшіруге болады.',
      owed: 'Бұл хат әрқашан келеді: ол сізге тиесілі ақша туралы.',
    },
  },
};
