// Records for the mock API: one marketplace with people, products, videos, orders and money that fit together.

export const NOW = Date.now();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A moment so many milliseconds ago. */
export const ago = (ms: number): string => new Date(NOW - ms).toISOString();
export const money = (amountMinor: number | bigint, currency = 'KZT') => ({
  amountMinor: amountMinor.toString(),
  currency,
  decimals: 2,
});

type Role = 'creator' | 'store_owner' | 'moderator' | 'finance' | 'administrator';
export type Person = {
  id: string;
  email: string;
  name: string;
  locale: string;
  roles: { role: Role; storeId: string | null }[];
  emailConfirmed: boolean;
  secondFactorEnabled: boolean;
  createdAt: string;
  blockedAt: string | null;
  creator: {
    id: string;
    displayName: string;
    avatarUrl: null;
    bio: string;
    country: string;
    handle: string | null;
    links: string[];
    phoneSet: boolean;
  } | null;
};

const creatorOf = (id: string, displayName: string) => ({
  id,
  displayName,
  avatarUrl: null,
  bio: 'I test kitchen things until they break.',
  country: 'KZ',
  handle: null,
  links: ['https://instagram.com/dana'],
  phoneSet: true,
});

function person(key: string, name: string, roles: Person['roles'], more: Partial<Person> = {}): [string, Person] {
  const staff = roles.some(({ role }) => ['moderator', 'finance', 'administrator'].includes(role));
  const isCreator = roles.some(({ role }) => role === 'creator');
  const record: Person = {
    id: `acc_${key}`,
    email: `${key}@demo.vitrina`,
    name,
    locale: 'en',
    roles,
    emailConfirmed: true,
    secondFactorEnabled: staff,
    createdAt: ago(40 * DAY),
    blockedAt: null,
    creator: isCreator ? creatorOf(`cre_${key}`, name) : null,
    ...more,
  };
  return [key, record];
}

const grant = (role: Role, storeId: string | null = null) => ({ role, storeId });

export const people: Record<string, Person> = Object.fromEntries([
  person('creator', 'Dana Akhmetova', [grant('creator')]),
  person('fresh', 'Aruzhan Serik', [grant('creator')], { createdAt: ago(HOUR) }),
  person('owner', 'Aigerim Bek', [grant('store_owner', 'sto_aina')]),
  person('moderator', 'Marat Ospanov', [grant('moderator')]),
  person('newstaff', 'Olga Kim', [grant('moderator')], { secondFactorEnabled: false }),
  person('finance', 'Irina Tsoy', [grant('finance')]),
  person('admin', 'Yerlan Nurgali', [grant('administrator')]),
  person('all', 'Saule Many-Hats', [
    grant('creator'),
    grant('store_owner', 'sto_aina'),
    grant('store_owner', 'sto_tau'),
    grant('administrator'),
  ]),
  person('blocked', 'Timur Seitkali', [grant('creator')], { blockedAt: ago(3 * DAY), emailConfirmed: true }),
  person('waiting', 'Unconfirmed Person', [], { emailConfirmed: false }),
]);

const windows = [
  { instrument: 'onsite_cart', hours: 168 },
  { instrument: 'onsite_click', hours: 168 },
  { instrument: 'storefront', hours: 168 },
  { instrument: 'deep_link', hours: 720 },
  { instrument: 'onsite_view', hours: 24 },
];

export const stores = [
  { id: 'sto_aina', name: 'Aina Home', url: 'https://aina.example', currency: 'KZT', timezone: 'Asia/Almaty' },
  { id: 'sto_tau', name: 'Tau Outdoor', url: 'https://tau.example', currency: 'USD', timezone: 'Asia/Almaty' },
].map((store) => ({
  ...store,
  publishableKey: `pk_live_${store.id}_9bT2mQ4xVw`,
  testPublishableKey: `pk_test_${store.id}_5dK8sL1nRz`,
  plan: { rateBps: 1000, holdDays: 14, windows, rules: [] },
  ...{
    sandbox: false,
    sandboxApproveMinutes: 15,
    oneVideoPerCreator: false,
    referralBps: 0,
    paused: false,
    disputeDays: 7,
  },
  newCreatorDaily: { amountMinor: '5000000', currency: store.currency, decimals: 2 },
}));

