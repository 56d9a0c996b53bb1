// The keys of stores' servers: made, shown once, rotated with overlap, revoked; seen by their store alone.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import {
  makeAccount,
  makeProduct,
  makeStore,
  signedCall,
  type KeyPair,
  type MadeStore,
} from '../../../test/support/make.js';

const CREATE = `mutation($s: ID!, $m: KeyMode!, $l: String!, $c: [String!]!) {
  createApiKey(storeId: $s, mode: $m, label: $l, scopes: $c) {
    secret key { id label mode kind scopes last4 lastUsedAt expiresAt revokedAt } } }`;
const ROTATE = 'mutation($id: ID!, $h: Int) { rotateApiKey(id: $id, overlapHours: $h) { secret key { id scopes } } }';
const REVOKE = 'mutation($id: ID!) { revokeApiKey(id: $id) { revokedAt } }';
const LIST = 'query($s: ID!) { apiKeys(storeId: $s) { id label last4 lastUsedAt expiresAt revokedAt } }';

type Listed = { apiKeys: { id: string; last4: string; lastUsedAt: string | null; expiresAt: string | null }[] };
type Made = { secret: string; key: { id: string; last4: string } };

describe('api keys', () => {
  let app: TestApp;
  let store: MadeStore;
  beforeAll(async () => {
    app = await startApp();
    store = await makeStore(app);
    await makeProduct(app, store, { externalId: 'mug' });
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    app.clock.reset();
    await app.db.query('DELETE FROM rate_counters');
  });

  const code = async (query: string, vars: object, as?: string): Promise<string | null> =>
    (await app.graphql(query, { ...vars }, as === undefined ? {} : { as })).errors[0]?.extensions.code ?? null;
  const list = async () =>
    (await app.graphql<Listed>(LIST, { s: store.id }, { as: store.owner.cookie })).data?.apiKeys ?? [];
  const remove = async (key: KeyPair): Promise<string | number> => {
    const answer = await signedCall(app, key, 'DELETE', '/v1/products/mug');
    return (answer.body as { error?: { code: string } }).error?.code ?? answer.status;
  };

  it('a key is made for its owner, works, and shows its secret once', async () => {
    const vars = { s: store.id, m: 'live', l: ' Till ', c: ['products:write'] };
    const made = (await app.graphql<{ createApiKey: Made }>(CREATE, vars, { as: store.owner.cookie })).data
      ?.createApiKey;
    expect(made).toMatchObject({
      secret: expect.stringMatching(/^sk_live_[\w-]{32}$/),
      key: { label: 'Till', mode: 'live', kind: 'secret', scopes: ['products:write'], lastUsedAt: null },
    });
    expect(made?.key.last4).toBe(made?.secret.slice(-4));
    expect(await remove({ id: made?.key.id ?? '', secret: made?.secret ?? '' })).toBe(200);
    expect((await list()).find((key) => key.id === made?.key.id)?.lastUsedAt).not.toBeNull();
    const rows: { t: string }[] = await app.db.query(
      `SELECT k::text || encode(secret_sealed, 'escape') AS t FROM api_keys k`,
    );
    expect(rows.map((row) => row.t).join()).not.toContain(made?.secret);
  });

  it.each([
    ['creating', CREATE, () => ({ s: store.id, m: 'live', l: 'x', c: ['orders:write'] })],
    ['listing', LIST, () => ({ s: store.id })],
    ['rotating', ROTATE, () => ({ id: store.live.id })],
    ['revoking', REVOKE, () => ({ id: store.live.id })],
  ])('%s is for the owner of that store', async (_, query, vars) => {
    const [creator, other] = [await makeAccount(app), await makeStore(app)];
    expect(await code(query, vars())).toBe('UNAUTHENTICATED');
    expect(await code(query, vars(), creator.cookie)).toBe('FORBIDDEN');
    expect(await code(query, vars(), other.owner.cookie)).toBe('NOT_FOUND');
  });

  it('a test key cannot write products, nor can a scope be invented', async () => {
    const as = store.owner.cookie;
    expect(await code(CREATE, { s: store.id, m: 'test', l: 'x', c: ['products:write'] }, as)).toBe('BAD_INPUT');
    expect(await code(CREATE, { s: store.id, m: 'live', l: 'x', c: ['everything'] }, as)).toBe('BAD_INPUT');
    expect(await remove(store.test)).toBe('SCOPE_MISSING');
  });

  it('both keys of a rotation work until the overlap ends, then only the new one', async () => {
    const answer = await app.graphql<{ rotateApiKey: Made }>(
      ROTATE,
      { id: store.live.id, h: 2 },
      { as: store.owner.cookie },
    );
    const made = answer.data?.rotateApiKey;
    const fresh = { id: made?.key.id ?? '', secret: made?.secret ?? '' };
    expect(await remove(store.live)).toBe(200);
    expect(await remove(fresh)).toBe(200);
    app.clock.advance(2 * 3_600_000);
    expect(await remove(store.live)).toBe('UNKNOWN_KEY');
    expect(await remove(fresh)).toBe(200);
    expect(await code(ROTATE, { id: store.live.id }, store.owner.cookie)).toBe('CONFLICT');
    expect(await code(ROTATE, { id: fresh.id, h: 169 }, store.owner.cookie)).toBe('BAD_INPUT');
    store.live = fresh;
  });

  it('a key has a rate, told in headers; above it requests wait', async () => {
    const told = await signedCall(app, store.live, 'DELETE', '/v1/products/mug');
    expect(told.headers['ratelimit-limit']).toBe('6000');
    expect(Number(told.headers['ratelimit-remaining'])).toBeLessThan(6000);
    await app.db.query(`UPDATE rate_counters SET hits = 6000 WHERE bucket LIKE 'storeKey:%'`);
    const refused = await signedCall(app, store.live, 'DELETE', '/v1/products/mug');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    app.clock.advance(60_000);
    expect(await remove(store.live)).toBe(200);
  });

  it('a revoked key is unknown at once', async () => {
    expect(await remove(store.live)).toBe(200);
    expect(await code(REVOKE, { id: store.live.id }, store.owner.cookie)).toBeNull();
    expect(await remove(store.live)).toBe('UNKNOWN_KEY');
    expect(await code(REVOKE, { id: store.live.id }, store.owner.cookie)).toBeNull();
    expect(await code(REVOKE, { id: 'key_none' }, store.owner.cookie)).toBe('NOT_FOUND');
  });
});
