// What the mock API answers about plans: a published version, a draft that was tried, one that waits for a second person; tiers.
import { ago, money } from './mock-data.js';
import { fail, mustBe, pageOf, type Context, type PageArgs } from './mock-support.js';

const DAY = 86_400_000;
const scope = (change: object = {}) => ({
  ...{ creatorId: null, creatorName: null, campaign: null, productId: null, category: null, instruments: null },
  ...change,
});
const pay = (rateBps: number, change: object = {}) => ({
  ...{ kind: 'percent', rateBps, amount: null, tiered: false, maxCycles: 1, ...change },
});
const noLimits = { orderCap: null, creatorMonthlyCap: null, creatorDailyCap: null, tiers: [] };
const WAYS = ['onsite_cart', 'onsite_click', 'storefront', 'deep_link', 'onsite_view'];
const windowsOf = (click: number) => WAYS.map((one) => (one === 'onsite_view' ? 24 : click));
const presets = (
  [
    ['same_session', 24, true, false],
    ['hours_24', 24, false, false],
    ['days_7', 168, false, false],
    ['days_30', 720, false, false],
    ['click_over_view', 168, false, true],
  ] as const
).map(([name, hours, sameSession, clickOverView]) => ({
  ...{ name, sameSession, clickOverView },
  windows: WAYS.map((instrument, at) => ({ instrument, hours: windowsOf(hours)[at] })),
}));
const attribution = {
  ...{ preset: 'click_over_view', sameSession: false, clickOverView: true },
  ...{ watchMs: 10_000, watchBps: 5000, categoryBps: 10_000, anyBps: 5000 },
  ways: WAYS.map((instrument, at) => ({
    ...{ instrument, windowHours: windowsOf(168)[at] },
    match: { storefront: 'order', deep_link: 'order', onsite_view: 'category' }[instrument] ?? 'product',
  })),
};
const tiers = [
  { minGmv: money(50_000_000n), maxReturnBps: null, bonusBps: 100 },
  { minGmv: money(200_000_000n), maxReturnBps: 1000, bonusBps: 300 },
];
const rehearsal = {
  ...{ id: 'reh_1', status: 'done', error: null, fromMonth: '2026-09', toMonth: '2026-11', current: true },
  ...{ ordersTotal: 1240, ordersDone: 1240, askedAt: ago(DAY), creators: 3, losing: 1, gaining: 2 },
  ...{ before: money(41_250_000n), after: money(45_812_550n) },
  months: ['2026-09', '2026-10', '2026-11'].map((month, at) => ({
    ...{ month, before: money(13_750_000n), after: money(14_000_000n + BigInt(at) * 1_270_850n) },
  })),
};
const version = (id: string, status: string, change: object = {}) => ({
  ...{ id, storeId: 'sto_aina', storeName: 'Aina Home', currency: 'KZT', number: null, basedOn: 1, status },
  ...{ title: 'Autumn rates', madeBy: 'Aina Omarova', madeAt: ago(3 * DAY), editedAt: ago(2 * DAY) },
  ...{ proposedBy: null, proposedAt: null, decidedBy: null, decidedAt: null, reason: null, madeByMe: true },
  terms: {
    rates: [
      { scope: scope(), pay: pay(1200, { tiered: true }) },
      { scope: scope({ category: 'Lighting' }), pay: pay(500) },
      {
        scope: scope({ campaign: 'cam_1' }),
        pay: pay(0, { kind: 'fixed_per_item', rateBps: null, amount: money(150_000n) }),
      },
    ],
    limits: { ...noLimits, tiers },
    campaigns: [
      {
        ...{ key: 'cam_1', name: 'Autumn mugs', activeFrom: ago(-2 * DAY), activeTo: ago(-16 * DAY) },
        ...{ productIds: ['mug'], creatorIds: null, budget: money(30_000_000n), dailyBudget: money(3_000_000n) },
      },
    ],
    attribution,
  },
  effects: {
    rates: [
      { scope: scope(), before: pay(1000), after: pay(1200, { tiered: true }), direction: 'raised', from: ago(0) },
      {
        scope: scope({ category: 'Lighting' }),
        before: pay(1000),
        after: pay(500),
        direction: 'lowered',
        from: ago(-30 * DAY),
      },
    ],
    limits: { before: noLimits, after: { ...noLimits, tiers }, direction: 'raised', from: ago(-6 * DAY) },
    attribution: [
      {
        ...{ field: 'windowsHours.deep_link', before: '720', after: '168', direction: 'lowered' },
        from: ago(-30 * DAY),
      },
      { field: 'scopes.onsite_view', before: 'product', after: 'category', direction: 'raised', from: ago(0) },
    ],
  },
  rehearsal,
  ...change,
});
const list = [
  version('pln_draft', 'draft'),
  version('pln_draft2', 'draft', { title: 'Winter windows' }),
  version('pln_proposed', 'proposed', {
    title: 'Black Friday',
    proposedBy: 'Aina Omarova',
    proposedAt: ago(DAY),
    madeByMe: false,
  }),
  version('pln_1', 'published', {
    ...{
      number: 1,
      basedOn: null,
      title: 'First plan',
      decidedBy: 'Marat Alimov',
      decidedAt: ago(60 * DAY),
      madeByMe: false,
    },
  }),
];
const find = (id: string) => list.find((one) => one.id === id) ?? fail('NOT_FOUND', 'Nothing is here.');
const staff = ['store_owner', 'finance', 'administrator'];

