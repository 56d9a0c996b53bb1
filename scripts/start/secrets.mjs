// Secrets of this installation: made once, kept private, handed to the processes as environment.
import { randomBytes, randomInt } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataDir, StartError } from './say.mjs';

const pick = (alphabet, length) => Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

const makers = {
  VITRINA_SECRET: () => randomBytes(32).toString('hex'),
  VITRINA_DEMO_TOTP_SECRET: () => pick(BASE32, 32),
};

/** Reads `.vitrina/secrets.json` (0600), adding what is missing. A variable set by the caller wins. */
export function secrets(env = process.env) {
  mkdirSync(dataDir(), { recursive: true });
  const file = join(dataDir(), 'secrets.json');
  let kept = {};
  if (existsSync(file)) {
    try {
      kept = JSON.parse(readFileSync(file, 'utf8'));
    } catch {
      throw new StartError(`${file} cannot be read as JSON.`, {
        wayOut: `Restore it from a backup. Without it nobody can sign in: to start empty, remove ${dataDir()}.`,
      });
    }
  }
  const missing = Object.keys(makers).filter((name) => !kept[name]);
  if (missing.length > 0) {
    for (const name of missing) kept[name] = makers[name]();
    writeFileSync(`${file}.new`, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return Object.fromEntries(Object.keys(makers).map((name) => [name, env[name] || kept[name]]));
}

/** The demo shop's keys, as the seed wrote them down when it opened the store. */
export function demoKeys() {
  const file = join(dataDir(), 'demo-keys.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new StartError(`The demo is in the database, but its shop's keys are not in ${file}.`, {
      wayOut: 'Bring the file back, use an empty database, or go without the demo: npm start -- --no-demo',
    });
  }
}
