// Input: what is refused and where, which duplicate wins, and months of real time zones (F1, F2, A6).
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
  run,
  video,
  type Item,
} from '../../../../test/cases/build.js';
import { indexFacts } from './fact-index.rules.js';
import { Calendar } from './months.rules.js';
import { parseConfig } from './parse-config.rules.js';
import { parseFacts } from './parse-facts.rules.js';
import { InputError } from './reader.rules.js';
import { byCodePoint, canonicalJson } from '../../../facts/canonical.rules.js';

function refusal(act: () => unknown): string {
  try {
    act();
    return 'accepted';
  } catch (error) {
    return error instanceof InputError ? `${error.code} ${error.path}` : String(error);
  }
}

describe('a configuration', () => {
  it.each<[string, unknown, string]>([
    ['is an object', [], 'NOT_AN_OBJECT config'],
    ['has a programme', {}, 'MISSING config.program'],
    ['has a currency', { program: {} }, 'MISSING config.program.currency'],
    ['of ISO 4217', { program: { currency: 'XYZ' } }, 'UNKNOWN_CURRENCY config.program.currency'],
    [
      'has a real time zone',
      { program: { currency: 'USD', timezone: 'Asia/Atlantis' } },
      'UNKNOWN_TIME_ZONE config.program.timezone',
    ],
    ['has a known model', { program: { currency: 'USD', model: 'magic' } }, 'NOT_ALLOWED config.program.model'],
    ['has whole amounts', { program: { currency: 'USD', order_cap: 1.5 } }, 'NOT_AN_INTEGER config.program.order_cap'],
    ['has no negative caps', { program: { currency: 'USD', order_cap: -1 } }, 'BELOW_MINIMUM config.program.order_cap'],
    [
      'has shares that sum',
      programme({ videos: [video('v', [['c1', 5000]])] }),
      'SHARES_DO_NOT_SUM config.videos[0].creators',
    ],
    ['has no twins', programme({ creators: [{ id: 'a' }, { id: 'a' }] }), 'DUPLICATE_ID config.creators[1].id'],
    [
      'has known instruments',
      programme({ rules: [{ id: 'r', kind: 'percent', rate_bps: 1, instruments: ['tv'] }] }),
      'NOT_ALLOWED config.rules[0].instruments',
    ],
    [
      'has times with a zone',
      programme({ rules: [{ id: 'r', kind: 'percent', rate_bps: 1, effective_to: '2026-01-01T00:00:00' }] }),
      'NOT_A_TIME config.rules[0].effective_to',
    ],
    ['may be the default in everything else', { program: { currency: 'USD' } }, 'accepted'],
  ])('%s', (_label, config, expected) => {
    expect(refusal(() => parseConfig(config))).toBe(expected);
  });
});

describe('facts', () => {
  it.each<[string, unknown, string]>([
    ['are a list', {}, 'NOT_A_LIST facts'],
    ['are objects', [1], 'NOT_AN_OBJECT facts[0]'],
    ['have a type', [{}], 'MISSING facts[0].type'],
    ['of a known kind', [{ type: 'wish', id: 'a', occurred_at: 1 }], 'UNKNOWN_FACT_TYPE facts[0].type'],
    [
      'even when it is a word of JavaScript',
      [{ type: 'constructor', id: 'a', occurred_at: 1 }],
      'UNKNOWN_FACT_TYPE facts[0].type',
    ],
    ['have a time', [{ type: 'click', id: 'a' }], 'MISSING facts[0].occurred_at'],
    [
      'have amounts without fractions',
      [order('o', { lines: [line('l', { unit_price: 12.5 })] })],
      'NOT_AN_INTEGER facts[0].lines[0].unit_price',
    ],
    [
      'that keep every digit',
      [order('o', { lines: [line('l', { unit_price: 2 ** 53 })] })],
      'INTEGER_TOO_LARGE facts[0].lines[0].unit_price',
    ],
    ['or come as text', [order('o', { lines: [line('l', { unit_price: '9007199254740993' })] })], 'accepted'],
    ['name a line once', [order('o', { lines: [line('l'), line('l')] })], 'DUPLICATE_ID facts[0].lines[1].line_id'],
    ['have a known currency', [order('o', { currency: 'usd' })], 'UNKNOWN_CURRENCY facts[0].currency'],
    [
      'have rates as decimals',
      [{ type: 'fx_rate', id: 'f', base: 'USD', quote: 'KZT', rate: '1e2', occurred_at: 1 }],
      'BAD_RATE facts[0].rate',
    ],
    ['have a subject', [{ type: 'decision', id: 'd', action: 'hold', occurred_at: 1 }], 'MISSING facts[0].subject'],
  ])('%s', (_label, facts, expected) => {
    expect(refusal(() => parseFacts(facts))).toBe(expected);
  });
});

