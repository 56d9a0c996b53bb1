// Keeps the long-running processes alive: start, restart with back-off, stop in order.
import { spawn } from 'node:child_process';
import { closeSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { forgetChild, killGroup, noteChild } from './pids.mjs';
import { endOf, openLog } from './run.mjs';
import { dim, ROOT, say, StartError, warn } from './say.mjs';

const BACK_OFF_MS = [1000, 3000, 9000];
/** A process that lived this long was well, so its next death counts as the first. */
const WELL_AFTER_MS = 60_000;
const STOP_MS = 10_000;
const LEASH = pathToFileURL(join(ROOT, 'scripts/start/leash.mjs')).href;

const services = [];
let stopping = false;

/** Starts `node <script>` in a process group of its own. `onLost` is called when it keeps dying. */
export function startService({ name, script, env, onLost }) {
  const service = { name, script, env, onLost, child: null, deaths: 0, failed: null };
  services.push(service);
  launch(service);
  return service;
}

function launch(service) {
  const { file, fd } = openLog(service.name);
  const from = statSync(file).size;
  const since = Date.now();
  const child = spawn(process.execPath, ['--enable-source-maps', '--import', LEASH, service.script], {
    cwd: ROOT,
    env: { ...process.env, NO_COLOR: '1', ...service.env },
    stdio: ['ignore', fd, fd, 'ipc'],
    detached: true,
  });
  closeSync(fd);
  service.child = child;
  if (child.pid) noteChild(service.name, child.pid);
  child.once('error', () => undefined);
  child.once('exit', (code, signal) => {
    forgetChild(child.pid);
    // Whatever the dead process had started (ffmpeg, say) goes with it.
    killGroup(child.pid, 'SIGKILL');
    service.child = null;
    if (!stopping)
      void revive(service, { why: signal ?? `exit code ${code}`, file, from, livedMs: Date.now() - since });
  });
}

async function revive(service, { why, file, from, livedMs }) {
  service.deaths = livedMs > WELL_AFTER_MS ? 1 : service.deaths + 1;
  const log = endOf(file, { from });
  const wait = BACK_OFF_MS[service.deaths - 1];
  if (wait === undefined) {
    service.failed = new StartError(`The ${service.name} keeps dying (${why}).`, { log, wayOut: `Its log: ${file}` });
    service.onLost(service.failed);
    return;
  }
  warn(`The ${service.name} died (${why}); trying again in ${wait / 1000} s. Its last words:`);
  for (const line of log) say(`    ${dim(line)}`);
  await sleep(wait);
  if (!stopping) launch(service);
}

/** Waits until `url` answers 200. Throws when the service gave up or nothing came in `withinMs`. */
export async function answers(service, url, withinMs = 90_000) {
  let last = 'no answer';
  for (const until = Date.now() + withinMs; Date.now() < until; await sleep(150)) {
    if (service.failed) throw service.failed;
    if (stopping) return;
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) }).catch(() => null);
    await response?.body?.cancel();
    if (response?.ok) return;
    last = response ? `status ${response.status}` : 'no answer';
  }
  const { file, fd } = openLog(service.name);
  closeSync(fd);
  throw new StartError(`The ${service.name} is not well after ${withinMs / 1000} s (${last} at ${url}).`, {
    log: endOf(file),
    wayOut: `Its log: ${file}`,
  });
}

/** Asks every service to stop, last started first; after 10 s the rest is killed. */
export async function stopServices() {
  stopping = true;
  await Promise.all(
    services.toReversed().map(async ({ child }) => {
      if (!child) return;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      const patience = setTimeout(() => killGroup(child.pid, 'SIGKILL'), STOP_MS);
      await gone;
      clearTimeout(patience);
    }),
  );
}

/** For the second Ctrl-C. */
export function killServices() {
  stopping = true;
  for (const { child } of services) if (child) killGroup(child.pid, 'SIGKILL');
}
