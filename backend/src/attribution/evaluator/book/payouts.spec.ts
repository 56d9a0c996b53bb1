// Payout batches: what is owed, who is skipped and why, order of results, rounding, currencies (O1-O6).
import { describe, expect, it } from '@jest/globals';
import {
  batch,
  click,
  DAY,
  decide,
  HOUR,
  line,
  NOON,
  order,
  payoutResult,
  programme,
  refund,
  run,
  type Item,
} from '../../../../test/cases/build.js';

const PAY = NOON + 20 * DAY;
const sale = [click('e', 'v1'), order('o')];
const bonus = (creatorId: string, worth: number, changes: Item = {}): Item => ({
  type: 'adjustment',
  id: `bonus-${creatorId}${worth}`,
  creator_id: creatorId,
  amount: worth,
  reason: 'contest',
  occurred_at: NOON,
  ...changes,
});
const creator = (payout: Item, changes: Item = {}): Item =>
  programme({ creators: [{ id: 'c1', payout, ...changes }, { id: 'c2' }, { id: 'c3' }] });

/** Payouts as "batch creator gross>pay currency status", skips as "batch creator REASON payable". */
function told(config: Item, facts: readonly Item[], asOf = PAY + 30 * DAY): string[] {
  const result = run(config, facts, asOf);
  return [
    ...result.payouts.map((p) => `${p.batchId} ${p.creatorId} ${p.grossMinor}>${p.payMinor} ${p.currency} ${p.status}`),
    ...result.skipped.map((s) => `${s.batchId} ${s.creatorId} ${s.reason} ${s.payableMinor}`),
  ];
}

