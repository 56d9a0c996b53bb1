// Why captions are not taken, and why listening to a video gave none: the closed lists, with plain words.

export const CAPTION_PROBLEMS = {
  TOO_LARGE: 'The file is larger than 1 MiB.',
  NOT_TEXT: 'This is not a text file. Save the captions as SRT or WebVTT in UTF-8.',
  NOTHING: 'There are no captions in this file.',
  NO_TIME: 'Here a time was expected, such as 00:00:01,000 --> 00:00:03,500.',
  BAD_TIME: 'This time cannot be read. Write it as 00:00:01,000 --> 00:00:03,500.',
  ENDS_BEFORE: 'This caption ends before it begins.',
  OUTSIDE: 'This caption begins after the end of the video.',
  TOO_LONG: 'This caption is longer than 500 characters.',
  TOO_MANY: 'There are more than 5000 captions in this file.',
} as const;
export type CaptionProblemCode = keyof typeof CAPTION_PROBLEMS;

/** What is wrong, and in which line of the file, counted from 1; null where no single line is to blame. */
export interface CaptionProblem {
  reason: CaptionProblemCode;
  line: number | null;
}

/** `Line 12: This caption ends before it begins.` */
export function sayProblem({ reason, line }: CaptionProblem): string {
  return line === null ? CAPTION_PROBLEMS[reason] : `Line ${line}: ${CAPTION_PROBLEMS[reason]}`;
}

export const RECOGNITION_FAILURES = {
  NO_SOUND: 'The video has no sound.',
  NOTHING_HEARD: 'No speech was heard in the video.',
  REFUSED: 'The speech service refused the request. Whoever runs this service must look at its settings.',
  NOT_UNDERSTOOD: 'The speech service answered with something that is not a transcript.',
  UNAVAILABLE: 'The speech service did not answer, however often it was asked. Try again later.',
  LANGUAGE_TAKEN: 'Captions in this language came in the meantime; they were kept.',
  VIDEO_CHANGED: 'The video was changed in the meantime. Ask again.',
} as const;
export type RecognitionFailure = keyof typeof RECOGNITION_FAILURES;
