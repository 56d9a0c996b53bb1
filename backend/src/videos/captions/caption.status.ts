// The closed sets of captions: where the words came from, who sees them, and how far listening to a video has got.

/** `recognised` are words that a machine heard; a person who saves them makes them `edited`. */
export const CAPTION_SOURCES = ['uploaded', 'edited', 'recognised'] as const;
export type CaptionSource = (typeof CAPTION_SOURCES)[number];

/** A draft is seen by those who may edit it; viewers see what is shown. */
export const CAPTION_STATES = ['draft', 'shown'] as const;
export type CaptionState = (typeof CAPTION_STATES)[number];

export const RECOGNITION_STATES = ['waiting', 'done', 'failed'] as const;
export type RecognitionState = (typeof RECOGNITION_STATES)[number];
