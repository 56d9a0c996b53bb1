// Chapters and hot-spots for the mock API: one video has some, saving counts revisions, and lines are read.
import { fail, mustBe, type Context } from '../mock-support.js';

type Chapter = { startMs: number; title: string };
type Hotspot = { productId: string; fromMs: number; toMs: number; xBps: number; yBps: number };

export const marksOfMug = {
  ...{ videoId: 'vid_mug', version: 2, durationMs: 46_000, maxChapters: 50, maxHotspots: 20 },
  chapters: [
    { startMs: 0, title: 'Unboxing' },
    { startMs: 12_000, title: 'The handle' },
  ] as Chapter[],
  chaptersRevision: 1,
  droppedChapters: [{ startMs: 48_000, title: 'After a month' }] as Chapter[],
  hotspots: [] as Hotspot[],
  ...{ hotspotsRevision: 0, hotspotsHeld: false, droppedHotspots: 1 },
};

const none = { chapters: [], chaptersRevision: 0, droppedChapters: [], droppedHotspots: 0 };

function assertRevision(given: number, present: number): void {
  if (given !== present) fail('CONFLICT', 'Saved by somebody else.');
}

export const marksAnswers = {
  videoMarks: ({ videoId }: { videoId: string }, context: Context) => {
    mustBe(context);
    return videoId === 'vid_mug' ? marksOfMug : { ...marksOfMug, ...none, videoId };
  },
  readChapters: ({ text }: { text: string }, context: Context) => {
    mustBe(context);
    return text
      .trim()
      .split('\n')
      .map((line, at) => {
        const [, minutes, seconds, title] = /^(\d+):(\d\d) (.+)$/.exec(line) ?? [];
        if (title === undefined)
          return fail('BAD_CHAPTERS', 'No time.', { reason: 'NO_TIME', line: at + 1, number: null });
        return { startMs: (Number(minutes) * 60 + Number(seconds)) * 1000, title };
      });
  },
  saveChapters: ({ revision, chapters }: { revision: number; chapters: Chapter[] }, context: Context) => {
    mustBe(context);
    assertRevision(revision, marksOfMug.chaptersRevision);
    const untitled = chapters.findIndex(({ title }) => title === '');
    if (untitled >= 0) fail('BAD_CHAPTERS', 'No title.', { reason: 'NO_TITLE', line: null, number: untitled + 1 });
    const saved = {
      chapters: chapters.map((one) => ({ ...one })),
      droppedChapters: [],
      chaptersRevision: revision + 1,
    };
    return Object.assign(marksOfMug, saved);
  },
  saveHotspots: ({ revision, hotspots }: { revision: number; hotspots: Hotspot[] }, context: Context) => {
    mustBe(context);
    assertRevision(revision, marksOfMug.hotspotsRevision);
    const saved = { hotspots: hotspots.map((one) => ({ ...one })), droppedHotspots: 0, hotspotsRevision: revision + 1 };
    return Object.assign(marksOfMug, saved);
  },
};
