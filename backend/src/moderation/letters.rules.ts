// What a creator is told about a decision: what, where in the video, why, and how to put it right.
import { reasonText, type Language } from './moderation.reasons.js';

export interface DecisionLetter {
  subject: string;
  body: string;
}

interface Words {
  rejected: { subject: string; body: string };
  approved: { subject: string; body: string };
  at: string;
  note: string;
}

const WORDS: Record<Language, Words> = {
  en: {
    rejected: {
      subject: 'Your video needs a change',
      body: 'Hello {name},\n\na moderator looked at your video “{title}” and could not approve it.\n\nWhy: {reason}{at}\nHow to fix it: {fix}{note}\n\nThe video keeps its place and its address. Open it here to send a better one:\n{link}',
    },
    approved: {
      subject: 'Your video is live',
      body: 'Hello {name},\n\na moderator approved your video “{title}”. Shoppers can see it now:\n{link}',
    },
    at: ' (at {time})',
    note: '\nFrom the moderator: {text}',
  },
  ru: {
    rejected: {
      subject: 'Видео нужно исправить',
      body: 'Здравствуйте, {name}!\n\nМодератор посмотрел видео «{title}» и пока не может его одобрить.\n\nПричина: {reason}{at}\nКак исправить: {fix}{note}\n\nВидео сохраняет своё место и адрес. Откройте его, чтобы отправить исправленное:\n{link}',
    },
    approved: {
      subject: 'Видео опубликовано',
      body: 'Здравствуйте, {name}!\n\nМодератор одобрил видео «{title}». Покупатели уже видят его:\n{link}',
    },
    at: ' (на {time})',
    note: '\nОт модератора: {text}',
  },
  kk: {
    rejected: {
      subject: 'Бейнені түзету керек',
      body: 'Сәлеметсіз бе, {name}!\n\nМодератор «{title}» бейнесін қарап, әзірге мақұлдай алмады.\n\nСебебі: {reason}{at}\nҚалай түзетуге болады: {fix}{note}\n\nБейненің орны мен мекенжайы сақталады. Түзетілгенін жіберу үшін осында ашыңыз:\n{link}',
    },
    approved: {
      subject: 'Бейне жарияланды',
      body: 'Сәлеметсіз бе, {name}!\n\nМодератор «{title}» бейнесін мақұлдады. Сатып алушылар оны көріп тұр:\n{link}',
    },
    at: ' ({time})',
    note: '\nМодератордан: {text}',
  },
};

/** 83,500 ms is `1:23`. */
export function clockText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

function fill(pattern: string, values: Record<string, string>): string {
  return pattern.replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? '');
}

interface About {
  language: Language;
  name: string;
  title: string;
  link: string;
}

export function approvalLetter(about: About): DecisionLetter {
  const { subject, body } = WORDS[about.language].approved;
  return { subject, body: fill(body, { name: oneLine(about.name), title: oneLine(about.title), link: about.link }) };
}

export function rejectionLetter(
  about: About & { reasonCode: string; timecodeMs: number | null; note: string | null },
): DecisionLetter {
  const words = WORDS[about.language];
  const reason = reasonText(about.reasonCode, about.language);
  const body = fill(words.rejected.body, {
    name: oneLine(about.name),
    title: oneLine(about.title),
    link: about.link,
    reason: reason.label,
    fix: reason.howToFix,
    at: about.timecodeMs === null ? '' : fill(words.at, { time: clockText(about.timecodeMs) }),
    note: about.note === null ? '' : fill(words.note, { text: oneLine(about.note) }),
  });
  return { subject: words.rejected.subject, body };
}
