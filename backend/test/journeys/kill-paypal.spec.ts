// A worker is killed while PayPal holds its answer, when the order is taken and nobody here knows: the next worker finds that
// order and makes no second one, and everyone in it is paid once.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LooksService } from '../../src/payouts/sends/looks.service.js';
import { LedgerChecks } from '../../src/ledger/ledger-checks.service.js';
import type { SignedCreator } from '../support/make.js';
import { CLIENT_ID, SECRET } from '../support/paypal/double.js';
import { PaypalStage, type Batch } from '../support/paypal/stage.js';
import { Service, until } from '../support/processes.js';

let stage: PaypalStage;
let creator: SignedCreator;
let workers: Service[];

function startWorker(): Service {
  const { config, ownerUrl } = stage.app;
  const worker = new Service('worker', {
    ...{ VITRINA_MODE: 'demo', VITRINA_SECRET: config.secret, VITRINA_DATA: config.dataDir, DATABASE_URL: ownerUrl },
    ...{ VITRINA_PUBLIC_URL: config.publicUrl, DATABASE_POOL: '4', WORKER_TAKES: 'payouts' },
    ...{ PAYPAL_URL: stage.double.url, PAYPAL_CLIENT_ID: CLIENT_ID, PAYPAL_SECRET: SECRET, PAYPAL_TIMEOUT_MS: '3000' },
  });
  worker.start();
  workers.push(worker);
  return worker;
}

beforeAll(async () => {
  workers = [];
  stage = await PaypalStage.open();
  // What is owed has to be some seconds old for the clock of the workers, which is the real one.
  stage.app.clock.advance(-90_000);
  await stage.rate('USD', '500');
  creator = await stage.creator('Dana');
  await stage.paypal(creator);
}, 240_000);
afterAll(async () => {
  await Promise.all((workers ?? []).map((worker) => worker.kill()));
  await stage?.close();
});

describe('a worker that is killed between the call and its answer', () => {
  it('leaves one order, which the next one takes over', async () => {
    const { app, double } = stage;
    const made = (await stage.create()) as Batch;
    app.clock.reset();
    // Confirmed, and the job left to the worker.
    const text = 'mutation($id: ID!) { approvePayoutBatch(id: $id) { id } }';
    const { errors } = await app.graphql(text, { id: made.id }, { as: stage.second.cookie });
    expect(errors).toEqual([]);
    double.meet({ slowMs: 2500, taken: true });
    const first = startWorker();
    const isTaken = async () => Promise.resolve(double.orders.length > 0 ? true : null);
    await until('the first order', isTaken, 180_000).catch((error: unknown) => {
      throw new Error(first.output, { cause: error });
    });
    await first.kill();
    const id = `${made.id}-USD`;
    const stateOf = async () => {
      const rows: { state: string; mayBeTaken: boolean; tries: number }[] = await app.db.query(
        'SELECT state, may_be_taken AS "mayBeTaken", tries FROM payout_sends WHERE id = $1',
        [id],
      );
      return rows[0];
    };
    expect(await stateOf()).toEqual({ state: 'waiting', mayBeTaken: true, tries: 1 });

    const second = startWorker();
    const isKnown = async () => ((await stateOf())?.state === 'taken' ? true : null);
    await until('the order taken over', isKnown, 240_000).catch((error: unknown) => {
      throw new Error(second.output, { cause: error });
    });
    await second.kill();
    expect(double.orders.map((one) => one.ref)).toEqual([id]);
    expect(double.calls.filter((one) => one === 'POST /v1/payments/payouts').length).toBeGreaterThanOrEqual(2);

    const batch = await stage.batch(made.id);
    for (const payout of batch.payouts) double.decide(payout.id, 'SUCCESS');
    await app.get(LooksService).look(id);
    await stage.work();
    expect(await stage.batch(made.id)).toMatchObject({ status: 'closed', payouts: [{ status: 'settled' }] });
    expect(await stage.owed(creator)).toEqual({ payable: '0', inTransit: '0' });
    expect(new Set(await stage.trialBalance())).toEqual(new Set(['0']));
    expect(await app.get(LedgerChecks).check(stage.store.id, true)).toEqual([]);
    expect(double.faults).toEqual([]);
    for (const worker of workers) expect(worker.output).not.toContain(SECRET);
  }, 600_000);
});
