// The controls over the video: play, time, sound, captions, list, full screen.
import { clockText } from '../../core/format.js';
import { el } from '../dom.js';
import { icon } from './draw.js';
import { ICONS } from './icons.js';
import { timeOf, type PlayingWords } from './words.js';

export interface ControlActions {
  toggle(): void;
  step(by: number): void;
  seekTo(seconds: number): void;
  mute(): void;
  captions(): void;
  list(): void;
  more(): void;
  fullscreen(): void;
}

/** After this without a movement the controls of a playing video fade. */
const IDLE_MS = 2_600;

function button(part: string, label: string, path: string, act: () => void): HTMLButtonElement {
  const made = el('button', { type: 'button', class: 'btn', part, 'aria-label': label }, icon(path));
  made.addEventListener('click', act);
  return made;
}

/** Changes name and picture together; the picture is only redrawn when it changes. */
function relabel(target: HTMLButtonElement, label: string, path: string): void {
  target.setAttribute('aria-label', label);
  const shape = target.querySelector('path');
  if (shape?.getAttribute('d') !== path) shape?.setAttribute('d', path);
}

export class Controls {
  readonly element: HTMLElement;
  readonly centre: HTMLElement;
  readonly play: HTMLButtonElement;
  readonly list: HTMLButtonElement;
  readonly more: HTMLButtonElement;
  readonly #mute: HTMLButtonElement;
  readonly #captions: HTMLButtonElement;
  readonly #fullscreen: HTMLButtonElement;
  readonly slider: HTMLInputElement;
  readonly #time = el('span', { class: 'time', 'aria-hidden': 'true' });
  readonly #say: PlayingWords;
  readonly #frame: HTMLElement;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #chapterAt: (seconds: number) => string | null = () => null;

  constructor(frame: HTMLElement, say: PlayingWords, several: boolean, act: ControlActions, signal: AbortSignal) {
    this.#say = say;
    this.#frame = frame;
    this.play = button('play', say.play, ICONS.play, act.toggle);
    this.play.classList.add('big');
    const previous = button('previous', say.previous, ICONS.previous, () => act.step(-1));
    const next = button('next', say.next, ICONS.next, () => act.step(1));
    previous.hidden = next.hidden = !several;
    this.#mute = button('mute', say.mute, ICONS.sound, act.mute);
    this.#captions = button('captions-button', say.captions, ICONS.captions, act.captions);
    this.list = button('list', say.list, ICONS.list, act.list);
    this.list.setAttribute('aria-expanded', 'false');
    this.list.hidden = !several;
    this.more = button('more', say.more, ICONS.more, act.more);
    this.more.setAttribute('aria-expanded', 'false');
    this.#fullscreen = button('fullscreen', say.fullscreen, ICONS.fullscreen, act.fullscreen);
    this.slider = this.#buildSlider(act);
    this.centre = el('div', { class: 'centre' }, previous, this.play, next);
    const last = [this.#captions, this.list, this.more, this.#fullscreen];
    const row = el('div', { class: 'row' }, this.#mute, this.#time, ...last);
    this.element = el('div', { class: 'controls', part: 'controls' }, this.slider, row);
    const wake = (): void => this.wake();
    for (const name of ['pointermove', 'pointerdown', 'keydown', 'focusin'])
      frame.addEventListener(name, wake, { signal });
    frame.addEventListener('pointerleave', () => frame.classList.toggle('idle', frame.classList.contains('on')), {
      signal,
    });
    signal.addEventListener('abort', () => clearTimeout(this.#idle));
  }

  wake(): void {
    clearTimeout(this.#idle);
    this.#frame.classList.remove('idle');
    this.#idle = setTimeout(() => this.#frame.classList.add('idle'), IDLE_MS);
  }

  showPlaying(isPlaying: boolean): void {
    this.#frame.classList.toggle('on', isPlaying);
    relabel(this.play, isPlaying ? this.#say.pause : this.#say.play, isPlaying ? ICONS.pause : ICONS.play);
    this.wake();
  }

  showMuted(isMuted: boolean): void {
    relabel(this.#mute, isMuted ? this.#say.unmute : this.#say.mute, isMuted ? ICONS.muted : ICONS.sound);
  }

  showCaptions(exist: boolean, isOn: boolean): void {
    this.#captions.hidden = !exist;
    this.#captions.setAttribute('aria-pressed', String(isOn));
  }

  showFullscreen(isFull: boolean): void {
    const label = isFull ? this.#say.smallscreen : this.#say.fullscreen;
    relabel(this.#fullscreen, label, isFull ? ICONS.smallscreen : ICONS.fullscreen);
  }

  showTime(positionS: number, lengthS: number): void {
    const position = clockText(positionS * 1000);
    const length = clockText(lengthS * 1000);
    this.slider.max = String(lengthS || 1);
    this.slider.value = String(positionS);
    this.slider.style.setProperty('--_p', `${lengthS > 0 ? (100 * positionS) / lengthS : 0}%`);
    if (this.#time.textContent !== `${position} / ${length}`) {
      this.#time.textContent = `${position} / ${length}`;
      const chapter = this.#chapterAt(positionS);
      const time = timeOf(this.#say, position, length);
      this.slider.setAttribute('aria-valuetext', chapter ? `${time}, ${chapter}` : time);
    }
  }

  /** From now on the position is said with the name of its chapter. */
  nameChapters(chapterAt: (seconds: number) => string | null): void {
    this.#chapterAt = chapterAt;
    this.#time.textContent = '';
    this.showTime(Number(this.slider.value), Number(this.slider.max));
  }

  #buildSlider(act: ControlActions): HTMLInputElement {
    const slider = el('input', { type: 'range', class: 'slider', part: 'time', min: 0, max: 1, step: 0.1, value: 0 });
    slider.setAttribute('aria-label', this.#say.time);
    slider.addEventListener('input', () => act.seekTo(Number(slider.value)));
    return slider;
  }
}
