// What goes wrong between us and PayPal: lines that break, answers that never come, refusals; one order is paid once through all of it.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CLIENT_ID, SECRET, type Trouble } from '../../../test/support/paypal/double.js';
import { PaypalStage, type Batch, type Send } from '../../../test/support/paypal/stage.js';
import type { SignedCreator } from '../../../test/support/make.js';
import { freePort } from '../../../test/support/processes.js';
import { JobsService } from '../../base/jobs/jobs.service.js';
import { LedgerChecks } from '../../ledger/ledger-checks.service.js';
import { ResultsService } from '../results/results.service.js';
import { LooksService } from './looks.service.js';
import { SendsService } from './sends.service.js';

const DAY = 86_400_000;
let stage: PaypalStage;
const creators: SignedCreator[] = [];
/** Everything this process wrote, to look for secrets in. */
let written = '';
const writers = [process.stdout, process.stderr].map((stream) => ({ stream, write: stream.write.bind(stream) }));

beforeAll(async () => {
  for (const { stream, write } of writers) {
    stream.write = ((text: string | Uint8Array, ...rest: []) => {
      written += String(text);
      return write(text, ...rest);
    }) as typeof stream.write;
  }
  stage = await PaypalStage.open();
  for (let i = 0; i < 2; i++) creators.push(await stage.creator(`Creator ${i}`));
  for (const one of creators) await stage.paypal(one);
}, 180_000);
afterAll(async () => {
  await stage?.close();
  for (const { stream, write } of writers) stream.write = write;
});

const sends = () => stage.app.get(SendsService);
const sendOf = (batch: Batch): Send => {
  const [send] = batch.sends;
  if (!send) throw new Error('No order.');
  return send;
};
const ordersOf = (batch: Batch) => stage.double.orders.filter((one) => one.ref.startsWith(batch.id));
const dueNow = async (ms: number) => {
  await stage.wait(ms);
  await stage.app.get(JobsService).runTimer('payouts.due-orders');
  await stage.work();
};

/** Ends what PayPal has of a batch: the money comes back, so that the next test may send it again. */
async function settle(batch: Batch): Promise<void> {
  for (const { id } of batch.payouts) stage.double.decide(id, 'FAILED');
  await dueNow(120_000);
  expect(await stage.batch(batch.id)).toMatchObject({ status: 'closed', sends: [{ state: 'done' }] });
  stage.app.clock.advance(20_000);
}

describe('a try whose outcome is not known', () => {
  const troubles: [string, Trouble, { orders: number; error: string; mayBeTaken: boolean }][] = [
    [
      'the line breaks before the order is read',
      { cut: 'before' },
      { orders: 0, error: 'NO_ANSWER', mayBeTaken: true },
    ],
    ['the line breaks after it is taken', { cut: 'after' }, { orders: 1, error: 'NO_ANSWER', mayBeTaken: true }],
    ['500, and it is taken', { status: 500, taken: true }, { orders: 1, error: 'BUSY', mayBeTaken: true }],
    ['503, and it is not', { status: 503 }, { orders: 0, error: 'BUSY', mayBeTaken: true }],
    [
      'nothing in time, and it is taken',
      { slowMs: 1200, taken: true },
      { orders: 1, error: 'NO_ANSWER', mayBeTaken: true },
    ],
    [
      'nothing in time, and it is not',
      { slowMs: 1200, taken: false },
      { orders: 0, error: 'NO_ANSWER', mayBeTaken: true },
    ],
    [
      'too many requests',
      { status: 429, issue: 'RATE_LIMIT_REACHED' },
      { orders: 0, error: 'BUSY', mayBeTaken: false },
    ],
  ];
  it.each(troubles)('%s: it waits, is asked again with the same key, and is one order', async (_, trouble, then) => {
    stage.double.meet(trouble);
    const batch = await stage.paid(creators);
    expect(sendOf(batch)).toMatchObject({ state: 'waiting', error: then.error, mayBeTaken: then.mayBeTaken, tries: 1 });
    expect(ordersOf(batch)).toHaveLength(then.orders);
    expect(batch.payouts.map((one) => one.status)).toEqual(['processing', 'processing']);
    if (then.mayBeTaken) expect(await stage.giveUp(sendOf(batch).id)).toBe('MAY_BE_PAID');
    await dueNow(3_700_000);
    expect(sendOf(await stage.batch(batch.id))).toMatchObject({ state: 'taken', error: null, tries: 2 });
    expect(ordersOf(batch)).toHaveLength(1);
    await settle(batch);
  });

  it('after it a refusal is no proof: the order still may be paid, and is found', async () => {
    stage.double.meet({ cut: 'after' }, { status: 403, issue: 'NOT_AUTHORIZED' });
    const batch = await stage.paid(creators);
    await stage.ask(sendOf(batch).id);
    expect(sendOf(await stage.batch(batch.id))).toMatchObject({ state: 'waiting', error: 'REFUSED', mayBeTaken: true });
    expect(await stage.giveUp(sendOf(batch).id)).toBe('MAY_BE_PAID');
    await dueNow(3_700_000);
    expect(sendOf(await stage.batch(batch.id))).toMatchObject({ state: 'taken', providerId: ordersOf(batch)[0]?.id });
    expect(ordersOf(batch)).toHaveLength(1);
    await settle(batch);
  });
});

