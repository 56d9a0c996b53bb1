// What the mock API answers about alerts on money: a ring held by a rule, a leaked code, an appeal, and what a creator is told.
import { ago, money } from './mock-data.js';
import { fail, mustBe, pageOf, type Context, type PageArgs } from './mock-support.js';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const STAFF = ['finance', 'administrator'];

const fact = (code: string, params: Record<string, string>) => ({
  code,
  params: Object.entries(params).map(([name, value]) => ({ name, value })),
});
const alert = (id: string, orderId: string | null, facts: object[]) => ({ id, orderId, facts, at: ago(3 * HOUR) });
const sale = (n: number, change: object = {}) => ({
  ...{
    id: `com_${n}`,
    orderId: `A-1051${n}`,
    lineId: '1',
    orderedAt: ago(n * 7 * HOUR),
    productTitle: 'Stoneware mug',
  },
  ...{ videoTitle: 'The mug I take everywhere', instrument: 'onsite_view', state: 'review', amount: money(129_900n) },
  ...{ customer: String.fromCharCode(64 + n), email: String.fromCharCode(64 + n), phone: 'A', device: 'B', own: [] },
  ...change,
});

type Appeal = { text: string; at: string; outcome: string | null; answer: string | null; answeredAt: string | null };
const appealOf = (text: string): Appeal => ({ text, at: ago(5 * HOUR), outcome: null, answer: null, answeredAt: null });
const group = (id: string, rule: string, severity: number, change: object = {}) => ({
  ...{
    id,
    rule,
    severity,
    storeId: 'sto_aina',
    storeName: 'Aina Home',
    creatorId: 'cre_dana',
    creatorName: 'Dana Akhmetova',
  },
  ...{
    status: 'open',
    alertCount: 1,
    saleCount: 1,
    atStake: [money(129_900n)],
    openedAt: ago(2 * DAY),
    lastAlertAt: ago(3 * HOUR),
  },
  ...{ expiresAt: ago(-28 * DAY), decidedBy: null, forOthers: false, appeal: null as Appeal | null },
  ...{ alerts: [] as object[], sales: [sale(1)], history: [] as object[] },
  ...change,
});
const byRule = (rule: string) => ({
  ...{ seq: 1, action: 'hold', actor: `rule:${rule}`, reasonCode: 'RULE_HELD', note: null, at: ago(2 * DAY) },
});

const groups = [
  group('rsk_ring', 'OWN_RING', 3, {
    ...{ status: 'held', alertCount: 3, saleCount: 3, atStake: [money(389_700n)], decidedBy: 'rule:OWN_RING' },
    alerts: [
      alert('rsk_a1', 'A-10511', [fact('OWN_TRAIT', { trait: 'device' })]),
      alert('rsk_a2', 'A-10512', [fact('CIRCLE_TRAIT', { trait: 'phone' })]),
      alert('rsk_a3', 'A-10513', [fact('CIRCLE_TRAIT', { trait: 'phone' })]),
    ],
    sales: [sale(1, { own: ['device'] }), sale(2, { device: 'C' }), sale(3, { device: 'D', state: 'in_payout' })],
    history: [byRule('OWN_RING')],
  }),
  group('rsk_refunds', 'REFUND_ANOMALY', 3, {
    ...{ creatorId: 'cre_timur', creatorName: 'Timur Seitkali', status: 'rejected', decidedBy: 'Aigerim Sadykova' },
    ...{ appeal: appealOf('The parcel service broke the mugs, it was in the news. Ask the shop.'), saleCount: 12 },
    atStake: [money(4_812_550n)],
    alerts: [alert('rsk_a4', null, [fact('REFUND_ANOMALY', { returned: '21', orders: '44', usual: '6.2' })])],
    history: [
      byRule('REFUND_ANOMALY'),
      {
        seq: 2,
        action: 'reject',
        actor: 'Aigerim Sadykova',
        reasonCode: 'BREAKS_THE_RULES',
        note: 'Half came back.',
        at: ago(DAY),
      },
    ],
  }),
  group('rsk_code', 'LEAKED_CODE', 2, {
    ...{ alertCount: 1, saleCount: 4, atStake: [money(519_600n)] },
    alerts: [
      alert('rsk_a5', null, [fact('LEAKED_CODE', { code: 'DANA10', orders: '31', share: '96.8', usual: '11.0' })]),
    ],
    sales: [1, 2, 3, 4].map((n) =>
      sale(n, { phone: String.fromCharCode(64 + n), instrument: 'promo_code', state: 'pending' }),
    ),
  }),
  group('rsk_own', 'SELF_PURCHASE', 1, {
    ...{
      saleCount: 0,
      atStake: [],
      sales: [],
      alerts: [alert('rsk_a6', 'A-10498', [fact('SELF_PURCHASE', { count: '2' })])],
    },
  }),
  group('rsk_budget', 'BUDGET_EXHAUSTED', 1, {
    ...{ creatorId: null, creatorName: null, saleCount: 0, atStake: [], sales: [], storeName: 'Cape & Co' },
    alerts: [alert('rsk_a7', null, [fact('BUDGET_EXHAUSTED', { campaign_id: 'cam_1' })])],
  }),
];
type Group = (typeof groups)[number];
const find = (id: string): Group => groups.find((one) => one.id === id) ?? fail('NOT_FOUND', 'Nothing is here.');
const shown = (one: Group) => ({
  ...one,
  alerts: () => pageOf(one.alerts, { first: 20 }),
  sales: (args: PageArgs) => ({ ...pageOf(one.sales, args), totalCount: one.sales.length }),
});

