// The embedded PostgreSQL as a part of the start: it is started, watched, restarted when it dies, and stopped last.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { databaseIsReachable } from './checks.mjs';
import { dataDir, ROOT, say, StartError, step, warn } from './say.mjs';

let server;
let opening = Promise.resolve();
let stopping = false;

/** The URL of the database to use. `onLost` is called when it died and could not be brought back. */
export async function openDatabase(onLost) {
  if (process.env.DATABASE_URL) {
    await databaseIsReachable(process.env.DATABASE_URL);
    return process.env.DATABASE_URL;
  }
  const built = join(ROOT, 'backend/dist/src/base/database/embedded.js');
  const { startEmbedded } = await import(pathToFileURL(built).href);
  const start = (port) =>
    startEmbedded({
      dataDir: join(dataDir(), 'postgres'),
      ownGroup: true,
      ...(port ? { port } : {}),
      onProgress: (line) => line.startsWith('PostgreSQL is ready') || say(`  ${line}`),
    });
  opening = step('Starting PostgreSQL', () => start()).then((ready) => (server = ready));
  await opening;
  void watch(start, onLost);
  return server.url;
}

async function watch(start, onLost) {
  for (let deaths = 0; ;) {
    const since = Date.now();
    const { code, signal } = await server.exited;
    if (stopping) return;
    deaths = Date.now() - since > 60_000 ? 1 : deaths + 1;
    warn(`PostgreSQL died (${signal ?? `exit code ${code}`}); starting it again. Its log: ${server.logFile}`);
    try {
      if (deaths > 3)
        throw new StartError('PostgreSQL died four times in a row.', { wayOut: `Its log: ${server.logFile}` });
      await sleep(500 * deaths);
      if (stopping) return;
      // The same port and password, so that everybody's connection string still holds.
      server = await start(server.port);
      say('  PostgreSQL is back');
    } catch (error) {
      onLost(error);
      return;
    }
  }
}

export async function closeDatabase() {
  stopping = true;
  // A Ctrl-C may come while it is still starting.
  await opening.catch(() => undefined);
  await server?.stop();
}
