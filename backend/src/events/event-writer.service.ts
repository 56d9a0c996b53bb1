// One writer in a process: events of many requests share one transaction, and each request is answered after its commit.
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { Clock, dayOf } from '../base/clock.js';
import { inTransaction } from '../base/database/transaction.js';
import { defineJob } from '../base/jobs/handles.js';
import { JobsService } from '../base/jobs/jobs.service.js';
import { DeliveriesService, type DeliveredView } from '../deliveries/deliveries.service.js';
import { EmbedsService } from '../embeds/embeds.service.js';
import { programmeId, type FactInput } from '../facts/fact.rules.js';
import { FactsService } from '../facts/facts.service.js';
import type { Judgement } from './event.rules.js';
import type { KnownStore } from './known-things.js';
import * as sql from './events.queries.js';

/** Viewers of whom something new is known, with the earliest moment it happened: their later orders look again. */
export const eventsRecorded = defineJob<{ programmeId: string; viewers: { viewerId: string; since: string }[] }>(
  'events.recorded',
  { heartbeat: true },
);

/** service.md 3: 8.3 us an event in groups against 107 alone, and nothing acknowledged is lost. */
const LONGEST_WAIT_MS = 10;
const FULL_GROUP = 500;

export type Written = 'accepted' | 'duplicate' | 'dropped';

/** The judged events of one request. */
export interface EventBatch {
  store: KnownStore;
  judgements: readonly Judgement[];
  /** The frame on another site that all of it happened in; null on a shop's own page. */
  embedId: string | null;
}

interface Waiting {
  batch: EventBatch;
  resolve: (written: Written[]) => void;
  reject: (error: unknown) => void;
}

