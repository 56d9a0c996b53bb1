// Every page of the studio, who opens it, and what it shows when it has its data.

export type PageCase = {
  name: string;
  /** Whose session opens it; null is nobody. `passed` sessions carry the second factor. */
  as: string | null;
  path: string;
  /** Text of the heading. */
  heading: RegExp;
  /** Something that appears only with data. */
  has?: string;
};

export const PAGES: readonly PageCase[] = [
  { name: 'sign-in', as: null, path: '/sign-in', heading: /^Sign in$/ },
  { name: 'sign-up', as: null, path: '/sign-up', heading: /Create an account/ },
  { name: 'forgot', as: null, path: '/forgot', heading: /Forgotten password/ },
  { name: 'reset', as: null, path: '/reset?token=good', heading: /New password/ },
  { name: 'confirm', as: null, path: '/confirm?token=good', heading: /address is confirmed/ },
  { name: 'confirm-expired', as: null, path: '/confirm?token=old', heading: /Confirming/, has: 'Ask for a new one' },
  { name: 'second-factor', as: 'moderator', path: '/', heading: /Second factor/ },
  { name: 'enrol', as: 'newstaff', path: '/', heading: /Set up the second factor/, has: 'Scan this code' },
  { name: 'account', as: 'creator', path: '/account', heading: /Profile and settings/, has: 'Chrome' },
  {
    name: 'creator-home',
    as: 'creator',
    path: '/creator',
    heading: /Hello, Dana/,
    has: 'Tank top, three washes later',
  },
  { name: 'creator-empty', as: 'fresh', path: '/creator', heading: /Hello, Aruzhan/, has: 'No videos yet' },
  { name: 'upload', as: 'creator', path: '/creator/upload?store=sto_aina', heading: /New video/, has: 'Stoneware mug' },
  { name: 'videos', as: 'creator', path: '/creator/videos', heading: /My videos/, has: 'Loafers in the snow' },
  { name: 'video', as: 'creator', path: '/creator/videos/vid_mug', heading: /The mug I take/, has: 'A-10482' },
  {
    name: 'video-rejected',
    as: 'creator',
    path: '/creator/videos/vid_dryer',
    heading: /Hair dryer/,
    has: 'How to fix it',
  },
  {
    name: 'captions',
    as: 'creator',
    path: '/creator/videos/vid_mug/captions',
    heading: /^Captions$/,
    has: 'Speech to text',
  },
  {
    name: 'caption-editor',
    as: 'creator',
    path: '/creator/videos/vid_mug/captions/en',
    heading: /Captions: English/,
    has: 'This is the mug',
  },
  {
    name: 'video-trim',
    as: 'creator',
    path: '/creator/videos/vid_mug/trim',
    heading: /Trim and cut/,
    has: 'Cut out a piece here',
  },
  { name: 'earnings', as: 'creator', path: '/creator/earnings', heading: /^Earnings$/, has: 'A-10482' },
  { name: 'earnings-empty', as: 'fresh', path: '/creator/earnings', heading: /^Earnings$/, has: 'Nothing earned yet' },
  { name: 'payouts', as: 'creator', path: '/creator/payouts', heading: /^Payouts$/, has: 'On its way' },
  {
    name: 'payouts-empty',
    as: 'fresh',
    path: '/creator/payouts',
    heading: /^Payouts$/,
    has: 'Nothing was paid out yet',
  },
  { name: 'codes', as: 'creator', path: '/creator/codes', heading: /Promo codes/, has: 'DANA10' },
  { name: 'store-overview', as: 'owner', path: '/store/sto_aina', heading: /Aina Home/, has: 'Credited orders' },
  { name: 'store-products', as: 'owner', path: '/store/sto_aina/products', heading: /Products/, has: 'Stoneware mug' },
  { name: 'store-placements', as: 'owner', path: '/store/sto_aina/placements', heading: /Placements/, has: 'Alt' },
  { name: 'store-orders', as: 'owner', path: '/store/sto_aina/orders', heading: /Orders/, has: 'A-10482' },
  { name: 'store-order', as: 'owner', path: '/store/sto_aina/orders/ord_3', heading: /Order A-10485/, has: 'NO_TOUCH' },
  { name: 'store-creators', as: 'owner', path: '/store/sto_aina/creators', heading: /Creators/, has: 'Timur Seitkali' },
  { name: 'store-keys', as: 'owner', path: '/store/sto_aina/keys', heading: /API keys/, has: 'Old shop server' },
  {
    name: 'store-settings',
    as: 'owner',
    path: '/store/sto_aina/settings',
    heading: /Settings/,
    has: 'Settlement currency',
  },
  { name: 'store-new', as: 'owner', path: '/store/new', heading: /New store/, has: 'Commission rate' },
  { name: 'review-queue', as: 'moderator.passed', path: '/staff/review', heading: /Review queue/, has: 'Oak shakers' },
  {
    name: 'review',
    as: 'moderator.passed',
    path: '/staff/review/vid_shakers',
    heading: /Oak shakers/,
    has: 'Not a review',
  },
  { name: 'decisions', as: 'moderator.passed', path: '/staff/decisions', heading: /Decisions/, has: 'PHONE_NUMBER' },
  { name: 'people', as: 'admin.passed', path: '/staff/people', heading: /People/, has: 'Dana Akhmetova' },
  { name: 'audit', as: 'admin.passed', path: '/staff/audit', heading: /Audit log/, has: 'role.granted' },
  { name: 'dead-letters', as: 'admin.passed', path: '/staff/jobs', heading: /Failed jobs/, has: 'moderation.approved' },
  { name: 'finance', as: 'finance.passed', path: '/staff/finance', heading: /Trial balance/, has: 'The books balance' },
  { name: 'batches', as: 'finance.passed', path: '/staff/payouts', heading: /^Payouts$/, has: 'No payout details' },
  { name: 'batch', as: 'finance.passed', path: '/staff/payouts/pbt_1', heading: /Batch of/, has: 'Prepared by Marat' },
  { name: 'tax-rules', as: 'finance.passed', path: '/staff/tax-rules', heading: /Tax rules/, has: 'Social Code' },
  { name: 'many-roles', as: 'all.passed', path: '/creator', heading: /Hello, Saule/, has: 'No videos yet' },
  { name: 'not-found', as: 'creator', path: '/staff/people', heading: /Page not found/ },
];
