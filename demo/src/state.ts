// Everything this shop remembers: one JSON file, written beside and renamed, so a kill leaves the old or the new one.
import { mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface CartLine {
  productId: string;
  variantId: string | null;
  quantity: number;
}

export interface Cart {
  lines: CartLine[];
  /** Vitrina's signed token of this viewer, when the shopper agreed to be counted. */
  viewerToken: string | null;
  touchedAt: string;
}

export interface OrderLine extends CartLine {
  lineId: string;
  title: string;
  unitPriceMinor: string;
  discountMinor: string;
}

export interface Refund {
  id: string;
  at: string;
  lines: { lineId: string; quantity: number; amountMinor: string }[];
}

export interface Order {
  id: string;
  /** Grows with every change; Vitrina records each version once. */
  version: number;
  customer: string;
  at: string;
  status: 'paid' | 'cancelled';
  buyer: { name: string; email: string; phone: string };
  promoCode: string | null;
  viewerToken: string | null;
  lines: OrderLine[];
  refunds: Refund[];
}

export interface Letter {
  id: number;
  path: string;
  body: string;
  /** What the letter is about; a newer letter on the same subject replaces one that still waits. */
  subject: string;
  createdAt: string;
  attempts: number;
  nextAt: number;
  state: 'waiting' | 'delivered' | 'refused';
  answer: string;
}

export interface State {
  carts: Record<string, Cart>;
  orders: Order[];
  /** Checkout form -> order, so that a form sent twice makes one order. */
  checkouts: Record<string, string>;
  outbox: Letter[];
  nextLetter: number;
}

const EMPTY: State = { carts: {}, orders: [], checkouts: {}, outbox: [], nextLetter: 1 };
const CARTS_KEPT = 500;
const DELIVERED_KEPT = 200;

export class Store {
  readonly data: State;
  #file: string;
  #writing: Promise<void> = Promise.resolve();
  #queued: Promise<void> | null = null;

  constructor(file: string, data: State) {
    this.#file = file;
    this.data = data;
  }

  /** Resolves when what is in memory now is on disk. Calls that come while a write runs share the next one. */
  save(): Promise<void> {
    this.#queued ??= this.#writing.then(() => {
      this.#queued = null;
      return (this.#writing = this.#write());
    });
    return this.#queued;
  }

  async #write(): Promise<void> {
    prune(this.data);
    const beside = `${this.#file}.new`;
    const handle = await open(beside, 'w', 0o600);
    try {
      await handle.writeFile(JSON.stringify(this.data));
      await handle.sync();
    } finally {
      await handle.close();
    }
    renameSync(beside, this.#file);
  }
}

/** Reads the file, or starts empty. A file that is not JSON is moved aside and `say` is told. */
export function openStore(file: string, say: (line: string) => void): Store {
  mkdirSync(dirname(file), { recursive: true });
  rmSync(`${file}.new`, { force: true });
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return new Store(file, structuredClone(EMPTY));
  }
  try {
    return new Store(file, { ...structuredClone(EMPTY), ...(JSON.parse(text) as Partial<State>) });
  } catch {
    const aside = `${file}.unreadable-${Date.now()}`;
    renameSync(file, aside);
    say(`The shop's state was unreadable; it was moved to ${aside} and an empty one is used`);
    return new Store(file, structuredClone(EMPTY));
  }
}

/** Bounds what grows: the oldest carts and the letters that arrived long ago go. */
function prune(data: State): void {
  const carts = Object.entries(data.carts);
  if (carts.length > CARTS_KEPT) {
    carts.sort(([, a], [, b]) => b.touchedAt.localeCompare(a.touchedAt));
    data.carts = Object.fromEntries(carts.slice(0, CARTS_KEPT));
  }
  const delivered = data.outbox.filter((letter) => letter.state === 'delivered');
  const old = new Set(delivered.slice(0, Math.max(0, delivered.length - DELIVERED_KEPT)));
  if (old.size > 0) data.outbox = data.outbox.filter((letter) => !old.has(letter));
}
