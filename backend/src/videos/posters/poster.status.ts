// The life of a creator's choice of a poster, from the choice to the files.

export const POSTER_STATES = [
  /** Its own picture is being stored; not yet a choice. */
  'arriving',
  /** Chosen; the worker makes its files. */
  'waiting',
  /** The video shows it, or showed it until the next choice. */
  'done',
  /** Another choice, or a new version of the video, came first. */
  'superseded',
  /** The picture could not be read. */
  'refused',
] as const;
export type PosterState = (typeof POSTER_STATES)[number];
