// The service as it really runs: API and worker as processes of their own, to be killed and started again.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

// A bench that bundles this file says where the build is.
const DIST = process.env['VITRINA_TEST_DIST'] ?? join(import.meta.dirname, '../../dist/src');
/** The ffmpeg that global-setup.mjs pinned, for processes of their own too. */
const PROGRAMS = Object.fromEntries(
  ['FFMPEG_PATH', 'FFPROBE_PATH'].flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
);

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (typeof address !== 'object' || !address) throw new Error('No port.');
  return address.port;
}

/** One of our processes; `kill` is SIGKILL to its whole group, as when a machine dies. */
export class Service {
  private child: ChildProcess | null = null;
  output = '';

  constructor(
    private readonly entry: 'api' | 'worker' | 'migrate' | 'grant',
    private readonly env: Record<string, string>,
    private readonly args: string[] = [],
  ) {
    if (!existsSync(DIST)) throw new Error('Build first: node scripts/build.mjs');
  }

  start(): void {
    this.child = spawn(process.execPath, [join(DIST, `${this.entry}.js`), ...this.args], {
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], VIDEO_AV1: 'off', ...PROGRAMS, ...this.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (data: Buffer) => (this.output += data.toString()));
    }
  }

  /** Resolves with the exit code. */
  async ended(): Promise<number | null> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    return new Promise((done) => child.once('exit', (code) => done(code)));
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const pid = this.child?.pid;
    if (!pid || this.child?.exitCode !== null || this.child.signalCode !== null) return;
    const gone = this.ended();
    try {
      process.kill(-pid, signal);
    } catch {
      // it ended by itself a moment ago
    }
    await gone;
  }
}

/** Waits until `test` gives something other than null, for so long. */
export async function until<T>(what: string, test: () => Promise<T | null>, withinMs = 60_000): Promise<T> {
  for (const end = Date.now() + withinMs; Date.now() < end;) {
    const found = await test().catch(() => null);
    if (found !== null) return found;
    await new Promise((r) => setTimeout(r, 200));
  }
  throw new Error(`${what}: not within ${withinMs / 1000} s`);
}
