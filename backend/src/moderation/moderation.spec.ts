// Moderators claim, approve and reject; what they decide is kept and told.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import { makeCreator, makeStaff, makeStore } from '../../test/support/make.js';
import type { MadeStore, SignedCreator, SignedStaff } from '../../test/support/make.js';
import { makeWaitingVideo } from '../../test/support/make-videos.js';
import { VideosService } from '../videos/videos.service.js';
import { clockText, decisionLetter } from './notices/letters.rules.js';
import { REASONS, reasonText, pickLanguage } from './moderation.reasons.js';

let app: TestApp;
let store: MadeStore;
let dana: SignedCreator;
let first: SignedStaff;
let second: SignedStaff;

beforeAll(async () => {
  app = await startApp();
  store = await makeStore(app);
  dana = await makeCreator(app, { name: 'Dana' });
  first = await makeStaff(app, 'moderator');
  second = await makeStaff(app, 'moderator');
});
afterAll(() => app?.close());

const CLAIM = `mutation($id: ID!) { claimReview(videoId: $id) { claimedByMe claimedBy claimExpiresAt attempts video { id } } }`;
const NEXT = `mutation($f: ReviewFilter) { claimNextReview(filter: $f) { claimedByMe video { id } } }`;
const APPROVE = `mutation($id: ID!) { approveVideo(videoId: $id, note: "fine") { id action actor automated note } }`;
const REJECT = `mutation($i: RejectInput!) { rejectVideo(input: $i) { id action reasonCode timecodeMs } }`;
const QUEUE = `query($f: ReviewFilter) { reviewQueue(filter: $f) { totalCount nodes { claimedBy claimedByMe attempts
  waitingSince video { id title warnings previewHlsUrl } } } }`;

interface QueueData {
  reviewQueue: {
    totalCount: number;
    nodes: { claimedBy: string | null; claimedByMe: boolean; video: { id: string } }[];
  };
}
const code = (answer: { errors: { extensions: { code: string } }[] }) => answer.errors[0]?.extensions.code;
const waiting = (title?: string) => makeWaitingVideo(app, { store, creator: dana, ...(title ? { title } : {}) });

describe('the queue', () => {
  beforeEach(() =>
    app.db.query(`UPDATE videos SET status = 'rejected', waiting_since = NULL WHERE status = 'in_review'`),
  );

  it('shows the longest waiting first, and filters', async () => {
    const old = await waiting('Old mug');
    const young = await waiting('Young jar');
    await app.db.query(`UPDATE videos SET waiting_since = waiting_since - interval '2 hours' WHERE id = $1`, [old.id]);
    const ids = async (f: unknown) => {
      const { data } = await app.graphql<QueueData>(QUEUE, { f }, { as: first.cookie });
      return data?.reviewQueue.nodes.map((n) => n.video.id);
    };
    expect(await ids(null)).toEqual([old.id, young.id]);
    expect(await ids({ minWaitMinutes: 60 })).toEqual([old.id]);
    expect(await ids({ search: 'jar' })).toEqual([young.id]);
    expect(await ids({ search: '%' })).toEqual([]);
    expect(await ids({ search: 'dana' })).toEqual([old.id, young.id]);
    expect(await ids({ storeId: 'sto_other' })).toEqual([]);
  });

  it('is for moderators with their second factor', async () => {
    expect(code(await app.graphql(QUEUE, {}))).toBe('UNAUTHENTICATED');
    expect(code(await app.graphql(QUEUE, {}, { as: dana.cookie }))).toBe('FORBIDDEN');
    expect(code(await app.graphql(APPROVE, { id: 'x' }, { as: store.owner.cookie }))).toBe('FORBIDDEN');
  });

  it('has beside it what can be watched already while it is made, for moderators alone', async () => {
    const COMING = `query($a: String) { comingVideos(first: 1, after: $a) { totalCount pageInfo { endCursor hasNextPage }
      nodes { id status title } } }`;
    interface Coming {
      comingVideos: { totalCount: number; pageInfo: { endCursor: string }; nodes: { id: string; status: string }[] };
    }
    const [one, two] = [await waiting('First'), await waiting('Second')];
    await app.db.query(
      `UPDATE videos SET status = 'transcoding', waiting_since = NULL, early_playlist = 'early.m3u8' WHERE id = ANY ($1)`,
      [[one.id, two.id]],
    );
    const { data } = await app.graphql<Coming>(COMING, {}, { as: first.cookie });
    expect(data?.comingVideos).toMatchObject({ totalCount: 2, nodes: [{ id: one.id, status: 'transcoding' }] });
    const next = { a: data?.comingVideos.pageInfo.endCursor };
    const more = await app.graphql<Coming>(COMING, next, { as: first.cookie });
    expect(more.data?.comingVideos.nodes.map((v) => v.id)).toEqual([two.id]);
    await app.db.query(`UPDATE videos SET status = 'rejected', early_playlist = NULL WHERE id = ANY ($1)`, [
      [one.id, two.id],
    ]);
    expect((await app.graphql<Coming>(COMING, {}, { as: first.cookie })).data?.comingVideos.totalCount).toBe(0);
    expect(code(await app.graphql(COMING, {}))).toBe('UNAUTHENTICATED');
    expect(code(await app.graphql(COMING, {}, { as: dana.cookie }))).toBe('FORBIDDEN');
    expect(code(await app.graphql(COMING, {}, { as: store.owner.cookie }))).toBe('FORBIDDEN');
  });

  it('lets one moderator claim a video until the claim ends', async () => {
    const { id } = await waiting();
    const claimed = await app.graphql(CLAIM, { id }, { as: first.cookie });
    expect(claimed.data).toMatchObject({ claimReview: { claimedByMe: true, claimedBy: first.name, attempts: 1 } });
    expect(code(await app.graphql(CLAIM, { id }, { as: second.cookie }))).toBe('ALREADY_CLAIMED');
    expect(code(await app.graphql(APPROVE, { id }, { as: second.cookie }))).toBe('ALREADY_CLAIMED');
    expect((await app.graphql(CLAIM, { id }, { as: first.cookie })).errors).toEqual([]);
    const { data } = await app.graphql<QueueData>(QUEUE, {}, { as: second.cookie });
    expect(data?.reviewQueue.nodes[0]).toMatchObject({ claimedBy: first.name, claimedByMe: false });
    app.clock.advance(11 * 60_000);
    try {
      expect((await app.graphql(CLAIM, { id }, { as: second.cookie })).errors).toEqual([]);
    } finally {
      app.clock.reset();
    }
  });

  it('gives two moderators different next videos, and null when there is none', async () => {
    const a = await waiting();
    const b = await waiting();
    const next = async (who: SignedStaff) => {
      const { data } = await app.graphql<{ claimNextReview: { video: { id: string } } | null }>(
        NEXT,
        {},
        { as: who.cookie },
      );
      return data?.claimNextReview?.video.id ?? null;
    };
    const both = await Promise.all([next(first), next(second)]);
    expect(both.sort()).toEqual([a.id, b.id].sort());
    const third = await makeStaff(app, 'moderator');
    expect(await next(third)).toBeNull();
    const release = 'mutation($id: ID!) { releaseReview(videoId: $id) }';
    const released = await Promise.all(
      [first, second].map((who) => app.graphql<{ releaseReview: boolean }>(release, { id: a.id }, { as: who.cookie })),
    );
    expect(released.map((r) => r.data?.releaseReview).sort()).toEqual([false, true]);
    expect(await next(third)).toBe(a.id);
  });
});

