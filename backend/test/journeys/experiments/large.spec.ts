// A shop of the size that the specification plans for: 284 703 viewers and nine thousand orders are read in one answer.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { FactInput } from '../../../src/facts/fact.rules.js';
import { FactsService } from '../../../src/facts/facts.service.js';
import type { Arm } from '../../../src/holdouts/assignment.rules.js';
import { compareProportions } from '../../../src/holdouts/statistics/proportions.rules.js';
import { ASK, CREATE, DAY, Shop, START, type Found } from './shop.js';

const VIEWERS = { shown: 256_232, holdout: 28_471 } as const;
const BUYERS = { shown: 8_199, holdout: 826 } as const;
/** Nobody waits longer for a page; on a quiet machine it is a few seconds. */
const LONGEST_MS = 30_000;

let shop: Shop;
let experiment: Found;

beforeAll(async () => {
  shop = await Shop.open();
  const plan = { holdoutBps: 1000, baselinePpm: 30_000, upliftBps: 1000, marginBps: 3500 };
  experiment = await shop.run(CREATE, { s: shop.store.id, p: plan });
  await shop.run(START, { id: experiment.id });
  for (const arm of ['shown', 'holdout'] as const) await fill(arm);
  await shop.pass(15);
  await shop.pass(8);
  // In life they come over weeks, and PostgreSQL knows by itself how large its tables are.
  await shop.app.db.query('ANALYZE');
}, 600_000);
afterAll(() => shop?.app.close());

/** Viewers, triggers and orders straight into their tables: the doors are tested beside. */
async function fill(arm: Arm): Promise<void> {
  const { db, clock } = shop.app;
  const now = clock.now();
  await db.query(
    `INSERT INTO experiment_viewers SELECT $1, $2 || g, $2, 'BUCKET', $3 FROM generate_series(1, $4::int) g`,
    [experiment.id, arm, now, VIEWERS[arm]],
  );
  await db.query(`INSERT INTO experiment_exposures SELECT $1, $2 || g, 'mug', $3 FROM generate_series(1, $4::int) g`, [
    experiment.id,
    arm,
    now,
    VIEWERS[arm],
  ]);
  const at = new Date(now.getTime() + DAY);
  const lines = [{ line_id: '1', product_id: 'mug', quantity: 1 }];
  await db.query(
    `INSERT INTO orders (id, programme_id, store_id, mode, external_id, version, status, currency, viewer_id, customer_id, lines,
       total_minor, placed_at, first_received_at, recorded_at)
     SELECT 'ord_' || $2 || g, $1, $1, 'live', $2 || g, 1, 'paid', 'KZT', $2 || g, 'c' || $2 || g, $3, 1000, $4, $4, $4
     FROM generate_series(1, $5::int) g`,
    [shop.store.id, arm, JSON.stringify(lines), at, BUYERS[arm]],
  );
  for (let from = 1; from <= BUYERS[arm]; from += 1000) {
    const facts = Array.from({ length: Math.min(1000, BUYERS[arm] - from + 1) }, (_, i) =>
      orderFact(arm, from + i, at),
    );
    await db.transaction((em) => shop.app.get(FactsService).record(em, facts));
  }
}

function orderFact(arm: Arm, n: number, occurredAt: Date): FactInput {
  const line = { line_id: '1', product_id: 'mug', quantity: 1, unit_price: 500_000n + BigInt(n % 97) * 1000n };
  const content = { status: 'paid', currency: 'KZT', viewer_id: `${arm}${n}`, discount_codes: [], lines: [line] };
  const { id: storeId } = shop.store;
  const buyer = { customer_id: `c${arm}${n}` };
  return {
    ...{ storeId, mode: 'live', type: 'order', id: `${arm}${n}`, version: 1n, occurredAt, source: 'spec' },
    content: { ...content, buyer },
  };
}

it('answers in seconds, with the numbers of the pure rules', async () => {
  const started = performance.now();
  const { status, result } = await shop.run(ASK, { id: experiment.id });
  const took = performance.now() - started;
  process.stdout.write(`284 703 viewers, 9 025 orders: ${Math.round(took)} ms\n`);
  expect([status, result?.refusal]).toEqual(['finished', null]);
  const tally = (arm: Arm) => ({ x: BUYERS[arm], n: VIEWERS[arm] });
  const wanted = compareProportions(tally('shown'), tally('holdout'));
  expect(result?.findings).toMatchObject({ z: wanted.z, incrementalBuyers: wanted.incrementalBuyers });
  expect(took).toBeLessThan(LONGEST_MS);
});
