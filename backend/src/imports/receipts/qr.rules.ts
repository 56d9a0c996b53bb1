// Reads the QR code of a fiscal receipt of Kazakhstan or Russia, or the same as people type it. Pure.

export interface ReceiptFacts {
  /** The register (fiscal drive) that printed it. */
  register: string;
  number: string;
  /** Decimal text as printed. */
  total: string;
  /** The wall clock of the shop: 2026-11-20T14:30:05. */
  boughtAt: string;
  currency: string | null;
}

const TIME = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})?$/;

function wallTime(text: string): string | null {
  const found = TIME.exec(text);
  if (!found) return null;
  const [, year, month, day, hour, minute, second = '00'] = found;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}`;
}

const plainSum = (text: string): string | null => {
  const bare = text.replace(',', '.');
  return /^\d{1,13}(\.\d{1,2})?$/.test(bare) ? bare : null;
};

/**
 * The content of the code, or null when it is no receipt. Kazakhstan: the address of a fiscal data operator with i (number),
 * f (register), s (sum) and t (time). Russia: the same letters as plain parameters, fn for the register.
 */
export function readReceiptQr(text: string): ReceiptFacts | null {
  const trimmed = text.trim();
  if (trimmed.length > 1000) return null;
  const isAddress = /^https?:\/\//i.test(trimmed);
  if (isAddress && !URL.canParse(trimmed)) return null;
  const fields = isAddress ? new URL(trimmed).searchParams : new URLSearchParams(trimmed);
  const [register, number] = [fields.get(isAddress ? 'f' : 'fn') ?? '', fields.get('i') ?? ''];
  const [total, boughtAt] = [plainSum(fields.get('s') ?? ''), wallTime(fields.get('t') ?? '')];
  if (!/^\d{6,20}$/.test(register) || !/^\d{1,20}$/.test(number) || total === null || boughtAt === null) return null;
  // Only a sale is one: n=2 to n=4 are returns and purchases of the shop.
  if (!isAddress && (fields.get('n') ?? '1') !== '1') return null;
  return { register, number, total, boughtAt, currency: isAddress ? 'KZT' : 'RUB' };
}