describe('a batch', () => {
  it.each<[string, Item, Item[], string[]]>([
    ['pays what is payable', programme(), [...sale, batch('b', PAY)], ['b c1 1000>1000 USD processing']],
    [
      'takes creators in id order',
      programme(),
      [...sale, bonus('c3', 5), bonus('c2', 7), batch('b', PAY)],
      ['b c1 1000>1000 USD processing', 'b c2 7>7 USD processing', 'b c3 5>5 USD processing'],
    ],
    [
      'pays only those it names',
      programme(),
      [...sale, bonus('c2', 7), batch('b', PAY, { creator_ids: ['c2'] })],
      ['b c2 7>7 USD processing'],
    ],
    [
      'counts a hold that ends at its moment',
      programme(),
      [...sale, batch('b', NOON + 14 * DAY)],
      ['b c1 1000>1000 USD processing'],
    ],
    ['not one that ends a moment later', programme(), [...sale, batch('b', NOON + 14 * DAY - 1)], []],
    [
      'sees a refund of its moment',
      programme(),
      [...sale, refund('R', 'o', [{ line_id: 'l1', quantity: 1 }], { occurred_at: PAY }), batch('b', PAY)],
      [],
    ],
    [
      'not one received later',
      programme(),
      [
        ...sale,
        refund('R', 'o', [{ line_id: 'l1', quantity: 1 }], { occurred_at: PAY, received_at: PAY + 1 }),
        batch('b', PAY),
      ],
      ['b c1 1000>1000 USD processing'],
    ],
    ['pays whole units', creator({ unit: 300 }), [...sale, batch('b', PAY)], ['b c1 900>900 USD processing']],
    [
      'carries the remainder',
      creator({ unit: 300 }),
      [...sale, batch('b', PAY), bonus('c1', 250, { occurred_at: PAY + 1 }), batch('c', PAY + DAY)],
      ['b c1 900>900 USD processing', 'c c1 300>300 USD processing'],
    ],
    [
      'skips a negative balance first',
      creator({}),
      [bonus('c1', -5), decide('d', 'ban', { kind: 'creator', creator_id: 'c1' }), batch('b', PAY)],
      ['b c1 NEGATIVE_BALANCE -5'],
    ],
    [
      'skips the banned',
      programme({ program: { require_tax_profile: true } }),
      [...sale, decide('d', 'ban', { kind: 'creator', creator_id: 'c1' }, { occurred_at: PAY }), batch('b', PAY)],
      ['b c1 BANNED 1000'],
    ],
    [
      'not those banned later',
      programme(),
      [...sale, decide('d', 'ban', { kind: 'creator', creator_id: 'c1' }, { occurred_at: PAY + 1 }), batch('b', PAY)],
      ['b c1 1000>1000 USD processing'],
    ],
    [
      'skips without a tax profile',
      { ...creator({ min_amount: 9999 }), program: { currency: 'USD', require_tax_profile: true } },
      [...sale, batch('b', PAY)],
      ['b c1 NO_TAX_PROFILE 1000'],
    ],
    [
      'skips below the minimum',
      creator({ min_amount: 1001, currency: 'KZT' }),
      [...sale, batch('b', PAY)],
      ['b c1 BELOW_MINIMUM 1000'],
    ],
    [
      'pays at the minimum',
      creator({ min_amount: 1000 }),
      [...sale, batch('b', PAY)],
      ['b c1 1000>1000 USD processing'],
    ],
    [
      'compares whole units with the minimum',
      creator({ min_amount: 1000, unit: 300 }),
      [...sale, batch('b', PAY)],
      ['b c1 BELOW_MINIMUM 1000'],
    ],
    ['skips less than a unit', creator({ unit: 3000 }), [...sale, batch('b', PAY)], ['b c1 BELOW_MINIMUM 1000']],
    ['skips without a rate', creator({ currency: 'KZT' }), [...sale, batch('b', PAY)], ['b c1 NO_FX_RATE 1000']],
    ['says nothing of those owed nothing', programme(), [batch('b', PAY)], []],
    [
      'recovers a debt from later commission',
      programme(),
      [...sale, bonus('c1', -400, { occurred_at: PAY - 1 }), batch('b', PAY)],
      ['b c1 600>600 USD processing'],
    ],
    ['in the future has not happened', programme(), [...sale, batch('b', PAY + 99 * DAY, { received_at: NOON })], []],
  ])('%s', (_label, config, facts, expected) => {
    expect(told(config, facts)).toEqual(expected);
  });

  it('pays in yen, converted once at the rate of its moment', () => {
    const rate = (id: string, text: string, from: number): Item => ({
      type: 'fx_rate',
      id,
      base: 'USD',
      quote: 'JPY',
      rate: text,
      effective_from: from,
      occurred_at: NOON,
    });
    const result = run(
      creator({ currency: 'JPY' }),
      [
        click('e', 'v1'),
        order('o', { lines: [line('l1', { unit_price: 19990 })] }),
        rate('a', '151.42', PAY),
        rate('b', '160', PAY + 1),
        batch('b', PAY),
        payoutResult('b', 'c1', PAY + HOUR, 'settled'),
      ],
      PAY + DAY,
    );
    expect(Object.fromEntries(result.accounts)).toEqual({
      'cash@JPY': -3027n,
      'expense:commission@USD': 1999n,
      'fx:clearing@JPY': 3027n,
      'fx:clearing@USD': -1999n,
    });
  });
});

describe('a way of paying without cents', () => {
  const rate: Item = {
    ...{ type: 'fx_rate', id: 'r', base: 'USD', quote: 'HUF', rate: '361.27', effective_from: NOON, occurred_at: NOON },
  };
  const settled = payoutResult('b', 'c1', PAY + HOUR, 'settled');

  it('sends whole units of a converted amount; what is cut stays in clearing, and nothing is lost', () => {
    const config = creator({ currency: 'HUF', pay_unit: 100 });
    const result = run(config, [...sale, rate, batch('b', PAY), settled], PAY + DAY);
    // 10.00 USD are 3 612.70 HUF.
    expect(result.payouts.map((one) => one.payMinor)).toEqual([361200n]);
    const accounts = Object.fromEntries(result.accounts);
    expect(accounts).toMatchObject({ 'cash@HUF': -361200n, 'fx:clearing@HUF': 361200n, 'fx:clearing@USD': -1000n });
  });

  it('pays nothing that is less than one of them', () => {
    const config = creator({ currency: 'HUF', pay_unit: 400000 });
    expect(told(config, [...sale, rate, batch('b', PAY)])).toEqual(['b c1 BELOW_MINIMUM 1000']);
    const low = { ...rate, rate: '0.001' };
    expect(told(creator({ currency: 'HUF', pay_unit: 2 }), [...sale, low, batch('b', PAY)])).toEqual([
      'b c1 BELOW_MINIMUM 1000',
    ]);
  });

  it('changes nothing in the own currency, where the gross is what is whole', () => {
    expect(told(creator({ pay_unit: 300 }), [...sale, batch('b', PAY)])).toEqual(['b c1 1000>1000 USD processing']);
    expect(told(creator({ pay_unit: 300, unit: 300 }), [...sale, batch('b', PAY)])).toEqual([
      'b c1 900>900 USD processing',
    ]);
  });
});

