// A copy is marked and waits for a person, who sees the pair; the owner of a store never sees another store's video.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { Looks } from '../../../test/support/looks.js';
import { actorOf, makeCreator, makeStaff, makeStore } from '../../../test/support/make.js';
import type { MadeStore, SignedCreator, SignedStaff } from '../../../test/support/make.js';
import { makePublishedVideo, makeUploadingVideo, makeWaitingVideo } from '../../../test/support/make-videos.js';
import { StoresService } from '../../stores/stores.service.js';
import { LikenessService } from '../../transcoding/likeness/likeness.service.js';
import type { Looked } from '../../transcoding/steps/look.js';
import type { Video } from '../../videos/video.entity.js';
import { VideosService } from '../../videos/videos.service.js';

let app: TestApp;
let looks: Looks;
let [first, second]: MadeStore[] = [];
let dana: SignedCreator;
let timur: SignedCreator;
let moderator: SignedStaff;
let whole: Looked;
let copied: Looked;
let silentPicture: Looked;

const CLIP = 'speaker-portrait-404x720.mp4';
beforeAll(async () => {
  app = await startApp();
  looks = await Looks.open();
  [first, second] = [await makeStore(app), await makeStore(app)];
  moderator = await makeStaff(app, 'moderator');
  whole = await looks.lookAtClip(CLIP, { seconds: 7 });
  const change = { picture: 'hflip,setpts=PTS/1.2', sound: 'atempo=1.2', from: 1, seconds: 5 };
  copied = await looks.lookAtClip(CLIP, change);
  silentPicture = await looks.lookAtClip('coffee-landscape.mp4', { soundOf: CLIP, seconds: 7 });
});
afterAll(async () => {
  looks?.close();
  await app?.close();
});
beforeEach(async () => {
  await app.db.query('DELETE FROM video_prints');
  await app.db.query('DELETE FROM near_copies');
  [dana, timur] = [await makeCreator(app, { name: 'Dana' }), await makeCreator(app, { name: 'Timur' })];
});

const workOf = (video: Video) => ({ videoId: video.id, version: video.version });
const judge = (video: Video, looked: Looked | null) => app.get(LikenessService).judge(workOf(video), looked);
const flagsOf = async (video: Video) => (await app.get(VideosService).byId(video.id)).flags;
const count = async (table: string) =>
  (await app.db.query<{ n: number }[]>(`SELECT count(*)::int AS n FROM ${table}`))[0]?.n;

async function brought(store: MadeStore | undefined, creator: SignedCreator, looked: Looked): Promise<Video> {
  const video = await makeWaitingVideo(app, { store: store as MadeStore, creator });
  await judge(video, looked);
  return video;
}

const CLAIM = `mutation($id: ID!) { claimReview(videoId: $id) { nearCopies { same score mirrored speed copyFromMs
  originalFromMs lengthMs own reasonCode original { id title storeName previewHlsUrl creator { displayName } } }
  checks { code fromMs toMs value reasonCode } } }`;
interface Claimed {
  claimReview: {
    nearCopies: { speed: number; copyFromMs: number; originalFromMs: number; original: { id: string } }[];
    checks: object[];
  };
}
const claim = async (video: Video) =>
  (await app.graphql<Claimed>(CLAIM, { id: video.id }, { as: moderator.cookie })).data?.claimReview;

