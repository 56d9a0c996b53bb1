// Inviting creators over the doors: by the address, by mail, and everyone who is refused.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { makeEarningVideo } from '../../../test/support/make-money.js';
import {
  makeCreator,
  makeProduct,
  makeStore,
  openSession,
  PASSWORD,
  type SignedCreator,
} from '../../../test/support/make.js';
import { PeopleService } from '../../accounts/people/people.service.js';
import { Mail } from '../../accounts/mails/mail.entity.js';
import { JobsService } from '../../base/jobs/jobs.service.js';
import { CreatorsService } from '../creators.service.js';

const DAY = 86_400_000;
let app: TestApp;
let aina: SignedCreator;

beforeAll(async () => {
  app = await startApp();
  aina = await makeCreator(app, { name: 'Aina', email: 'aina@spec.example' });
}, 180_000);
afterAll(() => app?.close());

async function call<T>(text: string, variables: Record<string, unknown>, as?: string): Promise<T | string> {
  const answer = await app.graphql<Record<string, T>>(text, variables, as ? { as } : {});
  const [error] = answer.errors;
  if (error) return error.extensions.code;
  await app.drainJobs();
  return Object.values(answer.data ?? {})[0] as T;
}

interface Shown {
  id: string;
  name: string;
  state: string;
}
const REFERRALS = `query($first: Int, $after: String) { myReferrals(first: $first, after: $after) {
  totalCount pageInfo { endCursor hasNextPage } nodes { id name state joinedAt publishedAt endsAt shares { storeName rateBps } } } }`;
const slugOf = async (who: SignedCreator): Promise<string> => {
  const own = (await call<{ url: string }>('{ myInvitation { url } }', {}, who.cookie)) as { url: string };
  return own.url.split('/').at(-1) ?? '';
};
const mine = async (who: SignedCreator): Promise<Shown[]> => {
  const page = (await call<{ nodes: Shown[] }>(REFERRALS, {}, who.cookie)) as { nodes: Shown[] };
  return page.nodes;
};
const invite = (who: SignedCreator, email: string) =>
  call<Shown>('mutation($e: String!) { inviteCreator(email: $e) { id name state } }', { e: email }, who.cookie);
const accept = (who: SignedCreator, invitation: string) =>
  call<string>('mutation($i: String!) { acceptInvitation(invitation: $i) }', { i: invitation }, who.cookie);
const mailsTo = (recipient: string) => app.db.manager.find(Mail, { where: { recipient }, order: { createdAt: 'ASC' } });

/** Signs up through the door with an invitation, and presses the link of the mail unless told not to. */
async function signUp(email: string, invitation: string, name = 'Newcomer', press = true): Promise<string> {
  const input = { email, name, password: PASSWORD, locale: 'en', invitation };
  expect(await call('mutation($i: SignUpInput!) { signUp(input: $i) }', { i: input })).toBe(true);
  const token = /token=(\S+)/.exec((await mailsTo(email)).at(-1)?.body ?? '')?.[1] ?? '';
  if (press) expect(await call('mutation($t: String!) { confirmEmail(token: $t) }', { t: token })).toBe(true);
  return token;
}

const reasonsOf = async (creatorEmail: string): Promise<string[]> => {
  const rows: { reason: string }[] = await app.db.query(
    `SELECT l.after->>'reason' AS reason FROM audit_log l JOIN creators c ON c.id = l.subject_id JOIN accounts a ON a.id = c.account_id
     WHERE l.action = 'creators.referral_refused' AND a.email = $1 ORDER BY l.id`,
    [creatorEmail],
  );
  return rows.map((row) => row.reason);
};

