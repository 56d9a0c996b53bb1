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

/** Tests that noticed something lately, the last one first: neighbours are often noticed by the same. */
let lately = [];
const REMEMBERED = 25;

async function ask(mutant, before) {
  globalThis.__mutant = mutant;
  const made = { exports: {} };
  script.runInThisContext()(require, made, made.exports);
  const noticed = await made.exports.firstFailure(before(made.exports.count()));
  if (!noticed) return null;
  lately = [noticed.place, ...lately.filter((place) => place !== noticed.place)].slice(0, REMEMBERED);
  return noticed.failure;
}

parentPort.on('message', async (mutant) => {
  let failure;
  try {
    failure = await ask(mutant, () => lately);
    // Without any mutant, in any order: a test that needs another before it would notice what is not there.
    if (mutant === 0)
      failure ??= await ask(0, (count) => Array.from({ length: count }, (_, place) => count - 1 - place));
  } catch (error) {
    // A mutant that cannot even be loaded is noticed too.
    failure = `loading: ${String(error?.message ?? error).split('\n')[0]}`;
  }
  parentPort.postMessage(failure);
});
