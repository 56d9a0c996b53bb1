// npm run check: format, lint, types, tidy and pure rules, without any service, in less than a minute.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { JEST } from './specs/command.mjs';

const ROOT = join(import.meta.dirname, '..');
const bin = (name) => join(ROOT, 'node_modules/.bin', name);

/** Two at a time: format and lint together, then the type checks, then the rules. */
const STEPS = [
  [
    ['format', bin('prettier'), ['--check', '--log-level', 'warn', '.']],
    ['lint', bin('eslint'), ['--max-warnings', '0', '.']],
  ],
  [
    ['types backend', bin('tsc'), ['-p', 'backend']],
    ['types studio', bin('tsc'), ['-p', 'studio']],
    ['types player', bin('tsc'), ['-p', 'player']],
    ['types demo', bin('tsc'), ['-p', 'demo']],
  ],
  [['tidy and rules', process.execPath, [...JEST, '-c', 'jest.pure.config.mjs', '--silent', '--reporters', 'summary']]],
];

function run([name, command, args]) {
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (d) => (output += d));
    child.on('close', (code) => {
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
      if (code !== 0) console.log(output);
      resolve(code === 0);
    });
  });
}

const started = Date.now();
let good = true;
for (const group of STEPS) good = (await Promise.all(group.map(run))).every(Boolean) && good;
console.log(
  `check: ${good ? 'all well' : 'something is wrong, see above'} (${((Date.now() - started) / 1000).toFixed(0)} s)`,
);
process.exitCode = good ? 0 : 1;
