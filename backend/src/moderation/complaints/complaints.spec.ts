// Shoppers report a video: one case for all, a person decides, each is answered once, and who reported is forgotten.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { makeCreator, makeStaff, makeStore } from '../../../test/support/make.js';
import type { MadeStore, SignedCreator, SignedStaff } from '../../../test/support/make.js';
import { makePublishedVideo, prepare } from '../../../test/support/make-videos.js';
import { JobsService } from '../../base/jobs/jobs.service.js';
import { VideosService } from '../../videos/videos.service.js';

let app: TestApp;
let store: MadeStore;
let dana: SignedCreator;
let moderator: SignedStaff;
let video: string;

beforeAll(async () => {
  app = await startApp({ TRUST_PROXY: 'true' });
  store = await makeStore(app);
  dana = await makeCreator(app, { name: 'Dana' });
  moderator = await makeStaff(app, 'moderator');
});
afterAll(() => app?.close());
beforeEach(async () => {
  video = (await makePublishedVideo(app, { store, creator: dana, title: 'My <b>mug</b>' })).id;
  await app.db.query('DELETE FROM rate_counters');
});
afterEach(() => app.clock.reset());

const timer = (name: string) => app.get(JobsService).runTimer(name);

/** As the player sends it, from this address. */
const post = (change: object = {}, address = '203.0.113.7') =>
  app.http
    .post('/v1/complaints')
    .set({ 'content-type': 'text/plain', origin: 'https://shop.example', 'x-forwarded-for': address })
    .send(JSON.stringify({ store: store.publishableKey, video, reason: 'SPAM', text: null, email: null, ...change }));
async function report(change: object = {}, address?: string): Promise<string> {
  const { status, body, headers } = await post(change, address);
  expect(headers['access-control-allow-origin']).toBe('*');
  expect([status, body]).toEqual([200, { id: expect.any(String), statusUrl: expect.any(String) }]);
  const { id, statusUrl } = body as { id: string; statusUrl: string };
  expect(statusUrl).toBe(`${app.baseUrl}/complaints/${id}`);
  return id;
}
const codeOf = async (answer: ReturnType<typeof post>) => {
  const { status, body } = await answer;
  return [status, (body as { error?: { code: string } }).error?.code];
};
const pageOf = (id: string, lang?: string) => app.http.get(`/complaints/${id}`).query(lang ? { lang } : {});

const CASES = `query($s: ID, $o: Boolean, $a: String) { complaintCases(storeId: $s, open: $o, first: 2, after: $a) { totalCount
  pageInfo { endCursor hasNextPage } nodes { id status complaints reporters reasons { code label count }
  decision { action reasonCode } video { id } said(first: 50) { totalCount nodes { reason text wantsMail answeredAt } } } } }`;
