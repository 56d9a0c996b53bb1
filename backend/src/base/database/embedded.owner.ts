// Knows who uses a data folder: refuses a second live user, stops the server of a killed one.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgresError } from './embedded.binaries.js';

interface Owner {
  pid: number;
  /** Start of the process in clock ticks since boot: tells a live owner from a later process with the same pid. */
  startedAtTicks: string;
  socketDir?: string;
}

const ownerFile = (dataDir: string) => join(dataDir, 'owner.json');

/** Marks the folder as used by this process. Throws EMBEDDED_POSTGRES_IN_USE when another live process has it. */
export function claimFolder(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true });
  const owner = readOwner(dataDir);
  if (owner && owner.pid !== process.pid && startTicks(owner.pid) === owner.startedAtTicks) {
    throw new EmbeddedPostgresError(
      'EMBEDDED_POSTGRES_IN_USE',
      `Process ${owner.pid} is already using ${dataDir}. Stop it (kill ${owner.pid}), or use another data folder.`,
    );
  }
  if (owner?.socketDir) rmSync(owner.socketDir, { recursive: true, force: true });
  writeOwner(dataDir, { pid: process.pid, startedAtTicks: startTicks(process.pid) ?? '' });
}

/** Remembers the socket folder, so that a successor can clear it away. */
export function noteSocketDir(dataDir: string, socketDir: string): void {
  writeOwner(dataDir, { pid: process.pid, startedAtTicks: startTicks(process.pid) ?? '', socketDir });
}

/** Takes the mark away; quiet when it is not ours. */
export function releaseFolder(dataDir: string): void {
  if (readOwner(dataDir)?.pid === process.pid) rmSync(ownerFile(dataDir), { force: true });
}

function readOwner(dataDir: string): Owner | null {
  try {
    return JSON.parse(readFileSync(ownerFile(dataDir), 'utf8')) as Owner;
  } catch {
    return null;
  }
}

function writeOwner(dataDir: string, owner: Owner): void {
  const file = ownerFile(dataDir);
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(owner), { mode: 0o600 });
  renameSync(`${file}.${process.pid}`, file);
}

/** Field 22 of /proc/<pid>/stat, counted after the name, which may hold spaces; null when there is no such process. */
function startTicks(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie has ended; only its parent has not read that yet.
    return fields[0] === 'Z' ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

/** True while the process runs; a zombie does not. */
export function isAlive(pid: number): boolean {
  return startTicks(pid) !== null;
}

/** What postmaster.pid says, or null when there is none or it is half-written. */
export function readPostmaster(pgdata: string): { pid: number; ready: boolean } | null {
  const file = join(pgdata, 'postmaster.pid');
  if (!existsSync(file)) return null;
  try {
    const lines = readFileSync(file, 'utf8').split('\n');
    const pid = Number.parseInt(lines[0] ?? '', 10);
    return Number.isInteger(pid) ? { pid, ready: (lines[7] ?? '').trim() === 'ready' } : null;
  } catch {
    return null;
  }
}

/** True when the process is a postgres started with `-D pgdata`: a pid alone may since belong to somebody else. */
function servesFolder(pid: number, pgdata: string): boolean {
  try {
    const argv = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return basename(argv[0] ?? '') === 'postgres' && argv[argv.indexOf('-D') + 1] === pgdata;
  } catch {
    return false;
  }
}

/** Stops the server that a killed predecessor left running in this folder, and clears a stale postmaster.pid. */
export async function stopOrphan(dataDir: string, say: (line: string) => void): Promise<void> {
  const pgdata = join(dataDir, 'data');
  const postmaster = readPostmaster(pgdata);
  if (!postmaster) return;
  if (!isAlive(postmaster.pid) || !servesFolder(postmaster.pid, pgdata)) {
    rmSync(join(pgdata, 'postmaster.pid'), { force: true });
    return;
  }
  say(`A PostgreSQL of a killed run (process ${postmaster.pid}) is still there; stopping it`);
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    process.kill(postmaster.pid, signal);
    for (let i = 0; i < 100; i++) {
      if (!isAlive(postmaster.pid)) return;
      await sleep(50);
    }
  }
  throw new EmbeddedPostgresError(
    'EMBEDDED_POSTGRES_IN_USE',
    `PostgreSQL process ${postmaster.pid} does not stop. End it (kill -9 ${postmaster.pid}) and start again.`,
  );
}
