// What a machine may notice about a prepared video: the closed list, for moderators and for the creator's warnings.

export const CHECK_CODES = [
  'BLACK',
  'FROZEN',
  'SILENT',
  'NO_SOUND',
  'QUIET',
  'BLURRED',
  'BORDERS',
  'SMALL_PICTURE',
  'SHORT',
  'LONG',
] as const;
export type CheckCode = (typeof CHECK_CODES)[number];

/** Something noticed. A stretch has both times; what holds for the whole video has none. */
export interface Check {
  code: CheckCode;
  fromMs: number | null;
  toMs: number | null;
  /** What was measured, in the unit of the code: dB, points, percent or seconds; null for stretches. */
  value: number | null;
}
