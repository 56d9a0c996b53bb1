// A request sent twice with one Idempotency-Key is done once and answered the same; another body under it is refused.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { makeStore, signedCall, type MadeStore } from '../../../test/support/make.js';
import { IdempotentRequest } from './idempotent-request.entity.js';

const BODY = { title: 'Mug', url: 'https://shop.example/mug', price: '1', currency: 'KZT', inStock: true };

describe('an Idempotency-Key', () => {
  let app: TestApp;
  let store: MadeStore;
  beforeAll(async () => {
    app = await startApp();
    store = await makeStore(app);
  });
  afterAll(() => app.close());

  const put = (key: string, body: object, id = 'mug', from = store) =>
    signedCall(app, from.live, 'PUT', `/v1/products/${id}`, body, { 'idempotency-key': key });

  it('gives the first answer again, also when the world has moved on', async () => {
    const first = await put('k1', BODY);
    expect(first.body).toMatchObject({ change: 'created' });
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    await signedCall(app, store.live, 'DELETE', '/v1/products/mug');
    const again = await put('k1', BODY);
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    expect(again.headers['idempotency-replayed']).toBe('true');
  });

  it('with another body or another address is refused', async () => {
    await put('k2', BODY);
    const answers = [await put('k2', { ...BODY, title: 'Cup' }), await put('k2', BODY, 'cup')];
    for (const answer of answers) {
      expect(answer.status).toBe(409);
      expect(answer.body).toMatchObject({ error: { code: 'IDEMPOTENCY_CONFLICT' } });
    }
  });

  it('of a refused request is free again', async () => {
    expect((await put('k3', { ...BODY, price: 'free' })).status).toBe(400);
    expect((await put('k3', BODY)).status).toBe(200);
  });

  it('belongs to one store', async () => {
    const other = await makeStore(app);
    await put('k4', BODY);
    expect((await put('k4', { ...BODY, title: 'Cup' }, 'mug', other)).body).toMatchObject({ change: 'created' });
  });

  it('sent twice at once is done once', async () => {
    const answers = await Promise.all([put('k5', BODY, 'race'), put('k5', BODY, 'race')]);
    const done = answers.filter((answer) => answer.status === 200);
    expect(done.length).toBeGreaterThanOrEqual(1);
    for (const answer of done) expect(answer.body).toMatchObject({ change: 'created' });
    for (const answer of answers) expect([200, 409]).toContain(answer.status);
  });

  it('left behind by a process that died is taken over after a minute', async () => {
    await put('k6', BODY, 'dead');
    await app.db.manager.update(IdempotentRequest, { idempotencyKey: 'k6' }, { status: null });
    expect((await put('k6', BODY, 'dead')).status).toBe(409);
    app.clock.advance(61_000);
    expect((await put('k6', BODY, 'dead')).body).toMatchObject({ change: 'unchanged' });
    app.clock.reset();
  });

  it('of 256 characters is too long', async () => {
    expect((await put('x'.repeat(256), BODY)).status).toBe(400);
  });
});
