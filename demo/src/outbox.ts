// Letters to Vitrina: written down first, delivered when it answers, tried again until then.
import type { ShopConfig } from './config.ts';
import type { Letter, Store } from './state.ts';
import { put } from './vitrina.ts';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 300_000;
/** A body that is wrong stays wrong; everything else (down, slow, a key being rotated) may pass. */
const FINAL = new Set([400, 404, 409, 413, 422]);

export class Outbox {
  #config: ShopConfig;
  #store: Store;
  #say: (line: string) => void;
  #timer: NodeJS.Timeout | undefined;
  #delivering: Promise<void> | null = null;
  #closed = false;

  constructor(config: ShopConfig, store: Store, say: (line: string) => void) {
    this.#config = config;
    this.#store = store;
    this.#say = say;
  }

  /** Writes a letter down; the caller saves the store with its own change, then calls `deliver`. */
  post(path: string, body: object, subject: string): void {
    const { data } = this.#store;
    data.outbox = data.outbox.filter((letter) => letter.subject !== subject || letter.state === 'delivered');
    data.outbox.push({
      id: data.nextLetter++,
      path,
      body: JSON.stringify(body),
      subject,
      createdAt: new Date().toISOString(),
      attempts: 0,
      nextAt: 0,
      state: 'waiting',
      answer: '',
    });
  }

  /** All letters whose subject begins so. */
  about(prefix: string): Letter[] {
    return this.#store.data.outbox.filter((letter) => letter.subject.startsWith(prefix));
  }

  /** After a restart nothing waits out its old back-off. */
  start(): void {
    for (const letter of this.#store.data.outbox) letter.nextAt = 0;
    void this.deliver();
  }

  /** Tries every letter that is due, in the order they were written. Resolves when this round is over. */
  deliver(): Promise<void> {
    this.#delivering ??= this.#round().finally(() => {
      this.#delivering = null;
      this.#plan();
    });
    return this.#delivering;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#delivering;
  }

  async #round(): Promise<void> {
    for (;;) {
      const due = this.#store.data.outbox.find((letter) => letter.state === 'waiting' && letter.nextAt <= Date.now());
      if (!due || this.#closed) return;
      await this.#try(due);
      await this.#store.save();
    }
  }

  async #try(letter: Letter): Promise<void> {
    const { status, text } = await put(this.#config, letter.path, letter.body);
    letter.attempts += 1;
    letter.answer = `${status || 'no answer'} ${text}`.trim();
    if (status >= 200 && status < 300) {
      letter.state = 'delivered';
      return;
    }
    if (FINAL.has(status)) {
      letter.state = 'refused';
      this.#say(`Vitrina refused PUT ${letter.path}: ${letter.answer}`);
      return;
    }
    const wait = Math.min(FIRST_WAIT_MS * 2 ** (letter.attempts - 1), LONGEST_WAIT_MS);
    // Up to a quarter later, so that many letters do not come back in one moment.
    letter.nextAt = Date.now() + wait * (1 + Math.random() / 4);
    if (letter.attempts === 1) this.#say(`PUT ${letter.path} will be tried again: ${letter.answer}`);
  }

  #plan(): void {
    if (this.#closed) return;
    const waiting = this.#store.data.outbox.filter((letter) => letter.state === 'waiting');
    if (waiting.length === 0) return;
    const soonest = Math.min(...waiting.map((letter) => letter.nextAt));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.deliver(), Math.max(10, soonest - Date.now()));
    this.#timer.unref();
  }
}