describe('a process that dies', () => {
  it('before the call: the row is there, the next process asks', async () => {
    const jobs = stage.app.get(JobsService);
    const made = (await stage.create()) as Batch;
    // The confirmation is kept and its job is lost with the machine.
    const text = 'mutation($id: ID!) { approvePayoutBatch(id: $id) { id } }';
    await stage.app.graphql(text, { id: made.id }, { as: stage.second.cookie });
    await stage.app.db.query(`DELETE FROM pgboss.job WHERE name = 'payouts.send_requested'`);
    await jobs.drain();
    expect(sendOf(await stage.batch(made.id))).toMatchObject({ state: 'waiting', tries: 0, mayBeTaken: false });
    expect(ordersOf(made)).toHaveLength(0);
    await dueNow(400_000);
    expect(ordersOf(made)).toHaveLength(1);
    await settle(await stage.batch(made.id));
  });

  it('between the call and the answer: the mark stands, and the order is taken over, not doubled', async () => {
    stage.double.meet({ slowMs: 300, taken: true });
    const made = (await stage.create()) as Batch;
    const text = 'mutation($id: ID!) { approvePayoutBatch(id: $id) { id } }';
    await stage.app.graphql(text, { id: made.id }, { as: stage.second.cookie });
    await stage.app.db.query(`DELETE FROM pgboss.job WHERE name = 'payouts.send_requested'`);
    const id = `${made.id}-USD`;
    // The answer of the first try is thrown away, as if its process had ended with it.
    const service = sends();
    const end = Reflect.get(service, 'end') as unknown;
    Reflect.set(service, 'end', () => Promise.reject(new Error('The machine is gone.')));
    await expect(service.ask(id)).rejects.toThrow('gone');
    Reflect.set(service, 'end', end);
    expect(ordersOf(made)).toHaveLength(1);
    expect(sendOf(await stage.batch(made.id))).toMatchObject({ state: 'waiting', tries: 1, mayBeTaken: true });
    await expect(service.ask(id)).rejects.toThrow(/Another process/);
    await dueNow(60_000);
    expect(sendOf(await stage.batch(made.id))).toMatchObject({
      state: 'taken',
      providerId: ordersOf(made)[0]?.id,
      tries: 2,
    });
    expect(ordersOf(made)).toHaveLength(1);
    await settle(await stage.batch(made.id));
  });

  it('while it keeps results: they are kept whole or not at all, and come again', async () => {
    const batch = await stage.paid(creators);
    for (const { id } of batch.payouts) stage.double.decide(id, 'FAILED');
    const before = await stage.book();
    const results = stage.app.get(ResultsService);
    const record = Reflect.get(results, 'record') as (...parts: unknown[]) => Promise<unknown>;
    // Facts, notes and audit are written, and then the process ends before the commit.
    Reflect.set(results, 'record', async (...parts: unknown[]) => {
      await record.apply(results, parts);
      throw new Error('The machine is gone.');
    });
    await expect(stage.app.get(LooksService).look(sendOf(batch).id)).rejects.toThrow('gone');
    Reflect.set(results, 'record', record);
    await stage.work();
    expect(await stage.book()).toEqual(before);
    expect((await stage.batch(batch.id)).payouts.map((one) => one.sent?.status)).toEqual([null, null]);
    // Two looks at once tell it once.
    await Promise.all([1, 2].map(() => stage.app.get(LooksService).look(sendOf(batch).id)));
    await settle(batch);
    const facts: unknown[] = await stage.app.db.query(
      `SELECT 1 FROM facts WHERE type = 'payout_result' AND external_id LIKE $1`,
      [`${batch.id}:%`],
    );
    expect(facts).toHaveLength(2);
  });
});

