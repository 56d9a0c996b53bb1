// What a person who reported a video is told, by mail and on the page behind their link, in ru, kk and en.
import { htmlText } from '../../base/http/escape.rules.js';
import { reasonText, type Language } from '../moderation.reasons.js';
import { complaintText, type ComplaintReason } from './complaint.reasons.js';
import type { CaseStatus } from './complaint.status.js';

/** What became of one report. */
export interface ComplaintState {
  status: CaseStatus;
  title: string;
  reason: ComplaintReason;
  at: Date;
  closedAt: Date | null;
  /** The code of the reason for which the video was removed. */
  removedFor: string | null;
}

interface Words {
  title: string;
  hello: string;
  about: string;
  video: string;
  reported: string;
  decided: string;
  subject: string;
  outcomes: Record<CaseStatus, string>;
  person: string;
  appeal: string;
  kept: string;
  trial: string;
  unknown: string;
}

const WORDS: Record<Language, Words> = {
  en: {
    title: 'Your report',
    hello: 'Hello,',
    about: 'you reported the video “{title}” ({reason}).',
    video: 'Video',
    reported: 'Reported',
    decided: 'Answered',
    subject: 'The answer to your report',
    outcomes: {
      open: 'A person will look at the video. The answer will stand on this page.',
      removed: 'We removed the video: {why}. Shoppers do not see it any more.',
      kept: 'We looked at the video and found no breach of the rules. It stays.',
      gone: 'The video was taken away before we had decided. Shoppers do not see it any more.',
    },
    person: 'Decided by: a person, not a machine.',
    appeal: 'If you think this is wrong, report the video again and write what was overlooked. Another look is taken.',
    kept: 'Your e-mail was used for this answer only and is deleted 30 days after it.',
    trial: 'This was a trial of the shop. Nothing was sent and nobody will look.',
    unknown: 'There is no report here. Check the link.',
  },
  ru: {
    title: 'Ваша жалоба',
    hello: 'Здравствуйте!',
    about: 'Вы пожаловались на видео «{title}» ({reason}).',
    video: 'Видео',
    reported: 'Подана',
    decided: 'Ответ дан',
    subject: 'Ответ на вашу жалобу',
    outcomes: {
      open: 'Видео посмотрит человек. Ответ появится на этой странице.',
      removed: 'Мы сняли видео: {why}. Покупатели его больше не видят.',
      kept: 'Мы посмотрели видео и не нашли нарушений. Оно остаётся.',
      gone: 'Видео убрали раньше, чем мы приняли решение. Покупатели его больше не видят.',
    },
    person: 'Решил человек, не программа.',
    appeal: 'Если вы не согласны, пожалуйтесь ещё раз и напишите, что мы упустили. Видео посмотрят снова.',
    kept: 'Ваша почта нужна была только для этого ответа, через 30 дней мы её удалим.',
    trial: 'Это проба магазина. Ничего не отправлено, и никто не будет смотреть.',
    unknown: 'Здесь нет жалобы. Проверьте ссылку.',
  },
  kk: {
    title: 'Сіздің шағымыңыз',
    hello: 'Сәлеметсіз бе!',
    about: 'Сіз «{title}» бейнесіне шағымдандыңыз ({reason}).',
    video: 'Бейне',
    reported: 'Берілді',
    decided: 'Жауап берілді',
    subject: 'Шағымыңызға жауап',
    outcomes: {
      open: 'Бейнені адам қарайды. Жауап осы бетте шығады.',
      removed: 'Бейнені алып тастадық: {why}. Сатып алушылар оны енді көрмейді.',
      kept: 'Бейнені қарап, ереже бұзылғанын таппадық. Ол қалады.',
      gone: 'Шешім қабылдағанымызша бейне алынып тасталды. Сатып алушылар оны енді көрмейді.',
    },
    person: 'Шешімді бағдарлама емес, адам қабылдады.',
    appeal: 'Келіспесеңіз, қайта шағымданып, нені байқамағанымызды жазыңыз. Бейнені тағы қараймыз.',
    kept: 'Поштаңыз тек осы жауапқа керек болды, 30 күннен кейін оны өшіреміз.',
    trial: 'Бұл дүкеннің сынағы. Ештеңе жіберілген жоқ, ешкім қарамайды.',
    unknown: 'Мұнда шағым жоқ. Сілтемені тексеріңіз.',
  },
};

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
const isDecided = (status: CaseStatus): boolean => status === 'removed' || status === 'kept';

/** As functions: a title may hold `$&`. */
function outcomeText(state: ComplaintState, language: Language): string {
  const why = state.removedFor === null ? '' : reasonText(state.removedFor, language).label.toLowerCase();
  return WORDS[language].outcomes[state.status].replace('{why}', () => why);
}

/** The mail that ends a case, to one of those who reported. */
export function answerLetter(
  state: ComplaintState,
  language: Language,
  link: string,
): { subject: string; body: string } {
  const w = WORDS[language];
  const about = w.about
    .replace('{title}', () => oneLine(state.title))
    .replace('{reason}', () => complaintText(state.reason, language).toLowerCase());
  const decided = isDecided(state.status) ? `\n${w.person}` : '';
  const appeal = state.status === 'kept' ? `\n\n${w.appeal}` : '';
  const body = `${w.hello}\n\n${about}\n\n${outcomeText(state, language)}${decided}${appeal}\n\n${link}\n\n${w.kept}`;
  return { subject: w.subject, body };
}

export const PAGE_STYLE = `
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:0 auto;padding:2rem 1rem}
h1{font-size:1.5rem;margin:0 0 1rem}
dl{display:grid;gap:.25rem 1rem;grid-template-columns:max-content 1fr;margin:1.5rem 0}
dt{opacity:.75}
dd{margin:0;overflow-wrap:anywhere}
.outcome{font-size:1.125rem}
@media (max-width:26rem){dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}}`;

/** UTC and nothing else: nobody is asked where they are. */
const moment = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** The page behind a link: what was reported and what became of it. No script, nothing fetched; what people typed is escaped. */
export function statusPage(state: ComplaintState | 'trial' | 'unknown', language: Language): string {
  const w = WORDS[language];
  const plain = typeof state === 'string';
  const said = plain ? w[state] : outcomeText(state, language);
  const rows = plain ? [] : rowsOf(state, w, language);
  const more = plain ? [] : [isDecided(state.status) && w.person, state.status === 'kept' && w.appeal];
  const list = rows.map(([name, value]) => `<dt>${htmlText(name)}</dt><dd>${htmlText(value)}</dd>`).join('');
  const paragraphs = more.filter((text) => text !== false).map((text) => `<p>${htmlText(text)}</p>`);
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${htmlText(w.title)}</title><style>${PAGE_STYLE}</style></head>
<body><main><h1>${htmlText(w.title)}</h1><p class="outcome">${htmlText(said)}</p>
${paragraphs.join('')}${list && `<dl>${list}</dl>`}</main></body></html>
`;
}

function rowsOf(state: ComplaintState, w: Words, language: Language): [string, string][] {
  return [
    [w.video, oneLine(state.title)],
    [w.reported, `${moment(state.at)} · ${complaintText(state.reason, language)}`],
    ...(state.closedAt ? [[w.decided, moment(state.closedAt)] as [string, string]] : []),
  ];
}
