// Codes that let named sites frame a video: who makes them, what they open, and every way in which they do not.
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import { makeCreator, makeProduct, makeStaff, makeStore } from '../../test/support/make.js';
import type { MadeStore, SignedCreator } from '../../test/support/make.js';
import { makePublishedVideo, makeWaitingVideo } from '../../test/support/make-videos.js';
import type { Video } from '../videos/video.entity.js';
import { VideosService } from '../videos/videos.service.js';

let app: TestApp;
let store: MadeStore;
let other: MadeStore;
let dana: SignedCreator;
let video: Video;

beforeAll(async () => {
  app = await startApp();
  store = await makeStore(app, { name: 'Aina' });
  other = await makeStore(app);
  dana = await makeCreator(app);
  const mug = await makeProduct(app, store, { externalId: 'mug', title: 'Mug' });
  video = await makePublishedVideo(app, { store, creator: dana, products: [mug], title: 'My <mug>' });
});
afterAll(() => app?.close());

const PARTS = 'id videoId videoTitle label domains expiresAt revokedAt url code views clicks';
const CREATE = `mutation($s: ID!, $i: NewEmbedInput!) { createEmbed(storeId: $s, input: $i) { ${PARTS} } }`;
const LIST = `query($s: ID!, $n: Int, $a: String) { embeds(storeId: $s, first: $n, after: $a) {
  totalCount pageInfo { endCursor hasNextPage } nodes { ${PARTS} } } }`;
const REVOKE = 'mutation($id: ID!) { revokeEmbed(id: $id) { id revokedAt } }';
interface Code {
  id: string;
  url: string;
  code: string;
  domains: string[];
  views: number;
  clicks: number;
}

const input = (changed: object = {}) => ({
  ...{ videoId: video.id, label: 'Blog', domains: ['shop.example', '*.blog.example'], days: 30, ...changed },
});
const ask = (query: string, variables: object, who: { cookie: string } = store.owner) =>
  app.graphql<Record<string, unknown>>(query, { s: store.id, ...variables }, { as: who.cookie });
const make = async (changed: object = {}): Promise<Code> => {
  const { data, errors } = await ask(CREATE, { i: input(changed) });
  expect(errors).toEqual([]);
  return data?.['createEmbed'] as Code;
};
const refusal = async (...asked: Parameters<typeof ask>) => (await ask(...asked)).errors[0]?.extensions;
const open = (url: string, headers: Record<string, string> = {}) =>
  app.http.get(url.replace(app.baseUrl, '')).set({ 'accept-language': 'en', ...headers });
const shown = async (url: string, headers: Record<string, string> = {}) => {
  const { status, headers: said, text } = await open(url, headers);
  return [status, said['x-vitrina-refusal'] ?? null, text.includes('<vitrina-player')] as const;
};