const TITLES: readonly [string, string, number][] = [
  ['mug', 'Stoneware mug “Steppe”, 350 ml', 799_000],
  ['bamboo-glass-jar', 'Glass jar with bamboo lid, 1 l', 1_290_000],
  ['hairdryer', 'Hair dryer with ionisation, 2000 W', 4_599_000],
  ['loafers', 'Leather loafers, hand stitched', 6_490_000],
  ['sunglasses', 'Sunglasses with polarised lenses', 2_350_000],
  ['tank-top', 'Cotton tank top', 890_000],
  ['watch', 'Wrist watch with sapphire glass', 12_990_000],
  ['salt-and-pepper-shakers', 'Salt and pepper shakers, oak', 1_150_000],
];

export const products = TITLES.map(([key, title, price], at) => ({
  id: `prd_${key}`,
  externalId: key,
  storeId: 'sto_aina',
  title,
  description: null as string | null,
  url: `https://aina.example/p/${key}`,
  imageUrl: `/mock/photos/${key}.jpg` as string | null,
  gtin: null as string | null,
  sku: `AH-${100 + at}`,
  category: 'Home' as string | null,
  collections: ['Gifts'] as string[],
  tags: [] as string[],
  price: money(price),
  inStock: at !== 4,
  removedAt: null as string | null,
  videoCount: at % 3,
  variants: ['Sand', 'Clay'].map((name, index) => ({
    id: `var_${key}_${index}`,
    externalId: `${key}-${name.toLowerCase()}`,
    title: name,
    price: money(price),
    inStock: true,
    sku: null as string | null,
    gtin: null as string | null,
  })),
}));

const ROAD = ['uploading', 'uploaded', 'checking', 'transcoding', 'in_review', 'published'];
export const noStats = { impressions: 0, qualifiedViews: 0, clicks: 0, orders: 0 };

/** Steps up to this status, one every few minutes. */
export function stepsTo(status: string, endedMs: number): { status: string; at: string }[] {
  const end = { rejected: 'in_review', refused: 'checking', retired: 'published' }[status] ?? status;
  const road = ROAD.slice(0, ROAD.indexOf(end) + 1);
  const list = end === status ? road : [...road, status];
  return list.map((one, at) => ({ status: one, at: ago(endedMs + (list.length - 1 - at) * 4 * MINUTE) }));
}

const STORYBOARD = {
  trackUrl: '/mock/storyboard.vtt',
  ...{ tileWidth: 90, tileHeight: 160, columns: 5, rows: 8, tiles: 39, intervalMs: 1000 },
};

/** Ten frames on offer, the best first. */
function framesOf(key: string) {
  return Array.from({ length: 10 }, (_, at) => ({
    ...{ frame: `frame-${at + 1}.jpg`, url: `/mock/poster/${key}-${at}.svg`, width: 720, height: 1280 },
    ...{ atMs: ((at * 7 + 3) % 38) * 1000, chosen: at === 0 },
  }));
}

