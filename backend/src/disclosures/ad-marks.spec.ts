// The marks of a store's videos: who may set them, what is refused, and what cards say from then on, in each country.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import { makeCreator, makeProduct, makeStaff, makeStore, type MadeStore } from '../../test/support/make.js';
import { makePublishedVideo } from '../../test/support/make-videos.js';
import type { Video } from '../videos/video.entity.js';

let app: TestApp;
let store: MadeStore;
let video: Video;

const ERID = '2VtzqwRkPqk';
const SET = `mutation($s: ID!, $i: AdvertiserInput!) { setAdvertiser(storeId: $s, input: $i) { name taxNumber } }`;
const MARK = `mutation($v: ID!, $i: AdMarkInput!) { markVideo(videoId: $v, input: $i) { erid received told toldInRussia } }`;
const LIST = `query($s: ID!, $n: Int!, $a: String) { advertiser(storeId: $s) { name }
  adMarks(storeId: $s, first: $n, after: $a) { totalCount pageInfo { hasNextPage endCursor } nodes { videoId erid told } } }`;

beforeAll(async () => {
  app = await startApp({ COUNTRY_HEADER: 'x-country' });
  store = await makeStore(app);
  const dana = await makeCreator(app, { name: 'Dana' });
  const mug = await makeProduct(app, store, { externalId: 'mug', title: 'Mug' });
  video = await makePublishedVideo(app, { store, creator: dana, products: [mug], title: 'My mug' });
});
afterAll(() => app?.close());

const codeOf = (answer: { errors: { extensions: { code: string } }[] }) => answer.errors[0]?.extensions.code;
const mark = (input: object, as = store.owner.cookie) => app.graphql(MARK, { v: video.id, i: input }, { as });

interface Told {
  disclosure: boolean;
  disclosureTexts?: { ru: string; kk: string; en: string };
}