describe('results', () => {
  it.each([
    ['at the time of their batch', PAY, PAY],
    ['said to be before it', PAY - HOUR, PAY - HOUR],
  ])('%s wait for it', (_label, at, receivedAt) => {
    const early = payoutResult('b', 'c1', at, 'settled', { received_at: receivedAt });
    expect(told(programme(), [...sale, early, batch('b', PAY)])).toEqual(['b c1 1000>1000 USD settled']);
  });

  it('find a batch that is received after them', () => {
    const late = batch('b', PAY, { received_at: PAY + 2 * HOUR });
    const result = payoutResult('b', 'c1', PAY + HOUR, 'settled');
    expect(told(programme(), [...sale, result, late])).toEqual(['b c1 1000>1000 USD settled']);
  });

  const failedAt = (at: number): Item => payoutResult('b', 'c1', at, 'failed');
  it.each<[string, Item[], string[]]>([
    [
      'a failure at the time of the next batch comes before it',
      [batch('b', PAY), failedAt(PAY + DAY), batch('c', PAY + DAY)],
      ['b c1 1000>1000 USD failed', 'c c1 1000>1000 USD processing'],
    ],
    [
      'a failure after it does not',
      [batch('b', PAY), failedAt(PAY + DAY + 1), batch('c', PAY + DAY)],
      ['b c1 1000>1000 USD failed'],
    ],
    [
      'of two at one time the smaller id',
      [
        batch('b', PAY),
        payoutResult('b', 'c1', PAY + 1, 'settled', { id: 'y' }),
        payoutResult('b', 'c1', PAY + 1, 'failed', { id: 'x' }),
      ],
      ['b c1 1000>1000 USD failed'],
    ],
    [
      'for nobody are ignored',
      [batch('b', PAY), payoutResult('b', 'c2', PAY + 1, 'failed')],
      ['b c1 1000>1000 USD processing'],
    ],
    [
      'learned of late act from then on',
      [
        batch('b', PAY),
        payoutResult('b', 'c1', PAY + HOUR, 'failed', { received_at: PAY + 2 * DAY }),
        batch('c', PAY + DAY),
        batch('d', PAY + 3 * DAY),
      ],
      ['b c1 1000>1000 USD failed', 'd c1 1000>1000 USD processing'],
    ],
  ])('%s', (_label, facts, expected) => {
    expect(told(programme(), [...sale, ...facts])).toEqual(expected);
  });

  it('an ignored result raises an alert', () => {
    const result = run(
      programme(),
      [...sale, batch('b', PAY), payoutResult('b', 'c2', PAY + 1, 'failed', { id: 'x' })],
      PAY + DAY,
    );
    expect(result.alerts).toEqual([{ code: 'PAYOUT_RESULT_IGNORED', subject: { id: 'x' } }]);
  });
});

describe('balances', () => {
  it('are told per creator', () => {
    const facts = [
      ...sale,
      bonus('c1', 50),
      batch('b', PAY),
      payoutResult('b', 'c1', PAY + HOUR, 'settled'),
      click('f', 'v1', { viewer_id: 'w2' }),
      order('p', { viewer_id: 'w2', received_at: PAY + 2 * HOUR }),
    ];
    const [c1] = run(programme(), facts, PAY + 3 * HOUR).creators;
    expect(c1).toEqual({
      creatorId: 'c1',
      pendingMinor: 1000n,
      reviewMinor: 0n,
      payableMinor: 0n,
      inTransitMinor: 0n,
      earnedMinor: 2000n,
      paidGrossMinor: 1050n,
      withheldMinor: 0n,
      paidNetMinor: 1050n,
    });
  });
});
