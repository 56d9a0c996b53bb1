// What a store may say of a pool: name, worth, last day, limits; read strictly, with the field that is wrong. Pure.
import { typedAmount } from '../../base/amounts/typed-amount.rules.js';

export interface PoolInput {
  name: string;
  /** A decimal in the store's currency, or else `worthText`. */
  worth?: string | null;
  worthText?: string | null;
  validUntil?: string | null;
  lowBelow?: number | null;
  holderMonth?: number | null;
  poolDay?: number | null;
  poolTotal?: number | null;
  surgeTimes?: number | null;
  surgeFloor?: number | null;
}

export interface PoolValues {
  name: string;
  worthMinor: bigint | null;
  currency: string | null;
  worthText: string | null;
  validUntil: string | null;
  lowBelow: number | null;
  holderMonth: number | null;
  poolDay: number | null;
  poolTotal: number | null;
  surgeTimes: number | null;
  surgeFloor: number;
}

export interface PoolFault {
  field: string;
  detail: string;
}

/** What an hour may always have when the store names nothing. */
export const DEFAULT_SURGE_FLOOR = 20;
const LONGEST_NAME = 80;
const LONGEST_WORTH = 120;
const MOST = 1_000_000;
const MOST_TIMES = 1000;

const blank = (text: string | null | undefined): text is null | undefined => !text?.trim();
const isPlain = (text: string, longest: number) =>
  text.length <= longest && text.isWellFormed() && !/\p{Cc}/u.test(text);

/** True for a day of the calendar, such as 2026-12-31. */
export function isDay(text: string): boolean {
  if (!/^2\d{3}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** `today` is the store's day: a pool that is over cannot be opened or changed to be over. */
export function readPool(input: PoolInput, currency: string, today: string): PoolValues | PoolFault {
  const name = input.name.trim();
  if (name === '' || !isPlain(name, LONGEST_NAME)) {
    return { field: 'name', detail: `Give a name of at most ${LONGEST_NAME} characters.` };
  }
  const worth = readWorth(input, currency);
  if ('field' in worth) return worth;
  const validUntil = blank(input.validUntil) ? null : input.validUntil.trim();
  if (validUntil !== null && (!isDay(validUntil) || validUntil < today)) {
    return { field: 'validUntil', detail: 'Give a day from today on, such as 2026-12-31, or none.' };
  }
  for (const field of ['lowBelow', 'holderMonth', 'poolDay', 'poolTotal', 'surgeFloor'] as const) {
    const value = input[field] ?? null;
    if (value !== null && (!Number.isInteger(value) || value < 1 || value > MOST)) {
      return { field, detail: `Give a whole number from 1 to ${MOST}, or nothing.` };
    }
  }
  const surgeTimes = input.surgeTimes ?? null;
  if (surgeTimes !== null && (!Number.isInteger(surgeTimes) || surgeTimes < 2 || surgeTimes > MOST_TIMES)) {
    return { field: 'surgeTimes', detail: `Give a whole number from 2 to ${MOST_TIMES}, or nothing.` };
  }
  const { lowBelow = null, holderMonth = null, poolDay = null, poolTotal = null } = input;
  const surgeFloor = input.surgeFloor ?? DEFAULT_SURGE_FLOOR;
  return { name, ...worth, validUntil, lowBelow, holderMonth, poolDay, poolTotal, surgeTimes, surgeFloor };
}

function readWorth(
  { worth, worthText }: PoolInput,
  currency: string,
): Pick<PoolValues, 'worthMinor' | 'currency' | 'worthText'> | PoolFault {
  if (blank(worth) === blank(worthText)) return { field: 'worth', detail: 'Give either a sum or words, and not both.' };
  if (!blank(worthText)) {
    const text = worthText.trim();
    if (!isPlain(text, LONGEST_WORTH)) return { field: 'worthText', detail: `At most ${LONGEST_WORTH} characters.` };
    return { worthMinor: null, currency: null, worthText: text };
  }
  const worthMinor = typedAmount(worth ?? '', currency, { least: 1n });
  if (worthMinor !== null) return { worthMinor, currency, worthText: null };
  return { field: 'worth', detail: 'Write an amount above nothing, such as 5000.00.' };
}
