// The page of a creator: where it is, what stands on it, and who gets to see nothing.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import {
  makeAccount,
  makeCreator,
  makeProduct,
  makeStore,
  type MadeStore,
  type SignedCreator,
} from '../../../test/support/make.js';
import { makePublishedVideo, makeWaitingVideo } from '../../../test/support/make-videos.js';
import { RoleGrant } from '../../accounts/account.entity.js';
import type { Video } from '../../videos/video.entity.js';
import { REVIEWS_A_PAGE } from './people.service.js';

let app: TestApp;
let store: MadeStore;
let dana: SignedCreator;
let mug: Video;

beforeAll(async () => {
  app = await startApp({ COUNTRY_HEADER: 'x-country' });
  store = await makeStore(app, { name: 'Aina <Home>' });
  dana = await makeCreator(app, { name: 'Dana' });
  const product = await makeProduct(app, store, { externalId: 'mug', title: 'Mug' });
  mug = await makePublishedVideo(app, { store, creator: dana, products: [product], title: 'My <mug>' });
});
afterAll(() => app?.close());

const UPDATE = 'mutation($i: CreatorProfileInput!) { updateCreatorProfile(input: $i) { handle links bio } }';
async function update(who: { cookie: string }, i: object): Promise<object> {
  const { data, errors } = await app.graphql(UPDATE, { i: { displayName: 'Dana', ...i } }, { as: who.cookie });
  const { code, fault, field } = (errors[0]?.extensions ?? {}) as Record<string, unknown>;
  return code ? { code, ...(fault ? { fault } : {}), field } : (data?.['updateCreatorProfile'] as object);
}
const at = (name: string, of = store) => `/c/${of.publishableKey}/${name}`;
const open = (path: string, headers: Record<string, string> = {}) => app.http.get(path).set(headers);
const status = async (path: string, headers?: Record<string, string>) => (await open(path, headers)).status;
const count = (text: string, what: RegExp) => [...text.matchAll(what)].length;

/** The one data block of a page. */
function linked(html: string): Record<string, unknown> {
  const [, json = ''] = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(html) ?? [];
  return JSON.parse(json) as Record<string, unknown>;
}

