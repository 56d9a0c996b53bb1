// From the tap to the first picture: feeds the bytes that were asked for, and shows them before the player is there.
import { emit } from '../element/events.js';
import type { Shown } from '../element/shown/shown.js';
import type { CardView } from '../element/card.js';
import type { Fetched } from './first.js';
import { later, Starter } from './starter.js';

export { Starter } from './starter.js';

/** What a video needs to stand ready behind its poster. */
export type Standing = Pick<Shown, 'clips' | 'video' | 'loading' | 'starter'> & {
  view: Pick<CardView, 'box' | 'frame' | 'poster'> & Partial<Pick<CardView, 'go'>>;
};

/** A picture that has not come by then should at least have its player around it. */
const PATIENCE_MS = 3_000;

/**
 * Puts the video where it will play: the poster stays seen, and the browser has everything else behind it: style, layout,
 * decoder and layers. To show it changes one opacity, for which nothing is painted anew: with `visibility` the page around the
 * video was, 130 ms of a slow phone.
 */
function place({ view, video }: Standing): void {
  if (!video) return;
  const whole = { position: 'absolute', inset: 0, width: '100%', height: '100%', objectFit: 'contain' };
  Object.assign(video.style, whole, { willChange: 'opacity', opacity: '0' });
  // The disc is dimmed at the tap.
  if (view.go) (view.go.firstChild as HTMLElement).style.willChange = 'opacity';
  // To be moved would pause it.
  if (!video.isConnected) view.poster.after(video);
}

/** Once for a card, at the tap; again it changes nothing. False where nothing stands ready. */
export function start(element: HTMLElement, shown: Standing): boolean {
  const { clips, video, starter } = shown;
  const [first] = clips;
  if (!first || !starter || !video?.paused) return false;
  starter.ask();
  video.play().catch(() => undefined);
  video.style.opacity = '';
  // The player that would say so is not there yet.
  video.addEventListener('play', () => emit(element, 'vitrina:play', { videoId: first.id }), { once: true });
  return true;
}

const waits = new WeakMap<Starter, Promise<unknown>>();

/** Its picture is there, or something is wrong, or it takes so long that the player should come; told once for a starter. */
export function begun(starter: Starter): Promise<unknown> {
  // In a hidden tab no picture is shown, and nobody looks.
  const tired = (): Promise<void> => later(document.hidden ? 0 : PATIENCE_MS);
  if (!waits.has(starter)) waits.set(starter, Promise.race([starter.pictured, tired(), starter.over]));
  return waits.get(starter) as Promise<unknown>;
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
    place(shown);
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
  await begun(starter);
}
