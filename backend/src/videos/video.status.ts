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
 * had published it finds a fault. `retired` is the end. From `published` to `uploading` or `uploaded` goes a new version,
 * a better file or a trim of the same one; the earlier version stays live (`liveVersion`) until the new one is approved.
 */
export const MOVES: Readonly<Record<VideoStatus, readonly VideoStatus[]>> = {
  uploading: ['uploaded', 'refused', 'retired'],
  uploaded: ['checking', 'refused', 'retired'],
  checking: ['transcoding', 'refused', 'retired'],
  transcoding: ['in_review', 'refused', 'retired'],
  in_review: ['published', 'rejected', 'retired'],
  published: ['in_review', 'rejected', 'retired', 'uploading', 'uploaded'],
  rejected: ['in_review', 'uploading', 'uploaded', 'retired'],
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

/** Whether a new version may still be given up for the live one: at any step before it is published. */
export function mayGoBack(from: VideoStatus): boolean {
  return from !== 'published' && from !== 'retired';
}

/** Why a version of a video is there; `remake` is the same film made anew by us. */
export const VERSION_ORIGINS = ['upload', 'replacement', 'trim', 'remake'] as const;
export type VersionOrigin = (typeof VERSION_ORIGINS)[number];

/** A version is where its video is, or was left behind: by a newer one that went live, or before anyone could see it. */
export const VERSION_STATUSES = [...VIDEO_STATUSES, 'replaced', 'cancelled'] as const;
export type VersionStatus = (typeof VERSION_STATUSES)[number];
