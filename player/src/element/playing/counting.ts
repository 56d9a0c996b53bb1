// Watches one view of one video and reports it: heartbeats with all segments so far.
import type { Bytes } from '../../bytes/ledger.js';
import { follow, weigh } from '../../bytes/network.js';
import { newEventId } from '../../core/ids.js';
import { qualify } from '../../core/qualify.js';
import { WatchLog } from '../../core/segments.js';
import type { Clip, ViewEvent } from '../../core/types.js';
import type { Viewer } from './viewer.js';

/** Below the five seconds that a heartbeat may be late, with room for a slow timer. */
const HEARTBEAT_MS = 4_500;
/** Steps of a tenth, and the half exactly: that is where a segment begins or stops to count. */
const THRESHOLDS = Array.from({ length: 11 }, (_, tenth) => tenth / 10);

export interface CountingDeps {
  video: HTMLVideoElement;
  frame: Element;
  clip: Clip;
  viewer: Viewer;
  autoplay: boolean;
  /** It plays with data saver. */
  saves: boolean;
  /** When it was to play, on the clock of `performance`. */
  tapMs: number;
  onQualified(watchedMs: number): void;
}

/** Whether the shopper has ever touched this page: what a page does by itself is no act of theirs, whatever it calls. */
const hasActed = (): boolean => navigator.userActivation?.hasBeenActive !== false;

/** The share of the frame inside the window, until IntersectionObserver gives the true one in the next frame. */
function roughVisibleBps(frame: Element): number {
  const box = frame.getBoundingClientRect();
  const width = Math.min(box.right, innerWidth) - Math.max(box.left, 0);
  const height = Math.min(box.bottom, innerHeight) - Math.max(box.top, 0);
  const area = box.width * box.height;
  return area > 0 ? Math.round((Math.max(0, width) * Math.max(0, height) * 10_000) / area) : 0;
}

export class Counting {
  readonly #deps: CountingDeps;
  readonly #stop = new AbortController();
  readonly #observer: IntersectionObserver;
  readonly #timer: ReturnType<typeof setInterval>;
  #log: WatchLog;
  #id = newEventId();
  #version = 0;
  #sentJson = '[]';
  #startedAtMs = Date.now();
  #startedTick = performance.now();
  #sessionId: string;
  /** As it was when this view began; a view never mixes both. */
  #consent: boolean;
  #interacted: boolean;
  readonly #autoplay: boolean;
  #isQualified = false;
  /** The source is being changed, or the picture is on another screen. */
  #rests = false;
  /** Where the video was when it last said so: a foreign seek tells only where it went. */
  #lastMediaMs = 0;
  readonly #folder: string;
  #bytes: Bytes | null;

