// Products come in by a signed call, by CSV and by hand, once each; are found, and removed without being lost.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import { makeAccount, makeProduct, makeStore, signedCall, type MadeStore } from '../../test/support/make.js';

const BODY = {
  ...{ title: 'Mug', url: 'https://shop.example/mug', price: '12990.00', currency: 'KZT', inStock: true },
  variants: [{ id: 'mug-red', title: 'Red', price: '13990', inStock: true }],
};
const FIELDS = `id externalId title price { amountMinor currency decimals } inStock removedAt
  variants { id externalId title price { amountMinor } inStock }`;
const SAVE = `mutation($s: ID!, $i: ProductInput!) { saveProduct(storeId: $s, input: $i) { ${FIELDS} } }`;
const REMOVE = 'mutation($id: ID!) { removeProduct(id: $id) { removedAt } }';
const LIST = `query($s: ID!, $q: String, $all: Boolean, $first: Int, $after: String) {
  products(storeId: $s, search: $q, includeRemoved: $all, first: $first, after: $after) {
    nodes { ${FIELDS} } totalCount pageInfo { endCursor hasNextPage } } }`;
const CSV = `mutation($s: ID!, $csv: String!) { importProductsCsv(storeId: $s, csv: $csv) {
  created updated unchanged errors { row column code message } } }`;
const INPUT = {
  externalId: 'jar',
  title: 'Jar',
  url: 'https://shop.example/jar',
  price: '5',
  inStock: true,
  variants: [],
};

type Node = { id: string; externalId: string; title: string; variants: { id: string; externalId: string }[] };
type List = { products: { nodes: Node[]; totalCount: number; pageInfo: { endCursor: string; hasNextPage: boolean } } };

