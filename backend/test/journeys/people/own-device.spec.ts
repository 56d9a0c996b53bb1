// "This browser is mine": by a link from the studio, confirmed on the shop's page, through doors alone; and who gets nowhere with it.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MAX_DEVICES } from '../../../src/creators/devices/devices.service.js';
import { startApp, type TestApp } from '../../support/app.js';
import { makePublishedVideo } from '../../support/make-videos.js';
import { orderBody, putOrder, sendEvents, viewOf } from '../../support/make-money.js';
import { makeCreator, makeProduct, makeStore, type MadeStore, type SignedCreator } from '../../support/make.js';

const DAY_MS = 86_400_000;
const CHROME = 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36';

let app: TestApp;
let store: MadeStore;
let dana: SignedCreator;
let video: string;
let n = 0;

beforeAll(async () => {
  app = await startApp();
  store = await makeStore(app, { name: 'Aina' });
});
afterAll(() => app?.close());
beforeEach(async () => {
  n += 1;
  dana = await makeCreator(app, { name: 'Dana' });
  const product = await makeProduct(app, store, { externalId: `mug-${n}`, url: `https://shop.example/p/mug-${n}?a=1` });
  video = (await makePublishedVideo(app, { store, creator: dana, products: [product] })).id;
  // A view of before it was published is none.
  app.clock.advance(3_600_000);
});

const CREATE = 'mutation($s: ID!) { createDeviceLink(storeId: $s) { url expiresAt } }';
const MINE = '{ myDevices(first: 50) { totalCount nodes { id browser storeName linkedAt endsAt } } }';
const TAKE_BACK = 'mutation($id: ID!) { takeBackDevice(id: $id) { id endsAt } }';

interface Device {
  id: string;
  browser: string | null;
  storeName: string | null;
  endsAt: string | null;
}

async function linkOf(who: SignedCreator, of = store): Promise<URL> {
  const { data, errors } = await app.graphql<{ createDeviceLink: { url: string } }>(
    CREATE,
    { s: of.id },
    { as: who.cookie },
  );
  if (!data) throw new Error(errors[0]?.extensions.code);
  return new URL(data.createDeviceLink.url);
}
const tokenOf = async (who = dana): Promise<string> => (await linkOf(who)).hash.split('=')[1] ?? '';
const devices = async (who = dana): Promise<Device[]> =>
  (await app.graphql<{ myDevices: { nodes: Device[] } }>(MINE, {}, { as: who.cookie })).data?.myDevices.nodes ?? [];

/** As a page of any shop says it. */
async function say(path: string, said: object): Promise<{ status: number; code?: string; body: unknown }> {
  const call = app.http
    .post(path)
    .set({ origin: 'https://shop.example', 'content-type': 'text/plain', 'user-agent': CHROME });
  const { status, body } = await call.send(JSON.stringify({ store: store.publishableKey, ...said }));
  const { error } = body as { error?: { code: string } };
  return { status, body: body as unknown, ...(error ? { code: error.code } : {}) };
}
const confirm = async (token: string, viewerToken: string) =>
  (await say('/v1/devices', { token, viewerToken })).code ?? 'ok';
const look = async (token: string) => (await say('/v1/devices/look', { token })).code ?? 'ok';

/** A browser of a shopper who agreed: its token comes from the door. */
async function browser(): Promise<string> {
  const { body } = await app.http.post('/v1/viewers').send({ store: store.publishableKey });
  return (body as { viewerToken: string }).viewerToken;
}

