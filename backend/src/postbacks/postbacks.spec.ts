// Postbacks to a creator's tracker over a real server: each thing once, signed, tried again, never into our own network.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import { BROWSER, orderBody, putOrder, putRefund } from '../../test/support/make-money.js';
import {
  makeAccount,
  makeCreator,
  makeStore,
  type MadeStore,
  type Signed,
  type SignedCreator,
} from '../../test/support/make.js';
import { signatureOf } from '../stores/connectors/signature.rules.js';
import { DeliveriesService } from './deliveries.service.js';
import { fill, nextTry, PAUSES_S, templateFault } from './macros.rules.js';

interface Got {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

let app: TestApp;
let store: MadeStore;
let creator: SignedCreator;
let tracker: Server;
let base: string;
let got: Got[] = [];
let answerWith = 200;

beforeAll(async () => {
  tracker = createServer((request, reply) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      got.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
      reply.writeHead(answerWith, answerWith === 302 ? { location: 'http://127.0.0.1:1/' } : {}).end('thanks');
    });
  });
  await new Promise<void>((resolve) => tracker.listen(0, '127.0.0.1', resolve));
  base = `127.0.0.1:${(tracker.address() as AddressInfo).port}`;
  app = await startApp({ UPLOAD_URL_ALLOW: base });
  const owner = await makeAccount(app);
  app.clock.set(new Date('2026-09-01T10:00:00Z'));
  store = await makeStore(app, { owner });
  app.clock.set(new Date('2026-11-25T10:00:00Z'));
}, 600_000);
beforeEach(async () => {
  creator = await makeCreator(app);
  [got, answerWith] = [[], 200];
});
afterAll(async () => {
  await app?.close();
  tracker?.close();
});

const ADD = `mutation($i: PostbackInput!) { addPostback(input: $i) { secret postback { id url events stoppedAt } } }`;
const add = (input: object = {}, as: Signed = creator) => {
  const url = `http://${base}/pb?e={event}&c={click_id}&s={sub1}&sum={commission}&o={order_id}`;
  const i = { url, method: 'GET', events: ['order', 'refund', 'click', 'rejected'], ...input };
  return app.graphql<{ addPostback: { secret: string; postback: { id: string } } }>(ADD, { i }, { as: as.cookie });
};
const round = async () => {
  await app.drainJobs();
  await app.get(DeliveriesService).find();
  await app.get(DeliveriesService).deliver();
};
const LOG = `query($id: ID!) { postbackDeliveries(postbackId: $id) { totalCount nodes { id event state status attempts answer url } } }`;
interface Delivery {
  id: string;
  event: string;
  state: string;
  status: number | null;
  attempts: number;
  answer: string;
}
const log = async (id: string): Promise<Delivery[]> => {
  const answer = await app.graphql<{ postbackDeliveries: { nodes: Delivery[] } }>(LOG, { id }, { as: creator.cookie });
  return answer.data!.postbackDeliveries.nodes;
};

let orders = 0;
async function sell(): Promise<{ order: string; clickId: string }> {
  const link = await app.graphql<{ createLink: { url: string } }>(
    'mutation($s: ID!) { createLink(input: { storeId: $s, subs: ["tg ü"] }) { url } }'.replace('tg ü', 'tg:1'),
    { s: store.id },
    { as: creator.cookie },
  );
  const went = await app.http.get(new URL(link.data!.createLink.url).pathname).set('user-agent', BROWSER);
  const clickId = new URL(went.headers['location'] ?? '').searchParams.get('prm_click_id') ?? '';
  app.clock.advance(60_000);
  const order = `sale-${++orders}`;
  await putOrder(app, store.live, order, orderBody(app, { clickId }));
  return { order, clickId };
}

