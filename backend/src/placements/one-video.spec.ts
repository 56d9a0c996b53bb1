// Where a store wants it, a creator's newer video takes the older one's place on a product; elsewhere both stay.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import { actorOf, makeCreator, makeProduct, makeStore, type MadeStore } from '../../test/support/make.js';
import { makePublishedVideo } from '../../test/support/make-videos.js';
import { StoresService } from '../stores/stores.service.js';
import { lastPublished } from './placement.rules.js';
import { PlacementsService } from './placements.service.js';

describe('one video a creator and product', () => {
  let app: TestApp;
  let store: MadeStore;
  beforeAll(async () => {
    app = await startApp();
    store = await makeStore(app);
  });
  afterAll(() => app?.close());

  const setRule = async (oneVideoPerCreator: boolean) => {
    const { name, url, currency, timezone, holdDays } = store.store;
    const details = { name, url, currency, timezone, holdDays, rateBps: 1000, oneVideoPerCreator };
    await app.get(StoresService).update(await actorOf(app, store.owner), store.id, details);
  };
  const on = async (productId: string) =>
    (
      await app.db.query<{ video_id: string }[]>(
        'SELECT video_id FROM placements WHERE product_id = $1 AND removed_at IS NULL ORDER BY position',
        [productId],
      )
    ).map((row) => row.video_id);

  it('is off by default', async () => {
    const [creator, mug] = [await makeCreator(app), await makeProduct(app, store)];
    const first = await makePublishedVideo(app, { store, creator, products: [mug] });
    const second = await makePublishedVideo(app, { store, creator, products: [mug] });
    expect(await on(mug.id)).toEqual([first.id, second.id]);
  });

  it('drops the older one on that product alone, keeps the reason, and leaves other creators', async () => {
    await setRule(true);
    const [creator, other] = [await makeCreator(app), await makeCreator(app)];
    const [mug, jar] = [await makeProduct(app, store), await makeProduct(app, store)];
    const older = await makePublishedVideo(app, { store, creator, products: [mug, jar] });
    const theirs = await makePublishedVideo(app, { store, creator: other, products: [mug] });
    const newer = await makePublishedVideo(app, { store, creator, products: [mug] });
    expect([await on(mug.id), await on(jar.id)]).toEqual([[theirs.id, newer.id], [older.id]]);
    const why = 'SELECT removed_why AS why FROM placements WHERE product_id = $1 AND video_id = $2';
    expect(await app.db.query(why, [mug.id, older.id])).toEqual([{ why: 'NEWER_BY_SAME_CREATOR' }]);
    // A job that comes late or twice changes nothing.
    await app.get(PlacementsService).place(older.id);
    await app.get(PlacementsService).place(newer.id);
    expect([await on(mug.id), await on(jar.id)]).toEqual([[theirs.id, newer.id], [older.id]]);
    await setRule(false);
  });

  it('goes to the one that was published last, in whatever order they are named', () => {
    const [a, b] = [
      { videoId: 'a', publishedSeq: 3 },
      { videoId: 'b', publishedSeq: 7 },
    ];
    expect([lastPublished([a, b]), lastPublished([b, a]), lastPublished([a]), lastPublished([])]).toEqual([
      'b',
      'b',
      'a',
      null,
    ]);
  });
});
