// Captions for the mock API: two languages of one video, saving with revisions, and a machine that listens.
import { ago } from './mock-data.js';
import { fail, mustBe, type Context } from './mock-support.js';

type Track = {
  id: string;
  videoId: string;
  language: string;
  label: string;
  source: string;
  state: string;
  revision: number;
  cueCount: number;
  outdated: boolean;
  updatedAt: string;
  cues: { startMs: number; endMs: number; text: string; settings: string }[];
};

const cue = (startMs: number, endMs: number, text: string) => ({ startMs, endMs, text, settings: '' });

/** Short enough for the stand-in clip to reach some of them. */
const WORDS = [
  cue(0, 1200, 'This is the mug I take to every call.'),
  cue(1200, 1900, 'It is heavy, it is warm, and it does not tip over when the cat walks by.'),
  cue(1800, 3500, 'And it holds\n<i>half a litre</i>.'),
];

function trackOf(language: string, label: string, more: Partial<Track>): Track {
  return {
    ...{ id: `cap_${language}`, videoId: 'vid_mug', language, label, source: 'uploaded', state: 'shown' },
    ...{ revision: 1, outdated: false, updatedAt: ago(3_600_000), cues: WORDS, cueCount: WORDS.length, ...more },
  };
}

export const captionTracks: Track[] = [
  trackOf('en', 'English', {}),
  trackOf('kk', 'Қазақ тілі', { source: 'recognised', state: 'draft', outdated: true }),
];

const recognitions = [
  { id: 'cap_r1', videoId: 'vid_mug', language: 'kk', state: 'done', reason: null, requestedAt: ago(7_200_000) },
  {
    id: 'cap_r2',
    videoId: 'vid_mug',
    language: 'ru',
    state: 'failed',
    reason: 'UNAVAILABLE',
    requestedAt: ago(90_000),
  },
];

function mustFind(id: string, revision: number): Track {
  const track = captionTracks.find((one) => one.id === id) ?? fail('NOT_FOUND');
  return track.revision === revision ? track : fail('CONFLICT');
}

export const captionAnswers = {
  captions: ({ videoId }: { videoId: string }, context: Context) => {
    mustBe(context);
    return {
      tracks: captionTracks.filter((one) => one.videoId === videoId),
      recognitions: recognitions.filter((one) => one.videoId === videoId),
      recognitionOffered: true,
      maxBytes: 1024 ** 2,
    };
  },
  showCaptions: ({ id, revision, shown }: { id: string; revision: number; shown: boolean }) => {
    const track = mustFind(id, revision);
    return Object.assign(track, { state: shown ? 'shown' : 'draft', revision: revision + 1 });
  },
  deleteCaptions: ({ id, revision }: { id: string; revision: number }) => {
    captionTracks.splice(captionTracks.indexOf(mustFind(id, revision)), 1);
    return id;
  },
  recogniseCaptions: ({ videoId, language }: { videoId: string; language: string }) => {
    const one = { id: `cap_r${recognitions.length + 1}`, videoId, language, state: 'waiting', reason: null };
    recognitions.push({ ...one, requestedAt: new Date().toISOString() } as (typeof recognitions)[number]);
    return one;
  },
};

/** Reads only what the editor itself writes; the real reader has tests of its own. */
const cuesOf = (vtt: string) =>
  vtt
    .split('\n\n')
    .slice(1)
    .map((block) => {
      const [times = '', ...lines] = block.trim().split('\n');
      const [start = 0, end = 0] = [...times.matchAll(/(\d+):(\d+):(\d+)\.(\d+)/g)].map(
        ([, h, m, s, ms]) => ((Number(h) * 60 + Number(m)) * 60 + Number(s)) * 1000 + Number(ms),
      );
      return cue(start, end, lines.join('\n'));
    });

/** PUT /captions/{video}/{language}: the status and the body of the answer. */
export function putCaptions(address: URL, body: string): [number, object] {
  const [, , videoId = '', language = ''] = address.pathname.split('/');
  const revision = Number(address.searchParams.get('revision'));
  const known = captionTracks.find((one) => one.videoId === videoId && one.language === language);
  const error = (code: string, more: object) => ({ error: { code, message: code, ...more } });
  if ((known?.revision ?? 0) !== revision) return [409, error('CONFLICT', { revision: known?.revision ?? 0 })];
  if (body.includes('soon')) return [400, error('BAD_CAPTIONS', { reason: 'BAD_TIME', line: 2 })];
  const cues = body.startsWith('WEBVTT') ? cuesOf(body) : WORDS;
  const source = address.searchParams.get('source') ?? 'uploaded';
  const track = known ?? trackOf(language, language, { videoId, revision: 0 });
  if (!known) captionTracks.push(track);
  Object.assign(track, { cues, source, cueCount: cues.length, revision: revision + 1, updatedAt: ago(0) });
  return [200, { id: track.id, revision: track.revision, state: track.state, cueCount: cues.length }];
}
