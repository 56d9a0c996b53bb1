// The life of a video as a table: from each status, where it may go.

export const VIDEO_STATUSES = [
  'uploading',
  'uploaded',
  'checking',
  'transcoding',
  'in_review',
  'published',
  'rejected',
  'refused',
  'retired',
] as const;
export type VideoStatus = (typeof VIDEO_STATUSES)[number];

/**
 * `refused` is said by a machine about a file (not a video, damaged, too long); `rejected` by a moderator about content.
 * Both may come back with a new file under the same id. A published video becomes `rejected` when the look after a rule
 * had published it finds a fault. `retired` is the end.
 */
export const MOVES: Readonly<Record<VideoStatus, readonly VideoStatus[]>> = {
  uploading: ['uploaded', 'refused', 'retired'],
  uploaded: ['checking', 'refused', 'retired'],
  checking: ['transcoding', 'refused', 'retired'],
  transcoding: ['in_review', 'refused', 'retired'],
  in_review: ['published', 'rejected', 'retired'],
  published: ['in_review', 'rejected', 'retired'],
  rejected: ['in_review', 'uploading', 'retired'],
  refused: ['uploading', 'retired'],
  retired: [],
};

export function mayMove(from: VideoStatus, to: VideoStatus): boolean {
  return MOVES[from].includes(to);
}

/** The statuses in which the worker is busy with the file. */
export const IN_PREPARATION: readonly VideoStatus[] = ['uploaded', 'checking', 'transcoding'];

/** A part that plays early stays playable when a video moves on to these; every other move takes it away. */
export const KEEPS_EARLY_PLAY = IN_PREPARATION;

/** The statuses that a creator may still call off: nothing was judged yet. */
export const CANCELLABLE: readonly VideoStatus[] = ['uploading', ...IN_PREPARATION];
