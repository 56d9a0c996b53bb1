// Why chapters or hot-spots are not taken: the closed lists, with plain words.

export const CHAPTER_PROBLEMS = {
  TOO_FEW: 'A video has at least two chapters, or none.',
  TOO_MANY: 'A video has at most 50 chapters.',
  NO_TIME: 'Begin each line with a time, such as 0:00 or 1:05.',
  NO_TITLE: 'Give each chapter a title.',
  TITLE_TOO_LONG: 'A title has at most 80 characters.',
  FIRST_NOT_AT_START: 'The first chapter begins at 0:00.',
  OUT_OF_ORDER: 'Each chapter begins later than the one before it.',
  TOO_CLOSE: 'A chapter lasts at least 3 seconds.',
  OUTSIDE: 'This chapter begins after the end of the video.',
} as const;
export type ChapterProblemCode = keyof typeof CHAPTER_PROBLEMS;

export const HOTSPOT_PROBLEMS = {
  TOO_MANY: 'A video has at most 20 hot-spots.',
  UNKNOWN_PRODUCT: 'A hot-spot shows a product that the video names.',
  OUTSIDE: 'A hot-spot begins and ends inside the video.',
  TOO_SHORT: 'A hot-spot is shown for at least one second.',
  OFF_THE_PICTURE: 'The place of a hot-spot is on the picture.',
  TOO_MANY_AT_ONCE: 'At most four hot-spots are shown at the same moment.',
} as const;
export type HotspotProblemCode = keyof typeof HOTSPOT_PROBLEMS;

/** What is wrong, and with which of the list, counted from 1; null where no single one is to blame. */
export interface MarkProblem<Code extends string> {
  reason: Code;
  number: number | null;
}
