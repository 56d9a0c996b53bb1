// A creator's picture of themselves: doors, files, kills, what strangers send, and staff who take it away.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import sharp from 'sharp';
import { startApp, type TestApp } from '../../../test/support/app.js';
import {
  makeCreator,
  makeProduct,
  makeStaff,
  makeStore,
  type MadeStore,
  type SignedCreator,
} from '../../../test/support/make.js';
import { makePublishedVideo } from '../../../test/support/make-videos.js';
import { Storage } from '../../base/storage/storage.js';
import { FacesService } from '../../videos/faces/faces.service.js';
import { FaceMakerService } from './face-maker.service.js';

let app: TestApp;
let store: MadeStore;
let dana: SignedCreator;
beforeAll(async () => {
  app = await startApp();
  store = await makeStore(app);
});
afterAll(() => app?.close());
beforeEach(async () => {
  dana = await makeCreator(app, { name: 'Dana' });
});
afterEach(() => {
  jest.restoreAllMocks();
});

const colour = (background: string, width = 640, height = 400) =>
  sharp({ create: { width, height, channels: 3, background } });
const jpeg = (background = '#c02020') => colour(background).jpeg().toBuffer();

async function bring(bytes: Buffer, who: { cookie: string } | null = dana, type = 'image/jpeg'): Promise<string> {
  const call = app.http.post('/uploads/faces').set({ 'content-type': type, ...(who ? { cookie: who.cookie } : {}) });
  const answer = await call.serialize((body: unknown) => body as string).send(bytes);
  return answer.status === 202 ? 'ok' : (answer.body as { error: { code: string } }).error.code;
}

const ME = '{ me { creator { avatarUrl faceState } } }';
type Me = { me: { creator: { avatarUrl: string | null; faceState: string | null } } };
const me = async (who = dana) => (await app.graphql<Me>(ME, {}, { as: who.cookie })).data?.me.creator;

async function stored(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { key } of app.get(Storage).list(folder)) names.push(key);
  return names.sort();
}
const files = (who = dana) => stored(`faces/${who.creatorId}`);
const own = async () => (await stored('originals')).filter((key) => key.startsWith('originals/fac_'));
const fetched = (url: string) =>
  app.http
    .get(new URL(url).pathname)
    .buffer(true)
    .parse((response, done) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => done(null, Buffer.concat(parts)));
    });

async function meanOf(url: string): Promise<number[]> {
  return [
    ...(await sharp((await fetched(url)).body as Buffer)
      .resize(1, 1)
      .removeAlpha()
      .raw()
      .toBuffer()),
  ];
}
const isNear = (a: number[], b: number[]) => a.every((level, i) => Math.abs(level - (b[i] ?? 0)) < 12);