describe('products', () => {
  let app: TestApp;
  let store: MadeStore;
  beforeAll(async () => {
    app = await startApp();
    store = await makeStore(app);
  });
  afterAll(() => app.close());

  const code = async (query: string, vars: object, as?: string): Promise<string | null> =>
    (await app.graphql(query, { ...vars }, as === undefined ? {} : { as })).errors[0]?.extensions.code ?? null;
  const list = async (vars: object = {}): Promise<List['products']> => {
    const answer = await app.graphql<List>(LIST, { s: store.id, ...vars }, { as: store.owner.cookie });
    if (!answer.data) throw new Error(JSON.stringify(answer.errors));
    return answer.data.products;
  };
  const put = (id: string, body: unknown, headers = {}) =>
    signedCall(app, store.live, 'PUT', `/v1/products/${id}`, body, headers);

  it('a signed call creates, changes and leaves alone; variants that stay keep their ids', async () => {
    expect((await put('mug', BODY)).body).toMatchObject({
      change: 'created',
      productId: expect.stringMatching(/^prd_/),
    });
    expect((await put('mug', BODY)).body).toMatchObject({ change: 'unchanged' });
    const [before] = (await list({ q: 'mug' })).nodes;
    const blue = { id: 'mug-blue', title: 'Blue', price: '13990', inStock: false };
    expect((await put('mug', { ...BODY, variants: [blue, ...BODY.variants] })).body).toMatchObject({
      change: 'updated',
    });
    const [after] = (await list({ q: 'mug' })).nodes;
    expect(after).toMatchObject({ price: { amountMinor: '1299000', currency: 'KZT', decimals: 2 } });
    expect(after?.variants.map((v) => v.externalId)).toEqual(['mug-blue', 'mug-red']);
    expect(after?.variants[1]?.id).toBe(before?.variants[0]?.id);
  });

  it.each([
    ['another currency', { currency: 'USD' }, 'BAD_INPUT', 'currency'],
    ['a price that is a number', { price: 12990 }, 'BAD_INPUT', 'price'],
    ['a price in words', { price: 'free' }, 'BAD_AMOUNT', 'price'],
    ['a wrong GTIN', { gtin: '123' }, 'BAD_GTIN', 'gtin'],
    ['no title', { title: undefined }, 'BAD_INPUT', 'title'],
    ['a wrong variant', { variants: [{ id: 'x' }] }, 'BAD_INPUT', 'variants.0.title'],
  ])('a signed call with %s is refused and names the field', async (_, change, expected, field) => {
    const answer = await put('bad', { ...BODY, ...change });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ error: { code: expected, field } });
  });

  it('ids of any letters come through the address', async () => {
    const id = 'кружка/1 %';
    expect((await put(encodeURIComponent(id), { ...BODY, title: 'Кружка' })).status).toBe(200);
    expect((await list({ q: 'КРУЖКА/1' })).nodes[0]?.externalId).toBe(id);
  });

  it('the owner saves by hand; others cannot', async () => {
    const [creator, other] = [await makeAccount(app), await makeStore(app)];
    const vars = { s: store.id, i: INPUT };
    expect(await code(SAVE, vars)).toBe('UNAUTHENTICATED');
    expect(await code(SAVE, vars, creator.cookie)).toBe('FORBIDDEN');
    expect(await code(SAVE, vars, other.owner.cookie)).toBe('NOT_FOUND');
    expect(await code(SAVE, vars, store.owner.cookie)).toBeNull();
    expect(await code(SAVE, { ...vars, i: { ...INPUT, price: 'x' } }, store.owner.cookie)).toBe('BAD_AMOUNT');
  });

  it('is removed without being lost and comes back when the shop sends it again', async () => {
    const product = await makeProduct(app, store, { externalId: 'lamp', title: 'Lamp' });
    const other = await makeStore(app);
    expect(await code(REMOVE, { id: product.id }, other.owner.cookie)).toBe('NOT_FOUND');
    expect(await code(REMOVE, { id: 'prd_none' }, other.owner.cookie)).toBe('NOT_FOUND');
    expect(await code(REMOVE, { id: product.id }, store.owner.cookie)).toBeNull();
    expect((await list({ q: 'lamp' })).nodes).toEqual([]);
    expect((await list({ q: 'lamp', all: true })).nodes).toMatchObject([
      { id: product.id, removedAt: expect.any(String) },
    ]);
    expect((await put('lamp', { ...BODY, title: 'Lamp' })).body).toMatchObject({
      productId: product.id,
      change: 'updated',
    });
    expect((await list({ q: 'lamp' })).nodes).toMatchObject([{ id: product.id, removedAt: null }]);
    const gone = await signedCall(app, store.live, 'DELETE', '/v1/products/lamp');
    expect(gone.body).toEqual({ productId: product.id });
    expect((await signedCall(app, store.live, 'DELETE', '/v1/products/none')).status).toBe(404);
  });

  it('is found by part of title, id, SKU and GTIN, also with signs of a pattern in it, page by page', async () => {
    const own = await makeStore(app);
    await makeProduct(app, own, { externalId: 'sku-1', title: '100% Wool', sku: 'WO_1', gtin: '4006381333931' });
    await makeProduct(app, own, { externalId: 'sku-2', title: '100 Wool' });
    await makeProduct(app, own, { externalId: 'sku-3', title: '100 Wool' });
    const found = async (q: string) => (await list({ s: own.id, q })).nodes.map((node) => node.externalId);
    expect(await found('100%')).toEqual(['sku-1']);
    expect(await found('wo_1')).toEqual(['sku-1']);
    expect(await found('638133')).toEqual(['sku-1']);
    expect(await found('SKU-2')).toEqual(['sku-2']);
    const one = await list({ s: own.id, first: 2 });
    const two = await list({ s: own.id, first: 2, after: one.pageInfo.endCursor });
    expect([...one.nodes, ...two.nodes].map((node) => node.externalId)).toEqual(['sku-2', 'sku-3', 'sku-1']);
    expect(await code(LIST, { s: 'sto_none' }, store.owner.cookie)).toBe('NOT_FOUND');
    expect(await code(LIST, { s: store.id })).toBe('UNAUTHENTICATED');
  });

  const FILE = [
    'external_id,title,price,url,image_url,gtin,sku,category,in_stock,variant_id,variant_title,variant_price',
    'csv-1,"Chair, oak",50000,https://shop.example/c1,,,,furniture,yes,,,',
    'csv-2,Table,90000.50,https://shop.example/c2,,,,furniture,no,small,Small,80000',
    'csv-2,Table,90000.50,https://shop.example/c2,,,,furniture,yes,large,Large,',
    'csv-3,Broken,abc,https://shop.example/c3,,,,,,,,',
  ].join('\r\n');

  it('a CSV stores its good rows, tells its wrong ones, and a second time changes nothing', async () => {
    const as = store.owner.cookie;
    const first = await app.graphql(CSV, { s: store.id, csv: `\uFEFF${FILE}` }, { as });
    const error = { row: 5, column: 'price', code: 'BAD_AMOUNT', message: expect.stringContaining('KZT') };
    expect(first.data).toEqual({ importProductsCsv: { created: 2, updated: 0, unchanged: 0, errors: [error] } });
    const again = await app.graphql(CSV, { s: store.id, csv: FILE }, { as });
    expect(again.data).toMatchObject({ importProductsCsv: { created: 0, updated: 0, unchanged: 2 } });
    const semicolons = 'external_id;title;price;url\ncsv-1;Chair, oak;51000;https://shop.example/c1\n';
    const changed = await app.graphql(CSV, { s: store.id, csv: semicolons }, { as });
    // Columns that the file does not have are empty, except variants, which stay.
    expect(changed.data).toMatchObject({ importProductsCsv: { created: 0, updated: 1, unchanged: 0, errors: [] } });
    expect((await list({ q: 'csv-2' })).nodes[0]?.variants.map((v) => v.externalId)).toEqual(['small', 'large']);
  });

  it.each([
    ['without a needed column', 'external_id,title\na,b', 'BAD_CSV'],
    ['with an open quote', 'external_id,title,price,url\n"a,b,1,https://x.example', 'BAD_CSV'],
    ['with a header only', 'external_id,title,price,url\n', 'BAD_CSV'],
    ['that is empty', '', 'BAD_CSV'],
  ])('a CSV %s is refused whole', async (_, csv, expected) => {
    expect(await code(CSV, { s: store.id, csv }, store.owner.cookie)).toBe(expected);
  });

  it('a CSV of others’ stores is refused', async () => {
    const other = await makeStore(app);
    expect(await code(CSV, { s: store.id, csv: FILE }, other.owner.cookie)).toBe('NOT_FOUND');
    expect(await code(CSV, { s: store.id, csv: FILE })).toBe('UNAUTHENTICATED');
  });

  it('ten thousand rows come in by the door for files in seconds; one more or 5 MB is too large', async () => {
    const own = await makeStore(app);
    const send = (n: number, pad = '') => {
      const row = (i: number) => `p${i},Product ${i}${pad},${i}.50,https://shop.example/${i}\n`;
      const file = `external_id,title,price,url\n${Array.from({ length: n }, (_, i) => row(i)).join('')}`;
      const post = app.http.post(`/stores/${own.id}/products.csv`).set('cookie', own.owner.cookie);
      return post.set('content-type', 'text/csv').send(file);
    };
    const start = performance.now();
    expect((await send(10_000)).body).toEqual({ created: 10_000, updated: 0, unchanged: 0, errors: [] });
    expect((await send(10_000)).body).toEqual({ created: 0, updated: 0, unchanged: 10_000, errors: [] });
    expect(performance.now() - start).toBeLessThan(20_000);
    expect((await send(10_001)).status).toBe(413);
    expect((await send(1, 'x'.repeat(5 * 1024 * 1024))).status).toBe(413);
    const json = await app.http.post(`/stores/${own.id}/products.csv`).set('cookie', own.owner.cookie).send({ a: 1 });
    expect(json.status).toBe(415);
  });

  it('two servers that send one product at once make one', async () => {
    const answers = await Promise.all([put('twin', BODY), put('twin', BODY), put('twin', BODY)]);
    const changes = answers.map((answer) => (answer.body as { change: string }).change).sort();
    expect(changes).toEqual(['created', 'unchanged', 'unchanged']);
  });
});
