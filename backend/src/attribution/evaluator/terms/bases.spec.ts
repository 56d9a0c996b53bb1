// Bases before and after refunds: B1 to B5 with the worked examples.
import { describe, expect, it } from '@jest/globals';
import {
  amounts,
  click,
  DAY,
  line,
  NOON,
  order,
  programme,
  reasons,
  refund,
  run,
  type Item,
} from '../../../../test/cases/build.js';

/** Net bases of the lines of one order, all credited to c1 at 100 %. */
function bases(orderChanges: Item, refunds: readonly Item[] = [], facts: readonly Item[] = []): string[] {
  const config = programme({
    links: [{ id: 'L', creator_id: 'c1' }],
    rules: [{ id: 'r', kind: 'percent', rate_bps: 10000 }],
  });
  const touch = {
    type: 'link_click',
    id: 'e',
    occurred_at: NOON - 1000 * 60,
    viewer_id: 'w1',
    consent: true,
    link_id: 'L',
  };
  const result = run(config, [touch, order('o', orderChanges), ...refunds, ...facts]);
  return result.commissions.map((unit) => {
    expect(unit.amountMinor).toBe(unit.baseMinor);
    return `${unit.lineId} ${unit.baseMinor} ${unit.state}`;
  });
}

const three = line('l1', { quantity: 3, unit_price: 9999 });
const worked = {
  lines: [
    line('l1', { quantity: 3, unit_price: 300000 }),
    line('l2', { unit_price: 400000 }),
    line('l3', { unit_price: 500000, gift_card: true }),
  ],
  order_discount: 130000,
};
const back = (lineId: string, quantity: number, worth?: number): Item => ({
  line_id: lineId,
  quantity,
  ...(worth === undefined ? {} : { amount: worth }),
});

const rows: [label: string, order: Item, refunds: Item[], expected: string[]][] = [
  [
    'quantity times price less discount',
    { lines: [line('l1', { quantity: 3, discount: 500 })] },
    [],
    ['l1 29500 pending'],
  ],
  [
    'an order discount by the largest remainder',
    {
      lines: [line('l1', { unit_price: 8900 }), line('l2', { unit_price: 4450 }), line('l3', { unit_price: 1 })],
      order_discount: 1500,
    },
    [],
    ['l1 7900 pending', 'l2 3950 pending', 'l3 1 pending'],
  ],
  [
    'of which a gift card takes no part',
    { lines: [line('l1', { unit_price: 500000, gift_card: true }), line('l2', { unit_price: 3 })], order_discount: 2 },
    [],
    ['l2 1 pending'],
  ],
  ['tax inside the price', { taxes_included: true, lines: [line('l1', { tax: 1071 })] }, [], ['l1 8929 pending']],
  ['tax on top of the price', { lines: [line('l1', { tax: 1071 })] }, [], ['l1 10000 pending']],
  [
    'the worked example',
    worked,
    [refund('R', 'o', [back('l1', 1)], { adjustment: 60000 })],
    ['l1 504000 pending', 'l2 336000 pending'],
  ],
  ['one piece of three', { lines: [three] }, [refund('R', 'o', [back('l1', 1)])], ['l1 19998 pending']],
  [
    'two pieces in two refunds',
    { lines: [three] },
    [refund('R', 'o', [back('l1', 1)]), refund('S', 'o', [back('l1', 1)])],
    ['l1 9999 pending'],
  ],
  ['all pieces', { lines: [three] }, ['R', 'S', 'T'].map((id) => refund(id, 'o', [back('l1', 1)])), ['l1 0 reversed']],
  ['more pieces than there were', { lines: [three] }, [refund('R', 'o', [back('l1', 9)])], ['l1 0 reversed']],
  [
    'an amount and a piece',
    { lines: [three] },
    [refund('R', 'o', [back('l1', 1, 5), back('l1', 1)])],
    ['l1 19993 pending'],
  ],
  ['an amount above the line', { lines: [three] }, [refund('R', 'o', [back('l1', 0, 99999)])], ['l1 0 reversed']],
  ['an amount of 0 is an amount', { lines: [three] }, [refund('R', 'o', [back('l1', 3, 0)])], ['l1 29997 pending']],
  ['an unknown line', { lines: [three] }, [refund('R', 'o', [back('l9', 1)])], ['l1 29997 pending']],
  [
    'money without lines above the order',
    { lines: [three] },
    [refund('R', 'o', [], { adjustment: 99999 })],
    ['l1 0 reversed'],
  ],
  ['a refund of another order', { lines: [three] }, [refund('R', 'x', [back('l1', 1)])], ['l1 29997 pending']],
  ['a cancelled order', { status: 'cancelled', lines: [three] }, [], ['l1 0 reversed']],
];

