// Creators' links and shops' postbacks over real HTTP: a click named by the shop's server or seen by its tag earns once.
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { BROWSER, makeViewer, orderBody, putOrder } from '../../../test/support/make-money.js';
import {
  makeAccount,
  makeCreator,
  makeProduct,
  makeStore,
  type KeyPair,
  type MadeStore,
  type Signed,
  type SignedCreator,
} from '../../../test/support/make.js';
import { landingUrl, tagsOf } from './tags.rules.js';

let app: TestApp;
let store: MadeStore;
let creator: SignedCreator;
let orders = 0;

beforeAll(async () => {
  app = await startApp();
  const owner = await makeAccount(app);
  app.clock.set(new Date('2026-09-01T10:00:00Z'));
  store = await makeStore(app, { owner });
  app.clock.set(new Date('2026-11-25T10:00:00Z'));
  creator = await makeCreator(app);
}, 600_000);
afterAll(() => app?.close());

const CREATE = `mutation($i: CreatorLinkInput!) { createLink(input: $i) { id url subs label clicks product { externalId } } }`;
interface Link {
  id: string;
  url: string;
  subs: string[];
  clicks: number;
}
const create = (input: object = {}, as: Signed = creator) =>
  app.graphql<{ createLink: Link }>(CREATE, { i: { storeId: store.id, ...input } }, { as: as.cookie });
const follow = (url: string, query = '', agent = BROWSER) =>
  app.http.get(new URL(url).pathname + query).set('user-agent', agent);

async function click(query = ''): Promise<string> {
  const { data } = await create();
  const answer = await follow(data!.createLink.url, query);
  return new URL(answer.headers['location'] ?? '').searchParams.get('prm_click_id') ?? '';
}

const units = async (order: string): Promise<string[]> => {
  await app.drainJobs();
  const rows: { amount_minor: string }[] = await app.db.query(
    'SELECT amount_minor FROM commission_units WHERE order_external_id = $1 ORDER BY id',
    [order],
  );
  return rows.map((row) => row.amount_minor);
};

describe('a link', () => {
  it('leads to the product with a click id, its sub-ids and the tags of the address', async () => {
    const product = await makeProduct(app, store, {
      externalId: 'linked',
      url: 'https://shop.example/linked?colour=red',
    });
    const { data } = await create({ productId: product.id, subs: ['tg', '', 'story.7'], label: 'Telegram' });
    expect(data?.createLink).toMatchObject({ subs: ['tg', '', 'story.7', '', ''], product: { externalId: 'linked' } });
    const answer = await follow(data!.createLink.url, '?utm_source=insta&sub1=forged&evil=1');
    expect(answer.status).toBe(302);
    expect(answer.headers['cache-control']).toBe('no-store');
    const to = new URL(answer.headers['location'] ?? '');
    expect(to.origin + to.pathname).toBe('https://shop.example/linked');
    const { prm_click_id: id, ...tags } = Object.fromEntries(to.searchParams);
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(tags).toEqual({ colour: 'red', utm_source: 'insta', sub1: 'tg', sub3: 'story.7' });
    const mine = await app.graphql<{ myLinks: { nodes: Link[] } }>(
      '{ myLinks { nodes { id clicks } } }',
      {},
      { as: creator.cookie },
    );
    expect(mine.data?.myLinks.nodes.find((l) => l.id === data!.createLink.id)?.clicks).toBe(1);
  });

  it('does not count robots, and leads on without counting when it is closed', async () => {
    const { data } = await create();
    const { id, url } = data!.createLink;
    await follow(url, '', 'TelegramBot (like TwitterBot)');
    const close = (as: Signed) =>
      app.graphql('mutation($id: ID!) { closeLink(id: $id) { closedAt } }', { id }, { as: as.cookie });
    expect((await close(await makeCreator(app))).errors[0]?.extensions.code).toBe('NOT_FOUND');
    expect((await close(creator)).errors).toEqual([]);
    expect((await follow(url)).headers['location']).toBe('https://shop.example');
    const [row]: { n: number }[] = await app.db.query(
      'SELECT count(*)::int AS n FROM link_clicks WHERE link_id = $1 AND NOT robot',
      [id],
    );
    expect(row?.n).toBe(0);
  });

  it('is refused by field', async () => {
    const stranger = await makeProduct(app, await makeStore(app));
    const cases: [object, string][] = [
      [{ subs: ['1', '2', '3', '4', '5', '6'] }, 'BAD_INPUT'],
      [{ subs: ['a b'] }, 'BAD_INPUT'],
      [{ label: 'x'.repeat(81) }, 'BAD_INPUT'],
      [{ productId: stranger.id }, 'NOT_FOUND'],
      [{ storeId: 'sto_none' }, 'NOT_FOUND'],
    ];
    for (const [input, expected] of cases) expect((await create(input)).errors[0]?.extensions.code).toBe(expected);
    expect((await app.graphql(CREATE, { i: { storeId: store.id } })).errors[0]?.extensions.code).toBe(
      'UNAUTHENTICATED',
    );
    expect((await app.http.get('/go/nothing2')).status).toBe(404);
    expect((await app.http.get('/go/..%2f')).status).toBe(404);
  });

  it('keeps what the page’s own address says, and cuts what is too long', () => {
    expect(landingUrl('https://s.kz/p?sub1=own', 'c', { sub1: 'x', sub2: 'y' })).toBe(
      'https://s.kz/p?sub1=own&sub2=y&prm_click_id=c',
    );
    expect(tagsOf({ sub1: 'x'.repeat(300), utm_source: ['a'], other: '1' })).toEqual({ sub1: 'x'.repeat(200) });
  });
});