describe('a picture of oneself', () => {
  it('becomes three squares without a trace of where it was taken; card and page show it', async () => {
    const product = await makeProduct(app, store, { externalId: 'mug' });
    await makePublishedVideo(app, { store, creator: dana, products: [product] });
    const bytes = await sharp(await jpeg())
      .withExif({ IFD0: { Model: 'iPhone 14' }, IFD3: { GPSLatitude: '48/1 52/1 0/1' } })
      .toBuffer();
    expect(bytes.toString('latin1')).toContain('iPhone 14');
    expect(await bring(bytes)).toBe('ok');
    expect(await me()).toEqual({ avatarUrl: null, faceState: 'waiting' });
    await app.drainJobs();
    const { avatarUrl, faceState } = (await me()) ?? { avatarUrl: null, faceState: null };
    expect([faceState, avatarUrl]).toEqual([
      null,
      expect.stringMatching(new RegExp(`^${app.baseUrl}/media/faces/${dana.creatorId}/[0-9a-f]{12}-192\\.webp$`)),
    ]);
    for (const width of [96, 192, 384]) {
      const answer = await fetched((avatarUrl ?? '').replace('-192.', `-${width}.`));
      expect([answer.status, answer.headers['content-type'], answer.headers['access-control-allow-origin']]).toEqual([
        ...[200, 'image/webp', '*'],
      ]);
      expect(answer.headers['cache-control']).toContain('immutable');
      const file = answer.body as Buffer;
      const { exif, xmp, iptc, icc, ...shape } = await sharp(file).metadata();
      expect([shape.width, shape.height, exif, xmp, iptc, icc]).toEqual([width, width, ...Array<undefined>(4)]);
      expect(file.toString('latin1')).not.toMatch(/iPhone|Exif|GPS/);
    }
    expect([(await files()).length, await own()]).toEqual([3, []]);
    const { body } = await app.http.get('/v1/cards').query({ store: store.publishableKey, product: 'mug' });
    const { videos } = body as { videos: { creator: { avatarUrl: string } }[] };
    expect(videos[0]?.creator.avatarUrl).toBe(avatarUrl?.replace('-192.', '-96.'));
    const page = await app.http.get(`/c/${store.publishableKey}/${dana.creatorId}`);
    expect(page.text).toContain(`<img class="face" src="${avatarUrl}"`);
    expect(page.text).toContain(`"image":"${avatarUrl?.replace('-192.', '-384.')}"`);
  });

  it('gives way to the next one, of two at once the later counts, and the files of the old one go', async () => {
    await bring(await jpeg('#c02020'));
    await app.drainJobs();
    const first = (await me())?.avatarUrl ?? '';
    expect([await bring(await jpeg('#20c020')), await bring(await jpeg('#2020c0'))]).toEqual(['ok', 'ok']);
    await app.drainJobs();
    const last = (await me())?.avatarUrl ?? '';
    expect(isNear(await meanOf(last), [0x20, 0x20, 0xc0])).toBe(true);
    expect([(await files()).length, (await fetched(first)).status, await own()]).toEqual([3, 404, []]);
  });

  it.each(['put', 'delete', 'list', 'markMade'] as const)(
    'killed at %s, twice, is made whole at the next run',
    async (step) => {
      await bring(await jpeg('#c02020'));
      await app.drainJobs();
      await bring(await jpeg('#2020c0'));
      const [{ id } = { id: '' }] = await app.db.query<{ id: string }[]>(
        `SELECT id FROM creator_faces WHERE creator_id = $1 AND state = 'waiting'`,
        [dana.creatorId],
      );
      const run = () => app.get(FaceMakerService).make(id, new AbortController().signal);
      for (const after of [0, 1]) {
        let calls = 0;
        const target = (step === 'markMade' ? app.get(FacesService) : app.get(Storage)) as unknown as Record<
          string,
          (...args: unknown[]) => unknown
        >;
        const real = target[step] as (...args: unknown[]) => unknown;
        const spy = jest.spyOn(target, step).mockImplementation((...args: unknown[]) => {
          if (calls++ >= (step === 'put' ? after : 0)) throw new Error('killed');
          return real.apply(target, args);
        });
        await run().catch((error: Error) => expect(error.message).toBe('killed'));
        spy.mockRestore();
      }
      await run();
      await run();
      await app.drainJobs();
      expect(isNear(await meanOf((await me())?.avatarUrl ?? ''), [0x20, 0x20, 0xc0])).toBe(true);
      expect([(await files()).length, await own()]).toEqual([3, []]);
    },
  );

  it('that cannot be decoded is refused, the old one stays, and nothing of it remains', async () => {
    await bring(await jpeg());
    await app.drainJobs();
    const before = (await me())?.avatarUrl;
    const png = await colour('#fff', 400, 400).png().toBuffer();
    expect(await bring(Buffer.concat([png.subarray(0, 60), Buffer.alloc(200)]), dana, 'image/png')).toBe('ok');
    await app.drainJobs();
    expect(await me()).toEqual({ avatarUrl: before, faceState: 'refused' });
    expect([(await files()).length, await own()]).toEqual([3, []]);
  });

  it('is taken away by its owner, also while it is made', async () => {
    const remove = () => app.graphql('mutation { removeFace { avatarUrl } }', {}, { as: dana.cookie });
    await bring(await jpeg());
    await app.drainJobs();
    const url = (await me())?.avatarUrl ?? '';
    await bring(await jpeg('#20c020'));
    expect((await remove()).data).toEqual({ removeFace: { avatarUrl: null } });
    await app.drainJobs();
    expect([await me(), (await fetched(url)).status, await files(), await own()]).toEqual([
      ...[{ avatarUrl: null, faceState: null }, 404, [], []],
    ]);
    expect((await remove()).errors).toEqual([]);
  });

  it('left by a killed process is swept', async () => {
    jest.spyOn(app.get(Storage), 'put').mockImplementationOnce(() => Promise.reject(new Error('killed')));
    expect(await bring(await jpeg())).toBe('INTERNAL');
    await app.db.query(
      "UPDATE creator_faces SET brought_at = brought_at - interval '2 hours' WHERE state = 'arriving'",
    );
    expect(await app.get(FacesService).sweep()).toBeGreaterThan(0);
    expect(
      await app.db.query(`SELECT 1 FROM creator_faces WHERE state = 'arriving' AND creator_id = $1`, [dana.creatorId]),
    ).toEqual([]);
  });
});

