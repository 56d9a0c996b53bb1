// The road of a payout by PayPal over its doors: who chooses it, who may send it, what PayPal says, and where the money is.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PaypalStage, type Batch } from '../../../test/support/paypal/stage.js';
import { actorOf, makeAccount, makeStore, openSession, type SignedCreator } from '../../../test/support/make.js';
import { LedgerChecks } from '../../ledger/ledger-checks.service.js';
import { ReplayService } from '../replay/replay.service.js';
import { StatementsService } from '../statements/statements.service.js';
import { JobsService } from '../../base/jobs/jobs.service.js';

const DAY = 86_400_000;
let stage: PaypalStage;
let [dana, timur, asel, bek]: SignedCreator[] = [];
let open: Batch;

const people = () => [dana, timur, asel, bek] as [SignedCreator, SignedCreator, SignedCreator, SignedCreator];
const payoutOf = (batch: Batch, who: SignedCreator | undefined) => {
  const found = batch.payouts.find((one) => one.creatorId === who?.creatorId);
  if (!found) throw new Error('No payout.');
  return found;
};

beforeAll(async () => {
  stage = await PaypalStage.open();
  [dana, timur] = [await stage.creator('Dana'), await stage.creator('Timur', '3000.40')];
  [asel, bek] = [await stage.creator('Asel'), await stage.creator('Bek')];
}, 180_000);
afterAll(async () => {
  await stage?.close();
});

/** The clock goes on, what is due is looked at, and the book follows. */
async function later(ms: number): Promise<void> {
  await stage.wait(ms);
  await stage.app.get(JobsService).runTimer('payouts.due-orders');
  await stage.work();
}

describe('who is paid by PayPal', () => {
  it('names an address and a currency that PayPal pays in; tenge are refused with the way that is left', async () => {
    const [first] = people();
    expect(await stage.profile(first, { method: 'paypal', account: 'no address', currency: 'USD' })).toBe('BAD_INPUT');
    expect(await stage.profile(first, { method: 'paypal', account: 'dana@mail.example', currency: 'KZT' })).toBe(
      'CURRENCY_NOT_PAYABLE',
    );
    expect(await stage.profile(first, { method: 'paypal', account: 'dana@mail.example' })).toBe('CURRENCY_NOT_PAYABLE');
    const answer = await stage.app.graphql(
      'mutation($i: PayoutProfileInput!) { savePayoutProfile(input: $i) { version } }',
      {
        i: {
          country: 'KZ',
          taxStatus: 'none',
          name: 'Dana',
          method: 'paypal',
          account: 'd@mail.example',
          currency: 'KZT',
        },
      },
      { as: first.cookie },
    );
    expect(answer.errors[0]?.extensions).toMatchObject({
      field: 'currency',
      detail: expect.stringMatching(/bank account/),
    });
  });

  it('is kept sealed, shown by its ends, audited, and one address belongs to one creator', async () => {
    const [first, second, third] = people();
    const input = { method: 'paypal', account: ' Dana.Pays@Mail.example', currency: 'USD' };
    expect(await stage.profile(first, input)).toEqual({
      ...{ method: 'paypal', account: 'd••••@mail.example', bankCode: null, currency: 'USD', version: 1 },
    });
    expect(await stage.profile(second, { ...input, account: 'dana.pays@mail.example' })).toMatchObject({ version: 1 });
    const rows: object[] = await stage.app.db.query('SELECT * FROM payout_profiles');
    expect(JSON.stringify(rows.map((row) => Object.values(row).map(String)))).not.toMatch(/dana\.pays/i);
    const [saved]: { after: object }[] = await stage.app.db.query(
      `SELECT after FROM audit_log WHERE action = 'payouts.profile_saved' AND subject_id = $1`,
      [first.creatorId],
    );
    expect(saved?.after).toMatchObject({ method: 'paypal', account: 'd••••@mail.example' });
    expect(await stage.create(stage.first.cookie, 'paypal', [second.creatorId])).toBe('NOTHING_TO_PAY');
    expect(await stage.paypal(second)).toMatchObject({ version: 2 });
    await stage.paypal(third);
    await stage.profile(people()[3], { account: 'KZ86125KZT5004100100', bankCode: 'HSBKKZKX' });
  });
});

