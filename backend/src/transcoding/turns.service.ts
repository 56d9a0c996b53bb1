// Which video is prepared next, and whether this machine has the disk for it.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { CONFIG, type Config } from '../base/config.js';
import { JobsService } from '../base/jobs/jobs.service.js';
import type { Choice, Pause, Taker, Taking } from '../base/jobs/taker.js';
import { videosUploaded } from '../videos/videos.service.js';
import { freeBytes, ROOM_FACTOR, roomOf } from './scratch.js';

/** A clip that has waited this long goes before the shorter ones of its store: nobody waits for ever. */
const LONG_WAIT = '30 minutes';

/** What we make anew by ourselves goes behind every creator's file of every store, but not for ever. */
const LONGEST_WAIT = '12 hours';

const MIB = 1024 ** 2;

/**
 * Stores take turns, so one that uploads fifty clips holds back no other: whoever was served longest ago is next. Within
 * a store: first what has waited too long, then what was never shown, then the smallest file, then the oldest.
 * What is made anew (`videos/remakes`) comes behind all of them. A file too large for this machine's disk is left for another machine.
 */
const NEXT = `
  SELECT j.id AS "jobId", coalesce(v.store_id, '') AS member
    FROM pgboss.job j
    LEFT JOIN videos v ON v.id = j.data ->> 'videoId'
    LEFT JOIN video_versions o ON o.video_id = v.id AND o.version = v.version AND o.made_by = 'remake'
    LEFT JOIN job_turns t ON t.queue = j.name AND t.member = v.store_id
   WHERE j.name = '${videosUploaded.name}' AND j.state < 'active' AND NOT j.blocked AND j.start_after <= now()
     AND coalesce(v.size_bytes, 0) * ${ROOM_FACTOR} <= $1
   ORDER BY o.version IS NOT NULL AND j.created_on > now() - interval '${LONGEST_WAIT}',
         coalesce(t.turn, 0), j.created_on > now() - interval '${LONG_WAIT}', v.published_at IS NOT NULL,
         v.size_bytes, j.created_on, j.id
   LIMIT 1`;

/** The second of those that wait: one that comes alone is no crowd. */
const CROWD = `
  SELECT 1 FROM pgboss.job
   WHERE name = '${videosUploaded.name}' AND state < 'active' AND NOT blocked AND start_after <= now()
   LIMIT 1 OFFSET 1`;

@Injectable()
export class TurnsService implements Taking, OnModuleInit {
  private taker: Taker | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly jobs: JobsService,
    @InjectDataSource() private readonly db: DataSource,
  ) {}

  onModuleInit(): void {
    this.taker = this.jobs.takeBy(videosUploaded, this);
  }

  /** Below the watermark nothing is begun: an encode that fills the disk would stop everyone on this machine. */
  async pause(): Promise<Pause | null> {
    const free = await this.free();
    const least = this.config.scratchMinFreeBytes;
    if (free >= least) return null;
    const detail = `${Math.floor(free / MIB)} MiB of disk are free, ${Math.ceil(least / MIB)} MiB are wanted`;
    return { why: 'disk_full', detail };
  }

  async choose(em: EntityManager): Promise<Choice | null> {
    const room = roomOf(await this.free(), this.config.scratchMinFreeBytes);
    const [next] = await em.query<Choice[]>(NEXT, [room]);
    return next ?? null;
  }

  /** Whether so many wait that preparing takes minutes: then it leaves a processor to shoppers. */
  async crowded(): Promise<boolean> {
    return (await this.db.query<object[]>(CROWD)).length > 0;
  }

  /** Takes the job whose turn it is without doing it. For tests. */
  take() {
    return this.taker?.take() ?? Promise.resolve(null);
  }

  private async free(): Promise<number> {
    const root = join(this.config.dataDir, 'scratch');
    await mkdir(root, { recursive: true });
    return freeBytes(root);
  }
}
