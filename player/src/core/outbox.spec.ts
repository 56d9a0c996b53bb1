// The outbox: batches, retries, bounds, and who is named.
import { describe, expect, it } from '@jest/globals';
import { LIMITS, Outbox, type Delivery } from './outbox.js';
import type { EventBatch, PlayerEvent } from './types.js';

function view(id: string, version: number): PlayerEvent {
  const occurredAt = '2026-11-20T10:00:00.000Z';
  return {
    type: 'view',
    id,
    version,
    occurredAt,
    sessionId: 's',
    videoId: 'v',
    autoplay: false,
    interacted: true,
    segments: [],
  };
}

function impression(id: string): PlayerEvent {
  return { type: 'impression', id, occurredAt: '2026-11-20T10:00:00.000Z', videoId: 'v', productId: 'p' };
}

function setUp(token: string | null = 'v1.x.y') {
  const sent: (EventBatch & { leaving: boolean })[] = [];
  const planned: { ms: number; act: () => void }[] = [];
  const state = { token, delivery: 'sent' as Delivery | 'broken', asked: 0 };
  const outbox = new Outbox({
    deliver: async (batch, leaving) => {
      sent.push({ ...batch, leaving });
      if (state.delivery === 'broken') throw new Error('offline');
      return state.delivery;
    },
    identify: async () => {
      state.asked += 1;
      return state.token;
    },
    knownToken: () => state.token,
    later: (ms, act) => {
      const entry = { ms, act };
      planned.push(entry);
      return () => void planned.splice(planned.indexOf(entry), 1);
    },
  });
  return { outbox, sent, planned, state };
}

describe('the outbox', () => {
  it('gathers events into one batch and forgets them when the service has them', async () => {
    const { outbox, sent, planned } = setUp();
    outbox.put(view('a', 1), true);
    outbox.put(view('b', 1), true);
    expect(planned.map(({ ms }) => ms)).toEqual([LIMITS.gatherMs]);
    await outbox.flush();
    expect(sent).toEqual([
      { viewerToken: 'v1.x.y', consent: true, events: [view('a', 1), view('b', 1)], leaving: false },
    ]);
    expect(outbox.size).toBe(0);
  });

  it('sends only the newest version of a view', async () => {
    const { outbox, sent } = setUp();
    for (const version of [1, 2, 3]) outbox.put(view('a', version), true);
    await outbox.flush();
    expect(sent.flatMap((batch) => batch.events)).toEqual([view('a', 3)]);
  });

  it('never names a viewer for events without consent, and does not ask who it is', async () => {
    const { outbox, sent, state } = setUp();
    outbox.put(view('a', 1), false);
    await outbox.flush();
    expect(sent[0]).toMatchObject({ viewerToken: null, consent: false });
    expect(state.asked).toBe(0);
  });

  it('keeps the two kinds in two batches', async () => {
    const { outbox, sent } = setUp();
    outbox.put(view('a', 1), false);
    outbox.put(view('b', 1), true);
    await outbox.flush();
    expect(sent.map((batch) => [batch.consent, batch.events.length])).toEqual([
      [false, 1],
      [true, 1],
    ]);
  });

  it('waits longer after each failure, and repeats the same ids', async () => {
    const { outbox, sent, planned, state } = setUp();
    state.delivery = 'broken';
    outbox.put(view('a', 1), true);
    const waits: number[] = [];
    for (let turn = 0; turn < 10; turn += 1) {
      await outbox.flush();
      waits.push(planned[0]?.ms ?? 0);
    }
    expect(waits.slice(0, 4)).toEqual([2_000, 4_000, 8_000, 16_000]);
    expect(waits.at(-1)).toBe(LIMITS.lastRetryMs);
    expect(new Set(sent.flatMap((batch) => batch.events.map((event) => event.id)))).toEqual(new Set(['a']));
    state.delivery = 'sent';
    await outbox.flush();
    expect(outbox.size).toBe(0);
  });

  it('holds a consented view until there is a token', async () => {
    const { outbox, sent, state } = setUp(null);
    outbox.put(view('a', 1), true);
    await outbox.flush();
    expect(sent).toEqual([]);
    state.token = 'v1.x.y';
    await outbox.flush();
    expect(sent[0]).toMatchObject({ viewerToken: 'v1.x.y', consent: true });
  });

  it('gives up what the service will never take', async () => {
    const { outbox, state } = setUp();
    state.delivery = 'refused';
    outbox.put(view('a', 1), true);
    await outbox.flush();
    expect(outbox.size).toBe(0);
  });

  it('keeps events whose viewer was unknown, for the next token', async () => {
    const { outbox, state } = setUp();
    state.delivery = 'unknown_viewer';
    outbox.put(view('a', 1), true);
    await outbox.flush();
    expect(outbox.size).toBe(1);
  });

  it('is bounded: impressions go first, then the oldest', () => {
    const { outbox } = setUp();
    outbox.put(view('first', 1), false);
    outbox.put(impression('i'), false);
    for (let at = 2; at <= LIMITS.buffered; at += 1) outbox.put(view(`v${at}`, 1), false);
    expect(outbox.size).toBe(LIMITS.buffered);
    outbox.leave();
  });

  it('cuts a hundred and more events into batches of a hundred', async () => {
    const { outbox, sent } = setUp();
    for (let at = 0; at < 150; at += 1) outbox.put(view(`v${at}`, 1), false);
    await outbox.flush();
    expect(sent.map((batch) => batch.events.length)).toEqual([100, 50]);
  });

  it('hands everything over when the page leaves, in anonymous totals when there is no token', () => {
    const { outbox, sent } = setUp(null);
    outbox.put(view('a', 1), true);
    outbox.leave();
    expect(sent).toEqual([{ viewerToken: null, consent: false, events: [view('a', 1)], leaving: true }]);
  });

  it('forgets named events when consent is withdrawn', () => {
    const { outbox } = setUp();
    outbox.put(view('a', 1), true);
    outbox.put(view('b', 1), false);
    outbox.forgetIdentified();
    expect(outbox.size).toBe(1);
  });
});
