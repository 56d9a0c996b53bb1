// The player behind the poster: one video element, its controls, the product, and what is counted.
import type { Wishes } from '../../hls.js';
import type { Starter } from '../../starting/begin.js';
import { takeOffBudget } from '../../bytes/network.js';
import { neighbour } from '../../core/playlist.js';
import type { Clip, Locale } from '../../core/types.js';
import { adopt, el } from '../dom.js';
import { emit } from '../events.js';
import { Guide } from '../marks/guide.js';
import { isSpared, savesData } from '../saving.js';
import { noteImpression } from '../seen.js';
import type { Shown, StageHost } from '../shown/shown.js';
import type { Cast } from '../cast/cast.js';
import { Feeder } from '../source/feeder.js';
import { stepVolume, toggleMute } from '../source/sound.js';
import { Alternatives } from '../tracks/alternatives.js';
import { Captions } from './captions.js';
import { Controls } from './controls.js';
import { Counting } from './counting.js';
import { PLAYING_CSS } from './css.js';
import { isFullscreen, toggleFullscreen } from './fullscreen.js';
import { listenToKeys } from './keyboard.js';
import { showPerson } from '../people/person.js';
import { Shopping } from './shopping.js';
import { Viewer } from './viewer.js';
import { playingWords, type PlayingWords } from './words.js';

/** A player that left the screen keeps its buffers this long, for a shopper who only scrolled past. */
const RELEASE_MS = 4_000;

export class Stage {
  readonly #element: HTMLElement;
  readonly #host: StageHost;
  readonly #video: HTMLVideoElement;
  readonly #say: PlayingWords;
  readonly #viewer: Viewer;
  readonly #controls: Controls;
  readonly #shopping: Shopping;
  readonly #captions: Captions;
  readonly #guide: Guide;
  readonly #tracks: Alternatives;
  readonly #feeder: Feeder;
  readonly #message = el('div', { class: 'message', role: 'alert' });
  readonly #stop = new AbortController();
  readonly #offScreen: IntersectionObserver;
  readonly #seen = new Set<string>();
  #cast: Cast | null = null;
  /** A source is taken though nothing plays: another one stood there. */
  #stands = false;
  #counting: Counting | null = null;
  /** The video is being given its source, or has it. */
  #taken: Promise<void> | null = null;
  #releaseTimer: ReturnType<typeof setTimeout> | undefined;
  #at = 0;
  #resumeAtS = 0;
  #byItself = false;
  #wanted = false;
  /** When the video was to play, on the clock of `performance`. */
  #tapMs: number;

