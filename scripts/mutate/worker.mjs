// Asks the specs about one mutant after the other, in a thread of its own, each with a fresh copy of every module: what a mutant
// does to constants and memories of the rules ends with its copy, and what is bought (the comparison, the random programmes) stays.
import { parentPort, workerData } from 'node:worker_threads';
import fc from 'fast-check';

process.env.VITRINA_SCENARIOS = String(workerData.scenarios);
// That it fails is all we want to know: the smallest failure would take a hundred more. The same programmes for every mutant and every
// run, so that a figure can be repeated.
fc.configureGlobal({ endOnFailure: true, seed: 20_261_126 });

parentPort.on('message', async (mutant) => {
  globalThis.__mutant = mutant;
  let failure;
  try {
    const { firstFailure } = await import(`${workerData.bundle}?${mutant}`);
    failure = await firstFailure();
  } catch (error) {
    // A mutant that cannot even be loaded is noticed too.
    failure = `loading: ${String(error?.message ?? error).split('\n')[0]}`;
  }
  parentPort.postMessage(failure);
});
