// ffmpeg and ffprobe behind the fences of this machine: chosen and tried once, then used by every job.
import type { Bounds } from '../rules/bounds.rules.js';
import { tmpdir } from 'node:os';
import { admit } from './admission.js';
import { chooseBinaries, type Binaries } from './binaries.js';
import { buildJail, type Fence, type Jail } from './fences.js';
import { runProgram, type RunResult } from './ffmpeg.runner.js';
import { fenced, type JailTools } from './jail.js';
import { allBut, allowedProcessors } from './processors.js';

export interface WorkOrder {
  source: string;
  scratch: string;
  /** Seconds of video at most to be worked on; every limit grows from it. */
  seconds: number;
  signal?: AbortSignal | undefined;
  onLine?: (line: string) => void;
  /** The source as it comes; `source` then names a file that the program need not open. */
  stdin?: AsyncIterable<Buffer>;
  /** Above the usual 10 for work that gives way to other work of ours. */
  niceness?: number;
  /** Devices that the program may use, for hardware encoders. */
  devices?: readonly string[];
}

const GIB = 1024 ** 3;
// Address space, not use: four encoders with their threads reserve about 2 GiB and touch 0.4.
const MEMORY_BYTES = 8 * GIB;
const PROBE_TIMEOUT_MS = 60_000;

export class Workshop {
  constructor(
    readonly binaries: Binaries,
    readonly jail: Jail,
  ) {}

  /** Which fences hold on this machine and why others do not; the start-up prints it. */
  fences(): readonly Fence[] {
    return this.jail.fences;
  }

  /** The same programs and fences, which leave so many of our processors to others; itself where none would be left. */
  leaving(processors: number): Workshop {
    const cpus = allBut(processors, allowedProcessors());
    return cpus === null ? this : new Workshop(this.binaries, { ...this.jail, cpus });
  }

  ffprobe(args: readonly string[], order: Omit<WorkOrder, 'seconds'>): Promise<RunResult> {
    return this.run(this.binaries.ffprobe, args, order, { cpuSeconds: 60, timeoutMs: PROBE_TIMEOUT_MS });
  }

  /** A 4K HDR source cost 12 CPU seconds a second; 60 leaves room for a slow machine, and still ends. */
  ffmpeg(args: readonly string[], order: WorkOrder): Promise<RunResult> {
    const cpuSeconds = Math.ceil(120 + 60 * order.seconds);
    return this.run(this.binaries.ffmpeg, args, order, { cpuSeconds, timeoutMs: cpuSeconds * 1000 });
  }

  private async run(
    program: string,
    args: readonly string[],
    order: Omit<WorkOrder, 'seconds'>,
    limit: { cpuSeconds: number; timeoutMs: number },
  ): Promise<RunResult> {
    const { ownUser } = this.jail.tools;
    const admitted = ownUser ? await admit(order.scratch, order.source) : { user: null, source: order.source };
    const spec = {
      ...{ program, ...admitted, scratch: order.scratch },
      ...(order.devices ? { devices: order.devices } : {}),
      ...(this.jail.cpus ? { cpus: this.jail.cpus } : {}),
      // Drivers of graphics processors reserve address space by the terabyte and use little of it.
      memoryBytes: order.devices ? ('unlimited' as const) : MEMORY_BYTES,
      ...{ outputBytes: 4 * GIB, cpuSeconds: limit.cpuSeconds, niceness: order.niceness ?? 10 },
    };
    const { command, args: walls } = fenced(this.jail.tools, spec);
    const seen = args.map((word) => (word === `file:${order.source}` ? `file:${admitted.source}` : word));
    return runProgram({
      command,
      args: [...walls, ...seen],
      timeoutMs: limit.timeoutMs,
      cwd: order.scratch,
      signal: order.signal,
      ...(order.onLine ? { onLine: order.onLine } : {}),
      ...(order.stdin ? { stdin: order.stdin } : {}),
    });
  }
}

export interface Opening {
  ffmpegPath?: string | undefined;
  ffprobePath?: string | undefined;
  /** False: no AV1, whatever ffmpeg can do. */
  av1?: boolean | undefined;
  /** Where jobs will work; the fences are tried there. The system's temporary folder by default. */
  scratchRoot?: string | undefined;
  /** Tools to do without, as machines do that lack them. */
  without?: readonly (keyof JailTools)[] | undefined;
}

/** Chooses the programs and tries the fences; some 500 ms, once a process. Throws when there is no usable ffmpeg. */
export async function openWorkshop(opening: Opening): Promise<Workshop> {
  const binaries = await chooseBinaries(opening);
  return new Workshop(binaries, await buildJail(binaries, opening.scratchRoot ?? tmpdir(), opening.without));
}

/** Seconds that one job may work on: what was promised, and a little, but never more than the bound. */
export function workSeconds(bounds: Bounds, promisedS: number | null): number {
  return Math.min(bounds.maxSeconds, promisedS ?? bounds.maxSeconds) + 5;
}
