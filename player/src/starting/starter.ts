// Shows the first picture before hls.js is there: fetches the segments that the card names and feeds them to the browser.
import type { Clip } from '../core/types.js';
import { mime, openSource, whole, type Fetched } from './first.js';
import { joined, wholeUntil } from './fragments.js';
import { missingPart, parseParts, type Part, type Rung } from './rungs.js';

/** What hls.js needs to go on with the same media source. */
export interface Handed {
  mediaSource: MediaSource;
  buffer: SourceBuffer;
  codecs: string;
}

/** How far ahead is fetched while hls.js is on its way, which may choose a better rung for the rest; and without it. */
const AHEAD_S = { helped: 4, alone: 20 };
/** With so much ahead, or all of it, there is time for something else on a slow network. */
const SAFE_S = 2.5;
const TRIES = 3;
/** Just before the end of a picture at 30 a second. */
const STANDS_AT_S = 0.03;
const PATIENCE_MS = 15_000;
const HAND_OVER_MS = 4_000;
/** The playlist and the rest are fetched after the first picture; where that never comes, so long after the first segment. */
const PICTURE_MS = 700;

/** Resolves at the event, rejects when the signal is aborted, and leaves no listener behind. */
function once(target: EventTarget, names: string[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const clear = new AbortController();
    const stopped = (): void => {
      clear.abort();
      reject(signal.reason as Error);
    };
    if (signal.aborted) stopped();
    signal.addEventListener('abort', stopped, { signal: clear.signal });
    for (const name of names) {
      target.addEventListener(
        name,
        () => {
          clear.abort();
          resolve();
        },
        { signal: clear.signal },
      );
    }
  });
}

export const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The next picture that is shown; in a hidden tab there is none. */
function nextPicture(video: HTMLVideoElement): Promise<unknown> {
  return new Promise<unknown>((resolve) => {
    if ('requestVideoFrameCallback' in video) video.requestVideoFrameCallback(resolve);
    else (video as HTMLVideoElement).addEventListener('playing', resolve, { once: true });
  });
}