function signed(params: Record<string, string>, key: KeyPair = store.live): Record<string, string> {
  const all: Record<string, string> = { key: key.id, ...params };
  const text = Object.keys(all)
    .sort()
    .map((name) => `${name}=${all[name]}`)
    .join('&');
  return { ...all, sig: createHmac('sha256', key.secret).update(text).digest('hex') };
}
const postback = (params: Record<string, string>, key?: KeyPair) =>
  app.http.get('/v1/postback').query(signed(params, key));
const TS = '2026-11-25T09:00:00Z';
const newOrder = () => `pb-${++orders}`;

describe('a postback', () => {
  it('of an order with a click id earns its creator, however often it comes, by GET or POST', async () => {
    const [order, clickId] = [newOrder(), await click('?utm_campaign=may')];
    app.clock.advance(3_600_000);
    const told = {
      order_id: order,
      click_id: clickId,
      amount: '12990.00',
      currency: 'KZT',
      status: 'approved',
      ts: app.clock.now().toISOString(),
    };
    expect((await postback(told)).body).toEqual({ orderId: order, recorded: true, duplicate: false, stale: false });
    const again = await app.http.post('/v1/postback').send(signed(told));
    expect(again.body).toMatchObject({ recorded: false, duplicate: true });
    expect(await units(order)).toEqual(['129900']);
  });

  it('by code, then declined, then an older word that comes late: the latest counts', async () => {
    app.clock.advance(-3_600_000);
    await app.graphql(
      'mutation($s: ID!) { createPromoCode(storeId: $s, code: "LATE20") { id } }',
      { s: store.id },
      { as: creator.cookie },
    );
    app.clock.advance(3_600_000);
    const order = newOrder();
    const at = (minutes: number) => new Date(app.clock.now().getTime() + minutes * 60_000 - 600_000).toISOString();
    const told = { order_id: order, code: 'late20', amount: '500.00', currency: 'KZT' };
    await postback({ ...told, status: 'pending', ts: at(0) });
    expect(await units(order)).toEqual([]);
    await postback({ event: 'status', order_id: order, status: 'approved', ts: at(5) });
    expect(await units(order)).toEqual(['5000']);
    const late = await postback({ event: 'status', order_id: order, status: 'declined', ts: at(3) });
    expect(late.body).toMatchObject({ stale: true, recorded: false });
    expect(await units(order)).toEqual(['5000']);
    await postback({
      event: 'refund',
      refund_id: `${order}-r`,
      order_id: order,
      amount: '100.00',
      currency: 'KZT',
      ts: at(6),
    });
    expect(await units(order)).toEqual(['4000']);
    await postback({ event: 'status', order_id: order, status: 'rejected', ts: at(7) });
    expect(await units(order)).toEqual(['0']);
  });

  it('adds a click to an order that the shop told in full, and keeps its lines', async () => {
    const [order, clickId] = [newOrder(), await click()];
    app.clock.advance(60_000);
    await putOrder(app, store.live, order, orderBody(app));
    expect(await units(order)).toEqual([]);
    await postback({
      event: 'status',
      order_id: order,
      status: 'approved',
      click_id: clickId,
      ts: app.clock.now().toISOString(),
    });
    expect(await units(order)).toEqual(['100000']);
    // The shop's own next version comes under the number that the postback took.
    const next = await putOrder(app, store.live, order, orderBody(app, { version: 2, clickId, discountCodes: ['X'] }));
    expect(next.status).toBe(200);
  });

  it.each([
    ['without a key', {}, { key: '' }, 401, 'UNKNOWN_KEY'],
    ['changed on its way', {}, { amount: '99999.00' }, 401, 'BAD_SIGNATURE'],
    ['without its moment', { ts: '' }, {}, 400, 'BAD_INPUT'],
    ['of tomorrow', { ts: '2126-01-01T00:00:00Z' }, {}, 400, 'BAD_INPUT'],
    ['with a strange status', { status: 'maybe' }, {}, 400, 'BAD_INPUT'],
    ['without a sum', { amount: '' }, {}, 400, 'BAD_INPUT'],
    ['with a float', { amount: '1.005' }, {}, 400, 'BAD_AMOUNT'],
    ['of an invented currency', { currency: 'ZZZ' }, {}, 400, 'UNKNOWN_CURRENCY'],
    ['of a status of an unknown order', { event: 'status' }, {}, 404, 'NOT_FOUND'],
  ])('%s is refused', async (_, change, spoilt, status, expected) => {
    const told = { order_id: 'refused', amount: '1.00', currency: 'KZT', status: 'approved', ts: TS, ...change };
    const answer = await app.http.get('/v1/postback').query({ ...signed(told), ...spoilt });
    expect([answer.status, answer.body.error?.code]).toEqual([status, expected]);
  });

  it('of a test key reaches no money, of another store no order here', async () => {
    const order = newOrder();
    const told = { order_id: order, amount: '5.00', currency: 'KZT', ts: TS };
    await postback(told, store.test);
    await postback(told, (await makeStore(app)).live);
    const rows: { mode: string; store_id: string }[] = await app.db.query(
      'SELECT mode, store_id FROM orders WHERE external_id = $1',
      [order],
    );
    expect(rows.filter((row) => row.store_id === store.id)).toEqual([{ mode: 'test', store_id: store.id }]);
    expect(await units(order)).toEqual([]);
  });
});

