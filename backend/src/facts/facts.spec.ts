// Facts are added once each, told apart from repeats and contradictions, and found again by the questions attribution asks.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import { canonicalJson } from './canonical.rules.js';
import { factDigest, isStorableText, programmeParts, type FactInput } from './fact.rules.js';
import { FactsService } from './facts.service.js';

const AT = new Date('2026-10-01T12:00:00Z');
const click = (id: string, change: Partial<FactInput> = {}): FactInput => ({
  ...{ storeId: 'sto_f', mode: 'live', type: 'click', id, occurredAt: AT, source: 'spec' },
  content: { viewer_id: 'viw_1', video_id: 'vid_1', product_id: 'mug', consent: true },
  ...change,
});

describe('the identity of a fact', () => {
  it('does not depend on the order of keys or on when we received it', () => {
    const one = click('1', { content: { a: 1, b: { d: 2n, c: undefined } } });
    const two = click('1', { content: { b: { d: 2 }, a: 1 } });
    expect(factDigest(one).equals(factDigest(two))).toBe(true);
  });

  it.each<[string, Partial<FactInput>]>([
    ['content', { content: { viewer_id: 'viw_2' } }],
    ['id', { id: '2' }],
    ['version', { version: 2n }],
    ['time', { occurredAt: new Date(AT.getTime() + 1) }],
    ['a receiving time that an import brings', { receivedAt: AT }],
  ])('depends on %s', (_, change) => {
    expect(factDigest(click('1', change)).equals(factDigest(click('1')))).toBe(false);
  });

  it('is written as JSON that keeps every digit', () => {
    expect(canonicalJson({ b: [9007199254740993n, null], a: 'ы"' })).toBe('{"a":"ы\\"","b":[9007199254740993,null]}');
  });

  it('refuses text that the database cannot keep', () => {
    expect(['ok', 'эмодзи 🙂', 'a\u0000', '\ud83d'].map(isStorableText)).toEqual([true, true, false, false]);
  });

  it('names its programme', () => {
    expect(programmeParts('sto_1:test')).toEqual({ storeId: 'sto_1', mode: 'test' });
    expect(programmeParts('sto_1')).toEqual({ storeId: 'sto_1', mode: 'live' });
  });
});

describe('the store of facts', () => {
  let app: TestApp;
  const record = (facts: FactInput[]) => app.db.transaction((em) => app.get(FactsService).record(em, facts));
  beforeAll(async () => {
    app = await startApp();
  }, 120_000);
  afterAll(() => app?.close());

  it('tells new, repeated and contradicting facts apart, in the given order', async () => {
    expect(await record([click('a'), click('b'), click('a')])).toEqual(['recorded', 'recorded', 'duplicate']);
    expect(await record([click('b'), click('c'), click('a', { content: { viewer_id: 'other' } })])).toEqual([
      'duplicate',
      'recorded',
      'conflicting',
    ]);
    expect(await record([click('d'), click('d', { content: { viewer_id: 'other' } })])).toEqual([
      'recorded',
      'conflicting',
    ]);
    expect(await record([])).toEqual([]);
  });

  it('keeps live and test apart', async () => {
    expect(await record([click('t'), click('t', { mode: 'test' })])).toEqual(['recorded', 'recorded']);
    const test = await app.get(FactsService).all(app.db.manager, 'sto_f:test');
    expect(test.map((f) => f.id)).toEqual(['t']);
  });

  it('adds a fact once, however many writers bring it at once', async () => {
    const facts = Array.from({ length: 50 }, (_, i) => click(`r${i}`));
    const outcomes = await Promise.all([1, 2, 3, 4, 5].map(() => record([...facts].sort(() => 0.5 - Math.random()))));
    expect(outcomes.flat().filter((o) => o === 'recorded')).toHaveLength(50);
    expect(outcomes.flat().filter((o) => o === 'conflicting')).toHaveLength(0);
  });

  it('finds the strongest version of a view received in time, and every click', async () => {
    const view = (version: bigint, receivedAt: Date): FactInput =>
      click('v', { type: 'view', version, receivedAt, content: { viewer_id: 'viw_v', n: Number(version) } });
    const later = (ms: number) => new Date(AT.getTime() + ms);
    await record([view(1n, later(1)), view(3n, later(9)), view(2n, later(2))]);
    await record([click('v1', { content: { viewer_id: 'viw_v' }, receivedAt: later(3) })]);
    const seen = (receivedBy: Date) =>
      app.get(FactsService).engagementOf(app.db.manager, 'sto_f', ['viw_v'], { from: AT, to: later(1000), receivedBy });
    expect((await seen(later(5))).map((f) => [f.type, f.version]).sort()).toEqual([
      ['click', 0],
      ['view', 2],
    ]);
    expect((await seen(later(10))).find((f) => f.type === 'view')?.version).toBe(3);
  });

  it('finds an order with its refunds and their voids', async () => {
    const fact = (type: FactInput['type'], id: string, content: FactInput['content']) => click(id, { type, content });
    await record([
      fact('order', 'o1', { status: 'paid' }),
      fact('refund', 'rf1', { order_id: 'o1' }),
      fact('refund_void', 'rv1', { refund_id: 'rf1' }),
      fact('refund', 'rf2', { order_id: 'o2' }),
    ]);
    const found = await app.get(FactsService).ofOrders(app.db.manager, 'sto_f', ['o1']);
    expect(found.map((f) => f.id).sort()).toEqual(['o1', 'rf1', 'rv1']);
  });
});
