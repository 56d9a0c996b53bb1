// The mails to a store's owners when its speed guard moves, in ru, kk and en.
import type { Metric } from './guard.rules.js';
import type { GuardState } from './guard.status.js';

type Language = 'ru' | 'kk' | 'en';

/** `{shop}`, and how much of what was lost: `{loss}`. */
const LETTERS: Record<GuardState, Record<Language, { subject: string; body: string }>> = {
  poster: {
    ru: {
      subject: 'Видео замедляли ваши страницы',
      body: 'Магазин «{shop}».\n\nУ покупателей, которым видео показывали готовыми к просмотру, страницы работали заметно медленнее: {loss}. Мы сами перевели карточки на постеры: видео загружается только после нажатия. Продажи и начисления авторам это не меняет.\n\nМы продолжаем измерять и вернём всё сами, когда потери исчезнут.',
    },
    kk: {
      subject: 'Бейнелер беттеріңізді баяулатты',
      body: '«{shop}» дүкені.\n\nБейне көруге дайын тұрған беттер сатып алушыларда едәуір баяу жұмыс істеді: {loss}. Біз карточкаларды өзіміз постерге ауыстырдық: бейне басқаннан кейін ғана жүктеледі. Сатылымға және авторлардың табысына бұл әсер етпейді.\n\nӨлшеуді жалғастырамыз, шығын жоғалғанда бәрін өзіміз қайтарамыз.',
    },
    en: {
      subject: 'Videos slowed your pages down',
      body: 'Shop "{shop}".\n\nPages whose videos stood ready to play were clearly slower for your shoppers: {loss}. We have turned the cards into posters by ourselves: a video now loads only after a tap. Sales and what creators earn stay as they are.\n\nWe go on measuring and will bring everything back by ourselves when nothing is lost any more.',
    },
  },
  ready: {
    ru: {
      subject: 'Видео снова готовы к просмотру',
      body: 'Магазин «{shop}».\n\nВидео больше не замедляют страницы. Карточки снова готовы к просмотру до нажатия.',
    },
    kk: {
      subject: 'Бейнелер қайтадан көруге дайын',
      body: '«{shop}» дүкені.\n\nБейнелер беттерді енді баяулатпайды. Карточкалар басқанға дейін қайтадан көруге дайын.',
    },
    en: {
      subject: 'Videos stand ready again',
      body: 'Shop "{shop}".\n\nVideos no longer slow the pages down. The cards stand ready for a tap again.',
    },
  },
};

const LOSSES: Record<Metric, Record<Language, string>> = {
  lcpMs: {
    ru: 'главная картинка появляется на {n} мс позже',
    kk: 'басты сурет {n} мс кеш шығады',
    en: 'the main picture comes {n} ms later',
  },
  inpMs: {
    ru: 'ответ на нажатие приходит на {n} мс позже',
    kk: 'басуға жауап {n} мс кеш келеді',
    en: 'a tap is answered {n} ms later',
  },
  clsMilli: { ru: 'сдвиг страницы больше на {n}', kk: 'беттің жылжуы {n} көп', en: 'the page shifts by {n} more' },
};

export function guardLetter(
  state: GuardState,
  language: Language,
  shop: string,
  loss: { metric: Metric; lossAtP75: number } | null,
): { subject: string; body: string } {
  const { subject, body } = LETTERS[state][language];
  const amount = loss?.metric === 'clsMilli' ? (loss.lossAtP75 / 1000).toFixed(2) : String(loss?.lossAtP75 ?? '');
  const lost = loss ? LOSSES[loss.metric][language].replace('{n}', amount) : '';
  // As functions: a shop may have `$&` in its name.
  return { subject, body: body.replace('{shop}', () => shop).replace('{loss}', () => lost) };
}
