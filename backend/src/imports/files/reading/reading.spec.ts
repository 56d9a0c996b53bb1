// Spreadsheets as people of three languages save them: letters, separators, headings, sums, dates, words of status.
import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { readMoment, readStatus, readSum } from './cells.rules.js';
import { csvRows } from './csv-rows.js';
import { draftOf, type FileForm, type FileRow } from './draft.rules.js';
import { dateOrderOf, decimalMarkOf, delimiterOf, encodingOf } from './encoding.rules.js';
import { guessMapping, mappingFault } from './headings.rules.js';

const RUSSIAN = 'Номер заказа;Дата;Сумма;Промокод\r\n1001;20.11.2026 14:30;12 990,50;ДАНА\r\n';

/** windows-1251, koi8-r and ibm866 as spreadsheets write them: the decoder's table read backwards. */
function encoded(text: string, encoding: string): Buffer {
  const table = new Map<string, number>();
  for (let byte = 0; byte < 256; byte += 1) table.set(new TextDecoder(encoding).decode(Uint8Array.of(byte)), byte);
  return Buffer.from([...text].map((char) => table.get(char) ?? 63));
}

describe('letters', () => {
  it.each(['windows-1251', 'koi8-r', 'ibm866'] as const)('%s is found by its words', (encoding) => {
    expect(encodingOf(encoded(RUSSIAN, encoding), false)).toBe(encoding);
  });
  it('UTF-8 and both forms of UTF-16 are found', () => {
    expect(encodingOf(Buffer.from(RUSSIAN), true)).toBe('utf-8');
    const wide = Buffer.from(`\ufeff${RUSSIAN}`, 'utf16le');
    expect(encodingOf(wide, false)).toBe('utf-16le');
    expect(encodingOf(Buffer.from(wide).swap16(), false)).toBe('utf-16be');
  });
});

describe('separators', () => {
  it.each([
    [RUSSIAN, ';'],
    ['order,date,total\n1,2026-11-20,"1,5"\n', ','],
    ['order\tdate\ttotal\n1\t2026-11-20\t5\n', '\t'],
    ['order|date|total\n1|2026-11-20|5\n', '|'],
    ['"Заказ; номер","Дата"\n"1; 2","2"\n', ','],
  ])('%j is parted by %j', (text, delimiter) => expect(delimiterOf(text)).toBe(delimiter));
  it('finds the decimal mark and the order of day and month', () => {
    expect(decimalMarkOf(['12 990,50', '1,5'], ';')).toBe(',');
    expect(decimalMarkOf(['1,299.50'], ';')).toBe('.');
    expect(decimalMarkOf(['12990'], ';')).toBe(',');
    expect(dateOrderOf(['11/20/2026', '01/02/2026'])).toBe('mdy');
    expect(dateOrderOf(['20.11.2026', '01.02.2026'])).toBe('dmy');
  });
});

describe('headings', () => {
  it.each([
    [
      ['Номер заказа', 'Дата создания', 'Сумма, ₸', 'Промокод', 'Статус'],
      ['orderId', 'placedAt', 'total', 'code', 'status'],
    ],
    [
      ['Тапсырыс нөмірі', 'Күні', 'Сомасы', 'Промокод', 'Күйі'],
      ['orderId', 'placedAt', 'total', 'code', 'status'],
    ],
    [
      ['Order_ID', 'Created at', 'Total (KZT)', 'Coupon code', 'Status'],
      ['orderId', 'placedAt', 'total', 'code', 'status'],
    ],
    [
      ['№ заказа', 'дата', 'Артикул', 'Кол-во', 'Цена'],
      ['orderId', 'placedAt', 'productId', 'quantity', 'unitPrice'],
    ],
  ])('%j', (headings, fields) => {
    expect(guessMapping(headings)).toEqual(Object.fromEntries(fields.map((field, i) => [field, i])));
  });
  it('says what a mapping lacks or says twice', () => {
    expect(mappingFault({ placedAt: 0, total: 1 }, 3)?.field).toBe('columns.orderId');
    expect(mappingFault({ orderId: 0, placedAt: 1 }, 3)?.field).toBe('columns.total');
    expect(mappingFault({ orderId: 0, placedAt: 1, total: 1 }, 3)?.field).toBe('columns.total');
    expect(mappingFault({ orderId: 0, placedAt: 1, total: 7 }, 3)?.field).toBe('columns.total');
    expect(mappingFault({ orderId: 0, placedAt: 1, total: 2 }, 3)).toBeNull();
  });
});

