// A GraphQL answer about a card is given again from memory: the same to the byte, and never an old one.
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { makeCreator, makeProduct, makeStore, type MadeStore, type SignedCreator } from '../../../test/support/make.js';
import { makePublishedVideo } from '../../../test/support/make-videos.js';
import { CardsService } from './cards.service.js';

let app: TestApp;
let store: MadeStore;
let dana: SignedCreator;

beforeAll(async () => {
  app = await startApp({ COUNTRY_HEADER: 'x-country' });
  store = await makeStore(app);
  dana = await makeCreator(app);
  const mug = await makeProduct(app, store, { externalId: 'mug', title: 'Mug' });
  await makePublishedVideo(app, { store, creator: dana, products: [mug], title: 'My mug' });
});
afterAll(() => app?.close());

const CARD = `query Card($store: String!, $product: String!, $price: Boolean = true) {
  card(store: $store, product: $product) { product { title price @include(if: $price) { amountMinor } } videos { title } }
}`;
const variables = () => ({ store: store.publishableKey, product: 'mug' });

type Said = Awaited<ReturnType<typeof post>>;

async function post(body: object, headers: Record<string, string> = {}) {
  const { status, headers: got, text } = await app.http.post('/graphql').set(headers).send(body);
  const { date: _now, ...said } = got as Record<string, string>;
  return { status, said, text };
}

/** How often the question went further than memory, while this was done. */
async function further<T>(work: () => Promise<T>): Promise<{ calls: number; answer: T }> {
  const spy = jest.spyOn(app.get(CardsService), 'card');
  const answer = await work();
  const calls = spy.mock.calls.length;
  spy.mockRestore();
  return { calls, answer };
}

/** Asks until the answer comes from memory; the service drops all it has when it begins to listen to the database. */
async function warm(body: object): Promise<{ asked: Said; given: Said }> {
  const end = Date.now() + 10_000;
  let asked = await post(body);
  while (Date.now() < end) {
    const { calls, answer } = await further(() => post(body));
    if (calls === 0) return { asked, given: answer };
    asked = answer;
  }
  throw new Error('never given from memory');
}

describe('an answer that was given before', () => {
  it('is the same with all its headers, whoever asks', async () => {
    const { asked, given } = await warm({ query: CARD, variables: variables() });
    expect(given).toEqual(asked);
    expect(JSON.parse(given.text)).toMatchObject({ data: { card: { videos: [{ title: 'My mug' }] } } });
    const again = await further(() =>
      post({ query: CARD, variables: variables(), operationName: 'Card' }, { cookie: 'vitrina_session=nobody' }),
    );
    expect(again).toEqual({ calls: 0, answer: given });
  });

  it('is not given to another question', async () => {
    await warm({ query: CARD, variables: variables() });
    const without = await post({ query: CARD, variables: { ...variables(), price: false } });
    expect(without.text).not.toContain('amountMinor');
    const titles = `query ($s: String!, $p: String!) { card(store: $s, product: $p) { videos { title } } }`;
    const { store: s, product: p } = variables();
    expect((await warm({ query: titles, variables: { s, p } })).given.text).toBe(
      '{"data":{"card":{"videos":[{"title":"My mug"}]}}}',
    );
    const wrong = { query: CARD, variables: variables(), operationName: 'Another' };
    expect((JSON.parse((await post(wrong)).text) as { data: unknown }).data).toBeNull();
  });

  it('is not given in another country', async () => {
    await warm({ query: CARD, variables: variables() });
    const other = await further(() => post({ query: CARD, variables: variables() }, { 'x-country': 'KZ' }));
    expect(other.calls).toBe(1);
  });

  it('is gone as soon as a price changes', async () => {
    const { given: before } = await warm({ query: CARD, variables: variables() });
    await makeProduct(app, store, { externalId: 'mug', title: 'Mug', price: '155.00' });
    const end = Date.now() + 5000;
    let after = before;
    while (after.text === before.text && Date.now() < end) after = await post({ query: CARD, variables: variables() });
    expect(after.text).toContain('"amountMinor":"15500"');
  });

  it('is not given where more is asked than the card', async () => {
    const query = `{ card(store: "${store.publishableKey}", product: "mug") { videos { title } } me { email } }`;
    expect((await post({ query })).text).toContain('"me":null');
    expect((await post({ query }, { cookie: dana.cookie })).text).toContain(`"me":{"email":"${dana.email}"}`);
  });

  it('is never a refusal', async () => {
    const broken = { query: CARD, variables: { ...variables(), price: 5 } };
    for (let n = 0; n < 2; n++) expect((await post(broken)).text).toContain('BAD_INPUT');
  });
});