/** Moves a version on, as the door would. */
const moved = (id: string, change: object) => Object.assign(find(id), change);

export const planAnswers = {
  planVersions: (args: PageArgs, context: Context) => (mustBe(context, ...staff), pageOf(list, args)),
  proposedPlans: (args: PageArgs, context: Context) => {
    mustBe(context, 'finance', 'administrator');
    return pageOf(
      list.filter((one) => one.status === 'proposed'),
      args,
    );
  },
  planVersion: ({ id }: { id: string }, context: Context) => (mustBe(context, ...staff), find(id)),
  planRehearsalCreators: (args: PageArgs, context: Context) => {
    mustBe(context, ...staff);
    const row = (creatorId: string, name: string, before: bigint, after: bigint) => ({
      ...{ creatorId, name, sales: 120, base: money(before * 10n), before: money(before), after: money(after) },
      change: money(after - before),
    });
    return pageOf(
      [
        row('cre_timur', 'Timur Seitkali', 12_000_000n, 9_400_050n),
        row('cre_dana', 'Dana Akhmetova', 20_000_000n, 24_412_500n),
        row('cre_asel', 'Asel Nur', 9_250_000n, 12_000_000n),
      ],
      args,
    );
  },
  attributionPresets: (_: object, context: Context) => (mustBe(context, ...staff), presets),
  planStops: (args: PageArgs, context: Context) => {
    mustBe(context, ...staff);
    const row = { creatorName: null, campaignName: null, resumesAt: null, active: true };
    return pageOf(
      [
        {
          ...row,
          ...{ id: 'stp_1', kind: 'campaign_day', campaignName: 'Autumn mugs', limit: money(3_000_000n) },
          ...{ stoppedAt: ago(DAY / 24), resumesAt: ago(-DAY / 4) },
        },
        {
          ...{ ...row, active: false },
          ...{ id: 'stp_2', kind: 'creator_day', creatorName: 'Timur Seitkali', limit: money(5_000_000n) },
          ...{ stoppedAt: ago(2 * DAY), resumesAt: ago(1.5 * DAY) },
        },
      ],
      args,
    );
  },
  myPlanStops: (args: PageArgs, context: Context) => {
    mustBe(context, 'creator');
    if (context.key.startsWith('fresh') || context.key.startsWith('all')) return pageOf([], args);
    const text =
      'The campaign “Autumn mugs” of Aina Home has used today’s budget of 30000.00 KZT and is paused. Its further sales of today are counted with a commission of 0. It goes on by itself tomorrow.';
    return pageOf([{ id: 'stp_1', storeName: 'Aina Home', at: ago(DAY / 24), text, active: true }], args);
  },
  myPlanNotices: (args: PageArgs, context: Context) => {
    mustBe(context, 'creator');
    if (context.key.startsWith('fresh') || context.key.startsWith('all')) return pageOf([], args);
    const text =
      'Aina Home has published new commission terms. What changes for you:\n\n· Time from the touch to the order (by link): 30 days → 7 days, from 26 December 2026';
    return pageOf([{ id: 'pln_1', storeName: 'Aina Home', at: ago(3 * DAY), text }], args);
  },
  createPlanDraft: (_: object, context: Context) => (mustBe(context, ...staff), find('pln_draft')),
  savePlanDraft: (
    { id, title, terms }: { id: string; title: string; terms: { rates: { rateBps: number }[] } },
    context: Context,
  ) => {
    mustBe(context, ...staff);
    if (terms.rates.length === 0)
      fail('BAD_INPUT', 'Something is not right.', {
        field: 'rules',
        detail: 'A plan pays something: give at least one rate.',
      });
    return moved(id, { title, rehearsal: { ...rehearsal, current: false }, editedAt: new Date().toISOString() });
  },
  rehearsePlan: ({ id }: { id: string }, context: Context) => (mustBe(context, ...staff), moved(id, { rehearsal })),
  proposePlan: ({ id }: { id: string }, context: Context) => {
    mustBe(context, ...staff);
    return moved(id, { status: 'proposed', proposedBy: 'Aina Omarova', proposedAt: new Date().toISOString() });
  },
  publishPlan: ({ id }: { id: string }, context: Context) => {
    mustBe(context, ...staff);
    return moved(id, {
      status: 'published',
      number: 2,
      decidedBy: 'Marat Alimov',
      decidedAt: new Date().toISOString(),
    });
  },
  refusePlan: ({ id, reason }: { id: string; reason: string }, context: Context) => {
    mustBe(context, ...staff);
    return moved(id, { status: 'refused', reason, decidedBy: 'Marat Alimov', decidedAt: new Date().toISOString() });
  },
  discardPlanDraft: (_: object, context: Context) => (mustBe(context, ...staff), true),
  adjustEarnings: (_: object, context: Context) => (mustBe(context, 'finance'), true),
  publishExchangeRate: (_: object, context: Context) => (mustBe(context, 'finance'), true),
  myTiers: (_: object, context: Context) => {
    mustBe(context, 'creator');
    if (context.key.startsWith('fresh') || context.key.startsWith('all')) return [];
    return [
      {
        ...{ storeId: 'sto_aina', storeName: 'Aina Home', month: '2026-11', bonusBps: 100, nextMonthBonusBps: 100 },
        ...{ sales: money(81_250_000n), returnBps: 420 },
        tiers: [
          { ...tiers[0], missing: money(0n), tooManyReturns: false, reached: true },
          { ...tiers[1], missing: money(118_750_000n), tooManyReturns: false, reached: false },
        ],
      },
    ];
  },
};
