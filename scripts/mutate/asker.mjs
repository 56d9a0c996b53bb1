// Asks about mutants in a thread, and takes a new thread when one was lost, or was asked so often that old copies fill its memory.
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** A mutant that loops for ever is noticed by the clock. */
const PATIENCE_MS = 120_000;
/** Copies of the modules that one thread holds: some five megabytes each. */
const COPIES = 40;

/** A function that tells what the specs say of a mutant: the first failure, or null; and one that ends the thread. */
export function askerOf(bundle, scenarios) {
  let thread = null;
  let copies = 0;

  const end = async () => {
    const old = thread;
    thread = null;
    copies = 0;
    await old?.terminate();
  };

  const answer = (mutant) =>
    new Promise((resolve) => {
      thread ??= new Worker(join(import.meta.dirname, 'worker.mjs'), {
        workerData: { bundle, scenarios },
        stdout: true,
        stderr: true,
      });
      const asked = thread;
      const heard = {
        message: (failure) => tell({ failure, isLost: false }),
        error: (error) => tell({ failure: `thread: ${error.message}`, isLost: true }),
        exit: (code) => tell({ failure: `thread: it ended with ${code} and said nothing`, isLost: true }),
      };
      const timer = setTimeout(() => tell({ failure: 'time: it never ended', isLost: true }), PATIENCE_MS);
      // Each by its name: removing all would take Node's own too, and the thread would never be heard again.
      const tell = (said) => {
        clearTimeout(timer);
        for (const [event, listener] of Object.entries(heard)) asked.off(event, listener);
        resolve(said);
      };
      for (const [event, listener] of Object.entries(heard)) asked.on(event, listener);
      thread.postMessage(mutant);
    });

  const ask = async (mutant) => {
    const { failure, isLost } = await answer(mutant);
    copies += 1;
    if (isLost || copies === COPIES) await end();
    return failure;
  };
  return { ask, end };
}