  constructor(deps: CountingDeps) {
    this.#deps = deps;
    this.#folder = follow(deps.clip.hlsUrl);
    this.#bytes = this.#noBytes();
    this.#autoplay = deps.autoplay || !hasActed();
    this.#interacted = !this.#autoplay;
    this.#sessionId = deps.viewer.sessionId();
    this.#consent = deps.viewer.hasConsent;
    const { video, frame } = deps;
    const hasBegun = !video.paused;
    this.#log = new WatchLog({
      playing: hasBegun,
      visibleBps: roughVisibleBps(frame),
      focused: !document.hidden,
      rate: video.playbackRate,
    });
    this.#observer = new IntersectionObserver(
      (entries) => {
        const visibleBps = Math.floor((entries.at(-1)?.intersectionRatio ?? 0) * 10_000);
        if (visibleBps !== this.#log.conditions.visibleBps) this.#change({ visibleBps });
      },
      { threshold: THRESHOLDS },
    );
    this.#observer.observe(frame);
    if (hasBegun) this.#countFromStart();
    this.#timer = setInterval(() => this.#log.conditions.playing && this.beat(), HEARTBEAT_MS);
    this.#listen();
    // It may be waiting for bytes by now; what it showed before was watched all the same.
    this.#change({ playing: hasBegun && video.readyState > HTMLMediaElement.HAVE_CURRENT_DATA });
  }

  /** The shopper did something in the player; an autoplayed view counts from then on. */
  touch(): void {
    this.#interacted ||= hasActed();
  }

  /** What is watched meanwhile is not counted; the view goes on afterwards. */
  rest(rests: boolean): void {
    if (rests === this.#rests) return;
    this.#change({ playing: false });
    this.#report();
    this.#rests = rests;
    const { paused, seeking, readyState } = this.#deps.video;
    if (!rests && !paused && !seeking && readyState > HTMLMediaElement.HAVE_CURRENT_DATA)
      this.#change({ playing: true });
  }

  /** Our own seek, told before it happens so that the segment ends where watching ended. */
  seek(toMs: number): void {
    this.#log.seek(this.#wallMs(), this.#mediaMs(), toMs);
    this.#lastMediaMs = toMs;
    this.touch();
  }

  /** Ends the segment and reports the view, if anything is new. */
  beat(): void {
    this.#change({});
    this.#report();
    if (this.#log.isFull) this.renew();
  }

  /** Begins a new view: after a change of consent nothing may tie the old part to the new. */
  renew(): void {
    this.#change({});
    this.#report();
    const { conditions } = this.#log;
    this.#log = new WatchLog(conditions);
    this.#id = newEventId();
    this.#version = 0;
    this.#sentJson = '[]';
    this.#startedAtMs = Date.now();
    this.#startedTick = performance.now();
    this.#sessionId = this.#deps.viewer.sessionId();
    this.#consent = this.#deps.viewer.hasConsent;
    this.#bytes = this.#noBytes();
    this.#isQualified = false;
    this.#change({});
  }

  destroy(): void {
    this.#change({ playing: false });
    this.#report();
    this.#stop.abort();
    this.#observer.disconnect();
    clearInterval(this.#timer);
  }

  /** It played before this code was there, from the beginning and at its own speed: those moments were watched too. */
  #countFromStart(): void {
    const wallMs = this.#mediaMs() / this.#deps.video.playbackRate;
    this.#startedAtMs -= wallMs;
    this.#startedTick -= wallMs;
    this.#log.change(0, 0);
  }

  #listen(): void {
    const { video } = this.#deps;
    const { signal } = this.#stop;
    const on = (name: string, act: () => void): void => video.addEventListener(name, act, { signal });
    on('playing', () => this.#rests || this.#change({ playing: true }));
    on('waiting', () => this.#change({ playing: false }));
    for (const name of ['pause', 'ended', 'emptied']) {
      on(name, () => {
        if (name === 'emptied') this.#log.seek(this.#wallMs(), this.#lastMediaMs, 0);
        this.#change({ playing: false });
        this.#report();
      });
    }
    on('ratechange', () => this.#change({ rate: video.playbackRate }));
    on('timeupdate', () => this.#advance());
    on('seeking', () => {
      // A new source begins at the second where the old one was.
      if (this.#rests || Math.abs(this.#mediaMs() - this.#lastMediaMs) < 500) return;
      this.#log.seek(this.#wallMs(), this.#lastMediaMs, this.#mediaMs());
      this.#lastMediaMs = this.#mediaMs();
    });
    document.addEventListener('visibilitychange', () => this.#focus(), { signal });
    addEventListener('pagehide', () => this.#leave(), { signal });
  }

  #focus(): void {
    this.#change({ focused: !document.hidden });
    if (document.hidden) this.#leave();
  }

  #leave(): void {
    this.beat();
    this.#deps.viewer.leave();
  }

  #change(changed: Parameters<WatchLog['change']>[2]): void {
    this.#log.change(this.#wallMs(), this.#mediaMs(), changed);
  }

  /** Four times a second: is the view qualified now? Then the segment ends here, so that the service finds the same moment. */
  #advance(): void {
    if (this.#rests) return;
    this.#lastMediaMs = this.#mediaMs();
    if (this.#isQualified) return;
    const segments = this.#log.segments(this.#wallMs(), this.#mediaMs());
    const decision = qualify(segments, this.#deps.clip.durationMs, {
      autoplay: this.#autoplay,
      interacted: this.#interacted,
    });
    if (decision.reason !== 'QUALIFIED') return;
    this.#isQualified = true;
    this.beat();
    this.#deps.onQualified(decision.watchedMs);
  }

  #report(): void {
    const segments = this.#log.segments(this.#wallMs(), this.#mediaMs());
    const bytes = this.#weighed();
    const json = JSON.stringify(segments) + String(this.#interacted) + String(bytes?.total);
    if (segments.length === 0 || json === this.#sentJson) return;
    this.#sentJson = json;
    this.#version += 1;
    const view: ViewEvent = {
      type: 'view',
      id: this.#id,
      version: this.#version,
      occurredAt: new Date(this.#startedAtMs).toISOString(),
      sessionId: this.#sessionId,
      videoId: this.#deps.clip.id,
      autoplay: this.#autoplay,
      interacted: this.#interacted,
      segments,
      ...(bytes ? { bytes } : {}),
    };
    this.#deps.viewer.put(view, this.#consent);
  }

  #noBytes(): Bytes {
    return { total: 0, ahead: 0, av1: 0, ...(this.#deps.saves ? { saver: true } : {}) };
  }

  /** What came for this view so far: weighed in any case, so that no later view is given it, and told only with consent. */
  #weighed(): Bytes | null {
    // Where the browser plays it without us, it says nothing of what it fetched.
    const isOurs = this.#deps.video.src.startsWith('blob:');
    this.#bytes = this.#bytes && isOurs ? weigh(this.#folder, this.#bytes, this.#deps.tapMs) : null;
    return this.#consent ? this.#bytes : null;
  }

  #wallMs(): number {
    return performance.now() - this.#startedTick;
  }

  #mediaMs(): number {
    // Sound may go on for a moment after the last picture; the video ends where the service says.
    return Math.min(this.#deps.video.currentTime * 1000, this.#deps.clip.durationMs);
  }
}