/** Watches the video in this browser and buys, and gives what the creator got for it. */
async function buys(viewerToken: string, order: string): Promise<string[]> {
  await sendEvents(app, store.publishableKey, viewerToken, [viewOf(app, video, { seconds: 15 })]);
  app.clock.advance(60_000);
  const lines = [{ lineId: '1', productId: `mug-${n}`, title: 'Mug', quantity: 1, unitPrice: '10000.00' }];
  await putOrder(app, store.live, order, orderBody(app, { viewerToken, lines }));
  await app.drainJobs();
  const query = 'query($s: ID!) { orders(storeId: $s, first: 100) { nodes { externalId lines { reason } } } }';
  type Orders = { orders: { nodes: { externalId: string; lines: { reason: string }[] }[] } };
  const { data } = await app.graphql<Orders>(query, { s: store.id }, { as: store.owner.cookie });
  const reasons = data?.orders.nodes.find(({ externalId }) => externalId === order)?.lines.map(({ reason }) => reason);
  const earned = await app.graphql<{
    myCommissions: { nodes: { orderExternalId: string; amount: { amountMinor: string } }[] };
  }>('{ myCommissions { nodes { orderExternalId amount { amountMinor } } } }', {}, { as: dana.cookie });
  const mine = (earned.data?.myCommissions.nodes ?? []).filter(({ orderExternalId }) => orderExternalId === order);
  return mine.length > 0 ? mine.map(({ amount }) => amount.amountMinor) : (reasons ?? []);
}

describe('a browser that its creator calls theirs', () => {
  it('buys without paying them, from then on; any other browser pays as before', async () => {
    const [own, other] = [await browser(), await browser()];
    expect(await buys(own, `before-${n}`)).toEqual(['100000']);
    const link = await linkOf(dana);
    expect([link.origin + link.pathname, link.searchParams.get('a'), link.searchParams.get('vitrina')]).toEqual([
      ...[`https://shop.example/p/mug-${n}`, '1', video],
    ]);
    // Behind #, which no server is told.
    const token = /^#vitrina-device=(v1\..+)$/.exec(link.hash)?.[1] ?? '';
    expect(await say('/v1/devices/look', { token })).toMatchObject({
      status: 200,
      body: { creator: { name: 'Dana' } },
    });
    expect(await devices()).toEqual([]);
    expect(await confirm(token, own)).toBe('ok');
    expect(await devices()).toMatchObject([{ browser: 'Chrome · Android', storeName: 'Aina', endsAt: null }]);
    expect(await buys(own, `own-${n}`)).toEqual(['SELF_PURCHASE']);
    expect(await buys(other, `other-${n}`)).toEqual(['100000']);
    // What was earned before stays.
    const { data } = await app.graphql<{ myCommissions: { totalCount: number } }>(
      '{ myCommissions { totalCount } }',
      {},
      { as: dana.cookie },
    );
    expect(data?.myCommissions.totalCount).toBe(2);
    const log = await app.db.query<{ action: string; text: string }[]>(
      `SELECT action, coalesce(after::text, '') AS text FROM audit_log WHERE subject_id = $1 AND action LIKE 'creators.device%' ORDER BY at, id`,
      [dana.creatorId],
    );
    expect(log.map(({ action }) => action)).toEqual(['creators.device_link_made', 'creators.device_linked']);
    // The log names no shopper's id.
    expect(log.some(({ text }) => text.includes(own.split('.')[1] ?? ''))).toBe(false);
  });

  it('taken back stays theirs for sixty days, and theirs again at once when it is linked again', async () => {
    const own = await browser();
    expect(await confirm(await tokenOf(), own)).toBe('ok');
    const [device] = await devices();
    const takeBack = async (who: SignedCreator) => {
      const { data, errors } = await app.graphql(TAKE_BACK, { id: device?.id }, { as: who.cookie });
      return errors[0]?.extensions.code ?? (data?.['takeBackDevice'] as Device).endsAt;
    };
    expect(await takeBack(await makeCreator(app))).toBe('NOT_FOUND');
    const endsAt = await takeBack(dana);
    expect(Math.abs(Date.parse(endsAt ?? '') - app.clock.now().getTime() - 60 * DAY_MS)).toBeLessThan(60_000);
    app.clock.advance(DAY_MS);
    // A second time it does not begin anew.
    expect(await takeBack(dana)).toBe(endsAt);
    expect(await buys(own, `back-${n}`)).toEqual(['SELF_PURCHASE']);
    expect(await confirm(await tokenOf(), own)).toBe('ok');
    expect(await devices()).toMatchObject([{ id: device?.id, endsAt: null }]);
    await takeBack(dana);
    // As if it had been 61 days ago; the session would be over by then.
    await app.db.query(
      `UPDATE creator_devices SET linked_at = linked_at - interval '61 days', ends_at = ends_at - interval '61 days' WHERE id = $1`,
      [device?.id],
    );
    expect(await devices()).toEqual([]);
    expect(await buys(own, `free-${n}`)).toEqual(['100000']);
    expect(await confirm(await tokenOf(), own)).toBe('ok');
    expect(await buys(own, `again-${n}`)).toEqual(['SELF_PURCHASE']);
    expect(await devices()).toHaveLength(1);
  });
});

