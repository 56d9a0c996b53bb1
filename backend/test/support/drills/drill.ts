// Everything a failure drill needs: videos whose files have arrived, real workers to kill, and the question what is left.
import { readdirSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Storage } from '../../../src/base/storage/storage.js';
import { inTransaction } from '../../../src/base/database/transaction.js';
import { JobsService } from '../../../src/base/jobs/jobs.service.js';
import type { Product } from '../../../src/products/product.entity.js';
import type { Video } from '../../../src/videos/video.entity.js';
import { mediaFolder } from '../../../src/videos/video.rules.js';
import { videosUploaded, VideosService } from '../../../src/videos/videos.service.js';
import { startApp, type TestApp } from '../app.js';
import { makeCreator, makeProduct, makeStore, type MadeStore, type Signed } from '../make.js';
import { makeUploadingVideo } from '../make-videos.js';
import { mediaFile } from '../media.js';
import { Service, until } from '../processes.js';

/** `true` lets leases run out by themselves and takes longer clips; without it a drill stays within seconds. */
export const THOROUGH = process.env['VITRINA_DRILLS'] === '1';

export interface Shop {
  store: MadeStore;
  products: Product[];
}

export class Drill {
  private readonly workers: Service[] = [];

  private constructor(
    readonly app: TestApp,
    private readonly creator: Signed,
  ) {}

  static async begin(env: Record<string, string> = {}): Promise<Drill> {
    const app = await startApp({ UPLOAD_MIN_MS: '900', ...env });
    return new Drill(app, await makeCreator(app));
  }

  async shop(): Promise<Shop> {
    const store = await makeStore(this.app);
    return { store, products: [await makeProduct(this.app, store)] };
  }

  /** A video whose file has arrived and whose preparation is announced, as the end of an upload does it. */
  async arrived(shop: Shop, clip: string): Promise<Video> {
    const { id } = await makeUploadingVideo(this.app, { ...shop, creator: this.creator });
    const originalKey = `originals/${id}/file`;
    const bytes = await readFile(mediaFile(clip) as string);
    await this.app.get(Storage).put(originalKey, bytes);
    const videos = this.app.get(VideosService);
    return inTransaction(this.app.db, async (em) => {
      const video = await videos.lock(em, id);
      const found = { originalKey, sizeBytes: bytes.length };
      const moved = await videos.move(em, video, 'uploaded', { kind: 'system', name: 'spec' }, found);
      await this.app.get(JobsService).announce(em, videosUploaded, { videoId: id, version: moved.version });
      return moved;
    });
  }

  /** A worker process of its own, on the same database and files. */
  worker(env: Record<string, string> = {}): Service {
    const { config } = this.app;
    const s3: Record<string, string> = config.s3
      ? {
          ...{ S3_ENDPOINT: config.s3.endpoint ?? '', S3_REGION: config.s3.region, S3_BUCKET: config.s3.bucket },
          ...{ S3_ACCESS_KEY_ID: config.s3.accessKeyId, S3_SECRET_ACCESS_KEY: config.s3.secretAccessKey },
        }
      : {};
    const worker = new Service('worker', {
      ...{
        VITRINA_MODE: 'demo',
        VITRINA_SECRET: config.secret,
        VITRINA_DATA: config.dataDir,
        DATABASE_URL: config.databaseUrl ?? '',
      },
      ...{ WORKER_TAKES: 'transcoding', UPLOAD_MIN_MS: '900', ...s3, ...env },
    });
    this.workers.push(worker);
    return worker;
  }

  /** The lease of a killed worker ends after 10 s and its job is due 5 s later; a drill in a hurry ends both now. */
  async hurry(): Promise<void> {
    if (THOROUGH) return;
    await this.app.db.query(
      `UPDATE pgboss.job SET heartbeat_on = now() - interval '1 minute' WHERE name = $1 AND state = 'active'`,
      [videosUploaded.name],
    );
    const due = async () => {
      const late = (await this.app.db.query(
        `UPDATE pgboss.job SET start_after = now() WHERE name = $1 AND state = 'retry' AND start_after > now() RETURNING 1`,
        [videosUploaded.name],
      )) as [unknown[], number];
      return late[1] > 0 || (await this.count(`state IN ('active', 'retry')`)) === 0 ? true : null;
    };
    await until('the end of the leases', due, 90_000);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await due();
  }

