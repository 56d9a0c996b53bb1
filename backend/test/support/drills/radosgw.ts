// An S3 gateway of our own beside the one of the test machine, on the same cluster, so that it can be killed.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, until } from '../processes.js';

const PROGRAM = '/usr/bin/radosgw';

/** Whether this run has a cluster: VITRINA_TEST_S3 is set and Ceph is on this very machine. */
export const hasCluster = (): boolean =>
  Boolean(process.env['VITRINA_TEST_S3']) && existsSync(PROGRAM) && existsSync('/etc/ceph/ceph.conf');

function answers(port: number): Promise<true | null> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve((socket.destroy(), true)));
    socket.once('error', () => resolve(null));
  });
}

export class Gateway {
  private child: ChildProcess | null = null;

  private constructor(
    private readonly port: number,
    private readonly folder: string,
  ) {}

  static async begin(): Promise<Gateway> {
    const gateway = new Gateway(await freePort(), await mkdtemp(join(tmpdir(), 'vitrina-gateway-')));
    await gateway.start();
    return gateway;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const own = ['admin_socket', 'log_file', 'pid_file'].map((name) => `--${name}=${join(this.folder, name)}`);
    const args = ['-n', 'client.admin', '-f', `--rgw_frontends=beast endpoint=127.0.0.1:${this.port}`, ...own];
    this.child = spawn(PROGRAM, args, { stdio: 'ignore' });
    await until('the gateway', () => answers(this.port), 120_000);
  }

  async kill(): Promise<void> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((done) => child.once('exit', done));
    child.kill('SIGKILL');
    await gone;
  }

  async end(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}
