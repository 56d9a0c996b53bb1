// Lets hls.js go on where the starter is, once that is worth its weight.
import type { Clip } from '../core/types.js';
import type { Release, Wishes } from '../hls.js';
import type { Starter } from './starter.js';

export interface Turn {
  video: HTMLVideoElement;
  clip: Clip;
  wishes: Wishes;
  /** The video element was given to something else. */
  isOver(): boolean;
  /** hls.js has it now, and lets it go by this. */
  onTaken(release: Release): void;
}

/**
 * Once the starter is safe, hls.js takes over. Who saves data keeps the starter: hls.js weighs five seconds of video.
 * While hls.js cannot be had, the starter plays on.
 */
export async function goOn(starter: Starter, { video, clip, wishes, isOver, onTaken }: Turn): Promise<void> {
  if (wishes.savesData) starter.playAlone();
  await (wishes.savesData ? starter.over : starter.safe);
  // Nothing is left to do better, unless it turns out that the browser cannot decode it.
  if (starter.isComplete) await starter.over;
  if (isOver()) return;
  try {
    const { takeOver } = await import('../hls.js');
    if (!isOver() && !starter.isComplete) onTaken(takeOver(video, clip, wishes, starter));
  } catch (error) {
    starter.playAlone();
    await starter.over;
    if (!isOver()) wishes.onFatal(starter.failure ?? String(error));
  }
}
