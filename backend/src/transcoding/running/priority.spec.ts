// What we start gives way to the API, also where the kernel shares the processor by session.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { runProgram } from './ffmpeg.runner.js';
import { sessionNice } from './priority.js';

const pidOf = (words: string): number | undefined =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').includes(words);
      } catch {
        return false;
      }
    });

it('a program that we start runs in a session of lower priority, where sessions have one', async () => {
  const mine = await sessionNice(process.pid);
  const mark = `setTimeout(()=>0,20000)//${process.pid}`;
  const stop = new AbortController();
  const run = runProgram({ command: process.execPath, args: ['-e', mark], timeoutMs: 30_000, signal: stop.signal });
  let found: number | null = null;
  for (let n = 0; n < 200 && found !== (mine === null ? null : 5); n++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const pid = pidOf(mark);
    found = pid === undefined ? null : await sessionNice(pid);
  }
  stop.abort();
  expect((await run).exit).toBe('cancelled');
  expect(found).toBe(mine === null ? null : 5);
});
