// What the specs of captions share: a store, its creator, and questions about captions and their files.
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { expect } from '@jest/globals';
import { Storage } from '../../src/base/storage/storage.js';
import type { Video } from '../../src/videos/video.entity.js';
import { mediaFolder } from '../../src/videos/video.rules.js';
import { VideosService } from '../../src/videos/videos.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { makeCreator, makeStore, type MadeStore, type SignedCreator } from '../support/make.js';
import { FILES, makeWaitingVideo, MANIFEST } from '../support/make-videos.js';

export const SRT =
  '1\n00:00:01,000 --> 00:00:02,500\nThe mug is <b>heavy</b>\n\n2\n00:00:03,000 --> 00:00:04,000\nand warm\n';
export const SEE = `query($v: ID!) { captions(videoId: $v) { recognitionOffered maxBytes recognitions { state }
  tracks { id language label source state revision cueCount outdated cues { startMs endMs text settings } } } }`;
export interface Track {
  id: string;
  language: string;
  label: string;
  source: string;
  state: string;
  revision: number;
  cueCount: number;
  outdated: boolean;
  cues: { text: string }[];
}

export const SHOW =
  'mutation($id: ID!, $r: Int!, $s: Boolean!) { showCaptions(id: $id, revision: $r, shown: $s) { state revision } }';
export const DELETE = 'mutation($id: ID!, $r: Int!) { deleteCaptions(id: $id, revision: $r) }';

export const folderOf = (v: Pick<Video, 'id' | 'storeId' | 'version'>) =>
  mediaFolder({ storeId: v.storeId, videoId: v.id, version: v.version });

export interface CaptionStage {
  app: TestApp;
  store: MadeStore;
  dana: SignedCreator;
  videoNow(id: string): Promise<Video>;
  /** The text of a stored file. */
  text(key: string): Promise<string>;
  tracksOf(videoId: string, as?: string): Promise<Track[]>;
  put(
    ...asked: [videoId: string, language: string, file: string | Buffer, query?: string, as?: string]
  ): ReturnType<TestApp['http']['put']>;
  /** A prepared video with a manifest that tells of its stand-in files, as a real one does. */
  waiting(): Promise<Video>;
  honest(id: string): Promise<Video>;
  /** The listing of the store is the manifest, in names, sizes and hashes; and both manifests agree. */
  assertWhole(id: string): Promise<string[]>;
}

export async function setCaptionStage(): Promise<CaptionStage> {
  const app = await startApp();
  const store = await makeStore(app);
  const dana = await makeCreator(app, { name: 'Dana' });
  const videoNow = (id: string) => app.get(VideosService).byId(id);
  const text = async (key: string) => (await buffer((await app.get(Storage).get(key)).stream)).toString();

  const tracksOf = async (videoId: string, as = dana.cookie) =>
    (await app.graphql<{ captions: { tracks: Track[] } }>(SEE, { v: videoId }, { as })).data?.captions.tracks ?? [];
  const put = (videoId: string, language: string, file: string | Buffer, asked = 'revision=0', as = dana.cookie) =>
    app.http
      .put(`/captions/${videoId}/${language}?${asked}`)
      .set({ cookie: as, 'content-type': 'text/vtt' })
      .send(file);

  /** A prepared video with a manifest that tells of its stand-in files, as a real one does. */
  async function waiting(): Promise<Video> {
    const { id } = await makeWaitingVideo(app, { store, creator: dana });
    return honest(id);
  }

  async function honest(id: string): Promise<Video> {
    const video = await videoNow(id);
    const files = Object.entries(FILES).map(([name, body]) => ({
      ...{ name, sizeBytes: Buffer.byteLength(body), sha256: createHash('sha256').update(body).digest('hex') },
    }));
    const manifest = { ...(video.manifest ?? MANIFEST), files };
    await app.db.query('UPDATE videos SET manifest = $2 WHERE id = $1', [id, manifest]);
    await app
      .get(Storage)
      .put(`${folderOf(video)}/manifest.json`, Buffer.from(JSON.stringify({ ...manifest, thumbhash: 'x' })));
    return videoNow(id);
  }

  /** The listing of the store is the manifest, in names, sizes and hashes; and both manifests agree. */
  async function assertWhole(id: string): Promise<string[]> {
    const video = await videoNow(id);
    const files = video.manifest?.files ?? [];
    const listed: string[] = [];
    for await (const { key } of app.get(Storage).list(folderOf(video))) listed.push(key.split('/').at(-1) ?? '');
    expect(listed.sort()).toEqual([...files.map((f) => f.name), 'manifest.json'].sort());
    for (const file of files) {
      const body = await text(`${folderOf(video)}/${file.name}`);
      const sha256 = createHash('sha256').update(body).digest('hex');
      expect({ ...file, sha256, sizeBytes: Buffer.byteLength(body) }).toEqual(file);
    }
    const stored = JSON.parse(await text(`${folderOf(video)}/manifest.json`)) as typeof MANIFEST & {
      thumbhash: string;
    };
    expect(stored).toMatchObject({ thumbhash: 'x', captions: video.manifest?.captions });
    expect(stored.files).toEqual(files);
    return listed;
  }

  return { app, store, dana, videoNow, text, tracksOf, put, waiting, honest, assertWhole };
}