/** Feeds this video from its start: the first segment at once, the rest when it plays. */
export class Starter {
  readonly #video: HTMLVideoElement;
  readonly #clip: Clip;
  readonly #fetched: Fetched;
  readonly #stop = new AbortController();
  readonly #source: MediaSource;
  readonly #played: Promise<void>;
  /** Rejects when the browser cannot go on with what it was given; it may say so long before anybody plays it. */
  readonly #broken: Promise<never>;
  /** Resolves when it feeds no more: handed over, stopped or failed. */
  readonly over: Promise<void>;
  /** Resolves at the first picture after it was played; perhaps never. */
  readonly pictured: Promise<unknown>;
  #buffer: SourceBuffer | null = null;
  #parts: Part[] = [];
  #held = false;
  #aheadS: number = AHEAD_S.helped;
  /** Cuts short a download that a seek made useless. */
  #turn = new AbortController();
  /** A segment is half appended. */
  #isTorn = false;
  #wake: () => void = () => undefined;
  #isSafe!: () => void;
  /** Enough is buffered for something else to use the network, or nothing more will come. */
  readonly safe = new Promise<void>((resolve) => (this.#isSafe = resolve));
  /** Why it gave up; null while it works. */
  failure: string | null = null;

  /** `source` is that of the element, where it was opened before. */
  constructor(video: HTMLVideoElement, clip: Clip, fetched: Fetched, source = openSource(video)) {
    fetched.taken();
    this.#video = video;
    this.#clip = clip;
    this.#fetched = fetched;
    this.#source = source as MediaSource;
    const { signal } = this.#stop;
    video.addEventListener('seeking', () => this.#seek(), { signal });
    video.addEventListener('timeupdate', () => this.#wake(), { signal });
    video.addEventListener('error', () => this.#seek(), { signal });
    this.#played = video.paused ? once(video, ['play'], signal) : Promise.resolve();
    this.#broken = once(video, ['error'], signal).then(() => Promise.reject(new Error(video.error?.message)));
    this.#broken.catch(() => undefined);
    this.pictured = this.#played.then(() => nextPicture(video)).catch(() => undefined);
    this.over = this.#run();
  }

  get rung(): Rung {
    return this.#fetched.rung;
  }

  /** Fetches, if it was made ready before anyone wanted to see it. */
  ask(): void {
    this.#fetched.ask();
  }

  /** Everything is in the buffer. */
  get isComplete(): boolean {
    return this.failure === null && this.#source.readyState === 'ended';
  }

  /** Nobody will take over: it fetches further ahead from now on. */
  playAlone(): void {
    this.#aheadS = AHEAD_S.alone;
    this.#wake();
  }

  /**
   * Finishes the segment that is on its way and gives the media source to whoever goes on with it; null after a failure.
   * While nothing is missing it keeps it: hls.js takes over with the next segment that it fetches, and would wait for one.
   */
  async handOver(): Promise<Handed | null> {
    this.#held = true;
    this.#wake();
    // A download that stands still must not hold up the one who can do better.
    const tired = setTimeout(() => this.#turn.abort(), HAND_OVER_MS);
    await this.over;
    clearTimeout(tired);
    if (this.failure !== null || !this.#buffer || this.#stop.signal.aborted) return null;
    this.#stop.abort();
    this.#mend();
    return { mediaSource: this.#source, buffer: this.#buffer, codecs: this.rung.codecs };
  }

  /** Lets the media element go. */
  stop(): void {
    this.#stop.abort();
    this.#turn.abort();
    this.#fetched.stop.abort();
    this.#wake();
    this.#video.removeAttribute('src');
    this.#video.load();
  }

  async #run(): Promise<void> {
    try {
      const { rung, init, first } = this.#fetched;
      if (this.#source.readyState !== 'open') await once(this.#source, ['sourceopen'], this.#stop.signal);
      this.#buffer = this.#source.addSourceBuffer(mime(rung));
      await this.#append(await init.catch(() => this.#retried(() => this.#get(rung.init).then(whole))));
      await first.then((response) => this.#pour(response)).catch(() => this.#load(rung.first));
      await Promise.race([this.#stand().then(() => this.#played), this.#broken]);
      // Nothing else of ours has the network or the main thread before the first picture.
      await Promise.race([this.pictured, later(PICTURE_MS)]);
      const playlist = await this.#retried(() => this.#get(rung.playlist).then((response) => response.text()));
      this.#parts = parseParts(playlist);
      await this.#feed();
    } catch (error) {
      if (!this.#stop.signal.aborted) this.failure = this.#video.error?.message ?? String(error);
    }
    this.#isSafe();
  }

  /**
   * Standing at the end of its first picture it has the second one due as soon as it plays. Not before the first one is decoded:
   * WebKit's decoder breaks when it is sent elsewhere while it fills.
   */
  async #stand(): Promise<void> {
    const { HAVE_CURRENT_DATA } = HTMLMediaElement;
    if (this.#video.readyState < HAVE_CURRENT_DATA) {
      await Promise.race([once(this.#video, ['loadeddata'], this.#stop.signal), this.#played]);
    }
    if (this.#video.paused) this.#video.currentTime = STANDS_AT_S;
  }

  /** Fetches what is missing, and waits while nothing is, until somebody else is there to fetch it. */
  async #feed(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const { currentTime } = this.#video;
      if (this.#video.error) throw new Error(this.#video.error.message);
      const part = missingPart(this.#parts, currentTime, (atS) => this.#has(atS));
      if (part && this.#held) return;
      const aheadS = (part?.fromS ?? Infinity) - currentTime;
      if (aheadS >= SAFE_S) this.#isSafe();
      if (!part && this.#source.readyState === 'open') this.#source.endOfStream();
      if (part && aheadS <= this.#aheadS) await this.#load(part.file);
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** One segment; a seek elsewhere ends it without a failure. */
  async #load(file: string): Promise<void> {
    this.#turn = new AbortController();
    const { signal } = this.#turn;
    try {
      await this.#retried(async () => this.#pour(await this.#get(file)));
    } catch (error) {
      if (!signal.aborted || this.#video.error) throw error;
    }
  }

  /** Appends a segment as it arrives, by fragments: the first are short, and each append takes a slow phone some milliseconds. */
  async #pour(response: Response): Promise<void> {
    if (!response.ok || !response.body) throw new Error(`segment ${response.status}`);
    this.#mend();
    this.#isTorn = true;
    const reader = response.body.getReader();
    for (let pending: Uint8Array<ArrayBuffer> = new Uint8Array(); ;) {
      const { done, value } = await reader.read();
      if (value) pending = joined(pending, value);
      const until = done ? pending.length : wholeUntil(pending);
      if (until > 0) await this.#append(pending.subarray(0, until));
      pending = pending.subarray(until);
      if (done) break;
    }
    this.#isTorn = false;
  }

  async #append(bytes: BufferSource): Promise<void> {
    if (!this.#buffer) return;
    this.#buffer.appendBuffer(bytes);
    await once(this.#buffer, ['updateend', 'error'], this.#stop.signal);
    if (this.#video.error) throw new Error(this.#video.error.message);
  }

  async #get(file: string): Promise<Response> {
    const cut = new AbortController();
    for (const { signal } of [this.#stop, this.#turn]) {
      // A signal that was given before is not given again.
      signal.throwIfAborted();
      signal.addEventListener('abort', () => cut.abort());
    }
    const timer = setTimeout(() => cut.abort(), PATIENCE_MS);
    try {
      const response = await fetch(new URL(file, this.#clip.hlsUrl), { credentials: 'omit', signal: cut.signal });
      if (!response.ok) throw new Error(`${file} ${response.status}`);
      return response;
    } finally {
      clearTimeout(timer);
    }
  }

  async #retried<Result>(act: () => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await act();
      } catch (error) {
        if (this.#stop.signal.aborted || this.#turn.signal.aborted || this.#held || attempt === TRIES) throw error;
        await later(300 * attempt);
      }
    }
  }

  /** The rest of a torn segment will not come: the next bytes begin a new one. */
  #mend(): void {
    if (this.#isTorn && this.#source.readyState === 'open') this.#buffer?.abort();
    this.#isTorn = false;
  }

  #has(atS: number): boolean {
    const { buffered } = this.#video;
    for (let i = 0; i < buffered.length; i += 1) {
      if (buffered.start(i) <= atS && atS < buffered.end(i)) return true;
    }
    return false;
  }

  #seek(): void {
    this.#wake();
    if (!this.#has(this.#video.currentTime)) this.#turn.abort();
  }
}
