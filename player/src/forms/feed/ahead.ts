// Makes the next video of the feed ready while the current one is safe, and lets go of what nobody came for.
import type { Clip } from '../../core/types.js';
import { savesData } from '../../element/saving.js';
import { loadAhead, startAhead } from '../../element/seen.js';
import type { Standing } from '../../starting/begin.js';
import { whyWait } from './ahead.rules.js';

/** A player of the feed and the video it shows first. */
export interface Neighbour {
  player: HTMLElement;
  clip: Clip;
}

interface Battery {
  charging: boolean;
  level: number;
}

const LOWEST_BATTERY = 0.2;

/** A media element says all this without bubbling, so it is heard on the way down. */
const NEWS = ['progress', 'timeupdate', 'playing', 'waiting', 'ended'];

export const videoOf = (player: Element | null | undefined): HTMLVideoElement | null =>
  player?.shadowRoot?.querySelector('video') ?? null;

function aheadS({ buffered, currentTime }: HTMLVideoElement): number {
  for (let at = 0; at < buffered.length; at += 1) {
    if (buffered.start(at) <= currentTime + 0.1 && currentTime < buffered.end(at))
      return buffered.end(at) - currentTime;
  }
  return 0;
}

export interface AheadDeps {
  /** True while a video that was left still holds its source. */
  isOtherHeld(): boolean;
  /** The current video waits for bytes, and this player takes some of them: it should become a mere poster again. */
  cancel(player: HTMLElement): void;
}

export class Ahead {
  readonly #deps: AheadDeps;
  readonly #standing = new Map<HTMLElement, Standing>();
  readonly #begun = new WeakSet<HTMLElement>();
  #battery: Battery | null = null;
  #stop = new AbortController();

  constructor(deps: AheadDeps) {
    this.#deps = deps;
    const { getBattery } = navigator as { getBattery?: () => Promise<Battery> };
    getBattery?.call(navigator).then(
      (battery) => (this.#battery = battery),
      () => 0,
    );
  }

  /** From now on this one is looked at, and the next is made ready as soon as that takes nothing from it. */
  follow({ player, clip }: Neighbour, next: () => Neighbour | null): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    const options = { capture: true, signal: this.#stop.signal };
    const look = ({ type }: Event): void => {
      const one = next();
      if (one) this.#look(player, clip, one, type === 'waiting');
    };
    for (const name of NEWS) player.shadowRoot?.addEventListener(name, look, options);
  }

  /** Plays what stands ready behind this poster; false where nothing does. */
  start(player: HTMLElement): boolean {
    if (!this.#standing.has(player) || this.#begun.has(player)) return false;
    this.#begun.add(player);
    startAhead(player);
    return videoOf(player)?.paused === false;
  }

  /** Cancels what is on its way for this player and lets its source go; one that was started belongs to the player. */
  drop(player: HTMLElement): void {
    const standing = this.#standing.get(player);
    if (!standing) return;
    this.#standing.delete(player);
    // The code that feeds it may still be on its way; it finds the poster gone, and cancels.
    player.remove();
    if (standing.starter) standing.starter.stop();
    else standing.video?.removeAttribute('src');
  }

  end(): void {
    this.#stop.abort();
  }

  #look(player: HTMLElement, clip: Clip, next: Neighbour, isWaiting: boolean): void {
    const video = videoOf(player);
    if (!video) return;
    const { connection } = navigator as { connection?: { downlink?: number } };
    const { charging = true, level = 1 } = this.#battery ?? {};
    const reason = whyWait({
      plays: video.ended || (!video.paused && video.readyState > HTMLMediaElement.HAVE_CURRENT_DATA),
      isHidden: document.hidden,
      aheadS: aheadS(video),
      leftS: (video.duration || clip.durationMs / 1000) - video.currentTime,
      savesData: savesData(),
      wantsLessMotion: matchMedia('(prefers-reduced-motion:reduce)').matches,
      isBatteryLow: !charging && level < LOWEST_BATTERY,
      megabitsPerSecond: connection?.downlink,
      isOtherHeld: this.#deps.isOtherHeld(),
    });
    const isOnItsWay = (videoOf(next.player)?.readyState ?? 2) < HTMLMediaElement.HAVE_CURRENT_DATA;
    if (reason === null) this.#prepare(next);
    else if (isWaiting && isOnItsWay) this.#deps.cancel(next.player);
  }

  #prepare({ player, clip }: Neighbour): void {
    const root = player.shadowRoot;
    const [box, frame, poster] = ['.box', '.frame', 'img.poster'].map((part) => root?.querySelector(part));
    if (this.#standing.has(player) || !box || !frame || !poster || !clip.start?.length) return;
    const view = { box, frame, poster } as Standing['view'];
    const standing: Standing = { view, clips: [clip] };
    this.#standing.set(player, standing);
    loadAhead(player, standing);
  }
}
