// Starts a real PostgreSQL from an npm package, so that a laptop needs no database server.
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgresError, endOfLog, findBinaries, runAs, spawnOptions } from './embedded.binaries.js';
import type { Binaries, RunAs } from './embedded.binaries.js';
import { createSocketDir, DATABASE, ensureCluster, SUPERUSER, type Cluster } from './embedded.cluster.js';
import { claimFolder, isAlive, readPostmaster, releaseFolder, stopOrphan } from './embedded.owner.js';

export { EmbeddedPostgresError } from './embedded.binaries.js';

export interface EmbeddedOptions {
  /** Folder of its own; created when missing. Holds `data/`, the password, the log and the owner's mark. */
  dataDir: string;
  /** Wanted TCP port; a free one when absent. */
  port?: number;
  /** One plain sentence per step, for the person who waits. */
  onProgress?: (line: string) => void;
  /** `false` turns fsync off: faster, and a power cut may destroy the data. For tests only. */
  durable?: boolean;
  /** `true` keeps the terminal's Ctrl-C away from PostgreSQL, for a parent that stops things in order. */
  ownGroup?: boolean;
  /** Most connections at once; 200 when absent. */
  maxConnections?: number;
}

export interface EmbeddedPostgres {
  url: string;
  host: string;
  port: number;
  socketDir: string;
  pid: number;
  logFile: string;
  /** Settles when the server is gone, for whatever reason. */
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Orderly stop; safe to call twice. */
  stop(): Promise<void>;
}

const START_TRIES = 20;
const READY_MS = 60_000;
const STOP_MS = 10_000;

/**
 * Starts PostgreSQL on 127.0.0.1 and on a unix socket, creating the cluster, superuser and database on first use.
 * What a killed predecessor left behind is stopped first; a folder that another live process uses is refused.
 * Throws EmbeddedPostgresError with one of the codes of `embedded.binaries.ts`.
 */
export async function startEmbedded(wanted: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const options = { ...wanted, dataDir: resolve(wanted.dataDir) };
  const say = options.onProgress ?? (() => undefined);
  const binaries = findBinaries();
  claimFolder(options.dataDir);
  let socketDir: string | undefined;
  try {
    const as = runAs(options.dataDir, binaries);
    await stopOrphan(options.dataDir, say);
    const cluster = await ensureCluster({
      dataDir: options.dataDir,
      binaries,
      as,
      durable: options.durable ?? true,
      say,
    });
    socketDir = createSocketDir(options.dataDir, as);
    const server = await startServer(options, cluster, { binaries, as, socketDir });
    say(`PostgreSQL is ready on port ${server.port}`);
    return server;
  } catch (error) {
    if (socketDir) rmSync(socketDir, { recursive: true, force: true });
    releaseFolder(options.dataDir);
    throw error;
  }
}

interface How {
  binaries: Binaries;
  as: RunAs;
  socketDir: string;
}

async function startServer(options: EmbeddedOptions, cluster: Cluster, how: How): Promise<EmbeddedPostgres> {
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort());
    const logStart = endOfLog(cluster.logFile, 0).length;
    const child = spawnPostmaster(options, cluster, how, port);
    if (await becomesReady(child, cluster)) return describe(options, cluster, how, child, port);
    const said = endOfLog(cluster.logFile, logStart);
    if (/could not bind IPv4|could not create any TCP\/IP/i.test(said)) {
      if (options.port !== undefined) throw portTaken(options.port);
    } else if (!/already exists|still in use/i.test(said)) {
      throw new EmbeddedPostgresError(
        'EMBEDDED_POSTGRES_FAILED',
        `PostgreSQL did not start: ${lastFatal(said)}. Its log is ${cluster.logFile}.`,
      );
    }
    // An orphan holds its shared memory for a moment after it was killed.
    if (attempt === START_TRIES) {
      throw new EmbeddedPostgresError(
        'EMBEDDED_POSTGRES_FAILED',
        `PostgreSQL did not start after ${START_TRIES} tries: ${lastFatal(said)}. Its log is ${cluster.logFile}.`,
      );
    }
    await sleep(500);
  }
}

function spawnPostmaster(options: EmbeddedOptions, cluster: Cluster, how: How, port: number): ChildProcess {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: how.socketDir,
    unix_socket_permissions: '0700',
    max_connections: String(options.maxConnections ?? 200),
    timezone: 'UTC',
    log_timezone: 'UTC',
    logging_collector: 'off',
    ...(options.durable === false ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [command, args] = how.as.wrap(how.binaries.postgres, ['-D', cluster.pgdata, ...flags]);
  const log = openSync(cluster.logFile, 'a', 0o600);
  try {
    return spawn(command, args, {
      ...spawnOptions(how.as),
      cwd: '/',
      detached: options.ownGroup ?? false,
      stdio: ['ignore', log, log],
    });
  } finally {
    closeSync(log);
  }
}

async function becomesReady(child: ChildProcess, cluster: Cluster): Promise<boolean> {
  let gone = false;
  child.once('exit', () => (gone = true));
  child.once('error', () => (gone = true));
  for (const until = Date.now() + READY_MS; Date.now() < until && !gone; await sleep(25)) {
    const postmaster = readPostmaster(cluster.pgdata);
    if (postmaster?.pid === child.pid && postmaster?.ready) return true;
  }
  if (!gone) {
    child.kill('SIGQUIT');
    throw new EmbeddedPostgresError(
      'EMBEDDED_POSTGRES_FAILED',
      `PostgreSQL was not ready after ${READY_MS / 1000} s. Its log is ${cluster.logFile}.`,
    );
  }
  return false;
}

function describe(
  options: EmbeddedOptions,
  cluster: Cluster,
  how: How,
  child: ChildProcess,
  port: number,
): EmbeddedPostgres {
  const pid = child.pid as number;
  // SIGINT is PostgreSQL's fast shutdown: it ends sessions, writes a checkpoint and leaves.
  const lastWord = () => void (child.exitCode === null && child.kill('SIGINT'));
  process.on('exit', lastWord);
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((settle) => {
    child.once('exit', (code, signal) => {
      process.off('exit', lastWord);
      rmSync(how.socketDir, { recursive: true, force: true });
      settle({ code, signal });
    });
  });
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    child.kill('SIGINT');
    const slow = setTimeout(() => child.kill('SIGQUIT'), STOP_MS);
    await exited;
    clearTimeout(slow);
    for (let i = 0; i < 100 && isAlive(pid); i++) await sleep(20);
    releaseFolder(options.dataDir);
  };
  const password = readFileSync(cluster.passwordFile, 'utf8').trim();
  return {
    url: `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${DATABASE}`,
    host: '127.0.0.1',
    port,
    socketDir: how.socketDir,
    pid,
    logFile: cluster.logFile,
    exited,
    stop: () => (stopping ??= stop()),
  };
}

function freePort(): Promise<number> {
  return new Promise((listening, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? listening(address.port) : reject(new Error('no port')),
      );
    });
  });
}

function portTaken(port: number): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'EMBEDDED_POSTGRES_PORT_TAKEN',
    `Port ${port} is taken, so PostgreSQL cannot listen on it. Free it, or leave the port out to get a free one.`,
  );
}

function lastFatal(log: string): string {
  const lines = log.split('\n').filter(Boolean);
  const fatal =
    lines.findLast((line) => /FATAL|PANIC|error while loading/.test(line)) ?? lines.at(-1) ?? 'it said nothing';
  return fatal.replace(/^.*?(FATAL|PANIC):\s*/, '').replace(/\.$/, '');
}
