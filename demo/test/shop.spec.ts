// The demo shop over its own pages, against a receiver that checks every signature.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { Shop } from '../src/shop.ts';
import { FakeVitrina, KEYS } from './fake-vitrina.ts';

let vitrina: FakeVitrina;
let port: number;
let folder: string;
let shop: Shop;
let app: FastifyInstance;
let said: string[];
let cookies: Record<string, string>;

const stateFile = () => join(folder, 'demo-shop', 'state.json');
const BUYER = { name: 'Асель', email: 'Asel@Example.kz', phone: '+7 701 123 45 67' };

async function openShop(): Promise<void> {
  const config = readConfig({
    VITRINA_API_URL: `http://127.0.0.1:${port}`,
    VITRINA_PUBLIC_URL: 'https://vitrina.example',
    VITRINA_PUBLISHABLE_KEY: KEYS.publishable,
    VITRINA_KEY_ID: KEYS.id,
    VITRINA_KEY_SECRET: KEYS.secret,
    VITRINA_DATA: folder,
    VITRINA_DEMO_SHOP_URL: 'https://shop.example',
  });
  shop = new Shop(config, (line) => said.push(line));
  app = await buildApp(shop, (line) => said.push(line));
  await shop.open();
}

async function closeShop(): Promise<void> {
  await app.close();
  await shop.close();
}

async function get(url: string): Promise<LightMyRequestResponse> {
  return keep(await app.inject({ method: 'GET', url, cookies }));
}

async function post(url: string, fields: Record<string, string>): Promise<LightMyRequestResponse> {
  const payload = new URLSearchParams(fields).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return keep(await app.inject({ method: 'POST', url, cookies, headers, payload }));
}

function keep(response: LightMyRequestResponse): LightMyRequestResponse {
  for (const { name, value } of response.cookies) cookies[name] = value;
  return response;
}

const later = async (isTrue: () => boolean): Promise<void> => {
  for (let i = 0; i < 300 && !isTrue(); i++) await sleep(20);
  expect(isTrue()).toBe(true);
};

/** Puts things into the cart and checks out; returns the order's page address. */
async function buy(fields: Record<string, string> = {}, quantity = '1'): Promise<string> {
  await post('/cart/add', { productId: 'mug', quantity, viewerToken: fields['viewerToken'] ?? '' });
  const form = { ...BUYER, promoCode: '', checkoutId: `form-${Math.random()}`, ...fields };
  const location = (await post('/checkout', form)).headers.location as string;
  return location.replace('?new=1', '');
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'aina-'));
  vitrina = new FakeVitrina();
  port = await vitrina.open();
  said = [];
  cookies = {};
  await openShop();
});
afterEach(async () => {
  await closeShop();
  await vitrina.close();
  rmSync(folder, { recursive: true, force: true });
  expect(vitrina.faults).toEqual([]);
});

describe('what Vitrina is told', () => {
  it('all eight products at the start, and the same again after a restart', async () => {
    await later(() => vitrina.of('/v1/products/').length === 8);
    expect(vitrina.of('/v1/products/loafers')[0]?.body).toMatchObject({
      url: 'https://shop.example/products/loafers',
      imageUrl: 'https://shop.example/assets/products/loafers.jpg',
      price: '32990.00',
      currency: 'KZT',
      inStock: true,
    });
    await closeShop();
    await openShop();
    await later(() => vitrina.of('/v1/products/').length === 16);
    const [first, second] = vitrina.of('/v1/products/mug');
    expect(second).toEqual(first);
  });

  it('an order with its promo code, discount and, after consent, the viewer token', async () => {
    await post('/consent', { answer: 'granted' });
    const page = await buy({ promoCode: 'dana10', viewerToken: 'v1.viewer.abc' }, '2');
    const [call] = vitrina.of('/v1/orders/');
    expect(call?.path).toBe(page.replace('/orders/', '/v1/orders/'));
    expect(call?.body).toMatchObject({
      version: 1,
      status: 'paid',
      currency: 'KZT',
      viewerToken: 'v1.viewer.abc',
      buyer: { email: 'asel@example.kz', phone: BUYER.phone },
      discountCodes: ['DANA10'],
      lines: [{ lineId: '1', productId: 'mug', quantity: 2, unitPrice: '4990.00', discount: '998.00' }],
    });
    expect((await get(page)).body).toContain('доставлено');
  });

  it('no viewer token without consent', async () => {
    await post('/consent', { answer: 'denied' });
    await buy({ viewerToken: 'v1.viewer.abc' });
    expect(vitrina.of('/v1/orders/')[0]?.body).not.toHaveProperty('viewerToken');
  });

  it('half of an order, then all that is left, then nothing more', async () => {
    const page = await buy({}, '2');
    await post(`${page}/refund-half`, { refunds: '0' });
    await post(`${page}/refund-half`, { refunds: '0' });
    await post(`${page}/refund-all`, { refunds: '1' });
    await post(`${page}/refund-all`, { refunds: '2' });
    const id = page.replace('/orders/', '');
    expect(vitrina.of('/v1/refunds/').map(({ path, body }) => [path, body['orderId'], body['lines']])).toEqual([
      [`/v1/refunds/${id}-R1`, id, [{ lineId: '1', quantity: 1, amount: '4990.00' }]],
      [`/v1/refunds/${id}-R2`, id, [{ lineId: '1', quantity: 1, amount: '4990.00' }]],
    ]);
  });

  it('a cancelled order as its next version, once', async () => {
    const page = await buy();
    await post(`${page}/cancel`, {});
    await post(`${page}/cancel`, {});
    expect(vitrina.of('/v1/orders/').map(({ body }) => [body['version'], body['status']])).toEqual([
      [1, 'paid'],
      [2, 'cancelled'],
    ]);
  });
});

