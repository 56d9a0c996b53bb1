// What a video cost in bytes: what came over the network for its folder, each answer for one view.

/** What the browser tells of an answer, as far as it is read here. */
export interface Fetched {
  name: string;
  startTime: number;
  /** 0 where the browser had it already, and where another origin keeps it secret. */
  transferSize: number;
  decodedBodySize: number;
}

export interface Bytes {
  total: number;
  /** Those of them before the tap. */
  ahead: number;
  /** Those of them that were AV1. */
  av1: number;
  saver?: true;
}

const AV1 = /\/av1-[^/]*$/;
const isVideo = (name: string): boolean => /\.(m4s|mp4|ts)$/.test(name);

/**
 * Gathers what was fetched, by folder of a video. Every answer is given once: to the view of its video that asks first, and later ones
 * to the view that goes on.
 */
export class Ledger {
  readonly #waiting = new Map<string, Fetched[]>();
  /** Folders of which some answer kept its size secret: of them nothing can be said. */
  readonly #secret = new Set<string>();
  readonly #folders = new Set<string>();
  /** The browser tells some answers twice: of what was and of what comes. */
  readonly #known = new Set<string>();

  /** From now on what is fetched of this video is kept for its views. */
  follow(folder: string): void {
    this.#folders.add(folder);
  }

  /** Gives what it added: 0 for what is of no video that is followed, or was noted before. */
  note(fetched: Fetched): number {
    const folder = [...this.#folders].find((one) => fetched.name.startsWith(one));
    const key = `${fetched.startTime} ${fetched.name}`;
    if (!folder || this.#known.has(key)) return 0;
    this.#known.add(key);
    if (fetched.transferSize === 0 && fetched.decodedBodySize === 0 && isVideo(fetched.name)) this.#secret.add(folder);
    if (fetched.transferSize === 0) return 0;
    this.#waiting.set(folder, [...(this.#waiting.get(folder) ?? []), fetched]);
    return fetched.transferSize;
  }

  /** Adds what is new to what the view had; null where sizes are kept secret. `tapMs`: on the clock of `performance`. */
  add(folder: string, to: Bytes, tapMs: number): Bytes | null {
    if (this.#secret.has(folder)) return null;
    const fresh = this.#waiting.get(folder) ?? [];
    this.#waiting.delete(folder);
    const sum = { ...to };
    for (const { name, startTime, transferSize } of fresh) {
      sum.total += transferSize;
      if (startTime < tapMs) sum.ahead += transferSize;
      if (AV1.test(name)) sum.av1 += transferSize;
    }
    return sum;
  }
}
