// What the mock API answers about disputes, claims of missing orders, and a creator's news.
import { ago, money } from '../mock-data.js';
import { fail, mustBe, pageOf, type Context, type PageArgs } from '../mock-support.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const DESK = ['store_owner', 'finance', 'administrator'];
const STAFF = ['finance', 'administrator'];

type Step = {
  seq: number;
  move: string;
  side: string;
  actor: string | null;
  reasonCode: string | null;
  note: string | null;
};
const step = (seq: number, move: string, side: string, more: Partial<Step> = {}) => ({
  ...{ seq, move, side, actor: null, reasonCode: null, note: null, at: ago((9 - seq) * 10 * HOUR) },
  ...more,
});

const base = {
  ...{ storeId: 'sto_aina', storeName: 'Aina Home', creatorId: 'cre_dana', creatorName: 'Dana Akhmetova' },
  ...{ orderId: null as string | null, orderNumber: null as string | null, lineId: null as string | null },
  ...{ lineTitle: null as string | null, cameBy: null as string | null, cameRef: null as string | null },
  ...{ claimedOn: null as string | null, claimed: null as object | null, pays: null as object | null },
  ...{ paysState: null as string | null, storeAgrees: null as boolean | null, storeText: null as string | null },
  ...{ outcomeCode: null as string | null, outcomeText: null as string | null, decidedBy: null as string | null },
  ...{ decidedAt: null as string | null, creditFrom: null as string | null, credit: null as object | null },
  ...{ credited: money(0n), proposal: null as object | null, creditedNow: [] as object[], candidates: [] as object[] },
  ...{ evidencePictures: [] as object[], rivals: 0, overdue: false, mayWithdraw: true, mayAnswer: false },
  ...{ mayDecide: false, orderDueAt: null as string | null, answerDueAt: null as string | null },
};
const proposal = { amount: money(129_900n), has: money(0n), most: money(1_299_000n), from: ago(-9 * DAY) };

const disputes = [
  {
    ...base,
    ...{ id: 'dsp_line', kind: 'line', state: 'waiting_staff', reasonCode: 'NOT_CREDITED', number: 'A-10482' },
    ...{ orderId: 'ord_1', orderNumber: 'A-10482', lineId: '1', lineTitle: 'Stoneware mug', openedAt: ago(3 * DAY) },
    text: 'The buyer watched my video of the mug and wrote to me about it the same evening. The order shows another creator.',
    ...{ pays: money(0n), paysState: 'reversed', overdue: true, answerDueAt: ago(HOUR), rivals: 1 },
    proposal: { ...proposal, liftsCheck: false, reason: null },
    creditedNow: [{ creatorName: 'Timur Seitkali', amount: money(129_900n) }],
    evidencePictures: [{ id: 'evd_1', sizeBytes: 184_320, at: ago(3 * DAY) }],
    history: [
      step(1, 'opened', 'creator', { actor: 'Dana Akhmetova', reasonCode: 'NOT_CREDITED' }),
      step(2, 'evidence_added', 'creator', { actor: 'Dana Akhmetova' }),
      step(3, 'reminded', 'service'),
      step(4, 'overdue', 'service'),
    ],
  },
  {
    ...base,
    ...{ id: 'dsp_claim', kind: 'missing', state: 'waiting_order', reasonCode: 'MISSING_ORDER', number: '№ 10 517' },
    ...{
      cameBy: 'code',
      cameRef: 'DANA10',
      claimedOn: '2026-11-20',
      claimed: money(2_598_000n),
      openedAt: ago(2 * DAY),
    },
    ...{ text: 'She paid in the shop with my code and sent me the receipt.', orderDueAt: ago(-12 * DAY) },
    candidates: [{ orderId: 'ord_2', number: '10517', placedAt: ago(5 * DAY), score: 92, total: money(2_598_000n) }],
    history: [step(1, 'opened', 'creator', { actor: 'Dana Akhmetova', reasonCode: 'MISSING_ORDER' })],
  },
  {
    ...base,
    ...{ id: 'dsp_shop', kind: 'line', state: 'waiting_store', reasonCode: 'NOT_RETURNED', number: 'A-10311' },
    ...{ orderId: 'ord_3', orderNumber: 'A-10311', lineId: '2', lineTitle: 'Linen apron, long', openedAt: ago(DAY) },
    ...{
      text: 'Nothing was sent back, the buyer wears it.',
      pays: money(0n),
      paysState: 'reversed',
      answerDueAt: ago(-6 * DAY),
    },
    history: [step(1, 'opened', 'creator', { actor: 'Dana Akhmetova', reasonCode: 'NOT_RETURNED' })],
  },
  {
    ...base,
    ...{ id: 'dsp_over', kind: 'line', state: 'accepted', reasonCode: 'WRONG_AMOUNT', number: 'A-10207', lineId: '1' },
    ...{
      orderId: 'ord_4',
      orderNumber: 'A-10207',
      lineTitle: 'Desk lamp',
      openedAt: ago(20 * DAY),
      mayWithdraw: false,
    },
    ...{
      text: 'The campaign promised twelve percent that week.',
      storeAgrees: true,
      storeText: 'True, the banner said twelve.',
    },
    ...{
      outcomeCode: 'SHOP_AGREES',
      outcomeText: 'The difference is paid when the hold ends.',
      decidedBy: 'Saule Finance',
    },
    ...{ decidedAt: ago(6 * DAY), credit: money(24_350n), creditFrom: ago(DAY), credited: money(24_350n) },
    ...{ pays: money(121_750n), paysState: 'payable' },
    history: [
      step(1, 'opened', 'creator', { actor: 'Dana Akhmetova', reasonCode: 'WRONG_AMOUNT' }),
      step(2, 'store_agreed', 'store', { actor: 'Aina Owner', note: 'True, the banner said twelve.' }),
      step(3, 'accepted', 'staff', { actor: 'Saule Finance', reasonCode: 'SHOP_AGREES' }),
      step(4, 'credited', 'service'),
    ],
  },
].map((one) => ({ ...one, steps: one.history.length }));