function video(key: string, title: string, status: string, productAt: number, endedMs: number) {
  const product = products[productAt] ?? products[0];
  if (!product) throw new Error('No products');
  const out = status === 'published' || status === 'retired';
  return {
    id: `vid_${key}`,
    title,
    status,
    progress: status === 'transcoding' ? 0.42 : out ? 1 : 0,
    storeId: 'sto_aina',
    storeName: 'Aina Home',
    owner: 'creator',
    products: [product],
    durationMs: status === 'uploading' ? null : 38_400,
    width: status === 'uploading' ? null : 1080,
    height: status === 'uploading' ? null : 1920,
    posterUrl: status === 'uploading' ? null : `/mock/poster/${key}.svg`,
    posterIsOwn: false,
    posterChoice: null as null | { frame: string | null; state: string; chosenAt: string },
    posterFrames: out || status === 'in_review' ? framesOf(key) : [],
    storyboard: out || status === 'in_review' ? { ...STORYBOARD, sheetUrls: [`/mock/poster/${key}-sheet.svg`] } : null,
    previewHlsUrl: ['uploading', 'uploaded', 'checking', 'refused'].includes(status) ? null : '/mock/clip.webm',
    publicHlsUrl: null,
    uploadedBytes: status === 'uploading' ? '17825792' : '48234496',
    sizeBytes: '48234496',
    fileName: `IMG_${4200 + productAt}.MOV`,
    steps: stepsTo(status, endedMs),
    refusal: null as null | { code: string; message: string; whatToDo: string },
    rejection: null as null | {
      reasonCode: string;
      message: string;
      howToFix: string;
      timecodeMs: number | null;
      note: string | null;
      at: string;
    },
    renditions: [],
    warnings: [] as string[],
    createdAt: ago(endedMs + HOUR),
    publishedAt: out ? ago(endedMs) : null,
    earned: out ? money(4_830_000 - productAt * 517_300) : null,
    stats: out ? { impressions: 18_420, qualifiedViews: 4213 + productAt * 97, clicks: 388, orders: 31 } : noStats,
    waitingSince: ago(endedMs),
    attempts: 1,
    claimedBy: null as string | null,
    claimedKey: null as string | null,
    claimExpiresAt: null as string | null,
    published: false,
    decisions: [] as object[],
    version: 1,
    liveVersion: status === 'published' ? 1 : (null as number | null),
    forgottenAt: null as string | null,
    licence: { until: null as string | null, countries: null as string[] | null, ads: false, exclusive: false },
  };
}

export type MockVideo = ReturnType<typeof video>;

export const videos: MockVideo[] = [
  video('jar', 'Does the lid really seal? Ten days with rice and coffee', 'published', 1, 9 * DAY),
  video('mug', 'The mug I take to every call', 'published', 0, 4 * DAY),
  video('watch', 'A watch for people who wash dishes', 'transcoding', 6, 2 * MINUTE),
  video('dryer', 'Hair dryer after one year: what broke', 'rejected', 2, 20 * HOUR),
  video('top', 'Tank top, three washes later', 'uploading', 5, 26 * HOUR),
  video('shoes', 'Loafers in the snow', 'refused', 3, 30 * HOUR),
  video('shakers', 'Oak shakers: the grind test', 'in_review', 7, 3 * HOUR),
  video('glasses', 'Sunglasses on the ski slope', 'in_review', 4, 29 * HOUR),
  video('mug2', 'Cold brew in the same mug, a second look', 'in_review', 0, 40 * MINUTE),
];

const looked = videos.find(({ id }) => id === 'vid_glasses');
if (looked) looked.published = true;
const rejected = videos.find(({ status }) => status === 'rejected');
if (rejected) {
  rejected.rejection = {
    reasonCode: 'PHONE_NUMBER',
    message: 'A phone number can be seen',
    howToFix: 'Cut the part with the number or cover it, then send the video again.',
    timecodeMs: 12_400,
    note: 'On the sticker behind the dryer.',
    at: ago(20 * HOUR),
  };
  const { reasonCode: rule, message: reason, howToFix, timecodeMs, note, at } = rejected.rejection;
  const howToAppeal = 'If you think this decision is wrong, answer the mail about it and say why.';
  const text = `A moderator looked at your video.\n\nWhy: ${reason}\nHow to fix it: ${howToFix}`;
  const notice = { id: 'dec_2', action: 'rejected', automated: false, at, rule, reason, howToFix, timecodeMs, note };
  rejected.decisions = [{ ...notice, howToAppeal, text }];
}
const refused = videos.find(({ status }) => status === 'refused');
if (refused) {
  refused.refusal = {
    code: 'NO_VIDEO_STREAM',
    message: 'This file has sound but no picture',
    whatToDo: 'Export it from your phone again and choose “video”, not “audio only”.',
  };
}