@Injectable()
export class EventsWriter implements OnApplicationShutdown {
  private waiting: Waiting[] = [];
  private timer: NodeJS.Timeout | null = null;
  private flushing: Promise<void> | null = null;

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly facts: FactsService,
    private readonly jobs: JobsService,
    private readonly embeds: EmbedsService,
    private readonly deliveries: DeliveriesService,
  ) {}

  /** Resolves after the commit; until then nothing is promised to the sender. */
  write(batch: EventBatch): Promise<Written[]> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ batch, resolve, reject });
      this.schedule();
    });
  }

  async onApplicationShutdown(): Promise<void> {
    while (this.waiting.length > 0 || this.flushing) {
      this.startFlush();
      await this.flushing;
    }
  }

  private schedule(): void {
    if (this.flushing) return;
    const events = this.waiting.reduce((sum, w) => sum + w.batch.judgements.length, 0);
    if (events >= FULL_GROUP) this.startFlush();
    else this.timer ??= setTimeout(() => this.startFlush(), LONGEST_WAIT_MS);
  }

  private startFlush(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    if (this.flushing || this.waiting.length === 0) return;
    const group = this.waiting;
    this.waiting = [];
    this.flushing = this.flush(group).finally(() => {
      this.flushing = null;
      if (this.waiting.length > 0) this.schedule();
    });
  }

  /** A group that fails is tried request by request, so that one bad request does not take the others with it. */
  private async flush(group: readonly Waiting[]): Promise<void> {
    try {
      const written = await this.commit(group.map((w) => w.batch));
      group.forEach((w, i) => w.resolve(written[i] ?? []));
    } catch (error) {
      if (group.length === 1) group[0]?.reject(error);
      else for (const one of group) await this.flush([one]);
    }
  }

  private commit(batches: readonly EventBatch[]): Promise<Written[][]> {
    return inTransaction(this.db, async (em) => {
      const now = this.clock.now();
      const outcomes = new Map<Judgement, Written>();
      await this.addFacts(em, batches, outcomes);
      await this.addTotals(em, batches, outcomes, now);
      await this.deliveries.count(em, deliveredOf(batches));
      await this.addDrops(em, batches, now);
      await this.tell(em, batches, outcomes);
      return batches.map((b) => b.judgements.map((j) => outcomes.get(j) ?? 'dropped'));
    });
  }

  private async addFacts(em: EntityManager, batches: readonly EventBatch[], outcomes: Map<Judgement, Written>) {
    const kept = batches
      .flatMap((b) => b.judgements)
      .filter((j): j is Judgement & { fact: FactInput } => Boolean(j.fact));
    const results = await this.facts.record(
      em,
      kept.map((j) => j.fact),
    );
    kept.forEach((j, i) => outcomes.set(j, results[i] === 'duplicate' ? 'duplicate' : 'accepted'));
  }

  private async addTotals(
    em: EntityManager,
    batches: readonly EventBatch[],
    outcomes: Map<Judgement, Written>,
    now: Date,
  ): Promise<void> {
    const all = batches.flatMap(({ store, judgements, embedId }) =>
      judgements.flatMap((judgement) =>
        judgement.count ? [{ store, embedId, judgement, count: judgement.count }] : [],
      ),
    );
    if (all.length === 0) return;
    const ids = [all.map((a) => a.store.storeId), all.map((a) => a.count.eventId), now];
    const rows: { store_id: string; event_id: string }[] = await em.query(sql.REMEMBER_IDS, ids);
    const fresh = new Set(rows.map((r) => `${r.store_id}|${r.event_id}`));
    const counted = all.filter(({ store, judgement, count }) => {
      const isNew = fresh.delete(`${store.storeId}|${count.eventId.toLowerCase()}`);
      outcomes.set(judgement, judgement.drop ? 'dropped' : isNew ? 'accepted' : 'duplicate');
      return isNew;
    });
    await em.query(sql.ADD_TOTALS, [
      counted.map((c) => dayOf(now, c.store.timezone)),
      counted.map((c) => c.store.storeId),
      counted.map((c) => c.store.mode),
      counted.map((c) => c.count.videoId),
      counted.map((c) => c.count.kind),
    ]);
    const inFrames = counted.flatMap(({ embedId, store, count }) =>
      embedId === null ? [] : [{ embedId, storeId: store.storeId, day: dayOf(now, store.timezone), kind: count.kind }],
    );
    await this.embeds.count(em, inFrames);
  }

  private async addDrops(em: EntityManager, batches: readonly EventBatch[], now: Date): Promise<void> {
    const dropped = batches.flatMap(({ store, judgements }) =>
      judgements.flatMap(({ drop, leftOut = drop }) => (leftOut ? [{ store, reason: leftOut }] : [])),
    );
    if (dropped.length === 0) return;
    await em.query(sql.ADD_DROPS, [
      dropped.map((d) => dayOf(now, d.store.timezone)),
      dropped.map((d) => d.store.storeId),
      dropped.map((d) => d.store.mode),
      dropped.map((d) => d.reason),
    ]);
  }

  private async tell(em: EntityManager, batches: readonly EventBatch[], outcomes: Map<Judgement, Written>) {
    const since = new Map<string, Map<string, string>>();
    for (const { store, judgements } of batches) {
      for (const j of judgements) {
        const viewerId = j.fact?.content['viewer_id'];
        if (!j.fact || typeof viewerId !== 'string' || outcomes.get(j) !== 'accepted') continue;
        const programme = programmeId(store.storeId, store.mode);
        const viewers = since.get(programme) ?? new Map<string, string>();
        since.set(programme, viewers);
        const at = j.fact.occurredAt.toISOString();
        const earliest = viewers.get(viewerId);
        if (!earliest || at < earliest) viewers.set(viewerId, at);
      }
    }
    for (const [programme, viewers] of since) {
      const list = [...viewers].map(([viewerId, at]) => ({ viewerId, since: at }));
      await this.jobs.announce(em, eventsRecorded, { programmeId: programme, viewers: list });
    }
  }
}

/** What views told of their bytes, by the store's day on which they began. */
function deliveredOf(batches: readonly EventBatch[]): DeliveredView[] {
  return batches.flatMap(({ store: { storeId, mode, timezone }, judgements }) =>
    judgements.flatMap(({ fact, bytes }) => {
      const videoId = fact?.content['video_id'];
      if (!fact || !bytes || typeof videoId !== 'string') return [];
      const { id: viewId, version = 0n, occurredAt } = fact;
      return [{ storeId, mode, viewId, version, videoId, day: dayOf(occurredAt, timezone), ...bytes }];
    }),
  );
}
