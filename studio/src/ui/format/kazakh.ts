// Kazakh dates, spans and units written by us: browsers carry no Kazakh data and would show "-20 h" or "2026 M11 20".

const MONTHS = ['қаң.', 'ақп.', 'нау.', 'сәу.', 'мам.', 'мау.', 'шіл.', 'там.', 'қыр.', 'қаз.', 'қар.', 'жел.'];

/** Short names of units; numbers never change the noun in Kazakh. */
export const KAZAKH_UNITS: Readonly<Record<string, string>> = {
  second: 'с',
  minute: 'мин',
  hour: 'сағ',
  day: 'күн',
  byte: 'Б',
  kilobyte: 'кБ',
  megabyte: 'МБ',
  gigabyte: 'ГБ',
  'kilobyte-per-second': 'кБ/с',
  'megabyte-per-second': 'МБ/с',
};

const AHEAD: Readonly<Record<string, string>> = { day: 'күннен', hour: 'сағаттан', minute: 'минуттан' };
const BEHIND: Readonly<Record<string, string>> = { day: 'күн', hour: 'сағат', minute: 'минут' };
const NEAR: Readonly<Record<string, string>> = {
  'day-1': 'кеше',
  day0: 'бүгін',
  day1: 'ертең',
  minute0: 'жаңа ғана',
};

/** Numbers are written as in Russian, which shares the signs; everything else has its own language. */
export function numberLocale(locale: string): string {
  return locale === 'kk' ? 'ru' : locale;
}

/** `20 қар.`, or with the year `2026 ж. 20 қар.` */
export function kazakhDate(date: Date, withYear: boolean, utc = false): string {
  const month = MONTHS[utc ? date.getUTCMonth() : date.getMonth()] ?? '';
  const day = utc ? date.getUTCDate() : date.getDate();
  return withYear ? `${date.getFullYear()} ж. ${day} ${month}` : `${day} ${month}`;
}

/** "2026 ж. қаз."; UTC. */
export function kazakhMonth(date: Date): string {
  return `${date.getUTCFullYear()} ж. ${MONTHS[date.getUTCMonth()] ?? ''}`;
}

/** `3 күн бұрын`, `2 сағаттан кейін`, `кеше`. */
export function kazakhAgo(count: number, unit: string): string {
  const near = NEAR[`${unit}${count}`];
  if (near) return near;
  return count < 0 ? `${-count} ${BEHIND[unit] ?? unit} бұрын` : `${count} ${AHEAD[unit] ?? unit} кейін`;
}