describe('sums', () => {
  it.each([
    ['12 990,50', ',', 'KZT', '12990.50'],
    ['12\u00a0990,50 ₸', ',', 'KZT', '12990.50'],
    ['12.990,50', ',', 'KZT', '12990.50'],
    ['12,990.50', '.', 'KZT', '12990.50'],
    ['12990', ',', 'KZT', '12990'],
    ['1 234 567 тг.', ',', 'KZT', '1234567'],
    ['12,990', '.', 'KZT', '12990'],
    ['5,0000', ',', 'KZT', '5.00'],
    ['1500', '.', 'JPY', '1500'],
    ['12,990', ',', 'KZT', null],
    ['1,29,90', ',', 'KZT', null],
    ['12.99.0', ',', 'KZT', null],
    ['1500.5', '.', 'JPY', null],
    ['-5', ',', 'KZT', null],
    ['1e3', '.', 'KZT', null],
    ['5,', ',', 'KZT', null],
    ['много', ',', 'KZT', null],
  ] as const)('%j with %j in %s is %j', (text, mark, currency, sum) => expect(readSum(text, mark, currency)).toBe(sum));
});

describe('moments', () => {
  const form = { order: 'dmy', timezone: 'Asia/Almaty' } as const;
  it.each([
    ['20.11.2026 14:30', '2026-11-20T09:30:00.000Z'],
    ['20.11.26, 14:30:05', '2026-11-20T09:30:05.000Z'],
    ['2026-11-20 14:30', '2026-11-20T09:30:00.000Z'],
    ['2026-11-20T14:30:00+03:00', '2026-11-20T11:30:00.000Z'],
    ['2026-11-20T14:30:00Z', '2026-11-20T14:30:00.000Z'],
    ['20/11/2026 2:30 PM', '2026-11-20T09:30:00.000Z'],
    ['20.11.2026', '2026-11-20T18:59:59.000Z'],
    ['31.02.2026', undefined],
    ['20.13.2026', undefined],
    ['20.11.2026 25:00', undefined],
    ['вчера', undefined],
  ])('%s is %s', (text, at) => expect(readMoment(text, form)?.at.toISOString()).toBe(at));
  it('knows summer time, and the hour that is not there', () => {
    const berlin = { order: 'dmy', timezone: 'Europe/Berlin' } as const;
    expect(readMoment('01.07.2026 12:00', berlin)?.at.toISOString()).toBe('2026-07-01T10:00:00.000Z');
    expect(readMoment('01.12.2026 12:00', berlin)?.at.toISOString()).toBe('2026-12-01T11:00:00.000Z');
    const gone = readMoment('29.03.2026 02:30', berlin)?.at.getTime() ?? 0;
    expect(Math.abs(gone - Date.parse('2026-03-29T01:00:00Z'))).toBeLessThanOrEqual(3_600_000);
  });
});

it('knows words of status in three languages, and guesses none', () => {
  expect(['Оплачен', 'ОТМЕНЁН', 'возврат', 'төленді', 'жаңа', 'Delivered'].map(readStatus)).toEqual([
    ...['paid', 'cancelled', 'returned', 'paid', 'pending', 'paid'],
  ]);
  expect(readStatus('странно')).toBeNull();
});

describe('rows', () => {
  it('are read with the line they begin in, over line breaks in cells, in any letters', async () => {
    const text = 'a;b\r\n1;"x\r\ny"\r\n\r\n2;Әсем\r\n';
    const rows: FileRow[] = [];
    const bytes = Readable.from([...Buffer.from(text)].map((byte) => Buffer.of(byte)));
    for await (const row of csvRows(bytes, { encoding: 'utf-8', delimiter: ';' })) rows.push(row);
    expect(rows.map(({ line, cells }) => [line, ...cells])).toEqual([
      [1, 'a', 'b'],
      [2, '1', 'x\r\ny'],
      [5, '2', 'Әсем'],
    ]);
  });
});

