// What the mock API answers to queries.
import {
  ago,
  commissions,
  days,
  money,
  NOW,
  orders,
  people,
  products,
  reasons,
  stores,
  videos,
  type MockVideo,
  type Person,
} from './mock-data.js';
import { comingAs, foundIn } from './mock-likeness.js';
import { fail, mustBe, pageOf, type Context, type PageArgs } from './mock-support.js';
import { reportedOf, standingOf } from './growth/mock-complaints.js';

const HOUR = 3_600_000;
/** The account as `me` shows it in this session. */
export function meOf(person: Person, passed: boolean) {
  const staff = person.roles.some(({ role }) => ['moderator', 'finance', 'administrator'].includes(role));
  return {
    ...person,
    secondFactorPassed: person.secondFactorEnabled && passed,
    secondFactorRequired: staff,
    creator: person.creator && { ...person.creator, promoCodes: person.id === 'acc_fresh' ? [] : CODES },
  };
}
const promoCode = (id: string, code: string, fromDays: number, toDays: number) => ({
  ...{ id, code, storeId: 'sto_aina', storeName: 'Aina Home', createdAt: ago(fromDays * 24 * HOUR) },
  ...{ validFrom: ago(fromDays * 24 * HOUR), validTo: ago(toDays * 24 * HOUR) },
});
const CODES = [promoCode('cod_1', 'DANA10', 30, -60), promoCode('cod_2', 'WINTER25', 300, 200)];

export const decisions = [
  {
    id: 'dec_2',
    videoId: 'vid_dryer',
    action: 'rejected',
    reasonCode: 'PHONE_NUMBER',
    timecodeMs: 12_400,
    note: 'On the sticker.',
    actor: 'Marat Ospanov',
    at: ago(20 * HOUR),
    automated: false,
  },
  {
    id: 'dec_1',
    videoId: 'vid_mug',
    action: 'approved',
    reasonCode: null,
    timecodeMs: null,
    note: null,
    actor: 'Marat Ospanov',
    at: ago(96 * HOUR),
    automated: false,
  },
];

export const keys = [
  {
    id: 'key_1',
    storeId: 'sto_aina',
    label: 'Shop server',
    mode: 'live',
    kind: 'secret',
    scopes: ['products:write', 'orders:write'],
    last4: 'x7Qd',
    createdAt: ago(700 * HOUR),
    lastUsedAt: ago(HOUR / 3),
    expiresAt: null as string | null,
    revokedAt: null as string | null,
  },
  {
    id: 'key_2',
    storeId: 'sto_aina',
    label: 'Old shop server',
    mode: 'live',
    kind: 'secret',
    scopes: ['orders:write'],
    last4: '9aTz',
    createdAt: ago(2000 * HOUR),
    lastUsedAt: ago(30 * HOUR),
    expiresAt: ago(-20 * HOUR) as string | null,
    revokedAt: null as string | null,
  },
  {
    id: 'key_3',
    storeId: 'sto_aina',
    label: 'Trial',
    mode: 'test',
    kind: 'secret',
    scopes: ['products:write'],
    last4: 'bb12',
    createdAt: ago(900 * HOUR),
    lastUsedAt: null as string | null,
    expiresAt: null as string | null,
    revokedAt: ago(100 * HOUR) as string | null,
  },
];

export const placements = videos
  .filter(({ status }) => status === 'published')
  .flatMap((video, at) =>
    [0, 1].map((second) => ({
      id: `plc_${at}_${second}`,
      video: second ? videos.find(({ id }) => id === 'vid_mug') : video,
      product: products[at],
      position: second,
      hidden: at === 1 && second === 1,
      pinned: at === 0 && second === 0,
      exploring: second === 1,
      standing: at === 2 ? null : standingOf(at, second),
      reason: second ? 'added by hand' : 'tagged by the creator',
    })),
  );

/** A video as the API shows it: with its creator. */
export function videoOf(video: MockVideo) {
  const owner = people[video.owner];
  return { ...video, votes: { helpful: 41, total: 47 }, creator: { ...owner?.creator, promoCodes: [] } };
}

export function reviewItemOf(video: MockVideo, key: string) {
  const found = { ...foundIn(video, videoOf), ...reportedOf(video.id) };
  return { ...video, ...found, video: videoOf(video), claimedByMe: video.claimedKey === key };
}

