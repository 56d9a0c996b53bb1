// Stores and their plans: opened by anyone, changed by their owner, unseen by others, with rules that are never edited.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import { makeAccount, makeStaff, makeStore } from '../../test/support/make.js';
import { StoresService } from './stores.service.js';

const FIELDS = `id name url currency timezone publishableKey testPublishableKey
  plan { rateBps holdDays windows { instrument hours } rules { kind rateBps effectiveFrom effectiveTo amount { amountMinor } } }`;
const CREATE = `mutation($i: StoreInput!) { createStore(input: $i) { ${FIELDS} } }`;
const UPDATE = `mutation($id: ID!, $i: StoreInput!) { updateStore(id: $id, input: $i) { ${FIELDS} } }`;
const INPUT = { name: 'Aina Home', currency: 'KZT', timezone: 'Asia/Almaty', rateBps: 1000, holdDays: 14 };

interface Shown {
  id: string;
  plan: { rateBps: number; rules: { rateBps: number; effectiveFrom: string; effectiveTo: string | null }[] };
}

describe('stores', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());
  beforeEach(() => app.clock.reset());

  const code = async (query: string, vars: object, as?: string): Promise<string | null> =>
    (await app.graphql(query, { ...vars }, as === undefined ? {} : { as })).errors[0]?.extensions.code ?? null;

  it('any account opens a store, becomes its owner and gets its two publishable keys', async () => {
    const person = await makeAccount(app);
    const made = await app.graphql<{ createStore: Shown }>(CREATE, { i: INPUT }, { as: person.cookie });
    expect(made.errors).toEqual([]);
    expect(made.data?.createStore).toMatchObject({
      ...{ name: 'Aina Home', currency: 'KZT', timezone: 'Asia/Almaty' },
      publishableKey: expect.stringMatching(/^pk_live_[0-9a-f]{30}$/),
      testPublishableKey: expect.stringMatching(/^pk_test_[0-9a-f]{30}$/),
      plan: {
        rateBps: 1000,
        holdDays: 14,
        rules: [{ kind: 'percent', rateBps: 1000, effectiveTo: null, amount: null }],
      },
    });
    const mine = await app.graphql('{ myStores { name } me { roles { role storeId } } }', {}, { as: person.cookie });
    expect(mine.data).toMatchObject({ myStores: [{ name: 'Aina Home' }] });
    expect(JSON.stringify(mine.data)).toContain(`"role":"store_owner","storeId":"${made.data?.createStore.id}"`);
  });

  it.each([
    ['an unknown currency', { currency: 'XXL' }, 'UNKNOWN_CURRENCY'],
    ['an unknown time zone', { timezone: 'Asia/Atlantis' }, 'UNKNOWN_TIME_ZONE'],
    ['an offset for a time zone', { timezone: '+05:00' }, 'UNKNOWN_TIME_ZONE'],
    ['a rate above the whole', { rateBps: 10_001 }, 'BAD_INPUT'],
    ['a script for an address', { url: 'javascript:alert(1)' }, 'BAD_INPUT'],
    ['no name', { name: ' ' }, 'BAD_INPUT'],
  ])('refuses %s', async (_, change, expected) => {
    const person = await makeAccount(app);
    expect(await code(CREATE, { i: { ...INPUT, ...change } }, person.cookie)).toBe(expected);
  });

  it('is changed by its owner and by administrators; to another owner it is not there', async () => {
    const mine = await makeStore(app);
    const other = await makeStore(app);
    const creator = await makeAccount(app);
    const admin = await makeStaff(app, 'administrator');
    const vars = { id: mine.id, i: { ...INPUT, name: 'New name' } };
    expect(await code(UPDATE, vars)).toBe('UNAUTHENTICATED');
    expect(await code(UPDATE, vars, creator.cookie)).toBe('FORBIDDEN');
    expect(await code(UPDATE, vars, other.owner.cookie)).toBe('NOT_FOUND');
    expect(await code(UPDATE, { ...vars, id: 'sto_none' }, other.owner.cookie)).toBe('NOT_FOUND');
    expect(await code(UPDATE, vars, mine.owner.cookie)).toBeNull();
    expect(await code(UPDATE, vars, admin.cookie)).toBeNull();
  });

  it('keeps a newcomer’s daily amount until it is taken away; strangers do not learn of it', async () => {
    const { id, owner } = await makeStore(app);
    const ask = 'query($id: ID!) { store(id: $id) { newCreatorDaily { amountMinor currency } } }';
    const shown = async (as: string) =>
      (await app.graphql<{ store: { newCreatorDaily: unknown } }>(ask, { id }, { as })).data?.store.newCreatorDaily;
    expect(await shown(owner.cookie)).toBeNull();
    const change = (part: object) => code(UPDATE, { id, i: { ...INPUT, ...part } }, owner.cookie);
    expect(await change({ newCreatorDaily: '50000.00' })).toBeNull();
    expect(await change({ name: 'Renamed' })).toBeNull();
    expect(await shown(owner.cookie)).toEqual({ amountMinor: '5000000', currency: 'KZT' });
    expect(await shown((await makeAccount(app)).cookie)).toBeNull();
    expect(await shown((await makeStaff(app, 'finance')).cookie)).not.toBeNull();
    expect(await change({ newCreatorDaily: 'x' })).toBe('BAD_INPUT');
    expect(await change({ newCreatorDaily: null })).toBeNull();
    expect(await shown(owner.cookie)).toBeNull();
  });

  it('never changes its currency', async () => {
    const { id, owner } = await makeStore(app);
    expect(await code(UPDATE, { id, i: { ...INPUT, currency: 'USD' } }, owner.cookie)).toBe('CONFLICT');
  });

  it('never changes its rate by its settings: that is a plan version, which a second person publishes', async () => {
    const { id, owner } = await makeStore(app);
    const admin = await makeStaff(app, 'administrator');
    for (const rateBps of [1200, 700])
      for (const who of [owner, admin])
        expect(await code(UPDATE, { id, i: { ...INPUT, rateBps } }, who.cookie)).toBe('CONFLICT');
    expect(await app.get(StoresService).rateNow(id)).toBe(1000);
    expect((await app.get(StoresService).programOf(`${id}:test`)).rules).toHaveLength(1);
  });

  it('the database itself refuses to edit or delete a rule', async () => {
    const { id } = await makeStore(app);
    await expect(app.db.query('UPDATE plan_rules SET rate_bps = 1 WHERE store_id = $1', [id])).rejects.toThrow(
      /only effective_to/,
    );
    await expect(app.db.query('DELETE FROM plan_rules WHERE store_id = $1', [id])).rejects.toThrow(/never deleted/);
  });

  it('is listed by name, page by page, for whoever is signed in', async () => {
    const person = await makeAccount(app);
    for (const name of ['Zeta one', 'Zeta two', 'Zeta two']) await makeStore(app, { name });
    const list = `query($after: String) { stores(search: "zeta", first: 2, after: $after) {
      nodes { name } totalCount pageInfo { endCursor hasNextPage } } }`;
    type List = { stores: { nodes: { name: string }[]; totalCount: number; pageInfo: { endCursor: string } } };
    const one = (await app.graphql<List>(list, {}, { as: person.cookie })).data?.stores;
    const two = (await app.graphql<List>(list, { after: one?.pageInfo.endCursor }, { as: person.cookie })).data?.stores;
    expect(one?.totalCount).toBe(3);
    expect([...(one?.nodes ?? []), ...(two?.nodes ?? [])].map((s) => s.name)).toEqual([
      'Zeta one',
      'Zeta two',
      'Zeta two',
    ]);
    expect(await code(list, {})).toBe('UNAUTHENTICATED');
  });

  it('shows its test key to its own people only', async () => {
    const made = await makeStore(app);
    const [creator, other, admin] = [
      await makeAccount(app),
      await makeStore(app),
      await makeStaff(app, 'administrator'),
    ];
    const query = 'query($id: ID!) { store(id: $id) { publishableKey testPublishableKey } }';
    type Keys = { store: { testPublishableKey: string } };
    const seen = async (as: string) =>
      (await app.graphql<Keys>(query, { id: made.id }, { as })).data?.store.testPublishableKey;
    expect(await seen(made.owner.cookie)).toBe(made.testPublishableKey);
    expect(await seen(admin.cookie)).toBe(made.testPublishableKey);
    expect(await seen(creator.cookie)).toBe('');
    expect(await seen(other.owner.cookie)).toBe('');
  });

  it('knows a store and its mode by a publishable key', async () => {
    const made = await makeStore(app);
    const stores = app.get(StoresService);
    expect(await stores.byPublishableKey(made.publishableKey)).toMatchObject({ store: { id: made.id }, mode: 'live' });
    expect(await stores.byPublishableKey(made.testPublishableKey)).toMatchObject({
      store: { id: made.id },
      mode: 'test',
    });
    expect(await stores.byPublishableKey('pk_live_none')).toBeNull();
  });

  it('hashes one person differently for each store', async () => {
    const stores = app.get(StoresService);
    const [a, b] = [await makeStore(app), await makeStore(app)];
    const hash = stores.identityHash(a.id, 'email', 'D.ana+x@gmail.com');
    expect(hash).toBe(stores.identityHash(a.id, 'email', 'dana@gmail.com'));
    expect(hash).not.toBe(stores.identityHash(b.id, 'email', 'dana@gmail.com'));
  });
});
