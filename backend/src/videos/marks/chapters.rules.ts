// Chapters of a video: what a list may be, how people write it, and what a new cut leaves of it.
import type { MarkProblem, ChapterProblemCode } from './marks.reasons.js';
import { spanAfter, type Cut } from './cut.rules.js';

/** `startMs` from the beginning of the video; a chapter ends where the next begins, the last with the video. */
export interface Chapter {
  startMs: number;
  title: string;
}

export const MAX_CHAPTERS = 50;
export const MAX_CHAPTER_TITLE = 80;
/** Shorter than this nobody could read its name on the bar. */
export const MIN_CHAPTER_MS = 3_000;
/** A list of 50 long lines, with room for blank ones. */
export const MAX_CHAPTER_TEXT = 20_000;

export type ChapterVerdict = { chapters: Chapter[] } | { problem: MarkProblem<ChapterProblemCode> };

const no = (reason: ChapterProblemCode, number: number | null = null): ChapterVerdict => ({
  problem: { reason, number },
});

/** One line of text: control characters and runs of spaces become one space. */
function tidyTitle(title: string): string {
  return title.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}

/** Whether these may be the chapters of a video of `durationMs`; the first fault is told. None at all is right. */
export function judgeChapters(asked: readonly Chapter[], durationMs: number): ChapterVerdict {
  if (asked.length === 0) return { chapters: [] };
  if (asked.length === 1) return no('TOO_FEW');
  if (asked.length > MAX_CHAPTERS) return no('TOO_MANY', MAX_CHAPTERS + 1);
  let before = -Infinity;
  for (const [at, { startMs, title }] of asked.entries()) {
    const number = at + 1;
    const tidy = tidyTitle(title);
    if (tidy === '') return no('NO_TITLE', number);
    if ([...tidy].length > MAX_CHAPTER_TITLE) return no('TITLE_TOO_LONG', number);
    if (at === 0 && startMs !== 0) return no('FIRST_NOT_AT_START', number);
    if (startMs <= before) return no('OUT_OF_ORDER', number);
    if (startMs >= durationMs) return no('OUTSIDE', number);
    if (startMs - before < MIN_CHAPTER_MS) return no('TOO_CLOSE', at);
    if (durationMs - startMs < MIN_CHAPTER_MS) return no('TOO_CLOSE', number);
    before = startMs;
  }
  return { chapters: asked.map(({ startMs, title }) => ({ startMs, title: tidyTitle(title) })) };
}

/** `1:02:03`, `2:05` or `0:07.5`, perhaps in brackets, perhaps after a bullet, perhaps with a dash behind it. */
const LINE =
  /^\s*(?:[-*•]\s*)?[[(]?(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)(?:[.,](\d{1,3}))?[\])]?(?:\s*[-–—:|]\s+|\s+|$)(.*)$/u;

/**
 * Reads chapters as people write them under a video: `0:00 Unboxing`, one a line; blank lines are left out. A problem names
 * the line. Times and titles are judged by `judgeChapters`, whose numbers count chapters.
 */
export function readChapters(text: string): ChapterVerdict {
  const chapters: Chapter[] = [];
  for (const [at, line] of text
    .replace(/^\ufeff/, '')
    .split(/\r\n?|\n/)
    .entries()) {
    if (line.trim() === '') continue;
    const found = LINE.exec(line);
    if (!found) return no('NO_TIME', at + 1);
    const [, hours = '0', minutes = '0', seconds = '0', part = '', title = ''] = found;
    if (title.trim() === '') return no('NO_TITLE', at + 1);
    const wholeS = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
    chapters.push({ startMs: wholeS * 1000 + Number(part.padEnd(3, '0')), title: tidyTitle(title) });
    if (chapters.length > MAX_CHAPTERS) return no('TOO_MANY', at + 1);
  }
  return { chapters };
}

export interface Carried<Item> {
  items: Item[];
  /** What found no place. */
  dropped: Item[];
}

/**
 * The chapters in another cut of the video: each begins with the first moment of it that is left. One of which too little is
 * left to be one of its own is dropped, and so is a single one that remains, because it would name nothing.
 */
export function carryChapters(chapters: readonly Chapter[], cut: Cut): Carried<Chapter> {
  const items: Chapter[] = [];
  const dropped: Chapter[] = [];
  for (const [at, chapter] of chapters.entries()) {
    const endMs = chapters[at + 1]?.startMs ?? cut.fromDurationMs;
    const span = spanAfter(cut, chapter.startMs, endMs);
    if (!span) dropped.push(chapter);
    else items.push({ startMs: span.fromMs, title: chapter.title });
  }
  items.sort((one, other) => one.startMs - other.startMs);
  const kept = items.filter((chapter, at) => {
    const endMs = items[at + 1]?.startMs ?? cut.toDurationMs;
    if (endMs - chapter.startMs >= MIN_CHAPTER_MS) return true;
    dropped.push(chapter);
    return false;
  });
  const [first, ...rest] = kept;
  if (!first || rest.length === 0) return { items: [], dropped: [...dropped, ...kept] };
  return { items: [{ ...first, startMs: 0 }, ...rest], dropped };
}

/** WebVTT counts hours, minutes, seconds and thousandths. */
function clock(ms: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const rest = String(ms % 1000).padStart(3, '0');
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}.${rest}`;
}

/** A WebVTT file of chapters, as `<track kind="chapters">` takes it. */
export function chaptersFile(chapters: readonly Chapter[], durationMs: number): string {
  const cues = chapters.map(({ startMs, title }, at) => {
    const endMs = chapters[at + 1]?.startMs ?? durationMs;
    const text = title.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    return `${at + 1}\n${clock(startMs)} --> ${clock(endMs)}\n${text}\n`;
  });
  return ['WEBVTT\n', ...cues].join('\n');
}
