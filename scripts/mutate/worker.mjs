// Asks the specs about one mutant after the other, in a thread of its own, each with a fresh run of every module: what a mutant does to
// constants and memories of the rules ends with its run, and what is bought (the comparison, the random programmes) stays.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Script } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';

const require = createRequire(workerData.bundle);

process.env.VITRINA_SCENARIOS = String(workerData.scenarios);
// That it fails is all we want to know: the smallest failure would take a hundred more. The same programmes for every mutant and every
// run, so that a figure can be repeated.
require('fast-check').configureGlobal({ endOnFailure: true, seed: 20_261_126 });

// Compiled once and run for each mutant: compiling is most of what a small spec costs.
const script = new Script(`(function (require, module, exports) {${readFileSync(workerData.bundle, 'utf8')}\n})`, {
  filename: workerData.bundle,
});

parentPort.on('message', async (mutant) => {
  globalThis.__mutant = mutant;
  let failure;
  try {
    const made = { exports: {} };
    script.runInThisContext()(require, made, made.exports);
    failure = await made.exports.firstFailure();
  } catch (error) {
    // A mutant that cannot even be loaded is noticed too.
    failure = `loading: ${String(error?.message ?? error).split('\n')[0]}`;
  }
  parentPort.postMessage(failure);
});
