// From the tap to the first picture: feeds the bytes that were asked for, and shows them before the player is there.
import { emit } from '../element/events.js';
import type { Shown } from '../element/playing/stage.js';
import type { CardView } from '../element/card.js';
import type { Fetched } from './first.js';
import { Starter } from './starter.js';

export { Starter } from './starter.js';

/** What a video needs to stand ready behind its poster. */
export type Standing = Pick<Shown, 'clips' | 'video' | 'loading' | 'starter'> & {
  view: Pick<CardView, 'box' | 'frame' | 'poster'>;
};

/** A picture that has not come by then should at least have its player around it. */
const PATIENCE_MS = 3_000;

function pictureOf(video: HTMLVideoElement): Promise<unknown> {
  return new Promise<unknown>((resolve) => {
    if ('requestVideoFrameCallback' in video) video.requestVideoFrameCallback(resolve);
    else (video as HTMLVideoElement).addEventListener('loadeddata', resolve, { once: true });
    // In a hidden tab no frame is shown, and nobody looks.
    setTimeout(resolve, document.hidden ? 0 : PATIENCE_MS);
  });
}

/** Puts the video where it will play; with `isHidden` the browser styles, lays out and decodes it, and the poster stays seen. */
function place({ view, video }: Standing, isHidden: boolean): void {
  if (!video) return;
  const whole = { position: 'absolute', inset: 0, width: '100%', height: '100%', objectFit: 'contain' };
  Object.assign(video.style, whole, { visibility: isHidden ? 'hidden' : '' });
  // To be moved would pause it.
  if (!video.isConnected) view.poster.after(video);
}

/** Once for a card, at the tap; again it changes nothing. */
export function start(element: HTMLElement, shown: Standing): void {
  const { clips, video, starter } = shown;
  const [first] = clips;
  if (!first || !starter || !video?.paused) return;
  starter.ask();
  place(shown, false);
  // The player that would say so is not there yet.
  video.addEventListener('play', () => emit(element, 'vitrina:play', { videoId: first.id }), { once: true });
  video.play().catch(() => undefined);
}

/**
 * Feeds the first video of a card to its video element, which stands behind the poster until it is started. The card keeps the
 * starter; a video that cannot begin this way has none.
 */
export async function load(shown: Standing, asked: Promise<Fetched | undefined>, source?: MediaSource): Promise<void> {
  const fetched = await asked;
  const { clips, view, video } = shown;
  // The card may have left the page meanwhile.
  if (fetched && clips[0] && video && view.box.isConnected) {
    shown.starter = new Starter(video, clips[0], fetched, source);
    place(shown, true);
  } else if (fetched) {
    fetched.taken();
    fetched.stop.abort();
  }
}

/** Plays what is loaded, after a tap; resolves when its picture is there or something is wrong. */
export async function begin(element: HTMLElement, shown: Standing): Promise<void> {
  const { video, starter } = shown;
  if (!video || !starter) return;
  start(element, shown);
  await Promise.race([pictureOf(video), starter.over]);
}
