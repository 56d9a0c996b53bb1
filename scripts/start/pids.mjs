// Which processes are ours: noted in a file, recognised by pid and start time, never by name.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dataDir, say, StartError } from './say.mjs';

const file = () => join(dataDir(), 'start.json');
const children = new Map();

/** When a process started, as the system tells it; empty when there is none. A reused pid has another start. */
export function startOf(pid) {
  if (process.platform !== 'linux') {
    return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? '' : fields[19];
  } catch {
    return '';
  }
}

/** Signals a whole process group; false when it is gone. */
export function killGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** Takes this data folder for us. Refuses when another start lives in it; ends what a killed one left behind. */
export async function takeOver() {
  mkdirSync(dataDir(), { recursive: true });
  const before = read();
  if (before && before.pid !== process.pid && startOf(before.pid) && startOf(before.pid) === before.start) {
    throw new StartError(`Vitrina is already running with this data folder (process ${before.pid}).`, {
      wayOut: `Open ${before.url ?? 'it'}, or stop it first: kill ${before.pid}`,
    });
  }
  const orphans = (before?.children ?? []).filter(({ pid, start }) => start && startOf(pid) === start);
  if (orphans.length > 0) {
    say(`The last start was killed; ending what it left: ${orphans.map((o) => `${o.name} (${o.pid})`).join(', ')}`);
    for (const { pid } of orphans) killGroup(pid, 'SIGTERM');
    for (let i = 0; i < 100 && orphans.some(({ pid, start }) => startOf(pid) === start); i++) await sleep(100);
    for (const { pid } of orphans) killGroup(pid, 'SIGKILL');
  }
  write();
}

let url;
export function noteUrl(value) {
  url = value;
  write();
}

export function noteChild(name, pid) {
  children.set(pid, { name, pid, start: startOf(pid) });
  write();
}

export function forgetChild(pid) {
  children.delete(pid);
  write();
}

export function release() {
  if (read()?.pid === process.pid) rmSync(file(), { force: true });
}

function read() {
  try {
    return JSON.parse(readFileSync(file(), 'utf8'));
  } catch {
    return null;
  }
}

function write() {
  const note = { pid: process.pid, start: startOf(process.pid), url, children: [...children.values()] };
  writeFileSync(`${file()}.new`, JSON.stringify(note), { mode: 0o600 });
  renameSync(`${file()}.new`, file());
}
