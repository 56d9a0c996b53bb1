// A product card over GraphQL: the answer of the GET, from the same memory, with the same refusals.
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { makeCreator, makeProduct, makeStore, type MadeStore, type SignedCreator } from '../../../test/support/make.js';
import { makePublishedVideo } from '../../../test/support/make-videos.js';
import type { Video } from '../../videos/video.entity.js';
import { CardsService } from './cards.service.js';

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

describe('a card that stands in memory', () => {
  const get = (product: string) =>
    app.http
      .get('/v1/cards')
      .query({ store: store.publishableKey, product })
      .set({ origin: 'https://shop.example', cookie: 'vitrina_session=nobody' });
  const seen = async (answer: ReturnType<typeof get>) => {
    const { status, headers, text } = await answer;
    const { date: _now, ...said } = headers as Record<string, string>;
    return { status, said, text };
  };

  it('is answered as the controller answers it, also to who has it already, and is never asked who calls', async () => {
    const cards = app.get(CardsService);
    const lane = jest.spyOn(cards, 'inMemory');
    lane.mockReturnValue(undefined);
    const doors = await seen(get('mug'));
    const doors304 = await seen(get('mug').set('if-none-match', doors.said['etag'] ?? ''));
    lane.mockRestore();
    const whole = jest.spyOn(cards, 'card');
    expect(await seen(get('mug'))).toEqual(doors);
    expect(await seen(get('mug').set('if-none-match', doors.said['etag'] ?? ''))).toEqual(doors304);
    expect(whole).not.toHaveBeenCalled();
    whole.mockRestore();
    expect([doors.status, doors304.status]).toEqual([200, 304]);
    expect(doors.said['access-control-allow-origin']).toBe('*');
    const asked = app.http.head('/v1/cards').query({ store: store.publishableKey, product: 'mug' });
    const head = await asked.set('accept-encoding', 'gzip');
    expect([head.status, head.headers['content-length'], head.text]).toEqual([
      200,
      doors.said['content-length'],
      undefined,
    ]);
  });

  it('comes compressed to whoever takes that, and is remembered by its own name', async () => {
    const plain = await get('mug').set('accept-encoding', 'identity');
    const small = await get('mug').set('accept-encoding', 'br, gzip');
    const refused = await get('mug').set('accept-encoding', 'gzip;q=0, identity');
    expect([plain, small, refused].map(({ headers }) => headers['content-encoding'])).toEqual([
      undefined,
      'gzip',
      undefined,
    ]);
    expect(small.body).toEqual(plain.body);
    expect(small.headers['etag']).not.toBe(plain.headers['etag']);
    expect([plain, small].map(({ headers }) => String(headers['vary']))).toEqual([
      expect.stringContaining('accept-encoding'),
      expect.stringContaining('accept-encoding'),
    ]);
    const again = (etag: string, encoding: string) =>
      get('mug').set({ 'if-none-match': etag, 'accept-encoding': encoding });
    expect((await again(small.headers['etag'] as string, 'gzip')).status).toBe(304);
    expect((await again(small.headers['etag'] as string, 'identity')).status).toBe(200);
  });

  it('is gone as soon as a price changes, and what was never asked goes to the doors', async () => {
    const before = (await get('mug')).text;
    await makeProduct(app, store, { externalId: 'mug', title: 'Mug', price: '15990.00' });
    const deadline = Date.now() + 5000;
    let after = before;
    while (after === before && Date.now() < deadline) after = (await get('mug')).text;
    expect((JSON.parse(after) as { product: { priceMinor: string } }).product.priceMinor).toBe('1599000');
    const unknown = { store: 'pk_live_unknown', product: 'mug' };
    expect((await app.http.get('/v1/cards').query(unknown)).status).toBe(404);
    expect((await app.http.get('/v1/cards').query({ store: store.publishableKey })).status).toBe(400);
    expect((await get('')).status).toBe(400);
  });
});