describe('the tag on the thank-you page', () => {
  const pixel = (query: Record<string, string>) =>
    app.http
      .get('/v1/pixel.gif')
      .query({ store: store.publishableKey, currency: 'KZT', amount: '10000.00', consent: '1', ...query });

  it('before or after the server, with or without it, the click earns once', async () => {
    for (const first of ['tag', 'server'] as const) {
      const [order, clickId] = [newOrder(), await click()];
      app.clock.advance(60_000);
      const body = orderBody(app, { buyer: {}, clickId });
      const server = () => putOrder(app, store.live, order, body);
      const tag = () => pixel({ order_id: order, click_id: clickId });
      for (const tell of first === 'tag' ? [tag, server, tag] : [server, tag, server])
        expect((await tell()).status).toBe(200);
      expect(await units(order)).toEqual(['100000']);
      const facts: { n: number }[] = await app.db.query(
        `SELECT count(*)::int AS n FROM facts WHERE type = 'link_click' AND external_id = $1`,
        [clickId],
      );
      expect(facts).toEqual([{ n: 1 }]);
    }
  });

  it('alone makes no order; a server that names no click is helped by it', async () => {
    const [order, clickId] = [newOrder(), await click()];
    app.clock.advance(60_000);
    const answer = await pixel({ order_id: order, click_id: clickId, vt: makeViewer(app).token });
    expect(answer.headers['content-type']).toBe('image/gif');
    expect(await units(order)).toEqual([]);
    await putOrder(app, store.live, order, orderBody(app));
    expect(await units(order)).toEqual(['100000']);
  });

  it.each([
    ['another sum', { amount: '1.00' }],
    ['no consent', { consent: '0' }],
    ['a forged viewer', { vt: 'v1.00000000-0000-4000-8000-000000000000.bad' }],
    ['another store', { store: 'pk_live_nobody' }],
  ])('with %s it gives the same picture and changes nothing', async (what, change) => {
    const [order, clickId] = [newOrder(), await click()];
    app.clock.advance(60_000);
    const named = what === 'a forged viewer' ? {} : { click_id: clickId };
    const answer = await pixel({ order_id: order, ...named, ...change });
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'image/gif']);
    await putOrder(app, store.live, order, orderBody(app));
    expect(await units(order)).toEqual([]);
  });
});
