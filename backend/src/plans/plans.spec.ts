// A plan over its doors: drafted, tried on real past sales, published by a second person, told to creators; and everyone who is refused.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import {
  clickOn,
  makeEarningVideo,
  makeViewer,
  orderBody,
  putOrder,
  putRefund,
  sendEvents,
} from '../../test/support/make-money.js';
import {
  makeCreator,
  makeProduct,
  makeStaff,
  makeStore,
  openSession,
  type MadeStore,
  type SignedCreator,
  type SignedStaff,
} from '../../test/support/make.js';
import { planCalls, rate, VERSION, type Version } from '../../test/support/plans/plan-calls.js';
import { AttributionService } from '../attribution/attribution.service.js';
import { CreatorsService } from '../creators/creators.service.js';
import { StoresService } from '../stores/stores.service.js';

const DAY = 86_400_000;
const MINUTE = 60_000;
let app: TestApp;
let store: MadeStore;
let other: MadeStore;
let dana: SignedCreator;
let timur: SignedCreator;
let finance: SignedStaff;
let admin: SignedStaff;
let calls: ReturnType<typeof planCalls>;
const videos = new Map<string, string>();

beforeAll(async () => {
  app = await startApp();
  calls = planCalls(app);
  // The middle of a month, so that nothing here depends on the day the spec is run.
  app.clock.set(new Date('2027-03-10T09:00:00Z'));
  [store, other] = [await makeStore(app, { timezone: 'UTC' }), await makeStore(app)];
  [dana, timur] = [await makeCreator(app, { name: 'Dana' }), await makeCreator(app, { name: 'Timur' })];
  finance = await makeStaff(app, 'finance');
  admin = await makeStaff(app, 'administrator');
  const mug = await makeProduct(app, store, { externalId: 'mug', category: 'kitchen' });
  const lamp = await makeProduct(app, store, { externalId: 'lamp', category: 'light' });
  videos.set('mug', await makeEarningVideo(app, { store, creatorId: dana.creatorId, products: [mug] }));
  videos.set('lamp', await makeEarningVideo(app, { store, creatorId: timur.creatorId, products: [lamp] }));
}, 120_000);
afterAll(() => app?.close());

/** Moves time; sessions end on the way, so everyone signs in anew. */
async function jump(to: Date): Promise<void> {
  app.clock.set(to);
  for (const person of [store.owner, other.owner, dana, timur, finance, admin])
    person.cookie = await openSession(app, person.accountId);
  const staff = [finance.accountId, admin.accountId];
  await app.db.query('UPDATE sessions SET second_factor_at = $1 WHERE account_id = ANY($2)', [to, staff]);
}
const later = (ms: number) => jump(new Date(app.clock.now().getTime() + ms));

let orders = 0;
/** A click in the product's video and an order of it. Gives the order's id. */
async function sell(product: 'mug' | 'lamp', price: string): Promise<string> {
  const viewer = makeViewer(app);
  await sendEvents(app, store.publishableKey, viewer.token, [clickOn(app, videos.get(product) ?? '', product)]);
  const id = `sale-${++orders}`;
  const line = { lineId: '1', productId: product, title: product, quantity: 1, unitPrice: price };
  const answer = await putOrder(app, store.live, id, orderBody(app, { viewerToken: viewer.token, lines: [line] }));
  expect(answer.status).toBeLessThan(300);
  await app.drainJobs();
  return id;
}

const draft = (as: string, storeId = store.id) => calls.draft(as, storeId);

/** From a draft of the owner to the plan in force, by finance. */
async function through(terms: object): Promise<Version> {
  const made = await calls.save(store.owner.cookie, (await draft(store.owner.cookie)) as Version, terms);
  if (typeof made === 'string') throw new Error(made);
  await calls.rehearse(store.owner.cookie, made.id);
  expect(await calls.propose(store.owner.cookie, made.id)).toMatchObject({ status: 'proposed' });
  const done = await calls.publish(finance.cookie, made.id);
  if (typeof done === 'string') throw new Error(done);
  return done;
}

