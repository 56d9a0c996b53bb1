// Prepares the data folder of the embedded PostgreSQL: complete, or not there at all.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgresError, giveTo, spawnOptions, type Binaries, type RunAs } from './embedded.binaries.js';
import { noteSocketDir } from './embedded.owner.js';

export const SUPERUSER = 'vitrina';
export const DATABASE = 'vitrina';

export interface Cluster {
  pgdata: string;
  passwordFile: string;
  logFile: string;
}

interface Preparation {
  dataDir: string;
  binaries: Binaries;
  as: RunAs;
  durable: boolean;
  say: (line: string) => void;
}

/**
 * Makes sure that `dataDir/data` is a complete cluster owned by the right user. It is built beside and renamed, so a
 * half-written one never looks complete; one that is half-written all the same is moved aside and said.
 */
export async function ensureCluster(preparation: Preparation): Promise<Cluster> {
  const { dataDir, as, say } = preparation;
  const cluster = {
    pgdata: join(dataDir, 'data'),
    passwordFile: join(dataDir, 'password'),
    logFile: join(dataDir, 'postgres.log'),
  };
  for (const name of readdirSync(dataDir)) {
    if (name.startsWith('new-')) rmSync(join(dataDir, name), { recursive: true, force: true });
  }
  if (existsSync(cluster.pgdata) && !isComplete(cluster)) {
    const aside = join(dataDir, `half-written-${new Date().toISOString().replace(/[:.]/g, '-')}`);
    renameSync(cluster.pgdata, aside);
    say(`The database folder was half-written; it was moved to ${aside} and a new one is made`);
  }
  if (!existsSync(cluster.pgdata)) await createCluster(preparation, cluster);
  checkVersion(cluster, preparation.binaries);
  checkOwner(cluster, as);
  return cluster;
}

function isComplete(cluster: Cluster): boolean {
  const needed = ['PG_VERSION', 'global/pg_control', 'postgresql.conf', 'pg_hba.conf', 'base', 'pg_wal'];
  return existsSync(cluster.passwordFile) && needed.every((name) => existsSync(join(cluster.pgdata, name)));
}

async function createCluster(preparation: Preparation, cluster: Cluster): Promise<void> {
  const { dataDir, binaries, as, durable, say } = preparation;
  say('Creating the database folder');
  const building = mkdtempSync(join(dataDir, 'new-'));
  const pgdata = join(building, 'data');
  const passwordFile = join(building, 'password');
  mkdirSync(pgdata, { mode: 0o700 });
  writeFileSync(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  for (const path of [building, pgdata, passwordFile]) giveTo(as, path);
  const flags = ['-D', pgdata, '-U', SUPERUSER, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8'];
  // The built-in provider sorts the same on every machine, whatever locales it has.
  flags.push('--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', ...(durable ? [] : ['--no-sync']));
  await run(as, binaries.initdb, flags);
  await run(as, binaries.postgres, ['--single', '-D', pgdata, ...(durable ? [] : ['-F']), 'postgres'], {
    input: `CREATE DATABASE ${DATABASE} OWNER ${SUPERUSER}\n`,
  });
  if (as.fileOwner !== null) chownSync(passwordFile, 0, 0);
  renameSync(passwordFile, cluster.passwordFile);
  renameSync(pgdata, cluster.pgdata);
  rmSync(building, { recursive: true, force: true });
}

function run(as: RunAs, program: string, flags: string[], { input = '' } = {}): Promise<void> {
  const [command, args] = as.wrap(program, flags);
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...spawnOptions(as), cwd: '/', stdio: ['pipe', 'pipe', 'pipe'] });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const fail = (why: string) =>
      reject(new EmbeddedPostgresError('EMBEDDED_POSTGRES_FAILED', `PostgreSQL could not create its folder: ${why}`));
    child.once('error', (error) => fail(error.message));
    child.once('close', (code) => {
      // Single-user mode exits 0 after a failed statement, so its words count too.
      const bad = said.split('\n').findLast((line) => /\b(ERROR|FATAL|PANIC|error):/.test(line));
      if (code === 0 && !bad) resolve();
      else fail(bad ?? said.trim().split('\n').at(-1) ?? `exit code ${code}`);
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

function checkVersion(cluster: Cluster, binaries: Binaries): void {
  const found = readFileSync(join(cluster.pgdata, 'PG_VERSION'), 'utf8').trim();
  if (found === binaries.major) return;
  throw new EmbeddedPostgresError(
    'EMBEDDED_POSTGRES_VERSION',
    `${cluster.pgdata} was written by PostgreSQL ${found}, this one is ${binaries.major}. Move the folder away to start ` +
      'empty, or serve it with its own version and set DATABASE_URL.',
  );
}

/** Root may hand the folder over (the project moved, or `sudo` came and went); an ordinary user can only be told. */
function checkOwner(cluster: Cluster, as: RunAs): void {
  const found = statSync(cluster.pgdata).uid;
  const wanted = as.fileOwner ?? process.getuid?.() ?? found;
  if (found !== wanted) {
    if (as.fileOwner === null) {
      throw new EmbeddedPostgresError(
        'EMBEDDED_POSTGRES_OWNER',
        `${cluster.pgdata} belongs to user ${found}. Run as that user, or give it to yourself: sudo chown -R ${wanted} ` +
          cluster.pgdata,
      );
    }
    giveTree(as, cluster.pgdata);
  }
  chmodSync(cluster.pgdata, 0o700);
}

function giveTree(as: RunAs, path: string): void {
  if (!lstatSync(path).isSymbolicLink()) giveTo(as, path);
  if (!lstatSync(path).isDirectory()) return;
  for (const name of readdirSync(path)) giveTree(as, join(path, name));
}

/** A private folder for the unix socket with a path short enough for the kernel's 107 bytes. */
export function createSocketDir(dataDir: string, as: RunAs): string {
  const base = tmpdir().length <= 60 ? tmpdir() : '/tmp';
  const socketDir = mkdtempSync(join(base, 'vitrina-pg-'));
  giveTo(as, socketDir);
  noteSocketDir(dataDir, socketDir);
  return socketDir;
}
