// Bounds of what is accepted, and a configuration as it is arranged for look-up.
import { describe, expect, it } from '@jest/globals';
import { click, NOON, order, programme, video, type Item } from '../../../../test/cases/build.js';
import { parseConfig } from './parse-config.rules.js';
import { parseFacts } from './parse-facts.rules.js';
import { arrangeProgramme, categoryAt } from './programme.rules.js';
import { InputError } from './reader.rules.js';

function refusal(act: () => unknown): string {
  try {
    act();
    return 'accepted';
  } catch (error) {
    return error instanceof InputError ? `${error.code} ${error.path}` : String(error);
  }
}
const program = (changes: Item): Item => ({ program: { currency: 'USD', ...changes } });
const live = (id: string, from: number, to: number): Item =>
  video(id, [['c1', 10000]], { live_from: from, live_to: to });

describe('a configuration', () => {
  it.each<[string, Item, string]>([
    ['lists what is a list', { ...program({}), creators: {} }, 'NOT_A_LIST config.creators'],
    ['halves in an hour or more', program({ half_life_hours: 1 }), 'accepted'],
    [
      'may pay no cycle at all',
      { ...program({}), rules: [{ id: 'r', kind: 'percent', rate_bps: 1, max_cycles: 0 }] },
      'accepted',
    ],
    ['not in none', program({ half_life_hours: 0 }), 'BELOW_MINIMUM config.program.half_life_hours'],
    ['changes in the order of time', program({ changes: [{ from: 1 }, { from: 1 }, { from: 2 }] }), 'accepted'],
    ['and not back', program({ changes: [{ from: 2 }, { from: 1 }] }), 'NOT_ALLOWED config.program.changes[1].from'],
    [
      'changes terms and nothing else',
      program({ changes: [{ from: 1, hold_days: 3, model: 'linear', currency: 'KZT' }] }),
      'NOT_ALLOWED config.program.changes[0].model',
    ],
    ['ranks instruments it knows', program({ precedence: [['onsite_view'], ['promo_code']] }), 'accepted'],
    ['and no other', program({ precedence: [['tv']] }), 'NOT_ALLOWED config.program.precedence[0]'],
    ['has a video again after it was away', { ...program({}), videos: [live('v', 1, 5), live('v', 5, 9)] }, 'accepted'],
    ['and before', { ...program({}), videos: [live('v', 5, 9), live('v', 1, 5)] }, 'accepted'],
    [
      'not twice at one moment',
      { ...program({}), videos: [live('v', 1, 5), live('w', 1, 9), live('v', 4, 9)] },
      'DUPLICATE_ID config.videos[2].id',
    ],
  ])('%s', (_label, config, expected) => {
    expect(refusal(() => parseConfig(config))).toBe(expected);
  });
});

describe('facts', () => {
  it.each<[string, Item, string]>([
    ['have versions up to 2^53 - 1', order('o', { version: '9007199254740991' }), 'accepted'],
    ['and not above', order('o', { version: '9007199254740992' }), 'INTEGER_TOO_LARGE facts[0].version'],
    ['have times in whole milliseconds', click('e', 'v1', { occurred_at: 1.5 }), 'NOT_A_TIME facts[0].occurred_at'],
    ['have codes in a list', order('o', { discount_codes: 'A' }), 'NOT_A_LIST facts[0].discount_codes'],
  ])('%s', (_label, fact, expected) => {
    expect(refusal(() => parseFacts([fact]))).toBe(expected);
  });
});

describe('arranged', () => {
  it('a configuration is arranged once, however many orders are evaluated under it', () => {
    const config = parseConfig(programme());
    expect(arrangeProgramme(config)).toBe(arrangeProgramme(config));
  });

  it('a video stands by the times it was live, earliest first', () => {
    const config = parseConfig({ ...program({}), videos: [live('v', 5, 9), live('v', 9, 12), live('v', 1, 5)] });
    expect(
      arrangeProgramme(config)
        .videos.get('v')
        ?.map(({ liveFrom }) => liveFrom),
    ).toEqual([1, 5, 9]);
  });

  it('a product has the category of the moment', () => {
    const categories = [
      { from: NOON, category: 'shoes' },
      { from: NOON - 9, category: 'hats' },
    ];
    const arranged = arrangeProgramme(
      parseConfig({ ...program({}), products: { p: { category: 'bags', categories } } }),
    );
    const at = (moment: number): string | null => categoryAt(arranged, 'p', moment);
    expect([NOON - 10, NOON - 9, NOON - 1, NOON, NOON + 1].map(at)).toEqual(['bags', 'hats', 'hats', 'shoes', 'shoes']);
  });

  it('a product is known that only a rule names', () => {
    const rules = [
      { id: 'a', kind: 'percent', rate_bps: 1, product_id: 'p5' },
      { id: 'b', kind: 'percent', rate_bps: 1 },
    ];
    expect([...arrangeProgramme(parseConfig({ ...program({}), rules })).knownProducts]).toEqual(['p5']);
  });

  it('a creator who is only named is there, paid to the last minor unit', () => {
    const { creators } = arrangeProgramme(parseConfig(programme({ videos: [video('v', [['c9', 10000]])] })));
    expect(creators.get('c9')?.payout).toEqual({ currency: null, unitMinor: 1n, minAmountMinor: 0n });
  });

  it.each<[string, Item, boolean]>([
    ['no cap', { campaigns: [{ id: 'k' }] }, false],
    ['one campaign of two with a budget', { campaigns: [{ id: 'k' }, { id: 'l', budget: 5 }] }, true],
    ['a monthly cap', { program: { creator_monthly_cap: 5 } }, true],
    ['a cap of each order alone', { program: { order_cap: 5 } }, false],
  ])('%s is shared between orders, or not', (_label, changes, expected) => {
    expect(arrangeProgramme(parseConfig(programme(changes))).hasSharedCaps).toBe(expected);
  });
});
