// The stages of one preparation by name, and a way to stand still at one, so that a drill can kill a process exactly there.
import type { Config } from '../base/config.js';

/** In their order. `encoding` is before the first segment is stored, `playable` after; `stored` is before the row says so. */
export const STAGES = [
  'fetched',
  'inspecting',
  'loudness',
  'encoding',
  'playable',
  'packaging',
  'storing',
  'stored',
] as const;
export type Stage = (typeof STAGES)[number];

/** Returns at once, except where VITRINA_HOLD_AT names this very video and stage: then it waits until it is called off. */
export function passes(
  config: Pick<Config, 'holdAt'>,
  videoId: string,
  signal: AbortSignal,
  say: (line: string) => void,
): (stage: Stage) => Promise<void> {
  return (stage) => {
    if (config.holdAt.get(videoId) !== stage) return Promise.resolve();
    say(`${videoId} stands at ${stage}`);
    return new Promise((_, reject) => {
      const stop = () => reject(signal.reason as Error);
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    });
  };
}
