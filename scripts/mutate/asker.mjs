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
      const timer = setTimeout(() => tell({ failure: 'time: it never ended', isLost: true }), PATIENCE_MS);
      const tell = (said) => {
        clearTimeout(timer);
        thread.removeAllListeners();
        resolve(said);
      };
      thread.on('message', (failure) => tell({ failure, isLost: false }));
      thread.on('error', (error) => tell({ failure: `thread: ${error.message}`, isLost: true }));
      thread.on('exit', (code) => tell({ failure: `thread: it ended with ${code} and said nothing`, isLost: true }));
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
