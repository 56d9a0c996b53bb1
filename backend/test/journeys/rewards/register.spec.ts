// Sixteen senders say everything twice and shuffled while a worker follows, transactions break at random, then two workers issue: the
// register is that of one sender who says it once, in order. VITRINA_DRILLS=1 for the long form.
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { JobsService } from '../../../src/base/jobs/jobs.service.js';
import { RewardBook } from '../../../src/rewards/register/reward-book.service.js';
import type { Terms } from '../../../src/rewards/programme/terms.rules.js';
import { startApp, type TestApp } from '../../support/app.js';
import { putOrder, putRefund } from '../../support/make-money.js';
import { makeStore, signedCall, type KeyPair, type MadeStore } from '../../support/make.js';
import {
  DAY,
  publishRules,
  registerOf,
  rewardKey,
  runTimers,
  terms,
  type Sent,
} from '../../support/rewards/reward-desk.js';

const IS_LONG = process.env['VITRINA_DRILLS'] === '1';
const SCENARIOS = IS_LONG ? 20 : 2;
const FRIENDS = 14;
const SENDERS = 16;

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ DATABASE_POOL: '20' });
}, 180_000);
afterAll(() => app?.close());

/** A generator that gives the same numbers for the same seed, so that a failure can be repeated. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function shuffled<T>(list: readonly T[], roll: (below: number) => number): T[] {
  const copy = [...list];
  for (let at = copy.length - 1; at > 0; at--) {
    const other = roll(at + 1);
    [copy[at], copy[other]] = [copy[other] as T, copy[at] as T];
  }
  return copy;
}

type Say = { what: 'event'; event: Sent } | { what: 'order' | 'refund'; id: string; body: Record<string, unknown> };

/** What is said of some friends in the order in which it happened: rings, late codes, repeated orders, returns, the shop's own orders. */
function scenario(seed: number, now: Date): Say[] {
  const roll = dice(seed);
  const at = (minute: number): string => new Date(now.getTime() - 2 * DAY + minute * 60_000).toISOString();
  const said: { minute: number; say: Say }[] = [];
  const event = (minute: number, more: Sent) =>
    said.push({ minute, say: { what: 'event', event: { id: `e${said.length}`, at: at(minute), ...more } } });
  const person = () => `p${roll(FRIENDS)}`;
  for (let n = 0; n < FRIENDS; n++) event(roll(300), { kind: 'invite', inviter: `p${n}`, code: `CODE${n}X` });
  for (let n = 0; n < 6; n++) event(roll(300), { kind: 'invite', inviter: person(), invitee: person() });
  for (let n = 0; n < FRIENDS; n++) {
    const code = roll(6) === 0 ? null : `CODE${roll(FRIENDS)}X`;
    event(300 + roll(300), { kind: 'signup', invitee: `p${n}`, code });
    if (roll(5) === 0) event(300 + roll(300), { kind: 'signup', invitee: `p${n}`, code: `CODE${roll(FRIENDS)}X` });
    for (let times = roll(4); times > 0; times--) order(n, times);
  }
  function order(n: number, times: number): void {
    const [id, minute] = [`o${n}-${times}`, 250 + roll(900)];
    const total = `${1 + roll(900)}.${10 + roll(90)}`;
    if (roll(2) === 0) {
      event(minute, { kind: 'order', person: `p${n}`, orderId: id, total, currency: roll(9) === 0 ? 'USD' : 'KZT' });
      if (roll(8) === 0)
        event(minute + 1, { kind: 'order', person: person(), orderId: id, total: '7.00', currency: 'KZT' });
      const whole = roll(4) === 0;
      const part = !whole && roll(4) === 0;
      const sum = part ? { amount: '0.50', currency: 'KZT' } : {};
      if (whole || part) event(minute + 9, { kind: 'order_returned', orderId: id, ...sum });
      return;
    }
    const lines = [{ lineId: '1', productId: 'mug', quantity: 4, unitPrice: total }];
    const body = {
      version: 1,
      occurredAt: at(minute),
      status: 'paid',
      currency: 'KZT',
      buyer: { customerId: `p${n}` },
      lines,
    };
    said.push({ minute, say: { what: 'order', id, body } });
    if (roll(4) === 0)
      said.push({ minute: minute + 5, say: { what: 'order', id, body: { ...body, version: 2, status: 'cancelled' } } });
    const back = { orderId: id, occurredAt: at(minute + 7), lines: [{ lineId: '1', quantity: 1 + roll(4) }] };
    if (roll(3) === 0) said.push({ minute: minute + 7, say: { what: 'refund', id: `r-${id}`, body: back } });
  }
  return said.sort((a, b) => a.minute - b.minute).map(({ say }) => say);
}

interface Shop {
  store: MadeStore;
  key: KeyPair;
}

