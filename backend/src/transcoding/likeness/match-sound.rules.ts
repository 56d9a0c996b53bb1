// Whether two sounds are the same one, at another level, faster or slower, higher or lower, and where.
import { align, changesOf, RATIOS, type Alignment } from './alignment.rules.js';
import { BANDS, type SoundPrint } from './print.rules.js';
import { BANDS_AN_OCTAVE, soundLevels } from './sound.rules.js';

export interface SoundMatch extends Alignment {
  /** In bands; 0 when the pitch was kept. */
  shift: number;
}

/** Slices to both sides whose mean counts as a steady hum. */
const REACH = 16;
/** Decibels of change that are half noise. */
const FAINT = 2;
const ENOUGH = 0.3;
/** 0.8 to 1.25 times as fast is two bands lower to two bands higher. */
const SHIFTS = [0, -0.5, 0.5, -1, 1, -1.5, 1.5, -2, 2];

/** The best match of two sounds, good or bad. */
export function matchSounds(mine: SoundPrint, theirs: SoundPrint): SoundMatch | null {
  const own = changesOf({ size: BANDS, values: soundLevels(mine, 0) }, REACH, FAINT);
  let best: SoundMatch | null = null;
  for (const shift of SHIFTS) {
    const others = changesOf({ size: BANDS, values: soundLevels(theirs, shift) }, REACH, FAINT);
    // A shift of the pitch belongs to one speed: mine is `ratio` times as fast, its bands lie as much higher.
    const fits = (ratio: number) => shift === 0 || Math.abs(BANDS_AN_OCTAVE * Math.log2(ratio) + shift) < 0.35;
    const found = align(own, others, ENOUGH, RATIOS.filter(fits));
    if (found && (!best || found.score * Math.sqrt(found.telling) > best.score * Math.sqrt(best.telling))) {
      best = { ...found, shift };
    }
  }
  return best;
}