describe('a near copy', () => {
  it('of another store and creator is marked, and its moderator sees the pair with its times', async () => {
    const original = await brought(first, dana, whole);
    const copy = await brought(second, timur, copied);
    expect(await flagsOf(copy)).toEqual(['NEAR_COPY_OF_ANOTHER']);
    expect(await flagsOf(original)).toEqual([]);
    const seen = await claim(copy);
    expect(seen?.nearCopies).toMatchObject([
      {
        ...{ same: 'both', mirrored: true, own: false, reasonCode: 'STOLEN' },
        original: {
          id: original.id,
          creator: { displayName: 'Dana' },
          previewHlsUrl: expect.stringContaining('.m3u8'),
        },
      },
    ]);
    const [pair] = seen?.nearCopies ?? [];
    expect(Math.abs((pair?.speed ?? 0) - 1.2)).toBeLessThan(0.04);
    // The copy begins a second into the original, and runs 1.2 times as fast.
    const expected = 1000 + (pair?.copyFromMs ?? 0) * 1.2;
    expect(Math.abs((pair?.originalFromMs ?? 0) - expected)).toBeLessThan(500);
    expect((await claim(original))?.nearCopies).toEqual([]);
  });

  it('compared again changes nothing', async () => {
    await brought(first, dana, whole);
    const copy = await brought(second, timur, copied);
    const before = [await count('near_copies'), await count('video_prints'), await count('print_words')];
    await judge(copy, copied);
    expect([await count('near_copies'), await count('video_prints'), await count('print_words')]).toEqual(before);
    expect(await flagsOf(copy)).toEqual(['NEAR_COPY_OF_ANOTHER']);
  });

  it('is the file that came later, though it was compared first', async () => {
    const original = await makeWaitingVideo(app, { store: first as MadeStore, creator: dana });
    const copy = await brought(second, timur, copied);
    await judge(original, whole);
    expect([await flagsOf(original), await flagsOf(copy)]).toEqual([[], ['NEAR_COPY_OF_ANOTHER']]);
    expect((await claim(copy))?.nearCopies).toMatchObject([{ original: { id: original.id } }]);
  });

  it('of the creator’s own video is shown and not marked', async () => {
    await brought(first, dana, whole);
    const again = await brought(second, dana, copied);
    expect(await flagsOf(again)).toEqual([]);
    expect((await claim(again))?.nearCopies).toMatchObject([{ own: true, reasonCode: null }]);
  });

  it('by sound alone is marked as that, and no reason is suggested', async () => {
    await brought(first, dana, whole);
    const copy = await brought(second, timur, silentPicture);
    expect(await flagsOf(copy)).toEqual(['SAME_SOUND_AS_ANOTHER']);
    expect((await claim(copy))?.nearCopies).toMatchObject([{ same: 'sound', reasonCode: null }]);
  });

  it('is not published by the rule for trusted creators', async () => {
    const owner = await actorOf(app, (second as MadeStore).owner);
    const settings = {
      name: 'Aina Home',
      url: null,
      currency: 'KZT',
      timezone: 'Asia/Almaty',
      rateBps: 1000,
      holdDays: 14,
    };
    const stores = app.get(StoresService);
    await stores.update(owner, (second as MadeStore).id, { ...settings, moderationMode: 'post', trustedAfter: 1 });
    await makePublishedVideo(app, { store: second as MadeStore, creator: timur });
    await brought(first, dana, whole);
    const copy = await brought(second, timur, copied);
    const honest = await makeWaitingVideo(app, { store: second as MadeStore, creator: timur });
    await app.drainJobs();
    const statusOf = async (video: Video) => (await app.get(VideosService).byId(video.id)).status;
    expect([await statusOf(copy), await statusOf(honest)]).toEqual(['in_review', 'published']);
  });
});