describe('a link', () => {
  it('works once: the same browser may repeat it, no other may', async () => {
    const [own, other, token] = [await browser(), await browser(), await tokenOf()];
    expect(await Promise.all([confirm(token, own), confirm(token, own)])).toEqual(['ok', 'ok']);
    expect([await confirm(token, own), await confirm(token, other), await look(token)]).toEqual([
      ...['ok', 'TOKEN_EXPIRED', 'TOKEN_EXPIRED'],
    ]);
    expect(await devices()).toHaveLength(1);
    const raced = await tokenOf();
    const answers = await Promise.all([confirm(raced, await browser()), confirm(raced, await browser())]);
    expect(answers.sort()).toEqual(['TOKEN_EXPIRED', 'ok']);
  });

  it('is refused when it is over, another store’s, forged, or nobody’s browser says it', async () => {
    const [own, token] = [await browser(), await tokenOf()];
    const other = await makeStore(app);
    const elsewhere = await say('/v1/devices', { store: other.publishableKey, token, viewerToken: own });
    expect([elsewhere.status, elsewhere.code]).toEqual([404, 'NOT_FOUND']);
    expect((await say('/v1/devices/look', { store: other.publishableKey, token })).code).toBe('NOT_FOUND');
    const [version = '', link = '', seconds = '', mac = ''] = token.split('.');
    for (const forged of [
      [version, link, seconds, mac.replace(/./, (c) => (c === 'A' ? 'B' : 'A'))].join('.'),
      [version, link, String(Number(seconds) + 1), mac].join('.'),
      [version, 'dvl_x', seconds, mac].join('.'),
      'v1.x',
    ]) {
      expect([forged, await confirm(forged, own), await look(forged)]).toEqual([forged, 'NOT_FOUND', 'NOT_FOUND']);
    }
    expect(await confirm(token, 'v1.0b8f6a52-4a4e-4f6e-9a3e-000000000000.AAAA')).toBe('UNKNOWN_VIEWER');
    expect((await say('/v1/devices', { token })).code).toBe('BAD_INPUT');
    expect((await say('/v1/devices', { token, viewerToken: own, store: 'pk_live_unknown' })).code).toBe('NOT_FOUND');
    expect(await devices()).toEqual([]);
    app.clock.advance(15 * 60_000);
    expect([await look(token), await confirm(token, own)]).toEqual(['TOKEN_EXPIRED', 'TOKEN_EXPIRED']);
    expect(await devices()).toEqual([]);
  });

  it('is made by a creator for a store that shows something of theirs, twenty an hour', async () => {
    const codeOf = async (cookie: string | undefined, s = store.id) =>
      (await app.graphql(CREATE, { s }, cookie ? { as: cookie } : {})).errors[0]?.extensions.code ?? 'ok';
    expect(await codeOf(undefined)).toBe('UNAUTHENTICATED');
    expect(await codeOf((await makeCreator(app)).cookie)).toBe('CONFLICT');
    expect(await codeOf(dana.cookie, 'sto_nobody')).toBe('NOT_FOUND');
    expect(await codeOf(dana.cookie, (await makeStore(app)).id)).toBe('CONFLICT');
    for (let made = 0; made < 20; made++) expect(await codeOf(dana.cookie)).toBe('ok');
    expect(await codeOf(dana.cookie)).toBe('RATE_LIMITED');
    app.clock.advance(3_600_001);
    expect(await codeOf(dana.cookie)).toBe('ok');
    await app.db.query(
      `INSERT INTO creator_devices (creator_id, viewer_id, linked_at) SELECT $1, gen_random_uuid(), $2 FROM generate_series(1, $3)`,
      [dana.creatorId, app.clock.now(), MAX_DEVICES],
    );
    expect(await codeOf(dana.cookie)).toBe('CONFLICT');
  });
});