/** What the card says of the video in a country, once it says what is waited for: changes come by a notification. */
async function told(country: string, until: (told: Told) => boolean): Promise<Told> {
  const deadline = Date.now() + 5000;
  for (;;) {
    const answer = await app.http
      .get('/v1/cards')
      .query({ store: store.publishableKey, product: 'mug' })
      .set('x-country', country);
    const [shown] = (answer.body as { videos: Told[] }).videos;
    if (shown && (until(shown) || Date.now() > deadline)) return shown;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

describe('marks', () => {
  it('a store says who pays, and cards in Russia say it at once', async () => {
    const [name, taxNumber] = ['  ООО  «Айна» ', '7707083893'];
    const { data } = await app.graphql(SET, { s: store.id, i: { name, taxNumber } }, { as: store.owner.cookie });
    expect(data).toEqual({ setAdvertiser: { name: 'ООО «Айна»', taxNumber } });
    const marked = await mark({ erid: ` ${ERID} ` });
    expect(marked.data).toMatchObject({ markVideo: { erid: ERID, received: null } });
    const text = `Реклама · ООО «Айна», ИНН ${taxNumber} · erid: ${ERID} · Автор получит комиссию с покупки`;
    const shown = await told('RU', ({ disclosureTexts }) => disclosureTexts?.ru === text);
    expect(shown).toMatchObject({ disclosure: true, disclosureTexts: { ru: text } });
    expect((await told('DE', () => true)).disclosureTexts).toBeUndefined();
    expect((await told('KZ', () => true)).disclosureTexts?.kk).toBe('Жарнама · Сатып алсаңыз, автор комиссия алады');
    const page = await app.http
      .get('/v1/cards.html')
      .query({ store: store.publishableKey, product: 'mug', locale: 'ru' })
      .set('x-country', 'RU');
    expect(page.text).toContain(`erid: ${ERID}`);
    const graph = await app.graphql<{ card: { videos: Told[] } }>(
      'query($s: String!) { card(store: $s, product: "mug") { videos { disclosure disclosureTexts { ru } } } }',
      { s: store.publishableKey },
    );
    expect(graph.data?.card.videos[0]?.disclosure).toBe(true);
  });

  it('the label goes when the last link ends, and not before', async () => {
    await app.db.query(`UPDATE plan_rules SET effective_to = $2 WHERE store_id = $1`, [store.id, new Date(0)]);
    expect(await told('DE', ({ disclosureTexts }) => disclosureTexts !== undefined)).toMatchObject({
      disclosure: true,
      disclosureTexts: { ru: 'Реклама', kk: 'Жарнама', en: 'Ad' },
    });
    await mark({ received: 'goods' });
    const goods = await told('DE', ({ disclosureTexts }) => disclosureTexts?.en === 'The creator got the product free');
    expect(goods.disclosure).toBe(true);
    await mark({});
    expect(await told('RU', ({ disclosure }) => !disclosure)).toMatchObject({ disclosure: false });
  });

  it.each([
    [{ erid: 'short' }, 'BAD_ERID'],
    [{ erid: '"><script>1' }, 'BAD_ERID'],
  ])('refuses %j', async (input, code) => {
    expect(codeOf(await mark(input))).toBe(code);
  });

  it.each([
    [{ name: ' ', taxNumber: '7707083893' }, 'BAD_INPUT'],
    [{ name: 'x'.repeat(121), taxNumber: '7707083893' }, 'BAD_INPUT'],
    [{ name: 'Aina', taxNumber: '7707083894' }, 'BAD_TAX_NUMBER'],
  ])('refuses the advertiser %j', async (input, code) => {
    expect(codeOf(await app.graphql(SET, { s: store.id, i: input }, { as: store.owner.cookie }))).toBe(code);
  });

  it('is for the store itself and staff: others find nothing, and creators may not', async () => {
    const other = await makeStore(app);
    const creator = await makeCreator(app);
    const moderator = await makeStaff(app, 'moderator');
    const advertiser = { name: 'Aina', taxNumber: '7707083893' };
    expect(codeOf(await mark({ erid: ERID }, other.owner.cookie))).toBe('NOT_FOUND');
    expect(codeOf(await app.graphql(SET, { s: store.id, i: advertiser }, { as: other.owner.cookie }))).toBe(
      'NOT_FOUND',
    );
    expect(codeOf(await app.graphql(LIST, { s: store.id, n: 1 }, { as: other.owner.cookie }))).toBe('NOT_FOUND');
    expect(codeOf(await mark({ erid: ERID }, creator.cookie))).toBe('FORBIDDEN');
    expect(codeOf(await mark({ erid: ERID }, moderator.cookie))).toBe('FORBIDDEN');
    expect(codeOf(await app.graphql(LIST, { s: store.id, n: 1 }, {}))).toBe('UNAUTHENTICATED');
    expect(codeOf(await app.graphql(LIST, { s: store.id, n: 1 }, { as: creator.cookie }))).toBe('FORBIDDEN');
    const looked = await app.graphql(LIST, { s: store.id, n: 1 }, { as: moderator.cookie });
    expect(looked.data).toMatchObject({ adMarks: { totalCount: 1, nodes: [{ videoId: video.id }] } });
  });

  it('lists live videos by pages', async () => {
    const dana = await makeCreator(app);
    const jar = await makeProduct(app, store, { externalId: 'jar', title: 'Jar' });
    const more = await makePublishedVideo(app, { store, creator: dana, products: [jar] });
    interface Marks {
      adMarks: { pageInfo: { hasNextPage: boolean; endCursor: string }; nodes: { videoId: string }[] };
    }
    const page = async (a: string | null) =>
      (await app.graphql<Marks>(LIST, { s: store.id, n: 1, a }, { as: store.owner.cookie })).data?.adMarks;
    const first = await page(null);
    const second = await page(first?.pageInfo.endCursor ?? null);
    const ids = [first, second].map((one) => one?.nodes[0]?.videoId);
    expect(ids.sort()).toEqual([video.id, more.id].sort());
    expect(second?.pageInfo.hasNextPage).toBe(false);
  });

  it('every change is in the audit log', async () => {
    const rows = await app.db.query<{ action: string }[]>(
      `SELECT action FROM audit_log WHERE action LIKE 'ad_marks.%' AND store_id = $1`,
      [store.id],
    );
    expect(rows.filter(({ action }) => action === 'ad_marks.advertiser_set')).toHaveLength(1);
    expect(rows.filter(({ action }) => action === 'ad_marks.marked')).toHaveLength(3);
  });
});
