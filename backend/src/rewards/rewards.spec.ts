// Shoppers' rewards over the signed doors: told, due, issued, confirmed, taken back; limits and the stop; nobody reads another store.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import { orderBody, putOrder, putRefund } from '../../test/support/make-money.js';
import { actorOf, makeCreator, makeStore, signedCall, type KeyPair, type MadeStore } from '../../test/support/make.js';
import {
  DAY,
  publishRules,
  rewardKey,
  rewardsOf,
  runTimers,
  tell,
  terms,
} from '../../test/support/rewards/reward-desk.js';
import { Mail } from '../accounts/mails/mail.entity.js';
import { CreatorsService } from '../creators/creators.service.js';
import type { Terms } from './programme/terms.rules.js';
import type { RewardShown } from './reward-views.service.js';

let app: TestApp;
let other: { store: MadeStore; key: KeyPair };
beforeAll(async () => {
  app = await startApp();
  const store = await makeStore(app);
  other = { store, key: await rewardKey(app, store) };
}, 180_000);
afterAll(() => app?.close());

interface Shop {
  store: MadeStore;
  key: KeyPair;
  /** The inviter's code. */
  code: string;
}

/** A store with rules since yesterday and one inviter, Anna. */
async function open(change: Partial<Terms> = {}): Promise<Shop> {
  app.clock.reset();
  const store = await makeStore(app);
  const key = await rewardKey(app, store);
  await publishRules(app, store, terms(change), new Date(app.clock.now().getTime() - DAY));
  const [answer] = await tell(app, key, { kind: 'invite', inviter: 'anna' });
  return { store, key, code: answer?.code ?? '' };
}
const ago = (ms: number): string => new Date(app.clock.now().getTime() - ms).toISOString();
const friend = ({ key, code }: Shop, invitee: string) =>
  tell(app, key, { kind: 'signup', invitee, code, at: ago(7_200_000) });
const buys = ({ key }: Shop, person: string, orderId: string, total = '1000.00') =>
  tell(app, key, { kind: 'order', person, orderId, total, currency: 'KZT', at: ago(3_600_000) });
const call = (key: KeyPair, verb: 'GET' | 'POST', path: string, body?: unknown) =>
  signedCall(app, key, verb, path, body);
const codeOf = (answer: { status: number; body: unknown }): string | number =>
  (answer.body as { error?: { code: string } }).error?.code ?? answer.status;
const later = async (days: number): Promise<void> => {
  app.clock.advance(days * DAY);
  await runTimers(app);
};
const brief = (list: RewardShown[]) =>
  list.map(({ person, status, amount, reason }) => [person, status, amount, reason]).sort();