export const reasons = [
  ['WRONG_PRODUCT', 'Shows another product', 'Show the product you tagged, or tag the one you show.'],
  ['NOT_A_REVIEW', 'Not a review', 'Say what the product is good for and what it is not.'],
  ['PHONE_NUMBER', 'A phone number or address can be seen', 'Cut or cover that part.'],
  ['OTHER_SHOP', 'Advertises another shop', 'Leave out names, prices and links of other shops.'],
  ['CLAIM', 'A claim that cannot be shown', 'Leave out claims about health or safety that you cannot prove.'],
  ['MUSIC', 'Music without a licence', 'Use your own sound, or music that you may use.'],
  ['CHILD', 'A child can be recognised', 'Film without children, or so that they cannot be recognised.'],
  ['QUALITY', 'Picture or sound too poor', 'Film in daylight and close to the microphone.'],
  ['RUDE', 'Rude or hurtful words', 'Say it in words that you would say to a guest.'],
  ['STOLEN', 'Somebody else made this', 'Upload only what you filmed yourself.'],
].map(([code = '', label = '', howToFix = '']) => ({ code, label, howToFix }));

const STATES = ['pending', 'pending', 'review', 'payable', 'in_payout', 'paid', 'reversed'];

export const commissions = Array.from({ length: 23 }, (_, at) => {
  const product = products[at % 3] ?? products[0];
  const state = STATES[at % STATES.length] ?? 'pending';
  const base = 799_000 * (1 + (at % 4));
  return {
    id: `com_${at}`,
    orderId: `ord_${at}`,
    orderExternalId: `A-${10_482 + at}`,
    lineId: '1',
    storeId: 'sto_aina',
    storeName: 'Aina Home',
    productTitle: product?.title ?? null,
    videoId: 'vid_mug',
    videoTitle: 'The mug I take to every call',
    kind: 'commission',
    instrument: at % 3 === 0 ? 'promo_code' : 'onsite_view',
    match: 'direct',
    base: money(base),
    amount: money(state === 'reversed' ? 0 : Math.floor(base / 10) + (at % 5)),
    state,
    disputed: false,
    holdUntil: ago(-(12 - at) * DAY),
    orderedAt: ago(at * 17 * HOUR),
    reasonText: 'A qualified view 3 hours before the order.',
    creatorName: 'Dana Akhmetova',
  };
});

/** Sums per day with a quiet weekend, so that a chart has a shape. */
export function days(count: number) {
  return Array.from({ length: count }, (_, index) => {
    const at = count - 1 - index;
    const date = new Date(NOW - at * DAY);
    const quiet = date.getUTCDay() % 6 === 0 ? 0.45 : 1;
    const wave = (Math.sin(index / 2.7) + 1.6) * 148_300 * quiet;
    return {
      day: date.toISOString().slice(0, 10),
      wave: Math.round(wave),
      back: index % 5 === 2 ? Math.round(wave / 4) : 0,
    };
  });
}

export const orders = commissions.map((commission, at) => ({
  id: `ord_${at}`,
  externalId: commission.orderExternalId,
  storeId: 'sto_aina',
  status: at % 9 === 8 ? 'cancelled' : 'paid',
  mode: at > 20 ? 'test' : 'live',
  version: '1',
  placedAt: commission.orderedAt,
  recordedAt: commission.orderedAt,
  total: money(BigInt(commission.base.amountMinor) + 1_290_000n),
  refunded: money(at % 6 === 3 ? 1_290_000 : 0),
  lines: [
    {
      lineId: '1',
      productId: 'mug',
      title: commission.productTitle,
      quantity: 1 + (at % 4),
      base: commission.base,
      creatorName: at % 4 === 2 ? null : 'Dana Akhmetova',
      commission: at % 4 === 2 ? null : commission.amount,
      reason: at % 4 === 2 ? 'NO_TOUCH' : 'QUALIFIED_VIEW',
      reasonText:
        at % 4 === 2
          ? 'No creator’s video was watched before this order.'
          : 'A qualified view 3 hours before the order.',
    },
    {
      lineId: '2',
      productId: 'bamboo-glass-jar',
      title: 'Glass jar with bamboo lid, 1 l',
      quantity: 1,
      base: money(1_290_000),
      creatorName: null,
      commission: null,
      reason: 'NO_TOUCH',
      reasonText: 'No creator’s video was watched before this order.',
    },
  ],
}));