describe('bases', () => {
  it.each(rows)('%s', (_label, changes, refunds, expected) => {
    expect(bases(changes, refunds)).toEqual(expected);
  });

  it('a voided refund was never made, whichever comes first', () => {
    const gone = { type: 'refund_void', id: 'V', refund_id: 'R', occurred_at: NOON + 2 * DAY };
    const early = { ...gone, occurred_at: NOON + 60 };
    expect(bases({ lines: [three] }, [refund('R', 'o', [back('l1', 1)])], [gone])).toEqual(['l1 29997 pending']);
    expect(bases({ lines: [three] }, [refund('R', 'o', [back('l1', 1)])], [early])).toEqual(['l1 29997 pending']);
    expect(
      bases({ lines: [three] }, [refund('R', 'o', [back('l1', 1)])], [{ ...gone, received_at: NOON + 99 * DAY }]),
    ).toEqual(['l1 19998 pending']);
  });

  it('the newest snapshot is the order: a line that disappeared has no unit, a new one is credited', () => {
    const edited = order('o', { version: 2, received_at: NOON + DAY, lines: [line('l2', { unit_price: 700 })] });
    expect(bases({ lines: [three] }, [], [edited])).toEqual(['l2 700 pending']);
  });

  it('odd refunds raise alerts', () => {
    const facts = [click('e', 'v1'), order('o'), refund('R', 'o', [back('l1', 2), back('l9', 1)], { adjustment: 5 })];
    const codes = run(programme(), facts).alerts.map(({ code }) => code);
    expect(codes).toEqual(['REFUND_EXCEEDS_LINE', 'REFUND_EXCEEDS_ORDER', 'UNKNOWN_REFUND_LINE']);
  });
});

describe('other currencies', () => {
  const rate = (
    id: string,
    base: string,
    quote: string,
    text: string,
    effective: number,
    changes: Item = {},
  ): Item => ({
    type: 'fx_rate',
    id,
    base,
    quote,
    rate: text,
    effective_from: effective,
    occurred_at: NOON - 30 * DAY,
    ...changes,
  });
  const settled = (rates: Item[], changes: Item = {}, asOf?: number): string[] => {
    const result = run(
      programme({ program: { currency: 'KZT' } }),
      [click('e', 'v1'), order('o', changes), ...rates],
      asOf,
    );
    return [...amounts(result), ...reasons(result)];
  };
  it.each<[string, Item[], Item, string[]]>([
    [
      'the latest start before the order',
      [
        rate('a', 'USD', 'KZT', '470', NOON - 2),
        rate('b', 'USD', 'KZT', '480', NOON),
        rate('c', 'USD', 'KZT', '490', NOON + 1),
      ],
      {},
      ['o/l1 c1 480000'],
    ],
    ['the reciprocal of the opposite pair', [rate('a', 'KZT', 'USD', '0.002', NOON)], {}, ['o/l1 c1 500000']],
    [
      'on a tie the direct pair',
      [rate('z', 'KZT', 'USD', '0.002', NOON), rate('a', 'USD', 'KZT', '480', NOON)],
      {},
      ['o/l1 c1 480000'],
    ],
    [
      'then the larger id',
      [rate('b', 'USD', 'KZT', '490', NOON), rate('a', 'USD', 'KZT', '480', NOON)],
      {},
      ['o/l1 c1 490000'],
    ],
    [
      'the latest start, in whatever order rates came and whatever their ids',
      [
        rate('c', 'USD', 'KZT', '490', NOON + 1),
        rate('b', 'USD', 'KZT', '480', NOON),
        rate('z', 'USD', 'KZT', '470', NOON - 2),
      ],
      {},
      ['o/l1 c1 480000'],
    ],
    ['none in force yet', [rate('a', 'USD', 'KZT', '480', NOON + 1)], {}, ['o/l1 NO_FX_RATE']],
    ['none', [rate('a', 'EUR', 'KZT', '480', NOON)], {}, ['o/l1 NO_FX_RATE']],
    [
      'none known yet',
      [rate('a', 'USD', 'KZT', '480', NOON, { received_at: NOON + 99 * DAY })],
      {},
      ['o/l1 NO_FX_RATE'],
    ],
    ['learned later', [rate('a', 'USD', 'KZT', '480', NOON, { received_at: NOON + DAY })], {}, ['o/l1 c1 480000']],
    [
      'yen have no decimals',
      [rate('a', 'JPY', 'KZT', '3.25', NOON)],
      { currency: 'JPY', lines: [line('l1', { unit_price: 1999 })] },
      ['o/l1 c1 64968'],
    ],
    [
      'dinars have three',
      [rate('a', 'KWD', 'KZT', '1550.75', NOON)],
      { currency: 'KWD', lines: [line('l1', { unit_price: 4505 })] },
      ['o/l1 c1 69861'],
    ],
  ])('%s', (_label, rates, changes, expected) => {
    expect(settled(rates, changes)).toEqual(expected);
  });

  it('a base that converts to nothing is no base', () => {
    const config = programme({ program: { currency: 'USD' } });
    const facts = [
      click('e', 'v1'),
      order('o', { currency: 'KZT', lines: [line('l1', { unit_price: 1 })] }),
      rate('a', 'USD', 'KZT', '480', NOON),
    ];
    expect(reasons(run(config, facts))).toEqual(['o/l1 ZERO_BASE']);
  });
});
