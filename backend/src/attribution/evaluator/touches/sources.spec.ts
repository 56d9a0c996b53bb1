// Where touches come from: videos that were changed, links and codes, floods of clicks, and what one evaluation remembers.
import { describe, expect, it } from '@jest/globals';
import {
  amounts,
  click,
  HOUR,
  line,
  MINUTE,
  NOON,
  order,
  programme,
  reasons,
  run,
  video,
  view,
  type Item,
} from '../../../../test/cases/build.js';
import { parseConfig } from '../input/parse-config.rules.js';
import { parseFacts } from '../input/parse-facts.rules.js';
import { prepareWorld } from '../world.rules.js';
import { collectTouches } from './collect.rules.js';

const LATE = NOON + 72 * HOUR;
const AS_OF = NOON + 6 * 24 * HOUR;

/** The creator who got the order, or the reason why nobody did. */
function winner(config: Item, facts: readonly Item[]): string {
  const result = run(config, [...facts, order('o')], AS_OF);
  return [...amounts(result), ...reasons(result)].map((text) => text.split(' ')[1]).join(',');
}
const link = (id: string, linkId: string): Item => ({
  type: 'link_click',
  id,
  occurred_at: NOON - HOUR,
  viewer_id: 'w1',
  consent: true,
  link_id: linkId,
});

describe('a video whose file was changed', () => {
  const CHANGED = NOON - HOUR;
  const config = programme({
    videos: [
      video('v1', [['c1', 10000]], { duration_ms: 12000, live_to: CHANGED }),
      video('v1', [['c1', 10000]], { duration_ms: 60000, live_from: CHANGED }),
    ],
  });
  /** E4: enough for 12 s, too little for 60 s. */
  const six = [{ wall_from_ms: 0, wall_to_ms: 6000, media_from_ms: 0, media_to_ms: 6000, visible_bps: 10000 }];
  const ten = [{ ...six[0], wall_to_ms: 10000, media_to_ms: 10000 }];

  it.each<[string, number, Item[], string]>([
    ['six seconds of the file of 12 s', CHANGED - 1, six, 'c1'],
    ['six seconds of the file of 60 s', CHANGED, six, 'NO_TOUCH'],
    ['ten seconds of the file of 60 s', CHANGED, ten, 'c1'],
  ])('%s', (_label, at, segments, expected) => {
    expect(winner(config, [view('e', 'v1', { occurred_at: at, segments })])).toBe(expected);
  });
});

describe('links and codes', () => {
  it('a link without products matches every line directly, also when its list is empty', () => {
    const config = programme({
      program: { match_bps: { halo: 2500 } },
      links: [
        { id: 'L', creator_id: 'c1', product_ids: [] },
        { id: 'M', creator_id: 'c1', product_ids: ['p9'] },
      ],
    });
    const got = (linkId: string): string[] => amounts(run(config, [link('e', linkId), order('o')], AS_OF));
    expect([got('L'), got('M')]).toEqual([['o/l1 c1 1000'], ['o/l1 c1 250']]);
  });

  it('a link and a video weigh the same', () => {
    const config = programme({ program: { model: 'linear' }, links: [{ id: 'L', creator_id: 'c2' }] });
    const dear = order('o', { lines: [line('l1', { unit_price: 2_000_000 })] });
    expect(amounts(run(config, [link('e', 'L'), click('f', 'v1'), dear], AS_OF))).toEqual([
      'o/l1 c1 100000',
      'o/l1 c2 100000',
    ]);
  });

  it('of two owners of one code at one time the first in the list has it', () => {
    const codes = ['c1', 'c2', 'c3'].map((creator_id) => ({ code: 'A', creator_id, valid_from: NOON }));
    const config = programme({ promo_codes: [{ ...codes[2], valid_from: NOON + 1 }, ...codes] });
    expect(amounts(run(config, [order('o', { discount_codes: ['a'] })], AS_OF))).toEqual(['o/l1 c1 1000']);
  });
});

describe('the category of one of several products', () => {
  it('is enough for a match by category', () => {
    const products = { p1: { category: 'home' }, p2: { category: 'toys' }, p3: { category: 'home' } };
    const tagged = (product_ids: string[]): Item => ({
      ...programme({ program: { scopes: { onsite_view: 'category' } }, products }),
      videos: [video('v1', [['c1', 10000]], { product_ids })],
    });
    expect(winner(tagged(['p2', 'p3']), [view('e', 'v1')])).toBe('c1');
    expect(winner(tagged(['p2']), [view('e', 'v1')])).toBe('NO_TOUCH');
  });
});

describe('a flood of clicks', () => {
  const clicks = (count: number, changes: (index: number) => Item = () => ({})): Item[] =>
    Array.from({ length: count }, (_, index) =>
      click(`f${index}`, 'v1', { occurred_at: NOON - HOUR + index * MINUTE, ...changes(index) }),
    );

  it.each<[string, Item[], string]>([
    ['thirty-one are one too many', clicks(31), 'NO_TOUCH'],
    ['views are not clicks', [...clicks(30), view('v', 'v1', { occurred_at: NOON - HOUR })], 'c1'],
    [
      'the last one received at the deadline counts',
      clicks(31, (n) => (n === 0 ? { received_at: LATE } : {})),
      'NO_TOUCH',
    ],
    ['a moment later it does not', clicks(31, (n) => (n === 0 ? { received_at: LATE + 1 } : {})), 'c1'],
    [
      'one that comes late does not hide those in time',
      clicks(32, (n) => (n === 0 ? { received_at: LATE + 1 } : {})),
      'NO_TOUCH',
    ],
  ])('%s', (_label, facts, expected) => {
    expect(winner(programme(), facts)).toBe(expected);
  });
});

describe('one evaluation', () => {
  it('judges a view once and counts the clicks of a viewer once, however many orders ask', () => {
    const facts = parseFacts([view('v', 'v1'), click('e', 'v1'), order('o')]);
    const world = prepareWorld(parseConfig(programme()), facts, AS_OF);
    const bought = world.index.orders.get('o')?.[0];
    if (!bought) throw new Error('There is no order.');
    const ids = (): string[] => collectTouches(world, bought, LATE, AS_OF, null).map(({ id }) => id);
    expect(ids()).toEqual(['v', 'e']);
    const judged = [...world.views.values(), ...world.clickHours.values()];
    expect(judged).toHaveLength(2);
    expect(ids()).toEqual(['v', 'e']);
    expect([...world.views.values(), ...world.clickHours.values()].map((kept, n) => kept === judged[n])).toEqual([
      true,
      true,
    ]);
  });
});
