// The public status page: one small document in three languages, without scripts.
import type { StatusReport } from './status.service.js';
import type { Part } from './status.rules.js';

type Language = 'ru' | 'kk' | 'en';

interface Words {
  title: string;
  overall: Record<StatusReport['overall'], string>;
  parts: { api: string; database: string; worker: string; queue: string };
  states: Record<Part, string>;
  delay: string;
  full: string;
  version: string;
  at: string;
}

const WORDS: Record<Language, Words> = {
  en: {
    title: 'Vitrina status',
    overall: { ok: 'Everything works', slow: 'It works, slower than usual', down: 'Something does not work' },
    parts: { api: 'Service', database: 'Database', worker: 'Video preparation and mail', queue: 'Queue' },
    states: { ok: 'works', slow: 'slow', down: 'does not work', unknown: 'not known' },
    delay: 'longest wait {s} s',
    full: 'machines waiting for free disk: {n}',
    version: 'Version',
    at: 'Measured',
  },
  ru: {
    title: 'Состояние Vitrina',
    overall: { ok: 'Всё работает', slow: 'Работает, но медленнее обычного', down: 'Что-то не работает' },
    parts: { api: 'Сервис', database: 'База данных', worker: 'Подготовка видео и почта', queue: 'Очередь' },
    states: { ok: 'работает', slow: 'медленно', down: 'не работает', unknown: 'неизвестно' },
    delay: 'самое долгое ожидание {s} с',
    full: 'машин ждут места на диске: {n}',
    version: 'Версия',
    at: 'Измерено',
  },
  kk: {
    title: 'Vitrina күйі',
    overall: { ok: 'Бәрі жұмыс істеп тұр', slow: 'Әдеттегіден баяу жұмыс істеп тұр', down: 'Бірдеңе жұмыс істемейді' },
    parts: { api: 'Сервис', database: 'Деректер базасы', worker: 'Бейне дайындау және пошта', queue: 'Кезек' },
    states: { ok: 'жұмыс істеп тұр', slow: 'баяу', down: 'жұмыс істемейді', unknown: 'белгісіз' },
    delay: 'ең ұзақ күту {s} с',
    full: 'дискіде бос орын күтіп тұрған машиналар: {n}',
    version: 'Нұсқа',
    at: 'Өлшенді',
  },
};

const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:36rem;margin:0 auto;padding:2rem 1rem}
h1{font-size:1.5rem}table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.6rem .75rem .6rem 0;border-bottom:1px solid color-mix(in srgb,currentColor 20%,transparent)}
th{font-weight:400}td::before{content:"";display:inline-block;width:.7em;height:.7em;border-radius:50%;margin-right:.5em;background:#777}
td[data-state=ok]::before{background:#1a7f4b}td[data-state=slow]::before{background:#b26a00}td[data-state=down]::before{background:#c0322b}
p{opacity:.8;font-size:.875rem}`;

/** The first language of Accept-Language that we have, else English. */
export function pageLanguage(acceptLanguage: string | undefined): Language {
  for (const one of (acceptLanguage ?? '').split(',')) {
    const language = one.trim().slice(0, 2).toLowerCase();
    if (language === 'ru' || language === 'kk' || language === 'en') return language;
  }
  return 'en';
}

/** Nothing here was typed by anyone: it needs no escaping. */
export function statusPage(report: StatusReport, language: Language): string {
  const words = WORDS[language];
  const delay = report.queueDelayS === null ? '' : `, ${words.delay.replace('{s}', String(report.queueDelayS))}`;
  const full =
    report.workersWithoutRoom === 0 ? '' : `, ${words.full.replace('{n}', String(report.workersWithoutRoom))}`;
  const more: Partial<Record<keyof Words['parts'], string>> = { queue: delay, worker: full };
  const row = (part: keyof Words['parts']) =>
    `<tr><th scope="row">${words.parts[part]}</th><td data-state="${report[part]}">${words.states[report[part]]}${
      more[part] ?? ''
    }</td></tr>`;
  const rows = (['api', 'database', 'worker', 'queue'] as const).map(row).join('\n');
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="30"><title>${words.title}</title><style>${STYLE}</style></head>
<body><main><h1>${words.overall[report.overall]}</h1><table>${rows}</table>
<p>${words.version} ${report.version} · ${words.at} <time datetime="${report.at}">${report.at
    .slice(0, 19)
    .replace('T', ' ')} UTC</time></p></main></body></html>`;
}
