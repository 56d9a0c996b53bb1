// Captions, drawn by us so that they stay clear of the product and the controls.
import { preferred } from '../../core/languages.js';
import type { Clip } from '../../core/types.js';
import { el } from '../dom.js';

export class Captions {
  readonly element = el('div', { class: 'captions', part: 'captions', 'aria-hidden': 'true' });
  readonly #video: HTMLVideoElement;
  #track: HTMLTrackElement | null = null;
  #isOn = false;

  constructor(video: HTMLVideoElement) {
    this.#video = video;
    this.element.hidden = true;
  }

  get isOn(): boolean {
    return this.#isOn && this.#track !== null;
  }

  get exist(): boolean {
    return this.#track !== null;
  }

  /** Takes the captions of this video: in the player's language, one of the shopper's, else the first. */
  use(clip: Clip, locale: string): void {
    this.#track?.remove();
    this.#track = null;
    this.element.replaceChildren();
    const caption = preferred(clip.captions, [locale, ...navigator.languages]);
    if (!caption) return;
    // The file may come from the service's own origin, which is not the shop's.
    this.#video.crossOrigin = 'anonymous';
    const track = el('track', { kind: 'captions', srclang: caption.lang, label: caption.label, src: caption.url });
    track.addEventListener('load', () => this.#draw());
    this.#video.append(track);
    track.track.addEventListener('cuechange', () => this.#draw());
    this.#track = track;
    this.set(this.#isOn);
  }

  set(isOn: boolean): void {
    this.#isOn = isOn;
    if (this.#track) this.#track.track.mode = isOn ? 'hidden' : 'disabled';
    // A browser that plays HLS by itself has the same captions once more, from the playlist, and would draw them too.
    for (const other of this.#video.textTracks) {
      if (this.#track && other !== this.#track.track) other.mode = 'disabled';
    }
    this.#draw();
  }

  #draw(): void {
    const cues = this.isOn ? [...(this.#track?.track.activeCues ?? [])] : [];
    // As the browser reads it: markup taken out, and `&amp;` a plain sign again.
    const lines = cues.flatMap((cue) => ((cue as VTTCue).getCueAsHTML().textContent ?? '').split('\n'));
    this.element.replaceChildren(...lines.map((line) => el('span', {}, line)));
    this.element.hidden = lines.length === 0;
  }
}
