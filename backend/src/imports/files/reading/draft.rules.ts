// The rows of one order become one order as a shop's server would send it, or the faults that keep it out. Pure.
import { decimalsOf, formatDecimal, parseDecimal } from '../../../base/money.js';
import { readMoment, readStatus, readSum, type DateForm, type OrderWord } from './cells.rules.js';
import type { Field, Mapping } from './headings.rules.js';

export interface FileForm extends DateForm {
  decimal: ',' | '.';
  /** Of orders whose row names none. */
  currency: string;
  mapping: Mapping;
}

export interface FileRow {
  /** As people count: the heading is line 1. */
  line: number;
  cells: readonly string[];
}

export const FAULTS = [
  'MISSING_ORDER_ID',
  'BAD_DATE',
  'DAY_NOT_OVER',
  'IN_FUTURE',
  'BAD_STATUS',
  'BAD_SUM',
  'MISSING_SUM',
  'BAD_CURRENCY',
  'BAD_QUANTITY',
  'BAD_LETTERS',
  'TOO_LONG',
  'TOO_MANY_LINES',
  'ROWS_APART',
  'KNOWN_FROM_SERVER',
  'REFUND_TOO_LARGE',
] as const;
export type FaultCode = (typeof FAULTS)[number];

export interface RowFault {
  line: number;
  field: Field | null;
  code: FaultCode;
  /** What stood there, cut; null where nothing did or where it may be a person's. */
  value: string | null;
}

/** An order of the file in the shape of `PUT /v1/orders`, and what was given back of it. */
export interface OrderDraft {
  externalId: string;
  line: number;
  body: Record<string, unknown>;
  currency: string;
  returned: { all: true } | { sum: string } | null;
}

export type DraftResult = { order: OrderDraft } | { faults: RowFault[] };

/** So many lines an order has at most, as at every other door. */
export const MOST_LINES = 500;
/** The product of a row that names none; it has no card, so only codes and links can earn on it. */
export const WHOLE_ORDER = 'whole-order';
const LONGEST: Partial<Record<Field, number>> = { orderId: 200, code: 100, clickId: 100, productId: 200, title: 500 };

const FUTURE_MS = 5 * 60_000;

/** The cell of a field, trimmed; empty when the file has no such column. */
export function cellOf(row: FileRow, mapping: Mapping, field: Field): string {
  const column = mapping[field];
  return column === undefined ? '' : (row.cells[column] ?? '').trim();
}

class Reading {
  readonly faults: RowFault[] = [];

  constructor(
    private readonly form: FileForm,
    private readonly now: Date,
  ) {}

  fault(row: FileRow, field: Field | null, code: FaultCode): null {
    const person = field === 'email' || field === 'phone' || field === 'customerId';
    const value = field && !person ? cellOf(row, this.form.mapping, field).slice(0, 100) : null;
    this.faults.push({ line: row.line, field, code, value: value === '' ? null : value });
    return null;
  }

  text(row: FileRow, field: Field): string | null {
    const text = cellOf(row, this.form.mapping, field);
    if (text.includes('\ufffd') || text.includes('\u0000')) return this.fault(row, field, 'BAD_LETTERS');
    if (text.length > (LONGEST[field] ?? 320)) return this.fault(row, field, 'TOO_LONG');
    return text === '' ? null : text;
  }

  sum(row: FileRow, field: Field, currency: string): string | null {
    const text = cellOf(row, this.form.mapping, field);
    if (text === '') return null;
    return readSum(text, this.form.decimal, currency) ?? this.fault(row, field, 'BAD_SUM');
  }

  moment(row: FileRow, field: Field): Date | null {
    const read = readMoment(cellOf(row, this.form.mapping, field), this.form);
    if (!read) return this.fault(row, field, 'BAD_DATE');
    if (read.at.getTime() - this.now.getTime() > FUTURE_MS) {
      // A day without a time is read as its last second, and today's is still to come.
      const today = read.day && read.at.getTime() - this.now.getTime() < 86_400_000;
      return this.fault(row, field, today ? 'DAY_NOT_OVER' : 'IN_FUTURE');
    }
    return read.at;
  }

  currency(row: FileRow): string {
    const text = cellOf(row, this.form.mapping, 'currency').toUpperCase();
    if (text === '') return this.form.currency;
    const named = CURRENCY_WORDS[text] ?? text;
    try {
      decimalsOf(named);
      return named;
    } catch {
      this.fault(row, 'currency', 'BAD_CURRENCY');
      return this.form.currency;
    }
  }

  status(row: FileRow): OrderWord {
    const text = cellOf(row, this.form.mapping, 'status');
    if (text === '') return 'paid';
    return readStatus(text) ?? this.fault(row, 'status', 'BAD_STATUS') ?? 'pending';
  }

