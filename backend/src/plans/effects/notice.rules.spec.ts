// A new plan beside the one in force: raises at once, cuts after notice, never less than before and never a gap.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Instrument, Rule } from '../../attribution/evaluator/input/config.rules.js';
import { Chooser, type PlanScope } from './chooser.rules.js';
import { isAtLeast, payOf, scopesOf, transition, type Guard } from './notice.rules.js';

const NOW = Date.UTC(2026, 10, 20);
const DAY = 86_400_000;
const NOTICE = 30 * DAY;
const TOP = 2n;
const CATEGORIES = new Map([
  ['mug', 'kitchen'],
  ['lamp', null],
]);

let count = 0;
const rule = (rateBps: number, change: Partial<Rule> = {}): Rule => ({
  ...{ id: `rul_${String(++count).padStart(6, '0')}`, kind: 'percent', rateBps: BigInt(rateBps), amountMinor: 0n },
  ...{ tiered: false, maxCycles: null, chargeBps: null, creatorId: null, campaignId: null, productId: null },
  ...{ category: null, instruments: null, effectiveFrom: -Infinity, effectiveTo: Infinity },
  ...change,
});
const way = (present: Rule[], next: Rule[]) =>
  transition({ present, next, categories: CATEGORIES, topBonusBps: TOP, now: NOW, noticeMs: NOTICE });

/** What holds at a moment after publishing: new rules from now on, guards while they last. */
function published(next: readonly Rule[], guards: readonly Guard[]): Chooser {
  const kept = guards.map(({ rule: terms, from, to }, at) => {
    const { creatorId, campaign, productId, category, instruments } = terms;
    return rule(terms.rateBps ?? 0, {
      ...{ id: `grd_${at}`, creatorId, campaignId: campaign, productId, category, instruments },
      ...{ kind: terms.kind, amountMinor: BigInt(terms.amountMinor ?? 0), tiered: terms.tiered },
      ...{ maxCycles: terms.maxCycles, effectiveFrom: from, effectiveTo: to },
    });
  });
  return new Chooser([...next.map((one) => ({ ...one, effectiveFrom: NOW })), ...kept], CATEGORIES);
}
const general: PlanScope = { creatorId: null, campaign: null, productId: null, category: null, instruments: null };

describe('the way from one plan to the next', () => {
  it('a raise holds at once and needs no guard', () => {
    const { guards, effects } = way([rule(1000)], [rule(1200)]);
    expect(guards).toEqual([]);
    expect(effects).toEqual([
      expect.objectContaining({ ...general, direction: 'raised', from: NOW, after: payOf(rule(1200)) }),
    ]);
  });

  it('a cut holds after notice: until then a guard keeps what was', () => {
    const next = [rule(800)];
    const { guards, effects } = way([rule(1000)], next);
    expect(effects).toEqual([expect.objectContaining({ direction: 'lowered', from: NOW + NOTICE })]);
    const after = published(next, guards);
    expect(after.choose(general, NOW)?.rateBps).toBe(1000n);
    expect(after.choose(general, NOW + NOTICE - 1)?.rateBps).toBe(1000n);
    expect(after.choose(general, NOW + NOTICE)?.rateBps).toBe(800n);
  });

  it('a cut of one category does not hold up a raise of all others', () => {
    const next = [rule(1200)];
    const { guards, effects } = way([rule(1000), rule(1500, { category: 'kitchen' })], next);
    const after = published(next, guards);
    expect(after.choose(general, NOW)?.rateBps).toBe(1200n);
    expect(after.choose({ ...general, category: 'kitchen' }, NOW)?.rateBps).toBe(1500n);
    expect(after.choose({ ...general, productId: 'mug' }, NOW)?.id).toMatch(/^grd/);
    expect(after.choose({ ...general, category: 'kitchen' }, NOW + NOTICE)?.rateBps).toBe(1200n);
    expect(effects.map(({ category, direction }) => [category, direction])).toEqual([
      [null, 'raised'],
      ['kitchen', 'lowered'],
    ]);
  });

  it('a day that an earlier notice named stays when the new plan pays no less from it on', () => {
    const told = NOW + 5 * DAY;
    const present = [rule(1000, { effectiveTo: told }), rule(800, { effectiveFrom: told })];
    expect(way(present, [rule(900)]).effects[0]?.from).toBe(told);
    expect(way(present, [rule(700)]).effects[0]?.from).toBe(NOW + NOTICE);
  });

  it('another kind of pay cannot be told better or worse: the former is kept for the time of notice', () => {
    const next = [rule(0, { kind: 'fixed_per_item', amountMinor: 50_000n })];
    const { guards, effects } = way([rule(1000)], next);
    expect(effects[0]?.direction).toBe('changed');
    expect(published(next, guards).choose(general, NOW)?.kind).toBe('percent');
  });

  it('a rate without tiers beats one with them only when it is higher with the highest bonus', () => {
    const tiered = [rule(1000, { tiered: true })];
    expect(way(tiered, [rule(1001)]).effects[0]?.direction).toBe('changed');
    expect(way(tiered, [rule(1002)]).effects[0]?.direction).toBe('raised');
  });

  it('for any two plans nobody earns less during notice, every raise is there at once, and in the end all is new', () => {
    const part = fc.record({
      rateBps: fc.integer({ min: 1, max: 6 }),
      creatorId: fc.constantFrom(null, null, 'dana'),
      campaignId: fc.constantFrom(null, null, null, 'summer'),
      good: fc.constantFrom<Partial<Rule>>({}, {}, { category: 'kitchen' }, { category: 'toys' }, { productId: 'mug' }),
      instruments: fc.constantFrom<Instrument[] | null>(null, null, ['onsite_view'], ['promo_code', 'deep_link']),
      tiered: fc.boolean(),
    });
    const plan = fc.uniqueArray(part, {
      ...{ minLength: 0, maxLength: 6 },
      selector: ({ creatorId, campaignId, good, instruments }) =>
        JSON.stringify([creatorId, campaignId, good, instruments]),
    });
    const made = (parts: readonly (typeof part extends fc.Arbitrary<infer T> ? T : never)[]) =>
      parts.map(({ rateBps, good, ...rest }) => rule(rateBps, { ...rest, ...good }));
    let cuts = 0;
    fc.assert(
      fc.property(plan, plan, (old, wanted) => {
        const [present, next] = [made(old), made(wanted)];
        const { guards } = way(present, next);
        const [was, is, will] = [
          new Chooser(present, CATEGORIES),
          published(next, guards),
          new Chooser(next, CATEGORIES),
        ];
        for (const scope of scopesOf([...present, ...next])) {
          const [before, now, then] = [was.choose(scope, NOW), is.choose(scope, NOW), will.choose(scope, NOW)];
          if (!isAtLeast(then, before, TOP)) cuts += 1;
          expect(isAtLeast(now, before, TOP)).toBe(true);
          if (isAtLeast(then, before, TOP)) expect(payOf(now)).toEqual(payOf(then));
          else expect(payOf(now)).toEqual(payOf(before));
          expect(payOf(is.choose(scope, NOW + NOTICE))).toEqual(payOf(then));
        }
      }),
      { numRuns: 300, seed: 7 },
    );
    expect(cuts).toBeGreaterThan(100);
  });
});
