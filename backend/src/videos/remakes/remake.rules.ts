// When a video that is made anew by us has come to its end, and how.
import type { VideoStatus } from '../video.status.js';

export const REMAKE_STATES = ['waiting', 'under_way', 'done', 'failed', 'original_gone', 'called_off'] as const;
export type RemakeState = (typeof REMAKE_STATES)[number];

export const REMAKE_REASONS = ['branding', 'av1'] as const;
export type RemakeReason = (typeof REMAKE_REASONS)[number];

/** Videos of one store that are made anew at a time: its creators' uploads never wait behind a hundred of them. */
export const AT_ONCE = 2;
/** Of one run; the newest first. */
export const MOST_OF_A_RUN = 5000;
/** A preparation is tried again for hours; what is not there after a day will not come by itself. */
export const LONGEST_MS = 24 * 3_600_000;

/** The video as it stands, beside the version that was begun. */
export interface RemakeNow {
  version: number;
  status: VideoStatus;
  currentVersion: number;
  liveVersion: number | null;
  begunMs: number;
}

/** What has become of it: still under way, or an end. `give_up`: the earlier version must be the whole truth again. */
export function judgeRemake(now: RemakeNow, nowMs: number): 'under_way' | 'done' | 'give_up' | 'called_off' {
  if (now.liveVersion !== null && now.liveVersion >= now.version) return 'done';
  // Its creator gave it up or brought another file, or it was retired.
  if (now.currentVersion !== now.version || now.status === 'retired') return 'called_off';
  if (now.status === 'refused' || now.status === 'rejected') return 'give_up';
  return nowMs - now.begunMs > LONGEST_MS ? 'give_up' : 'under_way';
}
