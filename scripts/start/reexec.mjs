// Lets our Node 24 do the work while the host's older Node waits and passes signals on.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { whenNpmLeaves } from './parent.mjs';

/** Runs the same script under another Node; resolves with its exit code. */
export function hold(node, argv) {
  // The channel is a leash: when this process is killed outright, the other one notices and stops everything.
  const child = spawn(node, argv, {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, VITRINA_LEASH: '1' },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  whenNpmLeaves(() => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}
