// Audio description and sign language of a video: what there is, what was chosen, and the source that follows from it.
import type { Clip, Track } from '../../core/types.js';
import { el } from '../dom.js';
import type { StageHost } from '../shown/shown.js';
import { readWish, trackFor, writeWish, type Wish } from './choice.rules.js';
import { trackFailed } from './words.js';

/** What the shopper chose for one video of the page holds for the next; undefined before it was looked for. */
let wished: Wish | null | undefined;

/** What a sentence stays on the picture. */
const TOLD_MS = 6_000;

export interface AlternativesDeps {
  host: StageHost;
  clip(): Clip;
  /** The source has changed: go on with it at the same second. */
  swap(): void;
}

export class Alternatives {
  readonly #deps: AlternativesDeps;
  /** Tracks that did not come; the film stands in for them. */
  readonly #failed = new Set<Track>();
  readonly #told = el('p', { class: 'told', role: 'status' });
  #toldTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(deps: AlternativesDeps, signal: AbortSignal) {
    this.#deps = deps;
    const { host } = deps;
    // Chosen on another page.
    wished ??= readWish(host.privacy.recall('track'));
    host.view.frame.append(this.#told);
    signal.addEventListener('abort', () => clearTimeout(this.#toldTimer));
  }

  get all(): readonly Track[] {
    return this.#deps.clip().tracks ?? [];
  }

  /** What plays instead of the film; null for the film itself. */
  get chosen(): Track | null {
    const { host } = this.#deps;
    const come = this.all.filter((track) => !this.#failed.has(track));
    return trackFor(wished ?? null, come, [host.locale, ...navigator.languages]);
  }

  /** Where the bytes come from. A track has no start of its own: it is chosen while something plays already. */
  get source(): Clip {
    const clip = this.#deps.clip();
    const { chosen } = this;
    return chosen ? { ...clip, hlsUrl: chosen.hlsUrl, mp4Url: chosen.mp4Url, start: [] } : clip;
  }

  /** Plays this track, for the videos after this too; null is the film. */
  choose(track: Track | null): void {
    const { host, clip, swap } = this.#deps;
    const before = this.chosen;
    if (track) this.#failed.delete(track);
    wished = track && { kind: track.kind, lang: track.lang };
    host.privacy.keep('track', writeWish(wished));
    if (this.chosen === before) return;
    host.emit('vitrina:track', { videoId: clip().id, kind: track?.kind ?? null, lang: track?.lang ?? null });
    swap();
  }

  /** The track that plays does not come: the film goes on. False where the film itself plays. */
  drop(): boolean {
    const { chosen } = this;
    if (!chosen) return false;
    this.#failed.add(chosen);
    this.tell(trackFailed(this.#deps.host.locale));
    return true;
  }

  /** A sentence over the picture, for a while; screen readers say it. */
  tell(sentence: string): void {
    clearTimeout(this.#toldTimer);
    this.#told.textContent = sentence;
    this.#toldTimer = setTimeout(() => (this.#told.textContent = ''), TOLD_MS);
  }
}