describe('the page of a creator', () => {
  it('stands under their id until they choose a handle, under a strict policy, in the reader’s language', async () => {
    const answer = await open(at(dana.creatorId), { 'accept-language': 'kk-KZ,ru;q=0.5' });
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(answer.headers['cache-control']).toBe('public, max-age=30, stale-while-revalidate=60');
    expect(answer.headers['vary']).toBe('x-country, accept-language');
    expect(answer.headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(answer.text).toContain('<html lang="kk">');
    expect(answer.text).toContain('«Aina &lt;Home&gt;» дүкеніндегі шолулар');
    expect((await open(`${at(dana.creatorId)}?lang=ru`)).text).toContain('Обзоры в магазине');
    expect(answer.text).not.toMatch(/<script(?! type="application\/ld\+json")/);
  });

  it('says what they said of themselves, and nothing that they did not', async () => {
    const bio = 'I test mugs.\n<script>alert(1)</script>';
    const links = ['instagram.com/dana', 'https://dana.example/?a=1&b=2'];
    const kept = ['https://instagram.com/dana', 'https://dana.example/?a=1&b=2'];
    await update(dana, { phone: '+7 701 765 43 21' });
    expect(await update(dana, { handle: ' @Dana.K ', bio, links })).toEqual({ handle: 'dana.k', links: kept, bio });
    const { text } = await open(`${at('dana.k')}?lang=en`);
    expect(text).toContain('<title>Dana · Aina &lt;Home&gt;</title>');
    expect(text).toContain('I test mugs.\n&lt;script&gt;');
    expect(text).toContain('<p class="handle" dir="ltr">@dana.k</p>');
    expect(text).toContain(
      '<a href="https://dana.example/?a=1&amp;b=2" rel="nofollow ugc noopener" target="_blank">dana.example</a>',
    );
    expect(text).toContain(`href="${app.baseUrl}/watch/${mug.id}?lang=en"`);
    expect(text).toContain('<b dir="auto">My &lt;mug&gt;</b></a><span dir="auto">Mug</span>');
    expect(linked(text)).toMatchObject({
      '@type': 'ProfilePage',
      mainEntity: { '@type': 'Person', name: 'Dana', alternateName: 'dana.k', description: bio, sameAs: kept },
      hasPart: [{ '@type': 'VideoObject', name: 'My <mug>' }],
    });
    for (const secret of [dana.email, dana.email.split('@')[0] ?? '', '7017654321', dana.accountId])
      expect(text).not.toContain(secret);
  });

  it('tells who earns, while somebody does', async () => {
    const text = async () => (await open(`${at('dana.k')}?lang=en`)).text;
    expect(await text()).toContain('<p class="told">The creator earns a commission if you buy</p>');
    expect((await open(`${at('dana.k')}?lang=ru`, { 'x-country': 'KZ' })).text).toContain('<p class="told">Реклама · ');
    await app.db.query(`INSERT INTO ad_marks (video_id, store_id, erid) VALUES ($1, $2, '2VtzqwABCDEFG')`, [
      ...[mug.id, store.id],
    ]);
    expect(await text()).toContain('erid: 2VtzqwABCDEFG');
    await app.db.query('DELETE FROM ad_marks');
  });

  it('of an id or an old handle leads to the handle of today; a handle of the past is nobody else’s', async () => {
    expect(await update(dana, { handle: 'dana-k' })).toMatchObject({ handle: 'dana-k' });
    for (const old of [dana.creatorId, 'dana.k', 'DANA-K']) {
      const { status: code, headers } = await open(`${at(old)}?lang=ru`).redirects(0);
      expect([code, headers['location'], headers['cache-control']]).toEqual([
        ...[301, `${app.baseUrl}${at('dana-k')}?lang=ru`, 'no-cache'],
      ]);
    }
    // Shops try with their test key too.
    const test = await open(`/c/${store.testPublishableKey}/dana-k`).redirects(0);
    expect(test.headers['location']).toBe(`${app.baseUrl}${at('dana-k')}`);
    const thief = await makeCreator(app);
    expect(await update(thief, { handle: 'dana.k' })).toEqual({ code: 'HANDLE_TAKEN', field: 'handle' });
    expect(await update(thief, { handle: 'dana-k' })).toEqual({ code: 'HANDLE_TAKEN', field: 'handle' });
    expect(await update(dana, { handle: 'dana.k' })).toMatchObject({ handle: 'dana.k' });
    expect((await open(at('dana-k')).redirects(0)).headers['location']).toBe(`${app.baseUrl}${at('dana.k')}`);
    expect(await update(dana, { handle: '' })).toMatchObject({ handle: null });
    expect((await open(at('dana.k')).redirects(0)).headers['location']).toBe(`${app.baseUrl}${at(dana.creatorId)}`);
    expect(await update(dana, { handle: 'dana.k' })).toMatchObject({ handle: 'dana.k' });
  });

  it('is there only where something of theirs is shown', async () => {
    const other = await makeStore(app, { name: 'Tau' });
    expect(await status(at('dana.k', other))).toBe(404);
    const rug = await makeProduct(app, other, { externalId: 'rug' });
    const waiting = await makeWaitingVideo(app, { store: other, creator: dana, products: [rug] });
    const gone = await open(at('dana.k', other), { 'accept-language': 'ru' });
    expect([gone.status, gone.headers['cache-control']]).toEqual([404, 'no-store']);
    expect(gone.text).toContain('Этой страницы нет');
    expect(gone.text).not.toContain('Dana');
    const theirs = await makePublishedVideo(app, { store: other, creator: dana, products: [rug], title: 'Rug' });
    const { text } = await open(at('dana.k', other));
    expect([text.includes(theirs.id), text.includes(mug.id), text.includes(waiting.id)]).toEqual([true, false, false]);
    await app.db.query(`UPDATE videos SET licence_countries = '{KZ}' WHERE id = $1`, [theirs.id]);
    expect(await status(at('dana.k', other), { 'x-country': 'KZ' })).toBe(200);
    expect(await status(at('dana.k', other), { 'x-country': 'US' })).toBe(404);
    await app.db.query('UPDATE placements SET hidden = true WHERE video_id = $1', [theirs.id]);
    expect(await status(at('dana.k', other))).toBe(404);
  });

  it('is nobody’s for the unknown, the malformed and the blocked', async () => {
    for (const path of [at('nobody'), '/c/pk_live_unknown/dana.k', '/c/x/dana.k', at(encodeURIComponent("x' OR 1=1"))])
      expect([path, await status(path)]).toEqual([path, 404]);
    expect(await status(at('x'.repeat(300)))).toBe(404);
    expect((await open(`${at('dana.k')}?after=nonsense`)).status).toBe(400);
    await app.db.query(`UPDATE accounts SET blocked_at = now(), blocked_reason = 'x' WHERE id = $1`, [dana.accountId]);
    expect(await status(at('dana.k'))).toBe(404);
    await app.db.query('UPDATE accounts SET blocked_at = NULL, blocked_reason = NULL WHERE id = $1', [dana.accountId]);
    expect(await status(at('dana.k'))).toBe(200);
  });

  it('shows what watch pages show: no more of a product than its card, nothing that a rule hides everywhere', async () => {
    const shelf = await makeStore(app);
    const timur = await makeCreator(app, { name: 'Timur' });
    const lamp = await makeProduct(app, shelf, { externalId: 'lamp' });
    const videos: Video[] = [];
    for (let n = 0; n < 6; n++)
      videos.push(
        await makePublishedVideo(app, { store: shelf, creator: timur, products: [lamp], title: `Lamp ${n}` }),
      );
    const { text } = await open(at(timur.creatorId, shelf));
    for (const { id } of videos) {
      expect([id, text.includes(id)]).toEqual([id, (await status(`/watch/${id}`)) === 200]);
    }
    expect(count(text, /<li><a /g)).toBe(5);
    const hide = { products: ['lamp'], collections: [], tags: [], devices: [], countries: [], languages: [], urls: [] };
    const rule = { id: 'plr_x', name: 'x', enabled: true, outcome: { shows: false, form: null, limit: null }, ...hide };
    await app.db.query(
      `INSERT INTO placement_rule_lists (store_id, version, rules, otherwise, updated_at)
       VALUES ($1, 1, $2, '{"shows": true, "form": null, "limit": null}', now())`,
      [shelf.id, JSON.stringify([rule])],
    );
    expect(await status(at(timur.creatorId, shelf))).toBe(404);
  });

  it('has the newest first and the older behind a link, each once', async () => {
    const long = await makeStore(app);
    const aida = await makeCreator(app, { name: 'Aida' });
    const wanted: string[] = [];
    for (let n = 0; n < REVIEWS_A_PAGE + 2; n++) {
      const product = await makeProduct(app, long);
      wanted.unshift((await makePublishedVideo(app, { store: long, creator: aida, products: [product] })).id);
      app.clock.advance(1000);
    }
    const idsOf = (html: string) => [...html.matchAll(/<li><a href="[^"]*\/watch\/(\w+)/g)].map(([, id]) => id);
    const first = (await open(`${at(aida.creatorId, long)}?lang=en`)).text;
    const [, next = ''] = /<a href="([^"]+)" rel="next">/.exec(first) ?? [];
    const second = (await open(next.replaceAll('&amp;', '&').slice(app.baseUrl.length))).text;
    expect([idsOf(first), idsOf(second)]).toEqual([wanted.slice(0, REVIEWS_A_PAGE), wanted.slice(REVIEWS_A_PAGE)]);
    expect([second.includes('rel="next"'), second.includes('noindex, follow')]).toEqual([false, true]);
    expect([first.includes('rel="canonical"'), second.includes('rel="canonical"')]).toEqual([true, false]);
  }, 240_000);
});

