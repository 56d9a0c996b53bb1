// What a creator is told about a decision: what, where in the video, why, by whom or what, and how to object.
import { reasonText, type Language } from '../moderation.reasons.js';

export interface DecisionLetter {
  subject: string;
  /** The mail: a greeting and the notice. */
  body: string;
  /** The notice alone, without the reader's name: this is kept for ever. */
  notice: string;
}

/** `published` is a rule's approval, `confirmed` and `taken_down` what a person said in the look afterwards. */
export type LetterKind = 'approved' | 'published' | 'confirmed' | 'rejected' | 'taken_down';

interface Words {
  hello: string;
  letters: Record<LetterKind, { subject: string; notice: string }>;
  /** Follows both kinds of refusal. */
  grounds: string;
  at: string;
  note: string;
  appeal: string;
}

const WORDS: Record<Language, Words> = {
  en: {
    hello: 'Hello {name},',
    letters: {
      approved: {
        subject: 'Your video is live',
        notice:
          'a moderator approved your video “{title}”. Shoppers can see it now:\n{link}\n\nDecided by: a person, not a machine.',
      },
      published: {
        subject: 'Your video is live',
        notice:
          'your video “{title}” was published at once. Shoppers can see it now:\n{link}\n\nDecided by: a machine, by the rule “trusted creator” ({rule}). It holds while enough of your videos were approved by people and none was rejected in the last 90 days. A moderator will still look at this one.',
      },
      confirmed: {
        subject: 'Your video was confirmed',
        notice:
          'a moderator looked at your published video “{title}” and confirmed it. It stays live:\n{link}\n\nDecided by: a person, not a machine.',
      },
      rejected: {
        subject: 'Your video needs a change',
        notice: 'a moderator looked at your video “{title}” and could not approve it.',
      },
      taken_down: {
        subject: 'Your video was taken down',
        notice:
          'a moderator looked at your video “{title}”, which was published, and took it down. Shoppers do not see it any more.',
      },
    },
    grounds:
      '\n\nWhy: {reason}{at}\nHow to fix it: {fix}{note}\nRule: {rule}\nDecided by: a person, not a machine.\n\nThe video keeps its place and its address. Open it here to send a better one:\n{link}\n\n{appeal}',
    at: ' (at {time})',
    note: '\nFrom the moderator: {text}',
    appeal:
      'If you think this decision is wrong, answer the mail about it and say why. A person reads the answer and looks at the video again.',
  },
  ru: {
    hello: 'Здравствуйте, {name}!',
    letters: {
      approved: {
        subject: 'Видео опубликовано',
        notice: 'Модератор одобрил видео «{title}». Покупатели уже видят его:\n{link}\n\nРешил человек, не программа.',
      },
      published: {
        subject: 'Видео опубликовано',
        notice:
          'Видео «{title}» опубликовано сразу. Покупатели уже видят его:\n{link}\n\nРешила программа по правилу «проверенный автор» ({rule}). Оно действует, пока достаточно ваших видео одобрено людьми и ни одно не отклонено за последние 90 дней. Модератор ещё посмотрит это видео.',
      },
      confirmed: {
        subject: 'Видео подтверждено',
        notice:
          'Модератор посмотрел опубликованное видео «{title}» и подтвердил его. Оно остаётся на сайте:\n{link}\n\nРешил человек, не программа.',
      },
      rejected: {
        subject: 'Видео нужно исправить',
        notice: 'Модератор посмотрел видео «{title}» и пока не может его одобрить.',
      },
      taken_down: {
        subject: 'Видео снято с публикации',
        notice:
          'Модератор посмотрел видео «{title}», которое было опубликовано, и снял его. Покупатели его больше не видят.',
      },
    },
    grounds:
      '\n\nПричина: {reason}{at}\nКак исправить: {fix}{note}\nПравило: {rule}\nРешил человек, не программа.\n\nВидео сохраняет своё место и адрес. Откройте его, чтобы отправить исправленное:\n{link}\n\n{appeal}',
    at: ' (на {time})',
    note: '\nОт модератора: {text}',
    appeal:
      'Если вы не согласны с решением, ответьте на письмо о нём и объясните почему. Ответ прочитает человек и посмотрит видео ещё раз.',
  },
  kk: {
    hello: 'Сәлеметсіз бе, {name}!',
    letters: {
      approved: {
        subject: 'Бейне жарияланды',
        notice:
          'Модератор «{title}» бейнесін мақұлдады. Сатып алушылар оны көріп тұр:\n{link}\n\nШешімді бағдарлама емес, адам қабылдады.',
      },
      published: {
        subject: 'Бейне жарияланды',
        notice:
          '«{title}» бейнесі бірден жарияланды. Сатып алушылар оны көріп тұр:\n{link}\n\nШешімді бағдарлама «сенімді автор» ережесі ({rule}) бойынша қабылдады. Ол бейнелеріңіздің жеткілікті бөлігін адамдар мақұлдап, соңғы 90 күнде біреуі де қайтарылмаған кезде қолданылады. Модератор бұл бейнені әлі қарайды.',
      },
      confirmed: {
        subject: 'Бейне расталды',
        notice:
          'Модератор жарияланған «{title}» бейнесін қарап, растады. Ол сайтта қалады:\n{link}\n\nШешімді бағдарлама емес, адам қабылдады.',
      },
      rejected: {
        subject: 'Бейнені түзету керек',
        notice: 'Модератор «{title}» бейнесін қарап, әзірге мақұлдай алмады.',
      },
      taken_down: {
        subject: 'Бейне жарияланымнан алынды',
        notice:
          'Модератор жарияланған «{title}» бейнесін қарап, жарияланымнан алып тастады. Сатып алушылар оны енді көрмейді.',
      },
    },
    grounds:
      '\n\nСебебі: {reason}{at}\nҚалай түзетуге болады: {fix}{note}\nЕреже: {rule}\nШешімді бағдарлама емес, адам қабылдады.\n\nБейненің орны мен мекенжайы сақталады. Түзетілгенін жіберу үшін осында ашыңыз:\n{link}\n\n{appeal}',
    at: ' ({time})',
    note: '\nМодератордан: {text}',
    appeal:
      'Шешіммен келіспесеңіз, ол туралы хатқа жауап беріп, себебін жазыңыз. Жауапты адам оқып, бейнені қайта қарайды.',
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

/** How to object to a refusal. */
export function appealText(language: Language): string {
  return WORDS[language].appeal;
}

export interface LetterFacts {
  kind: LetterKind;
  language: Language;
  name: string;
  title: string;
  link: string;
  /** The name of the rule that approved, or the code of the reason of a refusal; null for a person's approval. */
  rule: string | null;
  timecodeMs: number | null;
  note: string | null;
}

/** The letter about one decision. What people typed is cut to one line, so that it cannot pretend to be our text. */
export function decisionLetter(facts: LetterFacts): DecisionLetter {
  const words = WORDS[facts.language];
  const { subject, notice } = words.letters[facts.kind];
  const refusal = facts.kind === 'rejected' || facts.kind === 'taken_down';
  const reason = reasonText(facts.rule ?? '', facts.language);
  const text = fill(refusal ? notice + words.grounds : notice, {
    title: oneLine(facts.title),
    link: facts.link,
    rule: facts.rule ?? '',
    reason: reason.label,
    fix: reason.howToFix,
    at: facts.timecodeMs === null ? '' : fill(words.at, { time: clockText(facts.timecodeMs) }),
    note: facts.note === null ? '' : fill(words.note, { text: oneLine(facts.note) }),
    appeal: words.appeal,
  });
  const body = `${fill(words.hello, { name: oneLine(facts.name) })}\n\n${text}`;
  return { subject, body, notice: text.charAt(0).toUpperCase() + text.slice(1) };
}
