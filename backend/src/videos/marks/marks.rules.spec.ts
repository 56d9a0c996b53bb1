// Chapters and hot-spots as pure rules: what is taken, how lines are read, and what a new cut leaves.
import { describe, expect, it } from '@jest/globals';
import { carryChapters, chaptersFile, judgeChapters, readChapters, type Chapter } from './chapters.rules.js';
import { spanAfter, type Cut } from './cut.rules.js';
import { carryHotspots, judgeHotspots, type Hotspot } from './hotspots.rules.js';

const list = (...pairs: [number, string][]): Chapter[] => pairs.map(([startMs, title]) => ({ startMs, title }));
const GOOD = list([0, 'Unboxing'], [5000, 'Handle'], [12_000, 'After a month']);
const problemOf = (verdict: object) => (verdict as { problem?: object }).problem ?? null;

describe('a list of chapters', () => {
  it('is taken, with tidy titles; and so is an empty one', () => {
    expect(judgeChapters(list([0, '  Un \n boxing\u0007 '], [5000, 'Handle']), 20_000)).toEqual({
      chapters: list([0, 'Un boxing'], [5000, 'Handle']),
    });
    expect(judgeChapters([], 20_000)).toEqual({ chapters: [] });
  });

  it.each<[string, Chapter[], string, number | null]>([
    ['a single one', list([0, 'All']), 'TOO_FEW', null],
    ['51 of them', Array.from({ length: 51 }, (_, i) => ({ startMs: i * 10_000, title: 'x' })), 'TOO_MANY', 51],
    ['one without a title', list([0, 'a'], [5000, ' \t']), 'NO_TITLE', 2],
    ['a title of 81 signs', list([0, 'a'], [5000, 'б'.repeat(81)]), 'TITLE_TOO_LONG', 2],
    ['a late first one', list([1, 'a'], [5000, 'b']), 'FIRST_NOT_AT_START', 1],
    ['two at one time', list([0, 'a'], [5000, 'b'], [5000, 'c']), 'OUT_OF_ORDER', 3],
    ['one that goes back', list([0, 'a'], [9000, 'b'], [5000, 'c']), 'OUT_OF_ORDER', 3],
    ['a short one', list([0, 'a'], [5000, 'b'], [7999, 'c']), 'TOO_CLOSE', 2],
    ['a short last one', list([0, 'a'], [17_001, 'b']), 'TOO_CLOSE', 2],
    ['one after the end', list([0, 'a'], [20_000, 'b']), 'OUTSIDE', 2],
    ['a negative one', list([0, 'a'], [-5, 'b']), 'OUT_OF_ORDER', 2],
  ])('with %s is refused', (_, chapters, reason, number) => {
    expect(problemOf(judgeChapters(chapters, reason === 'TOO_MANY' ? 1e9 : 20_000))).toEqual({ reason, number });
  });

  it('may have 80 signs of any alphabet in a title', () => {
    expect(problemOf(judgeChapters(list([0, '😀'.repeat(80)], [5000, 'b']), 20_000))).toBeNull();
  });
});

describe('chapters as text', () => {
  it.each<[string, number, string]>([
    ['0:00 Intro', 0, 'Intro'],
    ['00:07 — Ручка', 7000, 'Ручка'],
    ['[1:02:03] End', 3_723_000, 'End'],
    ['(2:05) - Handle: left', 125_000, 'Handle: left'],
    ['  - 0:12.5 | Half', 12_500, 'Half'],
    ['• 0:09 2:30 is not its time', 9000, '2:30 is not its time'],
    ['75:00 Long', 4_500_000, 'Long'],
  ])('reads %s', (line, startMs, title) => {
    expect(readChapters(line)).toEqual({ chapters: [{ startMs, title }] });
  });

  it('takes blank lines, a byte order mark and the line ends of every system', () => {
    expect(readChapters('\ufeff0:00 a\r\n\r\n0:05 b\r0:10 c\n')).toEqual({
      chapters: list([0, 'a'], [5000, 'b'], [10_000, 'c']),
    });
  });

  it.each<[string, string, number]>([
    ['0:00 a\nhello', 'NO_TIME', 2],
    ['0:00 a\n\n0:75 b', 'NO_TIME', 3],
    ['0:00 a\n0:05', 'NO_TITLE', 2],
    ['0:00a', 'NO_TIME', 1],
  ])('names the line of what it cannot read', (text, reason, number) => {
    expect(problemOf(readChapters(text))).toEqual({ reason, number });
  });

  it('is written as WebVTT in which nothing is markup', () => {
    expect(chaptersFile(list([0, 'a <b> & c'], [3_605_007, 'd']), 3_700_000)).toBe(
      'WEBVTT\n\n1\n00:00:00.000 --> 01:00:05.007\na &lt;b&gt; &amp; c\n\n2\n01:00:05.007 --> 01:01:40.000\nd\n',
    );
  });
});

const ALL = [{ fromMs: 0, toMs: Number.MAX_SAFE_INTEGER }];
const cut = (from: Cut['parts'], fromDurationMs: number, toDurationMs: number): Cut => ({
  ...{ parts: from, fromDurationMs, toDurationMs },
});

