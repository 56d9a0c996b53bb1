// How credit is divided over touches: T7, T8, T9 with the worked examples.
import { describe, expect, it } from '@jest/globals';
import { amounts, click, HOUR, NOON, order, programme, run, video, type Item } from '../../../../test/cases/build.js';
import { modelWeights } from './models.rules.js';

describe('weights', () => {
  it.each([
    ['last_touch', [0n, 0n, 1n]],
    ['first_touch', [1n, 0n, 0n]],
    ['linear', [1n, 1n, 1n]],
    ['position_based', [4000n, 2000n, 4000n]],
  ] as const)('%s', (model, expected) => {
    expect(modelWeights(model, [3, 2, 1], 10)).toEqual(expected);
  });

  it.each([
    [1, [1n]],
    [2, [1n, 1n]],
    [5, [12000n, 2000n, 2000n, 2000n, 12000n]],
  ])('position based over %i', (n, expected) => {
    expect(modelWeights('position_based', new Array<number>(n).fill(0), 10)).toEqual(expected);
  });

  it('time decay halves by whole half-lives, at most twenty times', () => {
    const hour = (n: number): number => n * HOUR;
    expect(modelWeights('time_decay', [hour(48 * 30), hour(170), hour(50), hour(48), hour(47), 0], hour(48))).toEqual([
      1n,
      2n ** 17n,
      2n ** 19n,
      2n ** 19n,
      2n ** 20n,
      2n ** 20n,
    ]);
  });
});

const five = ['1', '2', '3', '4', '5'];
const wide = (program: Item, worth: number): { config: Item; facts: Item[] } => ({
  config: programme({
    program,
    creators: five.map((n) => ({ id: `c${n}` })),
    videos: five.map((n) => video(`v${n}`, [[`c${n}`, 10000]])),
  }),
  facts: [
    ...five.map((n) => click(`e${n}`, `v${n}`, { occurred_at: NOON - HOUR + Number(n) })),
    order('o1', { lines: [{ line_id: 'l1', product_id: 'p1', quantity: 1, unit_price: worth }] }),
  ],
});

describe('splits', () => {
  it('position based, five sources, F = 905', () => {
    const { config, facts } = wide({ model: 'position_based' }, 9050);
    expect(amounts(run(config, facts))).toEqual([
      'o1/l1 c1 362',
      'o1/l1 c2 61',
      'o1/l1 c3 60',
      'o1/l1 c4 60',
      'o1/l1 c5 362',
    ]);
  });

  it('time decay, half-life 48 h, ages 3, 50 and 170 h, F = 1200', () => {
    const config = programme({
      program: { model: 'time_decay', half_life_hours: 48, windows_hours: { onsite_click: 200 } },
    });
    const ages = [3, 50, 170].map((age, index) =>
      click(`e${index}`, `v${index + 1}`, { occurred_at: NOON - age * HOUR }),
    );
    const price = { lines: [{ line_id: 'l1', product_id: 'p1', quantity: 1, unit_price: 12000 }] };
    expect(amounts(run(config, [...ages, order('o1', price)]))).toEqual([
      'o1/l1 c1 739',
      'o1/l1 c2 369',
      'o1/l1 c3 92',
    ]);
  });

  it('two creators of one video on their own terms: quotas 600 and 600', () => {
    const config = programme({
      videos: [
        video('v1', [
          ['c1', 6000],
          ['c2', 4000],
        ]),
      ],
      rules: [
        { id: 'r1', kind: 'percent', rate_bps: 1000 },
        { id: 'r2', kind: 'percent', rate_bps: 1500, creator_id: 'c2' },
      ],
    });
    expect(amounts(run(config, [click('e', 'v1'), order('o1')]))).toEqual(['o1/l1 c1 600', 'o1/l1 c2 600']);
  });

  it('a creator without terms gets no unit and nobody gets that part', () => {
    const config = programme({
      program: { model: 'linear' },
      rules: [{ id: 'r', kind: 'percent', rate_bps: 1000, creator_id: 'c2' }],
    });
    const result = run(config, [click('a', 'v1'), click('b', 'v2'), order('o1')]);
    expect(amounts(result)).toEqual(['o1/l1 c2 500']);
    expect(result.commissions[0]?.baseMinor).toBe(5000n);
  });

  it.each([
    ['last_touch', 'c1', 'onsite_cart'],
    ['first_touch', 'c1', 'onsite_click'],
    ['linear', 'c1', 'onsite_cart'],
  ])('%s: one source is one touch', (model, creator, instrument) => {
    const facts = [
      click('a', 'v1', { occurred_at: NOON - 3 * HOUR }),
      click('b', 'v2', { occurred_at: NOON - 2 * HOUR }),
      click('c', 'v1', { type: 'add_to_cart' }),
    ];
    const unit = run(programme({ program: { model } }), [...facts, order('o1')]).commissions.find(
      ({ creatorId }) => creatorId === creator,
    );
    expect(unit?.instrument).toBe(instrument);
    expect(unit?.amountMinor).toBe(model === 'linear' ? 500n : 1000n);
  });

  it('a rule per instrument: the unit shows the latest touch that has one', () => {
    const config = programme({
      program: { model: 'linear' },
      videos: [video('v1', [['c1', 10000]]), video('v2', [['c1', 10000]])],
      rules: [{ id: 'cart', kind: 'percent', rate_bps: 800, instruments: ['onsite_cart'] }],
    });
    const facts = [click('a', 'v1', { type: 'add_to_cart', occurred_at: NOON - 2 * HOUR }), click('b', 'v2')];
    const [unit] = run(config, [...facts, order('o1')]).commissions;
    expect([unit?.instrument, unit?.ruleId, unit?.amountMinor, unit?.baseMinor]).toEqual([
      'onsite_cart',
      'cart',
      400n,
      10000n,
    ]);
  });
});
