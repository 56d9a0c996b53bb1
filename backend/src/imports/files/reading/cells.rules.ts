// Reads the cells of an order file as people and spreadsheets write them: sums, moments, words of status. Pure, and without floats.
import { decimalsOf } from '../../../base/money.js';

export type OrderWord = 'paid' | 'pending' | 'cancelled' | 'returned';

const WORDS: Readonly<Record<OrderWord, readonly string[]>> = {
  paid: [
    ...[
      'paid',
      'complete',
      'completed',
      'delivered',
      'done',
      'shipped',
      'fulfilled',
      'approved',
      'confirmed',
      'success',
    ],
    ...['оплачен', 'оплачено', 'оплачена', 'выполнен', 'выполнено', 'завершен', 'завершено', 'доставлен', 'доставлено'],
    ...['выдан', 'выкуплен', 'получен', 'отправлен', 'закрыт', 'төленді', 'төленген', 'орындалды', 'жеткізілді'],
    ...['аяқталды', 'берілді'],
  ],
  pending: [
    ...['pending', 'new', 'processing', 'on hold', 'open', 'created', 'awaiting payment', 'unpaid', 'новый', 'новая'],
    ...[
      'в обработке',
      'обрабатывается',
      'ожидает оплаты',
      'ожидает',
      'не оплачен',
      'принят',
      'в пути',
      'передан на доставку',
    ],
    ...['жаңа', 'өңделуде', 'төлем күтілуде', 'күтілуде', 'төленбеген', 'жолда'],
  ],
  cancelled: [
    ...['cancelled', 'canceled', 'rejected', 'declined', 'failed', 'void', 'отменен', 'отменено', 'отмена', 'отклонен'],
    ...['отказ', 'аннулирован', 'бас тартылды', 'жойылды', 'болдырылмады', 'тоқтатылды'],
  ],
  returned: ['returned', 'refunded', 'возврат', 'возвращен', 'возвращено', 'возвращена', 'қайтарылды', 'қайтарылған'],
};

const BY_WORD = new Map<string, OrderWord>(
  Object.entries(WORDS).flatMap(([word, names]) => names.map((name) => [name, word as OrderWord] as const)),
);

/** What a status means; null for a word that is on no list: it is told, never guessed. */
export function readStatus(text: string): OrderWord | null {
  const plain = text
    .trim()
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replaceAll(/[\s_]+/g, ' ');
  return BY_WORD.get(plain) ?? null;
}

const SPACES = /[\s\u00a0\u202f\u2009']/g;
const SIGNS = /(?:₸|тг\.?|тенге|теңге|kzt|₽|руб\.?|р\.|rub|\$|usd|€|eur)/giu;

/**
 * A sum as decimal text such as "12990.50", or null. The other mark may only part thousands: "12,990.50" with a point,
 * "12.990,50" with a comma. More decimals than the currency has must be zeros.
 */
export function readSum(text: string, mark: ',' | '.', currency: string): string | null {
  const bare = text.replaceAll(SIGNS, '').replaceAll(SPACES, '');
  const [point, thousands] = mark === ',' ? [',', '.'] : ['.', ','];
  const parts = bare.split(point);
  if (parts.length > 2) return null;
  const [whole = '', fraction = ''] = parts;
  const groups = whole.split(thousands);
  const grouped = groups.length === 1 || groups.slice(1).every((group) => group.length === 3);
  const digits = groups.join('');
  if (!grouped || (groups[0] ?? '').length > (groups.length > 1 ? 3 : 13)) return null;
  if (!/^\d{1,13}$/.test(digits) || !/^\d{0,4}$/.test(fraction)) return null;
  // Three digits behind the mark are thousands written with the other habit: nobody can tell, so it is told.
  if (parts.length === 2 && (fraction === '' || (fraction.length === 3 && decimalsOf(currency) < 3))) return null;
  const decimals = decimalsOf(currency);
  if (/[^0]/.test(fraction.slice(decimals))) return null;
  const kept = fraction.slice(0, decimals);
  return kept === '' ? digits : `${digits}.${kept}`;
}

export interface DateForm {
  order: 'dmy' | 'mdy';
  timezone: string;
}

/** A moment of a cell. `day` is true when the cell names no time: the moment is then the last second of that day. */
export interface ReadMoment {
  at: Date;
  day: boolean;
}

interface Parts {
  year: number;
  month: number;
  day: number;
  time: string;
}

function partsOf(text: string, order: DateForm['order']): Parts | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ]+(.*))?$/.exec(text);
  if (iso) return { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]), time: iso[4] ?? '' };
  const local = /^(\d{1,2})[./-](\d{1,2})[./-](\d{2}|\d{4})(?:,?\s+(.*))?$/.exec(text);
  if (!local) return null;
  const [first, second] = [Number(local[1]), Number(local[2])];
  const year = Number(local[3]) + (local[3]?.length === 2 ? 2000 : 0);
  const [day, month] = order === 'dmy' ? [first, second] : [second, first];
  return { year, month, day, time: local[4] ?? '' };
}

/** Reads a date with or without a time; a time without a zone is one of the shop's own. Null when it is none. */
export function readMoment(raw: string, form: DateForm): ReadMoment | null {
  const parts = partsOf(raw.trim(), form.order);
  if (!parts) return null;
  const { year, month, day } = parts;
  const midnight = Date.UTC(year, month - 1, day);
  if (new Date(midnight).toISOString().slice(0, 10) !== `${year}-${two(month)}-${two(day)}`) return null;
  const time = parts.time.trim();
  if (time === '') return { at: zoned(midnight + 86_399_000, form.timezone), day: true };
  const found = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s*(am|pm)?\s*(Z|[+-]\d{2}:?\d{2})?$/i.exec(time);
  if (!found) return null;
  const half = found[4]?.toLowerCase();
  const hour = half ? (Number(found[1]) % 12) + (half === 'pm' ? 12 : 0) : Number(found[1]);
  const [minute, second] = [Number(found[2]), Number(found[3] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) return null;
  const ms = midnight + ((hour * 60 + minute) * 60 + second) * 1000;
  return { at: found[5] ? new Date(ms - offsetMs(found[5])) : zoned(ms, form.timezone), day: false };
}

const two = (n: number): string => String(n).padStart(2, '0');

function offsetMs(text: string): number {
  if (text.toUpperCase() === 'Z') return 0;
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(text) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** What a clock in the zone shows at a moment, as if it were UTC. */
function shown(ms: number, timezone: string): number {
  const options = { timeZone: timezone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' } as const;
  const format =
    formats.get(timezone) ??
    new Intl.DateTimeFormat('en-US', { ...options, hour: 'numeric', minute: 'numeric', second: 'numeric' });
  formats.set(timezone, format);
  const part = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** The moment at which a clock of the zone shows this wall time; of two such moments the earlier, of none the next. */
function zoned(wall: number, timezone: string): Date {
  let ms = wall;
  for (let i = 0; i < 3; i += 1) ms += wall - shown(ms, timezone);
  return new Date(ms);
}
