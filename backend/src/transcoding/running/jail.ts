// The fences around ffmpeg that are not arguments: own files, no network, limits, own group; and which of them hold here.
import { execFile } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { findProgram } from './binaries.js';

export interface Fence {
  name: string;
  holds: boolean;
  /** What holds it, or why it does not hold and what would help. */
  why: string;
}

/** The programs that build the fences; null where missing or forbidden on this machine. */
export interface JailTools {
  bwrap: string | null;
  unshare: readonly string[] | null;
  prlimit: string | null;
  setpriv: string | null;
  nice: string | null;
}

export interface JailSpec {
  program: string;
  /** The only file of the world outside that may be read. */
  source: string;
  /** The only folder that may be written. */
  scratch: string;
  memoryBytes: number | 'unlimited';
  cpuSeconds: number;
  outputBytes: number;
  niceness: number;
  /** Devices that are seen inside, where they exist. */
  devices?: readonly string[];
}

const NOBODY = '65534';
const PROCESSES = 512;
/** Enough for the C library of a dynamic build; nothing of /home, /etc or the service's own files. */
const SYSTEM = ['/usr/lib', '/usr/lib64', '/lib', '/lib64', '/etc/ld.so.cache'];

/** No `--new-session`: the runner has begun one, without a terminal, and lowered its priority. */
const bwrapWalls = (): string[] => [
  ...['--unshare-all', '--die-with-parent', '--clearenv', '--uid', NOBODY, '--gid', NOBODY],
  ...SYSTEM.flatMap((path) => ['--ro-bind-try', path, path]),
  ...['--dev', '/dev', '--proc', '/proc', '--tmpfs', '/tmp'],
];

function works(command: string, args: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(command, [...args], { timeout: 10_000, env: {} }, (error, _out, stderr) =>
      resolve(error ? stderr.trim().split('\n')[0] || error.message : null),
    );
  });
}

async function tryBwrap(): Promise<{ path: string | null; why: string }> {
  const path = await findProgram('bwrap');
  if (!path) return { path: null, why: 'bubblewrap is not installed.' };
  const self = realpathSync(process.execPath);
  const problem = await works(path, [...bwrapWalls(), '--ro-bind', self, self, self, '-e', '0']);
  return problem ? { path: null, why: `bubblewrap may not run here: ${problem}` } : { path, why: 'bubblewrap' };
}

async function tryUnshare(): Promise<readonly string[] | null> {
  const path = await findProgram('unshare');
  if (!path) return null;
  for (const flags of [['-n'], ['-r', '-n']]) {
    if ((await works(path, [...flags, process.execPath, '-e', '0'])) === null) return [path, ...flags, '--'];
  }
  return null;
}

export interface Jail {
  tools: JailTools;
  fences: Fence[];
}

/** Tries every fence once on this machine. Takes some 100 ms; the answer holds for the life of the process. */
export async function buildJail(): Promise<Jail> {
  const [bwrap, unshare, prlimit, setpriv, nice] = await Promise.all([
    tryBwrap(),
    tryUnshare(),
    findProgram('prlimit'),
    findProgram('setpriv'),
    findProgram('nice'),
  ]);
  const tools = { bwrap: bwrap.path, unshare, prlimit, setpriv, nice };
  const with_ = (name: string, holds: boolean, yes: string, no: string): Fence => ({
    name,
    holds,
    why: holds ? yes : no,
  });
  const boxed = tools.bwrap !== null;
  const fences: Fence[] = [
    with_('closed list of containers, decoders and protocols', true, 'ffmpeg arguments', ''),
    with_('own process group, killed whole', true, 'detached start', ''),
    with_('no secrets in the environment', true, 'empty environment', ''),
    with_('sees only its own files', boxed, bwrap.why, `${bwrap.why} Install bubblewrap and allow user namespaces.`),
    with_('sees only its own processes', boxed, bwrap.why, bwrap.why),
    with_('runs as nobody', boxed, bwrap.why, bwrap.why),
    with_(
      'no network',
      boxed || unshare !== null,
      boxed ? bwrap.why : 'unshare',
      'Network namespaces are forbidden here; allow user namespaces or give the container no network.',
    ),
    with_('limits of memory, time and file size', prlimit !== null, 'prlimit', 'prlimit (util-linux) is missing.'),
    with_(
      'dies with the worker',
      boxed || setpriv !== null,
      boxed ? bwrap.why : 'setpriv',
      'setpriv (util-linux) is missing; a killed worker leaves ffmpeg running until its time is up.',
    ),
    with_('low priority', nice !== null, 'nice', 'nice (coreutils) is missing.'),
  ];
  return { tools, fences };
}

function limits(tools: JailTools, spec: JailSpec): string[] {
  if (!tools.prlimit) return [];
  return [
    ...[tools.prlimit, `--as=${spec.memoryBytes}`, `--cpu=${spec.cpuSeconds}`, `--fsize=${spec.outputBytes}`],
    // Processes are counted a user; outside a box of its own the limit would also count ours.
    ...['--core=0', '--nofile=256', ...(tools.bwrap ? [`--nproc=${PROCESSES}`] : []), '--'],
  ];
}

/** The program behind every fence that holds here. The arguments of ffmpeg are appended as they are. */
export function fenced(tools: JailTools, spec: JailSpec): { command: string; args: string[] } {
  const box = tools.bwrap
    ? [
        ...[tools.bwrap, ...bwrapWalls(), ...(tools.prlimit ? ['--ro-bind', tools.prlimit, tools.prlimit] : [])],
        ...['--ro-bind', spec.program, spec.program, '--ro-bind', spec.source, spec.source],
        ...(spec.devices ?? []).flatMap((device) => ['--dev-bind-try', device, device]),
        ...['--bind', spec.scratch, spec.scratch, '--chdir', spec.scratch, '--'],
      ]
    : [...(tools.setpriv ? [tools.setpriv, '--pdeathsig', 'KILL', '--'] : []), ...(tools.unshare ?? [])];
  const words = [
    ...(tools.nice ? [tools.nice, '-n', String(spec.niceness)] : []),
    ...box,
    ...limits(tools, spec),
    spec.program,
  ];
  return { command: words[0] as string, args: words.slice(1) };
}
