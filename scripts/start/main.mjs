// The order of a start, and of a stop. Runs under Node 24 with everything installed.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildChanged } from '../build.mjs';
import { ffmpegIsThere, portIsFree, readPort } from './checks.mjs';
import { closeDatabase, openDatabase } from './database.mjs';
import { whenNpmLeaves } from './parent.mjs';
import { noteUrl, release, takeOver } from './pids.mjs';
import { run, stopRunning } from './run.mjs';
import { complain, dataDir, ROOT, say, StartError, step } from './say.mjs';
import { demoKeys, secrets } from './secrets.mjs';
import { answers, killServices, startService, stopServices } from './services.mjs';
import { printTable } from './table.mjs';

const backend = (name) => join(ROOT, `backend/dist/src/${name}.js`);
let ending = null;
let started = false;

/** Starts everything and returns when it runs; the process lives on until a signal or a hopeless failure. */
export async function main(argv) {
  const settings = readSettings(argv);
  listenForTheEnd();
  try {
    await takeOver();
    started = true;
    await start(settings);
  } catch (error) {
    if (!ending) await end(1, error);
  }
}

function readSettings(argv) {
  const unknown = argv.find((word) => word !== '--no-demo');
  if (unknown)
    throw new StartError(`npm start does not know ${unknown}.`, {
      wayOut: 'It knows one option: npm start -- --no-demo',
    });
  const port = readPort('PORT', 3000);
  const demoPort = readPort('DEMO_PORT', 3001);
  return {
    demo: !argv.includes('--no-demo'),
    port,
    demoPort,
    publicUrl: (process.env.VITRINA_PUBLIC_URL || `http://localhost:${port}`).replace(/\/$/, ''),
    demoUrl: process.env.VITRINA_DEMO_SHOP_URL || `http://localhost:${demoPort}`,
  };
}

async function start(settings) {
  const { demo, port, demoPort, publicUrl, demoUrl } = settings;
  const host = process.env.HOST || '127.0.0.1';
  // An address to listen on everywhere is no address to call.
  const apiUrl = `http://${['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host}:${port}`;
  ffmpegIsThere();
  await portIsFree(port, 'PORT', 'API', host);
  if (demo) await portIsFree(demoPort, 'DEMO_PORT', 'demo shop', '127.0.0.1');
  noteUrl(publicUrl);
  await buildChanged(['backend']);
  // The database starts while the pages are built; each takes about one core.
  const building = buildChanged(['player', 'studio']);
  building.catch(() => undefined);
  const { VITRINA_SECRET, VITRINA_DEMO_TOTP_SECRET } = secrets();
  const lost = (error) => void end(1, error);
  const env = {
    NODE_ENV: process.env.NODE_ENV || 'production',
    PORT: String(port),
    VITRINA_DATA: dataDir(),
    VITRINA_PUBLIC_URL: publicUrl,
    VITRINA_SECRET,
    DATABASE_URL: await openDatabase(lost),
    ...(demo ? { VITRINA_MODE: 'demo', VITRINA_DEMO_TOTP_SECRET, VITRINA_DEMO_SHOP_URL: demoUrl } : {}),
  };
  await step('Bringing the database up to date', () => run('migrate', process.execPath, [backend('migrate')], { env }));
  await building;
  if (demo) {
    const seed = join(ROOT, 'backend/dist/seed/seed.js');
    await step('Preparing the demo (a minute the first time)', () => run('seed', process.execPath, [seed], { env }));
  }
  const shopKeys = demo ? demoKeys() : {};
  await step('Starting the API, the worker and the demo shop', async () => {
    const api = startService({ name: 'api', script: backend('api'), env, onLost: lost });
    startService({ name: 'worker', script: backend('worker'), env, onLost: lost });
    await answers(api, `${apiUrl}/readyz`);
    if (demo) {
      const shopEnv = { ...shopKeys, VITRINA_API_URL: apiUrl, VITRINA_PUBLIC_URL: publicUrl };
      const shop = startService({
        name: 'demo-shop',
        script: join(ROOT, 'demo/src/server.ts'),
        env: { ...shopEnv, DEMO_PORT: String(demoPort), VITRINA_DATA: dataDir(), VITRINA_DEMO_SHOP_URL: demoUrl },
        onLost: lost,
      });
      await answers(shop, `http://127.0.0.1:${demoPort}/healthz`);
    }
  });
  const database = process.env.DATABASE_URL
    ? 'the database is your own (DATABASE_URL)'
    : 'database, videos and secrets';
  printTable({ publicUrl, demoUrl, demo, database });
}

function listenForTheEnd() {
  let first = 0;
  const stop = (signal) => {
    // The terminal and npm may both deliver one Ctrl-C; only one that comes later is impatience.
    if (ending && Date.now() - first > 1000) return killServices();
    if (ending) return undefined;
    first = Date.now();
    void end(signal === 'SIGINT' ? 130 : 0);
    return undefined;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(signal));
  whenNpmLeaves(() => stop('SIGTERM'));
  if (process.env.VITRINA_LEASH && process.channel) {
    process.on('disconnect', () => stop('SIGTERM'));
    process.channel.unref();
  }
}

function end(code, error) {
  ending ??= (async () => {
    if (error) complain(error);
    if (!started) process.exit(code);
    say('Stopping …');
    // A writer to a closed terminal must not keep us from stopping.
    process.stdout.on('error', () => undefined);
    await stopRunning();
    await stopServices();
    await Promise.race([closeDatabase().catch(() => undefined), sleep(15_000)]);
    release();
    say('Stopped.');
    process.exit(code);
  })();
  return ending;
}
