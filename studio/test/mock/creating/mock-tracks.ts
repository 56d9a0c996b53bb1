// Audio description and sign language for the mock API: each state of a track, sending one, deciding, removing.
import { videos } from '../mock-data.js';
import { fail, mustBe, type Context } from '../mock-support.js';

interface Track {
  id: string;
  videoId: string;
  kind: string;
  language: string;
  label: string;
  state: string;
  version: number;
  fileName: string;
  previewHlsUrl: string | null;
  refusal: { code: string; message: string; whatToDo: string } | null;
  rejection: { reasonCode: string; message: string; howToFix: string; note: string | null } | null;
  createdAt: string;
  updatedAt: string;
}

const at = '2026-11-20T10:00:00.000Z';
const trackOf = (id: string, kind: string, language: string, state: string, more: Partial<Track> = {}): Track => ({
  ...{
    id,
    videoId: 'vid_mug',
    kind,
    language,
    label: language,
    state,
    version: 1,
    fileName: `${kind}-${language}.mp4`,
  },
  ...{ previewHlsUrl: null, refusal: null, rejection: null, createdAt: at, updatedAt: at, ...more },
});

export const videoTracks: Track[] = [
  trackOf('trk_shown', 'sign', 'ru', 'shown', { previewHlsUrl: '/mock/clip.webm' }),
  trackOf('trk_review', 'description', 'kk', 'in_review', { previewHlsUrl: '/mock/clip.webm' }),
  trackOf('trk_refused', 'description', 'ru', 'refused', {
    refusal: {
      code: 'LENGTH_DIFFERS',
      message: 'The track lasts 40 s, and the video 38 s.',
      whatToDo: 'Make the track as long as the video, to within half a second, and upload it again.',
    },
  }),
];

const found = (id: string): Track => videoTracks.find((one) => one.id === id) ?? fail('NOT_FOUND');

/** A track's file came. */
export function trackArrived(id: string): void {
  const track = videoTracks.find((one) => one.id === id);
  if (track) track.state = 'waiting';
}

export const trackAnswers = {
  videoTracks: ({ videoId }: { videoId: string }, context: Context) => {
    mustBe(context);
    const { version } = videos.find(({ id }) => id === videoId) ?? fail('NOT_FOUND');
    // Those of the spec belong to whatever version the video has come to.
    return videoTracks.filter((one) => one.videoId === videoId).map((one) => ({ ...one, version }));
  },
  beginTrack: ({ input }: { input: { videoId: string; kind: string; language: string; fileName: string } }) => {
    const same = videoTracks.some(({ kind, language }) => kind === input.kind && language === input.language);
    if (same) fail('CONFLICT', 'There is a track of this kind and language. Remove it first.');
    const track = trackOf(`trk_${videoTracks.length}`, input.kind, input.language, 'arriving', {
      ...{ videoId: input.videoId, fileName: input.fileName },
    });
    videoTracks.push(track);
    return track;
  },
  removeTrack: ({ id }: { id: string }) => {
    videoTracks.splice(videoTracks.indexOf(found(id)), 1);
    return id;
  },
  approveTrack: ({ id }: { id: string }, context: Context) => {
    mustBe(context, 'moderator', 'administrator');
    return Object.assign(found(id), { state: 'shown' });
  },
  rejectTrack: ({ id, reasonCode }: { id: string; reasonCode: string }, context: Context) => {
    mustBe(context, 'moderator', 'administrator');
    const rejection = { reasonCode, message: 'The picture is blurred', howToFix: 'Send it sharper.', note: null };
    return Object.assign(found(id), { state: 'rejected', rejection });
  },
};