describe('a batch by PayPal', () => {
  it('is refused where no keys are set, and the desk says why', async () => {
    const desk = (as: string) =>
      stage.call(as, 'query($s: ID!) { payoutDesk(storeId: $s) { ways { method gap sandbox } } }', {
        s: stage.store.id,
      });
    const { config } = stage.app;
    const keys = config.paypal;
    config.paypal = undefined;
    expect(await desk(stage.first.cookie)).toEqual({
      ways: [
        { method: 'bank', gap: null, sandbox: false },
        { method: 'paypal', gap: 'NO_KEYS', sandbox: false },
      ],
    });
    expect(await stage.create()).toBe('METHOD_UNAVAILABLE');
    expect(await stage.paypal(people()[0])).toBe('METHOD_UNAVAILABLE');
    const ways = await stage.call(people()[0].cookie, '{ payoutWays { method gap currencies } }');
    expect(ways).toMatchObject([{ currencies: null }, { gap: 'NO_KEYS', currencies: expect.arrayContaining(['USD']) }]);
    config.paypal = keys;
    expect(await desk(stage.first.cookie)).toMatchObject({ ways: [{}, { gap: null, sandbox: true }] });
  });

  it('is prepared by finance with the second factor only', async () => {
    const stranger = await makeAccount(stage.app);
    for (const as of [stranger.cookie, stage.store.owner.cookie, people()[0].cookie])
      expect(await stage.create(as)).toBe('FORBIDDEN');
    expect(await stage.create('')).toBe('UNAUTHENTICATED');
    expect(await stage.create(await openSession(stage.app, stage.first.accountId))).toBe('UNAUTHENTICATED');
  });

  it('holds payees of PayPal alone, converted, and sends nothing before another person confirms', async () => {
    const made = (await stage.create()) as Batch;
    open = await stage.batch(made.id);
    expect(open).toMatchObject({ status: 'prepared', method: 'paypal', sends: [] });
    expect(open.notPaid).toMatchObject([{ creatorId: people()[3].creatorId, reason: 'OTHER_METHOD' }]);
    expect(payoutOf(open, dana).pay).toEqual({ amountMinor: '1000', currency: 'USD' });
    expect(payoutOf(open, timur).pay).toEqual({ amountMinor: '600', currency: 'USD' });
    expect(await stage.approve(open.id, stage.first.cookie)).toBe('SAME_PERSON');
    expect(await stage.approve(open.id, stage.store.owner.cookie)).toBe('FORBIDDEN');
    expect(stage.double.calls).toEqual([]);
  });

  it('goes to PayPal once it is confirmed, with our ids and exact amounts', async () => {
    await stage.approve(open.id);
    open = await stage.batch(open.id);
    expect(open).toMatchObject({ status: 'approved' });
    expect(open.sends).toMatchObject([
      { id: `${open.id}-USD`, state: 'taken', sandbox: true, tries: 1, providerId: 'PPBATCH1', error: null },
    ]);
    const order = stage.double.order(`${open.id}-USD`);
    expect(order.items.map((item) => item.payout_item)).toMatchObject(
      open.payouts.map((payout) => ({
        sender_item_id: payout.id,
        amount: { value: payout.pay.amountMinor.replace(/(..)$/, '.$1'), currency: 'USD' },
      })),
    );
    expect(order.items.map((item) => item.payout_item.receiver)).toContain('dana.pays@mail.example');
    expect(await stage.audits('payouts.send_taken')).toEqual([{ actor: 'system:paypal', subject_id: open.id }]);
  });

  it('is of its own store alone', async () => {
    const other = await makeStore(stage.app);
    const text =
      'query($s: ID!) { payoutBatches(storeId: $s) { totalCount } payoutDesk(storeId: $s) { candidates { name } } }';
    const answer = await stage.app.graphql(text, { s: other.id }, { as: stage.first.cookie });
    expect(answer.data).toEqual({ payoutBatches: { totalCount: 0 }, payoutDesk: { candidates: [] } });
    const of = `query($id: ID!) { payoutBatch(id: $id) { id } }`;
    expect(await stage.call(other.owner.cookie, of, { id: open.id })).toBe('FORBIDDEN');
  });

  it('has no file for a bank, takes no results by hand, and cannot be given up', async () => {
    const file = await stage.app.http
      .get(`/v1/payouts/batches/${open.id}/pain001.xml`)
      .set('cookie', stage.first.cookie);
    expect([file.status, (file.body as { error?: { code: string } }).error?.code]).toEqual([409, 'CONFLICT']);
    expect(await stage.take(open.id, `payout_id,result\n${payoutOf(open, dana).id},failed`)).toBe('CONFLICT');
    expect(await stage.giveUp(`${open.id}-USD`)).toBe('CONFLICT');
    expect(await stage.giveUp(`${open.id}-USD`, stage.store.owner.cookie)).toBe('FORBIDDEN');
    expect(await stage.ask(`${open.id}-USD`, people()[0].cookie)).toBe('FORBIDDEN');
    expect(await stage.name(`${open.id}-USD`, 'PPBATCH1', '')).toBe('UNAUTHENTICATED');
    expect(await stage.ask('pbt_none-USD')).toBe('NOT_FOUND');
  });

  it('nothing is booked while PayPal decides', async () => {
    await later(60_000);
    open = await stage.batch(open.id);
    expect(open.payouts.map((one) => [one.status, one.sent?.status])).toEqual(
      open.payouts.map(() => ['processing', 'PENDING']),
    );
    expect(await stage.owed(people()[0])).toEqual({ payable: '0', inTransit: '500000' });
  });

  it('each payout gets what PayPal says: paid, owed again with the reason, or waiting; page by page; with fees', async () => {
    stage.double.pageSize = 1;
    stage.double.decide(payoutOf(open, dana).id, 'SUCCESS');
    const closed = { name: 'RECEIVER_ACCOUNT_LOCKED', message: 'The account of ann@mail.example is locked.' };
    stage.double.decide(payoutOf(open, timur).id, 'FAILED', closed);
    const unknown = { name: 'RECEIVER_UNREGISTERED', message: 'No account yet.' };
    stage.double.decide(payoutOf(open, asel).id, 'UNCLAIMED', unknown);
    await later(120_000);
    open = await stage.batch(open.id);
    expect(payoutOf(open, dana)).toMatchObject({ status: 'settled', bankReference: expect.stringMatching(/^PPTX1/) });
    expect(payoutOf(open, dana).sent).toMatchObject({ status: 'SUCCESS', fee: { amountMinor: '25', currency: 'USD' } });
    expect(payoutOf(open, timur)).toMatchObject({ status: 'failed' });
    expect(payoutOf(open, timur).bankReason).toBe('FAILED · RECEIVER_ACCOUNT_LOCKED · The account of …@… is locked.');
    expect(payoutOf(open, asel)).toMatchObject({ status: 'processing', sent: { status: 'UNCLAIMED' } });
    expect(open).toMatchObject({ status: 'approved', sends: [{ state: 'taken', fee: { amountMinor: '75' } }] });
    const [first, second, third] = people();
    expect(await stage.owed(first)).toEqual({ payable: '0', inTransit: '0' });
    expect(await stage.owed(second)).toEqual({ payable: '300040', inTransit: '0' });
    expect(await stage.owed(third)).toEqual({ payable: '0', inTransit: '500000' });
    expect(await stage.book()).toMatchObject({ 'cash@USD': '-1000' });
    stage.double.pageSize = 1000;
  });

  it('looking again changes nothing', async () => {
    const before = [await stage.book(), await stage.audits('payouts.results_taken')];
    for (let i = 0; i < 3; i++) await later(3_600_000);
    expect([await stage.book(), await stage.audits('payouts.results_taken')]).toEqual(before);
  });

  it('what nobody claims in 30 days comes back and is owed again; the batch is over', async () => {
    await later(30 * DAY);
    expect((await stage.batch(open.id)).status).toBe('approved');
    stage.double.decide(payoutOf(open, asel).id, 'RETURNED');
    await later(DAY);
    open = await stage.batch(open.id);
    expect(payoutOf(open, asel)).toMatchObject({ status: 'failed', sent: { status: 'RETURNED' } });
    expect(open).toMatchObject({ status: 'closed', sends: [{ state: 'done' }] });
    expect(await stage.owed(people()[2])).toEqual({ payable: '500000', inTransit: '0' });
  });

  it('money that comes back after it had arrived changes no booking: people are told, once', async () => {
    stage.double.decide(payoutOf(open, dana).id, 'REVERSED');
    const before = await stage.book();
    await later(DAY);
    await later(DAY);
    open = await stage.batch(open.id);
    expect(payoutOf(open, dana)).toMatchObject({ status: 'settled', sent: { status: 'REVERSED', contradicts: true } });
    expect(payoutOf(open, timur).sent?.contradicts).toBe(false);
    expect(await stage.book()).toEqual(before);
    expect(await stage.audits('payouts.result_contradicted')).toEqual([
      { actor: 'system:paypal', subject_id: payoutOf(open, dana).id },
    ]);
  });

  it('those whose payout failed are paid by a later batch of the same way', async () => {
    const text = `mutation($id: ID!) { retryPayoutBatch(id: $id) { id method } }`;
    const again = (await stage.call<Batch>(stage.first.cookie, text, { id: open.id })) as Batch;
    expect(again.method).toBe('paypal');
    await stage.approve(again.id);
    const batch = await stage.batch(again.id);
    expect(batch.payouts.map((one) => one.creatorId).sort()).toEqual([timur?.creatorId, asel?.creatorId].sort());
    for (const { id } of batch.payouts) stage.double.decide(id, 'SUCCESS');
    await later(60_000);
    expect(await stage.batch(again.id)).toMatchObject({ status: 'closed', sends: [{ state: 'done' }] });
    expect(await stage.owed(people()[1])).toEqual({ payable: '40', inTransit: '0' });
  });
});