describe('an order that PayPal refuses', () => {
  it('for an empty balance has nothing taken: it is sent again with the same key when there is money', async () => {
    stage.double.balanceIsEmpty = true;
    const batch = await stage.paid(creators);
    expect(sendOf(batch)).toMatchObject({
      ...{ state: 'refused', error: 'REFUSED', mayBeTaken: false, nextAt: null },
      errorDetail: expect.stringMatching(/^422 INSUFFICIENT_FUNDS/),
    });
    await dueNow(DAY);
    expect(sendOf(await stage.batch(batch.id)).tries).toBe(1);
    stage.double.balanceIsEmpty = false;
    await stage.ask(sendOf(batch).id);
    expect(sendOf(await stage.batch(batch.id)).state).toBe('taken');
    expect(ordersOf(batch)).toHaveLength(1);
    await settle(batch);
  });

  it('is given up with a reason: everyone in it is owed again and may be paid another way', async () => {
    stage.double.balanceIsEmpty = true;
    const owed = await stage.owed(creators[0] as SignedCreator);
    const batch = await stage.paid(creators);
    stage.double.balanceIsEmpty = false;
    expect(await stage.giveUp(sendOf(batch).id)).toMatchObject({ state: 'given_up' });
    const after = await stage.batch(batch.id);
    expect(after).toMatchObject({ status: 'closed', payouts: [{ status: 'failed' }, { status: 'failed' }] });
    expect(after.payouts[0]?.bankReason).toBe('REFUSED · Another way');
    expect(await stage.owed(creators[0] as SignedCreator)).toEqual(owed);
    expect(await stage.ask(sendOf(batch).id)).toBe('CONFLICT');
    expect((await stage.audits('payouts.send_given_up')).at(-1)).toMatchObject({ actor: stage.first.accountId });
  });

  it('as a whole after it took it (DENIED): each payout fails with that word', async () => {
    const batch = await stage.paid(creators);
    stage.double.order(sendOf(batch).id).status = 'DENIED';
    await dueNow(120_000);
    const after = await stage.batch(batch.id);
    expect(after).toMatchObject({ status: 'closed', sends: [{ state: 'done' }] });
    expect(after.payouts.map((one) => [one.status, one.sent?.status, one.bankReason])).toEqual([
      ['failed', 'DENIED', 'DENIED · ORDER_DENIED'],
      ['failed', 'DENIED', 'DENIED · ORDER_DENIED'],
    ]);
  });
});

describe('keys and tokens', () => {
  it('a token that PayPal ended is replaced without anybody noticing', async () => {
    stage.double.forgetTokens();
    const batch = await stage.paid(creators);
    expect(sendOf(batch)).toMatchObject({ state: 'taken', tries: 1 });
    await settle(batch);
  });

  it('keys that are refused send nothing, say so, and are tried again', async () => {
    const { paypal } = stage.app.config;
    stage.app.config.paypal = paypal && { ...paypal, secret: 'another' };
    stage.double.forgetTokens();
    const batch = await stage.paid(creators);
    expect(sendOf(batch)).toMatchObject({ state: 'waiting', error: 'KEYS_REFUSED', mayBeTaken: false });
    stage.app.config.paypal = paypal;
    await dueNow(3_700_000);
    expect(sendOf(await stage.batch(batch.id))).toMatchObject({ state: 'taken', error: null });
    await settle(batch);
  });

  it('nobody there: nothing was sent, whether a token is at hand or not', async () => {
    const { paypal } = stage.app.config;
    stage.app.config.paypal = paypal && { ...paypal, url: `http://127.0.0.1:${await freePort()}` };
    const batch = await stage.paid(creators);
    expect(sendOf(batch)).toMatchObject({
      state: 'waiting',
      error: 'UNREACHABLE',
      errorDetail: 'ECONNREFUSED',
      mayBeTaken: false,
    });
    stage.app.config.paypal = paypal;
    await dueNow(3_700_000);
    await settle(batch);
  });

  it('an order of the sandbox never goes to the live address', async () => {
    const { paypal } = stage.app.config;
    stage.double.meet({ status: 429 });
    const batch = await stage.paid(creators);
    stage.app.config.paypal = paypal && { ...paypal, isSandbox: false };
    await dueNow(3_700_000);
    expect(sendOf(await stage.batch(batch.id))).toMatchObject({ state: 'waiting', error: 'OTHER_PLACE', tries: 1 });
    expect(ordersOf(batch)).toHaveLength(0);
    stage.app.config.paypal = paypal;
    await dueNow(700_000);
    await settle(batch);
  });
});

