// Which fences hold on this machine: each is tried at start with the real programs, and what fails says why.
import { execFile } from 'node:child_process';
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openScratch } from '../scratch.js';
import { findProgram, type Binaries } from './binaries.js';
import { fenced, userOf, type JailTools } from './jail.js';

export interface Fence {
  name: string;
  holds: boolean;
  /** What holds it, or why it does not hold and what would help. */
  why: string;
}

export interface Jail {
  tools: JailTools;
  fences: Fence[];
  /** Jobs keep to these processors (`processors.ts`); to all where left out. */
  cpus?: string;
}

function works(command: string, args: readonly string[], cwd?: string): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(command, [...args], { timeout: 20_000, env: {}, cwd }, (error, _out, stderr) =>
      resolve(error ? stderr.trim().split('\n').at(-1) || error.message : null),
    );
  });
}

async function tryUnshare(): Promise<readonly string[] | null> {
  const path = await findProgram('unshare');
  if (!path) return null;
  for (const flags of [['-n'], ['-r', '-n']]) {
    if ((await works(path, [...flags, process.execPath, '-e', '0'])) === null) return [path, ...flags, '--'];
  }
  return null;
}

/**
 * Lets ffmpeg make a video and ffprobe read it, behind all the fences of `tools`, in a folder like those of jobs.
 * Null when they can; else what the machine said.
 */
async function rehearse(tools: JailTools, binaries: Binaries, scratchRoot: string): Promise<string | null> {
  // Named like those of jobs: where we are killed here, the next one sweeps it.
  const outer = await openScratch(scratchRoot, 'fences');
  try {
    const scratch = await mkdtemp(join(outer, 'work-'));
    const user = tools.ownUser ? userOf(scratch) : null;
    if (user !== null) await chown(scratch, user, user);
    const made = join(scratch, 'made.mp4');
    const limits = { memoryBytes: 8 * 1024 ** 3, cpuSeconds: 20, outputBytes: 1024 ** 2, niceness: 10 };
    const run = (program: string, source: string, args: string[]) => {
      const { command, args: before } = fenced(tools, { program, source, scratch, user, ...limits });
      return works(command, [...before, '-v', 'error', ...args], scratch);
    };
    const make = ['-f', 'lavfi', '-i', 'color=s=64x64:d=0.1', '-c:v', 'libx264', '-y', made];
    return (await run(binaries.ffmpeg, binaries.ffmpeg, make)) ?? (await run(binaries.ffprobe, made, [made]));
  } finally {
    await rm(outer, { recursive: true, force: true });
  }
}

/** npm unpacks a program for its owner alone, who may be root while the jobs run as others. */
async function openPrograms({ ffmpeg, ffprobe }: Binaries): Promise<void> {
  for (const path of [ffmpeg, ffprobe]) {
    if (path.includes('/node_modules/')) await chmod(path, 0o755).catch(() => undefined);
  }
}

/** What was left out, and why. */
interface Chosen {
  tools: JailTools;
  noBox: string;
  noUser: string;
}

/** The strongest combination in which the programs still work; throws when they work in none. */
async function choose(all: JailTools, binaries: Binaries, scratchRoot: string): Promise<Chosen> {
  let [noBox, noUser] = ['bubblewrap is not installed.', 'Only root may start programs as another user.'];
  const boxes = all.bwrap ? [all.bwrap, null] : [null];
  const users = all.ownUser ? [true, false] : [false];
  if (all.ownUser && !all.setpriv) noUser = 'setpriv (util-linux) is missing.';
  let said = '';
  for (const bwrap of boxes) {
    for (const ownUser of users) {
      const tools = { ...all, bwrap, ownUser };
      const problem = await rehearse(tools, binaries, scratchRoot);
      if (problem === null) return { tools, noBox, noUser };
      said = problem;
      if (ownUser) noUser = `Another user cannot run ${binaries.ffmpeg} or reach ${scratchRoot}: ${problem}`;
      else noBox = `bubblewrap may not run here: ${problem}`;
    }
  }
  throw new Error(`ffmpeg does not run behind the fences of this machine: ${said}`);
}

/**
 * Tries every fence once on this machine; takes some 300 ms, and the answer holds for the life of the process.
 * `without` leaves tools out, as machines that lack them do.
 */
export async function buildJail(
  binaries: Binaries,
  scratchRoot: string,
  without: readonly (keyof JailTools)[] = [],
): Promise<Jail> {
  const find = async (name: keyof JailTools) => (without.includes(name) ? null : findProgram(name));
  const [bwrap, prlimit, setpriv, nice, choom, taskset] = await Promise.all([
    ...[find('bwrap'), find('prlimit'), find('setpriv'), find('nice'), find('choom'), find('taskset')],
  ]);
  const unshare = without.includes('unshare') ? null : await tryUnshare();
  const isRoot = process.getuid?.() === 0;
  const all: JailTools = {
    ...{ bwrap: bwrap ?? null, unshare, prlimit: prlimit ?? null, setpriv: setpriv ?? null, nice: nice ?? null },
    ...{ choom: choom ?? null, taskset: taskset ?? null },
    ...{ ownUser: isRoot && Boolean(setpriv) && !without.includes('ownUser') },
  };
  if (all.ownUser) await openPrograms(binaries);
  const chosen = await choose(all, binaries, scratchRoot);
  return { tools: chosen.tools, fences: describe(chosen) };
}

function describe({ tools, noBox, noUser }: Chosen): Fence[] {
  const fence = (name: string, by: string | null | false, no: string): Fence =>
    by ? { name, holds: true, why: by } : { name, holds: false, why: no };
  const boxed = tools.bwrap && 'bubblewrap';
  const user = tools.ownUser && 'setpriv, a user for each job';
  return [
    fence('closed list of containers, decoders and protocols', 'ffmpeg arguments', ''),
    fence('own process group, killed whole', 'detached start', ''),
    fence('no secrets in the environment', 'empty environment', ''),
    fence('wall clock', 'a timer of the worker', ''),
    fence('scratch folder of its own', 'made and removed by the worker', ''),
    fence('sees only its own files', boxed, `${noBox} Install bubblewrap and allow user namespaces.`),
    fence('sees only its own processes', boxed, noBox),
    fence('own user', user, noUser),
    fence(
      'no network',
      boxed || (tools.unshare && 'unshare'),
      'Network namespaces are forbidden here; allow user namespaces or give the container no network.',
    ),
    fence('limits of memory, time and file size', tools.prlimit && 'prlimit', 'prlimit (util-linux) is missing.'),
    fence(
      'limit of processes',
      tools.prlimit && (boxed || user) && 'prlimit',
      'Processes are counted a user: it takes a user of its own, or bubblewrap.',
    ),
    fence(
      'dies with the worker',
      (tools.setpriv && 'setpriv') || boxed,
      'setpriv (util-linux) is missing; a killed worker leaves ffmpeg running until its time is up.',
    ),
    fence('ended first when memory runs out', tools.choom && 'choom', 'choom (util-linux) is missing.'),
    fence('low priority', tools.nice && 'nice', 'nice (coreutils) is missing.'),
    fence(
      'a processor left to others while many videos wait',
      tools.taskset && 'taskset',
      'taskset (util-linux) is missing.',
    ),
  ];
}
