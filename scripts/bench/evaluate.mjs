// npm run bench -- evaluate [--orders N] [--touches N] [--times N] [--plan last_touch|everyone]: one order with 50 touches, and the
// replay of a whole programme (100,000 orders with 10 touches each unless told) on one core.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importBundled, ROOT } from '../bundle.mjs';

const GOALS = { oneOrderMs: 5, replayMs: 120_000 };
/** A million facts and what was made of them do not fit into V8's usual heap on a small machine. */
const HEAP = '--max-old-space-size=6144';

function parse(words) {
  const options = { orders: 100_000, touches: 10, times: 200, plan: 'last_touch' };
  for (let at = 0; at < words.length; at += 2) {
    const name = words[at]?.replace(/^--/, '');
    if (!(name in options)) throw new Error(`Unknown word ${words[at]}.`);
    options[name] = name === 'plan' ? words[at + 1] : Number(words[at + 1]);
    if (name === 'plan' && !['last_touch', 'everyone'].includes(options.plan)) throw new Error('No such plan.');
    if (name !== 'plan' && (!Number.isInteger(options[name]) || options[name] < 1))
      throw new Error(`--${name} takes a whole number from 1.`);
  }
  return options;
}

/** CPU time so far, of every thread: on a machine that is shared it says more than the clock, and never less than one core took. */
const cpuMs = () => (process.cpuUsage().user + process.cpuUsage().system) / 1000;

async function measure({ orders, touches, times, plan }) {
  const { measureOne, measureReplay } = await importBundled('backend/test/bench/evaluate.ts');
  const one = measureOne(50, times);
  const begun = cpuMs();
  const replay = measureReplay(orders, touches, plan);
  return { one, replay: { ...replay, cpuMs: cpuMs() - begun } };
}

export async function main(words) {
  const options = parse(words);
  if (!process.execArgv.includes(HEAP)) {
    // The replay runs in a process of its own, with a heap that holds it.
    const args = [HEAP, join(import.meta.dirname, 'run.mjs'), 'evaluate', ...words];
    return spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;
  }
  const found = await measure(options);
  const { one, replay } = found;
  console.log(
    `one order, 50 touches   ${one.cpuMs.toFixed(2)} ms of CPU, ${one.wallMs.toFixed(2)} ms by the clock (mean of ${options.times})`,
  );
  console.log(
    `replay of ${replay.orders} orders with ${replay.touches} touches (${replay.facts} facts)   ${(replay.evaluateMs / 1000).toFixed(1)} s` +
      ` and ${(replay.parseMs / 1000).toFixed(1)} s to make and read the facts; ${(replay.cpuMs / 1000).toFixed(1)} s of CPU in all`,
  );
  console.log(`   ${replay.units} units, ${replay.entries} postings, ${replay.rssMiB} MiB at most`);
  const target = join(ROOT, '.vitrina/bench');
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, 'evaluate.json'), `${JSON.stringify({ goals: GOALS, ...found }, null, 2)}\n`);
  const good = one.cpuMs < GOALS.oneOrderMs && replay.cpuMs < GOALS.replayMs;
  console.log(good ? 'Both goals are met.' : `A goal is missed: ${JSON.stringify(GOALS)}.`);
  return good ? 0 : 1;
}