describe('when Vitrina fails', () => {
  it('tries again until it answers, and delivers once', async () => {
    await later(() => vitrina.of('/v1/products/').length === 8);
    vitrina.failures = [503, 0];
    const page = await buy();
    expect((await get(page)).body).toContain('ещё не доставлено');
    await later(() => vitrina.of('/v1/orders/').length === 1);
    await later(() => shop.outbox.about('order:').every((letter) => letter.state === 'delivered'));
    expect(vitrina.of('/v1/orders/')).toHaveLength(1);
  });

  it('keeps an order through a shop restart while Vitrina is down', async () => {
    await later(() => vitrina.of('/v1/products/').length === 8);
    await vitrina.close();
    const page = await buy();
    await closeShop();
    vitrina = new FakeVitrina();
    port = await vitrina.open();
    await openShop();
    await later(() => vitrina.of('/v1/orders/').length === 1);
    expect(vitrina.of('/v1/orders/')[0]?.path).toBe(page.replace('/orders/', '/v1/orders/'));
    await sleep(50);
    expect((await get(page)).body).toContain('доставлено');
  });

  it('does not repeat what Vitrina refuses for good, and says so', async () => {
    await later(() => vitrina.of('/v1/products/').length === 8);
    vitrina.failures = [422];
    const page = await buy();
    expect((await get(page)).body).toContain('Vitrina не приняла');
    await sleep(1500);
    expect(vitrina.of('/v1/orders/')).toHaveLength(0);
    expect(said.join()).toContain('Vitrina refused PUT /v1/orders/');
  });
});

describe('the shop itself', () => {
  it('makes one order from a form that is sent twice', async () => {
    await post('/cart/add', { productId: 'mug', quantity: '1' });
    const form = { ...BUYER, promoCode: '', checkoutId: 'same' };
    const first = await post('/checkout', form);
    const second = await post('/checkout', form);
    expect(second.headers.location).toBe(first.headers.location);
    expect(vitrina.of('/v1/orders/')).toHaveLength(1);
  });

  it('says what is wrong in a form and keeps what was typed', async () => {
    await post('/cart/add', { productId: 'mug', quantity: '1' });
    const form = { name: '<b>Асель</b>', email: 'no', phone: '1', promoCode: '!!', checkoutId: 'x' };
    const answer = await post('/checkout', form);
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('value="&lt;b&gt;Асель&lt;/b&gt;"');
    for (const name of ['email', 'phone', 'promoCode']) expect(answer.body).toContain(`aria-describedby="${name}`);
  });

  it('does not sell what is sold out or unknown', async () => {
    await post('/cart/add', { productId: 'loafers', variantId: 'loafers-40', quantity: '1' });
    await post('/cart/add', { productId: 'nothing', quantity: '1' });
    await post('/cart/add', { productId: 'mug', quantity: '-3' });
    expect((await get('/cart')).body).toContain('Корзина пуста');
  });

  it('answers the player in JSON', async () => {
    const payload = { productId: 'mug', variantId: '', quantity: 1 };
    const answer = await app.inject({ method: 'POST', url: '/cart/add', payload });
    expect(answer.json<{ count: number }>().count).toBe(1);
    const refused = await app.inject({ method: 'POST', url: '/cart/add', payload: { productId: 'x' } });
    expect(refused.statusCode).toBe(409);
  });

  it('shows an order to its own buyer only', async () => {
    const page = await buy();
    cookies = {};
    expect((await get(page)).statusCode).toBe(404);
    expect((await post(`${page}/refund-all`, { refunds: '0' })).statusCode).toBe(404);
  });

  it('marks products that have a review, in three languages, under a strict policy', async () => {
    vitrina.videos = 1;
    const home = await get('/');
    expect(home.body).toContain('Видеообзор');
    const policy = String(home.headers['content-security-policy']);
    expect(policy).toContain("script-src 'self' https://vitrina.example;");
    expect(policy).not.toContain('unsafe');
    await get('/lang/kk?to=/products/mug');
    const page = (await get('/products/mug')).body;
    expect(page).toContain('<html lang="kk">');
    expect(page).toContain(
      '<vitrina-player consent="unknown" store="pk_live_fake" product="mug" locale="kk" ratio="9/16">\n<a href="/watch/vid_1">',
    );
    // Without Vitrina the bare element stands there, and the page does not wait for it.
    vitrina.videos = 0;
    await get('/lang/ru?to=/products/shoes');
    expect((await get('/products/mug')).body).toContain(
      '<vitrina-player consent="unknown" store="pk_live_fake" product="mug" locale="ru"></vitrina-player>',
    );
    expect((await get('/lang/en?to=//evil.example')).headers.location).toBe('/');
  });

  it('asks about consent until answered, and again when asked to', async () => {
    const asks = async () => (await get('/')).body.includes('id="consent"');
    expect(await asks()).toBe(true);
    await post('/consent', { answer: 'denied' });
    expect(await asks()).toBe(false);
    await post('/consent', { answer: 'ask' });
    expect(await asks()).toBe(true);
    const withSignal = await app.inject({ url: '/', headers: { 'sec-gpc': '1' } });
    expect(withSignal.body).not.toContain('id="consent"');
  });

  it('moves an unreadable state aside and opens', async () => {
    await closeShop();
    expect(readFileSync(stateFile(), 'utf8')).toContain('"carts"');
    writeFileSync(stateFile(), '{"carts":');
    await openShop();
    expect(said.join()).toContain("The shop's state was unreadable");
  });
});