describe('an order nobody answered for', () => {
  it('is never asked for again once PayPal forgot its key: it is lost, and people find it', async () => {
    stage.double.meet({ cut: 'after' });
    const batch = await stage.paid(creators);
    const asked = () => stage.double.calls.filter((one) => one === 'POST /v1/payments/payouts').length;
    const before = asked();
    await dueNow(26 * DAY);
    const { id } = sendOf(batch);
    expect(sendOf(await stage.batch(batch.id))).toMatchObject({
      state: 'lost',
      error: 'KEY_FORGOTTEN',
      mayBeTaken: true,
    });
    expect(asked()).toBe(before);
    expect(await stage.ask(id)).toBe('CONFLICT');
    expect(await stage.giveUp(id)).toBe('CONFLICT');
    expect(await stage.name(id, 'NOSUCH')).toBe('BAD_INPUT');
    expect(await stage.name(id, 'PPBATCH1')).toBe('BAD_INPUT');
    expect(await stage.name(id, ordersOf(batch)[0]?.id ?? '')).toMatchObject({ state: 'taken' });
    await settle(batch);
  });

  it('or its results are taken by hand, as those of a bank', async () => {
    stage.double.meet({ cut: 'before' });
    const batch = await stage.paid(creators);
    await dueNow(26 * DAY);
    const csv = `payout_id,result\n${batch.payouts.map((one) => `${one.id},failed`).join('\n')}`;
    expect(await stage.take(batch.id, csv)).toEqual({ settled: 0, failed: 2, errors: [] });
    expect(await stage.batch(batch.id)).toMatchObject({ status: 'closed', sends: [{ state: 'lost' }] });
    expect(ordersOf(batch)).toHaveLength(0);
  });
});

describe('two currencies', () => {
  it('are two orders; PayPal has no cents of forints, and what cannot be sent stays in the book', async () => {
    await stage.rate('HUF', '1.37');
    const anna = await stage.creator('Anna', '1001.00');
    await stage.paypal(anna, 'HUF');
    stage.app.clock.advance(20_000);
    const batch = await stage.paid([...creators.slice(0, 1), anna]);
    expect(batch.sends.map((one) => [one.id.slice(-3), one.state])).toEqual([
      ['HUF', 'taken'],
      ['USD', 'taken'],
    ]);
    const [item] = stage.double.order(`${batch.id}-HUF`).items;
    expect(item?.payout_item.amount).toEqual({ value: '730', currency: 'HUF' });
    for (const { id } of batch.payouts) stage.double.decide(id, 'SUCCESS');
    await dueNow(120_000);
    expect(await stage.book()).toMatchObject({ 'cash@HUF': '-73000', 'fx:clearing@HUF': '73000' });
  });
});

describe('through all of it', () => {
  it('the book is in balance and its checks find nothing', async () => {
    expect(new Set(await stage.trialBalance())).toEqual(new Set(['0']));
    expect(await stage.app.get(LedgerChecks).check(stage.store.id, true)).toEqual([]);
  });

  it('each key was taken once, and nothing we sent was against the contract', () => {
    const refs = stage.double.orders.map((one) => one.ref);
    expect(new Set(refs).size).toBe(refs.length);
    expect(stage.double.faults).toEqual([]);
  });

  it('no secret, token or address of a payee was written anywhere', async () => {
    expect(written).toMatch(/payouts\.send_requested|order pbt_/);
    const kept: object[] = await stage.app.db.query('SELECT error, error_detail FROM payout_sends');
    const jobs: object[] = await stage.app.db.query(
      `SELECT output FROM pgboss.job WHERE name = 'payouts.send_requested'`,
    );
    const basic = Buffer.from(`${CLIENT_ID}:${SECRET}`).toString('base64');
    const all = [written, JSON.stringify([kept, jobs])].join('\n');
    for (const secret of [SECRET, CLIENT_ID, basic, 'Bearer ', 'token-', 'payee-']) expect(all).not.toContain(secret);
  });
});
