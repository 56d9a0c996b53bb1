// The demo's videos: real clips, uploaded and prepared like anybody's, judged by the demo's moderator.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CLIPS, WAITING, type SeedClip } from './catalogue.js';
import type { Walkers } from './people.js';
import type { DemoStore } from './store.js';

interface SeedVideo {
  id: string;
  title: string;
  status: string;
}

/** Uploads what is missing; `prepare` runs the background jobs. Returns the published videos by product. */
export async function publishClips(
  people: Walkers,
  store: DemoStore,
  mediaDir: string,
  prepare: () => Promise<unknown>,
): Promise<Map<string, string>> {
  for (const clip of [...CLIPS, WAITING]) await uploadClip(people, store, mediaDir, clip);
  await prepare();
  const published = new Map<string, string>();
  for (const clip of CLIPS) {
    const video = await find(people, clip);
    if (video?.status === 'in_review') {
      await people.moderator.ask('mutation($v: ID!) { approveVideo(videoId: $v) { id } }', { v: video.id });
    } else if (video?.status !== 'published') {
      throw new Error(`${clip.file} is ${video?.status ?? 'missing'}, not in review`);
    }
    published.set(clip.productId, video.id);
  }
  await prepare();
  return published;
}

async function find(people: Walkers, clip: SeedClip): Promise<SeedVideo | undefined> {
  const { myVideos } = await people[clip.by].ask<{ myVideos: { nodes: SeedVideo[] } }>(
    '{ myVideos(first: 100) { nodes { id title status } } }',
  );
  return myVideos.nodes.find((v) => v.title === clip.title);
}

async function uploadClip(people: Walkers, store: DemoStore, mediaDir: string, clip: SeedClip): Promise<void> {
  if (await find(people, clip)) return;
  const bytes = await readFile(join(mediaDir, clip.file));
  const { createVideo } = await people[clip.by].ask<{ createVideo: { uploadUrl: string; video: { id: string } } }>(
    'mutation($i: CreateVideoInput!) { createVideo(input: $i) { uploadUrl video { id } } }',
    {
      i: {
        ...{ storeId: store.id, title: clip.title, productIds: [store.products.get(clip.productId)] },
        ...{ fileName: clip.file, sizeBytes: String(bytes.length), contentType: 'video/mp4' },
      },
    },
  );
  await people[clip.by].upload(createVideo.uploadUrl, createVideo.video.id, bytes);
}
