// Reads untrusted JSON field by field and says exactly which field is wrong and how.
import { decimalsOf, MoneyError, parseRate } from '../../../base/money.js';
import type { Json, JsonObject } from '../../../facts/canonical.rules.js';

export type InputErrorCode =
  | 'MISSING'
  | 'NOT_AN_OBJECT'
  | 'NOT_A_LIST'
  | 'NOT_TEXT'
  | 'NOT_A_BOOLEAN'
  | 'NOT_AN_INTEGER'
  | 'INTEGER_TOO_LARGE'
  | 'BELOW_MINIMUM'
  | 'NOT_A_TIME'
  | 'NOT_ALLOWED'
  | 'DUPLICATE_ID'
  | 'SHARES_DO_NOT_SUM'
  | 'UNKNOWN_FACT_TYPE'
  | 'UNKNOWN_CURRENCY'
  | 'UNKNOWN_TIME_ZONE'
  | 'BAD_RATE';

/** Input that cannot be evaluated: a stable code, the path of the field, and what is wrong with it. */
export class InputError extends Error {
  constructor(
    readonly code: InputErrorCode,
    readonly path: string,
    readonly detail: string,
  ) {
    super(`${path}: ${detail}`);
    this.name = 'InputError';
  }
}

/** Reads the fields of one JSON object. Absent and null are the same: the field was not given. */
export class Reader {
  constructor(
    readonly value: JsonObject,
    readonly path: string,
  ) {}

  /** The object at the root of an input. Throws NOT_AN_OBJECT. */
  static of(value: unknown, path: string): Reader {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new InputError('NOT_AN_OBJECT', path, 'must be an object');
    }
    return new Reader(value as JsonObject, path);
  }

  private at(key: string): string {
    return `${this.path}.${key}`;
  }

  has(key: string): boolean {
    return this.value[key] !== undefined && this.value[key] !== null;
  }

  fail(code: InputErrorCode, key: string, detail: string): never {
    throw new InputError(code, this.at(key), detail);
  }

  private need<T>(key: string, value: T | null): T {
    return value ?? this.fail('MISSING', key, 'is required');
  }

  optionalText(key: string): string | null {
    const value = this.value[key];
    if (value === undefined || value === null) return null;
    return typeof value === 'string' ? value : this.fail('NOT_TEXT', key, 'must be text');
  }

  text(key: string): string {
    const value = this.need(key, this.optionalText(key));
    return value === '' ? this.fail('MISSING', key, 'must not be empty') : value;
  }

  oneOf<T extends string>(key: string, allowed: readonly T[], otherwise?: T): T {
    const value = this.optionalText(key) ?? otherwise ?? this.fail('MISSING', key, 'is required');
    const found = allowed.find((item) => item === value);
    return found ?? this.fail('NOT_ALLOWED', key, `must be one of ${allowed.join(', ')}; got "${value}"`);
  }

  flag(key: string, otherwise = false): boolean {
    const value = this.value[key];
    if (value === undefined || value === null) return otherwise;
    return typeof value === 'boolean' ? value : this.fail('NOT_A_BOOLEAN', key, 'must be true or false');
  }

  /** A whole number of any size: a JSON integer, or its digits as text. Floats are refused, money is never one. */
  optionalBigint(key: string, min: bigint | null = 0n): bigint | null {
    const value = toBigint(this.value[key], this.at(key));
    if (value !== null && min !== null && value < min)
      this.fail('BELOW_MINIMUM', key, `must be at least ${min}; got ${value}`);
    return value;
  }

  bigint(key: string, otherwise?: bigint, min: bigint | null = 0n): bigint {
    return this.need(key, this.optionalBigint(key, min) ?? otherwise ?? null);
  }

  /** A whole number that is not money: versions, positions, durations. */
  optionalInteger(key: string, min = 0): number | null {
    const value = this.optionalBigint(key, BigInt(min));
    if (value !== null && value > BigInt(Number.MAX_SAFE_INTEGER))
      this.fail('INTEGER_TOO_LARGE', key, 'is above 2^53 - 1');
    return value === null ? null : Number(value);
  }

  integer(key: string, otherwise?: number, min = 0): number {
    return this.need(key, this.optionalInteger(key, min) ?? otherwise ?? null);
  }

  /** A time in UTC milliseconds: ISO 8601 with an offset, or the milliseconds themselves. */
  optionalTime(key: string): number | null {
    const value = this.value[key];
    return value === undefined || value === null ? null : toTime(value, this.at(key));
  }

  time(key: string, otherwise?: number): number {
    return this.need(key, this.optionalTime(key) ?? otherwise ?? null);
  }

  optionalTexts(key: string): readonly string[] | null {
    const items = this.optionalItems(key);
    if (!items) return null;
    return items.map((item, index) => {
      if (typeof item !== 'string') throw new InputError('NOT_TEXT', `${this.at(key)}[${index}]`, 'must be text');
      return item;
    });
  }

  optionalItems(key: string): readonly Json[] | null {
    const value = this.value[key];
    if (value === undefined || value === null) return null;
    if (!Array.isArray(value)) this.fail('NOT_A_LIST', key, 'must be a list');
    return value as readonly Json[];
  }

  list<T>(key: string, read: (item: Reader, index: number) => T): T[] {
    const items = this.optionalItems(key) ?? [];
    return items.map((item, index) => read(Reader.of(item, `${this.at(key)}[${index}]`), index));
  }

  child(key: string): Reader {
    return Reader.of(this.value[key] ?? {}, this.at(key));
  }

  requiredChild(key: string): Reader {
    return this.has(key) ? this.child(key) : this.fail('MISSING', key, 'is required');
  }

  currency(key: string, otherwise?: string): string {
    const value = this.optionalText(key) ?? otherwise ?? this.fail('MISSING', key, 'is required');
    return this.money(key, 'UNKNOWN_CURRENCY', () => (decimalsOf(value), value));
  }

  rate(key: string): ReturnType<typeof parseRate> {
    const text = this.text(key);
    return this.money(key, 'BAD_RATE', () => parseRate(text));
  }

  private money<T>(key: string, code: InputErrorCode, read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (error instanceof MoneyError) return this.fail(code, key, error.message);
      throw error;
    }
  }
}

function toBigint(value: Json | undefined, path: string): bigint | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'bigint') return value;
  if (typeof value === 'string' && /^-?\d+$/.test(value)) return BigInt(value);
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw new InputError('NOT_AN_INTEGER', path, `must be a whole number; got ${JSON.stringify(value)}`);
  }
  if (!Number.isSafeInteger(value)) {
    throw new InputError('INTEGER_TOO_LARGE', path, 'is above 2^53 - 1: write it as text so that no digit is lost');
  }
  return BigInt(value);
}

const ISO = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** UTC milliseconds of an ISO 8601 time. A time without an offset is refused: it would mean the machine's own zone. */
export function toTime(value: unknown, path: string): number {
  const ms = typeof value === 'string' && ISO.test(value) ? Date.parse(value) : value;
  if (typeof ms !== 'number' || !Number.isSafeInteger(ms)) {
    throw new InputError(
      'NOT_A_TIME',
      path,
      `must be ISO 8601 with an offset, or UTC milliseconds; got ${JSON.stringify(value)}`,
    );
  }
  return ms;
}
