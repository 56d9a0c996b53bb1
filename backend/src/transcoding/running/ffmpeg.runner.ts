// The one file that starts ffmpeg and ffprobe, through fluent-ffmpeg: arguments go in whole, as data of ours.
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import Ffmpeg from 'fluent-ffmpeg';
import type { ChildProcess } from 'node:child_process';
import { lowerSession } from './priority.js';

export interface Run {
  command: string;
  args: readonly string[];
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  cwd?: string;
  /** Each line of stdout as it comes; ffmpeg's `-progress` writes there. */
  onLine?: (line: string) => void;
  /** What the program reads, at the pace at which it comes; ends with it. A program that stops reading ends it too. */
  stdin?: AsyncIterable<Buffer>;
}

export interface RunResult {
  exit: 'ok' | 'failed' | 'timeout' | 'cancelled';
  stdout: string;
  stderr: string;
}

/** fluent-ffmpeg's line buffer. */
interface Ring {
  callback(onLine: (line: string) => void): void;
  get(): string;
}

/**
 * The part of fluent-ffmpeg that we use. Its public API builds arguments of its own and probes on the side; the
 * spawner under it takes ours as they are, and its options go to `spawn` unchanged.
 */
interface Spawner {
  _getFfmpegPath: (done: (error: Error | null, path: string) => void) => void;
  _spawnFfmpeg(
    args: string[],
    options: object,
    onProcess: (child: ChildProcess, stdout: Ring, stderr: Ring) => void,
    onEnd: (error?: Error | null, stdout?: Ring, stderr?: Ring) => void,
  ): void;
}

// More lines than a healthy run writes; a hostile file may cause millions.
const KEPT_LINES = 20_000;

/** Kills the whole group: killing ffmpeg's parent alone leaves ffmpeg running. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}

/** A program that has enough closes its end, and a stopped source closes ours: both are the everyday of a pipe. */
function feed(stdin: Writable, bytes: AsyncIterable<Buffer>): void {
  pipeline(Readable.from(bytes, { objectMode: false }), stdin).catch(() => undefined);
}

/**
 * Runs one program to its end in a process group of its own with an empty environment. Never throws for what the
 * program does: the caller judges by what came out.
 */
export function runProgram(run: Run): Promise<RunResult> {
  const spawner = Ffmpeg() as unknown as Spawner;
  spawner._getFfmpegPath = (done) => done(null, run.command);
  return new Promise((resolve) => {
    if (run.signal?.aborted) return resolve({ exit: 'cancelled', stdout: '', stderr: '' });
    let stopped: 'timeout' | 'cancelled' | null = null;
    let timer: NodeJS.Timeout | undefined;
    let stop: ((why: 'timeout' | 'cancelled') => void) | undefined;
    const onAbort = () => stop?.('cancelled');
    // `detached` makes the group; the empty environment keeps our secrets out of the program's reach.
    const options = { captureStdout: true, stdoutLines: KEPT_LINES, detached: true, env: {}, cwd: run.cwd };
    const onProcess = (child: ChildProcess, stdout: Ring) => {
      stop = (why) => {
        stopped ??= why;
        killGroup(child);
      };
      if (child.pid !== undefined) void lowerSession(child.pid);
      timer = setTimeout(() => stop?.('timeout'), run.timeoutMs);
      run.signal?.addEventListener('abort', onAbort, { once: true });
      if (run.signal?.aborted) onAbort();
      if (run.onLine) stdout.callback(run.onLine);
      if (run.stdin && child.stdin) feed(child.stdin, run.stdin);
    };
    const onEnd = (error?: Error | null, stdout?: Ring, stderr?: Ring) => {
      clearTimeout(timer);
      run.signal?.removeEventListener('abort', onAbort);
      const exit = stopped ?? (error ? 'failed' : 'ok');
      resolve({
        exit,
        stdout: stdout?.get() ?? '',
        stderr: [stderr?.get(), error?.message].filter(Boolean).join('\n'),
      });
    };
    spawner._spawnFfmpeg([...run.args], options, onProcess, onEnd);
  });
}

/** The seconds of output that a line of `-progress` tells, or null. */
export function progressSeconds(line: string): number | null {
  const match = /^out_time_us=(\d+)/.exec(line);
  return match ? Number(match[1]) / 1e6 : null;
}
