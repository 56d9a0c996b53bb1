// Reads what PayPal answers: only what is used, and never trusting a field that may be missing or of another form.
import { parseDecimal } from '../../../base/money.js';

export interface Fee {
  minor: bigint;
  currency: string;
}

export interface SeenItem {
  /** Our payout id. */
  ref: string;
  itemId: string;
  status: string | null;
  transactionId: string | null;
  amountMinor: bigint | null;
  currency: string;
  fee: Fee | null;
  error: string | null;
  errorDetail: string | null;
}

export interface SeenPage {
  providerId: string;
  status: string;
  ref: string;
  fee: Fee | null;
  pages: number;
  items: SeenItem[];
}

type Fields = Record<string, unknown>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
/** Lists come as empty objects now and then. */
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const ADDRESS = /[^\s<>"'(]+@[^\s<>"')]+/g;
/** At most 300 characters without addresses of people: it is kept, shown and logged. */
export const plainText = (text: string): string => text.replace(ADDRESS, '…@…').slice(0, 300);

/** The header of a created or shown order; null when it is not one. */
export function headerOf(body: unknown): { providerId: string; status: string; ref: string; fee: Fee | null } | null {
  const header = fieldsOf(fieldsOf(body)['batch_header']);
  const providerId = textOf(header['payout_batch_id']);
  const status = textOf(header['batch_status']);
  if (!providerId || !status) return null;
  const ref = textOf(fieldsOf(header['sender_batch_header'])['sender_batch_id']) ?? '';
  return { providerId, status, ref, fee: feeOf(header['fees']) };
}

export function pageOf(body: unknown): SeenPage | null {
  const header = headerOf(body);
  if (!header) return null;
  const { total_pages: pages, items } = fieldsOf(body);
  const read = listOf(items).map(itemOf);
  // One item that cannot be read makes the page unreadable: leaving it out would look like an item that is not there.
  if (read.some((item) => item === null)) return null;
  const count = typeof pages === 'number' && Number.isSafeInteger(pages) ? Math.max(1, pages) : 1;
  return { ...header, pages: count, items: read.filter((item) => item !== null) };
}

function itemOf(value: unknown): SeenItem | null {
  const item = fieldsOf(value);
  const sent = fieldsOf(item['payout_item']);
  const [itemId, ref] = [textOf(item['payout_item_id']), textOf(sent['sender_item_id'])];
  if (!itemId || !ref) return null;
  const amount = moneyOf(sent['amount']);
  const errors = fieldsOf(item['errors']);
  const said = textOf(errors['message']);
  return {
    ...{ ref, itemId, status: textOf(item['transaction_status']), transactionId: textOf(item['transaction_id']) },
    ...{ amountMinor: amount?.minor ?? null, currency: amount?.currency ?? '', fee: feeOf(item['payout_item_fee']) },
    ...{ error: textOf(errors['name']), errorDetail: said && plainText(said) },
  };
}

function moneyOf(value: unknown): Fee | null {
  const { value: text, currency } = fieldsOf(value);
  if (typeof text !== 'string' || typeof currency !== 'string') return null;
  try {
    return { minor: parseDecimal(text, currency), currency };
  } catch {
    return null;
  }
}

const feeOf = moneyOf;

export interface SeenError {
  name: string;
  /** The name, what is said of it, each issue with its field, and PayPal's number for its support. */
  detail: string;
  /** This key was used: PayPal has the order. */
  duplicate: boolean;
  /** The order that has it, where PayPal names it. */
  providerId: string | null;
}

/** The last part of a link to an order. Only the id is taken from it: our calls go to our own address. */
const ORDER_LINK = /\/v1\/payments\/payouts\/([A-Za-z0-9-]{1,40})(?:[?#].*)?$/;

export function errorOf(body: unknown): SeenError {
  const { name, message, debug_id: debugId, details, links } = fieldsOf(body);
  const issues = listOf(details).map(fieldsOf);
  const said = issues.flatMap((one) => [[textOf(one['field']), textOf(one['issue'])].filter(Boolean).join(': ')]);
  const duplicate = issues.some(
    (one) =>
      /sender_batch_id/i.test(textOf(one['field']) ?? '') && /duplicate|already/i.test(textOf(one['issue']) ?? ''),
  );
  const hrefs = [...issues.flatMap((one) => [...listOf(one['link']), ...listOf(one['links'])]), ...listOf(links)]
    .map((link) => ORDER_LINK.exec(textOf(fieldsOf(link)['href']) ?? '')?.[1])
    .filter((id) => id !== undefined);
  const words = [textOf(name), textOf(message), ...said, debugId ? `debug id ${String(debugId)}` : null];
  return {
    name: textOf(name) ?? 'UNNAMED',
    detail: plainText(words.filter(Boolean).join(' · ')),
    duplicate,
    providerId: duplicate ? (hrefs[0] ?? null) : null,
  };
}