describe('the book', () => {
  it('is in balance, its checks and the replay find nothing', async () => {
    stage.app.clock.advance(600_000);
    expect(new Set(await stage.trialBalance())).toEqual(new Set(['0']));
    expect(await stage.app.get(ReplayService).replay(stage.store.id)).toEqual([]);
    expect(await stage.app.get(LedgerChecks).check(stage.store.id, true)).toEqual([]);
  });

  it('equals the statements of those who were paid', async () => {
    const months: string[] = await stage.app.db
      .query(
        `SELECT DISTINCT to_char(posted_at AT TIME ZONE 'Asia/Almaty', 'YYYY-MM') AS month FROM ledger_transactions ORDER BY 1`,
      )
      .then((rows: { month: string }[]) => rows.map((row) => row.month));
    for (const who of people().slice(0, 3)) {
      const actor = await actorOf(stage.app, who);
      const all = await Promise.all(
        months.map((month) => stage.app.get(StatementsService).month(actor, stage.store.id, month)),
      );
      const paid = all.reduce((sum, one) => sum + one.statement.total.paidMinor, 0n);
      const [row]: { net: string }[] = await stage.app.db.query(
        `SELECT coalesce(sum(net_minor), 0)::text AS net FROM payouts WHERE creator_id = $1 AND status = 'settled'`,
        [who.creatorId],
      );
      expect(paid).toBe(BigInt(row?.net ?? '0'));
      const closing = all.at(-1)?.statement.closing;
      expect((closing?.payableMinor ?? 0n).toString()).toBe((await stage.owed(who)).payable);
    }
  });

  it('PayPal found nothing against its contract in what we sent', () => {
    expect(stage.double.faults).toEqual([]);
  });
});
