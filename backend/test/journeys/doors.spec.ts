// The doors of accounts, stores, products and creators over real HTTP, each in its refusal forms.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.js';
import {
  makeCreator,
  makeProduct,
  makeStaff,
  makeStore,
  signatureHeaders,
  type MadeStore,
  type SignedCreator,
  type SignedStaff,
} from '../support/make.js';

const STORE = '{ name: "A", currency: "KZT", timezone: "Asia/Almaty", rateBps: 1, holdDays: 1 }';
const PRODUCT = '{ externalId: "a", title: "A", url: "https://a.example", price: "1", inStock: true, variants: [] }';

/** Door, and who besides nobody may not pass it: C a creator, O another store's owner, M a moderator. */
const DOORS: [string, string, { C?: string; O?: string; M?: string }][] = [
  ['mySessions', '{ mySessions { id } }', {}],
  ['stores', '{ stores { totalCount } }', {}],
  ['myStores', '{ myStores { id } }', {}],
  ['store', '{ store(id: "STORE") { id } }', {}],
  ['products', '{ products(storeId: "STORE") { totalCount } }', {}],
  ['people', '{ people { totalCount } }', { C: 'FORBIDDEN', O: 'FORBIDDEN', M: 'FORBIDDEN' }],
  ['auditLog', '{ auditLog { totalCount } }', { C: 'FORBIDDEN', O: 'FORBIDDEN', M: 'FORBIDDEN' }],
  ['deadLetters', '{ deadLetters { totalCount } }', { C: 'FORBIDDEN', O: 'FORBIDDEN', M: 'FORBIDDEN' }],
  ['redriveJob', 'mutation { redriveJob(id: "x") }', { C: 'FORBIDDEN', O: 'FORBIDDEN', M: 'FORBIDDEN' }],
  ['discardJob', 'mutation { discardJob(id: "x") }', { C: 'FORBIDDEN', O: 'FORBIDDEN', M: 'FORBIDDEN' }],
  ['apiKeys', '{ apiKeys(storeId: "STORE") { id } }', { C: 'FORBIDDEN', O: 'NOT_FOUND', M: 'FORBIDDEN' }],
  ['updateMe', 'mutation { updateMe(name: "A") { id } }', {}],
  ['enrolSecondFactor', 'mutation { enrolSecondFactor { secret } }', {}],
  ['confirmSecondFactor', 'mutation { confirmSecondFactor(code: "1") { codes } }', {}],
  ['endSession', 'mutation { endSession(id: "SESSION") }', { C: 'NOT_FOUND', O: 'NOT_FOUND', M: 'NOT_FOUND' }],
  [
    'grantRole',
    'mutation { grantRole(personId: "PERSON", role: administrator) { id } }',
    { C: 'FORBIDDEN', O: 'FORBIDDEN', M: 'FORBIDDEN' },
  ],
  [
    'revokeRole',
    'mutation { revokeRole(personId: "PERSON", role: creator) { id } }',
    { C: 'FORBIDDEN', O: 'FORBIDDEN', M: 'FORBIDDEN' },
  ],
  [
    'blockPerson',
    'mutation { blockPerson(personId: "PERSON", reason: "x") { id } }',
    { C: 'FORBIDDEN', O: 'FORBIDDEN', M: 'FORBIDDEN' },
  ],
  [
    'unblockPerson',
    'mutation { unblockPerson(personId: "PERSON") { id } }',
    { C: 'FORBIDDEN', O: 'FORBIDDEN', M: 'FORBIDDEN' },
  ],
  ['createStore', `mutation { createStore(input: ${STORE}) { id } }`, {}],
  [
    'updateStore',
    `mutation { updateStore(id: "STORE", input: ${STORE}) { id } }`,
    { C: 'FORBIDDEN', O: 'NOT_FOUND', M: 'FORBIDDEN' },
  ],
  [
    'createApiKey',
    'mutation { createApiKey(storeId: "STORE", mode: live, label: "x", scopes: ["orders:write"]) { secret } }',
    { C: 'FORBIDDEN', O: 'NOT_FOUND', M: 'FORBIDDEN' },
  ],
  [
    'rotateApiKey',
    'mutation { rotateApiKey(id: "KEY") { secret } }',
    { C: 'FORBIDDEN', O: 'NOT_FOUND', M: 'FORBIDDEN' },
  ],
  ['revokeApiKey', 'mutation { revokeApiKey(id: "KEY") { id } }', { C: 'FORBIDDEN', O: 'NOT_FOUND', M: 'FORBIDDEN' }],
  [
    'saveProduct',
    `mutation { saveProduct(storeId: "STORE", input: ${PRODUCT}) { id } }`,
    { C: 'FORBIDDEN', O: 'NOT_FOUND', M: 'FORBIDDEN' },
  ],
  [
    'removeProduct',
    'mutation { removeProduct(id: "PRODUCT") { id } }',
    { C: 'FORBIDDEN', O: 'NOT_FOUND', M: 'FORBIDDEN' },
  ],
  [
    'importProductsCsv',
    'mutation { importProductsCsv(storeId: "STORE", csv: "external_id,title,price,url") { created } }',
    { C: 'FORBIDDEN', O: 'NOT_FOUND', M: 'FORBIDDEN' },
  ],
  ['updateCreatorProfile', 'mutation { updateCreatorProfile(input: { displayName: "A" }) { id } }', {}],
  ['createPromoCode', 'mutation { createPromoCode(storeId: "NONE", code: "GOOD1") { id } }', { C: 'NOT_FOUND' }],
];