async function earned(ids: readonly string[]): Promise<bigint> {
  const rows: { sum: string }[] = await app.db.query(
    'SELECT coalesce(sum(amount_minor), 0)::text AS sum FROM commission_units WHERE order_external_id = ANY($1)',
    [ids],
  );
  return BigInt(rows[0]?.sum ?? '0');
}

describe('a draft', () => {
  it('is made by the store’s owner or finance; for others the store or the door is not there', async () => {
    expect(await draft(dana.cookie)).toBe('FORBIDDEN');
    expect(await draft(other.owner.cookie)).toBe('NOT_FOUND');
    const made = (await draft(store.owner.cookie)) as Version;
    expect(made).toMatchObject({
      status: 'draft',
      number: null,
      madeByMe: true,
      terms: { rates: [{ pay: { rateBps: 1000 } }] },
    });
    expect(await calls.read(other.owner.cookie, made.id)).toBe('NOT_FOUND');
    expect(await calls.save(other.owner.cookie, made, { rates: [rate(1)] })).toBe('NOT_FOUND');
    expect(await calls.rehearse(other.owner.cookie, made.id)).toBe('NOT_FOUND');
    const list = `query($s: ID!) { planVersions(storeId: $s) { totalCount nodes { id } } }`;
    expect(await calls.call(other.owner.cookie, list, { s: store.id })).toBe('NOT_FOUND');
    expect(await calls.call(store.owner.cookie, list, { s: store.id })).toMatchObject({ totalCount: 1 });
    expect(await calls.call(finance.cookie, 'mutation($id: ID!) { discardPlanDraft(id: $id) }', { id: made.id })).toBe(
      true,
    );
    expect(await calls.call(store.owner.cookie, list, { s: store.id })).toMatchObject({ totalCount: 0 });
  });

  it.each<[string, object, string]>([
    ['no rate at all', { rates: [] }, 'BAD_INPUT'],
    ['more than everything', { rates: [rate(10_001)] }, 'BAD_INPUT'],
    ['two rates for the same sales', { rates: [rate(1000), rate(1200)] }, 'BAD_INPUT'],
    ['a product and a category at once', { rates: [rate(1, { productId: 'mug', category: 'kitchen' })] }, 'BAD_INPUT'],
    ['a product the store has not', { rates: [rate(1, { productId: 'car' })] }, 'BAD_INPUT'],
    ['a creator who is not there', { rates: [rate(1, { creatorId: 'cre_none' })] }, 'BAD_INPUT'],
    ['a campaign that is not in it', { rates: [rate(1, { campaign: 'x' })] }, 'BAD_INPUT'],
    ['a fixed pay without an amount', { rates: [{ kind: 'fixed_per_item' }] }, 'BAD_INPUT'],
    ['an amount of another currency', { rates: [{ kind: 'fixed_per_item', amount: '1.234' }] }, 'BAD_AMOUNT'],
    [
      'two tiers of the same sales',
      {
        rates: [rate(1)],
        tiers: [
          { minGmv: '5', bonusBps: 1 },
          { minGmv: '5.00', bonusBps: 2 },
        ],
      },
      'BAD_INPUT',
    ],
    ['a cap of nothing', { rates: [rate(1)], orderCap: '0' }, 'BAD_INPUT'],
  ])('refuses %s', async (_, terms, code) => {
    const made = (await draft(store.owner.cookie)) as Version;
    expect(await calls.save(store.owner.cookie, made, terms)).toBe(code);
  });

  it('is not overwritten by who saw an older one', async () => {
    const made = (await draft(store.owner.cookie)) as Version;
    expect(await calls.save(store.owner.cookie, made, { rates: [rate(1100)] })).toMatchObject({ status: 'draft' });
    app.clock.advance(1000);
    expect(
      await calls.save(finance.cookie, { ...made, editedAt: '2020-01-01T00:00:00.000Z' }, { rates: [rate(900)] }),
    ).toBe('CONFLICT');
  });
});

