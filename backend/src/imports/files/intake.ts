// Looks at an order file while it passes into storage: its size, digest, lines, beginning, and whether all of it is UTF-8.
import { createHash } from 'node:crypto';

/** About 150 000 orders; a larger export is brought month by month. */
export const MAX_FILE_BYTES = 20 * 1024 * 1024;
const HEAD_BYTES = 64 * 1024;

export class Intake {
  sizeBytes = 0;
  lines = 0;
  tooLarge = false;
  isUtf8 = true;
  head: Uint8Array = new Uint8Array();
  private readonly hash = createHash('sha256');
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });

  get sha256(): Buffer {
    return this.hash.copy().digest();
  }

  /** Passes the bytes on, and stops at the bound: the rest is not read. */
  async *through(body: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
    for await (const raw of body) {
      const chunk = raw as Buffer;
      this.sizeBytes += chunk.length;
      if (this.sizeBytes > MAX_FILE_BYTES) {
        this.tooLarge = true;
        return;
      }
      this.look(chunk);
      yield chunk;
    }
    this.decode(undefined);
  }

  private look(chunk: Buffer): void {
    this.hash.update(chunk);
    for (const byte of chunk) if (byte === 10) this.lines += 1;
    if (this.head.length < HEAD_BYTES) {
      this.head = Buffer.concat([this.head, chunk.subarray(0, HEAD_BYTES - this.head.length)]);
    }
    this.decode(chunk);
  }

  private decode(chunk: Buffer | undefined): void {
    if (!this.isUtf8) return;
    try {
      this.decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      this.isUtf8 = false;
    }
  }
}