describe('an invitation by its address', () => {
  it('is the same address for ever, and tells whose it is', async () => {
    const slug = await slugOf(aina);
    expect(await slugOf(aina)).toBe(slug);
    expect(await call('query($i: String!) { invitedBy(invitation: $i) }', { i: slug })).toBe('Aina');
    expect(await call('query($i: String!) { invitedBy(invitation: $i) }', { i: 'abcdefgh' })).toBe('REFERRAL_CLOSED');
    expect(await call('query($i: String!) { invitedBy(invitation: $i) }', { i: "' OR 1=1" })).toBe('REFERRAL_CLOSED');
  });

  it('makes a referral once the address of the sign-up is confirmed, and not before', async () => {
    const token = await signUp('berik@spec.example', await slugOf(aina), 'Berik', false);
    expect(await mine(aina)).toEqual([]);
    await call('mutation($t: String!) { confirmEmail(token: $t) }', { t: token });
    expect(await mine(aina)).toMatchObject([{ name: 'Berik', state: 'joined', shares: [] }]);
    await call('mutation($t: String!) { confirmEmail(token: $t) }', { t: token });
    expect(await mine(aina)).toHaveLength(1);
  });

  it('of two sign-ups the one counts whose mail was pressed', async () => {
    const other = await makeCreator(app, { name: 'Other' });
    await signUp('twice@spec.example', await slugOf(other), 'First', false);
    app.clock.advance(3_600_000);
    await signUp('twice@spec.example', await slugOf(aina), 'Second');
    expect(await mine(other)).toEqual([]);
    expect((await mine(aina)).filter((one) => one.state === 'joined')).toHaveLength(2);
  });

  it('is kept when the confirmation is asked for again', async () => {
    const other = await makeCreator(app);
    await signUp('again@spec.example', await slugOf(other), 'Again', false);
    await call('mutation { resendConfirmation(email: "again@spec.example") }', {});
    const token = /token=(\S+)/.exec((await mailsTo('again@spec.example')).at(-1)?.body ?? '')?.[1] ?? '';
    await call('mutation($t: String!) { confirmEmail(token: $t) }', { t: token });
    expect(await mine(other)).toHaveLength(1);
  });

  it('never stops a sign-up: a wrong one, and one of somebody blocked, are noted', async () => {
    await signUp('lost@spec.example', 'abcdefgh');
    expect(await reasonsOf('lost@spec.example')).toEqual(['REFERRAL_CLOSED']);
    const bad = await makeCreator(app);
    const slug = await slugOf(bad);
    const admin = { kind: 'system', name: 'spec' } as const;
    await app.get(PeopleService).block(admin, bad.accountId, 'Fraud');
    expect(await call('query($i: String!) { invitedBy(invitation: $i) }', { i: slug })).toBe('REFERRAL_CLOSED');
    await signUp('by-blocked@spec.example', slug);
    expect(await reasonsOf('by-blocked@spec.example')).toEqual(['REFERRAL_CLOSED']);
    const rows: unknown[] = await app.db.query('SELECT 1 FROM referrals WHERE referrer_id = $1', [bad.creatorId]);
    expect(rows).toEqual([]);
  });
});

describe('accepting with an account', () => {
  it('works in the first week, once, and answers whose it was', async () => {
    const late = await makeCreator(app);
    expect(await accept(late, await slugOf(aina))).toBe('Aina');
    expect(await accept(late, await slugOf(aina))).toBe('Aina');
    const other = await makeCreator(app);
    expect(await accept(late, await slugOf(other))).toBe('REFERRAL_TAKEN');
  });

  it('is refused to oneself, by a second mailbox name, by a shared browser and by a shared telephone', async () => {
    const own = await makeCreator(app, { email: 'self@gmail.com' });
    const slug = await slugOf(own);
    expect(await accept(own, slug)).toBe('REFERRAL_SELF');
    expect(await accept(await makeCreator(app, { email: 's.elf+two@gmail.com' }), slug)).toBe('REFERRAL_SELF');
    const browser = await makeCreator(app);
    const viewer = '7b1f0f1e-0a52-4f41-9f0e-0a2b6f0f9a11';
    for (const one of [own, browser]) await app.get(CreatorsService).linkDevice(one.creatorId, viewer);
    expect(await accept(browser, slug)).toBe('REFERRAL_SELF');
    const phone = await makeCreator(app);
    for (const [who, text] of [
      [own, '+7 701 111 22 33'],
      [phone, '8 701 111-22-33'],
    ] as const) {
      const input = { displayName: 'Named', phone: text };
      await call(
        'mutation($i: CreatorProfileInput!) { updateCreatorProfile(input: $i) { id } }',
        { i: input },
        who.cookie,
      );
    }
    expect(await accept(phone, slug)).toBe('REFERRAL_SELF');
    expect(await mine(own)).toEqual([]);
  });

  it('is refused to whoever invited the other, after a week, and after a video', async () => {
    const second = await makeCreator(app);
    expect(await accept(second, await slugOf(aina))).toBe('Aina');
    expect(await accept(aina, await slugOf(second))).toBe('REFERRAL_SELF');
    const store = await makeStore(app);
    const filming = await makeCreator(app);
    await makeEarningVideo(app, { store, creatorId: filming.creatorId, products: [await makeProduct(app, store)] });
    expect(await accept(filming, await slugOf(aina))).toBe('REFERRAL_TOO_LATE');
    const slow = await makeCreator(app);
    app.clock.advance(7 * DAY + 1);
    expect(await accept(slow, await slugOf(aina))).toBe('REFERRAL_TOO_LATE');
  });

  it('of ten at once settles one', async () => {
    const wanted = await makeCreator(app);
    const referrers = await Promise.all(Array.from({ length: 5 }, () => makeCreator(app)));
    const slugs = await Promise.all(referrers.map(slugOf));
    const answers = await Promise.all([...slugs, ...slugs].map((slug) => accept(wanted, slug)));
    const won = answers.filter((answer) => !answer.startsWith('REFERRAL_'));
    // Whoever won may have been asked twice.
    expect(won.length).toBeGreaterThan(0);
    expect(won.length).toBeLessThan(3);
    const rows: unknown[] = await app.db.query('SELECT 1 FROM referrals WHERE creator_id = $1', [wanted.creatorId]);
    expect(rows).toHaveLength(1);
  });

  it('is no door for those without an account', async () => {
    expect(await call('mutation { acceptInvitation(invitation: "abcdefgh") }', {})).toBe('UNAUTHENTICATED');
    expect(await call('mutation { inviteCreator(email: "a@b.example") { id } }', {})).toBe('UNAUTHENTICATED');
    expect(await call('{ myReferrals { totalCount } }', {})).toBe('UNAUTHENTICATED');
  });
});