describe('the road of a reward', () => {
  it('is told, due, issued when returns are over, and confirmed by the shop once', async () => {
    const shop = await open();
    expect(await friend(shop, 'boris')).toMatchObject([{ outcome: 'recorded', verdict: 'BOUND' }]);
    expect(await buys(shop, 'boris', 'A-1', '12990.55')).toMatchObject([{ outcome: 'recorded', verdict: 'EARNED' }]);
    await later(13);
    expect(brief(await rewardsOf(app, shop.key))).toEqual([
      ['anna', 'due', '1299.06', null],
      ['boris', 'due', '649.53', null],
    ]);
    await later(1);
    const anna = (await rewardsOf(app, shop.key)).find(({ person }) => person === 'anna');
    expect(anna).toMatchObject({
      status: 'issued',
      currency: 'KZT',
      rulesVersion: 1,
      event: 'first_order',
      orderId: 'A-1',
    });
    expect(anna?.why.en).toMatch(
      /^Friend boris placed the first order, A-1, worth KZT\s12,990\.55\. Version 1 .* gives the inviter 10% of KZT\s12,990\.55: KZT\s1,299\.06\. It is issued\.$/,
    );
    expect(`${anna?.why.ru}${anna?.why.kk}`).not.toMatch(/[{}]/);
    const path = `/v1/referral/rewards/${anna?.id}`;
    for (const reference of ['bonus-7', 'bonus-8']) {
      const answer = await call(shop.key, 'POST', `${path}/confirm`, { reference });
      expect(answer.body).toMatchObject({ status: 'confirmed', reference: 'bonus-7' });
    }
    const status = await call(shop.key, 'GET', `/v1/referral/rewards/status?ids=${anna?.id},rwd_none`);
    expect((status.body as { rewards: RewardShown[] }).rewards.map(({ id }) => id)).toEqual([anna?.id]);
  });

  it('is cancelled by itself when its order comes back: before and after it was issued', async () => {
    const shop = await open();
    await friend(shop, 'boris');
    await buys(shop, 'boris', 'A-1');
    expect(await tell(app, shop.key, { kind: 'order_cancelled', orderId: 'A-1' })).toMatchObject([
      { verdict: 'NOTED' },
    ]);
    expect(brief(await rewardsOf(app, shop.key))).toEqual([
      ['anna', 'cancelled', '100.00', 'ORDER_CANCELLED'],
      ['boris', 'cancelled', '50.00', 'ORDER_CANCELLED'],
    ]);
    await buys(shop, 'boris', 'A-2');
    await later(14);
    await tell(app, shop.key, { kind: 'order_returned', orderId: 'A-2', amount: '400.00', currency: 'KZT' });
    const issued = (await rewardsOf(app, shop.key)).filter(({ orderId }) => orderId === 'A-2');
    // What was issued keeps its amount while the order stands.
    expect(brief(issued)).toEqual([
      ['anna', 'issued', '100.00', null],
      ['boris', 'issued', '50.00', null],
    ]);
    await tell(app, shop.key, { kind: 'order_returned', orderId: 'A-2' });
    const after = (await rewardsOf(app, shop.key)).filter(({ orderId }) => orderId === 'A-2');
    expect(after.map(({ status, reason }) => [status, reason])).toEqual(Array(2).fill(['cancelled', 'ORDER_RETURNED']));
    expect(after.every(({ issuedAt, cancelledAt }) => issuedAt !== null && cancelledAt !== null)).toBe(true);
    expect(codeOf(await call(shop.key, 'POST', `/v1/referral/rewards/${after[0]?.id}/confirm`))).toBe('REWARD_STATUS');
  });

  it('comes from the shop’s own orders without being told, and follows what they say later', async () => {
    const shop = await open();
    await friend(shop, 'boris');
    const orders = await orderKeyOf(shop.store);
    const body = orderBody(app, { buyer: { customerId: 'boris' } });
    await putOrder(app, orders, 'B-1', body);
    await runTimers(app);
    expect(brief(await rewardsOf(app, shop.key))).toEqual([
      ['anna', 'due', '1000.00', null],
      ['boris', 'due', '500.00', null],
    ]);
    // Told too, it is still one order, and another sum changes nothing.
    expect(await buys(shop, 'boris', 'B-1', '5.00')).toMatchObject([{ verdict: 'KNOWN_FROM_ORDERS' }]);
    await putRefund(app, orders, 'R-1', { orderId: 'B-1', occurredAt: body.occurredAt, adjustment: '2500.00' });
    await runTimers(app);
    expect(brief(await rewardsOf(app, shop.key)).map((row) => row[2])).toEqual(['750.00', '375.00']);
    await putOrder(app, orders, 'B-1', { ...body, version: 2, status: 'cancelled' });
    await runTimers(app);
    expect((await rewardsOf(app, shop.key)).map(({ reason }) => reason)).toEqual([
      'ORDER_CANCELLED',
      'ORDER_CANCELLED',
    ]);
    await putOrder(app, orders, 'B-1', { ...body, version: 3 });
    await runTimers(app);
    expect(brief(await rewardsOf(app, shop.key)).map((row) => row[1])).toEqual(['due', 'due']);
  });

  it('is not for who was a customer already, as the shop’s own orders know', async () => {
    const shop = await open();
    const body = orderBody(app, { buyer: { customerId: 'old' }, occurredAt: ago(9_000_000) });
    await putOrder(app, await orderKeyOf(shop.store), 'C-1', body);
    expect(await friend(shop, 'old')).toMatchObject([{ verdict: 'NOT_NEW' }]);
    await buys(shop, 'old', 'C-2');
    expect(await rewardsOf(app, shop.key)).toEqual([]);
  });

  it('goes to the inviter of the first sign-up, though that was told last', async () => {
    const shop = await open();
    const [vera] = await tell(app, shop.key, { kind: 'invite', inviter: 'vera' });
    await friend(shop, 'boris');
    await buys(shop, 'boris', 'A-1');
    await tell(app, shop.key, { kind: 'signup', invitee: 'boris', code: vera?.code, at: ago(8_000_000) });
    expect(brief(await rewardsOf(app, shop.key)).sort()).toEqual([
      ['anna', 'cancelled', '100.00', 'OTHER_INVITER'],
      ['boris', 'due', '50.00', null],
      ['vera', 'due', '100.00', null],
    ]);
  });

  it('is taken from the later of two who invited each other', async () => {
    const shop = await open({ lines: [{ side: 'inviter', on: 'signup', form: { kind: 'points', points: 10 } }] });
    const [boris] = await tell(app, shop.key, { kind: 'invite', inviter: 'boris' });
    await tell(app, shop.key, { kind: 'signup', invitee: 'anna', code: boris?.code, at: ago(1_000_000) });
    expect((await rewardsOf(app, shop.key)).map(({ person, status }) => [person, status])).toEqual([['boris', 'due']]);
    // Boris had been brought by Anna before: her sign-up closes the ring, his does not.
    await friend(shop, 'boris');
    expect(
      (await rewardsOf(app, shop.key)).map(({ person, status, reason }) => [person, status, reason]).sort(),
    ).toEqual([
      ['anna', 'due', null],
      ['boris', 'cancelled', 'LOOP'],
    ]);
  });
});

