// Hears from PostgreSQL which public answers have become old, and says so to the caches of this process.
import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { CONFIG, type Config } from '../base/config.js';

/** `video:<id>`, `product:<id>`, `store:<id>` or `card:<storeId>:<externalId>`; null means: anything may have changed. */
export type Change = string | null;

const CHANNEL = 'playback';
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

/**
 * One listening connection a process, opened when the first cache asks. While it is down the caches live by their
 * short times alone; whenever it comes (back) up they are told to forget everything, because changes were missed.
 */
@Injectable()
export class Changes implements OnApplicationShutdown {
  private readonly log = new Logger('playback');
  private readonly listeners: ((change: Change) => void)[] = [];
  private client: pg.Client | undefined;
  private retry: NodeJS.Timeout | undefined;
  private pauseMs = FIRST_PAUSE_MS;
  private stopped = false;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Calls back on each change from now on. */
  subscribe(listener: (change: Change) => void): void {
    this.listeners.push(listener);
  }

  /** Begins to listen, once; answers at once and never fails. */
  start(): void {
    if (this.client || this.retry || this.stopped) return;
    void this.connect();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.retry);
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    this.retry = undefined;
    const client = new pg.Client({
      connectionString: this.config.databaseUrl ?? '',
      application_name: 'vitrina-playback',
      keepAlive: true,
      connectionTimeoutMillis: 5000,
    });
    this.client = client;
    client.on('error', (error) => this.lost(client, error));
    client.on('end', () => this.lost(client));
    client.on('notification', ({ payload }) => this.tell(payload ?? null));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      this.pauseMs = FIRST_PAUSE_MS;
      this.tell(null);
    } catch (error) {
      this.lost(client, error);
    }
  }

  private lost(client: pg.Client, error?: unknown): void {
    if (this.client !== client || this.stopped) return;
    this.client = undefined;
    if (error) this.log.warn(`listening: ${error instanceof Error ? error.message : String(error)}`);
    client.end().catch(() => undefined);
    this.retry = setTimeout(() => void this.connect(), this.pauseMs);
    this.retry.unref();
    this.pauseMs = Math.min(this.pauseMs * 2, LONGEST_PAUSE_MS);
  }

  private tell(change: Change): void {
    for (const listener of this.listeners) listener(change);
  }
}