const RULES: Partial<Terms> = {
  ...{ repeatUpTo: 3, minOrderMinor: '5000', holdDays: 3, endsAfterDays: 30 },
  limits: { perPersonMonth: 4, perDay: 30, inAll: null },
  lines: [
    { side: 'inviter', on: 'signup', form: { kind: 'points', points: 50 } },
    { side: 'inviter', on: 'first_order', form: { kind: 'money', rateBps: 1234 } },
    { side: 'invited', on: 'first_order', form: { kind: 'money', amountMinor: '20000' } },
    { side: 'inviter', on: 'repeat_order', form: { kind: 'money', rateBps: 333 } },
  ],
};

async function open(now: Date): Promise<Shop> {
  const store = await makeStore(app, { timezone: 'UTC' });
  const day = (n: number) => new Date(now.getTime() - n * DAY);
  await publishRules(app, store, terms(RULES), day(10));
  const half = [
    { side: 'inviter' as const, on: 'first_order' as const, form: { kind: 'money' as const, rateBps: 100 } },
  ];
  await publishRules(app, store, terms({ ...RULES, lines: half }), day(1.5));
  return { store, key: await rewardKey(app, store) };
}

async function send({ store, key }: Shop, says: readonly Say[]): Promise<void> {
  const events = says.flatMap((say) => (say.what === 'event' ? [say.event] : []));
  for (;;) {
    const calls = says.map((say) => {
      if (say.what === 'order') return putOrder(app, store.live, say.id, say.body);
      return say.what === 'refund' ? putRefund(app, store.live, say.id, say.body) : null;
    });
    if (events.length > 0) calls.push(signedCall(app, key, 'POST', '/v1/referral/events', { events }));
    const statuses = await Promise.all(calls.filter((one) => one !== null).map(async (one) => (await one).status));
    if (statuses.every((status) => status < 500)) return;
  }
}

/** Says everything twice, in a random order, sixteen at once, in batches of a few. */
async function sendWildly(shop: Shop, said: readonly Say[], roll: (below: number) => number): Promise<void> {
  const all = shuffled([...said, ...said], roll);
  const batches: Say[][] = [];
  while (all.length > 0) batches.push(all.splice(0, 1 + roll(6)));
  const sender = async (): Promise<void> => {
    for (let batch = batches.pop(); batch; batch = batches.pop()) await send(shop, batch);
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
}

/** Two workers at once, again and again as timers do, until nothing is left to do. */
async function work(): Promise<void> {
  for (;;) {
    await Promise.allSettled([runTimers(app), runTimers(app)]);
    const [left]: { n: number }[] = await app.db.query(
      `SELECT ((SELECT count(*) FROM reward_marks) + (SELECT count(*) FROM rewards WHERE status = 'due' AND due_at <= $1))::int AS n`,
      [app.clock.now()],
    );
    if (left?.n === 0) return;
  }
}

describe('the register', () => {
  it.each(Array.from({ length: SCENARIOS }, (_, n) => n + 1))(
    'is the same however it is told: %i',
    async (seed) => {
      app.clock.reset();
      const now = app.clock.now();
      const said = scenario(seed, now);
      const [calm, wild] = [await open(now), await open(now)];
      for (const say of said) await send(calm, [say]);
      await runTimers(app);
      const roll = dice(seed * 7919);
      let sent = false;
      const book = app.get(RewardBook);
      const save = book.save.bind(book);
      const breaking = jest.spyOn(book, 'save').mockImplementation(async (...values) => {
        await save(...values);
        if (roll(25) === 0) throw new Error('the process died here');
      });
      try {
        const sending = sendWildly(wild, said, roll).then(() => (sent = true));
        while (!sent)
          await app
            .get(JobsService)
            .runTimer('rewards.follow')
            .catch(() => undefined);
        await sending;
        await work();
        expect(await registerOf(app, wild.store.id)).toEqual(await registerOf(app, calm.store.id));
        app.clock.advance(9 * DAY);
        await work();
      } finally {
        breaking.mockRestore();
      }
      await work();
      const [one, two] = [await registerOf(app, calm.store.id), await registerOf(app, wild.store.id)];
      expect(two).toEqual(one);
      const states = new Set(one.rewards.map((row) => (row as { status: string }).status));
      expect([...states].sort()).toEqual(['held', 'issued']);
      expect(one.rewards.length).toBeGreaterThan(8);
    },
    900_000,
  );

  it('numbers every change once, and the list of changes leaves none out', async () => {
    const rows: { wrong: number; changes: number }[] = await app.db.query(`
      SELECT count(*) FILTER (WHERE n <> 1)::int AS wrong, sum(n)::int AS changes FROM (
        SELECT r.programme_id, c.change_seq, count(*) AS n FROM reward_changes c JOIN rewards r ON r.id = c.reward_id GROUP BY 1, 2) x`);
    const [counted]: { last: number }[] = await app.db.query('SELECT sum(last)::int AS last FROM reward_counters');
    expect(rows[0]?.wrong).toBe(0);
    expect(rows[0]?.changes).toBe(counted?.last);
  });
});