describe('approving', () => {
  it('publishes, is kept with its actor, tells the creator, and answers twice the same', async () => {
    const { id } = await waiting();
    const once = await app.graphql<{ approveVideo: { id: string } }>(APPROVE, { id }, { as: first.cookie });
    expect(once.data?.approveVideo).toMatchObject({ action: 'approved', actor: first.name, automated: false });
    expect((await app.get(VideosService).byId(id)).status).toBe('published');
    const twice = await app.graphql<{ approveVideo: { id: string } }>(APPROVE, { id }, { as: first.cookie });
    expect(twice.data).toEqual(once.data);
    expect(code(await app.graphql(APPROVE, { id }, { as: second.cookie }))).toBe('WRONG_STATUS');
    const mails = await app.db.query<{ body: string }[]>(
      `SELECT body FROM mails WHERE recipient = $1 AND kind = 'video_approved'`,
      [dana.email],
    );
    expect(mails).toHaveLength(1);
    const log = await app.graphql<{ decisions: { nodes: unknown[] } }>(
      'query($v: ID) { decisions(videoId: $v) { totalCount nodes { action actor at note } } }',
      { v: id },
      { as: second.cookie },
    );
    expect(log.data?.decisions.nodes).toMatchObject([{ action: 'approved', actor: first.name, note: 'fine' }]);
  });

  it('is not for own videos', async () => {
    const both = await makeStaff(app, 'moderator');
    const { id } = await makeWaitingVideo(app, { store, creator: both });
    for (const query of [CLAIM, APPROVE]) {
      expect(code(await app.graphql(query, { id }, { as: both.cookie }))).toBe('OWN_VIDEO');
    }
    const i = { videoId: id, reasonCode: 'NUDITY' };
    expect(code(await app.graphql(REJECT, { i }, { as: both.cookie }))).toBe('OWN_VIDEO');
  });
});