describe('a plan', () => {
  const march: string[] = [];

  it('is tried on the past with the evaluator: the sums are those of the same sales', async () => {
    march.push(await sell('mug', '10000.01'), await sell('lamp', '7000.00'), await sell('lamp', '300.55'));
    const returned = await sell('mug', '500.00');
    const refund = {
      orderId: returned,
      version: 1,
      occurredAt: app.clock.now().toISOString(),
      lines: [{ lineId: '1', quantity: 1 }],
    };
    await putRefund(app, store.live, 'back-1', refund);
    await app.drainJobs();
    const made = (await draft(store.owner.cookie)) as Version;
    const saved = (await calls.save(store.owner.cookie, made, {
      rates: [rate(1200), rate(500, { category: 'light' })],
    })) as Version;
    expect(await calls.propose(store.owner.cookie, made.id)).toBe('REHEARSAL_NEEDED');
    expect(await calls.rehearse(store.owner.cookie, saved.id)).not.toBe('CONFLICT');
    const done = (await calls.read(store.owner.cookie, saved.id)) as Version;
    expect(done.rehearsal).toMatchObject({
      status: 'done',
      current: true,
      ordersTotal: 4,
      ordersDone: 4,
      losing: 1,
      gaining: 1,
    });
    expect(BigInt(done.rehearsal?.before.amountMinor ?? 0)).toBe(await earned(march));
    // 12 % of 10 000.01, 5 % of 7 000.00 and of 300.55, each rounded for itself.
    expect(done.rehearsal?.after.amountMinor).toBe('156503');
    expect(done.rehearsal?.months.map(({ month, after }) => [month, after.amountMinor])).toEqual([
      ['2027-03', '156503'],
    ]);
    const rows = `query($id: ID!) { planRehearsalCreators(versionId: $id, first: 1) { totalCount nodes { name sales change { amountMinor } } } }`;
    expect(await calls.call(finance.cookie, rows, { id: saved.id })).toEqual({
      totalCount: 2,
      nodes: [{ name: 'Timur', sales: 2, change: { amountMinor: '-36503' } }],
    });
    expect(await calls.call(other.owner.cookie, rows, { id: saved.id })).toBe('NOT_FOUND');
    // Another word in it and it has to be tried again.
    expect(
      await calls.save(store.owner.cookie, done, { rates: [rate(1200), rate(501, { category: 'light' })] }),
    ).toMatchObject({
      rehearsal: { current: false },
    });
    expect(await calls.propose(store.owner.cookie, saved.id)).toBe('REHEARSAL_NEEDED');
  });

  it('is published by a second person with the second factor, never by who wrote it', async () => {
    const made = (await draft(finance.cookie)) as Version;
    const saved = (await calls.save(finance.cookie, made, {
      rates: [rate(1200), rate(500, { category: 'light' })],
    })) as Version;
    await calls.rehearse(finance.cookie, saved.id);
    await calls.propose(finance.cookie, saved.id);
    expect(await calls.publish(finance.cookie, saved.id)).toBe('SAME_PERSON');
    // The owner is another person, but without a second factor.
    expect(await calls.publish(store.owner.cookie, saved.id)).toBe('SECOND_FACTOR_REQUIRED');
    expect(await calls.publish(other.owner.cookie, saved.id)).toMatch(/NOT_FOUND|SECOND_FACTOR_REQUIRED/);
    expect(await calls.publish(dana.cookie, saved.id)).toBe('FORBIDDEN');
    await expect(
      app.db.query(`UPDATE plan_versions SET status = 'published', number = 1, decided_by = made_by WHERE id = $1`, [
        saved.id,
      ]),
    ).rejects.toThrow(/check constraint/);
    expect(await calls.refuse(store.owner.cookie, saved.id)).toMatchObject({ status: 'refused', reason: 'Not now' });
    expect(await calls.publish(admin.cookie, saved.id)).toBe('CONFLICT');
    await expect(app.db.query(`UPDATE plan_versions SET title = 'x' WHERE id = $1`, [saved.id])).rejects.toThrow(
      /kept as it is/,
    );
  });

  it('raises at once, lowers after 30 days, tells each creator once; the same sales then earn what was rehearsed', async () => {
    const mailsBefore: { count: number }[] = await app.db.query(
      `SELECT count(*)::int FROM mails WHERE kind = 'plan_published'`,
    );
    const done = await through({ rates: [rate(1200), rate(500, { category: 'light' })] });
    expect(done).toMatchObject({ status: 'published', number: 1 });
    expect(
      done.effects.rates.map(({ scope, direction, before, after }) => [
        scope.category,
        direction,
        before.rateBps,
        after.rateBps,
      ]),
    ).toEqual([
      [null, 'raised', 1000, 1200],
      ['light', 'lowered', 1000, 500],
    ]);
    const cutAt = Date.parse(done.effects.rates[1]?.from ?? '');
    expect(cutAt - app.clock.now().getTime()).toBeGreaterThan(30 * DAY);
    const mails: { recipient: string; body: string }[] = await app.db.query(
      `SELECT recipient, body FROM mails WHERE kind = 'plan_published' ORDER BY recipient`,
    );
    expect(mails.length - (mailsBefore[0]?.count ?? 0)).toBe(2);
    expect(mails.find((mail) => mail.recipient === timur.email)?.body).toContain('10 % → 5 %');
    expect(await calls.call(dana.cookie, '{ myPlanNotices { totalCount nodes { text } } }')).toMatchObject({
      totalCount: 1,
    });

    app.clock.advance(2 * MINUTE);
    expect(await app.get(StoresService).rateNow(store.id)).toBe(1200);
    const now = [await sell('mug', '10000.01'), await sell('lamp', '7000.00')];
    expect(await earned(now)).toBe(120_000n + 70_000n);
    await later(30 * DAY);
    const afterwards = [await sell('mug', '10000.01'), await sell('lamp', '7000.00'), await sell('lamp', '300.55')];
    expect(await earned(afterwards)).toBe(156_503n);
    // The past is not rewritten.
    expect(await earned(march)).toBe(173_006n);
  });

  it('an administrator may leave out notice, with a reason that is kept; finance may not', async () => {
    const made = await calls.save(store.owner.cookie, (await draft(store.owner.cookie)) as Version, {
      rates: [rate(800)],
    });
    const { id } = made as Version;
    await calls.rehearse(store.owner.cookie, id);
    await calls.propose(store.owner.cookie, id);
    const without = (as: string, reason: string) =>
      calls.call<Version>(
        as,
        `mutation($id: ID!, $r: String!) { publishPlan(id: $id, withoutNotice: $r) { ${VERSION} } }`,
        {
          id,
          r: reason,
        },
      );
    expect(await without(finance.cookie, 'The former rate was a slip of the pen.')).toBe('FORBIDDEN');
    expect(await without(admin.cookie, 'slip')).toBe('BAD_INPUT');
    expect(await without(admin.cookie, 'The former rate was a slip of the pen.')).toMatchObject({
      status: 'published',
      number: 2,
      reason: 'The former rate was a slip of the pen.',
    });
    app.clock.advance(2 * MINUTE);
    expect(await app.get(StoresService).rateNow(store.id)).toBe(800);
    expect(await earned([await sell('lamp', '1000.00')])).toBe(8_000n);
  });

  it('nobody publishes terms made for themselves', async () => {
    const creatorId = (await app.get(CreatorsService).ofAccount(finance.accountId)).id;
    const terms = { rates: [rate(800), rate(5000, { creatorId })] };
    const made = (await calls.save(store.owner.cookie, (await draft(store.owner.cookie)) as Version, terms)) as Version;
    await calls.rehearse(store.owner.cookie, made.id);
    await calls.propose(store.owner.cookie, made.id);
    expect(await calls.publish(finance.cookie, made.id)).toBe('OWN_TERMS');
    expect(await calls.refuse(finance.cookie, made.id)).toMatchObject({ status: 'refused' });
  });
});