function explain(orderId: string) {
  const commission = commissions.find((one) => one.orderId === orderId);
  const amount = commission?.amount ?? money(0);
  return {
    orderId,
    lineId: '1',
    summary:
      'You get 799.00 KZT: 10 % of 7 990.00 KZT, because this shopper watched your video 3 hours before the order.',
    steps: [
      { label: 'Counted on', text: '1 × 7 990.00 KZT, no discount, nothing refunded: 7 990.00 KZT' },
      { label: 'Rate', text: '10 % by the store’s plan since 1 Oct 2026' },
      { label: 'Amount', text: '7 990.00 × 10 % = 799.00 KZT' },
    ],
    touches: [
      {
        instrument: 'onsite_view',
        at: ago(5 * HOUR),
        label: 'The mug I take to every call',
        kept: true,
        why: 'Watched 14 s of 38 s; 10 s are needed.',
        weight: '1',
      },
      {
        instrument: 'onsite_view',
        at: ago(50 * HOUR),
        label: 'Does the lid really seal?',
        kept: false,
        why: 'Older than the window of 24 hours.',
        weight: null,
      },
    ],
    history: [
      { at: ago(2 * HOUR), amount, state: 'pending', text: 'The order was paid. The hold ends in 14 days.' },
      { at: ago(HOUR), amount, state: commission?.state ?? 'pending', text: 'Present state.' },
    ],
  };
}

function earnings(context: Context, count: number) {
  if (context.key === 'fresh') return [];
  return [
    {
      currency: 'KZT',
      balance: {
        currency: 'KZT',
        pending: money(2_148_350),
        review: money(79_900),
        payable: money(4_830_012),
        inTransit: money(0),
        paid: money(18_204_400),
        withheld: money(0),
        earned: money(25_262_662),
      },
      days: days(count).map(({ day, wave, back }) => ({ day, earned: money(wave), reversed: money(back) })),
      videos: videos
        .filter(({ earned }) => earned)
        .map(({ id, title, earned, stats }) => ({
          videoId: id,
          title,
          earned,
          orders: stats.orders,
          qualifiedViews: stats.qualifiedViews,
        })),
    },
  ];
}

const LEDGER: readonly [string, bigint][] = [
  ['expense:commission', 25_262_662n],
  ['creator:cre_creator:pending', -2_228_250n],
  ['creator:cre_creator:payable', -4_830_012n],
  ['creator:cre_creator:in_transit', 0n],
  ['cash', -18_204_400n],
];

const spanOf = ({ from, to }: { from?: string; to?: string }) =>
  from && to ? Math.round((Date.parse(to) - Date.parse(from)) / (24 * HOUR)) + 1 : 30;

type Any = Record<string, never> & PageArgs;
const has = (text: string, search?: string | null) => !search || text.toLowerCase().includes(search.toLowerCase());

