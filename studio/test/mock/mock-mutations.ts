// What the mock API changes on mutations; enough that the pages can be walked to their end.
import { ago, money, noStats, people, products, stepsTo, stores, videos, type MockVideo } from './mock-data.js';
import { decisions, keys, meOf, placements, reviewItemOf, videoOf } from './mock-queries.js';
import { fail, mustBe, type Context } from './mock-support.js';

type Id = { id: string };
type None = Record<string, never>;
const soon = () => new Date(Date.now() + 10 * 60_000).toISOString();

function mustFind(id: string): MockVideo {
  return videos.find((one) => one.id === id) ?? fail('NOT_FOUND');
}

function personOf(id: string) {
  return Object.values(people).find((one) => one.id === id) ?? fail('NOT_FOUND');
}

/** Moves a video on and notes the step. */
export function moveVideo(video: MockVideo, status: string): void {
  video.status = status;
  video.steps = [...video.steps, { status, at: new Date().toISOString() }];
}

const account = {
  signUp: ({ input }: { input: { email: string } }) => {
    if (input.email === 'bad@demo.vitrina') fail('BAD_INPUT', 'This address cannot receive mail.', { field: 'email' });
    return true;
  },
  confirmEmail: ({ token }: { token: string }) => (token === 'good' ? true : fail('TOKEN_EXPIRED')),
  resendConfirmation: () => true,
  signIn: ({ email, password }: { email: string; password: string }, context: Context) => {
    const key = email.split('@')[0] ?? '';
    const person = people[key];
    if (!person || password !== 'vitrina-demo') fail('WRONG_CREDENTIALS', 'E-mail or password is wrong.');
    if (!person.emailConfirmed) fail('EMAIL_NOT_CONFIRMED', 'Confirm your e-mail first.');
    context.signIn(key, false);
    return { secondFactorNeeded: person.secondFactorEnabled, me: meOf(person, false) };
  },
  passSecondFactor: ({ code }: { code: string }, context: Context) => {
    if (code !== '123456' || !context.person) fail('WRONG_CODE', 'This code is wrong or was used already.');
    context.signIn(context.key, true);
    return meOf(context.person, true);
  },
  enrolSecondFactor: (_: None, context: Context) => ({
    secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
    otpauthUrl: `otpauth://totp/Vitrina:${context.person?.email}?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Vitrina`,
  }),
  confirmSecondFactor: ({ code }: { code: string }, context: Context) => {
    if (code !== '123456' || !context.person) fail('WRONG_CODE');
    context.person.secondFactorEnabled = true;
    context.signIn(context.key, true);
    return {
      codes: ['7KQ2-M9XD', 'A3ZP-44TN', 'WW8R-20LC', '5HJV-Q6BE', 'NN0D-81YS', 'K2XM-77PA', 'D4LT-93QZ', 'R9EB-15HW'],
    };
  },
  signOut: (_: None, context: Context) => {
    context.signIn('', false);
    return true;
  },
  endSession: () => true,
  requestPasswordReset: () => true,
  resetPassword: ({ token }: { token: string }) => (token === 'good' ? true : fail('TOKEN_EXPIRED')),
  updateMe: (args: { name?: string; locale?: string }, context: Context) => {
    mustBe(context);
    const person = context.person ?? fail('UNAUTHENTICATED');
    person.name = args.name ?? person.name;
    person.locale = args.locale ?? person.locale;
    return meOf(person, context.passed);
  },
  updateCreatorProfile: ({ input }: { input: { handle?: string | null; links?: string[] } }, context: Context) => {
    const { handle, links = [] } = input;
    if (handle === 'taken') fail('HANDLE_TAKEN', 'Taken.', { field: 'handle' });
    if (handle === 'ab') fail('HANDLE_NOT_ALLOWED', 'Not allowed.', { field: 'handle', fault: 'SHAPE' });
    const at = links.findIndex((link) => link.startsWith('javascript'));
    if (at >= 0) fail('BAD_INPUT', 'Wrong.', { field: `links.${at}` });
    return { ...context.person?.creator, ...input, links: links.filter(Boolean), phoneSet: true, promoCodes: [] };
  },
};