describe('tiers, caps and campaigns', () => {
  it('are rehearsed over whole months, begin with a month, and are shown to creators', async () => {
    const first = await sell('mug', '600.00');
    const terms = {
      rates: [rate(1000, { tiered: true })],
      tiers: [
        { minGmv: '500', bonusBps: 300 },
        { minGmv: '2000', bonusBps: 700, maxReturnBps: 1000 },
      ],
      orderCap: '1000.00',
    };
    await jump(new Date('2027-05-20T09:00:00Z'));
    const may = [await sell('mug', '600.00')];
    await jump(new Date('2027-06-02T09:00:00Z'));
    const june = [await sell('mug', '100.00')];
    expect(await earned([first, ...may, ...june])).toBe(4_800n + 4_800n + 800n);
    const made = await calls.save(store.owner.cookie, (await draft(store.owner.cookie)) as Version, terms);
    await calls.rehearse(store.owner.cookie, (made as Version).id);
    const tried = (await calls.read(store.owner.cookie, (made as Version).id)) as Version;
    const months = new Map(tried.rehearsal?.months.map(({ month, after }) => [month, after.amountMinor]));
    // April sold more than 2 000, so May gets 7 % on top; May sold 600, so June gets 3 %.
    expect(months.get('2027-05')).toBe('10200');
    expect(months.get('2027-06')).toBe('1300');
    await calls.propose(store.owner.cookie, tried.id);
    const done = (await calls.publish(finance.cookie, tried.id)) as Version;
    // A cap where there was none may take: it waits for notice and then for a month.
    expect(done.effects.limits).toEqual({ direction: 'lowered', from: '2027-08-01T00:00:00.000Z' });
    await jump(new Date('2027-07-10T09:00:00Z'));
    await sell('mug', '700.00');
    await jump(new Date('2027-08-03T09:00:00Z'));
    expect(await earned([await sell('mug', '100.00')])).toBe(1_300n);
    expect(await earned([await sell('mug', '50000.00')])).toBe(100_000n);
    expect(
      await calls.call(
        dana.cookie,
        '{ myTiers { storeId month bonusBps sales { amountMinor } tiers { bonusBps reached tooManyReturns missing { amountMinor } } } }',
      ),
    ).toEqual([
      {
        ...{ storeId: store.id, month: '2027-08', bonusBps: 300, sales: { amountMinor: '5010000' } },
        tiers: [
          { bonusBps: 300, reached: true, tooManyReturns: false, missing: { amountMinor: '0' } },
          { bonusBps: 700, reached: true, tooManyReturns: false, missing: { amountMinor: '0' } },
        ],
      },
    ]);
    expect(await calls.call(store.owner.cookie, '{ myTiers { storeId } }')).toEqual([]);
  });

  it('a campaign pays on top until its budget is used up; its budget may rise and never fall', async () => {
    const now = app.clock.now().getTime();
    const campaign = {
      ...{ key: 'autumn', name: 'Autumn mugs', activeFrom: new Date(now).toISOString() },
      ...{ activeTo: new Date(now + 20 * DAY).toISOString(), productIds: ['mug'], budget: '300.00' },
    };
    const rates = [rate(1000, { tiered: true }), rate(2000, { campaign: 'autumn' })];
    const tiers = [
      { minGmv: '500', bonusBps: 300 },
      { minGmv: '2000', bonusBps: 700, maxReturnBps: 1000 },
    ];
    const done = await through({ rates, tiers, orderCap: '1000.00', campaigns: [campaign] });
    const key = done.terms.campaigns[0]?.key ?? '';
    expect(key).toMatch(/^cam_/);
    expect(done.terms.rates[1]?.scope.campaign).toBe(key);
    app.clock.advance(2 * MINUTE);
    const sold = [await sell('mug', '1000.00'), await sell('mug', '1000.00')];
    expect(await earned(sold)).toBe(30_000n);
    const next = (budget: string) => ({
      rates: [rate(1000, { tiered: true }), rate(2000, { campaign: key })],
      ...{ tiers, orderCap: '1000.00', campaigns: [{ ...campaign, key, budget }] },
    });
    const again = (await draft(store.owner.cookie)) as Version;
    expect(await calls.save(store.owner.cookie, again, next('299.99'))).toBe('BAD_INPUT');
    expect(
      await calls.save(store.owner.cookie, again, {
        ...next('400.00'),
        campaigns: [{ ...campaign, key, productIds: ['lamp'] }],
      }),
    ).toBe('BAD_INPUT');
    await through(next('400.00'));
    await app.get(AttributionService).workOffAll();
    await app.drainJobs();
    // What the budget had cut is given back.
    expect(await earned(sold)).toBe(40_000n);
  });
});