describe('a postback', () => {
  it('tells of the click, the order and the refund, each once, with macros and a signature', async () => {
    const made = await add();
    const { order, clickId } = await sell();
    await round();
    await round();
    await putRefund(app, store.live, `${order}-r`, {
      orderId: order,
      occurredAt: app.clock.now().toISOString(),
      currency: 'KZT',
      adjustment: '4000.00',
    });
    await round();
    await round();
    expect(got.map((one) => one.url).sort()).toEqual(
      [
        `/pb?e=click&c=${clickId}&s=tg%3A1&sum=&o=`,
        `/pb?e=order&c=${clickId}&s=tg%3A1&sum=1000.00&o=${order}`,
        `/pb?e=refund&c=${clickId}&s=tg%3A1&sum=600.00&o=${order}`,
      ].sort(),
    );
    const [one] = got;
    const timestamp = String(one?.headers['vitrina-timestamp']);
    const parts = { timestamp, method: 'GET', path: one?.url ?? '', body: Buffer.alloc(0) };
    expect(one?.headers['vitrina-signature']).toBe(signatureOf(made.data!.addPostback.secret, parts));
    expect((await log(made.data!.addPostback.postback.id)).map((d) => [d.event, d.state, d.status])).toEqual(
      expect.arrayContaining([['click', 'delivered', 200]]),
    );
  });

  it('found by two workers at once is told once, and nothing older than the address is told', async () => {
    await sell();
    await app.drainJobs();
    app.clock.advance(1000);
    await add({ events: ['order'], method: 'POST' });
    await sell();
    await app.drainJobs();
    const service = app.get(DeliveriesService);
    await Promise.all([service.find(), service.find(), service.find()]);
    await Promise.all([service.deliver(), service.deliver()]);
    expect(got).toHaveLength(1);
    expect(JSON.parse(got[0]!.body)).toMatchObject({
      event: 'order',
      amount: '10000.00',
      commission: '1000.00',
      currency: 'KZT',
    });
  });

  it('is tried again with growing pauses, is dead in the end, and goes out by hand', async () => {
    const id = (await add({ events: ['order'] })).data!.addPostback.postback.id;
    await sell();
    answerWith = 500;
    await round();
    for (const pause of PAUSES_S) {
      app.clock.advance((pause + 1) * 1000);
      await app.get(DeliveriesService).deliver();
    }
    const [dead] = await log(id);
    expect(dead).toMatchObject({ state: 'dead', status: 500, attempts: PAUSES_S.length + 1, answer: 'thanks' });
    answerWith = 200;
    const again = (as: Signed) =>
      app.graphql('mutation($id: ID!) { redeliverPostback(id: $id) { state } }', { id: dead!.id }, { as: as.cookie });
    expect((await again(await makeCreator(app))).errors[0]?.extensions.code).toBe('NOT_FOUND');
    expect((await again(creator)).data).toEqual({ redeliverPostback: { state: 'waiting' } });
    await app.get(DeliveriesService).deliver();
    expect(await log(id)).toMatchObject([{ state: 'delivered', status: 200 }]);
    expect((await again(creator)).errors[0]?.extensions.code).toBe('CONFLICT');
  });

  it('whose process died in a call is taken again after its lease', async () => {
    const id = (await add({ events: ['order'] })).data!.addPostback.postback.id;
    await sell();
    await app.drainJobs();
    await app.get(DeliveriesService).find();
    const now = app.clock.now();
    const { TAKE_DUE } = await import('./postbacks.queries.js');
    await app.db.query(TAKE_DUE, [now, new Date(now.getTime() + 60_000), 20]); // taken, then killed
    expect(await app.get(DeliveriesService).deliver()).toBe(0);
    app.clock.advance(61_000);
    expect(await app.get(DeliveriesService).deliver()).toBe(1);
    expect(await log(id)).toMatchObject([{ state: 'delivered', attempts: 2 }]);
  });

  it('follows no redirect', async () => {
    const id = (await add({ events: ['order'] })).data!.addPostback.postback.id;
    await sell();
    answerWith = 302;
    await round();
    expect(await log(id)).toMatchObject([{ state: 'waiting', status: 302 }]);
    await app.graphql('mutation($id: ID!) { removePostback(id: $id) { id } }', { id }, { as: creator.cookie });
  });

  it('is tried out by a button, a few times a minute', async () => {
    const id = (await add()).data!.addPostback.postback.id;
    const test = () =>
      app.graphql<{ testPostback: { state: string } }>(
        'mutation($id: ID!) { testPostback(id: $id) { state status event } }',
        { id },
        { as: creator.cookie },
      );
    expect((await test()).data).toEqual({ testPostback: { state: 'delivered', status: 200, event: 'test' } });
    expect(got[0]?.url).toContain('o=TEST-1');
    for (let i = 0; i < 4; i += 1) await test();
    expect((await test()).errors[0]?.extensions.code).toBe('RATE_LIMITED');
  });

  it('stops after too many failures in a row, and goes on when told to', async () => {
    const id = (await add({ events: ['order'] })).data!.addPostback.postback.id;
    await app.db.query('UPDATE postback_addresses SET failures = 99 WHERE id = $1', [id]);
    await sell();
    answerWith = 500;
    await round();
    const mine = async () =>
      (
        await app.graphql<{ myPostbacks: { stoppedAt: string | null }[] }>(
          '{ myPostbacks { stoppedAt } }',
          {},
          { as: creator.cookie },
        )
      ).data!.myPostbacks;
    expect((await mine())[0]?.stoppedAt).not.toBeNull();
    app.clock.advance(3_600_000);
    expect(await app.get(DeliveriesService).deliver()).toBe(0);
    answerWith = 200;
    await app.graphql('mutation($id: ID!) { resumePostback(id: $id) { id } }', { id }, { as: creator.cookie });
    await app.get(DeliveriesService).deliver();
    expect(await log(id)).toMatchObject([{ state: 'delivered' }]);
    await app.graphql('mutation($id: ID!) { removePostback(id: $id) { id } }', { id }, { as: creator.cookie });
    expect(await mine()).toEqual([]);
  });
});