describe('a handle and links', () => {
  it.each([
    [{ handle: 'Ad' }, { code: 'HANDLE_NOT_ALLOWED', fault: 'SHAPE', field: 'handle' }],
    [{ handle: 'vitrina' }, { code: 'HANDLE_NOT_ALLOWED', fault: 'RESERVED', field: 'handle' }],
    [{ handle: 'suka1' }, { code: 'HANDLE_NOT_ALLOWED', fault: 'PROFANE', field: 'handle' }],
    [{ links: ['https://ok.example', 'javascript:alert(1)'] }, { code: 'BAD_INPUT', field: 'links.1' }],
    [{ links: [1, 2, 3, 4, 5, 6].map((n) => `https://ok.example/${n}`) }, { code: 'BAD_INPUT', field: 'links.5' }],
  ])('%p is refused, and nothing changes', async (input, refusal) => {
    const someone = await makeCreator(app);
    expect(await update(someone, { bio: 'new', ...input })).toEqual(refusal);
    expect(await update(someone, {})).toMatchObject({ handle: null, links: [], bio: null });
  });

  it('of two who want one at once one has it', async () => {
    const [one, two] = [await makeCreator(app), await makeCreator(app)];
    const both = await Promise.all([one, two].map((who) => update(who, { handle: 'racing.fan' })));
    expect(both.map((answer) => ('code' in answer ? answer.code : 'ok')).sort()).toEqual(['HANDLE_TAKEN', 'ok']);
  });

  it('are ten in a life', async () => {
    const fickle = await makeCreator(app);
    for (let n = 1; n <= 10; n++) expect(await update(fickle, { handle: `fickle.${n}x` })).toHaveProperty('handle');
    expect(await update(fickle, { handle: 'fickle.11x' })).toMatchObject({ code: 'CONFLICT', field: 'handle' });
    expect(await update(fickle, { handle: 'fickle.3x' })).toMatchObject({ handle: 'fickle.3x' });
  });
});

describe('one’s own pages', () => {
  const MINE = 'query($first: Int) { myPublicPages(first: $first) { totalCount nodes { storeId storeName url } } }';

  it('are listed for their creator alone', async () => {
    const { data } = await app.graphql(MINE, { first: 20 }, { as: dana.cookie });
    expect(data?.['myPublicPages']).toEqual({
      totalCount: 1,
      nodes: [{ storeId: store.id, storeName: 'Aina <Home>', url: `${app.baseUrl}${at('dana.k')}` }],
    });
    const stranger = await makeCreator(app);
    expect((await app.graphql(MINE, {}, { as: stranger.cookie })).data).toEqual({
      myPublicPages: { totalCount: 0, nodes: [] },
    });
    const noCreator = await makeAccount(app);
    await app.db.manager.delete(RoleGrant, { accountId: noCreator.accountId, role: 'creator' });
    const codeOf = async (as?: string) => (await app.graphql(MINE, {}, as ? { as } : {})).errors[0]?.extensions.code;
    expect([await codeOf(noCreator.cookie), await codeOf()]).toEqual(['FORBIDDEN', 'UNAUTHENTICATED']);
    expect((await app.graphql(MINE, { first: 101 }, { as: dana.cookie })).errors[0]?.extensions.code).toBe('BAD_INPUT');
  });
});
