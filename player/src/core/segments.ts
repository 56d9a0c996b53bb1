// Writes down what was watched: a segment ends when playing, visibility, focus, speed or the position jumps.
import type { Segment } from './types.js';

export interface Conditions {
  playing: boolean;
  visibleBps: number;
  focused: boolean;
  rate: number;
}

/** Above this a new view is begun, so that one heartbeat stays below the 64 KiB a browser lets a leaving page send. */
export const MAX_SEGMENTS = 300;

/**
 * The segments of one view, as `money.md` section 4 asks.
 *
 * All times are milliseconds: `wallMs` counts from the start of the view, `mediaMs` is the position in the video.
 * An empty segment is not written, and one that would run backwards is not either: it would make the whole view invalid.
 */
export class WatchLog {
  readonly #closed: Segment[] = [];
  #from: { wallMs: number; mediaMs: number } | null = null;
  #now: Conditions;

  constructor(conditions: Conditions) {
    this.#now = { ...conditions };
  }

  get conditions(): Readonly<Conditions> {
    return this.#now;
  }

  /** Something changed at this instant; an empty change only ends the segment, which a heartbeat does. */
  change(wallMs: number, mediaMs: number, changed: Partial<Conditions> = {}): void {
    this.#close(wallMs, mediaMs);
    this.#now = { ...this.#now, ...changed };
    this.#from = this.#now.playing ? { wallMs, mediaMs } : null;
  }

  /** The position jumped; what lies between was not watched. */
  seek(wallMs: number, fromMediaMs: number, toMediaMs: number): void {
    this.#close(wallMs, fromMediaMs);
    this.#from = this.#now.playing ? { wallMs, mediaMs: toMediaMs } : null;
  }

  /** Every segment so far, with the open one up to this instant. */
  segments(wallMs: number, mediaMs: number): Segment[] {
    const open = this.#segment(wallMs, mediaMs);
    return open ? [...this.#closed, open] : [...this.#closed];
  }

  get isFull(): boolean {
    return this.#closed.length >= MAX_SEGMENTS;
  }

  #close(wallMs: number, mediaMs: number): void {
    const segment = this.#segment(wallMs, mediaMs);
    if (segment) this.#closed.push(segment);
    this.#from = null;
  }

  #segment(wallMs: number, mediaMs: number): Segment | null {
    if (!this.#from) return null;
    const segment = {
      wallFromMs: Math.round(this.#from.wallMs),
      wallToMs: Math.round(wallMs),
      mediaFromMs: Math.round(this.#from.mediaMs),
      mediaToMs: Math.round(mediaMs),
      visibleBps: this.#now.visibleBps,
      focused: this.#now.focused,
    };
    const advanced = segment.wallToMs > segment.wallFromMs && segment.mediaToMs > segment.mediaFromMs;
    return advanced ? segment : null;
  }
}
