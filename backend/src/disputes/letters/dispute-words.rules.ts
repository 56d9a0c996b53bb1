// The words of letters about disputes in the three languages.
import type { Language } from '../../moderation/moderation.reasons.js';
import type { DisputeKind } from '../dispute.status.js';

type News = 'opened' | 'reminded' | 'overdue' | 'accepted' | 'refused';
type ToldOutcome = 'ORDER_NOT_FOUND' | 'ALREADY_CREDITED' | 'ALREADY_CLAIMED';

/** Rules write no text of their own. */
export const isToldOutcome = (code: string): code is ToldOutcome => Object.hasOwn(DISPUTE_WORDS.en.outcome, code);

interface Words {
  hello: string;
  news: Record<News, { subject: string; text: Record<DisputeKind, string> }>;
  paid: string;
  lifted: string;
  outcome: Record<ToldOutcome, string>;
  answer: string;
  link: string;
}

export const DISPUTE_WORDS: Record<Language, Words> = {
  en: {
    hello: 'Hello {name},',
    news: {
      opened: {
        subject: '{store}: a creator disputes order {number}',
        text: {
          line: '{creator} disputes what order {number} paid. Please answer by {date}: do you agree, or why not? After that day staff decide without your answer.',
          missing:
            '{creator} says that order {number} came by their recommendation and was not credited. Please answer by {date}: do you agree, or why not? After that day staff decide without your answer.',
        },
      },
      reminded: {
        subject: '{store}: order {number} waits for your answer',
        text: {
          line: '{creator} disputes what order {number} paid, and nobody of your store has answered. Staff decide without you after {date}.',
          missing:
            '{creator} claims order {number}, and nobody of your store has answered. Staff decide without you after {date}.',
        },
      },
      overdue: {
        subject: '{store}: staff now decide about order {number}',
        text: {
          line: 'the time to answer the dispute of {creator} about order {number} is over, and staff take it on. Until they have decided your answer still helps.',
          missing:
            'the time to answer the claim of {creator} for order {number} is over, and staff take it on. Until they have decided your answer still helps.',
        },
      },
      accepted: {
        subject: '{store}: you were right about order {number}',
        text: {
          line: 'your dispute about order {number} in {store} was decided for you.',
          missing: 'your claim for order {number} in {store} was accepted.',
        },
      },
      refused: {
        subject: '{store}: the answer about order {number}',
        text: {
          line: 'your dispute about order {number} in {store} was decided: the amount stays as it is.',
          missing: 'your claim for order {number} in {store} was not accepted.',
        },
      },
    },
    paid: 'You receive {amount}. It can be paid out from {from}; if the buyer sends something back, it becomes less in proportion.',
    lifted: 'The commission stands again as the plan pays it.',
    outcome: {
      ORDER_NOT_FOUND:
        'Why: the shop told of no order with this number, day and sum in the time of waiting. Check all three with the buyer before you claim another one.',
      ALREADY_CREDITED: 'Why: the order has come in meanwhile and is among your commissions.',
      ALREADY_CLAIMED: 'Why: another claim of yours is about this very order; it goes on.',
    },
    answer: 'The answer: {text}',
    link: 'Everything about it:',
  },
  ru: {
    hello: 'Здравствуйте, {name}!',
    news: {
      opened: {
        subject: '{store}: автор оспаривает заказ {number}',
        text: {
          line: '{creator} оспаривает вознаграждение за заказ {number}. Ответьте, пожалуйста, до {date}: согласны ли вы и если нет, то почему. После этого дня сотрудники решат без вашего ответа.',
          missing:
            '{creator} пишет, что заказ {number} пришёл по рекомендации автора и не был засчитан. Ответьте, пожалуйста, до {date}: согласны ли вы и если нет, то почему. После этого дня сотрудники решат без вашего ответа.',
        },
      },
      reminded: {
        subject: '{store}: заказ {number} ждёт вашего ответа',
        text: {
          line: '{creator} оспаривает вознаграждение за заказ {number}, и ответа от магазина пока нет. После {date} сотрудники решат без вас.',
          missing:
            '{creator} просит засчитать заказ {number}, и ответа от магазина пока нет. После {date} сотрудники решат без вас.',
        },
      },
      overdue: {
        subject: '{store}: о заказе {number} теперь решают сотрудники',
        text: {
          line: 'Время ответить на спор автора {creator} о заказе {number} вышло, решение за сотрудниками. Пока они не решили, ваш ответ ещё поможет.',
          missing:
            'Время ответить на заявку автора {creator} о заказе {number} вышло, решение за сотрудниками. Пока они не решили, ваш ответ ещё поможет.',
        },
      },
      accepted: {
        subject: '{store}: вы были правы насчёт заказа {number}',
        text: {
          line: 'Ваш спор о заказе {number} в магазине «{store}» решён в вашу пользу.',
          missing: 'Ваша заявка на заказ {number} в магазине «{store}» принята.',
        },
      },
      refused: {
        subject: '{store}: ответ о заказе {number}',
        text: {
          line: 'Ваш спор о заказе {number} в магазине «{store}» решён: сумма остаётся прежней.',
          missing: 'Ваша заявка на заказ {number} в магазине «{store}» не принята.',
        },
      },
    },
    paid: 'Вы получите {amount}. Выплатить можно с {from}; если покупатель что-то вернёт, сумма уменьшится соразмерно.',
    lifted: 'Вознаграждение снова начислено так, как платит план.',
    outcome: {
      ORDER_NOT_FOUND:
        'Почему: за время ожидания магазин не сообщил о заказе с таким номером, днём и суммой. Прежде чем подать другую заявку, сверьте всё это с покупателем.',
      ALREADY_CREDITED: 'Почему: заказ тем временем пришёл и уже есть среди ваших вознаграждений.',
      ALREADY_CLAIMED: 'Почему: об этом же заказе у вас есть другая заявка, она рассматривается.',
    },
    answer: 'Ответ: {text}',
    link: 'Подробности:',
  },
  kk: {
    hello: 'Сәлеметсіз бе, {name}!',
    news: {
      opened: {
        subject: '{store}: автор {number} тапсырысына дауласады',
        text: {
          line: '{creator} {number} тапсырысы үшін сыйақыға дауласады. {date} дейін жауап беріңізші: келісесіз бе, келіспесеңіз, неге? Бұл күннен кейін қызметкерлер жауабыңызсыз шешеді.',
          missing:
            '{creator} {number} тапсырысы автордың ұсынысымен келіп, есептелмей қалды дейді. {date} дейін жауап беріңізші: келісесіз бе, келіспесеңіз, неге? Бұл күннен кейін қызметкерлер жауабыңызсыз шешеді.',
        },
      },
      reminded: {
        subject: '{store}: {number} тапсырысы жауабыңызды күтеді',
        text: {
          line: '{creator} {number} тапсырысы үшін сыйақыға дауласады, дүкеннен әзірге жауап жоқ. {date} кейін қызметкерлер сізсіз шешеді.',
          missing:
            '{creator} {number} тапсырысын есептеуді сұрайды, дүкеннен әзірге жауап жоқ. {date} кейін қызметкерлер сізсіз шешеді.',
        },
      },
      overdue: {
        subject: '{store}: {number} тапсырысын енді қызметкерлер шешеді',
        text: {
          line: '{creator} автордың {number} тапсырысы туралы дауына жауап беру уақыты өтті, енді қызметкерлер шешеді. Олар шешкенше жауабыңыз әлі көмектеседі.',
          missing:
            '{creator} автордың {number} тапсырысы туралы өтініміне жауап беру уақыты өтті, енді қызметкерлер шешеді. Олар шешкенше жауабыңыз әлі көмектеседі.',
        },
      },
      accepted: {
        subject: '{store}: {number} тапсырысы жөнінде сіздікі дұрыс',
        text: {
          line: '«{store}» дүкеніндегі {number} тапсырысы туралы дауыңыз сіздің пайдаңызға шешілді.',
          missing: '«{store}» дүкеніндегі {number} тапсырысы туралы өтініміңіз қабылданды.',
        },
      },
      refused: {
        subject: '{store}: {number} тапсырысы туралы жауап',
        text: {
          line: '«{store}» дүкеніндегі {number} тапсырысы туралы дауыңыз шешілді: сома өзгермейді.',
          missing: '«{store}» дүкеніндегі {number} тапсырысы туралы өтініміңіз қабылданбады.',
        },
      },
    },
    paid: 'Сіз {amount} аласыз. Оны {from} бастап төлеуге болады; сатып алушы бір нәрсе қайтарса, сома соған сай азаяды.',
    lifted: 'Сыйақы жоспар төлейтіндей қайта есептелді.',
    outcome: {
      ORDER_NOT_FOUND:
        'Себебі: күту уақытында дүкен мұндай нөмірі, күні және сомасы бар тапсырысты хабарламады. Басқа өтінім бермес бұрын үшеуін де сатып алушымен салыстырыңыз.',
      ALREADY_CREDITED: 'Себебі: тапсырыс осы арада келіп, сыйақыларыңыздың ішінде тұр.',
      ALREADY_CLAIMED: 'Себебі: дәл осы тапсырыс туралы басқа өтініміңіз бар, ол қаралуда.',
    },
    answer: 'Жауап: {text}',
    link: 'Толығырақ:',
  },
};
