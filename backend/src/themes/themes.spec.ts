// A theme over its doors: a draft nobody sees, one click that publishes, the way back, and nothing for others.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../test/support/app.js';
import { makeCreator, makeProduct, makeStaff, makeStore, type MadeStore } from '../../test/support/make.js';
import { makePublishedVideo } from '../../test/support/make-videos.js';

let app: TestApp;
let store: MadeStore;
let other: MadeStore;

beforeAll(async () => {
  app = await startApp();
  store = await makeStore(app);
  other = await makeStore(app);
  const creator = await makeCreator(app);
  for (const one of [store, other]) {
    const mug = await makeProduct(app, one, { externalId: 'mug', title: 'Mug' });
    await makePublishedVideo(app, { store: one, creator, products: [mug] });
  }
});
afterAll(() => app?.close());

const DESK = 'version isChanged draft { accent radiusPx fonts } published { accent } contrast { place ratio fine }';
const READ = `query ($s: ID!) { theme(storeId: $s) { ${DESK} } }`;
const VERSIONS = `query ($s: ID!, $first: Int, $after: String) { themeVersions(storeId: $s, first: $first, after: $after) {
  totalCount pageInfo { endCursor hasNextPage } nodes { version backTo values { accent } } } }`;
const DRAFT = `mutation ($s: ID!, $v: ThemeInput!) { saveThemeDraft(storeId: $s, values: $v) { ${DESK} } }`;
const PUBLISH = `mutation ($s: ID!, $seen: Int!) { publishTheme(storeId: $s, seen: $seen) { ${DESK} } }`;
const REVERT = `mutation ($s: ID!, $seen: Int!, $to: Int!) { revertTheme(storeId: $s, seen: $seen, to: $to) { ${DESK} } }`;

interface Desk {
  version: number;
  isChanged: boolean;
  contrast: { place: string; fine: boolean }[];
}
const run = async (document: string, more: object = {}, as: string | undefined = store.owner.cookie) => {
  const answer = await app.graphql(document, { s: store.id, ...more }, as ? { as } : {});
  return { desk: Object.values(answer.data ?? {})[0] as Desk, code: answer.errors?.[0]?.extensions.code ?? null };
};
const theme = async (of = store): Promise<unknown> =>
  ((await app.http.get('/v1/cards').query({ store: of.publishableKey, product: 'mug' })).body as { theme: unknown })
    .theme;

async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('never happened');
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

describe('a theme', () => {
  it('is a draft until it is published, and then stands in the card', async () => {
    expect(await theme()).toBe('');
    expect(await run(PUBLISH, { seen: 0 })).toMatchObject({ code: 'NOT_FOUND' });
    const { desk } = await run(DRAFT, { v: { accent: '#777', radiusPx: 4, fonts: ['PT Sans'] } });
    expect(desk).toMatchObject({
      version: 0,
      isChanged: true,
      draft: { accent: '#777777', fonts: ['PT Sans', 'sans-serif'] },
    });
    expect(desk.contrast[0]).toEqual({ place: 'button', ratio: 4.47, fine: false });
    expect(await theme()).toBe('');
    expect((await run(PUBLISH, { seen: 0 })).desk).toMatchObject({ version: 1, isChanged: false });
    await until(async () => (await theme()) !== '');
    expect(await theme()).toBe(
      ':host{--vitrina-accent:#777777;--vitrina-radius:4px;--vitrina-font:"PT Sans",sans-serif}',
    );
    expect(await theme(other)).toBe('');
  });

  it('is a small style sheet for pages whose server writes the markup', async () => {
    const answer = await app.http.get('/v1/theme.css').query({ store: store.publishableKey });
    expect(answer.headers).toMatchObject({
      'content-type': 'text/css; charset=utf-8',
      'access-control-allow-origin': '*',
    });
    expect(answer.headers['cache-control']).toContain('max-age=300');
    expect(answer.text).toMatch(/^vitrina-player,vitrina-reviews\{--vitrina-accent:#777777;/);
    expect((await app.http.get('/v1/theme.css').query({ store: other.publishableKey })).text).toBe('');
    expect((await app.http.get('/v1/theme.css').query({ store: 'pk_live_none' })).status).toBe(404);
    expect((await app.http.get('/v1/theme.css')).status).toBe(400);
  });

  it('published twice is one version, and who saw an older one is told', async () => {
    expect((await run(PUBLISH, { seen: 0 })).desk).toMatchObject({ version: 1 });
    await run(DRAFT, { v: { accent: '#0a5c36' } });
    expect(await run(PUBLISH, { seen: 0 })).toMatchObject({ code: 'CONFLICT' });
    const both = await Promise.all([run(PUBLISH, { seen: 1 }), run(PUBLISH, { seen: 1 })]);
    expect(both.map(({ desk }) => desk.version)).toEqual([2, 2]);
  });

  it('goes back to any version, and to the look of the player', async () => {
    expect((await run(REVERT, { seen: 2, to: 1 })).desk).toMatchObject({ version: 3, draft: { accent: '#777777' } });
    expect((await run(REVERT, { seen: 3, to: 0 })).desk).toMatchObject({ version: 4, draft: { accent: null } });
    await until(async () => (await theme()) === '');
    expect(await run(REVERT, { seen: 4, to: 9 })).toMatchObject({ code: 'NOT_FOUND' });
    const page = async (after?: string) =>
      (await app.graphql(VERSIONS, { s: store.id, first: 3, after }, { as: store.owner.cookie })).data?.[
        'themeVersions'
      ] as {
        totalCount: number;
        pageInfo: { endCursor: string };
        nodes: { version: number; backTo: number | null }[];
      };
    const first = await page();
    expect([first.totalCount, first.nodes.map(({ version, backTo }) => [version, backTo])]).toEqual([
      4,
      [
        [4, 0],
        [3, 1],
        [2, null],
      ],
    ]);
    expect((await page(first.pageInfo.endCursor)).nodes.map(({ version }) => version)).toEqual([1]);
    const audited = await app.db.query<{ action: string }[]>(
      "SELECT action FROM audit_log WHERE store_id = $1 AND action LIKE 'themes.%' ORDER BY seq",
      [store.id],
    );
    expect(audited.map(({ action }) => action)).toEqual([
      ...[
        'themes.drafted',
        'themes.published',
        'themes.drafted',
        'themes.published',
        'themes.reverted',
        'themes.reverted',
      ],
    ]);
  });

  it('is for the owner alone; an administrator may look', async () => {
    const [creator, admin] = [await makeCreator(app), await makeStaff(app, 'administrator')];
    for (const [document, more] of [
      [READ, {}],
      [VERSIONS, {}],
      [DRAFT, { v: {} }],
      [PUBLISH, { seen: 0 }],
      [REVERT, { seen: 0, to: 0 }],
    ] as const) {
      expect((await app.graphql(document, { s: store.id, ...more })).errors[0]?.extensions.code).toBe(
        'UNAUTHENTICATED',
      );
      expect((await run(document, more, creator.cookie)).code).toBe('FORBIDDEN');
      expect((await run(document, more, other.owner.cookie)).code).toBe('NOT_FOUND');
    }
    expect((await run(READ, {}, admin.cookie)).code).toBeNull();
    expect((await run(PUBLISH, { seen: 4 }, admin.cookie)).code).toBe('FORBIDDEN');
    expect((await run(DRAFT, { v: { accent: 'red' } })).code).toBe('BAD_INPUT');
  });
});