describe('an order of rows', () => {
  const form: FileForm = {
    ...{ order: 'dmy', timezone: 'Asia/Almaty', decimal: ',', currency: 'KZT' },
    mapping: { orderId: 0, placedAt: 1, total: 2, code: 3, status: 4, refunded: 5, email: 6 },
  };
  const now = new Date('2026-11-25T10:00:00Z');
  const row = (...cells: string[]): FileRow => ({ line: 7, cells });
  const faultsOf = (...cells: string[]) => {
    const read = draftOf([row(...cells)], form, now);
    return 'faults' in read ? read.faults.map(({ field, code, value }) => [field, code, value]) : [];
  };

  it('becomes what a server would send', () => {
    const read = draftOf(
      [row('1001', '20.11.2026 14:30', '12 990,50', ' dana10 ', 'оплачен', '90,50', 'a@b.kz')],
      form,
      now,
    );
    expect(read).toMatchObject({
      order: {
        ...{ externalId: '1001', line: 7, returned: { sum: '90.50' } },
        body: {
          ...{ occurredAt: '2026-11-20T09:30:00.000Z', status: 'paid', currency: 'KZT', discountCodes: ['dana10'] },
          ...{ buyer: { email: 'a@b.kz' }, lines: [{ quantity: 1, unitPrice: '12990.50' }] },
        },
      },
    });
  });

  it.each([
    [['', '20.11.2026', '5'], [['orderId', 'MISSING_ORDER_ID', null]]],
    [['1', 'завтра', '5'], [['placedAt', 'BAD_DATE', 'завтра']]],
    [['1', '25.11.2026', '5'], [['placedAt', 'DAY_NOT_OVER', '25.11.2026']]],
    [['1', '25.12.2026 10:00', '5'], [['placedAt', 'IN_FUTURE', '25.12.2026 10:00']]],
    [['1', '20.11.2026', 'пять'], [['total', 'BAD_SUM', 'пять']]],
    [['1', '20.11.2026', ''], [['total', 'MISSING_SUM', null]]],
    [['1', '20.11.2026', '5', '', 'странно'], [['status', 'BAD_STATUS', 'странно']]],
    [['1', '20.11.2026', '5', '', '', '6'], [['refunded', 'REFUND_TOO_LARGE', '6']]],
    [['1\ufffd', '20.11.2026', '5'], [['orderId', 'BAD_LETTERS', '1\ufffd']]],
    [['x'.repeat(201), '20.11.2026', '5'], [['orderId', 'TOO_LONG', 'x'.repeat(100)]]],
    [['1', '20.11.2026', '5', '', '', '', `${'a'.repeat(330)}@b.kz`], [['email', 'TOO_LONG', null]]],
  ])('%j has the faults %j', (cells, faults) => expect(faultsOf(...cells)).toEqual(faults));

  it('has a line for each row when the file gives prices', () => {
    const priced = { ...form, mapping: { orderId: 0, placedAt: 1, productId: 2, quantity: 3, unitPrice: 4 } };
    const read = draftOf([row('1', '20.11.2026', 'mug', '2', '4 990'), row('1', '', 'cup', '', '1,5')], priced, now);
    expect(read).toMatchObject({
      order: {
        body: {
          lines: [
            { lineId: '1', productId: 'mug', quantity: 2, unitPrice: '4990' },
            { lineId: '2', productId: 'cup', quantity: 1, unitPrice: '1.5' },
          ],
        },
      },
    });
    expect(
      draftOf(
        Array.from({ length: 501 }, () => row('1', '20.11.2026', 'a', '1', '1')),
        priced,
        now,
      ),
    ).toMatchObject({
      faults: [{ code: 'TOO_MANY_LINES' }],
    });
  });
});