describe('snapshots', () => {
  const at = (worth: number, changes: Item): Item =>
    order('o', { lines: [line('l1', { unit_price: worth })], ...changes });
  it.each<[string, Item[], string]>([
    ['the highest version', [at(20000, { version: 2 }), at(10000, { version: 1, received_at: NOON + DAY })], '2000'],
    ['then the later receipt', [at(10000, { received_at: NOON + 2 }), at(20000, { received_at: NOON + 1 })], '1000'],
    [
      'even when it says what an earlier one said',
      [at(10000, {}), at(20000, { received_at: NOON + 1 }), at(10000, { received_at: NOON + 2 })],
      '1000',
    ],
    ['then the greater JSON', [at(20000, {}), at(10000, {})], '2000'],
    ['not yet received', [at(10000, {}), at(20000, { version: 2, received_at: NOON + 99 * DAY })], '1000'],
  ])('%s', (_label, facts, amount) => {
    for (const stream of [facts, [...facts].reverse()]) {
      expect(amounts(run(programme(), [click('e', 'v1'), ...stream]))).toEqual([`o/l1 c1 ${amount}`]);
    }
  });
});

describe('events', () => {
  it('the first received counts, another content is kept, ignored and reported', () => {
    const facts = [click('e', 'v2', { received_at: NOON }), click('e', 'v1', { received_at: NOON - 1 }), order('o')];
    for (const stream of [facts, [...facts].reverse()]) {
      const result = run(programme(), stream);
      expect(amounts(result)).toEqual(['o/l1 c1 1000']);
      expect(result.alerts).toEqual([{ code: 'CONFLICTING_DUPLICATE', subject: { type: 'click', id: 'e' } }]);
    }
  });

  it('at one time the smaller JSON; the same again is no conflict', () => {
    for (const ids of [
      ['v2', 'v1'],
      ['v1', 'v2'],
    ]) {
      const clicks = ids.map((id) => click('e', id));
      expect(amounts(run(programme(), [...clicks, order('o')]))).toEqual(['o/l1 c1 1000']);
    }
    const again = run(programme(), [click('e', 'v1'), click('e', 'v1', { received_at: NOON }), order('o')]);
    expect(again.alerts).toEqual([]);
  });

  it('conflicts are told by type, then by id, however they came', () => {
    const twice = (id: string, type = 'click'): Item[] => ['v1', 'v2'].map((videoId) => click(id, videoId, { type }));
    const { alerts } = run(programme(), [...twice('y'), ...twice('z', 'add_to_cart'), ...twice('x')]);
    expect(alerts.map(({ subject }) => `${subject['type']} ${subject['id']}`)).toEqual([
      'add_to_cart z',
      'click x',
      'click y',
    ]);
    const { conflicts } = indexFacts(parseFacts([...twice('y'), ...twice('z', 'add_to_cart'), ...twice('x')]), NOON);
    expect(conflicts.map(({ type, id }) => `${type} ${id}`)).toEqual(['add_to_cart z', 'click x', 'click y']);
  });

  it('of two received a millisecond apart the earlier counts, whatever its JSON', () => {
    const late = click('e', 'v1', { received_at: NOON + 1 });
    const early = click('e', 'v2', { received_at: NOON });
    for (const stream of [
      [late, early],
      [early, late],
    ]) {
      expect(run(programme(), [...stream, order('o')]).commissions.map(({ creatorId }) => creatorId)).toEqual(['c2']);
    }
  });

  it('nothing received later than the moment is seen', () => {
    const result = run(programme(), [click('e', 'v1'), order('o', { received_at: NOON + 1 })], NOON);
    expect([amounts(result), reasons(result)]).toEqual([[], []]);
  });
});