describe('an invitation by mail', () => {
  it('writes once with the address, shows no whole e-mail, and becomes the referral', async () => {
    const who = await makeCreator(app, { name: 'Sender $&' });
    expect(await invite(who, 'Guest@Spec.example')).toMatchObject({ name: 'g•••@spec.example', state: 'invited' });
    expect(await invite(who, 'guest+x@spec.example')).toBe('CONFLICT');
    const [mail, ...more] = await mailsTo('guest@spec.example');
    expect(more).toEqual([]);
    expect(mail?.subject).toContain('Sender $&');
    const slug = await slugOf(who);
    expect(mail?.body).toContain(`/join/${slug}`);
    await signUp('guest@spec.example', slug, 'Guest');
    expect(await mine(who)).toMatchObject([{ name: 'Guest', state: 'joined' }]);
  });

  it('says the same of an address with an account, or invited by another, and writes to neither', async () => {
    const [one, two] = [await makeCreator(app), await makeCreator(app)];
    expect(await invite(one, aina.email)).toMatchObject({ state: 'invited' });
    expect((await mailsTo(aina.email)).filter((mail) => mail.kind === 'creator_invited')).toEqual([]);
    await invite(one, 'wanted@spec.example');
    expect(await invite(two, 'wanted@spec.example')).toMatchObject({ state: 'invited' });
    expect(await mailsTo('wanted@spec.example')).toHaveLength(1);
  });

  it('lapses after thirty days, may then be sent anew, and refuses oneself, nonsense and too many', async () => {
    const who = await makeCreator(app, { email: 'own@spec.example' });
    await invite(who, 'slow@spec.example');
    app.clock.advance(31 * DAY);
    for (const one of [who, aina]) one.cookie = await openSession(app, one.accountId);
    expect(await mine(who)).toMatchObject([{ state: 'lapsed' }]);
    expect(await invite(who, 'slow@spec.example')).toMatchObject({ state: 'invited' });
    expect(await mailsTo('slow@spec.example')).toHaveLength(2);
    expect(await mine(who)).toHaveLength(1);
    expect(await invite(who, 'own+me@spec.example')).toBe('REFERRAL_SELF');
    expect(await invite(who, 'nobody')).toBe('BAD_INPUT');
    for (let n = 0; n < 17; n += 1) await invite(who, `many${n}@spec.example`);
    expect(await invite(who, 'one-more@spec.example')).toBe('RATE_LIMITED');
  });
});

describe('the list', () => {
  it("is paged and is nobody else's", async () => {
    const first = (await call<Record<string, unknown>>(REFERRALS, { first: 2 }, aina.cookie)) as {
      totalCount: number;
      nodes: Shown[];
      pageInfo: { endCursor: string };
    };
    expect(first.totalCount).toBe(4);
    const rest = (await call(REFERRALS, { first: 2, after: first.pageInfo.endCursor }, aina.cookie)) as typeof first;
    expect(new Set([...first.nodes, ...rest.nodes].map((one) => one.id)).size).toBe(4);
    expect(await mine(await makeCreator(app))).toEqual([]);
  });

  it('tells the referrer of the first public video, once', async () => {
    const who = await makeCreator(app, { name: 'Teller' });
    const guest = await makeCreator(app, { name: 'Filmer' });
    await accept(guest, await slugOf(who));
    const store = await makeStore(app);
    await makeEarningVideo(app, { store, creatorId: guest.creatorId, products: [await makeProduct(app, store)] });
    await Promise.all([1, 2].map(() => app.get(JobsService).runTimer('creators.tell-referrers')));
    const told = (await mailsTo(who.email)).filter((mail) => mail.kind === 'referral_published');
    expect(told).toHaveLength(1);
    expect(told[0]?.subject).toBe('Filmer: the first video is public');
    expect(await mine(who)).toMatchObject([{ name: 'Filmer', state: 'published', shares: [] }]);
  });
});
