// Timers work through many stores and files: one that fails must not keep the others waiting for ever.
import type { Logger } from '@nestjs/common';

/** Does `work` for each item in turn. A failure is logged under the item's name, and the next timer tries it again. */
export async function eachApart<T>(
  items: Iterable<T>,
  nameOf: (item: T) => string,
  work: (item: T) => Promise<unknown>,
  log: Logger,
): Promise<void> {
  for (const item of items) {
    try {
      await work(item);
    } catch (error) {
      log.warn(`${nameOf(item)}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