describe('rejecting', () => {
  it('says what, where and how to fix it, in the language of the reader', async () => {
    const { id } = await waiting('A mug');
    await app.db.query(`UPDATE accounts SET locale = 'ru' WHERE id = $1`, [dana.accountId]);
    const i = { videoId: id, reasonCode: 'PRICE_TEXT', timecodeMs: 12_500, note: 'В конце' };
    const answer = await app.graphql(REJECT, { i }, { as: first.cookie });
    expect(answer.data).toMatchObject({ rejectVideo: { action: 'rejected', timecodeMs: 12_500 } });
    const [mail] = await app.db.query<{ subject: string; body: string }[]>(
      `SELECT subject, body FROM mails WHERE recipient = $1 AND kind = 'video_rejected'`,
      [dana.email],
    );
    expect(mail?.subject).toBe('Видео нужно исправить');
    for (const part of ['«A mug»', 'Названа цена', '0:12', 'В конце', `/creator/videos/${id}`]) {
      expect(mail?.body).toContain(part);
    }
    const seen = await app.graphql(
      'query($id: ID!) { video(id: $id) { status rejection { reasonCode message howToFix timecodeMs note at } } }',
      { id },
      { as: dana.cookie },
    );
    expect(seen.data).toMatchObject({
      video: { status: 'rejected', rejection: { reasonCode: 'PRICE_TEXT', message: 'Названа цена', note: 'В конце' } },
    });
  });

  it('needs a reason of the list and a moment of the video', async () => {
    const { id } = await waiting();
    const say = (i: object) => app.graphql(REJECT, { i: { videoId: id, ...i } }, { as: first.cookie });
    expect(code(await say({ reasonCode: 'UGLY' }))).toBe('UNKNOWN_REASON');
    expect(code(await say({ reasonCode: 'NUDITY', timecodeMs: 20_001 }))).toBe('BAD_INPUT');
    expect(code(await say({ reasonCode: 'NUDITY', timecodeMs: -1 }))).toBe('BAD_INPUT');
    expect(code(await say({ reasonCode: 'NUDITY', note: 'x'.repeat(1001) }))).toBe('BAD_INPUT');
    expect((await app.get(VideosService).byId(id)).status).toBe('in_review');
  });

  it('counts the attempts of a video that came back', async () => {
    const { id } = await waiting();
    await app.graphql(REJECT, { i: { videoId: id, reasonCode: 'BLURRED' } }, { as: first.cookie });
    await app.graphql(
      'mutation($id: ID!) { editVideo(id: $id, title: "Second try") { id } }',
      { id },
      {
        as: dana.cookie,
      },
    );
    const claimed = await app.graphql(CLAIM, { id }, { as: second.cookie });
    expect(claimed.data).toMatchObject({ claimReview: { attempts: 2 } });
  });
});

describe('decisions', () => {
  it('cannot be changed or deleted, not even behind our back', async () => {
    await expect(app.db.query(`UPDATE decisions SET action = 'approved'`)).rejects.toThrow();
    await expect(app.db.query('DELETE FROM decisions')).rejects.toThrow();
    await expect(app.db.query('TRUNCATE decisions')).rejects.toThrow();
  });
});

describe('reasons', () => {
  it('are shown in the moderator’s language', async () => {
    const { data } = await app.graphql<{ rejectReasons: { code: string; label: string }[] }>(
      '{ rejectReasons { code label howToFix } }',
      {},
      { as: first.cookie },
    );
    expect(data?.rejectReasons).toHaveLength(15);
    expect(data?.rejectReasons.find((r) => r.code === 'TOO_LONG')?.label).toBe('Too long');
  });

  it('have words in every language, and none twice', () => {
    for (const language of ['ru', 'kk', 'en'] as const) {
      const texts = Object.values(REASONS).map((r) => r[language]);
      expect(texts.every((t) => t.label.length > 3 && t.howToFix.length > 10)).toBe(true);
      expect(new Set(texts.map((t) => t.label)).size).toBe(texts.length);
    }
    expect(reasonText('GONE_CODE', 'en')).toEqual({ label: 'GONE_CODE', howToFix: '' });
  });

  it.each([
    ['ru-KZ', undefined, 'ru'],
    [null, 'kk,ru;q=0.8', 'kk'],
    ['de', 'fr, ru', 'ru'],
    [null, undefined, 'en'],
  ])('are spoken as %s %s asks', (locale, header, expected) => {
    expect(pickLanguage(locale, header)).toBe(expected);
  });

  it('letters tell the moment as people say it, and a note cannot pretend to be our text', () => {
    expect([0, 12_500, 83_500, 600_000].map(clockText)).toEqual(['0:00', '0:12', '1:23', '10:00']);
    const about = { language: 'en', name: 'A\n\nB', title: '{link}', link: 'https://x', timecodeMs: null } as const;
    const note = 'a\n\nHow to fix it: pay';
    const { body, notice } = decisionLetter({ ...about, kind: 'rejected', rule: 'BLURRED', note });
    expect(body).toContain('From the moderator: a How to fix it: pay');
    expect(body).toContain('“{link}”');
    expect(body).toContain('Hello A B,');
    expect(notice).not.toContain('A B');
    expect(notice).toContain('answer the mail');
  });
});
