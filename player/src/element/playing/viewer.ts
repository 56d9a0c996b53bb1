// Who watches, as far as the shopper agreed, and the outbox that carries what was done.
import { deliverEvents, registerViewer, tell } from '../../api.js';
import { continueSession, type Session } from '../../core/consent.js';
import { newEventId } from '../../core/ids.js';
import { Outbox } from '../../core/outbox.js';
import type { PlayerEvent } from '../../core/types.js';
import type { Privacy } from '../privacy.js';

/** One for each store on the page, shared by its players. */
export class Viewer {
  static readonly #known = new Map<string, Viewer>();

  static of(api: string, store: string, privacy: Privacy): Viewer {
    const key = `${api} ${store}`;
    const known = Viewer.#known.get(key) ?? new Viewer(api, store, privacy);
    Viewer.#known.set(key, known);
    return known;
  }

  readonly #api: string;
  readonly #store: string;
  readonly #privacy: Privacy;
  readonly #outbox: Outbox;
  #asking: Promise<string | null> | null = null;

  private constructor(api: string, store: string, privacy: Privacy) {
    this.#api = api;
    this.#store = store;
    this.#privacy = privacy;
    this.#outbox = new Outbox({
      deliver: async (batch, leaving) => {
        const delivery = await deliverEvents(api, store, batch, leaving);
        if (delivery === 'unknown_viewer') privacy.keep('viewer', '');
        return delivery;
      },
      identify: () => this.identify(),
      knownToken: () => privacy.recall('viewer'),
      later: (ms, act) => {
        const timer = setTimeout(act, ms);
        return () => clearTimeout(timer);
      },
    });
    privacy.changes.addEventListener('change', () => {
      if (privacy.consent() !== 'granted') this.#outbox.forgetIdentified();
    });
    addEventListener('online', () => void this.#outbox.flush());
    addEventListener('pagehide', () => this.#outbox.leave());
  }

  get hasConsent(): boolean {
    return this.#privacy.consent() === 'granted';
  }

  /** Whether a token is at hand. */
  get isKnown(): boolean {
    return this.#privacy.recall('viewer') !== null;
  }

  /** The token, registered once after consent; null without consent, or while the service does not answer. */
  identify(): Promise<string | null> {
    if (!this.hasConsent) return Promise.resolve(null);
    const known = this.#privacy.recall('viewer');
    if (known) return Promise.resolve(known);
    this.#asking ??= registerViewer(this.#api, this.#store)
      .then((token) => {
        this.#privacy.keep('viewer', token);
        return this.#privacy.recall('viewer');
      })
      .catch(() => null)
      .finally(() => (this.#asking = null));
    return this.#asking;
  }

  /** The metrics session. Without consent it is random each time, so that nothing ties two events together. */
  sessionId(): string {
    if (!this.hasConsent) return newEventId();
    const [id, lastAtMs, ...spent] = this.#privacy.recall('session')?.split(' ') ?? [];
    const before: Session | null = id && lastAtMs ? { id, lastAtMs: Number(lastAtMs) } : null;
    const session = continueSession(before, Date.now(), newEventId);
    // What was spent of a budget of the day outlives the session.
    this.#privacy.keep('session', [session.id, session.lastAtMs, ...spent].join(' '));
    return session.id;
  }

  /** What the shopper put aside, as `vitrina.shelf` keeps it; empty without consent. */
  get shelf(): string {
    return this.#privacy.recall('shelf') ?? '';
  }

  set shelf(text: string) {
    this.#privacy.keep('shelf', text);
  }

  /** Says something of a video in the shopper's own name, if they agreed: a token that is not known (any more) is replaced once. */
  async say<Told>(path: string, said: object): Promise<Told> {
    for (let tries = 1; ; tries += 1) {
      const viewerToken = await this.identify();
      if (!viewerToken) throw new Error('no viewer');
      try {
        return await this.tell<Told>(path, { ...said, viewerToken });
      } catch (error) {
        if ((error as Error).message !== '401' || tries > 1) throw error;
        this.#privacy.keep('viewer', '');
      }
    }
  }

  /** Says something in nobody's name. */
  tell<Told>(path: string, said: object): Promise<Told> {
    return tell<Told>(this.#api, path, { store: this.#store, ...said });
  }

  /** `consent` as it was when the event began; one that was withdrawn since is not sent at all. */
  put(event: PlayerEvent, consent: boolean): void {
    if (!consent || this.hasConsent) this.#outbox.put(event, consent);
  }

  /** A product click or a cart event: each qualifies by itself, so it does not wait for the next batch. */
  act(type: 'click' | 'add_to_cart', videoId: string, productId: string): void {
    const occurredAt = new Date().toISOString();
    const event = { type, id: newEventId(), occurredAt, sessionId: this.sessionId(), videoId, productId };
    this.put(event, this.hasConsent);
    void this.#outbox.flush();
  }

  leave(): void {
    this.#outbox.leave();
  }
}
