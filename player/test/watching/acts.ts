// What is done in the middle of a video, in the page itself; for the specs of this folder.
import type { Locator } from 'playwright-core';

/** What a shopper, a page or a browser does in the middle of a video. */
export const install = (): void => {
  const acts = {
    pause: (v: HTMLVideoElement) => v.pause(),
    seek: (v: HTMLVideoElement, place: number) => void (v.currentTime = place),
    speed: (v: HTMLVideoElement, rate: number) => void (v.playbackRate = rate),
    hide: (_: HTMLVideoElement, hidden: number) => {
      Object.defineProperty(document, 'hidden', { value: hidden === 1, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    },
  };
  Object.assign(window, { acts });
};

/** Does it in the very frame in which the video comes to this second: a busy machine would do it late from outside. */
export function when(
  player: Locator,
  second: number,
  act: 'pause' | 'seek' | 'speed' | 'hide',
  value = 0,
): Promise<void> {
  return player.locator('video').evaluate(
    (node, [from, name, given]) => {
      const one = node as HTMLVideoElement;
      const { acts } = window as unknown as { acts: Record<string, (v: HTMLVideoElement, value: number) => void> };
      return new Promise<void>((resolve) => {
        const look = (): void => {
          if (one.currentTime < from && !one.ended) return void requestAnimationFrame(look);
          acts[name]?.(one, given);
          resolve();
        };
        look();
      });
    },
    [second, act, value] as const,
  );
}
