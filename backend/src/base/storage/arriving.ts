// Reads a file that another process is still writing, at the pace at which its bytes come.
import { open, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const CHUNK_BYTES = 256 * 1024;
const LOOK_EVERY_MS = 100;

export interface ArrivingFile {
  /** The first `bytes` bytes, or fewer when fewer have come. */
  head(bytes: number): Promise<Buffer>;
  /** Every byte from the first to `sizeBytes`, as it comes; ends early after so long without a new one, or when aborted. */
  read(order: { sizeBytes: number; idleMs: number; signal: AbortSignal }): AsyncIterable<Buffer>;
}

/** A file at a path that grows at its end alone. Null when there is none yet. */
export async function openArriving(path: string): Promise<ArrivingFile | null> {
  if (!(await stat(path).catch(() => null))) return null;
  return {
    async head(bytes) {
      const file = await open(path, 'r');
      try {
        const buffer = Buffer.alloc(bytes);
        const { bytesRead } = await file.read(buffer, 0, bytes, 0);
        return buffer.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    },
    read: (order) => readGrowing(path, order),
  };
}

async function* readGrowing(
  path: string,
  { sizeBytes, idleMs, signal }: { sizeBytes: number; idleMs: number; signal: AbortSignal },
): AsyncGenerator<Buffer> {
  const file = await open(path, 'r');
  try {
    let at = 0;
    let heardAt = Date.now();
    while (at < sizeBytes && !signal.aborted && Date.now() - heardAt < idleMs) {
      const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, sizeBytes - at));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
      if (bytesRead === 0) {
        await sleep(LOOK_EVERY_MS);
        continue;
      }
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
      // After the reader took it: one that is slow is not a source that is silent.
      heardAt = Date.now();
    }
  } finally {
    await file.close();
  }
}
