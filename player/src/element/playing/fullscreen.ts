// Full screen of the whole player, or on an iPhone of the video alone.
import type { Shown } from '../shown/shown.js';

export function isFullscreen({ root, view }: Shown): boolean {
  return root.fullscreenElement === view.box;
}

export function toggleFullscreen(shown: Shown, video: HTMLVideoElement): void {
  const { box } = shown.view;
  const phone = video as { webkitEnterFullscreen?: () => void };
  if (isFullscreen(shown)) void document.exitFullscreen();
  else if (box.requestFullscreen) void box.requestFullscreen().catch(() => undefined);
  else phone.webkitEnterFullscreen?.();
}
