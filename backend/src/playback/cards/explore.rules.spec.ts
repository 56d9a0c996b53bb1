// New videos get their share of first places, and the store's own order is kept above them.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ONE_IN, shownNow, SLOT_MS } from './explore.rules.js';

interface Video {
  id: number;
  pinned: boolean;
  exploring: boolean;
}
const LIMIT = 5;
const videos = fc
  .array(fc.record({ pinned: fc.boolean(), exploring: fc.boolean() }), { minLength: 1, maxLength: 14 })
  .map((list) => list.map((one, id): Video => ({ ...one, id })));
const start = fc.integer({ min: 0, max: 4_000_000_000 }).map((minute) => minute * SLOT_MS);
const usual = (list: readonly Video[]) => list.slice(0, LIMIT);
const at = (list: readonly Video[], card: string, time: number) => shownNow(list, card, new Date(time), LIMIT);

describe('what a card shows', () => {
  it('gives every new video its turn, and together one of ten minutes of first places', () => {
    fc.assert(
      fc.property(videos, start, fc.string(), (list, from, card) => {
        const explorers = list.filter((one) => one.exploring && !one.pinned);
        const free = usual(list).findIndex((one) => !one.pinned);
        if (free < 0 || explorers.length === 0) return;
        const rounds = 3;
        const given = new Map<number, number>();
        for (let slot = 0; slot < ONE_IN * explorers.length * rounds; slot++) {
          const shown = at(list, card, from + slot * SLOT_MS);
          const first = shown[free] as Video;
          // In ordinary minutes it is the usual card.
          if (JSON.stringify(shown) === JSON.stringify(usual(list)) && first !== explorers[0]) continue;
          given.set(first.id, (given.get(first.id) ?? 0) + 1);
        }
        for (const one of explorers) expect(given.get(one.id) ?? 0).toBeGreaterThanOrEqual(rounds);
      }),
    );
  });

  it('leaves nine of ten minutes as they are', () => {
    fc.assert(
      fc.property(videos, start, fc.string(), (list, from, card) => {
        const changed = Array.from({ length: 100 }, (_, slot) => at(list, card, from + slot * SLOT_MS)).filter(
          (shown) => JSON.stringify(shown) !== JSON.stringify(usual(list)),
        );
        expect(changed.length).toBeLessThanOrEqual(100 / ONE_IN);
      }),
    );
  });

  it('never moves what the store pinned on top, shows nothing twice and nothing beyond the limit', () => {
    fc.assert(
      fc.property(videos, start, fc.string(), (list, time, card) => {
        const shown = at(list, card, time);
        const pinned = usual(list).findIndex((one) => !one.pinned);
        const top = pinned < 0 ? usual(list) : usual(list).slice(0, pinned);
        expect(shown.slice(0, top.length)).toEqual(top);
        expect(new Set(shown).size).toBe(shown.length);
        expect(shown.length).toBe(Math.min(LIMIT, list.length));
      }),
    );
  });

  it('is the same for everyone within a minute, and differs between cards', () => {
    const list: Video[] = [0, 1, 2].map((id) => ({ id, pinned: false, exploring: id === 2 }));
    const minute = 29_000_000 * SLOT_MS;
    expect(at(list, 'mug', minute)).toEqual(at(list, 'mug', minute + SLOT_MS - 1));
    const explores = (card: string) =>
      Array.from({ length: ONE_IN }, (_, slot) => at(list, card, minute + slot * SLOT_MS)[0]?.id).indexOf(2);
    const turns = new Set(Array.from({ length: 40 }, (_, i) => explores(`card ${i}`)));
    expect(turns.has(-1)).toBe(false);
    expect(turns.size).toBeGreaterThan(3);
  });
});
