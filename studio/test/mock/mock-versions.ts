// Versions, licence and deletion in the mock API: one video has a long history, others only their first version.
import { ago, DAY, videos } from './mock-data.js';
import { moveVideo } from './mock-mutations.js';
import { videoOf } from './mock-queries.js';
import { fail, pageOf, type PageArgs } from './mock-support.js';

type Id = { id: string };

const mustFind = (id: string) => videos.find((one) => one.id === id) ?? fail('NOT_FOUND');

const decided = (action: string, more: object = {}) => ({
  ...{
    action,
    at: ago(4 * DAY),
    automated: false,
    actor: 'Marat Ospanov',
    reasonCode: null,
    timecodeMs: null,
    note: null,
  },
  ...more,
});

function history(video: ReturnType<typeof mustFind>): object[] {
  const base = {
    why: null,
    keep: null,
    fileName: video.fileName,
    sizeBytes: video.sizeBytes,
    publishedAt: null,
    endedAt: null,
  };
  const first = {
    ...base,
    ...{ videoId: video.id, version: 1, madeBy: 'upload', status: 'replaced', live: false, durationMs: 52_000 },
    ...{ startedAt: ago(9 * DAY), filesRemoved: true, decision: decided('approved') },
  };
  if (video.version === 1) {
    return [{ ...first, status: video.status, live: video.liveVersion === 1, filesRemoved: false, decision: null }];
  }
  const rejection = decided('rejected', {
    reasonCode: 'PRICE_TEXT',
    timecodeMs: 12_000,
    note: 'The price is on the sticker',
  });
  return [
    {
      ...base,
      ...{ videoId: video.id, version: 3, madeBy: 'trim', status: video.status, live: video.liveVersion === 3 },
      ...{
        why: 'The price sticker is cut out',
        keep: [
          { fromMs: 0, toMs: 11_000 },
          { fromMs: 15_000, toMs: 42_400 },
        ],
      },
      ...{ durationMs: 38_400, startedAt: ago(3 * DAY), filesRemoved: false, decision: decided('approved') },
    },
    {
      ...base,
      ...{ videoId: video.id, version: 2, madeBy: 'replacement', status: 'rejected', live: false, durationMs: 42_400 },
      ...{ why: 'Filmed again in daylight', startedAt: ago(5 * DAY), filesRemoved: false, decision: rejection },
    },
    first,
  ];
}

for (const video of videos.filter(({ id }) => id === 'vid_mug' || id === 'vid_shakers')) {
  video.version = 3;
  video.liveVersion = video.status === 'published' ? 3 : 1;
}

export const versions = {
  videoVersions: (args: PageArgs & { videoId: string }) => pageOf(history(mustFind(args.videoId)), args),
  replaceVideo: ({ id, fileName, sizeBytes }: Id & { fileName: string; sizeBytes: string }) => {
    const video = mustFind(id);
    Object.assign(video, { fileName, sizeBytes, uploadedBytes: '0', version: video.version + 1 });
    moveVideo(video, 'uploading');
    return { uploadUrl: '/uploads', maxBytes: '5368709120', video: videoOf(video) };
  },
  trimVideo: ({ id }: Id) => {
    const video = mustFind(id);
    video.version++;
    moveVideo(video, 'uploaded');
    return videoOf(video);
  },
  giveUpVersion: ({ id }: Id) => {
    const video = mustFind(id);
    video.version = video.liveVersion ?? video.version;
    moveVideo(video, 'published');
    return videoOf(video);
  },
  setVideoLicence: ({ id, licence }: Id & { licence: object }) => {
    const video = mustFind(id);
    Object.assign(video.licence, licence);
    return videoOf(video);
  },
  deleteVideoForGood: ({ id }: Id) => {
    const video = mustFind(id);
    video.forgottenAt = ago(0);
    moveVideo(video, 'retired');
    return videoOf(video);
  },
};
