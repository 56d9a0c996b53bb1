// Processors that are left to others: which they are, and that ffmpeg really keeps off them.
import { availableParallelism, tmpdir } from 'node:os';
import { expect, it } from '@jest/globals';
import { allBut, allowedProcessors, numbersOf } from './processors.js';
import { runProgram } from './ffmpeg.runner.js';
import { fenced } from './jail.js';
import { findProgram } from './binaries.js';

it('reads the lists of the kernel', () => {
  expect(numbersOf('0-2,5')).toEqual([0, 1, 2, 5]);
  expect(numbersOf('7')).toEqual([7]);
  expect(numbersOf('')).toEqual([]);
});

it('leaves the first ones, and none where nothing would be left to work with', () => {
  expect(allBut(1, [0, 1])).toBe('1');
  expect(allBut(2, [1, 4, 5, 7])).toBe('5,7');
  expect([allBut(1, [3]), allBut(0, [0, 1]), allBut(1, [])]).toEqual([null, null, null]);
});

it('a program behind the fence may use those and no others', async () => {
  const cpus = allBut(1, allowedProcessors());
  const taskset = (await findProgram('taskset')) ?? null;
  // A machine with one processor, or without the tool, has nothing to leave.
  if (cpus === null || !taskset)
    return expect(cpus === null ? availableParallelism() : taskset).toBe(cpus === null ? 1 : null);
  const nothing = { bwrap: null, unshare: null, prlimit: null, setpriv: null, nice: null, choom: null, ownUser: false };
  const limits = { memoryBytes: 0, cpuSeconds: 9, outputBytes: 0, niceness: 0, user: null };
  const spec = { program: '/usr/bin/grep', source: '', scratch: tmpdir(), ...limits, cpus };
  const { command, args } = fenced({ ...nothing, taskset }, spec);
  const lines: string[] = [];
  const onLine = (line: string) => void lines.push(line);
  await runProgram({ command, args: [...args, 'Cpus_allowed_list', '/proc/self/status'], timeoutMs: 9000, onLine });
  expect(numbersOf(lines.join('').replace(/^.*:\s*/, ''))).toEqual(numbersOf(cpus));
});
