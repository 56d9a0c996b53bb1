// Runs one program to its end, its words in a log; the end of that log is shown when it fails.
import { spawn } from 'node:child_process';
import { closeSync, fstatSync, mkdirSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { killGroup } from './pids.mjs';
import { logDir, ROOT, StartError } from './say.mjs';

const STOP_MS = 5000;
/** Stack frames, npm's epilogue and the framework's list of routes: for the log, not for the screen. */
const NOISE =
  /^\s+at |^npm error|^Node\.js v|^\s*\^+$|^node:internal|\[(RouterExplorer|RoutesResolver|InstanceLoader)\]/;
const running = new Set();
let stopped = false;

/** Opens `.vitrina/logs/<name>.log` for appending; above 10 MB the old one is kept as `.1`. */
export function openLog(name) {
  mkdirSync(logDir(), { recursive: true });
  const file = join(logDir(), `${name}.log`);
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 10 * 1024 * 1024) renameSync(file, `${file}.1`);
  return { file, fd: openSync(file, 'a', 0o600) };
}

/** The last lines of a log from byte `from` on that say something to a person. */
export function endOf(file, { from = 0, lines = 8 } = {}) {
  const fd = openSync(file, 'r');
  try {
    const size = fstatSync(fd).size;
    const start = Math.max(from, size - 16_384);
    const buffer = Buffer.alloc(Math.max(0, size - start));
    readSync(fd, buffer, 0, buffer.length, start);
    const said = buffer.toString('utf8').split('\n');
    return said.filter((line) => line.trim() && !NOISE.test(line)).slice(-lines);
  } finally {
    closeSync(fd);
  }
}

/** Resolves when the program exits with 0; otherwise throws a StartError that names the log. */
export function run(name, command, args, { env = {}, wayOut = '' } = {}) {
  const { file, fd } = openLog(name);
  const from = statSync(file).size;
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', fd, fd],
    detached: true,
  });
  closeSync(fd);
  running.add(child);
  return new Promise((resolve, reject) => {
    const fail = (why) =>
      reject(
        new StartError(`${name} failed (${why}).`, {
          log: endOf(file, { from }),
          wayOut: wayOut || `Its log: ${file}`,
        }),
      );
    child.once('error', (error) => {
      running.delete(child);
      fail(error.code === 'ENOENT' ? `${command} was not found` : error.message);
    });
    child.once('exit', (code, signal) => {
      running.delete(child);
      // After Ctrl-C nobody waits for the outcome any more.
      if (stopped) return;
      if (code === 0) resolve();
      else fail(signal ?? `exit code ${code}`);
    });
  });
}

/** Ends whatever `run` still waits for; part of Ctrl-C. What does not end in 5 s (npm tidies up first) is killed. */
export async function stopRunning() {
  stopped = true;
  const all = [...running];
  const gone = Promise.all(all.map((child) => new Promise((resolve) => child.once('exit', resolve))));
  for (const child of all) killGroup(child.pid, 'SIGTERM');
  const patience = setTimeout(() => all.forEach((child) => killGroup(child.pid, 'SIGKILL')), STOP_MS);
  await gone;
  clearTimeout(patience);
}