describe('refusals', () => {
  it.each([
    ['http://tracker.example/pb', 'URL_REFUSED'],
    ['https://user:pass@tracker.example/pb', 'URL_REFUSED'],
    ['https://{click_id}.example/pb', 'URL_REFUSED'],
    ['https://tracker.example/pb?x={secret}', 'BAD_INPUT'],
    ['javascript:alert(1)', 'URL_REFUSED'],
  ])('%s: %s', async (url, expected) => {
    expect((await add({ url })).errors[0]?.extensions.code).toBe(expected);
  });

  it('a name that leads into our own network is never called, and is not tried again', async () => {
    const { PostbackCaller } = await import('./caller.service.js');
    app.get(PostbackCaller).resolve = () => Promise.resolve(['93.184.216.34', '169.254.169.254']);
    const id = (await add({ url: 'https://liar.example/pb', events: ['order'] })).data!.addPostback.postback.id;
    await sell();
    await round();
    app.get(PostbackCaller).resolve = null;
    expect(await log(id)).toMatchObject([{ state: 'dead', status: null, answer: 'private' }]);
  });

  it('a sixth address, no events, another creator, nobody', async () => {
    for (let i = 0; i < 5; i += 1) expect((await add()).errors).toEqual([]);
    expect((await add()).errors[0]?.extensions.code).toBe('CONFLICT');
    const rival = await makeCreator(app);
    expect((await add({ events: [] }, rival)).errors[0]?.extensions.code).toBe('BAD_INPUT');
    expect((await add({ events: ['order', 'gossip'] }, rival)).errors[0]?.extensions.code).toBe('BAD_INPUT');
    const [first] = (
      await app.graphql<{ myPostbacks: { id: string }[] }>('{ myPostbacks { id } }', {}, { as: creator.cookie })
    ).data!.myPostbacks;
    for (const text of [
      'mutation($id: ID!) { removePostback(id: $id) { id } }',
      'mutation($id: ID!) { resumePostback(id: $id) { id } }',
      'mutation($id: ID!) { testPostback(id: $id) { id } }',
      LOG,
    ]) {
      expect((await app.graphql(text, { id: first!.id }, { as: rival.cookie })).errors[0]?.extensions.code).toBe(
        'NOT_FOUND',
      );
      expect((await app.graphql(text, { id: first!.id })).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    }
  });
});

it('macros are filled and escaped; pauses end after about a day', () => {
  expect(fill('https://t.kz/?c={click_id}&n={sub1}', { sub1: 'a&b=ü' })).toBe('https://t.kz/?c=&n=a%26b%3D%C3%BC');
  expect(templateFault('https://t.kz/{event}?a={nope}', { http: false, allow: [] })).toEqual({
    why: 'UNKNOWN_MACRO',
    macro: 'nope',
  });
  expect(nextTry(PAUSES_S.length + 1, new Date())).toBeNull();
  expect(PAUSES_S.reduce((sum, s) => sum + s, 0)).toBeGreaterThan(20 * 3600);
});
