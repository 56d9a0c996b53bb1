// The whole road over HTTP alone, with a real clip and real ffmpeg, and each step in its refusal form.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { PeopleService } from '../../src/accounts/people/people.service.js';
import type { Role } from '../../src/base/auth.js';
import { signature, uuidV7, Walker, type Key } from '../../seed/walker.js';
import { startApp, type TestApp } from '../support/app.js';

const media = (name: string) => readFile(join(import.meta.dirname, '../media', name));

interface Shop {
  id: string;
  publishableKey: string;
  testPublishableKey: string;
  key: Key;
  testKey: Key;
  productId: string;
}

describe('the road, over HTTP', () => {
  let app: TestApp;
  let creator: Walker;
  let owner: Walker;
  let otherOwner: Walker;
  let moderator: Walker;
  let finance: Walker;
  let shop: Shop;
  let otherShop: Shop;
  let videoId = '';
  let masterUrl = '';
  let viewerToken = '';

  const codeOf = async (call: Promise<{ errors: { extensions: { code: string } }[] }>) =>
    (await call).errors[0]?.extensions.code;
  const errorOf = async (answer: Response) => ({
    status: answer.status,
    code: ((await answer.json()) as { error?: { code: string } }).error?.code,
  });

  async function person(name: string, role?: Role): Promise<Walker> {
    const walker = new Walker(app.baseUrl, () => app.clock.now());
    await walker.signUp(`${name}@road.test`, name);
    if (role) {
      const { me } = await walker.ask<{ me: { id: string } }>('{ me { id } }');
      await app.get(PeopleService).grantRole({ kind: 'system', name: 'spec' }, me.id, role, null);
      await walker.enrolSecondFactor();
    }
    return walker;
  }

  async function openShop(walker: Walker, name: string): Promise<Shop> {
    const { createStore } = await walker.ask<{ createStore: Omit<Shop, 'key' | 'testKey' | 'productId'> }>(
      'mutation($i: StoreInput!) { createStore(input: $i) { id publishableKey testPublishableKey } }',
      { i: { name, currency: 'KZT', timezone: 'Asia/Almaty', rateBps: 1000, holdDays: 14 } },
    );
    const makeKey = async (mode: string): Promise<Key> => {
      const { createApiKey } = await walker.ask<{ createApiKey: { secret: string; key: { id: string } } }>(
        `mutation($s: ID!, $m: KeyMode!, $scopes: [String!]!) {
           createApiKey(storeId: $s, mode: $m, label: "shop", scopes: $scopes) { secret key { id } }
         }`,
        { s: createStore.id, m: mode, scopes: mode === 'live' ? ['orders:write', 'products:write'] : ['orders:write'] },
      );
      return { keyId: createApiKey.key.id, secret: createApiKey.secret };
    };
    const key = await makeKey('live');
    const product = { title: 'Mug', price: '10000.00', currency: 'KZT', url: 'https://shop.test/mug', inStock: true };
    expect((await walker.shop(key, 'PUT', '/v1/products/mug', product)).status).toBe(200);
    const { products } = await walker.ask<{ products: { nodes: { id: string }[] } }>(
      'query($s: ID!) { products(storeId: $s) { nodes { id } } }',
      { s: createStore.id },
    );
    return { ...createStore, key, testKey: await makeKey('test'), productId: products.nodes[0]?.id ?? '' };
  }

  async function newVideo(walker: Walker, bytes: Buffer, title = 'Coffee', sizeBytes = bytes.length) {
    const input = {
      ...{ storeId: shop.id, title, productIds: [shop.productId], fileName: 'clip.mp4' },
      ...{ sizeBytes: String(sizeBytes), contentType: 'video/mp4' },
    };
    const { createVideo } = await walker.ask<{ createVideo: { uploadUrl: string; video: { id: string } } }>(
      'mutation($i: CreateVideoInput!) { createVideo(input: $i) { uploadUrl video { id } } }',
      { i: input },
    );
    return createVideo;
  }

  interface Seen {
    status: string;
    previewHlsUrl: string | null;
    publicHlsUrl: string | null;
    refusal: { code: string; whatToDo: string } | null;
    rejection: { reasonCode: string; timecodeMs: number; howToFix: string } | null;
  }
  const seen = async (walker: Walker, id: string): Promise<Seen> =>
    (
      await walker.ask<{ video: Seen }>(
        `query($id: ID!) { video(id: $id) { status previewHlsUrl publicHlsUrl refusal { code whatToDo }
           rejection { reasonCode timecodeMs howToFix } } }`,
        { id },
      )
    ).video;

  const commissions = async () =>
    (
      await creator.ask<{
        myCommissions: { nodes: { orderId: string; lineId: string; state: string; amount: { amountMinor: string } }[] };
      }>('{ myCommissions(first: 100) { nodes { orderId lineId state amount { amountMinor } } } }')
    ).myCommissions.nodes;

  const order = (extra: object = {}) => ({
    ...{ version: 1, occurredAt: app.clock.now().toISOString(), status: 'paid', currency: 'KZT', viewerToken },
    buyer: { customerId: 'c-1', email: 'shopper@road.test' },
    lines: [{ lineId: '1', productId: 'mug', quantity: 2, unitPrice: '10000.00' }],
    ...extra,
  });

  // Every 500 and every failed job is logged as an error before it is answered.
  const logged = jest.spyOn(Logger.prototype, 'error');

  beforeAll(async () => {
    app = await startApp();
    creator = await person('creator');
    owner = await person('owner');
    otherOwner = await person('other');
    moderator = await person('moderator', 'moderator');
    finance = await person('finance', 'finance');
    shop = await openShop(owner, 'Road');
    otherShop = await openShop(otherOwner, 'Other road');
  }, 120_000);
  afterAll(() => app.close());

  it('a creator uploads a real clip; the connection is cut at half and the rest follows at the same byte', async () => {
    const bytes = await media('coffee-portrait-9x16.mp4');
    const made = await newVideo(creator, bytes);
    videoId = made.video.id;
    const half = Math.floor(bytes.length / 2);
    const location = await creator.upload(made.uploadUrl, videoId, bytes, half);
    expect((await seen(creator, videoId)).status).toBe('uploading');
    expect(await creator.offset(location)).toBe(half);
    // Someone else can neither look nor write.
    for (const stranger of [owner, new Walker(app.baseUrl)]) {
      const head = await stranger.fetch(location, { method: 'HEAD', headers: { 'tus-resumable': '1.0.0' } });
      expect([401, 403, 404]).toContain(head.status);
      expect([401, 403, 404]).toContain((await stranger.sendBytes(location, bytes, half)).status);
    }
    expect((await creator.sendBytes(location, bytes, half)).status).toBe(204);
    expect((await seen(creator, videoId)).status).toBe('uploaded');
  });

  it('refuses what is too large, expired, or no video', async () => {
    const tooLarge = {
      ...{ storeId: shop.id, title: 'x', productIds: [shop.productId], fileName: 'x.mp4', contentType: 'video/mp4' },
      sizeBytes: String(app.config.upload.maxBytes + 1),
    };
    const mutation = 'mutation($i: CreateVideoInput!) { createVideo(input: $i) { video { id } } }';
    expect(await codeOf(creator.graphql(mutation, { i: tooLarge }))).toMatch(/TOO_LARGE|OUT_OF_BOUNDS/);
    // More bytes than were announced are refused by the upload door itself.
    const small = await newVideo(creator, Buffer.alloc(1000), 'Small');
    const metadata = `videoId ${Buffer.from(small.video.id).toString('base64')}`;
    const oversized = await creator.fetch(small.uploadUrl, {
      method: 'POST',
      headers: {
        'tus-resumable': '1.0.0',
        'upload-length': String(app.config.upload.maxBytes + 1),
        'upload-metadata': metadata,
      },
    });
    expect(oversized.status).toBe(413);

    const text = Buffer.from('This is a text file that calls itself a video.\n'.repeat(200));
    const fake = await newVideo(creator, text, 'Text');
    await creator.upload(fake.uploadUrl, fake.video.id, text);
    await app.drainJobs();
    const refused = await seen(creator, fake.video.id);
    expect(refused.status).toBe('refused');
    expect(refused.refusal?.code).toBe('NOT_A_VIDEO');
    expect(refused.refusal?.whatToDo).toBeTruthy();

    const late = await newVideo(creator, Buffer.alloc(5000), 'Late');
    const location = await creator.upload(late.uploadUrl, late.video.id, Buffer.alloc(5000), 1000);
    app.clock.advance(25 * 3_600_000);
    expect((await creator.sendBytes(location, Buffer.alloc(5000), 1000)).status).toBe(410);
    app.clock.reset();
  });

  it('ffmpeg prepares it; before approval nobody outside can fetch anything of it', async () => {
    const { status, previewHlsUrl, publicHlsUrl } = await seen(creator, videoId);
    expect(status).toBe('in_review');
    expect(publicHlsUrl).toBeNull();
    const preview = await fetch(previewHlsUrl ?? '');
    expect(preview.status).toBe(200);
    const rungs = (await preview.text()).split('\n').filter((line) => line && !line.startsWith('#'));
    expect(rungs.length).toBeGreaterThan(1);
    const file = (previewHlsUrl ?? '').replace(/\/media\/preview\/[^/]+\//, '/media/');
    expect((await fetch(file)).status).toBe(404);
    const list = new URL(rungs[0] ?? '', previewHlsUrl ?? '');
    const segments = (await (await fetch(list)).text()).split('\n').filter((line) => line && !line.startsWith('#'));
    expect((await fetch(new URL(segments[0] ?? '', list))).status).toBe(200);
    expect(
      (await fetch(new URL(segments[0] ?? '', list.href.replace(/\/media\/preview\/[^/]+\//, '/media/')))).status,
    ).toBe(404);
    const forged = (previewHlsUrl ?? '').replace(/(\/media\/preview\/[^/]+)[^/]\//, '$1~/');
    expect([401, 404]).toContain((await fetch(forged)).status);
    const card = await (await fetch(`${app.baseUrl}/v1/cards?store=${shop.publishableKey}&product=mug`)).json();
    expect((card as { videos: unknown[] }).videos).toEqual([]);
    expect(await codeOf(otherOwner.graphql('query($id: ID!) { video(id: $id) { id } }', { id: videoId }))).toBe(
      'NOT_FOUND',
    );
  });

  it('only a moderator judges; a rejection says what, where and how to fix; the resubmission keeps its id', async () => {
    const approve = 'mutation($v: ID!) { approveVideo(videoId: $v) { id } }';
    for (const walker of [creator, owner, finance]) {
      expect(await codeOf(walker.graphql(approve, { v: videoId }))).toBe('FORBIDDEN');
    }
    expect(await codeOf(new Walker(app.baseUrl).graphql(approve, { v: videoId }))).toBe('UNAUTHENTICATED');

    const reject = 'mutation($i: RejectInput!) { rejectVideo(input: $i) { id reasonCode } }';
    expect(await codeOf(moderator.graphql(reject, { i: { videoId, reasonCode: 'NO_SUCH_REASON' } }))).toBe(
      'UNKNOWN_REASON',
    );
    const { rejectReasons } = await moderator.ask<{ rejectReasons: { code: string }[] }>('{ rejectReasons { code } }');
    const reasonCode = rejectReasons[0]?.code;
    await moderator.ask(reject, { i: { videoId, reasonCode, timecodeMs: 4000, note: 'Here.' } });
    const rejected = await seen(creator, videoId);
    expect(rejected.status).toBe('rejected');
    expect(rejected.rejection).toMatchObject({ reasonCode, timecodeMs: 4000 });
    expect(rejected.rejection?.howToFix).toBeTruthy();
    const mails = await creator.mails('creator@road.test');
    expect(mails.some((mail) => (mail.body ?? '').includes('0:04'))).toBe(true);

    const bytes = await media('coffee-landscape.mp4');
    const { resubmitVideo } = await creator.ask<{ resubmitVideo: { uploadUrl: string; video: { id: string } } }>(
      `mutation($id: ID!, $size: String!) {
         resubmitVideo(id: $id, fileName: "again.mp4", sizeBytes: $size, contentType: "video/mp4") { uploadUrl video { id } }
       }`,
      { id: videoId, size: String(bytes.length) },
    );
    expect(resubmitVideo.video.id).toBe(videoId);
    await creator.upload(resubmitVideo.uploadUrl, videoId, bytes);
    await app.drainJobs();
    expect((await seen(creator, videoId)).status).toBe('in_review');
    await moderator.ask(approve, { v: videoId });
    await app.drainJobs();
    const published = await seen(creator, videoId);
    expect(published.status).toBe('published');
    masterUrl = published.publicHlsUrl ?? '';
  });

  it('plays on the product card, original excepted', async () => {
    const answer = await fetch(`${app.baseUrl}/v1/cards?store=${shop.publishableKey}&product=mug`);
    const card = (await answer.json()) as { videos: { id: string; hlsUrl: string; disclosure: boolean }[] };
    expect(card.videos).toMatchObject([{ id: videoId, disclosure: true }]);
    expect((await fetch(masterUrl)).status).toBe(200);
    expect((await fetch(masterUrl.replace(/[^/]+$/, 'original'))).status).toBe(404);
    const other = await fetch(`${app.baseUrl}/v1/cards?store=${otherShop.publishableKey}&product=mug`);
    expect(((await other.json()) as { videos: unknown[] }).videos).toEqual([]);
  });

  it('a view qualifies, an order comes, the creator is credited once and told why', async () => {
    const json = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const ask = { ...json, body: JSON.stringify({ store: shop.publishableKey }) };
    ({ viewerToken } = (await (await new Walker(app.baseUrl).fetch('/v1/viewers', ask)).json()) as {
      viewerToken: string;
    });
    const occurredAt = app.clock.now().toISOString();
    const segment = {
      wallFromMs: 0,
      wallToMs: 6000,
      mediaFromMs: 0,
      mediaToMs: 6000,
      visibleBps: 10_000,
      focused: true,
    };
    const view = {
      ...{ type: 'view', id: uuidV7(), version: 1, occurredAt, sessionId: uuidV7(), videoId },
      ...{ autoplay: false, interacted: true, segments: [segment] },
    };
    const body = JSON.stringify({ store: shop.publishableKey, viewerToken, consent: true, events: [view] });
    const counted = await new Walker(app.baseUrl).fetch('/v1/events', { ...json, body });
    expect(counted.status).toBe(202);
    expect(await counted.json()).toMatchObject({ results: [{ id: view.id, status: 'accepted' }] });
    app.clock.advance(60_000);

    // A refund that comes before its order waits for it.
    const refund = {
      orderId: '1002',
      occurredAt: app.clock.now().toISOString(),
      lines: [{ lineId: '1', quantity: 1 }],
    };
    expect((await owner.shop(shop.key, 'PUT', '/v1/refunds/r-1002', refund)).status).toBe(200);
    const body1 = order();
    for (const number of ['1001', '1001', '1002']) {
      expect((await owner.shop(shop.key, 'PUT', `/v1/orders/${number}`, body1)).status).toBe(200);
    }
    await app.drainJobs();
    const units = await commissions();
    expect(units.map((u) => u.amount.amountMinor).sort()).toEqual(['100000', '200000']);
    expect(units.every((u) => u.state === 'pending')).toBe(true);
    const full = units.find((u) => u.amount.amountMinor === '200000');
    const explain =
      'query($o: ID!, $l: String!) { explainCommission(orderId: $o, lineId: $l) { summary steps { text } touches { kept why } } }';
    const { explainCommission } = await creator.ask<{
      explainCommission: { summary: string; touches: { kept: boolean }[] };
    }>(explain, { o: full?.orderId, l: full?.lineId });
    expect(explainCommission.summary.length).toBeGreaterThan(20);
    expect(explainCommission.touches.some((t) => t.kept)).toBe(true);
    expect(await codeOf(otherOwner.graphql(explain, { o: full?.orderId, l: full?.lineId }))).toBe('NOT_FOUND');
  });

  it('half is refunded and half of the commission goes', async () => {
    const refund = {
      orderId: '1001',
      occurredAt: app.clock.now().toISOString(),
      lines: [{ lineId: '1', quantity: 1 }],
    };
    expect((await owner.shop(shop.key, 'PUT', '/v1/refunds/r-1001', refund)).status).toBe(200);
    await app.drainJobs();
    expect((await commissions()).map((u) => u.amount.amountMinor)).toEqual(['100000', '100000']);
    const { trialBalance } = await finance.ask<{ trialBalance: { balanced: boolean } }>(
      '{ trialBalance { balanced } }',
    );
    expect(trialBalance.balanced).toBe(true);
  });

  it('nobody earns on an own purchase, and test orders earn nothing real', async () => {
    const own = order({ buyer: { customerId: 'c-2', email: 'Creator+tag@road.test' } });
    expect((await owner.shop(shop.key, 'PUT', '/v1/orders/1003', own)).status).toBe(200);
    expect((await owner.shop(shop.testKey, 'PUT', '/v1/orders/1004', order())).status).toBe(200);
    await app.drainJobs();
    expect(await commissions()).toHaveLength(2);
    const { orders } = await owner.ask<{ orders: { nodes: { externalId: string; lines: { reason: string }[] }[] } }>(
      'query($s: ID!) { orders(storeId: $s) { nodes { externalId lines { reason } } } }',
      { s: shop.id },
    );
    expect(orders.nodes.find((o) => o.externalId === '1003')?.lines[0]?.reason).toBe('SELF_PURCHASE');
    expect(orders.nodes.some((o) => o.externalId === '1004')).toBe(false);
  });

  it('refuses wrong signatures, stale times, foreign keys and broken bodies', async () => {
    const path = '/v1/orders/2001';
    const body = JSON.stringify(order());
    const put = (headers: Record<string, string>, text = body) =>
      fetch(app.baseUrl + path, {
        method: 'PUT',
        headers: { 'content-type': 'application/json', ...headers },
        body: text,
      });
    const at = Math.floor(app.clock.now().getTime() / 1000);
    const good = signature(shop.key, 'PUT', path, body, at);
    expect(await errorOf(await put(good, body.replace('10000.00', '90000.00')))).toEqual({
      status: 401,
      code: 'BAD_SIGNATURE',
    });
    const wrongSecret = signature({ ...shop.key, secret: otherShop.key.secret }, 'PUT', path, body, at);
    expect(await errorOf(await put(wrongSecret))).toEqual({ status: 401, code: 'BAD_SIGNATURE' });
    const stale = signature(shop.key, 'PUT', path, body, at - 400);
    expect(await errorOf(await put(stale))).toEqual({ status: 401, code: 'STALE_TIMESTAMP' });
    expect(await errorOf(await put({}))).toMatchObject({ status: 401 });
    const bad = JSON.stringify(order({ currency: 'XXQ' }));
    expect(await errorOf(await put(signature(shop.key, 'PUT', path, bad, at), bad))).toMatchObject({ status: 400 });

    // Another store's key writes into its own store only.
    expect((await owner.shop(otherShop.key, 'PUT', '/v1/orders/1001', order())).status).toBe(200);
    await app.drainJobs();
    expect(await commissions()).toHaveLength(2);
    const { orders } = await otherOwner.ask<{ orders: { nodes: { lines: { reason: string }[] }[] } }>(
      'query($s: ID!) { orders(storeId: $s) { nodes { lines { reason } } } }',
      { s: otherShop.id },
    );
    expect(orders.nodes[0]?.lines[0]?.reason).toBe('NO_TOUCH');
    const foreign = 'query($s: ID!) { orders(storeId: $s) { nodes { id } } }';
    expect(await codeOf(otherOwner.graphql(foreign, { s: shop.id }))).toBe('NOT_FOUND');
    expect(await codeOf(creator.graphql(foreign, { s: shop.id }))).toMatch(/NOT_FOUND|FORBIDDEN/);
  });

  it('removal takes the video off the card and off every address', async () => {
    await creator.ask('mutation($id: ID!) { retireVideo(id: $id) { id } }', { id: videoId });
    await app.drainJobs();
    const gone = async () => (await fetch(masterUrl)).status === 404;
    for (let i = 0; i < 100 && !(await gone()); i++) await new Promise((r) => setTimeout(r, 100));
    expect(await gone()).toBe(true);
    const card = await (await fetch(`${app.baseUrl}/v1/cards?store=${shop.publishableKey}&product=mug`)).json();
    expect((card as { videos: unknown[] }).videos).toEqual([]);
  });

  it('left no error in the log', () => {
    expect(logged.mock.calls).toEqual([]);
  });
});
