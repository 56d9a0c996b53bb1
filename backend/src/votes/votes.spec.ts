// A vote a viewer and video: counted when it was watched, changed and taken back, never of the creator or of staff, and erasable.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import { BROWSER, makeEarningVideo, makeViewer, sendEvents, viewOf } from '../../test/support/make-money.js';
import { makeCreator, makeProduct, makeStaff, makeStore, type MadeStore } from '../../test/support/make.js';
import { makePublishedVideo } from '../../test/support/make-videos.js';
import { JobsService } from '../base/jobs/jobs.service.js';
import { CreatorsService } from '../creators/creators.service.js';
import type { Product } from '../products/product.entity.js';
import { VotesService, type VoteState } from './votes.service.js';

let app: TestApp;
let store: MadeStore;
let creatorId: string;
let product: Product;
let video: string;

beforeAll(async () => {
  app = await startApp();
  store = await makeStore(app);
  ({ creatorId } = await makeCreator(app));
  product = await makeProduct(app, store, { externalId: 'mug' });
});
afterAll(() => app?.close());
beforeEach(async () => {
  video = await makeEarningVideo(app, { store, creatorId, products: [product] });
  await app.db.query('DELETE FROM rate_counters');
});
afterEach(() => app.clock.reset());

type Vote = 'helpful' | 'not_helpful' | null;
const timer = (name: string) => app.get(JobsService).runTimer(name);

/** As the player sends it: JSON as plain text from another origin. */
const post = (path: string, body: object, userAgent = BROWSER) =>
  app.http
    .post(path)
    .set({ 'content-type': 'text/plain', origin: 'https://shop.example', 'user-agent': userAgent })
    .send(JSON.stringify(body));
const say = (viewerToken: string, vote: Vote, change: object = {}) =>
  post('/v1/votes', { store: store.publishableKey, video, viewerToken, vote, ...change });
const stateOf = async (answer: ReturnType<typeof post>) => {
  const { status, body, headers } = await answer;
  expect([status, body]).toEqual([200, expect.anything()]);
  expect([headers['access-control-allow-origin'], headers['cache-control']]).toEqual(['*', 'no-store']);
  return body as VoteState;
};
const codeOf = async (answer: ReturnType<typeof post>) => {
  const { status, body } = await answer;
  return [status, (body as { error?: { code: string } }).error?.code];
};

/** A viewer who has watched the video. */
async function watcher(of = video) {
  const viewer = makeViewer(app);
  await sendEvents(app, store.publishableKey, viewer.token, [viewOf(app, of)]);
  await timer('reports.views');
  return viewer;
}
const totals = async () => (await app.get(VotesService).totalsOf([video])).get(video) ?? { helpful: 0, total: 0 };

