// Placement rules over their doors: kept as one list, heard at once by the card, decided by product and country, refused to others.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import {
  makeCreator,
  makeProduct,
  makeStaff,
  makeStore,
  signedCall,
  type MadeStore,
} from '../../../test/support/make.js';
import { makePublishedVideo } from '../../../test/support/make-videos.js';

let app: TestApp;
let store: MadeStore;
let other: MadeStore;

beforeAll(async () => {
  app = await startApp({ COUNTRY_HEADER: 'x-country' });
  store = await makeStore(app);
  other = await makeStore(app);
  const creator = await makeCreator(app);
  const mug = await makeProduct(app, store, { externalId: 'mug', title: 'Mug', collections: ['Gifts'], tags: ['New'] });
  const jar = await makeProduct(app, store, { externalId: 'jar', title: 'Jar' });
  await makePublishedVideo(app, { store, creator, products: [mug, jar], title: 'One' });
  await makePublishedVideo(app, { store, creator, products: [mug], title: 'Two' });
});
afterAll(() => app?.close());

const none = { products: [], collections: [], tags: [], devices: [], countries: [], languages: [], urls: [] };
const rule = (change: object) => ({ name: 'A rule', enabled: true, outcome: { shows: false }, ...none, ...change });
const SHOWS = { shows: true };
const FIELDS = `version knowsCountries updatedAt otherwise { shows form limit }
  rules { id name enabled products tags devices urls outcome { shows form limit } }`;
const READ = `query ($s: ID!) { placementRules(storeId: $s) { ${FIELDS} } }`;
const SAVE = `mutation ($s: ID!, $v: Int!, $r: [PlacementRuleInput!]!, $o: PlacementOutcomeInput!) {
  savePlacementRules(storeId: $s, version: $v, rules: $r, otherwise: $o) { ${FIELDS} } }`;
const TRY = `query ($s: ID!, $visit: PlacementVisitInput!, $r: [PlacementRuleInput!]!, $o: PlacementOutcomeInput!) {
  tryPlacementRules(storeId: $s, visit: $visit, rules: $r, otherwise: $o) {
    outcome { shows form limit } decidedBy steps { at fits failed } title tags } }`;

interface Kept {
  version: number;
  knowsCountries: boolean;
  rules: { id: string; name: string }[];
}

let version = 0;
async function save(rules: object[], otherwise: object = SHOWS): Promise<Kept> {
  const answer = await app.graphql<{ savePlacementRules: Kept }>(
    SAVE,
    { s: store.id, v: version, r: rules, o: otherwise },
    { as: store.owner.cookie },
  );
  expect(answer.errors ?? []).toEqual([]);
  const kept = answer.data?.savePlacementRules as Kept;
  version = kept.version;
  return kept;
}
interface Answer {
  videos: { title: string }[];
  rules?: object[];
}
const card = async (product: string, country = ''): Promise<Answer> =>
  (await app.http.get('/v1/cards').query({ store: store.publishableKey, product }).set('x-country', country))
    .body as Answer;
const titles = async (product: string, country = '') => (await card(product, country)).videos.map(({ title }) => title);