const staff = {
  redriveJob: () => true,
  discardJob: () => true,
  grantRole: (args: { personId: string; role: 'moderator'; storeId: string | null }) => {
    const person = personOf(args.personId);
    person.roles = [...person.roles, { role: args.role, storeId: args.storeId }];
    return person;
  },
  revokeRole: (args: { personId: string; role: string; storeId: string | null }) => {
    const person = personOf(args.personId);
    person.roles = person.roles.filter((one) => one.role !== args.role || one.storeId !== args.storeId);
    return person;
  },
  blockPerson: ({ personId }: { personId: string }) =>
    Object.assign(personOf(personId), { blockedAt: new Date().toISOString() }),
  unblockPerson: ({ personId }: { personId: string }) => Object.assign(personOf(personId), { blockedAt: null }),
  claimReview: ({ videoId }: { videoId: string }, context: Context) => {
    mustBe(context, 'moderator', 'administrator');
    const video = mustFind(videoId);
    if (video.claimedKey && video.claimedKey !== context.key)
      fail('ALREADY_CLAIMED', 'A colleague is looking at this video.');
    Object.assign(video, { claimedKey: context.key, claimedBy: context.person?.name, claimExpiresAt: soon() });
    return reviewItemOf(video, context.key);
  },
  claimNextReview: (_: None, context: Context) => {
    const waits = videos.filter((one) => one.status === 'in_review' && !one.claimedKey);
    const next = waits.sort((a, b) => a.waitingSince.localeCompare(b.waitingSince))[0];
    return next ? staff.claimReview({ videoId: next.id }, context) : null;
  },
  releaseReview: ({ videoId }: { videoId: string }) => {
    Object.assign(mustFind(videoId), { claimedKey: null, claimedBy: null, claimExpiresAt: null, waitingSince: ago(0) });
    return true;
  },
  approveVideo: ({ videoId }: { videoId: string }, context: Context) =>
    decide(videoId, 'approved', 'published', context, {}),
  rejectVideo: (
    { input }: { input: { videoId: string; reasonCode: string; timecodeMs?: number; note?: string } },
    context: Context,
  ) => decide(input.videoId, 'rejected', 'rejected', context, input),
};

function decide(
  videoId: string,
  action: string,
  status: string,
  context: Context,
  more: { reasonCode?: string; timecodeMs?: number; note?: string },
) {
  const video = mustFind(videoId);
  moveVideo(video, status);
  const decision = {
    id: `dec_${decisions.length + 1}`,
    videoId,
    action,
    reasonCode: more.reasonCode ?? null,
    timecodeMs: more.timecodeMs ?? null,
    note: more.note ?? null,
    actor: context.person?.name ?? '',
    at: new Date().toISOString(),
    automated: false,
  };
  decisions.unshift(decision as (typeof decisions)[number]);
  return decision;
}

type NewVideoInput = { storeId: string; title: string; productIds: string[]; fileName: string; sizeBytes: string };

const creator = {
  createPromoCode: ({ code }: { code: string }) => {
    if (code === 'TAKEN') fail('CODE_TAKEN', 'This promo code is taken.', { field: 'code' });
    return {
      id: 'cod_9',
      code,
      storeId: 'sto_aina',
      storeName: 'Aina Home',
      validFrom: ago(0),
      validTo: null,
      createdAt: ago(0),
    };
  },
  choosePoster: ({ id, frame }: { id: string; frame: string }, context: Context) => {
    mustBe(context, 'creator');
    const video = mustFind(id);
    video.posterFrames = video.posterFrames.map((one) => ({ ...one, chosen: one.frame === frame }));
    video.posterIsOwn = false;
    video.posterChoice = { frame, state: 'done', chosenAt: ago(0) };
    if (video.status === 'published') moveVideo(video, 'in_review');
    return videoOf(video);
  },
  createVideo: ({ input }: { input: NewVideoInput }, context: Context) => {
    if (input.title === 'no room') fail('QUOTA_EXCEEDED', 'There is not enough room left for this video.');
    const model = mustFind('vid_top');
    const video: MockVideo = {
      ...model,
      ...input,
      id: `vid_new${videos.length}`,
      status: 'uploading',
      owner: context.key,
      products: products.filter(({ id }) => input.productIds.includes(id)),
      uploadedBytes: '0',
      steps: stepsTo('uploading', 0),
      stats: noStats,
      createdAt: ago(0),
    };
    videos.unshift(video);
    return { video: videoOf(video), uploadUrl: '/uploads', maxBytes: '2000000000' };
  },
  createVideoFromUrl: ({ input }: { input: NewVideoInput & { url: string } }, context: Context) => {
    if (!input.url.startsWith('https:'))
      fail('URL_REFUSED', 'This address cannot be used.', { reason: 'scheme', field: 'url' });
    const file = { fileName: 'clip.mp4', sizeBytes: '0' };
    const { video } = creator.createVideo({ input: { ...input, ...file } }, context);
    const made = Object.assign(mustFind(video.id), { fetchedFrom: new URL(input.url).host });
    return videoOf(made);
  },
  setStorageQuota: () => ({
    ...{ usedBytes: '31000000000', expectedBytes: '400000000' },
    ...{ quotaBytes: '500000000000', creatorQuotaBytes: '20000000000' },
  }),
  resubmitVideo: (args: { id: string; fileName: string; sizeBytes: string }) => {
    const video = mustFind(args.id);
    Object.assign(video, { ...args, uploadedBytes: '0', rejection: null, refusal: null });
    moveVideo(video, 'uploading');
    return { video: videoOf(video), uploadUrl: '/uploads', maxBytes: '2000000000' };
  },
  editVideo: ({ id, title }: { id: string; title?: string }) =>
    videoOf(Object.assign(mustFind(id), title ? { title } : {})),
  cancelVideo: ({ id }: Id) => {
    const video = mustFind(id);
    videos.splice(videos.indexOf(video), 1);
    return videoOf({ ...video, status: 'retired' });
  },
  retireVideo: ({ id }: Id) => {
    moveVideo(mustFind(id), 'retired');
    return videoOf(mustFind(id));
  },
};