describe('a vote', () => {
  it('counts once, may be changed and taken back, and says so', async () => {
    const { token } = await watcher();
    expect(await stateOf(say(token, 'helpful'))).toEqual({ vote: 'helpful', counted: true, helpful: 1, total: 1 });
    expect(await stateOf(say(token, 'helpful'))).toEqual({ vote: 'helpful', counted: true, helpful: 1, total: 1 });
    expect(await stateOf(say(token, 'not_helpful'))).toMatchObject({ vote: 'not_helpful', helpful: 0, total: 1 });
    const mine = { store: store.publishableKey, video, viewerToken: token };
    expect(await stateOf(post('/v1/votes/mine', mine))).toMatchObject({ vote: 'not_helpful', total: 1 });
    expect(await stateOf(say(token, null))).toEqual({ vote: null, counted: false, helpful: 0, total: 0 });
    expect(await stateOf(say(token, null))).toMatchObject({ vote: null, total: 0 });
  });

  it('sent many times at once is one vote', async () => {
    const { token } = await watcher();
    await Promise.all(Array.from({ length: 12 }, (_, i) => stateOf(say(token, i % 2 ? 'helpful' : 'not_helpful'))));
    expect((await totals()).total).toBe(1);
  });

  it('of one who has not watched waits, and counts when the view is told', async () => {
    const viewer = makeViewer(app);
    expect(await stateOf(say(viewer.token, 'helpful'))).toMatchObject({ vote: 'helpful', counted: false, total: 0 });
    const other = await makeEarningVideo(app, { store, creatorId, products: [product] });
    await sendEvents(app, store.publishableKey, viewer.token, [viewOf(app, other)]);
    await timer('reports.views');
    await timer('votes.count-watched');
    expect(await totals()).toEqual({ helpful: 0, total: 0 });
    await sendEvents(app, store.publishableKey, viewer.token, [viewOf(app, video)]);
    await timer('reports.views');
    await timer('votes.count-watched');
    expect(await totals()).toEqual({ helpful: 1, total: 1 });
  });

  it('of a device of the creator, of the owner or of staff is kept and does not count, also when it is known later', async () => {
    const creators = app.get(CreatorsService);
    const owner = await creators.ofAccount(store.owner.accountId);
    const moderator = await creators.ofAccount((await makeStaff(app, 'moderator')).accountId);
    for (const id of [creatorId, owner.id, moderator.id]) {
      const known = await watcher();
      await creators.linkDevice(id, known.viewerId);
      expect(await stateOf(say(known.token, 'helpful'))).toMatchObject({ vote: 'helpful', counted: false, total: 0 });
    }
    const late = await watcher();
    expect((await stateOf(say(late.token, 'helpful'))).total).toBe(1);
    await creators.linkDevice(creatorId, late.viewerId);
    await timer('votes.sweep');
    expect(await totals()).toEqual({ helpful: 0, total: 0 });
  });

  it('of another creator, who only happens to be one, counts', async () => {
    const other = await makeCreator(app);
    const viewer = await watcher();
    await app.get(CreatorsService).linkDevice(other.creatorId, viewer.viewerId);
    expect((await stateOf(say(viewer.token, 'helpful'))).total).toBe(1);
  });

  it('of a robot or under a test key is answered and not kept', async () => {
    const { token } = await watcher();
    const body = { store: store.publishableKey, video, viewerToken: token, vote: 'helpful' };
    expect(await stateOf(post('/v1/votes', body, 'Googlebot/2.1'))).toMatchObject({ vote: 'helpful', counted: false });
    expect(await stateOf(say(token, 'helpful', { store: store.testPublishableKey }))).toMatchObject({ counted: false });
    expect(await app.db.query('SELECT 1 FROM votes WHERE video_id = $1', [video])).toEqual([]);
  });

  it('is refused without a token of ours, for what the store does not show, and in another shape', async () => {
    const { token } = await watcher();
    const forged = `${token.slice(0, -3)}abc`;
    expect(await codeOf(say(forged, 'helpful'))).toEqual([401, 'UNKNOWN_VIEWER']);
    expect(await codeOf(say('', 'helpful'))).toEqual([400, 'BAD_INPUT']);
    expect(await codeOf(say(token, 'helpful', { store: 'pk_live_nobody' }))).toEqual([404, 'NOT_FOUND']);
    expect(await codeOf(say(token, 'helpful', { video: 'vid_nothing' }))).toEqual([404, 'NOT_FOUND']);
    expect(await codeOf(say(token, 'great' as Vote))).toEqual([400, 'BAD_INPUT']);
    expect(await codeOf(say(token, 'helpful', { more: 'x' }))).toEqual([400, 'BAD_INPUT']);
    const waiting = await makeEarningVideo(app, { store, creatorId, products: [product], status: 'in_review' });
    expect(await codeOf(say(token, 'helpful', { video: waiting }))).toEqual([404, 'NOT_FOUND']);
    const other = await makeStore(app);
    expect(await codeOf(say(token, 'helpful', { store: other.publishableKey }))).toEqual([404, 'NOT_FOUND']);
    expect(await totals()).toEqual({ helpful: 0, total: 0 });
  });

  it('is bounded by viewer', async () => {
    const { token } = await watcher();
    const codes = new Set<unknown>();
    for (let i = 0; i < 62; i++) codes.add((await codeOf(say(token, i % 2 ? 'helpful' : null)))[1]);
    expect([...codes]).toEqual([undefined, 'RATE_LIMITED']);
  });
});

