// Measures work of child processes: CPU seconds, wall seconds and the most memory held at once.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const TICKS = 100; // Linux tells CPU times in hundredths of a second to every program.
const LOOK_EVERY_MS = 100;

/** CPU seconds of this process and of its children that have ended. */
function cpuSeconds() {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0) / TICKS;
}

/** MiB held now by every process under this one. */
function childrenMiB() {
  const parents = new Map();
  const held = new Map();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      parents.set(Number(pid), Number(fields[1]));
      held.set(Number(pid), (Number(fields[21]) * 4096) / 1024 ** 2);
    } catch {
      // It ended while we looked.
    }
  }
  const isMine = (pid) => {
    for (let at = parents.get(pid); at; at = parents.get(at)) if (at === process.pid) return true;
    return false;
  };
  return [...held].reduce((sum, [pid, size]) => sum + (isMine(pid) ? size : 0), 0);
}

/** Runs `work` and tells what it cost. */
export async function measured(work) {
  let peakMiB = 0;
  const timer = setInterval(() => (peakMiB = Math.max(peakMiB, childrenMiB())), LOOK_EVERY_MS);
  const [begun, cpu] = [performance.now(), cpuSeconds()];
  const result = await work();
  clearInterval(timer);
  return { result, cpuS: cpuSeconds() - cpu, wallS: (performance.now() - begun) / 1000, peakMiB: Math.round(peakMiB) };
}

/** Runs a program to its end and answers with what it wrote; throws when it fails. */
export function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (chunk) => (stderr = (stderr + chunk).slice(-20_000)));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(stderr) : reject(new Error(stderr.slice(-800)))));
  });
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
