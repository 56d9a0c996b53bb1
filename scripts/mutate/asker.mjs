// Asks about mutants in a thread, and takes a new thread when one was lost, or was asked often: what is left over must not pile up.
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** Mutants that one thread is asked about. */
const ASKED = 200;

const ENDLESS = 'time: it never ended';
/** How often the clock is read. */
const TICK_MS = 500;
/** A thread that waits without working is given up after so many times its patience: it may only have been paused. */
const IDLE = 400;

/**
 * A function that tells what the specs say of a mutant: the first failure, or null; and one that ends the thread. A mutant that works
 * for `patience` milliseconds of this process counts as endless, and noticed. One that takes its thread with it is asked again alone: the thread
 * may have died of what others left in it. Time is the processor's, not the wall's: on a busy machine, or while paused, nobody is slow.
 */
export function askerOf({ bundle, scenarios, patience }) {
  let thread = null;
  let count = 0;

  const end = async () => {
    const old = thread;
    thread = null;
    count = 0;
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
        exit: (code) => tell({ failure: `thread: ended with ${code}`, isLost: true }),
      };
      const begun = { work: work(), at: Date.now() };
      const timer = setInterval(() => {
        if (work() - begun.work < patience && Date.now() - begun.at < IDLE * patience) return;
        tell({ failure: ENDLESS, isLost: true });
      }, TICK_MS);
      // Each by its name: removing all would take Node's own too, and the thread would never be heard again.
      const tell = (said) => {
        clearInterval(timer);
        for (const [event, listener] of Object.entries(heard)) asked.off(event, listener);
        resolve(said);
      };
      for (const [event, listener] of Object.entries(heard)) asked.on(event, listener);
      thread.postMessage(mutant);
    });

  const once = async (mutant) => {
    const said = await answer(mutant);
    count += 1;
    if (said.isLost || count === ASKED) await end();
    return said;
  };
  const ask = async (mutant) => {
    const first = await once(mutant);
    if (!first.isLost || first.failure === ENDLESS) return first.failure;
    const { failure, isLost } = await once(mutant);
    if (!isLost) return failure;
    // Lost twice: noticed, if threads can still be asked at all. Otherwise every mutant would be "noticed" from here on.
    const without = await once(0);
    if (without.failure !== null) throw new Error(`Nobody can be asked any more: ${without.failure}`);
    return failure;
  };
  return { ask, end };
}

/** Processor time of this process so far, ms. */
function work() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
