// Decides whether the next video of the feed may be made ready now.

/** What is known while a video plays. */
export interface Now {
  /** Runs, and does not wait for bytes. */
  plays: boolean;
  isHidden: boolean;
  /** Buffered behind the place that is shown, and left until the end, in seconds. */
  aheadS: number;
  leftS: number;
  /** Data saver, or a network of the second or third generation. */
  savesData: boolean;
  wantsLessMotion: boolean;
  isBatteryLow: boolean;
  /** What the browser believes; undefined where it does not say. */
  megabitsPerSecond: number | undefined;
  /** Another video that was left still holds its source: two are the most. */
  isOtherHeld: boolean;
}

export type WaitReason =
  'DATA_SAVED' | 'LESS_MOTION' | 'BATTERY_LOW' | 'NETWORK_SLOW' | 'NOT_PLAYING' | 'HIDDEN' | 'OTHER_HELD' | 'NOT_SAFE';

/** With so much ahead the current video does not miss the bytes that go to the next one. */
export const SAFE_S = 4;
/** A first second of 60 KB takes a third of a second there. */
const SLOWEST_MBPS = 1.5;

/** Null when the next video may be made ready; else why it has to wait. */
export function whyWait(now: Now): WaitReason | null {
  if (now.savesData) return 'DATA_SAVED';
  if (now.wantsLessMotion) return 'LESS_MOTION';
  if (now.isBatteryLow) return 'BATTERY_LOW';
  if ((now.megabitsPerSecond ?? Infinity) < SLOWEST_MBPS) return 'NETWORK_SLOW';
  if (!now.plays) return 'NOT_PLAYING';
  if (now.isHidden) return 'HIDDEN';
  if (now.isOtherHeld) return 'OTHER_HELD';
  return now.aheadS >= Math.min(SAFE_S, now.leftS) - 0.1 ? null : 'NOT_SAFE';
}
