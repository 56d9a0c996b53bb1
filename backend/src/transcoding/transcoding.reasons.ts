// Why a file cannot become a video here: the closed list of codes and the plain words that creators read.

export const REFUSAL_CODES = ['NOT_A_VIDEO', 'NO_MOVING_PICTURE', 'OUT_OF_BOUNDS', 'DAMAGED', 'CANNOT_DECODE'] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** A refusal as the creator, the command line and the video's row carry it. */
export interface RefusedFile {
  code: RefusalCode;
  message: string;
  whatToDo: string;
  /** What was found, for people who look closer. Never shown alone. */
  detail: string;
}

const WHAT_TO_DO: Readonly<Record<RefusalCode, string>> = {
  NOT_A_VIDEO: 'Choose the video itself: an MP4, MOV, WebM, MKV, AVI or WMV file from your phone or camera.',
  NO_MOVING_PICTURE: 'Choose a file with a moving picture. Sound alone or a photo cannot be shown as a review.',
  OUT_OF_BOUNDS: 'Change the video so that it fits, then upload it again.',
  DAMAGED: 'Play the file on your device to the end. If it stops early there too, copy it again or record it again.',
  CANNOT_DECODE: 'Save the video as MP4 with H.264 and upload that file.',
};

const PLAIN: Readonly<Record<RefusalCode, string>> = {
  NOT_A_VIDEO: 'This file is not a video that we take.',
  NO_MOVING_PICTURE: 'This file has no moving picture.',
  OUT_OF_BOUNDS: 'This video is outside what this shop takes.',
  DAMAGED: 'This video is damaged.',
  CANNOT_DECODE: 'We cannot read the picture in this file.',
};

/** A refusal with its plain words; `message` replaces the general sentence where more is known. */
export function refuse(code: RefusalCode, detail: string, message?: string, whatToDo?: string): RefusedFile {
  return { code, message: message ?? PLAIN[code], whatToDo: whatToDo ?? WHAT_TO_DO[code], detail };
}

/** Why a file cannot become an alternative track, beside what is wrong with any file. */
export const TRACK_REFUSAL_CODES = ['LENGTH_DIFFERS', 'NO_SOUND'] as const;
export type TrackRefusalCode = (typeof TRACK_REFUSAL_CODES)[number];

export interface RefusedTrack extends Omit<RefusedFile, 'code'> {
  code: RefusalCode | TrackRefusalCode;
}

const OF_TRACKS: Readonly<Record<TrackRefusalCode, { message: string; whatToDo: string }>> = {
  LENGTH_DIFFERS: {
    message: 'The track and the video have different lengths.',
    whatToDo: 'Make the track as long as the video, to within half a second, and upload it again.',
  },
  NO_SOUND: {
    message: 'No sound in this file can be heard.',
    whatToDo: 'Choose an MP3, M4A, WAV or Ogg file with the description, or a video with it.',
  },
};

/** A refusal of a track with its plain words. */
export function refuseTrack(code: TrackRefusalCode, detail: string, message?: string): RefusedTrack {
  const words = OF_TRACKS[code];
  return { code, message: message ?? words.message, whatToDo: words.whatToDo, detail };
}
