// Makes `nice` mean something on kernels that share the processor by session before they look at single processes.
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** A third of what a waiting API gets, and everything that nobody else wants. */
const NICE = '5';

/**
 * Linux with `sched_autogroup_enabled` gives every session an equal share, and ffmpeg is started in a session of its own:
 * without this its `nice` counts only against itself, and it takes half of the processor from the API. Never fails; where
 * there is no such thing (containers, other systems) `nice` does it alone.
 */
export async function lowerSession(pid: number): Promise<void> {
  const file = `/proc/${pid}/autogroup`;
  for (let attempt = 1; attempt <= 5; attempt++) {
    try {
      await writeFile(file, NICE);
      return;
    } catch (error) {
      // Others than root may change one every 100 ms.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
      await sleep(120, undefined, { ref: false });
    }
  }
}

/** The session's priority as the kernel tells it, 0 by default; null where it knows none. */
export async function sessionNice(pid: number): Promise<number | null> {
  const told = await readFile(`/proc/${pid}/autogroup`, 'utf8').catch(() => '');
  const match = /nice (-?\d+)/.exec(told);
  return match ? Number(match[1]) : null;
}
