// Shows the first picture before hls.js is there: fetches the segments that the card names and feeds them to the browser.
import { chooseRung, isAv1, missingPart, parseParts, type Part, type Rung } from './rungs.js';
import type { Clip } from '../core/types.js';
import { savesData } from '../element/saving.js';

/** What hls.js needs to go on with the same media source. */
export interface Handed {
  mediaSource: MediaSource;
  buffer: SourceBuffer;
  codecs: string;
}

export interface Fetched {
  rung: Rung;
  stop: AbortController;
  init: Promise<ArrayBuffer>;
  first: Promise<Response>;
}

/** How far ahead is fetched while hls.js is on its way, which may choose a better rung for the rest; and without it. */
const AHEAD_S = { helped: 4, alone: 20 };
/** With so much ahead, or all of it, there is time for something else on a slow network. */
const SAFE_S = 2.5;
const TRIES = 3;
const PATIENCE_MS = 15_000;
const HAND_OVER_MS = 4_000;

interface Managed {
  ManagedMediaSource?: typeof MediaSource;
}

/** Managed Media Source first, as hls.js prefers it. */
function sourceClass(): typeof MediaSource | undefined {
  return (globalThis as Managed).ManagedMediaSource ?? globalThis.MediaSource;
}

const mime = (rung: Rung): string => `video/mp4; codecs="${rung.codecs}"`;

/** Half of what the browser believes, because it believes at most 10 Mbit/s and rounds. */
export function guessedBitsPerSecond(): number {
  const { connection } = navigator as { connection?: { downlink?: number } };
  return Math.max(400_000, (connection?.downlink ?? 4) * 500_000);
}

const smooth: Record<string, Promise<boolean> | undefined> = {};

/** AV1 only where it runs smoothly; H.264 wherever the browser takes it. */
export function decodesWell(codecs: string, width: number, height: number, bitrate: number): Promise<boolean> {
  const contentType = `video/mp4; codecs="${codecs.split(',')[0]}"`;
  const question = { type: 'media-source', video: { contentType, width, height, bitrate, framerate: 30 } } as const;
  if (!isAv1(codecs)) return Promise.resolve(true);
  return (smooth[`${codecs} ${width}`] ??= (async () => {
    try {
      return (await navigator.mediaCapabilities.decodingInfo(question)).smooth;
    } catch {
      return false;
    }
  })());
}

async function pick(clip: Clip, frame: HTMLElement): Promise<Rung | undefined> {
  const pixels = Math.min(frame.clientWidth, frame.clientHeight) * Math.min(devicePixelRatio, 2);
  const known = (clip.start ?? []).filter((rung) => sourceClass()?.isTypeSupported(mime(rung)));
  const good = await Promise.all(known.map((r) => decodesWell(r.codecs, r.width, r.height, r.bitrate)));
  const playable = (rung: Rung): boolean => good[known.indexOf(rung)] === true;
  return chooseRung(known, { pixels, bitsPerSecond: savesData() ? 0 : guessedBitsPerSecond(), playable });
}

const prepared = new Map<string, Promise<Fetched | undefined>>();

/**
 * Begins to fetch what the first picture of this video needs, to be shown in `frame`; asked again, it answers with the
 * same. Undefined when it cannot be played this way: no media source, or a card without the names.
 */
export function prepare(clip: Clip | undefined, frame: HTMLElement): Promise<Fetched | undefined> {
  if (!clip) return Promise.resolve(undefined);
  const known = prepared.get(clip.hlsUrl);
  if (known) return known;
  const stop = new AbortController();
  const get = (file: string): Promise<Response> =>
    fetch(new URL(file, clip.hlsUrl), { credentials: 'omit', signal: stop.signal, priority: 'high' });
  const fetched = pick(clip, frame).then((rung) => {
    if (!rung) return undefined;
    const init = get(rung.init).then((response) => whole(response));
    const first = get(rung.first);
    // Whoever never comes for them must not leave an unheard failure behind.
    for (const one of [init, first]) one.catch(() => undefined);
    return { rung, stop, init, first };
  });
  prepared.set(clip.hlsUrl, fetched);
  return fetched;
}

function whole(response: Response): Promise<ArrayBuffer> {
  if (!response.ok) throw new Error(`segment ${response.status}`);
  return response.arrayBuffer();
}

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

/** Plays this video from its start. */
export class Starter {
  readonly #video: HTMLVideoElement;
  readonly #clip: Clip;
  readonly #fetched: Fetched;
  readonly #stop = new AbortController();
  readonly #source: MediaSource;
  /** Resolves when it feeds no more: handed over, stopped or failed. */
  readonly over: Promise<void>;
  #url = '';
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

  constructor(video: HTMLVideoElement, clip: Clip, fetched: Fetched) {
    prepared.delete(clip.hlsUrl);
    const Source = sourceClass() as typeof MediaSource;
    this.#video = video;
    this.#clip = clip;
    this.#fetched = fetched;
    this.#source = new Source();
    // Managed Media Source asks for it.
    if ('ManagedMediaSource' in globalThis) video.disableRemotePlayback = true;
    this.#url = URL.createObjectURL(this.#source);
    video.src = this.#url;
    video.preload = 'auto';
    const { signal } = this.#stop;
    video.addEventListener('seeking', () => this.#seek(), { signal });
    video.addEventListener('timeupdate', () => this.#wake(), { signal });
    video.addEventListener('error', () => this.#seek(), { signal });
    this.over = this.#run();
  }

  get rung(): Rung {
    return this.#fetched.rung;
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
    URL.revokeObjectURL(this.#url);
    this.#video.removeAttribute('src');
    this.#video.load();
  }

  async #run(): Promise<void> {
    try {
      const { rung, init, first } = this.#fetched;
      if (this.#source.readyState !== 'open') await once(this.#source, ['sourceopen'], this.#stop.signal);
      this.#buffer = this.#source.addSourceBuffer(mime(rung));
      const playlist = this.#retried(() => this.#get(rung.playlist).then((response) => response.text()));
      playlist.catch(() => undefined);
      await this.#append(await init.catch(() => this.#retried(() => this.#get(rung.init).then(whole))));
      await first.then((response) => this.#pour(response)).catch(() => this.#load(rung.first));
      this.#parts = parseParts(await playlist);
      await this.#feed();
    } catch (error) {
      if (!this.#stop.signal.aborted) this.failure = this.#video.error?.message ?? String(error);
    }
    this.#isSafe();
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

  /** Appends a segment as it arrives: its fragments are short enough to show a picture before its end. */
  async #pour(response: Response): Promise<void> {
    if (!response.ok || !response.body) throw new Error(`segment ${response.status}`);
    this.#mend();
    this.#isTorn = true;
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      await this.#append(value);
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
    const timer = setTimeout(() => cut.abort(), PATIENCE_MS);
    for (const { signal } of [this.#stop, this.#turn]) signal.addEventListener('abort', () => cut.abort());
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
        await new Promise((resolve) => setTimeout(resolve, 300 * attempt));
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