describe('months', () => {
  const start = (zone: string, at: string): string =>
    new Date(new Calendar(zone).monthOf(Date.parse(at)).start).toISOString();
  it.each([
    ['UTC', '2026-10-31T23:59:59.999Z', '2026-10-01T00:00:00.000Z'],
    ['Asia/Almaty', '2026-10-31T19:00:00Z', '2026-10-31T19:00:00.000Z'],
    ['Asia/Almaty', '2024-02-29T18:30:00Z', '2024-01-31T18:00:00.000Z'],
    ['Asia/Almaty', '2024-03-31T18:30:00Z', '2024-02-29T19:00:00.000Z'],
    ['Europe/Moscow', '2026-10-31T21:00:00Z', '2026-10-31T21:00:00.000Z'],
    ['America/New_York', '2026-11-01T04:00:00Z', '2026-11-01T04:00:00.000Z'],
    ['America/New_York', '2026-11-30T23:00:00Z', '2026-11-01T04:00:00.000Z'],
    ['America/New_York', '2026-12-01T04:59:59Z', '2026-11-01T04:00:00.000Z'],
    ['Asia/Kathmandu', '2026-10-31T18:15:00Z', '2026-10-31T18:15:00.000Z'],
    ['Pacific/Apia', '2026-01-31T11:00:00Z', '2026-01-31T11:00:00.000Z'],
    ['UTC', '0000-05-05T00:00:00Z', '0000-05-01T00:00:00.000Z'],
    ['UTC', '-000001-03-15T00:00:00Z', '-000001-03-01T00:00:00.000Z'],
  ])('%s at %s began at %s', (zone, at, expected) => {
    expect(start(zone, at)).toBe(expected);
  });
});

describe('a month', () => {
  it('is found once, for every programme of a zone', () => {
    const [one, two] = [new Calendar('Asia/Almaty'), new Calendar('Asia/Almaty')];
    expect(one.monthOf(NOON)).toBe(two.monthOf(NOON + DAY));
    expect(one.month(2026 * 12 + 9)).toBe(two.monthOf(NOON));
  });

  it('ends where the next begins', () => {
    const { number, start, end } = new Calendar('America/New_York').monthOf(NOON);
    expect([number, new Date(start).toISOString(), new Date(end).toISOString()]).toEqual([
      2026 * 12 + 9,
      '2026-10-01T04:00:00.000Z',
      '2026-11-01T04:00:00.000Z',
    ]);
  });
});

describe('months of a programme that moved', () => {
  const moved = new Calendar('UTC', [
    { from: Date.parse('2026-11-01T12:00:00Z'), timezone: 'Asia/Almaty' },
    { from: Date.parse('2027-02-01T00:00:00Z'), timezone: 'Europe/Moscow' },
  ]);
  const startOf = (ms: number): string => new Date(ms).toISOString();

  it.each([
    ['before it moved', '2026-11-01T11:59:59.999Z', '2026-11-01T00:00:00.000Z'],
    ['from that moment', '2026-11-01T12:00:00Z', '2026-10-31T19:00:00.000Z'],
    ['until the next one', '2027-01-31T20:00:00Z', '2027-01-31T19:00:00.000Z'],
    ['and from that one', '2027-02-01T00:00:00Z', '2027-01-31T21:00:00.000Z'],
  ])('%s', (_label, at, expected) => {
    expect(startOf(moved.monthOf(Date.parse(at)).start)).toBe(expected);
  });

  it('a month by its number stands in the zone in which it began at Greenwich', () => {
    const november = 2026 * 12 + 10;
    expect([november, november + 1, november + 3].map((number) => startOf(moved.month(number).start))).toEqual([
      '2026-11-01T00:00:00.000Z',
      '2026-11-30T19:00:00.000Z',
      '2027-01-31T21:00:00.000Z',
    ]);
  });
});

describe('texts', () => {
  it('compare by code point, and JSON has one form', () => {
    expect(['\u{1F600}', '\uFFFD', 'b', 'a', ''].sort(byCodePoint)).toEqual(['', 'a', 'b', '\uFFFD', '\u{1F600}']);
    expect(canonicalJson({ b: [1, 'x', null], a: { d: 12n, c: true } })).toBe(
      '{"a":{"c":true,"d":12},"b":[1,"x",null]}',
    );
  });
});