describe('the doors', () => {
  it('take pictures of creators alone, bounded in size and number', async () => {
    const picture = await jpeg();
    expect(await bring(picture, null)).toBe('UNAUTHENTICATED');
    expect(await bring(Buffer.from('<svg onload="alert(1)">'), dana, 'image/svg+xml')).toBe('NOT_A_PICTURE');
    expect(await bring(await colour('#fff', 100, 100).png().toBuffer())).toBe('PICTURE_OUT_OF_BOUNDS');
    expect(await bring(Buffer.alloc(10 * 1024 ** 2 + 1))).toBe('TOO_LARGE');
    const foreign = app.http.post('/uploads/faces').set({ origin: 'https://evil.example', cookie: dana.cookie });
    expect((await foreign.set({ 'content-type': 'image/jpeg' }).send()).status).toBe(403);
    for (let n = 0; n < 20; n++) expect(await bring(picture)).toBe('ok');
    expect(await bring(picture)).toBe('RATE_LIMITED');
    // Whose picture is being made is nobody else's business.
    const [video] = [await makePublishedVideo(app, { store, creator: dana })];
    const see = 'query($id: ID!) { video(id: $id) { creator { faceState } } }';
    const { data } = await app.graphql(see, { id: video?.id }, { as: store.owner.cookie });
    expect(data).toEqual({ video: { creator: { faceState: null } } });
  });

  it('show nothing but pictures', async () => {
    for (const path of [
      `${dana.creatorId}/0123456789ab-96.webp`,
      `${dana.creatorId}/..%2f..%2fx`,
      'x/0123456789ab-96.webp',
    ])
      expect([path, (await app.http.get(`/media/faces/${path}`)).status]).toEqual([path, 404]);
  });

  it('let staff take picture and words away with a reason, and the creator is told', async () => {
    const TAKE = `mutation($id: ID!, $taken: [TakenFromPage!]!, $reason: String!) {
      takeFromPage(creatorId: $id, taken: $taken, reason: $reason) { avatarUrl bio } }`;
    const take = async (as: string | undefined, reason = 'It shows a price list.', id = dana.creatorId) => {
      const variables = { id, taken: ['face', 'bio'], reason };
      const { data, errors } = await app.graphql(TAKE, variables, as ? { as } : {});
      return errors[0]?.extensions.code ?? data?.['takeFromPage'];
    };
    await bring(await jpeg());
    await app.drainJobs();
    const url = (await me())?.avatarUrl ?? '';
    const bio = 'Call me';
    await app.graphql(
      'mutation($i: CreatorProfileInput!) { updateCreatorProfile(input: $i) { bio } }',
      { i: { displayName: 'Dana', bio } },
      { as: dana.cookie },
    );
    const moderator = await makeStaff(app, 'moderator');
    for (const cookie of [dana.cookie, store.owner.cookie, (await makeStaff(app, 'finance')).cookie])
      expect(await take(cookie)).toBe('FORBIDDEN');
    expect([
      await take(undefined),
      await take(moderator.cookie, ' '),
      await take(moderator.cookie, 'x', 'cre_x'),
    ]).toEqual([...['UNAUTHENTICATED', 'BAD_INPUT', 'NOT_FOUND']]);
    expect((await fetched(url)).status).toBe(200);
    expect(await take(moderator.cookie)).toEqual({ avatarUrl: null, bio: null });
    await app.drainJobs();
    expect([(await fetched(url)).status, await files()]).toEqual([404, []]);
    const mails = await app.db.query<{ body: string }[]>(
      `SELECT body FROM mails WHERE recipient = $1 AND kind = 'creator_page_taken_down'`,
      [dana.email],
    );
    expect(mails.map(({ body }) => body)).toEqual([expect.stringContaining('It shows a price list.')]);
    const [row] = await app.db.query<{ actor: string; before: object; after: object }[]>(
      `SELECT actor, before, after FROM audit_log WHERE subject_id = $1 AND action = 'creators.page_taken_down'`,
      [dana.creatorId],
    );
    expect(row).toEqual({
      ...{ actor: moderator.accountId, before: { bio } },
      after: { taken: ['face', 'bio'], reason: 'It shows a price list.' },
    });
    // There is nothing left to take, and nobody is told twice.
    expect(await take(moderator.cookie)).toBe('BAD_INPUT');
  });
});
