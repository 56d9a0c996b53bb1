// One row of a file of codes: the code, and its own last day when it has one; or what is wrong with it. Pure.
import { isDay } from '../pools/pool.rules.js';

export const ROW_FAULTS = ['BAD_CODE', 'BAD_LETTERS', 'BAD_DATE', 'EXPIRED', 'KNOWN'] as const;
export type RowFault = (typeof ROW_FAULTS)[number];

export interface CodeRow {
  code: string;
  /** A day, or `infinity`. */
  expiresOn: string;
}

const SHORTEST = 6;
const LONGEST = 64;
const HEADINGS = new Set(['code', 'codes', 'certificate', 'voucher', 'код', 'коды', 'сертификат', 'кодтар', 'номер']);

/** The first row of many files names its columns. */
export const isHeading = (cells: readonly string[]): boolean => HEADINGS.has((cells[0] ?? '').trim().toLowerCase());

/** `today` is the store's: a code whose last day is over would never be given out. */
export function readCode(cells: readonly string[], today: string): CodeRow | RowFault {
  const code = (cells[0] ?? '').trim().normalize('NFC');
  if (code.includes('\uFFFD') || !code.isWellFormed()) return 'BAD_LETTERS';
  if (code.length < SHORTEST || code.length > LONGEST || /[\s\p{C}]/u.test(code)) return 'BAD_CODE';
  const text = (cells[1] ?? '').trim();
  if (text === '') return { code, expiresOn: 'infinity' };
  const expiresOn = dayFrom(text);
  if (expiresOn === null) return 'BAD_DATE';
  return expiresOn < today ? 'EXPIRED' : { code, expiresOn };
}

/** 2026-12-31, 31.12.2026 or 31/12/2026: day first, as in our markets. */
function dayFrom(text: string): string | null {
  const local = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/.exec(text);
  const day = local ? `${local[3]}-${local[2]?.padStart(2, '0')}-${local[1]?.padStart(2, '0')}` : text;
  return isDay(day) ? day : null;
}

/** What its store sees of a code: the last four characters, and never more than half of it. */
export const tailOf = (code: string): string => [...code].slice(-Math.min(4, Math.floor(code.length / 2))).join('');
