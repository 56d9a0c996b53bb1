// What lies over a video beside its controls: chapters, hot-spots, the card at its end; each is fetched when it is needed.
import { fetchMarks } from '../../api.js';
import type { Chapter, Clip, Marks } from '../../core/types.js';
import type { Controls } from '../playing/controls.js';
import type { Shopping } from '../playing/shopping.js';
import type { PlayingWords } from '../playing/words.js';
import type { StageHost } from '../shown/shown.js';

export interface GuideDeps {
  element: HTMLElement;
  host: StageHost;
  video: HTMLVideoElement;
  say: PlayingWords;
  controls: Controls;
  shopping: Shopping;
  signal: AbortSignal;
  clip(): Clip;
  step(by: number): void;
  seekTo(seconds: number): void;
  play(): void;
}

/** A feed says by this on its players how to go on to the next video; the two may be of different versions. */
const NEXT = Symbol.for('vitrina-next');
type Player = HTMLElement & { [NEXT]?: () => void };

/** Within so much of its beginning, "back" means the chapter before. */
const BACK_S = 2;

export class Guide {
  readonly #deps: GuideDeps;
  readonly #asked = new Map<string, Promise<Marks>>();
  #turn = new AbortController();
  #marks: Marks | null = null;

  constructor(deps: GuideDeps) {
    this.#deps = deps;
    const { video, signal } = deps;
    video.addEventListener('ended', () => void this.#end().catch(() => 0), { signal });
    signal.addEventListener('abort', () => this.#turn.abort());
  }

  get chapters(): readonly Chapter[] {
    return this.#marks?.chapters ?? [];
  }

  readonly seekTo = (seconds: number): void => this.#deps.seekTo(seconds);

  /** Shows what is marked in this video, once it has a picture. Without it the video plays all the same. */
  use(clip: Clip): void {
    const { video, controls } = this.#deps;
    this.#turn.abort();
    const { signal } = (this.#turn = new AbortController());
    this.#marks = null;
    controls.nameChapters(() => null);
    if (!clip.marks) return;
    const come = (): void => void this.#show(clip, signal).catch(() => 0);
    if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) come();
    else video.addEventListener('loadeddata', come, { once: true, signal });
  }

  /** To the next chapter, or to the beginning of this one and from there to the one before. */
  goChapter(by: number): void {
    const { currentTime } = this.#deps.video;
    const starts = this.chapters.map(({ startMs }) => startMs / 1000);
    const target =
      by > 0 ? starts.find((start) => start > currentTime + 0.1) : starts.findLast((s) => s < currentTime - BACK_S);
    const first = by < 0 ? starts[0] : undefined;
    const seconds = target ?? first;
    if (seconds !== undefined) this.seekTo(seconds);
  }

  /** The content of the sheet in which this video, or this moment of it, is shared. */
  async share(): Promise<Node[]> {
    const { shareBody } = await import('./share.js');
    const { element, host, video, clip } = this.#deps;
    return shareBody({ element, host, clip: clip(), seconds: Math.floor(video.currentTime) });
  }

  async #show(clip: Clip, signal: AbortSignal): Promise<void> {
    const [{ showMarks }, marks] = await Promise.all([import('./marks.js'), this.#marksOf(clip)]);
    if (signal.aborted) return;
    this.#marks = marks;
    showMarks(this.#deps, clip, marks, signal);
  }

  async #end(): Promise<void> {
    const { signal } = this.#turn;
    const { element, clip, host } = this.#deps;
    const asks = clip().marks !== undefined || clip().products.length > 1;
    const others = asks ? this.#marksOf(clip()).then(({ products }) => products) : Promise.resolve([]);
    const [{ showEnd }, products] = await Promise.all([import('./end-card.js'), others.catch(() => [])]);
    if (signal.aborted || !this.#deps.video.ended) return;
    const next = (element as Player)[NEXT] ?? (host.clips.length > 1 ? () => this.#deps.step(1) : null);
    showEnd(this.#deps, { products, next }, signal);
  }

  #marksOf(clip: Clip): Promise<Marks> {
    const { api, store } = this.#deps.host;
    const known = this.#asked.get(clip.id);
    if (known) return known;
    const asked = fetchMarks(api, store, clip.id, clip.marks ?? '');
    this.#asked.set(clip.id, asked);
    // Asked again when it is needed again.
    asked.catch(() => this.#asked.delete(clip.id));
    return asked;
  }
}
