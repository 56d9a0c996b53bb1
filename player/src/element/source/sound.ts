// Sound of a player: what a button and the arrows change.

/** Tells `kept`, where there is one, because the choice holds for the next video of the page. */
export function toggleMute(video: HTMLVideoElement, kept: { isOff: boolean } | undefined): void {
  video.muted = !video.muted;
  if (kept) kept.isOff = video.muted;
  if (!video.muted && video.volume === 0) video.volume = 1;
}

/** Tenths up or down; up is heard. */
export function stepVolume(video: HTMLVideoElement, steps: number): void {
  video.volume = Math.min(1, Math.max(0, Math.round(video.volume * 10 + steps) / 10));
  if (steps > 0) video.muted = false;
}
