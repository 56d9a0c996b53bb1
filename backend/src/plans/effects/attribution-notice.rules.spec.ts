// New attribution terms beside those in force: what credits more holds at once, what credits less after notice; and dates by field.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  ATTRIBUTION_PRESETS,
  attributionFault,
  DEFAULT_ATTRIBUTION,
  MATCH_SCOPES,
  type AttributionTerms,
} from '../../stores/plans/attribution.terms.rules.js';
import {
  attributionAt,
  datedTerms,
  type NotedTerms,
  type PlanAttribution,
} from '../../stores/plans/dated-terms.rules.js';
import { attributionWay } from './attribution-notice.rules.js';

const NOW = Date.UTC(2026, 10, 20);
const DAY = 86_400_000;
const NOTICE = 30 * DAY;
const began = DEFAULT_ATTRIBUTION;

const hours = fc.integer({ min: 1, max: 1440 });
const scope = fc.constantFrom(...MATCH_SCOPES);
const bps = fc.integer({ min: 0, max: 10_000 });
const ways = <T>(one: fc.Arbitrary<T>) =>
  fc.record({ onsite_cart: one, onsite_click: one, storefront: one, deep_link: one, onsite_view: one });
const terms: fc.Arbitrary<AttributionTerms> = fc.record({
  ...{ windowsHours: ways(hours), scopes: ways(scope), sameSession: fc.boolean(), clickOverView: fc.boolean() },
  ...{ watchMs: fc.integer({ min: 1000, max: 120_000 }), watchBps: fc.integer({ min: 100, max: 10_000 }) },
  ...{ categoryBps: bps, anyBps: bps },
});
const planned: fc.Arbitrary<PlanAttribution[]> = fc
  .array(fc.record({ day: fc.integer({ min: -40, max: 40 }), terms }), { maxLength: 4 })
  .map((list) =>
    list.sort((a, b) => a.day - b.day).map((one) => ({ from: new Date(NOW + one.day * DAY), terms: one.terms })),
  );

/** Field by field, higher credits more; what nobody can compare is left out. */
const reach = (of: AttributionTerms): number[] => [
  ...Object.values(of.windowsHours),
  ...Object.values(of.scopes).map((one) => MATCH_SCOPES.indexOf(one)),
  ...[-Number(of.sameSession), -of.watchMs, -of.watchBps, of.categoryBps, of.anyBps],
];
/** What was announced and has not begun is withdrawn by the new version. */
const published = (plans: readonly PlanAttribution[], steps: readonly PlanAttribution[]): PlanAttribution[] => [
  ...plans.filter(({ from }) => from.getTime() <= NOW),
  ...steps,
];

describe('a new version', () => {
  it('never credits less during notice than was promised, raises at once, and in the end is what was published', () => {
    fc.assert(
      fc.property(planned, terms, fc.integer({ min: 0, max: 29 }), (plans, next, day) => {
        const { steps, changes } = attributionWay({ began, plans, next, now: NOW, noticeMs: NOTICE });
        const after = published(plans, steps);
        const at = NOW + day * DAY;
        const [is, promised] = [attributionAt(began, after, at), attributionAt(began, plans, at)];
        reach(is).forEach((value, field) => {
          expect(value).toBe(Math.max(reach(promised)[field] ?? 0, reach(next)[field] ?? 0));
        });
        expect(is.clickOverView).toBe(promised.clickOverView);
        expect(attributionAt(began, after, NOW + NOTICE)).toEqual(next);
        expect(attributionAt(began, after, NOW + 99 * DAY)).toEqual(next);
        const isAhead = plans.some((one) => one.from.getTime() > NOW);
        for (const { direction, from } of changes) {
          // A better value that was announced for later holds for that while too.
          if (direction === 'raised' && !isAhead) expect(Date.parse(from)).toBe(NOW);
          else if (direction === 'raised') expect(Date.parse(from)).toBeGreaterThanOrEqual(NOW);
          else expect(Date.parse(from)).toBeGreaterThan(NOW);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('without notice is in force at once', () => {
    const next = { ...began, watchMs: 20_000, clickOverView: false };
    const { steps, changes } = attributionWay({ began, plans: [], next, now: NOW, noticeMs: 0 });
    expect(steps).toEqual([{ from: new Date(NOW), terms: next }]);
    expect(changes.map(({ field, before, after, direction }) => [field, before, after, direction])).toEqual([
      ['clickOverView', 'true', 'false', 'changed'],
      ['watchMs', '10000', '20000', 'lowered'],
    ]);
  });

  it('that says the same changes nothing', () => {
    const way = attributionWay({ began, plans: [], next: { ...began }, now: NOW, noticeMs: NOTICE });
    expect(way).toEqual({ steps: [], changes: [] });
  });
});

describe('dates of terms', () => {
  it('each field has its own: one announced for later undoes nothing that changes meanwhile', () => {
    const noted = (from: number | null, change: Partial<NotedTerms> = {}): NotedTerms => ({
      ...{ from: from === null ? null : new Date(from), timezone: 'UTC', holdDays: 14 },
      ...{ windowsHours: began.windowsHours, ...change },
    });
    const day = fc.integer({ min: 1, max: 60 });
    const own = fc.array(fc.record({ day, holdDays: fc.nat(60), timezone: fc.constantFrom('UTC', 'Asia/Almaty') }));
    fc.assert(
      fc.property(own, fc.array(fc.record({ day, terms })), fc.integer({ min: 0, max: 61 }), (holds, plans, asked) => {
        const byDay = <T extends { day: number }>(list: T[]): T[] => [...list].sort((a, b) => a.day - b.day);
        const rows = [noted(null), ...byDay(holds).map(({ day: from, ...change }) => noted(from, change))];
        const steps = byDay(plans).map((one) => ({ from: new Date(one.day), terms: one.terms }));
        const { first, changes } = datedTerms(rows, steps);
        const known = changes.filter(({ from }) => from.getTime() <= asked);
        const stands = known.reduce<Record<string, unknown>>((all, change) => ({ ...all, ...change }), { ...first });
        const last = rows.findLast(({ from }) => (from?.getTime() ?? 0) <= asked);
        expect([stands['holdDays'], stands['timezone']]).toEqual([last?.holdDays, last?.timezone]);
        expect(stands['attribution']).toEqual(steps.findLast(({ from }) => from.getTime() <= asked)?.terms);
      }),
    );
  });
});

describe('ready-made sets', () => {
  it.each(Object.entries(ATTRIBUTION_PRESETS))('%s may stand in a plan', (_, preset) => {
    expect(attributionFault({ ...began, ...preset })).toBeNull();
  });
});
