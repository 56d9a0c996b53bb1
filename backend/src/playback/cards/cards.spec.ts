// A product card over GraphQL: the answer of the GET, from the same memory, with the same refusals.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { makeCreator, makeProduct, makeStore, type MadeStore, type SignedCreator } from '../../../test/support/make.js';
import { makePublishedVideo } from '../../../test/support/make-videos.js';
import type { Video } from '../../videos/video.entity.js';

let app: TestApp;
let store: MadeStore;
let dana: SignedCreator;
let video: Video;

beforeAll(async () => {
  app = await startApp();
  store = await makeStore(app);
  dana = await makeCreator(app, { name: 'Dana' });
  const variants = [{ externalId: 'blue', title: 'Blue', price: '13990.00', inStock: true }];
  const mug = await makeProduct(app, store, { externalId: 'mug', title: 'Mug', variants });
  video = await makePublishedVideo(app, { store, creator: dana, products: [mug], title: 'My mug' });
});
afterAll(() => app?.close());

const CARD = `query ($store: String!, $product: String!) {
  card(store: $store, product: $product) {
    product { id title price { amountMinor currency decimals } variants { id price { amountMinor } inStock } }
    videos { id title creator { name } hlsUrl posterUrl mp4Url publishedAt disclosure start { first } products }
    tokenUrl
  }
}`;

const asked = (product: string, key = store.publishableKey) =>
  app.graphql<{ card: { product: { price: { amountMinor: string } } | null; videos: unknown[] } }>(CARD, {
    store: key,
    product,
  });

describe('the card over GraphQL', () => {
  it('says what the GET says', async () => {
    const { body } = await app.http.get('/v1/cards').query({ store: store.publishableKey, product: 'mug' });
    const [first] = (body as { videos: Record<string, unknown>[] }).videos;
    const { id, title, hlsUrl, posterUrl, mp4Url, publishedAt, disclosure, products } = first ?? {};
    expect(id).toBe(video.id);
    expect((await asked('mug')).data?.card).toEqual({
      product: {
        id: 'mug',
        title: 'Mug',
        price: { amountMinor: '1299000', currency: 'KZT', decimals: 2 },
        variants: [{ id: 'blue', price: { amountMinor: '1399000' }, inStock: true }],
      },
      videos: [
        {
          id,
          title,
          hlsUrl,
          posterUrl,
          mp4Url,
          publishedAt,
          disclosure,
          products,
          creator: { name: 'Dana' },
          start: [],
        },
      ],
      tokenUrl: `${app.baseUrl}/v1/viewers`,
    });
  });

  it('follows a change at once, though it is answered from memory', async () => {
    await makeProduct(app, store, { externalId: 'mug', title: 'Mug', price: '90.00' });
    const end = Date.now() + 5000;
    let price: string | undefined;
    while (price !== '9000' && Date.now() < end) price = (await asked('mug')).data?.card.product?.price.amountMinor;
    expect(price).toBe('9000');
  });

  it('refuses an unknown key and what is no product id, and shows nothing of another store', async () => {
    const codeOf = async (product: string, key?: string) => (await asked(product, key)).errors[0]?.extensions.code;
    expect(await codeOf('mug', 'pk_live_unknown')).toBe('NOT_FOUND');
    expect(await codeOf('')).toBe('BAD_INPUT');
    expect(await codeOf('x'.repeat(201))).toBe('BAD_INPUT');
    const other = await makeStore(app);
    expect((await asked('mug', other.publishableKey)).data?.card).toMatchObject({ product: null, videos: [] });
    expect((await asked('nothing')).data?.card).toMatchObject({ product: null, videos: [] });
  });
});