interface Case {
  id: string;
  status: string;
  complaints: number;
  reporters: number;
  decision: { action: string; reasonCode: string | null } | null;
  reasons: { code: string; label: string; count: number }[];
  said: { nodes: { reason: string; text: string | null; wantsMail: boolean; answeredAt: string | null }[] };
  video: { id: string };
}
interface Cases {
  complaintCases: { totalCount: number; nodes: Case[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
}
async function caseOf(videoId = video): Promise<Case> {
  const { data } = await app.graphql<Cases>(CASES, { s: store.id }, { as: moderator.cookie });
  const found = data?.complaintCases.nodes.find((one) => one.video.id === videoId);
  if (!found) throw new Error('no case');
  return found;
}
const QUEUE = `query($f: ReviewFilter) { reviewQueue(filter: $f) { nodes { published complaints video { id }
  complaintCase { complaints reasons { code count } } } } }`;
const queued = async (f: object = {}) => {
  interface Data {
    reviewQueue: { nodes: { published: boolean; complaints: number; video: { id: string } }[] };
  }
  const { data } = await app.graphql<Data>(QUEUE, { f }, { as: moderator.cookie });
  return data?.reviewQueue.nodes.find((one) => one.video.id === video);
};
const approve = (as = moderator.cookie) =>
  app.graphql('mutation($id: ID!) { approveVideo(videoId: $id) { id } }', { id: video }, { as });
const takeDown = () =>
  app.graphql(
    'mutation($i: RejectInput!) { rejectVideo(input: $i) { id } }',
    { i: { videoId: video, reasonCode: 'OFFENCE' } },
    { as: moderator.cookie },
  );
const mails = (recipient: string) =>
  app.db.query<{ kind: string; subject: string; body: string }[]>(
    'SELECT kind, subject, body FROM mails WHERE recipient = $1 ORDER BY created_at',
    [recipient],
  );

describe('reports of one video', () => {
  it('are one case in the queue, whoever sends them, and the same one twice is one', async () => {
    const first = await report({ text: ' It shows a lamp. ' });
    expect(await report({ text: 'It shows a lamp.' })).toBe(first);
    const others = await Promise.all([
      report({ reason: 'WRONG_PRODUCT' }, '203.0.113.8'),
      report({ reason: 'WRONG_PRODUCT', email: 'Aliya@Shopper.example' }, '203.0.113.9'),
    ]);
    expect(new Set([first, ...others]).size).toBe(3);
    expect(await queued()).toMatchObject({
      ...{ published: true, complaints: 3 },
      complaintCase: {
        complaints: 3,
        reasons: [
          { code: 'WRONG_PRODUCT', count: 2 },
          { code: 'SPAM', count: 1 },
        ],
      },
    });
    expect(await queued({ reported: true })).toBeDefined();
    expect(await queued({ reported: false })).toBeUndefined();
    const open = await caseOf();
    expect(open).toMatchObject({ status: 'open', complaints: 3, reporters: 3, decision: null });
    expect(open.reasons[0]).toEqual({ code: 'WRONG_PRODUCT', label: 'Another product is shown', count: 2 });
    expect(open.said.nodes).toContainEqual({
      reason: 'SPAM',
      text: 'It shows a lamp.',
      wantsMail: false,
      answeredAt: null,
    });
  });

  it('keep the file from being changed until somebody has looked', async () => {
    await report();
    const change = `mutation($id: ID!) { replaceVideo(id: $id, fileName: "b.mp4", sizeBytes: "1000",
      contentType: "video/mp4") { video { id } } }`;
    const replace = () => app.graphql(change, { id: video }, { as: dana.cookie });
    expect((await replace()).errors[0]?.extensions.code).toBe('WRONG_STATUS');
    await approve();
    expect((await replace()).errors).toEqual([]);
  });

  it('that were kept end the case and answer each once, also when the same moderator had approved the video', async () => {
    const email = 'keep@shopper.example';
    const withMail = await report({ email, locale: 'ru' });
    const without = await report({ reason: 'ILLEGAL', locale: 'kk' }, '203.0.113.20');
    expect((await approve()).errors).toEqual([]);
    // And once more by the same person, whose own approval is the newest decision now.
    await report({ text: 'Look again.', email }, '203.0.113.21');
    expect((await approve()).errors).toEqual([]);
    expect((await approve()).errors).toEqual([]);
    const rows = await app.db.query('SELECT status FROM complaint_cases WHERE video_id = $1', [video]);
    expect(rows).toEqual([{ status: 'kept' }, { status: 'kept' }]);
    const got = await mails(email);
    expect(got.map(({ subject }) => subject)).toEqual(['Ответ на вашу жалобу', 'The answer to your report']);
    expect(got[0]?.body).toContain('Мы посмотрели видео и не нашли нарушений.');
    expect(got[0]?.body).toContain(`${app.baseUrl}/complaints/${withMail}`);
    expect((await pageOf(without)).text).toContain('Бейнені қарап, ереже бұзылғанын таппадық.');
    expect((await app.get(VideosService).byId(video)).status).toBe('published');
    expect(await queued()).toBeUndefined();
  });

  it('that were right take the video down: its creator is told why, and so are those who reported', async () => {
    const email = 'right@shopper.example';
    const id = await report({ reason: 'OFFENSIVE', email });
    expect((await takeDown()).errors).toEqual([]);
    expect(await app.get(VideosService).byId(video)).toMatchObject({ status: 'rejected', liveVersion: null });
    expect(await caseOf()).toMatchObject({
      status: 'removed',
      decision: { action: 'rejected', reasonCode: 'OFFENCE' },
    });
    expect((await mails(email))[0]?.body).toContain('We removed the video: offensive words or signs.');
    expect((await pageOf(id)).text).toContain('We removed the video: offensive words or signs.');
    const toCreator = (await mails(dana.email)).at(-1);
    expect(toCreator?.kind).toBe('video_rejected');
    expect(toCreator?.body).not.toContain('shopper.example');
    expect(await codeOf(post({}, '203.0.113.30'))).toEqual([404, 'NOT_FOUND']);
  });

  it('stay open while a new version is refused and what was reported is still shown', async () => {
    // The creator had begun a new version before anybody reported the live one.
    await app.db.query(`UPDATE videos SET status = 'uploading', version = 2, confirmed = true WHERE id = $1`, [video]);
    const id = await report();
    await prepare(app, video);
    expect((await app.get(VideosService).byId(video)).liveVersion).toBe(1);
    expect((await takeDown()).errors).toEqual([]);
    expect(await caseOf()).toMatchObject({ status: 'open' });
    expect((await pageOf(id)).text).toContain('A person will look at the video.');
    const looks = await app.db.query('SELECT 1 FROM look_afterwards WHERE video_id = $1', [video]);
    expect(looks).toHaveLength(1);
  });

  it('of a video that is taken away meanwhile are answered by that', async () => {
    const email = 'gone@shopper.example';
    await report({ email });
    await app.graphql('mutation($id: ID!) { retireVideo(id: $id) { id } }', { id: video }, { as: dana.cookie });
    await timer('moderation.close-gone-cases');
    await timer('moderation.close-gone-cases');
    expect(await caseOf()).toMatchObject({ status: 'gone', decision: null });
    expect((await mails(email)).map(({ body }) => body.includes('was taken away before we had decided'))).toEqual([
      true,
    ]);
  });
});

describe('the door', () => {
  it('refuses what is not in the list, too long, no address, and another store\u2019s video', async () => {
    const wrong = [
      { reason: 'UGLY' },
      { reason: 'OTHER' },
      { reason: 'OTHER', text: '   ' },
      { text: 'x'.repeat(1001) },
      { email: 'nobody' },
      { locale: 'fr' },
      { more: 1 },
      { video: null },
    ];
    for (const change of wrong) expect([change, ...(await codeOf(post(change)))]).toEqual([change, 400, 'BAD_INPUT']);
    const other = await makeStore(app);
    expect(await codeOf(post({ store: other.publishableKey }))).toEqual([404, 'NOT_FOUND']);
    expect(await codeOf(post({ store: 'pk_live_nobody' }))).toEqual([404, 'NOT_FOUND']);
    expect(await codeOf(post({ video: 'vid_nothing' }))).toEqual([404, 'NOT_FOUND']);
    expect(await app.db.query('SELECT 1 FROM complaint_cases WHERE video_id = $1', [video])).toEqual([]);
  });

  it('takes a few from an address and for an e-mail, and no more', async () => {
    for (let i = 0; i < 5; i++) await report({ text: `again ${i}` });
    expect(await codeOf(post({ text: 'again 6' }))).toEqual([429, 'RATE_LIMITED']);
    await app.db.query('DELETE FROM rate_counters');
    for (let i = 0; i < 5; i++) await report({ email: 'victim@shopper.example' }, `203.0.113.${100 + i}`);
    expect(await codeOf(post({ email: 'Victim@shopper.example' }, '203.0.113.120'))).toEqual([429, 'RATE_LIMITED']);
    const codes = new Set<unknown>();
    for (let i = 0; i < 21; i++) codes.add((await codeOf(post({ video: 'vid_nothing' }, '203.0.113.200')))[1]);
    expect([...codes]).toEqual(['NOT_FOUND', 'RATE_LIMITED']);
  });

  it('under a test key keeps nothing, and its page says so', async () => {
    const id = await report({ store: store.testPublishableKey });
    expect((await pageOf(id)).text).toContain('This was a trial of the shop.');
    expect(await app.db.query('SELECT 1 FROM complaint_cases WHERE video_id = $1', [video])).toEqual([]);
  });

  it('shows its page to who has the link, escaped, without a script, and nothing to who guesses', async () => {
    const id = await report({ reason: 'OTHER', text: '<script>alert(1)</script>', email: 'page@shopper.example' });
    const page = await pageOf(id);
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'; style-src 'sha256-");
    expect([page.headers['referrer-policy'], page.headers['cache-control']]).toEqual(['no-referrer', 'no-store']);
    expect(page.text).toContain('My &lt;b&gt;mug&lt;/b&gt;');
    expect(page.text).not.toMatch(/<script|page@shopper|alert/);
    expect((await pageOf(id, 'kk')).text).toContain('Сіздің шағымыңыз');
    for (const guess of ['cmp_0123456789abcdef', 'x', '%3Cb%3E', 'cmp_%00']) {
      const answer = await pageOf(guess);
      expect([guess, answer.status, answer.text.includes('There is no report here.')]).toEqual([guess, 404, true]);
    }
  });
});

describe('who may read cases', () => {
  const asked = async (as: string | undefined, s: string | null) => {
    const answer = await app.graphql<Cases>(CASES, { s }, as ? { as } : {});
    return answer.errors[0]?.extensions.code ?? answer.data?.complaintCases.totalCount;
  };

  it('are moderators, and the store whose video it is', async () => {
    await report();
    const other = await makeStore(app);
    expect(await asked(undefined, null)).toBe('UNAUTHENTICATED');
    expect(await asked(dana.cookie, store.id)).toBe('FORBIDDEN');
    expect(await asked(other.owner.cookie, store.id)).toBe('NOT_FOUND');
    expect(await asked(other.owner.cookie, other.id)).toBe(0);
    expect(await asked(store.owner.cookie, null)).toBe('BAD_INPUT');
    expect(await asked(store.owner.cookie, store.id)).toBeGreaterThan(0);
    expect(await asked((await makeStaff(app, 'finance')).cookie, null)).toBe('FORBIDDEN');
  });

  it('page by page', async () => {
    await report();
    const seen: string[] = [];
    let a: string | null = null;
    for (;;) {
      const answer: { data: Cases | null } = await app.graphql<Cases>(CASES, { a }, { as: moderator.cookie });
      const page = answer.data?.complaintCases;
      seen.push(...(page?.nodes.map(({ id }) => id) ?? []));
      if (!page?.pageInfo.hasNextPage) break;
      a = page.pageInfo.endCursor;
    }
    const all = await app.db.query<{ id: string }[]>('SELECT id FROM complaint_cases ORDER BY opened_at DESC, id DESC');
    expect(seen).toEqual(all.map(({ id }) => id));
    const open = await app.graphql<Cases>(CASES, { o: true }, { as: moderator.cookie });
    expect(open.data?.complaintCases.nodes.every(({ status }) => status === 'open')).toBe(true);
  });
});

describe('who reported', () => {
  it('is forgotten 30 days after the answer, in the outbox too, and the words after a year', async () => {
    const email = 'forget@shopper.example';
    const id = await report({ email, text: 'My own words.' });
    await approve();
    await app.drainJobs();
    const row = () =>
      app.db.query(
        `SELECT email, reporter IS NULL AS nobody, text, (SELECT count(*)::int FROM mails WHERE recipient = $2) AS mails
           FROM complaints WHERE id = $1`,
        [id, email],
      );
    app.clock.advance(29 * 86_400_000);
    await timer('moderation.forget-reporters');
    expect(await row()).toEqual([{ email, nobody: false, text: 'My own words.', mails: 1 }]);
    app.clock.advance(2 * 86_400_000);
    await timer('moderation.forget-reporters');
    expect(await row()).toEqual([{ email: null, nobody: true, text: 'My own words.', mails: 0 }]);
    app.clock.advance(340 * 86_400_000);
    await timer('moderation.forget-reporters');
    expect(await row()).toEqual([{ email: null, nobody: true, text: null, mails: 0 }]);
    // The link still says what was decided.
    expect((await pageOf(id)).text).toContain('found no breach of the rules');
  });

  it('stands nowhere in the audit log', async () => {
    await report({ email: 'log@shopper.example', text: 'My secret words.' });
    await approve();
    const rows = await app.db.query<{ action: string; all: string }[]>(
      `SELECT action, a::text AS all FROM audit_log a WHERE subject_type = 'complaint_case' ORDER BY seq`,
    );
    expect(rows.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['moderation.reported', 'moderation.case_closed']),
    );
    expect(rows.filter(({ all }) => /shopper\.example|secret words|203\.0\.113/.test(all))).toEqual([]);
  });
});
