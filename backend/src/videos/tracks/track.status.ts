// Kinds of alternative tracks, and the life of one as a table.

/** `description`: what can be seen is told. `sign`: an interpreter signs what can be heard. */
export const TRACK_KINDS = ['description', 'sign'] as const;
export type TrackKind = (typeof TRACK_KINDS)[number];

export const TRACK_STATES = ['arriving', 'waiting', 'in_review', 'shown', 'rejected', 'refused', 'removed'] as const;
export type TrackState = (typeof TRACK_STATES)[number];

/**
 * `waiting`: the file is there and is being prepared. `refused` is said by a machine about the file, `rejected` by a
 * moderator about what is in it. What is shown may be rejected later.
 */
export const TRACK_MOVES: Readonly<Record<TrackState, readonly TrackState[]>> = {
  arriving: ['waiting', 'removed'],
  waiting: ['in_review', 'refused', 'removed'],
  in_review: ['shown', 'rejected', 'removed'],
  shown: ['rejected', 'removed'],
  rejected: ['removed'],
  refused: ['removed'],
  removed: [],
};
