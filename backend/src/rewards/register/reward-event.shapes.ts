// Reads what a shop's server tells of shoppers who invite friends, row by row: one bad row keeps no other from being taken.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AppError, type ErrorCode } from '../../base/errors.js';
import { readShape } from '../../base/http/shape.js';
import { decimalsOf, MoneyError, parseDecimal } from '../../base/money.js';
import { codeFault, normaliseCode } from '../../creators/promo-code.rules.js';
import { canonicalJson } from '../../facts/canonical.rules.js';
import { isStorableText } from '../../facts/fact.rules.js';
import type { EventKind } from '../reward.status.js';

/** So many events fit into one call. */
export const MOST_EVENTS = 200;

/** One event as it is kept. */
export interface NewEvent {
  id: string;
  kind: EventKind;
  at: Date;
  person: string | null;
  invitee: string | null;
  /** As sent; an invitation without one gets one of ours. */
  code: string | null;
  orderId: string | null;
  amountMinor: bigint | null;
  currency: string | null;
  sha256: Buffer;
}

export interface RowRefusal {
  code: ErrorCode;
  field: string;
  detail: string;
}

const text = (longest: number) =>
  z.string().max(longest).refine(isStorableText, 'This text cannot be kept.').trim().min(1);
const outsideId = z.union([text(200), z.int().transform(String)]);
// People are ids of the shop. An address or a telephone would be personal data that we neither need nor want.
const person = outsideId.refine(
  (id) => !id.includes('@') && !/^\+\d/.test(id),
  'Your own id of a person, no e-mail, no telephone.',
);
const eventId = text(100).refine((id) => !id.startsWith('~'), 'An id does not begin with ~.');
const amount = z.string().regex(/^\d{1,13}(\.\d{1,4})?$/, 'An amount is text such as "12990.00".');
const code = z.string().max(40);
const common = { id: eventId, at: z.iso.datetime({ offset: true }) };
const money = { currency: z.string().length(3) };

const row = z.discriminatedUnion('kind', [
  z.object({ ...common, kind: z.literal('invite'), inviter: person, invitee: person.nullish(), code: code.nullish() }),
  z.object({ ...common, kind: z.literal('signup'), invitee: person, code: code.nullish() }),
  z.object({ ...common, kind: z.literal('order'), person, orderId: outsideId, total: amount, ...money }),
  z.object({ ...common, kind: z.literal('order_cancelled'), orderId: outsideId }),
  z.object({
    ...common,
    kind: z.literal('order_returned'),
    orderId: outsideId,
    amount: amount.nullish(),
    currency: money.currency.nullish(),
  }),
]);
type Row = z.infer<typeof row>;

const batch = z.object({ events: z.array(z.unknown()).min(1).max(MOST_EVENTS) });

/** The rows of a call, unread. Throws BAD_INPUT for anything but 1 to 200 of them. */
export const readBatch = (raw: unknown): unknown[] => readShape(batch, raw).events;

/** The id of a row that may be wrong otherwise, for the answer. */
export function idOf(raw: unknown): string | null {
  const id = typeof raw === 'object' && raw !== null ? (raw as { id?: unknown }).id : null;
  return typeof id === 'string' ? id.slice(0, 100) : null;
}

/** One row, or why it is refused. */
export function readEvent(raw: unknown, now: Date): NewEvent | RowRefusal {
  try {
    const read = readShape(row, raw);
    if (Date.parse(read.at) - now.getTime() > 5 * 60_000)
      return refusal('BAD_INPUT', 'at', 'This moment is in the future.');
    return keepable(read);
  } catch (error) {
    if (error instanceof AppError)
      return refusal(error.code, error.info.field ?? '', error.info.detail ?? error.message);
    throw error;
  }
}

export const isRefusal = (read: NewEvent | RowRefusal): read is RowRefusal => 'detail' in read;

const refusal = (refused: ErrorCode, field: string, detail: string): RowRefusal => ({ code: refused, field, detail });

function keepable(read: Row): NewEvent {
  const empty = { person: null, invitee: null, code: null, orderId: null, amountMinor: null, currency: null };
  const said: Omit<NewEvent, 'at' | 'sha256'> = { ...empty, id: read.id, kind: read.kind, ...fieldsOf(read) };
  const at = new Date(read.at);
  const whole = canonicalJson({ ...said, at: at.toISOString() });
  return { ...said, at, sha256: createHash('sha256').update(whole).digest() };
}

function fieldsOf(read: Row): Partial<Omit<NewEvent, 'at' | 'sha256'>> {
  if (read.kind === 'invite') return { person: read.inviter, invitee: read.invitee ?? null, code: codeOf(read.code) };
  // A friend types a code: a wrong one is no fault of the message, it is told as a result.
  if (read.kind === 'signup')
    return { person: read.invitee, code: read.code?.trim() ? normaliseCode(read.code) : null };
  if (read.kind === 'order') {
    const amountMinor = minorOf(read.total, read.currency, 'total');
    return { person: read.person, orderId: read.orderId, amountMinor, currency: read.currency };
  }
  if (read.kind === 'order_cancelled' || !read.amount) return { orderId: read.orderId };
  if (!read.currency) throw new AppError('BAD_INPUT', { field: 'currency', detail: 'A sum needs its currency.' });
  const amountMinor = minorOf(read.amount, read.currency, 'amount');
  return { orderId: read.orderId, amountMinor, currency: read.currency };
}

function codeOf(raw: string | null | undefined): string | null {
  if (!raw?.trim()) return null;
  const normal = normaliseCode(raw);
  const fault = codeFault(normal);
  if (fault)
    throw new AppError('CODE_NOT_ALLOWED', { field: 'code', detail: `${fault}: 4 to 20 Latin letters and digits.` });
  return normal;
}

function minorOf(decimal: string, currency: string, field: string): bigint {
  try {
    decimalsOf(currency);
  } catch {
    throw new AppError('UNKNOWN_CURRENCY', { field: 'currency', detail: 'This currency is not in ISO 4217.' });
  }
  try {
    return parseDecimal(decimal, currency);
  } catch (error) {
    if (error instanceof MoneyError) throw new AppError('BAD_AMOUNT', { field, detail: error.message });
    throw error;
  }
}