describe('the doors', () => {
  it('answer each row for itself, and a repeat like the first', async () => {
    const shop = await open();
    const rows = [
      { id: 'e1', kind: 'signup', invitee: 'boris', code: shop.code.toLowerCase(), at: ago(1000) },
      { id: 'e2', kind: 'signup', invitee: 'b@mail.kz', code: shop.code, at: ago(1000) },
      { id: 'e3', kind: 'order', person: 'boris', orderId: 'A-1', total: '10.001', currency: 'KZT', at: ago(10) },
      { id: 'e4', kind: 'order', person: 'boris', orderId: 'A-1', total: '10.00', currency: 'XXZ', at: ago(10) },
      { id: 'e5', kind: 'order', person: 'boris', orderId: 'A-1', total: '10.00', currency: 'KZT', at: ago(-900_000) },
      { id: '~e6', kind: 'order_cancelled', orderId: 'A-1', at: ago(10) },
      { id: 'e7', kind: 'dance' },
      { id: 'e8', kind: 'invite', inviter: 'anna', code: 'sh1t2026', at: ago(10) },
      { id: 'e9', kind: 'order_returned', orderId: 'A-1', amount: '1.00', at: ago(10) },
    ];
    const answer = await tell(app, shop.key, ...rows);
    expect(answer.map(({ outcome, error }) => [outcome, error?.code ?? null, error?.field ?? null])).toEqual([
      ['recorded', null, null],
      ['refused', 'BAD_INPUT', 'invitee'],
      ['refused', 'BAD_AMOUNT', 'total'],
      ['refused', 'UNKNOWN_CURRENCY', 'currency'],
      ['refused', 'BAD_INPUT', 'at'],
      ['refused', 'BAD_INPUT', 'id'],
      ['refused', 'BAD_INPUT', 'kind'],
      ['refused', 'CODE_NOT_ALLOWED', 'code'],
      ['refused', 'BAD_INPUT', 'currency'],
    ]);
    const first = rows[0] as { kind: string };
    expect(await tell(app, shop.key, first, { ...first, invitee: 'vera' }, first)).toMatchObject([
      { outcome: 'duplicate', verdict: 'BOUND' },
      { outcome: 'refused', error: { code: 'EVENT_CONFLICT' } },
      { outcome: 'duplicate' },
    ]);
  });

  it('give an inviter one code of ours for ever, a wished one if it is free, and the link with its tags', async () => {
    const shop = await open();
    expect(shop.code).toMatch(/^[A-HJKMNP-Z2-9]{8}$/);
    const creator = await makeCreator(app);
    const who = await actorOf(app, creator);
    await app.get(CreatorsService).createPromoCode(who, shop.store.id, 'DANA10');
    const answer = await tell(
      app,
      shop.key,
      { kind: 'invite', inviter: 'anna' },
      { kind: 'invite', inviter: 'anna', code: ' anna2026 ' },
      { kind: 'invite', inviter: 'vera', code: 'ANNA2026' },
      { kind: 'invite', inviter: 'vera', code: 'DANA10' },
    );
    expect(answer.map(({ code, error }) => code ?? error?.code)).toEqual([
      shop.code,
      'ANNA2026',
      'CODE_TAKEN',
      'CODE_TAKEN',
    ]);
    const link = new URL(answer[1]?.link ?? '');
    expect([link.origin, link.searchParams.get('sub1'), link.searchParams.get('utm_medium')]).toEqual([
      'https://shop.example',
      'ANNA2026',
      'referral',
    ]);
    // A code that comes after the sign-up by it.
    expect(await tell(app, shop.key, { kind: 'signup', invitee: 'boris', code: 'VERA-', at: ago(10) })).toMatchObject([
      { verdict: 'UNKNOWN_CODE' },
    ]);
    expect(await tell(app, shop.key, { kind: 'signup', invitee: 'gleb', code: 'VERA7', at: ago(10) })).toMatchObject([
      { verdict: 'UNKNOWN_CODE' },
    ]);
    await tell(app, shop.key, { kind: 'invite', inviter: 'vera', code: 'vera7' });
    const rows: unknown = await app.db.query(
      `SELECT verdict FROM reward_verdicts WHERE programme_id = $1 AND inviter = 'vera'`,
      [shop.store.id],
    );
    expect(rows).toEqual([{ verdict: 'BOUND' }]);
  });

  it('refuse what is not the caller’s: another scope, another store, the other mode, a store without rules', async () => {
    const shop = await open();
    await friend(shop, 'boris');
    await buys(shop, 'boris', 'A-1');
    const [reward] = await rewardsOf(app, shop.key);
    const path = `/v1/referral/rewards/${reward?.id}`;
    const test = await rewardKey(app, shop.store, 'test');
    for (const key of [other.key, test]) {
      expect(codeOf(await call(key, 'POST', `${path}/cancel`, { reason: 'no reason' }))).toBe('NOT_FOUND');
      expect(codeOf(await call(key, 'POST', `${path}/confirm`))).toBe('NOT_FOUND');
      expect((await call(key, 'GET', `/v1/referral/rewards/status?ids=${reward?.id}`)).body).toEqual({ rewards: [] });
      expect(await rewardsOf(app, key)).toEqual([]);
    }
    expect(codeOf(await call(shop.store.live, 'GET', '/v1/referral/rewards'))).toBe('SCOPE_MISSING');
    expect(codeOf(await call(shop.store.live, 'POST', '/v1/referral/events', { events: [] }))).toBe('SCOPE_MISSING');
    expect(codeOf(await call(other.key, 'POST', '/v1/referral/events', { events: [{}] }))).toBe('CONFLICT');
    expect(codeOf(await call(shop.key, 'POST', '/v1/referral/events', { events: [] }))).toBe('BAD_INPUT');
    expect(codeOf(await call(shop.key, 'POST', '/v1/referral/events', { events: Array(201).fill({}) }))).toBe(
      'BAD_INPUT',
    );
    expect(codeOf(await call(shop.key, 'GET', '/v1/referral/rewards?limit=201'))).toBe('BAD_INPUT');
    expect(codeOf(await call(shop.key, 'GET', '/v1/referral/rewards?after=x'))).toBe('BAD_INPUT');
    expect(codeOf(await call({ ...shop.key, secret: 'wrong' }, 'GET', '/v1/referral/rewards'))).toBe('BAD_SIGNATURE');
    expect(codeOf(await call(shop.key, 'POST', `${path}/confirm`))).toBe('REWARD_STATUS');
    expect(codeOf(await call(shop.key, 'POST', `${path}/cancel`, { reason: ' a ' }))).toBe('BAD_INPUT');
    expect((await call(shop.key, 'POST', `${path}/cancel`, { reason: 'A relative' })).body).toMatchObject({
      status: 'cancelled',
      reason: 'BY_SHOP',
      note: 'A relative',
    });
    await later(14);
    expect(brief(await rewardsOf(app, shop.key)).map((row) => row[1])).toEqual(['cancelled', 'issued']);
  });

  it('keep what was told and what was issued, whoever asks', async () => {
    await expect(app.db.query(`UPDATE reward_events SET person = 'x'`)).rejects.toThrow();
    await expect(app.db.query('DELETE FROM reward_rules')).rejects.toThrow();
    await expect(app.db.query(`UPDATE rewards SET amount_minor = 1 WHERE status = 'issued'`)).rejects.toThrow(
      /does not change/,
    );
    await expect(app.db.query('DELETE FROM rewards')).rejects.toThrow();
  });
});

