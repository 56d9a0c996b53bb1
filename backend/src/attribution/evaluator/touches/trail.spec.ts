// What the explanation says of each touch that was considered (T12): the rule that dropped it, or that it was kept.
import { describe, expect, it } from '@jest/globals';
import {
  click,
  decide,
  HOUR,
  line,
  NOON,
  order,
  programme,
  run,
  video,
  view,
  type Item,
} from '../../../../test/cases/build.js';

const LATE = NOON + 72 * HOUR;
const AS_OF = NOON + 6 * 24 * HOUR;

function told(config: Item, facts: readonly Item[]): string[] {
  const line1 = run(config, facts, AS_OF).explain('o', 'l1');
  return (line1?.touches ?? []).map(({ touchId, verdict }) => `${touchId} ${verdict}`);
}

describe('a touch of an order', () => {
  const config = programme({
    promo_codes: [
      { code: 'Anna', creator_id: 'c1', valid_to: NOON },
      { code: 'Bob', creator_id: 'c2', valid_from: NOON },
    ],
  });
  const far = { wall_from_ms: 0, wall_to_ms: 10000, media_from_ms: 0, media_to_ms: 21001, visible_bps: 10000 };
  it.each<[string, Item, string[]]>([
    ['too late', click('e', 'v1', { received_at: LATE + 1 }), ['e T1_LATE']],
    ['in time', click('e', 'v1', { received_at: LATE }), ['e KEPT']],
    ['out of its window', click('e', 'v1', { occurred_at: NOON - 168 * HOUR - 1 }), ['e T2_OUTSIDE_WINDOW']],
    ['made by a machine', click('e', 'v1', { ivt: true, consent: false }), ['e E9_INVALID_TRAFFIC']],
    ['without consent', click('e', 'v1', { consent: false }), ['e E10_NO_CONSENT']],
    ['on nothing', click('e', 'v9'), ['e E8_UNKNOWN_TARGET']],
    ['a view of nothing', view('e', 'v9'), ['e E8_UNKNOWN_TARGET']],
    ['watched at more than twice the speed', view('e', 'v1', { segments: [far] }), ['e E7_IMPOSSIBLE']],
    ['started by itself', view('e', 'v1', { autoplay: true }), ['e E6_AUTOPLAY']],
    ['seen by nobody', view('e', 'v1', { segments: [] }), ['e E2_NOT_VIEWABLE']],
  ])('%s', (_label, fact, expected) => {
    expect(told(config, [fact, order('o')])).toEqual(expected);
  });

  it('rejected by staff', () => {
    const facts = [click('e', 'v1'), decide('d', 'reject', { kind: 'touch', touch_id: 'e' }), order('o')];
    expect(told(config, facts)).toEqual(['e DECISION_REJECTED']);
  });

  it('a promo code is named by its place in the list, three digits long', () => {
    const facts = [order('o', { discount_codes: ['nobody', ' ANNA', 'bob '] })];
    expect(told(config, facts)).toEqual(['code:001:anna T2_CODE_NOT_VALID', 'code:002:bob KEPT']);
  });
});

describe('a touch of a line', () => {
  const own = { card_fps: ['f'] };
  const config = (model: string): Item =>
    programme({
      program: { model },
      creators: [{ id: 'c1' }, { id: 'c2' }, { id: 'c3', ...own }],
      videos: [...['1', '2', '3'].map((n) => video(`v${n}`, [[`c${n}`, 10000]])), video('v4', [['c4', 10000]])],
      products: { p2: {} },
    });
  const facts = [
    click('a', 'v1', { occurred_at: NOON - 9 }),
    click('b', 'v1', { occurred_at: NOON - 7 }),
    click('c', 'v2', { occurred_at: NOON - 8 }),
    click('d', 'v2', { product_id: 'p2' }),
    click('f', 'v3'),
    click('g', 'v4'),
    view('h', 'v2'),
    decide('ban', 'ban', { kind: 'creator', creator_id: 'c4' }, { occurred_at: NOON }),
    order('o', { buyer: { card_fp: 'f' }, lines: [line('l1'), line('l2', { product_id: 'p2' })] }),
  ];
  const dropped = ['d T3_OTHER_PRODUCT', 'f T4_SELF_PURCHASE', 'g T4_CREATOR_BANNED', 'h T5_ASSIST'];

  it.each([
    ['last_touch', ['a T7_COLLAPSED', 'b KEPT', 'c T8_NO_WEIGHT']],
    ['first_touch', ['a KEPT', 'b T7_COLLAPSED', 'c T8_NO_WEIGHT']],
    ['linear', ['a T7_COLLAPSED', 'b KEPT', 'c KEPT']],
  ])('%s', (model, kept) => {
    expect(told(config(model), facts)).toEqual([...kept, ...dropped]);
  });

  it('says what it was, when, and from where', () => {
    const [first] = run(config('linear'), facts, AS_OF).explain('o', 'l1')?.touches ?? [];
    expect(first).toEqual({
      touchId: 'a',
      lineId: 'l1',
      verdict: 'T7_COLLAPSED',
      instrument: 'onsite_click',
      at: NOON - 9,
      source: 'video:v1',
    });
  });
});
