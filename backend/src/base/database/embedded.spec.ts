// The embedded PostgreSQL keeps its data through stops, kills and half-written folders.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import pg from 'pg';
import { startEmbedded, type EmbeddedPostgres } from './embedded.js';

let dataDir: string;
let running: EmbeddedPostgres[];
const start = async (options: { port?: number; durable?: boolean } = {}, said: string[] = []) => {
  const server = await startEmbedded({ dataDir, onProgress: (line) => said.push(line), ...options });
  running.push(server);
  return server;
};
const query = async (server: EmbeddedPostgres, sql: string): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client({ connectionString: server.url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
};

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'embedded-spec-'));
  chmodSync(dataDir, 0o711);
  running = [];
});
afterEach(async () => {
  for (const server of running) await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('embedded PostgreSQL', () => {
  it('starts with a database of ours, keeps the password private, and keeps data over a restart', async () => {
    const first = await start();
    expect(statSync(join(dataDir, 'password')).mode & 0o777).toBe(0o600);
    expect(await query(first, 'SELECT current_database() AS db, current_user AS me')).toEqual([
      { db: 'vitrina', me: 'vitrina' },
    ]);
    expect(await query(first, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
    await query(first, 'CREATE TABLE kept (n int); INSERT INTO kept VALUES (1)');
    await first.stop();
    await first.stop();
    expect(existsSync(first.socketDir)).toBe(false);
    const second = await start();
    expect(await query(second, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
    const socket = new pg.Client({
      host: second.socketDir,
      port: second.port,
      user: 'vitrina',
      database: 'vitrina',
      password: decodeURIComponent(new URL(second.url).password),
    });
    await socket.connect();
    await socket.end();
    const stranger = new pg.Client({ connectionString: second.url.replace(/:[^:@]+@/, ':wrong@') });
    await expect(stranger.connect()).rejects.toThrow('password authentication failed');
  });

  it('survives SIGKILL with every committed row', async () => {
    const first = await start();
    await query(first, 'CREATE TABLE kept (n int)');
    for (let n = 0; n < 20; n++) await query(first, `INSERT INTO kept VALUES (${n})`);
    process.kill(first.pid, 'SIGKILL');
    expect((await first.exited).signal).toBe('SIGKILL');
    const second = await start();
    expect(await query(second, 'SELECT count(*)::int AS n FROM kept')).toEqual([{ n: 20 }]);
  });

  it('stops the server of a predecessor that was killed, and keeps its rows', async () => {
    const script = `const { startEmbedded } = await import(process.argv[1]);
      const server = await startEmbedded({ dataDir: process.argv[2], durable: false });
      console.log(JSON.stringify({ url: server.url, pid: server.pid })); setInterval(() => {}, 1000);`;
    const loader = join(import.meta.dirname, '../../../../backend/src/base/database/embedded.ts');
    const parent = spawn(process.execPath, [
      '--import',
      tsResolver,
      '--input-type=module',
      '-e',
      script,
      loader,
      dataDir,
    ]);
    parent.stderr.pipe(process.stderr);
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const orphan = JSON.parse(line.toString()) as EmbeddedPostgres;
    await query(orphan, 'CREATE TABLE kept AS SELECT 1 AS n');
    await expect(start()).rejects.toMatchObject({ code: 'EMBEDDED_POSTGRES_IN_USE' });
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    const said: string[] = [];
    const next = await start({}, said);
    expect(said[0]).toBe(`A PostgreSQL of a killed run (process ${orphan.pid}) is still there; stopping it`);
    expect(await query(next, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  });

  it('moves a half-written folder aside in one line and starts anew', async () => {
    await (await start({ durable: false })).stop();
    rmSync(join(dataDir, 'data', 'global', 'pg_control'));
    const said: string[] = [];
    const server = await start({ durable: false }, said);
    expect(said[0]).toMatch(/^The database folder was half-written; it was moved to /);
    expect(readdirSync(dataDir).filter((name) => name.startsWith('half-written-'))).toHaveLength(1);
    expect(await query(server, 'SHOW fsync')).toEqual([{ fsync: 'off' }]);
  });

  it('ignores a postmaster.pid whose number now belongs to somebody else', async () => {
    await (await start({ durable: false })).stop();
    writeFileSync(join(dataDir, 'data', 'postmaster.pid'), `${process.pid}\n${dataDir}\n`);
    await start({ durable: false });
  });

  it('works in a private folder, and when the folder then becomes reachable for others', async () => {
    chmodSync(dataDir, 0o700);
    const first = await start({ durable: false });
    await query(first, 'CREATE TABLE kept AS SELECT 1 AS n');
    await first.stop();
    chmodSync(dataDir, 0o711);
    expect(await query(await start({ durable: false }), 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  });

  it('says which port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await expect(start({ port, durable: false })).rejects.toMatchObject({ code: 'EMBEDDED_POSTGRES_PORT_TAKEN' });
    other.close();
  });

  it('refuses a folder of another major version', async () => {
    await (await start({ durable: false })).stop();
    writeFileSync(join(dataDir, 'data', 'PG_VERSION'), '16\n');
    await expect(start()).rejects.toMatchObject({ code: 'EMBEDDED_POSTGRES_VERSION' });
  });
});

/** Lets plain Node run the TypeScript source: our imports say `.js`, the file on disk says `.ts`. */
const tsResolver = `data:text/javascript,${encodeURIComponent(`import { registerHooks } from 'node:module';
registerHooks({ resolve(specifier, context, next) {
  try { return next(specifier, context); } catch (error) {
    if (specifier.startsWith('.')) return next(specifier.replace(/\\.js$/, '.ts'), context);
    throw error;
  } } });`)}`;