  quantity(row: FileRow): number {
    const text = cellOf(row, this.form.mapping, 'quantity');
    if (text === '') return 1;
    const found = /^(\d{1,6})(?:[.,]0{1,3})?$/.exec(text);
    if (!found) this.fault(row, 'quantity', 'BAD_QUANTITY');
    return Number(found?.[1] ?? 1);
  }

  /** Several codes in one cell are parted by commas, semicolons or spaces. */
  codes(row: FileRow): string[] {
    const text = this.text(row, 'code');
    if (text === null || /^(-|—|–|нет|no|none|жоқ)$/i.test(text)) return [];
    return [...new Set(text.split(/[,;\s]+/).filter((code) => code !== ''))].slice(0, 20);
  }
}

const CURRENCY_WORDS: Readonly<Record<string, string>> = {
  '₸': 'KZT',
  ТГ: 'KZT',
  ТЕНГЕ: 'KZT',
  ТЕҢГЕ: 'KZT',
  '₽': 'RUB',
  РУБ: 'RUB',
  'РУБ.': 'RUB',
  $: 'USD',
  '€': 'EUR',
};

/** One order of rows that carry its number; the first row tells what belongs to the order and not to a line. */
export function draftOf(rows: readonly FileRow[], form: FileForm, now: Date): DraftResult {
  const first = rows[0] ?? { line: 0, cells: [] };
  const reading = new Reading(form, now);
  const externalId = reading.text(first, 'orderId');
  if (externalId === null && reading.faults.length === 0) reading.fault(first, 'orderId', 'MISSING_ORDER_ID');
  if (rows.length > MOST_LINES) reading.fault(first, 'orderId', 'TOO_MANY_LINES');
  const placedAt = reading.moment(first, 'placedAt');
  const status = reading.status(first);
  const currency = reading.currency(first);
  const lines = linesOf(reading, rows, form, currency);
  const codes = [...new Set(rows.flatMap((row) => reading.codes(row)))];
  const refunded = reading.sum(first, 'refunded', currency);
  const delivered = cellOf(first, form.mapping, 'deliveredAt') === '' ? null : reading.moment(first, 'deliveredAt');
  const shipping = form.mapping.unitPrice === undefined ? null : reading.sum(first, 'shipping', currency);
  const buyer = {
    customerId: reading.text(first, 'customerId'),
    ...{ email: reading.text(first, 'email'), phone: reading.text(first, 'phone') },
  };
  const clickId = reading.text(first, 'clickId');
  if (reading.faults.length > 0 || externalId === null || placedAt === null) return { faults: reading.faults };
  const given = refunded !== null && parseDecimal(refunded, currency) > 0n ? refunded : null;
  if (given !== null && status !== 'cancelled' && parseDecimal(given, currency) > sumOf(lines, shipping, currency)) {
    reading.fault(first, 'refunded', 'REFUND_TOO_LARGE');
    return { faults: reading.faults };
  }
  const returned = given === null ? (status === 'returned' ? ({ all: true } as const) : null) : { sum: given };
  const body = {
    ...{ version: 1, occurredAt: placedAt.toISOString(), status: status === 'returned' ? 'paid' : status, currency },
    ...{ buyer, clickId, discountCodes: codes, lines, shipping, source: 'file' },
    deliveredAt: delivered?.toISOString() ?? null,
  };
  return { order: { externalId, line: first.line, body, currency, returned } };
}

interface DraftLine {
  lineId: string;
  productId: string;
  title: string | null;
  quantity: number;
  unitPrice: string;
  discount: string | null;
}

/** With a price a row is a line; without one the whole order is one line of its sum. */
function linesOf(reading: Reading, rows: readonly FileRow[], form: FileForm, currency: string): DraftLine[] {
  const byPrice = form.mapping.unitPrice !== undefined;
  return (byPrice ? rows : rows.slice(0, 1)).map((row, i) => {
    const price = reading.sum(row, byPrice ? 'unitPrice' : 'total', currency);
    const field = byPrice ? 'unitPrice' : 'total';
    if (price === null && cellOf(row, form.mapping, field) === '') reading.fault(row, field, 'MISSING_SUM');
    return {
      ...{ lineId: String(i + 1), productId: reading.text(row, 'productId') ?? WHOLE_ORDER },
      ...{ title: reading.text(row, 'title'), quantity: byPrice ? reading.quantity(row) : 1, unitPrice: price ?? '0' },
      discount: byPrice ? reading.sum(row, 'discount', currency) : null,
    };
  });
}

function sumOf(lines: readonly DraftLine[], shipping: string | null, currency: string): bigint {
  const read = (text: string | null) => (text === null ? 0n : parseDecimal(text, currency));
  return lines.reduce((sum, l) => sum + read(l.unitPrice) * BigInt(l.quantity) - read(l.discount), read(shipping));
}

/** A difference of two sums as decimal text. */
export function sumBetween(larger: bigint, smaller: bigint, currency: string): string {
  return formatDecimal(larger - smaller, currency);
}
