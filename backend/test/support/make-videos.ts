// Makers of videos for specs: any status, with small stand-in files where a real encode is not the point.
import type { Product } from '../../src/products/product.entity.js';
import { Storage } from '../../src/base/storage/storage.js';
import { ModerationService } from '../../src/moderation/moderation.service.js';
import { AuthoringService } from '../../src/videos/authoring.service.js';
import type { Video } from '../../src/videos/video.entity.js';
import { mediaFolder, type VideoManifest } from '../../src/videos/video.rules.js';
import { VideosService } from '../../src/videos/videos.service.js';
import type { TestApp } from './app.js';
import { actorOf, makeCreator, makeProduct, makeStaff, type MadeStore, type Signed } from './make.js';

export const MANIFEST: VideoManifest = {
  durationMs: 20_000,
  width: 720,
  height: 1280,
  renditions: [{ name: '480p', width: 480, height: 854, bitrate: 900_000 }],
  master: 'master.m3u8',
  mp4: '720p.mp4',
  poster: 'poster.jpg',
  captions: [],
  warnings: ['The sound is very quiet.'],
  files: [],
};

/** Stand-ins for what preparation writes. */
export const FILES: Record<string, string> = {
  'master.m3u8': '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=900000\n480p.m3u8\n',
  '480p.m3u8': '#EXTM3U\n#EXTINF:2,\n480p_0001.m4s\n#EXT-X-ENDLIST\n',
  '480p_0001.m4s': 'segment '.repeat(100),
  '720p.mp4': 'progressive '.repeat(100),
  'poster.jpg': 'picture',
};

interface VideoInput {
  store: MadeStore;
  creator?: Signed;
  products?: Product[];
  title?: string;
}

/** A video whose file is awaited. */
export async function makeUploadingVideo(app: TestApp, input: VideoInput): Promise<Video> {
  const creator = input.creator ?? (await makeCreator(app));
  const products = input.products ?? [await makeProduct(app, input.store)];
  return app.get(AuthoringService).create(await actorOf(app, creator), {
    storeId: input.store.id,
    title: input.title ?? 'A review',
    productIds: products.map((p) => p.id),
    fileName: 'clip.mp4',
    sizeBytes: '1000',
    contentType: 'video/mp4',
  });
}

/** A prepared video that waits for a moderator; its stand-in files are in the store. */
export async function makeWaitingVideo(app: TestApp, input: VideoInput): Promise<Video> {
  const { id } = await makeUploadingVideo(app, input);
  await prepare(app, id);
  return app.get(VideosService).byId(id);
}

/** A published video on the cards of its products. */
export async function makePublishedVideo(app: TestApp, input: VideoInput): Promise<Video> {
  const { id } = await makeWaitingVideo(app, input);
  const moderator = await actorOf(app, await makeStaff(app, 'moderator'));
  await app.get(ModerationService).approve(moderator, id, null);
  await app.drainJobs();
  return app.get(VideosService).byId(id);
}

/** Takes an awaited file for arrived and prepared. */
export async function prepare(app: TestApp, videoId: string): Promise<void> {
  const videos = app.get(VideosService);
  const storage = app.get(Storage);
  const uploaded = await app.db.transaction(async (em) => {
    const video = await videos.lock(em, videoId);
    const originalKey = `originals/upl_${videoId}_${video.version}/file`;
    return videos.move(em, video, 'uploaded', { kind: 'system', name: 'spec' }, { originalKey });
  });
  await storage.put(uploaded.originalKey ?? '', Buffer.from('original'));
  const folder = mediaFolder({ storeId: uploaded.storeId, videoId, version: uploaded.version });
  for (const [name, text] of Object.entries(FILES)) await storage.put(`${folder}/${name}`, Buffer.from(text));
  const work = { videoId, version: uploaded.version };
  await videos.markChecking(work);
  await videos.markTranscoding(work);
  await videos.markPrepared(work, MANIFEST);
}
