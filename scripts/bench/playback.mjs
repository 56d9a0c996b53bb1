// npm run bench -- playback [--rounds N] [--requests N]: a product card by GET and by GraphQL against a bare Fastify handler that returns the
// same bytes, in turns in one process; CPU for each request. The GET may cost 1.2 of its bare handler, the query 1.6.
import { spawnSync } from 'node:child_process';
import { ROOT } from '../bundle.mjs';
import { JEST } from '../specs/command.mjs';

export function main(words) {
  const env = { ...process.env };
  for (let at = 0; at < words.length; at += 2) {
    const name = { '--rounds': 'BENCH_ROUNDS', '--requests': 'BENCH_REQUESTS' }[words[at]];
    if (!name || !/^[1-9]\d*$/.test(words[at + 1] ?? ''))
      throw new Error(`Unknown word ${words[at]} ${words[at + 1] ?? ''}.`);
    env[name] = words[at + 1];
  }
  const only = ['--runInBand', '--testMatch', '**/backend/test/bench/playback.bench.ts'];
  return spawnSync(process.execPath, [...JEST, ...only], { cwd: ROOT, env, stdio: 'inherit' }).status ?? 1;
}
