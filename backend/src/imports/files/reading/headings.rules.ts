// What a column of an order file may be, and how its heading is called in Russian, Kazakh and English. Pure.

export const FIELDS = [
  'orderId',
  'placedAt',
  'status',
  'total',
  'currency',
  'code',
  'clickId',
  'productId',
  'title',
  'quantity',
  'unitPrice',
  'discount',
  'shipping',
  'refunded',
  'email',
  'phone',
  'customerId',
  'deliveredAt',
] as const;
export type Field = (typeof FIELDS)[number];

/** Which column each field stands in, from 0. */
export type Mapping = Partial<Record<Field, number>>;

const NAMES: Readonly<Record<Field, readonly string[]>> = {
  orderId: [
    ...['order id', 'order', 'order number', 'order no', 'id', 'number', 'номер заказа', '№ заказа', 'заказ', 'номер'],
    ...['код заказа', 'id заказа', '№', 'тапсырыс', 'тапсырыс нөмірі', 'тапсырыс №', 'нөмірі', 'тапсырыс id'],
  ],
  placedAt: [
    ...['date', 'order date', 'created', 'created at', 'placed at', 'ordered at', 'дата', 'дата заказа', 'создан'],
    ...['дата создания', 'дата и время', 'дата поступления заказа', 'дата продажи', 'күні', 'тапсырыс күні', 'уақыты'],
  ],
  status: [
    'status',
    'state',
    'order status',
    'статус',
    'статус заказа',
    'состояние',
    'күйі',
    'мәртебесі',
    'тапсырыс күйі',
  ],
  total: [
    ...['total', 'amount', 'sum', 'order total', 'order amount', 'grand total', 'сумма', 'сумма заказа', 'итого'],
    ...['всего', 'стоимость', 'к оплате', 'оплачено', 'сомасы', 'тапсырыс сомасы', 'барлығы', 'жалпы сома'],
  ],
  currency: ['currency', 'валюта', 'валютасы'],
  code: [
    ...['promo code', 'promocode', 'promo', 'coupon', 'coupon code', 'discount code', 'code', 'промокод', 'промо-код'],
    ...['купон', 'код скидки', 'код купона', 'промо код', 'промокоды', 'жеңілдік коды', 'промо-коды'],
  ],
  clickId: ['click id', 'clickid', 'prm click id', 'клик', 'id клика', 'шерту id'],
  productId: [
    ...['product id', 'sku', 'item id', 'product code', 'артикул', 'код товара', 'id товара', 'артикул продавца'],
    ...['тауар коды', 'тауар id'],
  ],
  title: [
    'product',
    'title',
    'item',
    'product name',
    'товар',
    'название',
    'наименование',
    'название товара',
    'тауар',
    'тауар атауы',
    'атауы',
  ],
  quantity: ['quantity', 'qty', 'count', 'количество', 'кол-во', 'шт', 'саны'],
  unitPrice: ['price', 'unit price', 'item price', 'цена', 'цена за штуку', 'цена за единицу', 'бағасы', 'дана бағасы'],
  discount: ['discount', 'line discount', 'скидка', 'жеңілдік'],
  shipping: ['shipping', 'delivery', 'delivery cost', 'доставка', 'стоимость доставки', 'жеткізу', 'жеткізу құны'],
  refunded: [
    'refund',
    'refunded',
    'refund amount',
    'возврат',
    'сумма возврата',
    'возвращено',
    'қайтарым',
    'қайтарылған сома',
  ],
  email: [
    'email',
    'e-mail',
    'customer email',
    'почта',
    'эл. почта',
    'электронная почта',
    'email покупателя',
    'пошта',
    'эл. пошта',
  ],
  phone: ['phone', 'customer phone', 'tel', 'телефон', 'телефон покупателя', 'тел', 'телефоны'],
  customerId: [
    'customer id',
    'customer',
    'buyer id',
    'клиент',
    'покупатель',
    'id клиента',
    'id покупателя',
    'сатып алушы',
  ],
  deliveredAt: [
    'delivered',
    'delivered at',
    'delivery date',
    'дата доставки',
    'доставлен',
    'дата получения',
    'жеткізілген күні',
  ],
};

/** A heading as it is compared: lower case, letters and digits only, single spaces. A unit in brackets is no part of it. */
export function plainHeading(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replaceAll(/\(.*?\)|\[.*?\]/g, ' ')
    .replaceAll(/[_\s./-]+/g, ' ')
    .replaceAll(/[^\p{L}\p{N}№ ]/gu, '')
    .trim();
}

const KNOWN = new Map<string, Field>(
  FIELDS.flatMap((field) => NAMES[field].map((name) => [plainHeading(name), field] as const)),
);

/** The columns that headings name by themselves; the first of two equal ones counts, the rest is chosen on screen. */
export function guessMapping(headings: readonly string[]): Mapping {
  const mapping: Mapping = {};
  headings.forEach((heading, column) => {
    const plain = plainHeading(heading);
    // "Сумма, ₸" and "Amount KZT" carry their unit behind.
    const field = KNOWN.get(plain) ?? KNOWN.get(plain.replace(/ (kzt|тг|тенге|теңге|rub|руб|usd|eur)$/, ''));
    if (field && mapping[field] === undefined) mapping[field] = column;
  });
  return mapping;
}

/** What a mapping still lacks, or says twice; null when a file can be read by it. */
export function mappingFault(mapping: Mapping, columns: number): { field: string; detail: string } | null {
  for (const field of ['orderId', 'placedAt'] as const) {
    if (mapping[field] === undefined) return { field: `columns.${field}`, detail: 'This column is needed.' };
  }
  if (mapping.total === undefined && mapping.unitPrice === undefined) {
    return { field: 'columns.total', detail: 'Name the column of the sum, or of the price of one piece.' };
  }
  const used = Object.entries(mapping);
  const outside = used.find(([, column]) => !Number.isInteger(column) || column < 0 || column >= columns);
  if (outside) return { field: `columns.${outside[0]}`, detail: 'The file has no such column.' };
  const twice = used.find(([, column], i) => used.findIndex(([, other]) => other === column) !== i);
  return twice ? { field: `columns.${twice[0]}`, detail: 'This column is used twice.' } : null;
}
