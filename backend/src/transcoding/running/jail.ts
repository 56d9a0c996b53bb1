// The fences around ffmpeg that are not arguments: own user, own files, no network, limits. Command lines as data.

/** The programs that build the fences; null where missing or of no use on this machine. */
export interface JailTools {
  bwrap: string | null;
  unshare: readonly string[] | null;
  prlimit: string | null;
  setpriv: string | null;
  nice: string | null;
  choom: string | null;
  taskset: string | null;
  /** Whether each job may run as a user of its own: only root may become another. */
  ownUser: boolean;
}

export interface JailSpec {
  program: string;
  /** The only file of the world outside that may be read. */
  source: string;
  /** The only folder that may be written. */
  scratch: string;
  /** The number of the job's own user; null runs as the one we are. */
  user: number | null;
  memoryBytes: number | 'unlimited';
  cpuSeconds: number;
  outputBytes: number;
  niceness: number;
  /** Devices that are seen inside, where they exist. */
  devices?: readonly string[];
  /** The only processors it may use, as `taskset` writes them; all of ours where left out. */
  cpus?: string;
}

const NOBODY = '65534';
const PROCESSES = 512;
/** Enough for the C library of a dynamic build; nothing of /home, of /etc or of the service's own files. */
const SYSTEM = [
  ...['/usr/lib', '/usr/lib64', '/lib', '/lib64', '/etc/ld.so.cache'],
  // Debian's ffmpeg reaches libblas through a link there; without it every video would look broken.
  '/etc/alternatives',
];

/** Users without a name or files, from the range that systemd too gives to services for a while. */
const FIRST_USER = 61_184;
const USERS = 4_000;

/** The user of a job, by the name of its scratch folder: two jobs may neither read nor end each other. */
export function userOf(scratch: string): number {
  let hash = 0;
  for (const char of scratch) hash = (hash * 31 + char.charCodeAt(0)) >>> 0;
  return FIRST_USER + (hash % USERS);
}

/** No `--new-session`: the runner has begun one, without a terminal, and lowered its priority. */
const bwrapWalls = (): string[] => [
  ...['--unshare-all', '--die-with-parent', '--clearenv', '--uid', NOBODY, '--gid', NOBODY],
  ...SYSTEM.flatMap((path) => ['--ro-bind-try', path, path]),
  ...['--dev', '/dev', '--proc', '/proc', '--tmpfs', '/tmp'],
];

function limits(tools: JailTools, spec: JailSpec): string[] {
  if (!tools.prlimit) return [];
  // Processes are counted a user: without a box or a user of its own the limit would also count ours.
  const counted = tools.bwrap !== null || spec.user !== null;
  return [
    ...[tools.prlimit, `--as=${spec.memoryBytes}`, `--cpu=${spec.cpuSeconds}`, `--fsize=${spec.outputBytes}`],
    ...['--core=0', '--nofile=256', ...(counted ? [`--nproc=${PROCESSES}`] : []), '--'],
  ];
}

/** Dies with the worker; as another user when the job has one, who can never become root again. */
function lesser(tools: JailTools, spec: JailSpec): string[] {
  if (!tools.setpriv) return [];
  const user = String(spec.user);
  const become = spec.user === null ? [] : [`--reuid=${user}`, `--regid=${user}`, '--clear-groups', '--inh-caps=-all'];
  // bubblewrap sets this itself, and could not build its walls with it.
  const never = spec.user === null || tools.bwrap ? [] : ['--no-new-privs'];
  return [tools.setpriv, '--pdeathsig', 'KILL', ...become, ...never, '--'];
}

function walls(tools: JailTools, spec: JailSpec): string[] {
  if (!tools.bwrap) return [];
  return [
    ...[tools.bwrap, ...bwrapWalls(), ...(tools.prlimit ? ['--ro-bind', tools.prlimit, tools.prlimit] : [])],
    ...['--ro-bind', spec.program, spec.program, '--ro-bind', spec.source, spec.source],
    ...(spec.devices ?? []).flatMap((device) => ['--dev-bind-try', device, device]),
    ...['--bind', spec.scratch, spec.scratch, '--chdir', spec.scratch, '--'],
  ];
}

/** The program behind every fence that holds here. The arguments of ffmpeg are appended as they are. */
export function fenced(tools: JailTools, spec: JailSpec): { command: string; args: string[] } {
  const words = [
    ...(tools.nice ? [tools.nice, '-n', String(spec.niceness)] : []),
    ...(tools.taskset && spec.cpus ? [tools.taskset, '--cpu-list', spec.cpus] : []),
    // When memory runs out the kernel ends ffmpeg, not the database beside it.
    ...(tools.choom ? [tools.choom, '-n', '900', '--'] : []),
    // Leaving the network takes the rights that the next step gives up.
    ...(tools.bwrap ? [] : (tools.unshare ?? [])),
    ...lesser(tools, spec),
    ...walls(tools, spec),
    ...limits(tools, spec),
    spec.program,
  ];
  return { command: words[0] as string, args: words.slice(1) };
}