/** The notice goes through PostgreSQL: a moment. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('never happened');
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
const code = async (document: string, variables: object, as?: string) =>
  (await app.graphql(document, variables as Record<string, unknown>, as ? { as } : {})).errors?.[0]?.extensions?.code ??
  null;

describe('the rules of a store', () => {
  it('are none at first, and the card says nothing of them', async () => {
    const { data } = await app.graphql<{ placementRules: Kept }>(READ, { s: store.id }, { as: store.owner.cookie });
    expect(data?.placementRules).toMatchObject({ version: 0, rules: [], updatedAt: null, knowsCountries: true });
    expect(await titles('mug')).toEqual(['One', 'Two']);
    expect(await card('mug')).not.toHaveProperty('rules');
  });

  it('hide and shorten by product, tag and collection, heard by the cards at once', async () => {
    await save([rule({ products: ['jar'] }), rule({ tags: ['new'], outcome: { shows: true, limit: 1 } })]);
    await until(async () => (await titles('jar')).length === 0);
    expect(await titles('mug')).toEqual(['One']);
    expect(await card('mug')).not.toHaveProperty('rules');
    await save([rule({ collections: ['GIFTS'] })]);
    await until(async () => (await titles('mug')).length === 0);
    expect(await titles('jar')).toEqual(['One']);
  });

  it('follow a tag that the shop changes on its product', async () => {
    await save([rule({ tags: ['summer'] })]);
    await until(async () => (await titles('mug')).length === 2);
    const body = { title: 'Mug', url: 'https://shop.example/mug', price: '1.00', currency: 'KZT', inStock: true };
    const put = (more: object) => signedCall(app, store.live, 'PUT', '/v1/products/mug', { ...body, ...more });
    expect((await put({ tags: ['Summer', 'Summer', ' '] })).body).toMatchObject({ change: 'updated' });
    await until(async () => (await titles('mug')).length === 0);
    // A shop that does not send them leaves them.
    expect((await put({})).body).toMatchObject({ change: 'unchanged' });
    expect((await put({ tags: ['Summer'] })).body).toMatchObject({ change: 'unchanged' });
    expect((await put({ tags: [] })).body).toMatchObject({ change: 'updated' });
    await until(async () => (await titles('mug')).length === 2);
    const [row] = await app.db.query<{ collections: string[] }[]>(
      "SELECT collections FROM products WHERE store_id = $1 AND external_id = 'mug'",
      [store.id],
    );
    expect(row?.collections).toEqual(['Gifts']);
    expect((await put({ tags: ['x'.repeat(201)] })).body).toMatchObject({
      error: { code: 'BAD_INPUT', field: 'tags' },
    });
  });

  it('follow the country of the visitor, and leave to the page what only the page knows', async () => {
    await save([
      rule({ countries: ['kz'], devices: ['phone'], outcome: { shows: true, form: 'bubble' } }),
      rule({ countries: ['RU'] }),
      rule({ urls: ['https://shop.example/cart*'] }),
    ]);
    await until(async () => (await titles('mug', 'RU')).length === 0);
    expect(await card('mug', 'KZ')).toMatchObject({
      rules: [{ devices: ['phone'], form: 'bubble' }, { urls: ['shop.example/cart*'], hide: true }, {}],
      videos: [{ title: 'One' }, { title: 'Two' }],
    });
    expect((await card('mug')).rules).toEqual([{ urls: ['shop.example/cart*'], hide: true }, {}]);
    const GRAPH = 'query ($s: String!) { card(store: $s, product: "mug") { rules { urls outcome { shows form } } } }';
    expect((await app.graphql(GRAPH, { s: store.publishableKey })).data).toEqual({
      card: {
        rules: [
          { urls: ['shop.example/cart*'], outcome: { shows: false, form: null } },
          { urls: [], outcome: { shows: true, form: null } },
        ],
      },
    });
    // Markup for a page that may yet hide it holds no poster; a form alone hides nothing.
    const markup = async (country: string) =>
      (
        await app.http
          .get('/v1/cards.html')
          .query({ store: store.publishableKey, product: 'mug' })
          .set('x-country', country)
      ).text;
    expect(await markup('KZ')).not.toContain('<img');
  });

  it('keep the ids of rules that stay, refuse a stale list, and write one audit row a change', async () => {
    const first = await save([rule({ name: 'One' }), rule({ name: 'Two' })]);
    const turned = [...first.rules].reverse().map(({ id, name }) => rule({ id, name }));
    const second = await save(turned);
    expect(second.rules.map(({ id }) => id)).toEqual([...first.rules].reverse().map(({ id }) => id));
    const again = await save(turned);
    expect(again.version).toBe(second.version);
    const stale = { s: store.id, v: first.version, r: [], o: SHOWS };
    expect(await code(SAVE, stale, store.owner.cookie)).toBe('CONFLICT');
    const rows = await app.db.query(
      "SELECT 1 FROM audit_log WHERE store_id = $1 AND action = 'placements.rules_changed'",
      [store.id],
    );
    expect(rows).toHaveLength(second.version);
    // The id of another store's rule is no id here.
    const foreign = { s: other.id, v: 0, r: [rule({ id: first.rules[0]?.id })], o: SHOWS };
    const made = await app.graphql<{ savePlacementRules: Kept }>(SAVE, foreign, { as: other.owner.cookie });
    expect(made.data?.savePlacementRules.rules[0]?.id).not.toBe(first.rules[0]?.id);
  });

  it('two who save at once: one wins, the other is told', async () => {
    const at = { s: store.id, v: version, o: SHOWS };
    const both = await Promise.all(
      ['A', 'B'].map((name) => code(SAVE, { ...at, r: [rule({ name })] }, store.owner.cookie)),
    );
    expect(both.sort()).toEqual(['CONFLICT', null]);
  });

  it('can be tried before they are kept', async () => {
    const visit = { product: 'mug', device: 'phone', country: 'kz', language: 'ru', url: 'https://shop.example/p/mug' };
    const r = [
      rule({ tags: ['nope'], devices: ['desktop'] }),
      rule({ urls: ['/p/*'], outcome: { shows: true, form: 'grid' } }),
    ];
    const tried = await app.graphql(TRY, { s: store.id, visit, r, o: SHOWS }, { as: store.owner.cookie });
    expect(tried.data).toEqual({
      tryPlacementRules: {
        ...{ outcome: { shows: true, form: 'grid', limit: null }, decidedBy: 1, title: 'Mug', tags: [] },
        steps: [
          { at: 0, fits: false, failed: ['tags', 'devices'] },
          { at: 1, fits: true, failed: [] },
        ],
      },
    });
    const asked = (change: object) =>
      code(TRY, { s: store.id, visit: { ...visit, ...change }, r, o: SHOWS }, store.owner.cookie);
    expect(await asked({ product: 'none' })).toBe('NOT_FOUND');
    expect(await asked({ url: 'shop' })).toBe('BAD_INPUT');
  });

  it('are for the owner alone; an administrator may look', async () => {
    const [creator, admin] = [await makeCreator(app), await makeStaff(app, 'administrator')];
    const vars = { s: store.id, v: 0, r: [], o: SHOWS };
    const visit = { product: 'mug', device: 'phone', language: 'ru', url: 'https://shop.example/' };
    for (const [document, more] of [
      [READ, {}],
      [SAVE, vars],
      [TRY, { ...vars, visit }],
    ] as const) {
      const all = { ...more, s: store.id };
      expect(await code(document, all)).toBe('UNAUTHENTICATED');
      expect(await code(document, all, creator.cookie)).toBe('FORBIDDEN');
      expect(await code(document, all, other.owner.cookie)).toBe('NOT_FOUND');
    }
    expect(await code(READ, { s: store.id }, admin.cookie)).toBeNull();
    expect(await code(SAVE, vars, admin.cookie)).toBe('FORBIDDEN');
    expect(await code(SAVE, { ...vars, r: [rule({ name: '' })] }, store.owner.cookie)).toBe('BAD_INPUT');
  });
});