export const queries = {
  me: (_: Any, context: Context) => (context.person ? meOf(context.person, context.passed) : null),
  mySessions: (_: Any, context: Context) => {
    mustBe(context);
    const phone =
      'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Safari/604.1';
    return [
      {
        id: 'ses_1',
        createdAt: ago(5 * HOUR),
        lastSeenAt: ago(0),
        userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/153.0 Safari/537.36',
        ip: '203.0.113.7',
        current: true,
      },
      {
        id: 'ses_2',
        createdAt: ago(90 * HOUR),
        lastSeenAt: ago(26 * HOUR),
        userAgent: phone,
        ip: '198.51.100.24',
        current: false,
      },
    ];
  },
  people: (args: PageArgs & { search?: string; role?: string }, context: Context) => {
    mustBe(context, 'administrator');
    const list = Object.values(people).filter((one) => has(one.name + one.email, args.search));
    return pageOf(
      list.filter((one) => !args.role || one.roles.some(({ role }) => role === args.role)),
      args,
    );
  },
  deadLetters: (args: PageArgs, context: Context) => {
    mustBe(context, 'administrator');
    const lastError = 'The machine ran out of disk space while preparing the video.';
    const one = { id: 'dead_1', name: 'moderation.approved', failedAt: ago(2 * HOUR), lastError, tries: 6 };
    return pageOf([{ ...one, payloadId: 'vid_01JD7QKX7ZB2M' }], args);
  },
  auditLog: (args: PageArgs & { action?: string }, context: Context) => {
    mustBe(context, 'administrator');
    const actions = [
      'video.approved',
      'role.granted',
      'key.rotated',
      'store.updated',
      'video.rejected',
      'session.opened',
    ];
    const list = Array.from({ length: 40 }, (_, at) => ({
      id: `aud_${at}`,
      at: ago(at * HOUR),
      actor: at % 3 ? 'acc_moderator' : 'acc_admin',
      actorName: at % 3 ? 'Marat Ospanov' : 'Yerlan Nurgali',
      action: actions[at % actions.length] ?? '',
      subjectType: 'video',
      subjectId: `vid_01JD${at}QKX7ZB2M`,
      before: '{"status":"in_review"}',
      after: '{"status":"published","decision":"dec_1"}',
      ip: '203.0.113.7',
    }));
    return pageOf(
      list.filter((one) => has(one.action, args.action)),
      args,
    );
  },
  stores: (args: PageArgs) => pageOf(stores, args),
  myStores: (_: Any, context: Context) => {
    const ids = context.person?.roles.map(({ storeId }) => storeId);
    return stores.filter(({ id }) => ids?.includes(id));
  },
  store: ({ id }: { id: string }) => stores.find((one) => one.id === id) ?? fail('NOT_FOUND'),
  apiKeys: () => keys,
  products: (args: PageArgs & { storeId: string; search?: string; includeRemoved?: boolean }) =>
    pageOf(
      products.filter(
        (one) => one.storeId === args.storeId && has(one.title, args.search) && (args.includeRemoved || !one.removedAt),
      ),
      args,
    ),
  uploadBounds: () => ({
    maxBytes: '2000000000',
    minDurationMs: 3000,
    maxDurationMs: 180_000,
    minShortSide: 120,
    direct: false,
  }),
  myVideos: (args: PageArgs & { status?: string }, context: Context) =>
    pageOf(
      videos.filter((one) => one.owner === context.key && (!args.status || one.status === args.status)).map(videoOf),
      args,
    ),
  video: ({ id }: { id: string }) => videoOf(videos.find((one) => one.id === id) ?? fail('NOT_FOUND')),
  rejectReasons: () => reasons,
  reviewQueue: (args: PageArgs & { filter?: { search?: string; minWaitMinutes?: number } }, context: Context) => {
    mustBe(context, 'moderator', 'administrator');
    const waited = (one: MockVideo) =>
      (NOW - Date.parse(one.waitingSince)) / 60_000 >= (args.filter?.minWaitMinutes ?? 0);
    const list = videos.filter(
      (one) => one.status === 'in_review' && has(one.title, args.filter?.search) && waited(one),
    );
    list.sort((a, b) => a.waitingSince.localeCompare(b.waitingSince));
    return pageOf(
      list.map((one) => reviewItemOf(one, context.key)),
      args,
    );
  },
  comingVideos: comingAs(videoOf),
  decisions: (args: PageArgs & { videoId?: string }) =>
    pageOf(
      decisions.filter((one) => !args.videoId || one.videoId === args.videoId),
      args,
    ),
  placements: (args: PageArgs) =>
    pageOf(
      placements.map((one) => ({ ...one, video: one.video && videoOf(one.video) })),
      args,
    ),
  orders: (args: PageArgs & { mode?: string }) =>
    pageOf(
      orders.filter(({ mode }) => mode === (args.mode ?? 'live')),
      args,
    ),
  order: ({ id }: { id: string }) => orders.find((one) => one.id === id) ?? fail('NOT_FOUND'),
  myEarnings: (args: { from?: string; to?: string }, context: Context) => earnings(context, spanOf(args)),
  myCommissions: (args: PageArgs & { state?: string }) =>
    pageOf(
      commissions.filter(({ state }) => !args.state || state === args.state),
      args,
    ),
  storeCommissions: (args: PageArgs & { state?: string }) =>
    pageOf(
      commissions.filter(({ state }) => !args.state || state === args.state),
      args,
    ),
  explainCommission: ({ orderId }: { orderId: string }) => explain(orderId),
  storeReport: (args: { from?: string; to?: string }) => ({
    currency: 'KZT',
    orders: 412,
    creditedOrders: 87,
    gmv: money(148_302_500),
    netGmv: money(139_480_000),
    commission: money(13_948_000),
    days: days(spanOf(args)).map(({ day, wave }) => ({
      day,
      orders: 14,
      creditedOrders: 3,
      gmv: money(wave * 10),
      commission: money(wave),
    })),
  }),
  storeCreators: (args: PageArgs) =>
    pageOf(
      [
        {
          creatorId: 'cre_creator',
          name: 'Dana Akhmetova',
          orders: 58,
          gmv: money(98_700_000),
          commission: money(9_870_000),
        },
        {
          creatorId: 'cre_2',
          name: 'Timur Seitkali',
          orders: 29,
          gmv: money(40_780_000),
          commission: money(4_078_000),
        },
      ],
      args,
    ),
  trialBalance: (_: Any, context: Context) => {
    mustBe(context, 'finance', 'administrator');
    return {
      balanced: true,
      rows: LEDGER.map(([account, minor]) => ({ currency: 'KZT', account, balance: money(minor) })),
    };
  },
};
