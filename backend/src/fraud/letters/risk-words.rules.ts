// The words of letters about held commissions in the three languages. They name the kind of doubt, never a rule or its number.
import type { Language } from '../../moderation/moderation.reasons.js';
import type { RiskCategory } from '../risk.reasons.js';

/** `dismissed`: the creator objected, and the decision stays. */
export type RiskNews = 'held' | 'rejected' | 'released' | 'dismissed';

interface Words {
  hello: string;
  news: Record<RiskNews, { subject: string; text: string }>;
  why: Record<RiskCategory, string>;
  until: string;
  answer: string;
  objectOnce: string;
  link: string;
}

export const WORDS: Record<Language, Words> = {
  en: {
    hello: 'Hello {name},',
    news: {
      held: {
        subject: '{store}: some of your commission is being checked',
        text: 'the commission of some of your sales in {store} is held while a person looks at them. Everything else is paid as usual.',
      },
      rejected: {
        subject: '{store}: some of your sales were not accepted',
        text: 'a person looked at some of your sales in {store} and did not accept their commission.',
      },
      released: {
        subject: '{store}: a check of your sales is over',
        text: 'a check of some of your sales in {store} is over, and nothing is held because of it any more. What no other check holds is paid as usual.',
      },
      dismissed: {
        subject: '{store}: the answer to your objection',
        text: 'another person read your objection about sales in {store}. The decision stays.',
      },
    },
    why: {
      own_purchase: 'Why: these purchases may be your own or those of people close to you.',
      traffic: 'Why: the views or clicks behind these sales do not look like those of people.',
      unusual_sales: 'Why: these sales are very unlike your usual ones.',
      returns: 'Why: unusually many of these purchases come back.',
      code: 'Why: your promo code is used by people who have not met you.',
      data: 'Why: what the shop told of these orders contradicts itself.',
    },
    until: 'If nobody decides by {date}, the money is released.',
    answer: 'The answer: {text}',
    objectOnce: 'You can object once; another person than the one who decided reads it and answers.',
    link: 'The sales and the amounts:',
  },
  ru: {
    hello: 'Здравствуйте, {name}!',
    news: {
      held: {
        subject: '{store}: часть вашей комиссии проверяется',
        text: 'Комиссия за некоторые ваши продажи в магазине «{store}» удержана, пока их проверяет человек. Остальное выплачивается как обычно.',
      },
      rejected: {
        subject: '{store}: часть ваших продаж не принята',
        text: 'Человек проверил некоторые ваши продажи в магазине «{store}» и не принял комиссию за них.',
      },
      released: {
        subject: '{store}: проверка ваших продаж закончена',
        text: 'Проверка некоторых ваших продаж в магазине «{store}» закончена, из-за неё больше ничего не удержано. Что не держит другая проверка, выплачивается как обычно.',
      },
      dismissed: {
        subject: '{store}: ответ на ваше возражение',
        text: 'Другой человек прочёл ваше возражение о продажах в магазине «{store}». Решение остаётся.',
      },
    },
    why: {
      own_purchase: 'Почему: эти покупки могут быть вашими или ваших близких.',
      traffic: 'Почему: просмотры или клики за этими продажами не похожи на человеческие.',
      unusual_sales: 'Почему: эти продажи очень непохожи на ваши обычные.',
      returns: 'Почему: эти покупки возвращают необычно часто.',
      code: 'Почему: вашим промокодом пользуются люди, которые вас не видели.',
      data: 'Почему: сведения магазина об этих заказах противоречат друг другу.',
    },
    until: 'Если до {date} никто не решит, деньги будут отпущены.',
    answer: 'Ответ: {text}',
    objectOnce: 'Возразить можно один раз; прочтёт и ответит другой человек, не тот, кто решал.',
    link: 'Продажи и суммы:',
  },
  kk: {
    hello: 'Сәлеметсіз бе, {name}!',
    news: {
      held: {
        subject: '{store}: комиссияңыздың бір бөлігі тексерілуде',
        text: '«{store}» дүкеніндегі кейбір сатылымдарыңыздың комиссиясы адам тексергенше ұсталды. Қалғаны әдеттегідей төленеді.',
      },
      rejected: {
        subject: '{store}: кейбір сатылымдарыңыз қабылданбады',
        text: 'Адам «{store}» дүкеніндегі кейбір сатылымдарыңызды тексеріп, олардың комиссиясын қабылдамады.',
      },
      released: {
        subject: '{store}: сатылымдарыңызды тексеру аяқталды',
        text: '«{store}» дүкеніндегі кейбір сатылымдарыңызды тексеру аяқталды, соған бола енді ештеңе ұсталмайды. Басқа тексеру ұстамағаны әдеттегідей төленеді.',
      },
      dismissed: {
        subject: '{store}: қарсылығыңызға жауап',
        text: '«{store}» дүкеніндегі сатылымдар туралы қарсылығыңызды басқа адам оқыды. Шешім өзгермейді.',
      },
    },
    why: {
      own_purchase: 'Себебі: бұл сатып алулар сіздікі не жақындарыңыздікі болуы мүмкін.',
      traffic: 'Себебі: бұл сатылымдардың қаралымы не шертуі адамдікіне ұқсамайды.',
      unusual_sales: 'Себебі: бұл сатылымдар әдеттегіңізге мүлде ұқсамайды.',
      returns: 'Себебі: бұл сатып алулар әдеттен тыс жиі қайтарылады.',
      code: 'Себебі: промокодыңызды сізді көрмеген адамдар қолданады.',
      data: 'Себебі: дүкеннің бұл тапсырыстар туралы мәліметтері бір-біріне қайшы.',
    },
    until: '{date} дейін ешкім шешпесе, ақша босатылады.',
    answer: 'Жауап: {text}',
    objectOnce: 'Бір рет қана қарсылық білдіруге болады; оны шешкен адам емес, басқа адам оқып, жауап береді.',
    link: 'Сатылымдар мен сомалар:',
  },
};
