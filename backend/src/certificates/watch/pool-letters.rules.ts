// Letters to a store's owners about a pool of certificates: few are left, people wait for new ones, or it paused itself.
import { languageOf, type Letter } from '../../accounts/mails/letters.rules.js';

export type PoolLetter = 'low' | 'empty' | 'paused';

/** `count` is how many are free, wait, or were asked for in the hour; `usual` belongs to the last. */
export interface PoolFill {
  store: string;
  pool: string;
  count: number;
  usual: number;
  link: string;
}

const LETTERS: Record<PoolLetter, Record<'ru' | 'kk' | 'en', Letter>> = {
  low: {
    ru: {
      subject: '{store}: сертификаты «{pool}» заканчиваются',
      body: 'Здравствуйте!\n\nВ пуле «{pool}» магазина {store} осталось свободных кодов: {count}. Когда они закончатся, новые награды будут ждать в очереди.\n\nЗагрузить коды: {link}',
    },
    kk: {
      subject: '{store}: «{pool}» сертификаттары таусылып барады',
      body: 'Сәлеметсіз бе!\n\n{store} дүкенінің «{pool}» пулында қалған бос кодтар: {count}. Олар таусылғанда жаңа сыйақылар кезекте күтеді.\n\nКод жүктеу: {link}',
    },
    en: {
      subject: '{store}: the certificates “{pool}” are running low',
      body: 'Hello,\n\nfree codes left in the pool “{pool}” of {store}: {count}. When none is left, new rewards wait in order.\n\nUpload codes: {link}',
    },
  },
  empty: {
    ru: {
      subject: '{store}: люди ждут сертификатов «{pool}»',
      body: 'Здравствуйте!\n\nВ пуле «{pool}» магазина {store} нет свободных кодов. Ждут награды: {count}. Они получат новые коды по очереди, как только вы их загрузите.\n\nЗагрузить коды: {link}',
    },
    kk: {
      subject: '{store}: адамдар «{pool}» сертификаттарын күтуде',
      body: 'Сәлеметсіз бе!\n\n{store} дүкенінің «{pool}» пулында бос код жоқ. Сыйақы күткендер: {count}. Код жүктесеңіз, олар кезегімен алады.\n\nКод жүктеу: {link}',
    },
    en: {
      subject: '{store}: people wait for certificates “{pool}”',
      body: 'Hello,\n\nthe pool “{pool}” of {store} has no free code. Waiting for a reward: {count}. They get new codes in order as soon as you upload them.\n\nUpload codes: {link}',
    },
  },
  paused: {
    ru: {
      subject: '{store}: выдача «{pool}» приостановлена',
      body: 'Здравствуйте!\n\nПул «{pool}» магазина {store} остановился сам: за последний час запросили сертификатов: {count}, обычно за час не больше {usual}. Новые награды ждут вашего решения, никто не потерян.\n\nПосмотреть и решить: {link}',
    },
    kk: {
      subject: '{store}: «{pool}» беру кідіртілді',
      body: 'Сәлеметсіз бе!\n\n{store} дүкенінің «{pool}» пулы өзі тоқтады: соңғы сағатта сұралған сертификаттар: {count}, әдетте сағатына {usual} аспайды. Жаңа сыйақылар шешіміңізді күтеді, ешкім жоғалған жоқ.\n\nҚарап, шешу: {link}',
    },
    en: {
      subject: '{store}: “{pool}” has paused itself',
      body: 'Hello,\n\nthe pool “{pool}” of {store} has paused itself: certificates asked for in the last hour: {count}; usually an hour has at most {usual}. New rewards wait for your decision; nobody is lost.\n\nLook and decide: {link}',
    },
  },
};

export function poolLetter(kind: PoolLetter, locale: string, fill: PoolFill): Letter {
  const { subject, body } = LETTERS[kind][languageOf(locale)];
  const values: Record<string, string> = {
    ...{ store: fill.store, pool: fill.pool, link: fill.link, count: String(fill.count), usual: String(fill.usual) },
  };
  // In one pass: a name that looks like one of our marks stays a name.
  const whole = (text: string) => text.replaceAll(/\{(\w+)\}/g, (mark, name: string) => values[name] ?? mark);
  return { subject: whole(subject), body: whole(body) };
}
