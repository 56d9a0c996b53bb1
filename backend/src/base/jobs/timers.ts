// Things that happen every so many seconds; each run is short, may be missed and may be repeated.
import type { Logger } from '@nestjs/common';
import type { EveryMark } from './handles.js';

interface Timer {
  mark: EveryMark;
  run: () => Promise<unknown>;
  module: string;
}

/** A timer of once a day would never run in a process that is replaced every day: the first run comes this soon. */
const FIRST_AFTER_S = 60;

export class Timers {
  private readonly all = new Map<string, Timer>();
  private handles = new Set<NodeJS.Timeout>();

  add(mark: EveryMark, run: () => Promise<unknown>, module: string): void {
    if (this.all.has(mark.name)) throw new Error(`Timer ${mark.name} stands twice.`);
    this.all.set(mark.name, { mark, run, module });
  }

  /** A run that is still going when the next is due makes that one wait: no pile-up. */
  start(log: Logger, mine: (module: string) => boolean): void {
    for (const { mark, run, module } of this.all.values()) {
      if (!mine(module)) continue;
      let running = false;
      const tick = async () => {
        if (running) return;
        running = true;
        try {
          await run();
        } catch (error) {
          log.warn(`timer ${mark.name}: ${error instanceof Error ? error.message : String(error)}`);
        } finally {
          running = false;
        }
      };
      const first = setTimeout(
        () => {
          this.handles.delete(first);
          this.handles.add(setInterval(() => void tick(), mark.seconds * 1000));
          void tick();
        },
        Math.min(mark.seconds, FIRST_AFTER_S) * 1000,
      );
      this.handles.add(first);
    }
  }

  stop(): void {
    for (const handle of this.handles) clearInterval(handle);
    this.handles.clear();
  }

  run(name: string): Promise<unknown> {
    const timer = this.all.get(name);
    if (!timer) throw new Error(`No timer ${name}.`);
    return timer.run();
  }
}