describe('a code', () => {
  it('is made for a published video, tidied, audited, and gives what is pasted into a page', async () => {
    const made = await make({ domains: ['Shop.Example', '*.blog.example', 'shop.example'] });
    expect(made).toMatchObject({ videoId: video.id, videoTitle: 'My <mug>', label: 'Blog', views: 0 });
    expect(made.domains).toEqual(['shop.example', '*.blog.example']);
    expect(made.code).toContain(`<iframe src="${made.url}" title="My &lt;mug&gt;" width="360" height="640"`);
    const rows = await app.db.query(`SELECT action, after FROM audit_log WHERE subject_id = $1`, [made.id]);
    expect(rows).toMatchObject([{ action: 'embeds.created', after: { domains: made.domains } }]);
  });

  it.each<[string, object, object]>([
    ['no domain', { domains: [] }, { code: 'BAD_INPUT', field: 'domains' }],
    ['21 domains', { domains: Array.from({ length: 21 }, (_, i) => `a${i}.example`) }, { field: 'domains' }],
    ['what is no domain', { domains: ['shop.example', "'self'"] }, { field: 'domains.1' }],
    ['no days', { days: 0 }, { field: 'days' }],
    ['three years', { days: 1095 }, { field: 'days' }],
    ['a long note', { label: 'x'.repeat(81) }, { field: 'label' }],
    ['an unknown video', { videoId: 'vid_nobody' }, { code: 'NOT_FOUND', field: 'videoId' }],
  ])('with %s is refused', async (_, changed, error) => {
    expect(await refusal(CREATE, { i: input(changed) })).toMatchObject(error);
  });

  it('is not made for a video that nobody may see yet, nor for one of another store', async () => {
    const waits = await makeWaitingVideo(app, { store, creator: dana });
    expect(await refusal(CREATE, { i: input({ videoId: waits.id }) })).toMatchObject({ code: 'WRONG_STATUS' });
    expect(await refusal(CREATE, { s: other.id, i: input() }, other.owner)).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is the store owner’s: no other store, creator, moderator or stranger makes, sees or ends one', async () => {
    const { id } = await make();
    const moderator = await makeStaff(app, 'moderator');
    for (const [query, variables] of [
      [CREATE, { i: input() }],
      [LIST, {}],
      [REVOKE, { id }],
    ] as const) {
      expect(await refusal(query, variables, other.owner)).toMatchObject({ code: 'NOT_FOUND' });
      expect(await refusal(query, variables, dana)).toMatchObject({ code: 'FORBIDDEN' });
      expect(await refusal(query, variables, moderator)).toMatchObject({ code: 'FORBIDDEN' });
      expect(await refusal(query, variables, { cookie: '' })).toMatchObject({ code: 'UNAUTHENTICATED' });
    }
    const administrator = await makeStaff(app, 'administrator');
    expect((await ask(LIST, {}, administrator)).errors).toEqual([]);
    expect(await refusal(REVOKE, { id }, administrator)).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('stands in pages of a list, the newest first', async () => {
    const [older, newer] = [await make({ label: 'older' }), await make({ label: 'newer' })];
    const page = async (a: string | null) => {
      const { data } = await ask(LIST, { n: 1, a });
      return data?.['embeds'] as { nodes: Code[]; totalCount: number; pageInfo: { endCursor: string } };
    };
    const first = await page(null);
    const second = await page(first.pageInfo.endCursor);
    expect([first.nodes[0]?.id, second.nodes[0]?.id]).toEqual([newer.id, older.id]);
    expect(await refusal(LIST, { n: 101 })).toMatchObject({ code: 'BAD_INPUT' });
  });
});

describe('a frame', () => {
  it('has the player under a policy that names its sites, and no other page may frame it', async () => {
    const { url, id } = await make();
    const { status, headers, text } = await open(url, { referer: 'https://shop.example/post' });
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'.*; frame-ancestors shop\.example \*\.blog\.example; .*trusted-types 'none'$/,
    );
    expect(headers['x-frame-options']).toBeUndefined();
    expect(text).toContain(`<html lang="en" data-vitrina-source="${id}">`);
    expect(text).toContain(`<vitrina-player video="${video.id}" data-url="`);
    expect(text).not.toContain('ld+json');
    expect((await open(`${url}&lang=kk`)).text).toContain('<html lang="kk"');
  });

  it.each([
    ['https://shop.example', true],
    ['https://a.blog.example', true],
    ['https://blog.example', false],
    ['https://evil.example', false],
  ])('for %s: %s', async (referer, may) => {
    const { url } = await make();
    expect(await shown(url, { referer })).toEqual(may ? [200, null, true] : [403, 'EMBED_FOREIGN', false]);
  });

  it('without a referrer is left to the browser, and our own studio may look', async () => {
    const { url } = await make();
    expect(await shown(url)).toEqual([200, null, true]);
    expect(await shown(url, { referer: `${app.baseUrl}/studio/` })).toEqual([200, null, true]);
    expect(await shown(url, { referer: 'about:client' })).toEqual([403, 'EMBED_FOREIGN', false]);
  });

  it('with a forged token says so, and names no site', async () => {
    const { url } = await make();
    for (const bad of [
      `${url}x`,
      url.replace(/token=.*/, ''),
      url.replace('token=emb_', 'token=emb_0'),
      url.replace(video.id, 'vid_x'),
    ]) {
      expect(await shown(bad)).toEqual([403, 'EMBED_FORGED', false]);
    }
    const { text, headers } = await open(`${url}x`);
    expect(text).toContain('This code does not work');
    expect(text).not.toContain('<script');
    expect(headers['content-security-policy']).toContain('frame-ancestors *;');
  });

  it('is over when the code is revoked, at once and for good; a second time changes nothing', async () => {
    const { url, id } = await make();
    const first = await ask(REVOKE, { id });
    expect((await ask(REVOKE, { id })).data).toEqual(first.data);
    expect(await shown(url, { referer: 'https://shop.example' })).toEqual([410, 'EMBED_REVOKED', false]);
    expect((await open(`${url}&lang=ru`)).text).toContain('Магазин отозвал этот код');
    expect(
      await app.db.query(`SELECT 1 FROM audit_log WHERE subject_id = $1 AND action = 'embeds.revoked'`, [id]),
    ).toHaveLength(1);
  });

  it('is over when its day has come', async () => {
    const { url } = await make({ days: 1 });
    const now = jest.spyOn(app.clock, 'now').mockReturnValue(new Date(Date.now() + 25 * 3_600_000));
    try {
      expect(await shown(url)).toEqual([410, 'EMBED_EXPIRED', false]);
    } finally {
      now.mockRestore();
    }
    expect(await shown(url)).toEqual([200, null, true]);
  });

  it('is empty when the video is taken away', async () => {
    const cup = await makeProduct(app, store, { externalId: 'cup' });
    const gone = await makePublishedVideo(app, { store, creator: dana, products: [cup] });
    const { url } = await make({ videoId: gone.id });
    expect(await shown(url)).toEqual([200, null, true]);
    await app.get(VideosService).retire(gone.id, { kind: 'system', name: 'spec' });
    await app.drainJobs();
    expect(await shown(url)).toEqual([404, 'EMBED_GONE', false]);
  });
});

describe('what happens in a frame', () => {
  const event = (type: string, more: object = {}) => ({
    ...{ type, id: crypto.randomUUID(), occurredAt: new Date().toISOString(), videoId: video.id, productId: 'mug' },
    ...(type === 'impression' ? {} : { sessionId: 's' }),
    ...more,
  });
  const view = () => ({ ...event('view'), version: 1, segments: [] });
  const send = (source: unknown, events: object[], key = store.publishableKey) =>
    app.http
      .post('/v1/events')
      .set('user-agent', 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36')
      .send({ store: key, viewerToken: null, consent: false, source, events });
  const counts = async (id: string) => {
    const { data } = await ask(LIST, { n: 100 });
    const found = (data?.['embeds'] as { nodes: Code[] }).nodes.find((one) => one.id === id);
    return [found?.views, found?.clicks];
  };

  it('is counted for its code once, beside the totals of the video, and makes no fact', async () => {
    const { id } = await make();
    const facts = async () => Number((await app.db.query('SELECT count(*) AS n FROM facts'))[0].n);
    const before = await facts();
    const [first, second] = [view(), event('click')];
    expect((await send(id, [first, second])).status).toBe(202);
    expect((await send(id, [first, second, view()])).status).toBe(202);
    expect(await counts(id)).toEqual([2, 1]);
    expect(await facts()).toBe(before);
    await send(undefined, [view()]);
    expect(await counts(id)).toEqual([2, 1]);
  });

  it('is not counted for the code of another store, nor for what is no code', async () => {
    const { id } = await make();
    expect((await send(id, [view()], other.publishableKey)).status).toBe(202);
    for (const odd of ['emb_nobody', 'x'.repeat(500), 7, null]) expect((await send(odd, [view()])).status).toBe(202);
    expect(await counts(id)).toEqual([0, 0]);
  });
});
