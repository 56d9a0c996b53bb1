// Gathers events into batches and keeps them, within bounds, until the service has them.
import type { EventBatch, PlayerEvent } from './types.js';

/** `sent`: it has them. `refused`: it never will take them. `unknown_viewer`: the token is not its own. `failed`: try later. */
export type Delivery = 'sent' | 'refused' | 'unknown_viewer' | 'failed';

export interface OutboxDeps {
  /** Sends one batch. `leaving` means that the page may be gone before an answer comes. */
  deliver(batch: EventBatch, leaving: boolean): Promise<Delivery>;
  /** The viewer token, asked for only when an event with consent waits; null when there is none yet. */
  identify(): Promise<string | null>;
  /** The token as it is now, without asking anyone. */
  knownToken(): string | null;
  /** Runs `act` later; returns how to cancel it. */
  later(ms: number, act: () => void): () => void;
}

export const LIMITS = {
  events: 100,
  /** Browsers refuse more than 64 KiB of requests that outlive the page. */
  bytes: 48_000,
  buffered: 200,
  gatherMs: 800,
  firstRetryMs: 2_000,
  lastRetryMs: 300_000,
} as const;

interface Waiting {
  event: PlayerEvent;
  consent: boolean;
}

/** At-least-once delivery: an event keeps its id through every attempt, so the service can tell a repetition. */
export class Outbox {
  readonly #deps: OutboxDeps;
  #waiting: Waiting[] = [];
  #sending = false;
  #cancel: (() => void) | null = null;
  #failures = 0;

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
  }

  get size(): number {
    return this.#waiting.length;
  }

  /** Adds an event; a newer version of a view takes the place of the one that still waits. */
  put(event: PlayerEvent, consent: boolean): void {
    this.#waiting = this.#waiting.filter((known) => known.event.id !== event.id);
    this.#waiting.push({ event, consent });
    if (this.#waiting.length > LIMITS.buffered) this.#drop();
    if (!this.#cancel && !this.#sending) this.#plan(LIMITS.gatherMs);
  }

  /** Consent was withdrawn: what waits with an identifier is forgotten, not sent. */
  forgetIdentified(): void {
    this.#waiting = this.#waiting.filter((known) => !known.consent);
  }

  /** The network is back, or a test is impatient: do not wait for the next attempt. */
  async flush(): Promise<void> {
    this.#cancel?.();
    this.#cancel = null;
    if (this.#sending) return;
    this.#sending = true;
    let delivered = true;
    try {
      for (const consent of [false, true]) delivered = (await this.#sendAll(consent)) && delivered;
    } finally {
      this.#sending = false;
    }
    this.#failures = delivered ? 0 : this.#failures + 1;
    if (this.#waiting.length > 0 && !this.#cancel) this.#plan(this.#pauseMs());
  }

  /** The page may go: hand everything over now. Nothing is forgotten until the service answered, if it still can. */
  leave(): void {
    const viewerToken = this.#deps.knownToken();
    for (const consent of [false, true]) {
      // Without a token the view can only count in the anonymous totals.
      const named = consent && viewerToken !== null;
      for (const part of this.#parts(consent)) {
        const batch = { viewerToken: named ? viewerToken : null, consent: named, events: part.map((w) => w.event) };
        void this.#deps.deliver(batch, true).then(
          (delivery) => this.#settle(part, delivery),
          () => undefined,
        );
      }
    }
  }

  async #sendAll(consent: boolean): Promise<boolean> {
    if (!this.#waiting.some((known) => known.consent === consent)) return true;
    const viewerToken = consent ? await this.#deps.identify() : null;
    if (consent && viewerToken === null) return false;
    for (const part of this.#parts(consent)) {
      const batch = { viewerToken, consent, events: part.map((known) => known.event) };
      const delivery = await this.#deps.deliver(batch, false).catch((): Delivery => 'failed');
      this.#settle(part, delivery);
      if (delivery === 'failed' || delivery === 'unknown_viewer') return false;
    }
    return true;
  }

  #parts(consent: boolean): Waiting[][] {
    const parts: Waiting[][] = [];
    let bytes = Infinity;
    for (const known of this.#waiting.filter((one) => one.consent === consent)) {
      const size = JSON.stringify(known.event).length;
      const last = parts.at(-1);
      if (!last || last.length >= LIMITS.events || bytes + size > LIMITS.bytes) {
        parts.push([known]);
        bytes = size;
      } else {
        last.push(known);
        bytes += size;
      }
    }
    return parts;
  }

  #settle(part: Waiting[], delivery: Delivery): void {
    if (delivery === 'failed' || delivery === 'unknown_viewer') return;
    // By identity: a newer version that came meanwhile stays.
    this.#waiting = this.#waiting.filter((known) => !part.includes(known));
  }

  #drop(): void {
    const impression = this.#waiting.findIndex((known) => known.event.type === 'impression');
    this.#waiting.splice(Math.max(0, impression), 1);
  }

  #pauseMs(): number {
    if (this.#failures === 0) return LIMITS.gatherMs;
    return Math.min(LIMITS.lastRetryMs, LIMITS.firstRetryMs * 2 ** (this.#failures - 1));
  }

  #plan(ms: number): void {
    this.#cancel = this.#deps.later(ms, () => {
      this.#cancel = null;
      void this.flush();
    });
  }
}