describe('nobody is a copy of', () => {
  it('a video that was taken away: nothing of it is kept', async () => {
    const gone = await brought(first, dana, whole);
    const earlier = await brought(second, timur, copied);
    await app.get(VideosService).retire(gone.id, { kind: 'system', name: 'spec' });
    // The list is right at once, the bytes go with the job.
    expect((await claim(earlier))?.nearCopies).toEqual([]);
    await app.drainJobs();
    expect([await count('video_prints'), await count('near_copies')]).toEqual([1, 0]);
    const [words] = await app.db.query<{ n: number }[]>(
      `SELECT count(*)::int AS n FROM print_words w JOIN video_prints p ON p.id = w.print_id WHERE p.video_id = $1`,
      [gone.id],
    );
    expect(words?.n).toBe(0);
    const later = await brought(first, await makeCreator(app), whole);
    expect((await claim(later))?.nearCopies.map((c) => c.original.id)).toEqual([earlier.id]);
  });

  it('a video that was rejected as stolen', async () => {
    const thief = await brought(second, timur, copied);
    const reject = `mutation($i: RejectInput!) { rejectVideo(input: $i) { id } }`;
    await app.graphql(reject, { i: { videoId: thief.id, reasonCode: 'STOLEN' } }, { as: moderator.cookie });
    const owner = await brought(first, dana, whole);
    expect(await flagsOf(owner)).toEqual([]);
    expect((await claim(owner))?.nearCopies).toEqual([]);
  });

  it('a file that its creator has replaced', async () => {
    const original = await brought(first, dana, whole);
    await app.db.query('UPDATE videos SET version = version + 1 WHERE id = $1', [original.id]);
    const copy = await brought(second, timur, copied);
    expect(await flagsOf(copy)).toEqual([]);
  });
});

describe('a video that could not be looked at', () => {
  it('is marked, so that a person looks, and goes on', async () => {
    const video = await makeWaitingVideo(app, { store: first as MadeStore, creator: dana });
    await judge(video, null);
    expect(await flagsOf(video)).toEqual(['NOT_COMPARED']);
  });

  it('and work that is not wanted any more, leave no print', async () => {
    const video = await makeUploadingVideo(app, { store: first as MadeStore, creator: dana });
    await app.get(LikenessService).judge({ videoId: video.id, version: 2 }, whole);
    expect(await count('video_prints')).toBe(0);
  });
});

describe('what a machine found', () => {
  it('is for moderators: neither the creator nor an owner of a store reaches it', async () => {
    await brought(first, dana, whole);
    const copy = await brought(second, timur, copied);
    const codeOf = async (as: string) =>
      (await app.graphql(CLAIM, { id: copy.id }, { as })).errors[0]?.extensions.code ?? null;
    expect(await codeOf(timur.cookie)).toBe('FORBIDDEN');
    expect(await codeOf(dana.cookie)).toBe('FORBIDDEN');
    expect(await codeOf((first as MadeStore).owner.cookie)).toBe('FORBIDDEN');
    expect(await codeOf((second as MadeStore).owner.cookie)).toBe('FORBIDDEN');
    const warnings = 'query($id: ID!) { video(id: $id) { warnings } }';
    for (const as of [timur.cookie, (second as MadeStore).owner.cookie]) {
      const { data } = await app.graphql(warnings, { id: copy.id }, { as });
      expect(JSON.stringify(data)).not.toMatch(/NEAR_COPY|ANOTHER/);
    }
  });

  it('is a list of checks with the reason that fits', async () => {
    const checks = [
      { code: 'FROZEN' as const, fromMs: 4000, toMs: 9000, value: null },
      { code: 'QUIET' as const, fromMs: null, toMs: null, value: 21 },
    ];
    const video = await brought(first, dana, { ...whole, checks });
    expect((await claim(video))?.checks).toEqual([
      { ...checks[0], reasonCode: 'FREEZES' },
      { ...checks[1], reasonCode: null },
    ]);
  });

  it('is read in the creator’s language where the creator can mend it', async () => {
    const video = await makeWaitingVideo(app, { store: first as MadeStore, creator: dana });
    const said = 'The picture is black for the first 4 s. Cut them off: shoppers leave at once.';
    await app.db.query(`UPDATE videos SET manifest = jsonb_set(manifest, '{warnings}', $2) WHERE id = $1`, [
      ...[video.id, JSON.stringify([said])],
    ]);
    await app.db.query(`UPDATE accounts SET locale = 'kk' WHERE id = $1`, [dana.accountId]);
    const { data } = await app.graphql(
      'query($id: ID!) { video(id: $id) { warnings } }',
      { id: video.id },
      { as: dana.cookie },
    );
    expect(data).toEqual({
      video: { warnings: ['Алғашқы 4 с экран қара. Басын қиып тастаңыз: сатып алушылар бірден кетіп қалады.'] },
    });
  });
});