interface Filter {
  list?: string | null;
  rule?: string | null;
  severity?: number | null;
}
function fits(one: Group, { list, rule, severity }: Filter): boolean {
  const waits = one.status === 'open' || one.status === 'held';
  const appealed = one.appeal !== null && one.appeal.outcome === null;
  const inList = list === 'appealed' ? appealed : list === 'over' ? !waits : waits;
  return inList && (!rule || one.rule === rule) && (!severity || one.severity === severity);
}

const REASONS = {
  release: ['LOOKS_HONEST', 'SHARED_HOUSEHOLD', 'SHOP_CONFIRMED'],
  hold: ['NEEDS_A_LOOK', 'ASKED_THE_SHOP', 'ASKED_THE_CREATOR'],
  reject: ['BREAKS_THE_RULES', 'OWN_PURCHASES', 'FAKE_TRAFFIC'],
} as const;
const STATUS = { release: 'released', hold: 'held', reject: 'rejected' } as const;

const part = (id: string, category: string, status: string, change: object = {}) => ({
  ...{ id, category, status, storeName: 'Aina Home', saleCount: 3, amounts: [money(389_700n)], since: ago(2 * DAY) },
  ...{ until: null as string | null, mayAppeal: false, appeal: null as Appeal | null },
  ...change,
});
const parts = [
  part('rsk_ring', 'own_purchase', 'held', { until: ago(-28 * DAY), mayAppeal: true }),
  part('rsk_old', 'traffic', 'released', {
    ...{ saleCount: 1, amounts: [money(64_950n)] },
    appeal: { ...appealOf('They were real.'), outcome: 'accepted', answer: 'You were right, the clicks were real.' },
  }),
];

export const riskAnswers = {
  /** Asked by the bell of every creator's page. */
  riskGroups: ({ filter, ...args }: PageArgs & { filter?: Filter | null }, context: Context) => {
    mustBe(context, ...STAFF);
    return pageOf(groups.filter((one) => fits(one, filter ?? {})).map(shown), args);
  },
  riskGroup: ({ id }: { id: string }, context: Context) => (mustBe(context, ...STAFF), shown(find(id))),
  riskReasons: (_: object, context: Context) => {
    mustBe(context, ...STAFF);
    return Object.entries(REASONS).flatMap(([action, codes]) => codes.map((code) => ({ action, code })));
  },
  decideRisk: (
    {
      input,
    }: { input: { groupId: string; action: keyof typeof STATUS; reasonCode: string | null; seenAlerts: number } },
    context: Context,
  ) => {
    mustBe(context, ...STAFF);
    const one = find(input.groupId);
    if (one.alertCount !== input.seenAlerts) fail('CONFLICT', 'More was noticed meanwhile. Look at it first.');
    return shown(Object.assign(one, { status: STATUS[input.action], decidedBy: 'Marat Alimov' }));
  },
  answerRiskAppeal: (
    { groupId, accept, answer }: { groupId: string; accept: boolean; answer: string },
    context: Context,
  ) => {
    mustBe(context, ...STAFF);
    const one = find(groupId);
    const outcome = accept ? 'accepted' : 'dismissed';
    const appeal = { ...(one.appeal ?? appealOf('')), outcome, answer, answeredAt: new Date().toISOString() };
    return shown(Object.assign(one, { appeal, ...(accept ? { status: 'released' } : {}) }));
  },
  myHeldParts: (args: PageArgs, context: Context) => {
    mustBe(context, 'creator');
    return pageOf(context.key.startsWith('creator') ? parts : [], args);
  },
  appealHeldPart: ({ id, text }: { id: string; text: string }, context: Context) => {
    mustBe(context, 'creator');
    const one = parts.find((known) => known.id === id) ?? fail('NOT_FOUND', 'Nothing is here.');
    return Object.assign(one, {
      mayAppeal: false,
      until: null,
      appeal: { ...appealOf(text), at: new Date().toISOString() },
    });
  },
};