type ProductArgs = { storeId: string; input: { externalId: string; title: string; price: string } };

const store = {
  createStore: ({ input }: { input: object }) => ({ ...stores[0], ...input }),
  updateStore: ({ id, input }: { id: string; input: { currency: string; newCreatorDaily?: string | null } }) => {
    const { newCreatorDaily: daily, ...rest } = input;
    const amountMinor = daily ? String(Math.round(Number(daily) * 100)) : null;
    const newCreatorDaily = amountMinor ? { amountMinor, currency: input.currency, decimals: 2 } : null;
    return Object.assign(stores.find((one) => one.id === id) ?? {}, rest, { newCreatorDaily });
  },
  createApiKey: (args: { mode: string; label: string; scopes: string[] }) => {
    const key = {
      ...keys[0],
      ...args,
      id: `key_${keys.length + 1}`,
      last4: 'N3wK',
      createdAt: ago(0),
      lastUsedAt: null,
    };
    keys.unshift(key as (typeof keys)[number]);
    return { key, secret: `sk_${args.mode}_4f9cQ2vXwL8mZ1tB7nR5yH3k` };
  },
  rotateApiKey: ({ id, overlapHours }: { id: string; overlapHours: number }) => {
    const old = keys.find((one) => one.id === id) ?? fail('NOT_FOUND');
    old.expiresAt = ago(-overlapHours * 3_600_000);
    return store.createApiKey(old);
  },
  revokeApiKey: ({ id }: Id) => Object.assign(keys.find((one) => one.id === id) ?? {}, { revokedAt: ago(0) }),
  saveProduct: ({ input }: ProductArgs) => {
    if (!/^\d+(\.\d{1,2})?$/.test(input.price))
      fail('BAD_AMOUNT', 'This amount is not a decimal number of that currency.', { field: 'price' });
    const old = products.find((one) => one.externalId === input.externalId) ?? products[0];
    const [whole = '0', part = ''] = input.price.split('.');
    const price = money(BigInt(whole + part.padEnd(2, '0')));
    return Object.assign(old ?? {}, { title: input.title, price });
  },
  removeProduct: ({ id }: Id) => Object.assign(products.find((one) => one.id === id) ?? {}, { removedAt: ago(0) }),
  importProductsCsv: () => ({
    created: 2,
    updated: 5,
    unchanged: 1,
    errors: [
      { row: 4, column: 'price', code: 'BAD_AMOUNT', message: '“12,90 tenge” is not a decimal number.' },
      { row: 9, column: 'gtin', code: 'BAD_GTIN', message: 'The check digit of this GTIN is wrong.' },
    ],
  }),
  movePlacement: ({ id, position }: { id: string; position: number }) => {
    const moved = placements.find((one) => one.id === id) ?? fail('NOT_FOUND');
    const other = placements.find((one) => one.product === moved.product && one.position === position);
    if (other) other.position = moved.position;
    moved.position = position;
    moved.pinned = true;
    return { ...moved, video: moved.video && videoOf(moved.video) };
  },
  unpinPlacement: ({ id }: { id: string }) => {
    const found = placements.find((one) => one.id === id) ?? fail('NOT_FOUND');
    found.pinned = false;
    return { ...found, video: found.video && videoOf(found.video) };
  },
  hidePlacement: ({ id, hidden }: { id: string; hidden: boolean }) => {
    const found = placements.find((one) => one.id === id) ?? fail('NOT_FOUND');
    found.hidden = hidden;
    return { ...found, video: found.video && videoOf(found.video) };
  },
};

export const mutations = { ...account, ...staff, ...creator, ...store };
