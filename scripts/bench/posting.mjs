// npm run bench -- posting [--rounds N] [--batches N]: orders with commissions through the service against the bare SQL that writes the
// same rows, in turns on one real PostgreSQL. The service must keep at least half the rate.
import { spawnSync } from 'node:child_process';
import { ROOT } from '../bundle.mjs';
import { JEST } from '../specs/command.mjs';

export function main(words) {
  const env = { ...process.env };
  for (let at = 0; at < words.length; at += 2) {
    const name = { '--rounds': 'BENCH_ROUNDS', '--batches': 'BENCH_BATCHES' }[words[at]];
    if (!name || !/^[1-9]\d*$/.test(words[at + 1] ?? ''))
      throw new Error(`Unknown word ${words[at]} ${words[at + 1] ?? ''}.`);
    env[name] = words[at + 1];
  }
  const only = ['--runInBand', '--testMatch', '**/backend/test/bench/posting.bench.ts'];
  return spawnSync(process.execPath, [...JEST, ...only], { cwd: ROOT, env, stdio: 'inherit' }).status ?? 1;
}