  constructor(element: HTMLElement & { locale: Locale }, shown: Shown) {
    const host: StageHost = {
      ...shown,
      locale: element.locale,
      emit: (name, detail) => emit(element, name, detail),
    };
    const video = shown.video ?? el('video', { playsinline: '' });
    this.#element = element;
    this.#host = host;
    this.#resumeAtS = shown.startAtS ?? 0;
    this.#tapMs = shown.tapMs ?? performance.now();
    this.#video = video;
    this.#say = playingWords(host.locale);
    this.#viewer = Viewer.of(host.api, host.store, host.privacy);
    this.#captions = new Captions(video, () => this.#showCaptions(), this.#stop.signal);
    const { frame } = host.view;
    const tracks = { host, clip: () => this.#clip, swap: () => void this.#swap() };
    this.#tracks = new Alternatives(tracks, this.#stop.signal);
    this.#feeder = new Feeder({
      ...{ host, video, tracks: this.#tracks, clip: tracks.clip, wishes: () => this.#wishes() },
      isOver: () => this.#stop.signal.aborted || !(this.#wanted || this.#stands),
    });
    const act = {
      toggle: () => this.#toggle(),
      step: (by: number) => void this.step(by),
      seekTo: (seconds: number) => this.#seekTo(seconds),
      mute: () => this.#mute(),
      captions: () => this.#captions.set(!this.#captions.isOn),
      more: () => void this.#more(),
      list: () => this.#shopping.openList(this.#controls.list, this.#at, (at) => void this.play(at)),
      fullscreen: () => this.#fullscreen(),
    };
    this.#controls = new Controls(frame, this.#say, host.clips.length > 1, act, this.#stop.signal);
    this.#build();
    this.#shopping = new Shopping({
      host,
      say: this.#say,
      viewer: this.#viewer,
      clip: () => this.#clip,
      touched: () => this.#counting?.touch(),
    });
    this.#guide = new Guide({
      ...{ element, host, video, say: this.#say, controls: this.#controls, shopping: this.#shopping },
      ...{ signal: this.#stop.signal, clip: () => this.#clip, step: act.step, seekTo: act.seekTo },
      play: () => void this.play(),
    });
    this.#guide.use(this.#clip);
    this.#listen();
    this.#offScreen = new IntersectionObserver((entries) => this.#moved(entries.at(-1)?.isIntersecting ?? true));
    this.#offScreen.observe(frame);
    takeOffBudget(host);
    if (shown.starter && !video.paused) this.#adopt(shown.starter);
    delete shown.starter;
    if (this.#taken && this.#tracks.chosen) void this.#swap();
  }

  get paused(): boolean {
    return this.#video.paused;
  }

  /** Plays the video at this place, or goes on. Without a tap (`byItself`) it begins without sound. */
  async play(at = this.#at, byItself = false): Promise<void> {
    this.#wanted = true;
    clearTimeout(this.#releaseTimer);
    if (at !== this.#at) {
      this.#change(at);
      this.#tapMs = performance.now();
    }
    if (!this.#taken) {
      this.#byItself = byItself;
      if (byItself) this.#video.muted = true;
    }
    await (this.#taken ??= this.#take());
    if (!byItself) this.#counting?.touch();
    await this.#start();
  }

  /** Plays the video of this id; an unknown one changes nothing. */
  playVideo(videoId?: string): Promise<void> {
    const at = this.#host.clips.findIndex((clip) => clip.id === videoId);
    return this.play(at < 0 ? undefined : at);
  }

  pause(): void {
    this.#wanted = false;
    this.#video.pause();
  }

  async step(by: number): Promise<void> {
    const at = neighbour(this.#at, by, this.#host.clips.length);
    if (at >= 0) await this.play(at);
  }

  openProduct(): void {
    this.#shopping.openProduct();
  }

  destroy(): void {
    this.#wanted = false;
    this.#letGo();
    this.#offScreen.disconnect();
    this.#stop.abort();
    clearTimeout(this.#releaseTimer);
  }

  get #clip(): Clip {
    const clip = this.#host.clips[this.#at];
    if (!clip) throw new Error('no video');
    return clip;
  }

  #build(): void {
    const { view, root } = this.#host;
    adopt(root, PLAYING_CSS);
    const hadFocus = root.activeElement === view.go;
    view.low.remove();
    // To be moved would pause it.
    if (!this.#video.isConnected) view.poster.after(this.#video);
    this.#video.style.opacity = this.#video.style.willChange = '';
    this.#message.hidden = true;
    showPerson(this.#host, this.#clip, () => this.pause());
    const tap = el('div', { class: 'tap' });
    tap.addEventListener('click', () => this.#toggle());
    view.go.replaceWith(tap, this.#captions.element, this.#controls.centre, this.#controls.element, this.#message);
    view.frame.classList.add('live');
    if (hadFocus) this.#controls.play.focus({ preventScroll: true });
    this.#controls.showTime(this.#resumeAtS, this.#clip.durationMs / 1000);
    this.#seen.add(this.#clip.id);
    this.#captions.use(this.#clip, this.#host.locale);
  }

  #listen(): void {
    const video = this.#video;
    const { signal } = this.#stop;
    const on = (name: string, act: () => void): void => video.addEventListener(name, act, { signal });
    on('loadeddata', () => this.#host.view.frame.classList.add('shown'));
    video.addEventListener('playing', () => void this.#offerCast(), { signal, once: true });
    on('play', () => this.#host.emit('vitrina:play', { videoId: this.#clip.id }));
    for (const name of ['playing', 'pause', 'ended']) on(name, () => this.#controls.showPlaying(name === 'playing'));
    for (const name of ['waiting', 'playing', 'pause']) {
      on(name, () => this.#host.view.frame.classList.toggle('busy', name === 'waiting'));
    }
    for (const name of ['timeupdate', 'durationchange']) on(name, () => this.#showTime());
    on('volumechange', () => this.#controls.showMuted(video.muted || video.volume === 0));
    const page = { signal } as const;
    document.addEventListener('vitrina:play', (event) => this.#otherPlays(event), page);
    document.addEventListener('fullscreenchange', () => this.#controls.showFullscreen(isFullscreen(this.#host)), page);
    this.#host.privacy.changes.addEventListener('change', () => this.#counting?.renew(), page);
    listenToKeys(
      this.#host.root,
      {
        toggle: () => this.#toggle(),
        seekBy: (seconds) => this.#seekTo(video.currentTime + seconds),
        volumeBy: (steps) => stepVolume(video, steps),
        mute: () => this.#mute(),
        fullscreen: () => this.#fullscreen(),
        captions: () => this.#captions.set(!this.#captions.isOn),
        step: (by) => void this.step(by),
        chapter: (by) => void this.#guide.goChapter(by),
        // A sheet first, then full screen, which the browser leaves by itself.
        escape: () => this.#shopping.close(),
      },
      signal,
    );
  }

  /** Gives the video its source and begins a view. */
  async #take(): Promise<void> {
    this.#host.view.frame.classList.add('busy');
    this.#message.hidden = true;
    try {
      const comes = await this.#feeder.take();
      if (!comes) return void (this.#wanted || (this.#taken = null));
    } catch (error) {
      this.#fail(String(error));
      return;
    }
    if (!this.#counting) this.#count();
  }

  /** Goes on with another source at the same second, playing or not; so does the view that is counted. */
  async #swap(atS = this.#video.ended ? 0 : this.#video.currentTime): Promise<void> {
    if (!this.#taken) return;
    const { paused } = this.#video;
    this.#resumeAtS = atS;
    this.#counting?.rest(true);
    this.#feeder.stop();
    this.#stands = true;
    await (this.#taken = this.#take());
    this.#stands = false;
    if (!paused && this.#wanted) await this.#start();
    if (!this.#cast?.isAway) this.#counting?.rest(false);
  }

  /** Goes on with what the tap began before this code was there. */
  #adopt(starter: Starter): void {
    this.#wanted = true;
    this.#taken = Promise.resolve();
    this.#controls.showPlaying(true);
    this.#host.view.frame.classList.toggle('busy', this.#video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA);
    this.#feeder.feed(starter);
    this.#count();
  }

  /** Once something plays: before, nobody looks for another screen. */
  async #offerCast(): Promise<void> {
    const { root, view, locale } = this.#host;
    const { mayCast, Cast } = await import('../cast/cast.js');
    if (this.#stop.signal.aborted || !mayCast(this.#video)) return;
    this.#cast = new Cast({
      ...{ root, locale, frame: view.frame, before: this.#controls.more, video: this.#video },
      signal: this.#stop.signal,
      source: () => this.#tracks.source,
      lend: (url) => ((this.#feeder.file = url), this.#swap()),
      rest: (rests) => this.#counting?.rest(rests),
      tell: (sentence) => this.#tracks.tell(sentence),
    });
  }

  #count(): void {
    const clip = this.#clip;
    void this.#viewer.identify();
    this.#counting = new Counting({
      video: this.#video,
      frame: this.#host.view.frame,
      ...{ clip, viewer: this.#viewer, autoplay: this.#byItself, saves: savesData(), tapMs: this.#tapMs },
      onQualified: (watchedMs) => this.#host.emit('vitrina:qualified', { videoId: clip.id, watchedMs }),
    });
  }

  #wishes(): Wishes {
    const saving = { savesData: savesData(), isSpared };
    return { ...saving, startAtS: this.#resumeAtS, onFatal: (message) => this.#fail(message) };
  }

  async #start(): Promise<void> {
    if (!this.#feeder.feeds) return;
    try {
      await this.#video.play();
    } catch (error) {
      if ((error as DOMException).name !== 'NotAllowedError' || this.#video.muted) return;
      // The browser wants a fresher tap for sound: better a silent video with a sound button than none.
      this.#video.muted = true;
      await this.#video.play().catch(() => undefined);
    }
  }

  #letGo(): void {
    this.#resumeAtS = this.#video.ended ? 0 : this.#video.currentTime;
    this.#counting?.destroy();
    this.#counting = null;
    this.#video.pause();
    this.#feeder.stop();
    this.#taken = null;
    this.#host.view.frame.classList.remove('shown', 'busy');
  }

  #change(at: number): void {
    this.#letGo();
    this.#shopping.close();
    this.#at = at;
    this.#resumeAtS = 0;
    const { view, locale, api, store, product } = this.#host;
    const clip = this.#clip;
    view.poster.hidden = !clip.posterUrl;
    if (clip.posterUrl) view.poster.src = clip.posterUrl;
    showPerson(this.#host, clip, () => this.pause());
    view.box.setAttribute('aria-label', clip.title);
    this.#controls.showTime(0, clip.durationMs / 1000);
    this.#captions.use(clip, locale);
    this.#guide.use(clip);
    this.#cast?.use();
    if (product && !this.#seen.has(clip.id)) noteImpression(api, store, clip.id, product.id);
    this.#seen.add(clip.id);
  }

  #fail(message: string): void {
    const videoId = this.#clip.id;
    this.#host.emit('vitrina:error', { code: 'VIDEO_UNPLAYABLE', message, videoId });
    if (this.#tracks.drop()) return void this.#swap(Math.max(this.#resumeAtS, this.#video.currentTime));
    const again = el('button', { type: 'button', class: 'again' }, this.#say.again);
    again.addEventListener('click', () => void this.play());
    this.#letGo();
    this.#message.replaceChildren(el('p', {}, this.#say.broken), again);
    this.#message.hidden = false;
  }

  #toggle(): void {
    if (this.#video.paused) void this.play();
    else this.pause();
    this.#counting?.touch();
  }

  #seekTo(seconds: number): void {
    const length = this.#video.duration || this.#clip.durationMs / 1000;
    const target = Math.min(Math.max(0, seconds), Math.max(0, length - 0.1));
    this.#counting?.seek(target * 1000);
    this.#video.currentTime = target;
    this.#showTime();
  }

  #mute(): void {
    toggleMute(this.#video, this.#host.sound);
    this.#counting?.touch();
  }

  #showCaptions(): void {
    this.#controls.showCaptions(this.#captions.exist, this.#captions.isOn);
  }

  #more(): Promise<void> {
    return this.#shopping.openMore(this.#controls.more, this.#video, this.#captions, this.#guide, this.#tracks);
  }

  #fullscreen(): void {
    this.#counting?.touch();
    toggleFullscreen(this.#host, this.#video);
  }

  #showTime(): void {
    const { duration, currentTime } = this.#video;
    this.#controls.showTime(currentTime, Number.isFinite(duration) ? duration : this.#clip.durationMs / 1000);
  }

  /** At most one video plays on the page, whichever version of the player it belongs to. */
  #otherPlays(event: Event): void {
    // In a feed both stand in one shadow root, and the target is its host.
    if (event.composedPath()[0] !== this.#element && !this.#video.paused) this.pause();
  }

  #moved(isOnScreen: boolean): void {
    clearTimeout(this.#releaseTimer);
    // On another screen it plays on.
    if (isOnScreen || this.#cast?.isAway) return;
    this.pause();
    this.#releaseTimer = setTimeout(() => this.#letGo(), RELEASE_MS);
  }
}
