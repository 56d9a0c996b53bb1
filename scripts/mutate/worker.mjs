// Asks the specs about one mutant, in a thread of its own: what it does to module constants or to time ends with the thread.
import { parentPort, workerData } from 'node:worker_threads';

globalThis.__mutant = workerData.mutant;
process.env.VITRINA_SCENARIOS = String(workerData.scenarios);
let failure;
try {
  const { firstFailure } = await import(workerData.bundle);
  failure = await firstFailure();
} catch (error) {
  // A mutant that cannot even be loaded is noticed too.
  failure = `loading: ${String(error?.message ?? error).split('\n')[0]}`;
}
parentPort.postMessage(failure);
