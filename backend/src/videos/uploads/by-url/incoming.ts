// The body of another server's answer on its way into storage: counted, looked at, and ended in good order when cut.
import type { IncomingMessage } from 'node:http';
import { looksLikeText } from './address.rules.js';
import type { UrlReason } from './url.reasons.js';

export interface IncomingBounds {
  /** Bytes already in storage from an earlier try. */
  from: number;
  /** The length that the server announced for the whole, or null. */
  totalBytes: number | null;
  maxBytes: number;
  /** No byte for so long ends the try, in milliseconds. */
  idleMs: number;
  /** No more than this for one try, in milliseconds. */
  wholeMs: number;
  /** Called about once a second; false means that nobody waits for the file any more. */
  onProgress: (receivedBytes: number) => Promise<boolean>;
}

/** Why the bytes ended. `cut` may be tried again from where it stopped. */
export type Ended =
  { kind: 'whole' } | { kind: 'cut'; why: string } | { kind: 'unwanted' } | { kind: 'refused'; reason: UrlReason };

const HEAD_BYTES = 512;
const TELL_EVERY_MS = 1000;

/**
 * Reads an answer as a stream that never fails: a cut line ends it early and leaves what came, and `ended` says why.
 * The bytes are never unpacked, so a small answer cannot grow.
 */
export class Incoming {
  ended: Ended = { kind: 'cut', why: 'It was not read.' };
  received: number;
  private head: Buffer | null = Buffer.alloc(0);

  constructor(
    private readonly answer: IncomingMessage,
    private readonly bounds: IncomingBounds,
  ) {
    this.received = bounds.from;
  }

  async *bytes(): AsyncGenerator<Buffer> {
    const { answer, bounds } = this;
    const tooLong = () => answer.destroy(new Error('It takes longer than we allow.'));
    const timer = setTimeout(tooLong, bounds.wholeMs);
    let toldAt = Date.now();
    try {
      for await (const chunk of this.watched()) {
        const stop = this.judge(chunk);
        if (stop) return this.stop({ kind: 'refused', reason: stop });
        this.received += chunk.length;
        yield chunk;
        if (Date.now() - toldAt < TELL_EVERY_MS) continue;
        toldAt = Date.now();
        if (!(await bounds.onProgress(this.received))) return this.stop({ kind: 'unwanted' });
      }
      const short = bounds.totalBytes !== null && this.received < bounds.totalBytes;
      this.ended = short ? { kind: 'cut', why: 'The file ended early.' } : { kind: 'whole' };
    } catch (error) {
      this.ended = { kind: 'cut', why: error instanceof Error ? error.message : String(error) };
    } finally {
      clearTimeout(timer);
      answer.destroy();
    }
  }

  /** The chunks, each of which must come in time. Our own slowness in taking them does not count. */
  private async *watched(): AsyncGenerator<Buffer> {
    const chunks = (this.answer as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
    for (;;) {
      const silence = setTimeout(() => this.answer.destroy(new Error('The server fell silent.')), this.bounds.idleMs);
      const { done, value } = await chunks.next().finally(() => clearTimeout(silence));
      if (done) return;
      yield value;
    }
  }

  private stop(ended: Ended): void {
    this.ended = ended;
  }

  /** Why this chunk is one too many, or null. */
  private judge(chunk: Buffer): UrlReason | null {
    const { bounds } = this;
    const so = this.received + chunk.length;
    if (so > bounds.maxBytes) return 'too_large';
    if (bounds.totalBytes !== null && so > bounds.totalBytes) return 'broken';
    if (bounds.from > 0 || !this.head) return null;
    this.head = Buffer.concat([this.head, chunk.subarray(0, HEAD_BYTES)]);
    if (this.head.length < HEAD_BYTES) return null;
    const text = looksLikeText(this.head);
    this.head = null;
    return text ? 'page' : null;
  }
}
