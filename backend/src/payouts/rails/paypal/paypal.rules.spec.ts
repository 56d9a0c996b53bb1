// PayPal's amounts, and its answers as they really come: with fields missing, empty objects for lists, and links to nowhere.
import { describe, expect, it } from '@jest/globals';
import { errorOf, headerOf, pageOf, plainText } from './answers.rules.js';
import { paypalAmount, paypalUnit } from './currency.rules.js';

describe('an amount', () => {
  const cases: [bigint, string, string | null][] = [
    [1250n, 'USD', '12.50'],
    [5n, 'EUR', '0.05'],
    [123456789012345678n, 'USD', '1234567890123456.78'],
    [1250n, 'JPY', '1250'],
    [125000n, 'HUF', '1250'],
    [125050n, 'HUF', null],
    [100n, 'TWD', '1'],
    [0n, 'USD', null],
    [-5n, 'USD', null],
    [1250n, 'KZT', null],
    [1250n, 'RUB', null],
    [1250n, 'XXX', null],
  ];
  it.each(cases)('%s of %s is %s', (minor, currency, text) => expect(paypalAmount(minor, currency)).toBe(text));
  it('has no cents where PayPal has none', () => {
    expect([paypalUnit('HUF'), paypalUnit('TWD'), paypalUnit('JPY'), paypalUnit('USD')]).toEqual([100n, 100n, 1n, 1n]);
  });
});

const header = { payout_batch_id: 'P1', batch_status: 'SUCCESS', sender_batch_header: { sender_batch_id: 'our-key' } };
const item = {
  ...{ payout_item_id: 'I1', transaction_status: 'UNCLAIMED', transaction_id: 'T1' },
  payout_item_fee: { currency: 'USD', value: '0.25' },
  payout_item: { sender_item_id: 'pay_1', receiver: 'a@mail.example', amount: { currency: 'USD', value: '12.5' } },
  errors: { name: 'RECEIVER_UNREGISTERED', message: 'Tell a@mail.example to sign up.', details: {}, links: {} },
};

describe('an order that is shown', () => {
  it('is read by what is used', () => {
    const fees = { currency: 'USD', value: '0.25' };
    expect(pageOf({ batch_header: { ...header, fees }, items: [item], total_pages: 3 })).toEqual({
      ...{ providerId: 'P1', status: 'SUCCESS', ref: 'our-key', fee: { minor: 25n, currency: 'USD' }, pages: 3 },
      items: [
        {
          ...{
            ref: 'pay_1',
            itemId: 'I1',
            status: 'UNCLAIMED',
            transactionId: 'T1',
            amountMinor: 1250n,
            currency: 'USD',
          },
          fee: { minor: 25n, currency: 'USD' },
          ...{ error: 'RECEIVER_UNREGISTERED', errorDetail: 'Tell …@… to sign up.' },
        },
      ],
    });
  });

  it('may have no items yet, and lists that are empty objects', () => {
    expect(pageOf({ batch_header: header })).toMatchObject({ items: [], pages: 1, fee: null });
    expect(pageOf({ batch_header: header, items: {} })).toMatchObject({ items: [] });
  });

  it('is not read at all when one item cannot be', () => {
    const nameless = { ...item, payout_item: { ...item.payout_item, sender_item_id: undefined } };
    expect(pageOf({ batch_header: header, items: [item, nameless] })).toBeNull();
    for (const body of [null, 'text', [], {}, { batch_header: {} }, { batch_header: { payout_batch_id: 'P1' } }])
      expect([headerOf(body), pageOf(body)]).toEqual([null, null]);
  });

  it('has no amount when it is no amount of its currency', () => {
    for (const amount of [
      { currency: 'USD', value: '12.505' },
      { currency: 'ABC', value: '1' },
      { value: '1' },
      null,
    ]) {
      const odd = { ...item, payout_item: { ...item.payout_item, amount } };
      expect(pageOf({ batch_header: header, items: [odd] })?.items[0]?.amountMinor).toBeNull();
    }
  });
});

const duplicate = (detail: object, rest: object = {}) => ({
  ...{ name: 'USER_BUSINESS_ERROR', message: 'User business error.', debug_id: 'd1' },
  details: [{ field: 'SENDER_BATCH_ID', ...detail }],
  ...rest,
});
const href = 'https://api-m.sandbox.paypal.com/v1/payments/payouts/PQ7';

describe('an error', () => {
  it('of a key that was used names the order that has it, wherever the link stands', () => {
    const issue = 'Batch with given sender_batch_id already exists';
    const forms = [
      duplicate({ issue, link: [{ href, rel: 'self' }] }),
      duplicate({ issue, links: [{ href: `${href}?page=1`, rel: 'self' }] }),
      duplicate({ issue: 'Duplicate batch request', links: {} }, { links: [{ href, rel: 'self' }] }),
    ];
    for (const form of forms) expect(errorOf(form)).toMatchObject({ duplicate: true, providerId: 'PQ7' });
  });

  it('without a link, or with one to somewhere else, names none', () => {
    for (const link of [undefined, 'https://evil.example/x', `${href}/../../admin`, 42])
      expect(errorOf(duplicate({ issue: 'Duplicate batch request', link: [{ href: link }] }))).toMatchObject({
        ...{ duplicate: true, providerId: null },
      });
  });

  it('of another kind is no duplicate, though it has links', () => {
    const other = {
      name: 'VALIDATION_ERROR',
      message: 'Bad.',
      details: [{ field: 'items[0].receiver', issue: 'Is wrong' }],
    };
    expect(errorOf({ ...other, links: [{ href }] })).toEqual({
      ...{
        name: 'VALIDATION_ERROR',
        detail: 'VALIDATION_ERROR · Bad. · items[0].receiver: Is wrong',
        duplicate: false,
        providerId: null,
      },
    });
    expect(errorOf('<html>no</html>')).toMatchObject({ name: 'UNNAMED', duplicate: false });
  });

  it('holds no address of a person', () => {
    expect(plainText('to "ann@mail.example" and <bob@x.kz>, please')).toBe('to "…@…" and <…@…>, please');
  });
});
