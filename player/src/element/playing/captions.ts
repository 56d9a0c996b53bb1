// Captions, drawn by us so that they stay clear of the product and the controls.
import { preferred } from '../../core/languages.js';
import type { Clip } from '../../core/types.js';
import { el } from '../dom.js';

export class Captions {
  readonly element = el('div', { class: 'captions', part: 'captions', 'aria-hidden': 'true' });
  readonly #video: HTMLVideoElement;
  readonly #changed: () => void;
  #track: HTMLTrackElement | null = null;
  /** What the shopper chose; until then they stand there while nothing is heard. */
  #wish: boolean | null = null;
  #language: string | null = null;

  constructor(video: HTMLVideoElement, changed: () => void, signal: AbortSignal) {
    this.#video = video;
    this.#changed = changed;
    this.element.hidden = true;
    video.addEventListener('volumechange', () => this.#apply(), { signal });
  }

  get isOn(): boolean {
    return this.exist && (this.#wish ?? (this.#video.muted || this.#video.volume === 0));
  }

  get exist(): boolean {
    return this.#track !== null;
  }

  /** The language of what is shown, or null. */
  get language(): string | null {
    return this.isOn ? (this.#track?.srclang ?? null) : null;
  }

  /** Takes the captions of this video: in the chosen language, the player's, one of the shopper's, else the first. */
  use(clip: Clip, locale: string): void {
    this.#track?.remove();
    this.#track = null;
    this.element.replaceChildren();
    const chosen = this.#language === null ? [] : [this.#language];
    const caption = preferred(clip.captions, [...chosen, locale, ...navigator.languages]);
    if (!caption) return this.#apply();
    // The file may come from the service's own origin, which is not the shop's.
    this.#video.crossOrigin = 'anonymous';
    const track = el('track', { kind: 'captions', srclang: caption.lang, label: caption.label, src: caption.url });
    track.addEventListener('load', () => this.#draw());
    this.#video.append(track);
    track.track.addEventListener('cuechange', () => this.#draw());
    this.#track = track;
    this.#apply();
  }

  set(isOn: boolean): void {
    this.#wish = isOn;
    this.#apply();
  }

  /** Shows the captions of a language, for the videos after this too; null shows none. */
  choose(language: string | null, clip: Clip, locale: string): void {
    this.#wish = language !== null;
    this.#language = language ?? this.#language;
    if (language === null || language === this.#track?.srclang) this.#apply();
    else this.use(clip, locale);
  }

  /** All cues, shown or not. Rejects when the file does not come. */
  cues(): Promise<readonly VTTCue[]> {
    const track = this.#track;
    if (!track) return Promise.resolve([]);
    const loaded = (): VTTCue[] => [...(track.track.cues ?? [])] as VTTCue[];
    // The browser fetches only what is to be shown; `hidden` draws nothing by itself.
    if (track.track.mode === 'disabled') track.track.mode = 'hidden';
    if (track.readyState === HTMLTrackElement.LOADED) return Promise.resolve(loaded());
    return new Promise((resolve, reject) => {
      if (track.readyState === HTMLTrackElement.ERROR) reject(new Error('no captions'));
      track.addEventListener('load', () => resolve(loaded()), { once: true });
      track.addEventListener('error', () => reject(new Error('no captions')), { once: true });
    });
  }

  #apply(): void {
    if (this.#track) this.#track.track.mode = this.isOn ? 'hidden' : 'disabled';
    // A browser that plays HLS by itself has the same captions once more, from the playlist, and would draw them too.
    for (const other of this.#video.textTracks) {
      if (this.#track && other !== this.#track.track) other.mode = 'disabled';
    }
    this.#draw();
    this.#changed();
  }

  #draw(): void {
    const cues = this.isOn ? [...(this.#track?.track.activeCues ?? [])] : [];
    // As the browser reads it: markup taken out, and `&amp;` a plain sign again.
    const lines = cues.flatMap((cue) => ((cue as VTTCue).getCueAsHTML().textContent ?? '').split('\n'));
    this.element.replaceChildren(...lines.map((line) => el('span', {}, line)));
    this.element.hidden = lines.length === 0;
  }
}
