// What the shopper paid by an order's fact: lines less discounts, tax when it stands on top, shipping. Shown and compared, never counted on.

const read = (value: unknown): bigint =>
  typeof value === 'bigint' || typeof value === 'number' || typeof value === 'string' ? BigInt(value) : 0n;

/** Amounts stand as bigint on the way in and as whole numbers in a stored fact; both are read. Never below zero. */
export function totalOf(content: Readonly<Record<string, unknown>>): bigint {
  let total = read(content['shipping']) - read(content['order_discount']);
  for (const line of (content['lines'] ?? []) as readonly Record<string, unknown>[]) {
    total += read(line['unit_price']) * read(line['quantity']) - read(line['discount']);
    if (content['taxes_included'] !== true) total += read(line['tax']);
  }
  return total > 0n ? total : 0n;
}
