// What every way of sending a file promises: it starts, it stops, and it tells how far it is.

/** Why sending stopped for good; a key under `uploads.problem`. */
export type Problem = 'signedOut' | 'expired' | 'tooLarge' | 'elsewhere' | 'refused' | 'noRoom' | 'gone';

export type SenderEvents = {
  onProgress: (sentBytes: number) => void;
  /** The line is away; the sender goes on by itself. */
  onWaiting: () => void;
  onDone: () => void;
  onFailed: (problem: Problem) => void;
};

/** With `trackId` the file is that of an alternative track, and not the video's own. */
export type Sending = { videoId: string; trackId?: string; file: File; uploadUrl: string };

/** `start` goes on where an earlier try with the same file stopped, also one before a reload. */
export type Sender = { start: () => void; stop: () => Promise<void> };

/** At once, then ever more slowly, for about an hour; after that the person is asked. */
export const RETRY_MS = [0, 1000, 3000, 5000, 10_000, 20_000, ...Array.from({ length: 120 }, () => 30_000)];
