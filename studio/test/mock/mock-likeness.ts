// What the mock API says beside the queue: what a machine found about videos in review, and which videos are coming.
import { videos, type MockVideo } from './mock-data.js';
import { mustBe, pageOf, type Context, type PageArgs } from './mock-support.js';

/** Videos that are prepared just now, as `shown` shows them. */
export const comingAs = (shown: (video: MockVideo) => object) => (args: PageArgs, context: Context) => {
  mustBe(context, 'moderator', 'administrator');
  return pageOf(videos.filter((one) => one.status === 'transcoding').map(shown), args);
};

/** The shakers are a sped-up mirror image of the jar, with a black start. */
export function foundIn(video: MockVideo, shown: (video: MockVideo) => object) {
  if (video.id !== 'vid_shakers') return { nearCopies: [], checks: [] };
  const jar = videos.find((one) => one.id === 'vid_jar') as MockVideo;
  const copy = { same: 'both', score: 0.94, mirrored: true, speed: 1.25, copyFromMs: 1000, originalFromMs: 2000 };
  return {
    nearCopies: [
      {
        ...copy,
        lengthMs: 6000,
        own: false,
        reasonCode: 'STOLEN',
        original: { ...shown(jar), previewHlsUrl: '/mock/clip.webm' },
      },
    ],
    checks: [
      { code: 'BLACK', fromMs: 0, toMs: 3200, value: null, reasonCode: 'NO_PRODUCT' },
      { code: 'QUIET', fromMs: null, toMs: null, value: 21, reasonCode: null },
    ],
  };
}