describe('another cut', () => {
  const trimmed = cut(
    {
      from: ALL,
      to: [
        { fromMs: 2000, toMs: 8000 },
        { fromMs: 14_000, toMs: 20_000 },
      ],
    },
    20_000,
    12_000,
  );

  it('moves spans, over seams too, and knows what is gone', () => {
    expect(spanAfter(trimmed, 0, 5000)).toEqual({ fromMs: 0, toMs: 3000 });
    expect(spanAfter(trimmed, 5000, 15_000)).toEqual({ fromMs: 3000, toMs: 7000 });
    expect(spanAfter(trimmed, 8000, 14_000)).toBeNull();
    const restored = cut({ from: trimmed.parts?.to ?? [], to: ALL }, 12_000, 20_000);
    expect(spanAfter(restored, 3000, 7000)).toEqual({ fromMs: 5000, toMs: 15_000 });
  });

  it('keeps the chapters that still have something to name', () => {
    expect(carryChapters(GOOD, trimmed)).toEqual({
      items: list([0, 'Unboxing'], [3000, 'Handle'], [6000, 'After a month']),
      dropped: [],
    });
    const without = cut(
      {
        from: ALL,
        to: [
          { fromMs: 0, toMs: 5500 },
          { fromMs: 12_000, toMs: 20_000 },
        ],
      },
      20_000,
      13_500,
    );
    expect(carryChapters(GOOD, without)).toEqual({
      items: list([0, 'Unboxing'], [5500, 'After a month']),
      dropped: list([5000, 'Handle']),
    });
  });

  it('drops what begins after the end of a shorter file, and a single one that remains', () => {
    expect(carryChapters(GOOD, cut(null, 20_000, 11_000))).toEqual({
      items: list([0, 'Unboxing'], [5000, 'Handle']),
      dropped: list([12_000, 'After a month']),
    });
    const { items, dropped } = carryChapters(GOOD, cut(null, 20_000, 4000));
    expect([items, dropped.map((one) => one.title).sort()]).toEqual([[], ['After a month', 'Handle', 'Unboxing']]);
  });

  it('gives back a beginning that was cut away to the first chapter', () => {
    const back = cut({ from: [{ fromMs: 6000, toMs: 20_000 }], to: ALL }, 14_000, 20_000);
    expect(carryChapters(list([0, 'a'], [7000, 'b']), back).items).toEqual(list([0, 'a'], [13_000, 'b']));
  });

  it('leaves only what is still judged right, whatever is cut', () => {
    for (let fromMs = 0; fromMs < 19_000; fromMs += 700)
      for (let toMs = fromMs + 1000; toMs <= 20_000; toMs += 900) {
        const some = cut({ from: ALL, to: [{ fromMs, toMs }] }, 20_000, toMs - fromMs);
        const { items, dropped } = carryChapters(GOOD, some);
        expect(problemOf(judgeChapters(items, toMs - fromMs))).toBeNull();
        expect(items.length + dropped.length).toBe(GOOD.length);
      }
  });
});

describe('hot-spots', () => {
  const spot = (changed: Partial<Hotspot> = {}): Hotspot => ({
    ...{ productId: 'prd_1', fromMs: 1000, toMs: 4000, xBps: 5000, yBps: 2500, ...changed },
  });

  it('are taken in order of time', () => {
    expect(judgeHotspots([spot({ fromMs: 2000 }), spot()], 20_000, ['prd_1'])).toEqual({
      hotspots: [spot(), spot({ fromMs: 2000 })],
    });
  });

  it.each<[string, Hotspot[], string, number]>([
    ['of a product that the video does not show', [spot(), spot({ productId: 'prd_2' })], 'UNKNOWN_PRODUCT', 2],
    ['past the end', [spot({ toMs: 20_001 })], 'OUTSIDE', 1],
    ['before the beginning', [spot({ fromMs: -1 })], 'OUTSIDE', 1],
    ['shorter than a second', [spot({ toMs: 1999 })], 'TOO_SHORT', 1],
    ['beside the picture', [spot({ xBps: 10_001 })], 'OFF_THE_PICTURE', 1],
    ['above the picture', [spot({ yBps: -1 })], 'OFF_THE_PICTURE', 1],
    ['five at once', Array.from({ length: 5 }, () => spot()), 'TOO_MANY_AT_ONCE', 1],
    ['too many', Array.from({ length: 21 }, () => spot()), 'TOO_MANY', 21],
  ])('%s are refused', (_, hotspots, reason, number) => {
    expect(problemOf(judgeHotspots(hotspots, 20_000, ['prd_1']))).toEqual({ reason, number });
  });

  it('move with a cut, and drop when too little is left', () => {
    const some = cut({ from: ALL, to: [{ fromMs: 2000, toMs: 9000 }] }, 20_000, 7000);
    expect(carryHotspots([spot(), spot({ toMs: 2500 }), spot({ fromMs: 8000, toMs: 12_000 })], some)).toEqual({
      items: [spot({ fromMs: 0, toMs: 2000 }), spot({ fromMs: 6000, toMs: 7000 })],
      dropped: [spot({ toMs: 2500 })],
    });
  });
});