  async count(where: string): Promise<number> {
    const [row] = await this.app.db.query<{ n: number }[]>(
      `SELECT count(*)::int AS n FROM pgboss.job WHERE name = $1 AND ${where}`,
      [videosUploaded.name],
    );
    return row?.n ?? 0;
  }

  /** Keys of the files that viewers could get of this version. */
  async stored({ storeId, id, version }: Video): Promise<string[]> {
    const folder = mediaFolder({ storeId, videoId: id, version });
    const names: string[] = [];
    for await (const { key } of this.app.get(Storage).list(folder)) names.push(key.slice(folder.length + 1));
    return names;
  }

  async deadLetters(): Promise<number> {
    const [row] = await this.app.db.query<{ n: number }[]>(
      `SELECT count(*)::int AS n FROM pgboss.job WHERE name = 'dead_letters'`,
    );
    return row?.n ?? 0;
  }

  async settled(videos: readonly Video[], withinMs = 120_000): Promise<void> {
    const service = this.app.get(VideosService);
    for (const { id } of videos) {
      const done = async () => (['in_review', 'refused'].includes((await service.byId(id)).status) ? true : null);
      await until(`the end of ${id}`, done, withinMs).catch((error: Error) => {
        throw new Error(`${error.message}\n${this.workers.map((w) => w.output.slice(-3000)).join('\n')}`);
      });
    }
    await until('the jobs', async () => ((await this.count(`state <> 'completed'`)) === 0 ? true : null));
  }

  /** What a healthy end looks like, as a value to compare: one step a status, the files of the manifest and no other. */
  async endOf(video: Video): Promise<{ status: string; reviews: number; audited: number; strays: string[] }> {
    const now = await this.app.get(VideosService).byId(video.id);
    const listed = await this.stored(now);
    const wanted = [...(now.manifest?.files ?? []).map((file) => file.name), 'manifest.json'];
    const strays = [
      ...listed.filter((name) => !wanted.includes(name)).map((name) => `orphan ${name}`),
      ...wanted.filter((name) => !listed.includes(name)).map((name) => `missing ${name}`),
    ];
    const counted = async (sql: string) => (await this.app.db.query<{ n: number }[]>(sql, [video.id]))[0]?.n ?? 0;
    return {
      ...{ status: now.status, strays },
      reviews: await counted(`SELECT count(*)::int AS n FROM video_steps WHERE video_id = $1 AND status = 'in_review'`),
      audited: await counted(
        `SELECT count(*)::int AS n FROM audit_log WHERE subject_id = $1 AND action = 'videos.in_review'`,
      ),
    };
  }

  /** Names of scratch folders, and programs that still work in them. Empty when all is well. */
  async leftovers(): Promise<string[]> {
    const scratch = join(this.app.config.dataDir, 'scratch');
    return [...(await readdir(scratch)), ...this.programs()];
  }

  /** The command lines of processes that work on this drill's scratch files, or on one video's of them. */
  programs(video?: Video): string[] {
    return this.running(video).map(({ line }) => line);
  }

  /** Stops the programs of a video where they stand, so that they are still there when their worker is killed. */
  halt(video: Video): void {
    for (const { pid } of this.running(video)) process.kill(pid, 'SIGSTOP');
  }

  private running(video?: Video): { pid: number; line: string }[] {
    const scratch = join(this.app.config.dataDir, 'scratch');
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => ({ pid: Number(pid), line: lineOf(pid) }))
      .filter(({ line }) => line.includes(scratch) && line.includes(video?.id ?? ''));
  }

  async end(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.kill()));
    await this.app.close();
  }
}

/** What `endOf` says of a video that was prepared exactly once. */
export const ONCE = { status: 'in_review', reviews: 1, audited: 1, strays: [] };

/** The words that a process was started with; none when it has just ended. */
function lineOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
