// Letters about a store's money: to its owners, and to creators when nothing new can be promised and when it can again.
import { languageOf, type Letter } from '../../accounts/mails/letters.rules.js';

export type FundingLetter = 'low' | 'stopped' | 'resumed' | 'creator_stopped' | 'creator_resumed';

const LETTERS: Record<FundingLetter, Record<'ru' | 'kk' | 'en', Letter>> = {
  low: {
    ru: {
      subject: '{store}: средства на комиссии заканчиваются',
      body: 'Здравствуйте!\n\nУ магазина {store} осталось {left} на новые комиссии. Когда останется ноль, новые ссылки, промокоды, видео и кампании остановятся. Уже начисленное останется за авторами.\n\nПополнить и посмотреть движение: {link}',
    },
    kk: {
      subject: '{store}: комиссияға арналған қаражат таусылып барады',
      body: 'Сәлеметсіз бе!\n\n{store} дүкенінде жаңа комиссияларға {left} қалды. Ол нөлге жеткенде жаңа сілтемелер, промокодтар, бейнелер мен науқандар тоқтайды. Есептелгені авторларда қалады.\n\nТолтыру және қозғалысты көру: {link}',
    },
    en: {
      subject: '{store}: the money for commissions is running low',
      body: 'Hello,\n\n{store} has {left} left for new commissions. At zero, new links, codes, videos and campaigns stop. What was earned stays with the creators.\n\nTop up and see the history: {link}',
    },
  },
  stopped: {
    ru: {
      subject: '{store}: средства закончились, новое остановлено',
      body: 'Здравствуйте!\n\nСредства магазина {store} на комиссии закончились (остаток {left}). Новые ссылки, промокоды, видео и кампании остановлены до пополнения. Опубликованное работает, начисленное остаётся за авторами, выплаты ждут денег.\n\nПополнить: {link}',
    },
    kk: {
      subject: '{store}: қаражат таусылды, жаңасы тоқтатылды',
      body: 'Сәлеметсіз бе!\n\n{store} дүкенінің комиссияға арналған қаражаты таусылды (қалдық {left}). Жаңа сілтемелер, промокодтар, бейнелер мен науқандар толтырылғанша тоқтатылды. Жарияланғаны жұмыс істейді, есептелгені авторларда қалады, төлемдер ақшаны күтеді.\n\nТолтыру: {link}',
    },
    en: {
      subject: '{store}: the money is used up, nothing new begins',
      body: 'Hello,\n\nthe money of {store} for commissions is used up (left: {left}). New links, codes, videos and campaigns wait for a top-up. What is public goes on, what was earned stays with the creators, and payouts wait for the money.\n\nTop up: {link}',
    },
  },
  resumed: {
    ru: {
      subject: '{store}: снова работает полностью',
      body: 'Здравствуйте!\n\nМагазин {store} снова может обещать новые комиссии. Свободно {left}.\n\nДвижение средств: {link}',
    },
    kk: {
      subject: '{store}: қайтадан толық жұмыс істейді',
      body: 'Сәлеметсіз бе!\n\n{store} дүкені жаңа комиссиялар уәде ете алады. Бос қаражат: {left}.\n\nҚаражат қозғалысы: {link}',
    },
    en: {
      subject: '{store}: everything goes on',
      body: 'Hello,\n\n{store} can promise new commissions again. Available: {left}.\n\nThe history: {link}',
    },
  },
  creator_stopped: {
    ru: {
      subject: '{store}: новые видео и ссылки на паузе',
      body: 'Здравствуйте!\n\nМагазин {store} пока не принимает новые видео, ссылки и промокоды. Опубликованное работает и приносит комиссию как прежде; всё начисленное остаётся вашим, выплата придёт после пополнения счёта магазином. Мы напишем, когда пауза закончится.\n\nВаш заработок: {link}',
    },
    kk: {
      subject: '{store}: жаңа бейнелер мен сілтемелер кідіртілді',
      body: 'Сәлеметсіз бе!\n\n{store} дүкені әзірге жаңа бейне, сілтеме және промокод қабылдамайды. Жарияланғаны бұрынғыдай жұмыс істеп, комиссия әкеледі; есептелгеннің бәрі сіздікі, төлем дүкен шотын толтырғаннан кейін келеді. Кідіріс аяқталғанда жазамыз.\n\nТабысыңыз: {link}',
    },
    en: {
      subject: '{store}: new videos and links are paused',
      body: 'Hello,\n\n{store} takes no new videos, links or codes for now. What is public goes on and earns as before; everything earned stays yours, and is paid once the store has topped up. We will write when the pause is over.\n\nYour earnings: {link}',
    },
  },
  creator_resumed: {
    ru: {
      subject: '{store}: пауза закончилась',
      body: 'Здравствуйте!\n\nМагазин {store} снова принимает новые видео, ссылки и промокоды.\n\nСнять новое видео: {link}',
    },
    kk: {
      subject: '{store}: кідіріс аяқталды',
      body: 'Сәлеметсіз бе!\n\n{store} дүкені қайтадан жаңа бейне, сілтеме және промокод қабылдайды.\n\nЖаңа бейне түсіру: {link}',
    },
    en: {
      subject: '{store}: the pause is over',
      body: 'Hello,\n\n{store} takes new videos, links and codes again.\n\nMake a new video: {link}',
    },
  },
};

/** `left` is a sum that was already written for the reader. */
export function fundingLetter(
  kind: FundingLetter,
  locale: string,
  fill: { store: string; left: string; link: string },
): Letter {
  const { subject, body } = LETTERS[kind][languageOf(locale)];
  const whole = (text: string) =>
    text
      .replaceAll('{link}', () => fill.link)
      .replaceAll('{left}', () => fill.left)
      .replaceAll('{store}', () => fill.store);
  return { subject: whole(subject), body: whole(body) };
}
