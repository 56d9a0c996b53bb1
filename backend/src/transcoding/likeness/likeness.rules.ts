// Whether one video is a near copy of another: by its picture, by its sound or by both, and with which evidence.
import type { Alignment } from './alignment.rules.js';
import { matchSounds, type SoundMatch } from './match-sound.rules.js';
import { matchPictures, type PictureMatch } from './picture.rules.js';
import { FRAMES_A_SECOND, SLICES_A_SECOND, type Print } from './print.rules.js';

export interface Likeness {
  same: 'picture' | 'sound' | 'both';
  /** 0 to 1: how alike the changing part is over the whole overlap. */
  score: number;
  mirrored: boolean;
  /** How many times as fast mine runs. */
  speed: number;
  overlap: { mineFromMs: number; theirsFromMs: number; lengthMs: number };
}

export type LikenessVerdict =
  { near: true; likeness: Likeness } | { near: false; reason: 'NOTHING_TO_COMPARE' | 'DIFFERENT' };

/**
 * Measured over the sample clips: copies score 0.81 and more with a still part of 0.59 and more, different clips at most
 * 0.54; two parts of one scene, filmed on, at most 0.63 where anything but the camera moves. Two seconds must change.
 */
const PICTURE = { score: 0.7, still: 0.55, telling: 8 };
/** Copies have a score times the root of its slices of 4 and more, different clips of at most 2.6. */
const SOUND = { score: 0.6, weight: 3.4, telling: 16 };

const isSamePicture = (m: PictureMatch | null): m is PictureMatch =>
  m !== null && m.score >= PICTURE.score && m.stillScore >= PICTURE.still && m.telling >= PICTURE.telling;

const isSameSound = (m: SoundMatch | null): m is SoundMatch =>
  m !== null && m.score >= SOUND.score && m.telling >= SOUND.telling && m.score * Math.sqrt(m.telling) >= SOUND.weight;

const weight = ({ score, telling }: Alignment): number => score * Math.sqrt(telling);

/** Whose times are told. A slow picture runs nearly as well beside itself a little faster; speech does not. */
const surer = (picture: PictureMatch | null, sound: SoundMatch | null): PictureMatch | SoundMatch | null =>
  picture && sound ? (weight(sound) >= weight(picture) ? sound : picture) : (picture ?? sound);

/** Compares two prints of one edition; some 50 ms for clips of ten seconds. */
export function judgeLikeness(mine: Print, theirs: Print): LikenessVerdict {
  const foundPicture = mine.picture && theirs.picture ? matchPictures(mine.picture, theirs.picture) : null;
  const foundSound = mine.sound && theirs.sound ? matchSounds(mine.sound, theirs.sound) : null;
  if (!foundPicture && !foundSound) return { near: false, reason: 'NOTHING_TO_COMPARE' };
  const picture = isSamePicture(foundPicture) ? foundPicture : null;
  const sound = isSameSound(foundSound) ? foundSound : null;
  const found = surer(picture, sound);
  if (!found) return { near: false, reason: 'DIFFERENT' };
  const ms = (units: number) => Math.round((units * 1000) / (found === sound ? SLICES_A_SECOND : FRAMES_A_SECOND));
  const likeness: Likeness = {
    same: picture && sound ? 'both' : picture ? 'picture' : 'sound',
    score: Math.min(1, Math.round((picture ?? found).score * 100) / 100),
    mirrored: picture?.place.mirrored ?? false,
    speed: Math.round(found.ratio * 100) / 100,
    overlap: { mineFromMs: ms(found.mineFrom), theirsFromMs: ms(found.theirsFrom), lengthMs: ms(found.length) },
  };
  return { near: true, likeness };
}
