// Profiles and promo codes: one's own, unique, and what identifies a creator stays sealed and per store.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import { makeAccount, makeCreator, makeStore, type MadeStore } from '../../test/support/make.js';
import { StoresService } from '../stores/stores.service.js';
import { CreatorsService } from './creators.service.js';
import { MAX_CODES } from './promo-code.rules.js';

const UPDATE = `mutation($i: CreatorProfileInput!) { updateCreatorProfile(input: $i) {
  displayName bio country phoneSet avatarUrl } }`;
const CODE = `mutation($s: ID!, $c: String!) { createPromoCode(storeId: $s, code: $c) {
  id code storeId storeName validFrom validTo } }`;

describe('creators', () => {
  let app: TestApp;
  let store: MadeStore;
  beforeAll(async () => {
    app = await startApp();
    store = await makeStore(app, { name: 'Aina Home' });
  });
  afterAll(() => app.close());

  const code = async (query: string, vars: object, as?: string): Promise<string | null> =>
    (await app.graphql(query, { ...vars }, as === undefined ? {} : { as })).errors[0]?.extensions.code ?? null;

  it('every account is a creator once, however often it is asked for', async () => {
    const person = await makeAccount(app, { name: 'Dana' });
    const creators = app.get(CreatorsService);
    const all = await Promise.all([1, 2, 3].map(() => creators.ofAccount(person.accountId)));
    await app.drainJobs();
    expect(new Set(all.map((creator) => creator.id)).size).toBe(1);
    const me = await app.graphql('{ me { creator { id displayName phoneSet } } }', {}, { as: person.cookie });
    expect(me.data).toEqual({ me: { creator: { id: all[0]?.id, displayName: 'Dana', phoneSet: false } } });
  });

  it('a profile is changed by its owner; a phone left out stays, an empty one goes', async () => {
    const { cookie: as } = await makeCreator(app);
    const set = async (i: object) => (await app.graphql(UPDATE, { i }, { as })).data?.['updateCreatorProfile'];
    expect(await set({ displayName: ' Dana ', bio: 'Mugs', country: 'KZ', phone: '8 701 123 45 67' })).toEqual({
      ...{ displayName: 'Dana', bio: 'Mugs', country: 'KZ', phoneSet: true, avatarUrl: null },
    });
    expect(await set({ displayName: 'Dana' })).toMatchObject({ bio: 'Mugs', phoneSet: true });
    expect(await set({ displayName: 'Dana', phone: '' })).toMatchObject({ phoneSet: false });
    expect(await code(UPDATE, { i: { displayName: '' } }, as)).toBe('BAD_INPUT');
    expect(await code(UPDATE, { i: { displayName: 'D', country: 'Kazakhstan' } }, as)).toBe('BAD_INPUT');
    expect(await code(UPDATE, { i: { displayName: 'D', phone: 'call me' } }, as)).toBe('BAD_INPUT');
    expect(await code(UPDATE, { i: { displayName: 'D' } })).toBe('UNAUTHENTICATED');
  });

  it('a code is made in any case of letters and belongs to one creator of a store', async () => {
    const [dana, timur] = [await makeCreator(app), await makeCreator(app)];
    const made = await app.graphql(CODE, { s: store.id, c: ' dana10 ' }, { as: dana.cookie });
    expect(made.data).toMatchObject({ createPromoCode: { code: 'DANA10', storeName: 'Aina Home', validTo: null } });
    expect(await code(CODE, { s: store.id, c: 'Dana10' }, timur.cookie)).toBe('CODE_TAKEN');
    expect(await code(CODE, { s: store.id, c: 'DANA10' }, dana.cookie)).toBe('CODE_TAKEN');
    const other = await makeStore(app);
    expect(await code(CODE, { s: other.id, c: 'DANA10' }, timur.cookie)).toBeNull();
    const both = await Promise.all([
      code(CODE, { s: store.id, c: 'RACE1' }, dana.cookie),
      code(CODE, { s: store.id, c: 'race1' }, timur.cookie),
    ]);
    expect(both.sort()).toEqual(['CODE_TAKEN', null]);
    expect((await app.get(CreatorsService).promoCodesOfStore(store.id)).map((c) => c.code)).toContain('DANA10');
  });

  it('has so many codes in a store and no more, however they are asked for', async () => {
    const dana = await makeCreator(app);
    const ask = (n: number) => code(CODE, { s: store.id, c: `MANY${n}` }, dana.cookie);
    for (let n = 1; n < MAX_CODES; n++) expect(await ask(n)).toBeNull();
    const last = await Promise.all([ask(100), ask(101), ask(102)]);
    expect(last.sort()).toEqual(['CONFLICT', 'CONFLICT', null]);
    const other = await makeStore(app);
    expect(await code(CODE, { s: other.id, c: 'MANY1' }, dana.cookie)).toBeNull();
  });

  it.each([
    ['a short one', 'ABC', 'CODE_NOT_ALLOWED'],
    ['a reserved one', 'ADMIN', 'CODE_NOT_ALLOWED'],
    ['a profane one', '5UKA', 'CODE_NOT_ALLOWED'],
  ])('a code is refused: %s', async (_, c, expected) => {
    const { cookie } = await makeCreator(app);
    expect(await code(CODE, { s: store.id, c }, cookie)).toBe(expected);
    expect(await code(CODE, { s: store.id, c })).toBe('UNAUTHENTICATED');
    expect(await code(CODE, { s: 'sto_none', c: 'GOOD1' }, cookie)).toBe('NOT_FOUND');
  });

  it('identifies a creator by hashes that only one store can compare, and by linked devices', async () => {
    const creator = await makeCreator(app, { email: 'da.na+x@gmail.com' });
    await app.graphql(UPDATE, { i: { displayName: 'Dana', phone: '+7 701 123 45 67' } }, { as: creator.cookie });
    const creators = app.get(CreatorsService);
    await creators.linkDevice(creator.creatorId, 'viewer-1');
    await creators.linkDevice(creator.creatorId, 'viewer-1');
    const stores = app.get(StoresService);
    const moment = expect.any(Date) as unknown;
    const hashes = stores.identityForms(store.id, 'phone', '8 (701) 123-45-67');
    expect(await creators.identityHashes(creator.creatorId, store.id)).toEqual({
      emailHashes: stores.identityForms(store.id, 'email', 'dana@gmail.com'),
      phones: [{ hashes, from: moment, to: null }],
      customerIds: [],
      devices: [{ viewerId: 'viewer-1', from: moment, to: null }],
    });
    const other = await makeStore(app);
    const there = await creators.identityHashes(creator.creatorId, other.id);
    expect(there.emailHashes).not.toEqual((await creators.identityHashes(creator.creatorId, store.id)).emailHashes);
    const rows: { dump: string }[] = await app.db.query(
      `SELECT string_agg(encode(phone_sealed, 'escape') || c::text, '') AS dump FROM creators c`,
    );
    const audits: { dump: string }[] = await app.db.query(`SELECT string_agg(a::text, '') AS dump FROM audit_log a`);
    expect(rows[0]?.dump).not.toContain('7011234567');
    expect(audits[0]?.dump).not.toContain('7011234567');
    // Given up: compared with orders of its time, and with no later ones.
    await app.graphql(UPDATE, { i: { displayName: 'Dana', phone: '' } }, { as: creator.cookie });
    const { phones } = await creators.identityHashes(creator.creatorId, store.id);
    expect(phones).toEqual([{ hashes, from: moment, to: moment }]);
  });
});