describe('the totals', () => {
  it('are the sum of what counts after any changes', async () => {
    const viewers = [];
    for (let i = 0; i < 4; i++) viewers.push(await watcher());
    const votes: Vote[] = ['helpful', 'not_helpful', null];
    for (let i = 0; i < 40; i++) {
      const { token } = viewers[(i * 7) % 4] as { token: string };
      await stateOf(say(token, votes[(i * i + 3 * i) % 3] as Vote));
    }
    const [sum] = await app.db.query(
      `SELECT count(*) FILTER (WHERE helpful)::int AS helpful, count(*)::int AS total FROM votes
        WHERE video_id = $1 AND standing = 'counted'`,
      [video],
    );
    expect(await totals()).toEqual(sum);
  });

  it('stand on the card, and beside the video for its creator', async () => {
    const mug = await makeProduct(app, store, { externalId: 'kettle' });
    const shown = await makePublishedVideo(app, { store, products: [mug] });
    const card = async () => {
      const { body } = await app.http.get('/v1/cards').query({ store: store.publishableKey, product: 'kettle' });
      return (body as { videos: { votes: object }[] }).videos[0]?.votes;
    };
    expect(await card()).toEqual({ helpful: 0, total: 0 });
    const { token } = await watcher(shown.id);
    await stateOf(say(token, 'not_helpful', { video: shown.id }));
    // A card is kept for 30 s at most; a change of its product makes it anew at once.
    await makeProduct(app, store, { externalId: 'kettle', title: 'Kettle' });
    const end = Date.now() + 5000;
    let seen = await card();
    while (JSON.stringify(seen) !== '{"helpful":0,"total":1}' && Date.now() < end) seen = await card();
    expect(seen).toEqual({ helpful: 0, total: 1 });
    const query = 'query ($id: ID!) { video(id: $id) { votes { helpful total } } }';
    const answer = await app.graphql(query, { id: shown.id }, { as: store.owner.cookie });
    expect(answer.data).toEqual({ video: { votes: { helpful: 0, total: 1 } } });
    const stranger = await makeCreator(app);
    expect((await app.graphql(query, { id: shown.id }, { as: stranger.cookie })).errors[0]?.extensions.code).toBe(
      'NOT_FOUND',
    );
  });
});

describe('what is known of a viewer', () => {
  it('is erased with all votes in that store, once, and the log does not name them', async () => {
    const viewer = await watcher();
    await stateOf(say(viewer.token, 'helpful'));
    const elsewhere = await makeStore(app);
    const there = await makeEarningVideo(app, {
      store: elsewhere,
      creatorId,
      products: [await makeProduct(app, elsewhere)],
    });
    await stateOf(say(viewer.token, 'helpful', { store: elsewhere.publishableKey, video: there }));
    const forget = (token: string) =>
      post('/v1/votes/forget', { store: store.publishableKey, viewerToken: token }).then(({ status }) => status);
    expect([await forget(viewer.token), await forget(viewer.token)]).toEqual([204, 204]);
    expect(await totals()).toEqual({ helpful: 0, total: 0 });
    expect(await app.db.query('SELECT video_id FROM votes WHERE viewer_id = $1', [viewer.viewerId])).toEqual([
      { video_id: there },
    ]);
    const log = await app.db.query(`SELECT after FROM audit_log WHERE action = 'votes.forgotten' AND store_id = $1`, [
      store.id,
    ]);
    expect(log).toEqual([{ after: { votes: 1 } }]);
    expect(await forget('v1.nobody.x')).toBe(401);
  });

  it('goes after 400 days, and the vote stays in the total', async () => {
    const viewer = await watcher();
    await stateOf(say(viewer.token, 'helpful'));
    await stateOf(say(makeViewer(app).token, 'not_helpful'));
    app.clock.advance(401 * 86_400_000);
    await stateOf(say((await watcher()).token, 'not_helpful'));
    await timer('votes.sweep');
    await timer('votes.sweep');
    expect(await totals()).toEqual({ helpful: 1, total: 2 });
    expect(await app.db.query('SELECT count(*)::int AS n FROM votes WHERE video_id = $1', [video])).toEqual([{ n: 1 }]);
  });
});
