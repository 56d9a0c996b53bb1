// One writer an upload over any number of processes: a lease in the database that a killed process cannot keep.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { AppError } from '../../base/errors.js';

/** A lease ends by itself after so long; a client that resumes after a kill waits no longer than this. */
const LEASE_S = 6;
const RENEW_MS = 1000;
/** Longer than a lease, shorter than any client waits; then 409, which tus clients try again. */
const WAIT_MS = 15_000;

/** What the tus server wants of a lock (its own type is not exported by the package we depend on). */
interface TusLock {
  lock(signal: AbortSignal, askToStop: () => void | Promise<void>): Promise<void>;
  unlock(): Promise<void>;
}

/** Takes leases for the tus server; `idOf` finds the upload's id in the key that the server uses. */
export class UploadLeases {
  constructor(
    private readonly db: DataSource,
    private readonly idOf: (key: string) => string,
  ) {}

  newLock(key: string): TusLock {
    return new UploadLease(this.db, this.idOf(key));
  }
}

class UploadLease implements TusLock {
  private readonly holder = randomUUID();
  private renewal: NodeJS.Timeout | undefined;

  constructor(
    private readonly db: DataSource,
    private readonly uploadId: string,
  ) {}

  /**
   * Waits for the lease. A resumed upload often finds its own cut request still holding it: the holder is asked to stop,
   * here through the row, because it may live in another process.
   */
  async lock(signal: AbortSignal, askToStop: () => void | Promise<void>): Promise<void> {
    const until = Date.now() + WAIT_MS;
    while (!(await this.take())) {
      if (signal.aborted || Date.now() > until)
        throw new AppError('CONFLICT', { detail: 'The upload is busy. Try again.' });
      await sleep(150);
    }
    let asked = false;
    this.renewal = setInterval(() => {
      void this.renew()
        .then((held) => {
          if (held === 'kept' || asked) return;
          asked = true;
          return askToStop();
        })
        // A missed renewal is caught up by the next; after LEASE_S without any, another may take over.
        .catch(() => undefined);
    }, RENEW_MS);
    this.renewal.unref();
  }

  async unlock(): Promise<void> {
    clearInterval(this.renewal);
    await this.db.query(
      `UPDATE uploads SET lease_holder = NULL, lease_until = NULL, lease_wanted = false
        WHERE id = $1 AND lease_holder = $2`,
      [this.uploadId, this.holder],
    );
  }

  private async take(): Promise<boolean> {
    const taken = await this.update(
      `UPDATE uploads SET lease_holder = $2, lease_until = now() + make_interval(secs => $3), lease_wanted = false
        WHERE id = $1 AND (lease_holder IS NULL OR lease_until < now()) RETURNING id`,
      [this.uploadId, this.holder, LEASE_S],
    );
    if (taken.length > 0) return true;
    await this.db.query('UPDATE uploads SET lease_wanted = true WHERE id = $1', [this.uploadId]);
    return false;
  }

  private async renew(): Promise<'kept' | 'wanted' | 'lost'> {
    const [row] = await this.update<{ lease_wanted: boolean }>(
      `UPDATE uploads SET lease_until = now() + make_interval(secs => $3)
        WHERE id = $1 AND lease_holder = $2 RETURNING lease_wanted`,
      [this.uploadId, this.holder, LEASE_S],
    );
    if (!row) return 'lost';
    return row.lease_wanted ? 'wanted' : 'kept';
  }

  /** TypeORM answers UPDATE ... RETURNING with [rows, count]. */
  private async update<T = unknown>(sql: string, values: unknown[]): Promise<T[]> {
    return ((await this.db.query(sql, values)) as [T[], number])[0];
  }
}