describe('limits', () => {
  const one: Terms['lines'] = [{ side: 'inviter', on: 'first_order', form: { kind: 'money', amountMinor: '100' } }];
  const three = async (change: Partial<Terms>): Promise<unknown> => {
    const shop = await open({ lines: one, ...change });
    for (const name of ['b1', 'b2', 'b3']) {
      await friend(shop, name);
      await buys(shop, name, name);
    }
    await later(14);
    return (await rewardsOf(app, shop.key)).map(({ status, reason }) => reason ?? status).sort();
  };
  it.each([
    ['a person a month', { perPersonMonth: 2, perDay: null, inAll: null }, 'LIMIT_PERSON_MONTH'],
    ['a day', { perPersonMonth: null, perDay: 2, inAll: null }, 'LIMIT_DAY'],
    ['in all', { perPersonMonth: null, perDay: null, inAll: 2 }, 'LIMIT_PROGRAMME'],
  ])('hold what is above them for %s', async (_, limits, reason) => {
    expect(await three({ limits })).toEqual([reason, 'issued', 'issued']);
  });

  it('stop a programme on a day out of all proportion, and tell its owners once', async () => {
    expect(await three({ surgeAtLeast: 1, surgeTimes: 2 })).toEqual(['ANOMALY', 'ANOMALY', 'issued']);
    const mails = await app.db.manager.findBy(Mail, { kind: 'rewards_stopped' });
    expect(mails).toHaveLength(1);
    expect(mails[0]?.body).toMatch(/came to 2 rewards/);
  });
});

/** The store's key for orders, apart from the one for rewards. */
const orderKeyOf = (store: MadeStore): Promise<KeyPair> => Promise.resolve(store.live);