const OVER = ['accepted', 'refused', 'withdrawn'];
const isStaff = ({ person }: Context) => person?.roles.some(({ role }) => STAFF.includes(role)) ?? false;
const shownTo = (context: Context, one: (typeof disputes)[number]) => ({
  ...one,
  mayAnswer: !isStaff(context) && one.state === 'waiting_store',
  mayDecide: isStaff(context) && one.state === 'waiting_staff',
});
function found(id: string) {
  const one = disputes.find((each) => each.id === id);
  return one ?? fail('NOT_FOUND');
}
const isFresh = ({ person }: Context) => person?.id === 'acc_fresh';

const item = (id: string, kind: string, hours: number, more: object = {}) => ({
  ...{
    id,
    kind,
    storeId: 'sto_aina',
    storeName: 'Aina Home',
    subjectId: 'vid_mug',
    title: 'The mug I take everywhere',
  },
  ...{ cause: null, amount: null, at: ago(hours * HOUR), read: hours > 24, ...more },
});
const news = [
  item('nws_6', 'dispute_accepted', 2, { subjectId: 'dsp_over', title: 'A-10207', amount: money(24_350n) }),
  item('nws_5', 'reversal', 9, { subjectId: 'A-10311', cause: 'refunded', amount: money(-89_900n) }),
  item('nws_4', 'first_sale', 40, { subjectId: 'A-10101', amount: money(129_900n) }),
  item('nws_3', 'payout_sent', 60, { subjectId: 'pay_1', title: null, amount: money(4_812_000n) }),
  item('nws_2', 'plan_changed', 90, { subjectId: 'pln_1', title: null }),
  item('nws_1', 'video_published', 200),
];
const choices = [
  ...['video_published', 'first_sale', 'reversal', 'payout_sent'].map((topic) => ({
    topic,
    wanted: true,
    optional: true,
  })),
  ...['video_rejected', 'plan_changed', 'check', 'dispute', 'payout_failed'].map((topic) => ({
    ...{ topic, wanted: true, optional: false },
  })),
];

export const disputeAnswers = {
  myDisputes: (args: PageArgs, context: Context) => pageOf(isFresh(context) ? [] : disputes, args),
  myDispute: ({ id }: { id: string }) => found(id),
  disputeLine: ({ input }: { input: { reasonCode: string; text: string } }, context: Context) => {
    mustBe(context, 'creator');
    return { ...found('dsp_shop'), reasonCode: input.reasonCode, text: input.text };
  },
  withdrawDispute: ({ id }: { id: string }) => Object.assign(found(id), { state: 'withdrawn', mayWithdraw: false }),
  disputes: ({ list, ...args }: PageArgs & { list: string | null }, context: Context) => {
    mustBe(context, ...DESK);
    const states: Record<string, (state: string) => boolean> = {
      store: (state) => !OVER.includes(state),
      staff: (state) => state === 'waiting_staff',
      waiting: (state) => ['waiting_order', 'waiting_store'].includes(state),
      over: (state) => OVER.includes(state),
    };
    const listed = disputes.filter((one) => states[list ?? 'store']?.(one.state));
    return pageOf(
      listed.map((one) => shownTo(context, one)),
      args,
    );
  },
  dispute: ({ id }: { id: string }, context: Context) => {
    mustBe(context, ...DESK);
    return shownTo(context, found(id));
  },
  disputeReasons: [
    ...['CREATOR_IS_RIGHT', 'SHOP_AGREES', 'OUR_MISTAKE', 'GOODWILL'].map((code) => ({ accept: true, code })),
    ...['COUNTED_RIGHTLY', 'NO_EVIDENCE', 'OTHER_CREATOR', 'REALLY_RETURNED', 'OWN_PURCHASE', 'NOT_ELIGIBLE'].map(
      (code) => ({ accept: false, code }),
    ),
  ],
  answerDispute: ({ id, agree, text }: { id: string; agree: boolean; text: string }, context: Context) => {
    mustBe(context, 'store_owner');
    return shownTo(context, Object.assign(found(id), { state: 'waiting_staff', storeAgrees: agree, storeText: text }));
  },
  decideDispute: ({ input }: { input: Record<string, unknown> }, context: Context) => {
    mustBe(context, ...STAFF);
    const one = found(String(input['id']));
    if (input['seenSteps'] !== one.steps) fail('CONFLICT');
    const outcomeCode = input['reasonCode'] ?? (input['accept'] ? 'CREATOR_IS_RIGHT' : 'COUNTED_RIGHTLY');
    const state = input['accept'] ? 'accepted' : 'refused';
    return shownTo(context, Object.assign(one, { state, outcomeCode, outcomeText: input['text'], decidedAt: ago(0) }));
  },
  unreadNews: (_: object, context: Context) => (isFresh(context) ? 0 : news.filter((one) => !one.read).length),
  myNews: (args: PageArgs, context: Context) => pageOf(isFresh(context) ? [] : news, args),
  readNews: () => 0,
  myMailChoices: choices,
  chooseMail: ({ topic, wanted }: { topic: string; wanted: boolean }) => {
    for (const one of choices) if (one.topic === topic) one.wanted = wanted;
    return choices;
  },
};