describe('doors', () => {
  let app: TestApp;
  let store: MadeStore;
  let other: MadeStore;
  let creator: SignedCreator;
  let moderator: SignedStaff;
  const ids = new Map<string, string>();

  beforeAll(async () => {
    app = await startApp();
    [store, other, creator, moderator] = [
      await makeStore(app),
      await makeStore(app),
      await makeCreator(app),
      await makeStaff(app, 'moderator'),
    ];
    ids.set('STORE', store.id).set('KEY', store.live.id).set('PERSON', creator.accountId);
    ids.set('PRODUCT', (await makeProduct(app, store)).id);
    const rows: { id: string }[] = await app.db.query('SELECT id FROM sessions WHERE account_id = $1', [
      store.owner.accountId,
    ]);
    ids.set('SESSION', rows[0]?.id ?? '');
  });
  afterAll(() => app.close());

  const code = async (query: string, as?: string): Promise<string | null> => {
    const filled = query.replace(/"([A-Z]{3,})"/g, (whole, name: string) => `"${ids.get(name) ?? whole.slice(1, -1)}"`);
    return (await app.graphql(filled, {}, as === undefined ? {} : { as })).errors[0]?.extensions.code ?? null;
  };

  it.each(DOORS)('%s refuses whoever is not signed in', async (_, query) => {
    expect(await code(query)).toBe('UNAUTHENTICATED');
    expect(await code(query, 'vitrina_session=stolen-and-wrong')).toBe('UNAUTHENTICATED');
  });

  it.each(DOORS.filter(([, , refused]) => refused.C))('%s refuses a creator', async (_, query, refused) => {
    expect(await code(query, creator.cookie)).toBe(refused.C);
  });

  it.each(DOORS.filter(([, , refused]) => refused.O))('%s refuses another store’s owner', async (_, query, refused) => {
    expect(await code(query, other.owner.cookie)).toBe(refused.O);
  });

  it.each(DOORS.filter(([, , refused]) => refused.M))('%s refuses a moderator', async (_, query, refused) => {
    expect(await code(query, moderator.cookie)).toBe(refused.M);
  });

  it.each(['https://evil.example', 'null', 'http://localhost:1'])(
    'a page of %s cannot use the cookie',
    async (origin) => {
      const query =
        'mutation { createStore(input: { name: "A", currency: "KZT", timezone: "UTC", rateBps: 1, holdDays: 1 }) { id } }';
      const answer = await app.http.post('/graphql').set({ origin, cookie: creator.cookie }).send({ query });
      expect(answer.status).toBe(403);
      expect(answer.body).toMatchObject({ error: { code: 'FOREIGN_ORIGIN' } });
    },
  );

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'a form of type %s cannot speak GraphQL',
    async (type) => {
      const body = JSON.stringify({ query: 'mutation { signOut }' });
      const answer = await app.http.post('/graphql').set({ cookie: creator.cookie, 'content-type': type }).send(body);
      expect(answer.status).toBe(415);
    },
  );

  it('a link cannot change anything: GET speaks no mutation', async () => {
    const answer = await app.http.get('/graphql?query=mutation%7BsignOut%7D').set('cookie', creator.cookie);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(await code('{ mySessions { id } }', creator.cookie)).toBeNull();
  });

  describe('of a store’s server', () => {
    const path = '/v1/products/mug';
    const body = JSON.stringify({ title: 'Mug', url: 'https://a.example', price: '1', currency: 'KZT', inStock: true });
    const nowS = () => Math.floor(app.clock.now().getTime() / 1000);
    const send = async (headers: Record<string, string>, text = body, to = path) => {
      const answer = await app.http
        .put(to)
        .set({ 'content-type': 'application/json', ...headers })
        .send(text);
      return [answer.status, (answer.body as { error?: { code: string } }).error?.code ?? null];
    };
    const good = (at = nowS()) => signatureHeaders(store.live, 'PUT', path, body, at);

    it('a signed request passes', async () => {
      expect(await send(good())).toEqual([200, null]);
    });

    it.each([
      ['with a tampered body', () => send(good(), body.replace('"1"', '"2"')), 'BAD_SIGNATURE'],
      ['to another product', () => send(good(), body, '/v1/products/cup'), 'BAD_SIGNATURE'],
      [
        'with a tampered timestamp',
        () => send({ ...good(), 'vitrina-timestamp': String(nowS() + 1) }),
        'BAD_SIGNATURE',
      ],
      ['without a signature', () => send({ ...good(), 'vitrina-signature': '' }), 'BAD_SIGNATURE'],
      ['with another store’s key id', () => send({ ...good(), 'vitrina-key': other.live.id }), 'BAD_SIGNATURE'],
      ['signed six minutes ago', () => send(good(nowS() - 360)), 'STALE_TIMESTAMP'],
      ['signed six minutes ahead', () => send(good(nowS() + 360)), 'STALE_TIMESTAMP'],
      ['with an unknown key', () => send({ ...good(), 'vitrina-key': 'key_none' }), 'UNKNOWN_KEY'],
      ['without any of it', () => send({}), 'UNKNOWN_KEY'],
      ['with a session cookie instead', () => send({ cookie: store.owner.cookie }), 'UNKNOWN_KEY'],
    ])('a request %s is refused', async (_, call, expected) => {
      expect(await call()).toEqual([401, expected]);
    });

    it('a key without the scope is refused', async () => {
      expect(await send(signatureHeaders(store.test, 'PUT', path, body, nowS()))).toEqual([403, 'SCOPE_MISSING']);
    });

    it('a key sees and removes only the own store’s products', async () => {
      await send(good());
      const answer = await app.http.delete(path).set(signatureHeaders(other.live, 'DELETE', path, '', nowS()));
      expect(answer.status).toBe(404);
    });
  });

  it('the file door of products refuses like the others', async () => {
    const post = (as: string) =>
      app.http.post(`/stores/${store.id}/products.csv`).set({ cookie: as, 'content-type': 'text/csv' }).send('a,b');
    expect((await post('')).status).toBe(401);
    expect((await post(creator.cookie)).status).toBe(403);
    expect((await post(other.owner.cookie)).status).toBe(404);
    const foreign = await post(store.owner.cookie).set('origin', 'https://evil.example');
    expect(foreign.status).toBe(403);
  });
});
