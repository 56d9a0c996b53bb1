// Takes in who is in an experiment: writes the trigger, the same for everyone, and only then draws the arm or repeats it.
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { LRUCache } from 'lru-cache';
import type { DataSource, EntityManager } from 'typeorm';
import { z } from 'zod';
import { Clock } from '../base/clock.js';
import { CONFIG, type Config } from '../base/config.js';
import { inTransaction } from '../base/database/transaction.js';
import { readShape } from '../base/http/shape.js';
import { AddressLimit } from '../base/http/address-limit.js';
import { isRobot } from '../base/http/bot.rules.js';
import type { Experiment } from '../experiments/experiment.entity.js';
import { ExperimentsService } from '../experiments/experiments.service.js';
import { isStorableText, programmeId } from '../facts/fact.rules.js';
import { FactsService } from '../facts/facts.service.js';
import { CardsService } from '../playback/cards/cards.service.js';
import { newViewerToken, readViewerToken } from '../playback/viewers.service.js';
import { armOf, bucketOf, type Arm, type AssignedWhy } from './assignment.rules.js';
import * as sql from './holdouts.queries.js';

const name = z.string().min(1).max(200).refine(isStorableText);
const exposureShape = z.object({
  store: name,
  experiment: name,
  product: name,
  viewerToken: z.string().max(500).nullish(),
  /** Without it nothing may be stored, so nobody is drawn. */
  consent: z.literal(true),
});
type Asked = z.infer<typeof exposureShape>;

/** `arm` null: in no experiment, the video is shown. A token comes with the answer when none of ours came with the question. */
export interface ExposureAnswer {
  arm: Arm | null;
  viewerToken?: string;
}

const OUTSIDE: ExposureAnswer = { arm: null };
/** A viewer who goes back and forth between pages asks again and again; the answer changes only when devices are tied. */
const REMEMBERED_MS = 10 * 60_000;

@Injectable()
export class ExposuresService {
  private readonly known = new LRUCache<string, { arm: Arm }>({ max: 100_000, ttl: REMEMBERED_MS });

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
    private readonly limit: AddressLimit,
    private readonly cards: CardsService,
    private readonly experiments: ExperimentsService,
    private readonly facts: FactsService,
  ) {}

  /** Answers with the arm when the trigger is stored. Robots, test keys and pages without a live video are in no arm. */
  async record(raw: unknown, sender: { address: string; userAgent: string | undefined }): Promise<ExposureAnswer> {
    this.limit.count(sender.address);
    const asked = readShape(exposureShape, raw);
    const storeId = await this.cards.storeOf(asked.store);
    if (isRobot(sender.userAgent) || asked.store.startsWith('pk_test_')) return OUTSIDE;
    const card = await this.cards.card(asked.store, asked.product, null);
    if (card.experiment !== asked.experiment || !card.hasVideo) return OUTSIDE;
    const token = asked.viewerToken ?? '';
    const viewerId = readViewerToken(this.config, token);
    if (viewerId !== null) return { arm: await this.armFor(storeId, asked, viewerId) };
    const fresh = newViewerToken(this.config);
    const arm = await this.armFor(storeId, asked, readViewerToken(this.config, fresh) ?? '');
    return arm === null ? OUTSIDE : { arm, viewerToken: fresh };
  }

  private async armFor(storeId: string, asked: Asked, viewerId: string): Promise<Arm | null> {
    const key = JSON.stringify([asked.experiment, viewerId, asked.product]);
    const known = this.known.get(key);
    if (known) return known.arm;
    const arm = await inTransaction(this.db, async (em) => {
      const experiment = await this.experiments.activeIn(storeId, em);
      if (experiment?.id !== asked.experiment) return null;
      return this.take(em, experiment, viewerId, asked.product);
    });
    if (arm) this.known.set(key, { arm });
    return arm;
  }

  private async take(
    em: EntityManager,
    experiment: Experiment,
    viewerId: string,
    product: string,
  ): Promise<Arm | null> {
    const now = this.clock.now();
    const isOpen = experiment.status === 'running';
    // Before anything is known of the arm, so that nothing about the arm can decide whether it is written.
    const add = isOpen ? sql.ADD_EXPOSURE : sql.ADD_EXPOSURE_OF_KNOWN;
    await em.query(add, [experiment.id, viewerId, product, now]);
    const values = [programmeId(experiment.storeId, 'live'), experiment.id, viewerId];
    const drawn: { viewer_id: string; arm: Arm }[] = await em.query(sql.DRAWN, values);
    const [first] = drawn;
    const isIn = drawn.some((one) => one.viewer_id === viewerId);
    if (isIn || !isOpen) return first?.arm ?? null;
    const arm = first?.arm ?? armOf(experiment.salt, viewerId, experiment.holdoutBps);
    await this.assign(
      em,
      experiment,
      viewerId,
      { arm, why: first ? 'CUSTOMER' : 'BUCKET', after: first?.viewer_id },
      now,
    );
    return arm;
  }

  private async assign(
    em: EntityManager,
    experiment: Experiment,
    viewerId: string,
    drawn: { arm: Arm; why: AssignedWhy; after: string | undefined },
    now: Date,
  ): Promise<void> {
    const { id, storeId, salt, holdoutBps } = experiment;
    const added: unknown[] = await em.query(sql.ADD_VIEWER, [id, viewerId, drawn.arm, drawn.why, now]);
    // Two pages opened at once: the other one wrote it, with the same hash and so the same arm.
    if (added.length === 0) return;
    const content = {
      ...{ experiment_id: id, viewer_id: viewerId, arm: drawn.arm, why: drawn.why, after_viewer_id: drawn.after },
      ...{ bucket: bucketOf(salt, viewerId), holdout_bps: holdoutBps },
    };
    const fact = { storeId, mode: 'live', type: 'assignment', id: `${id}:${viewerId}`, occurredAt: now } as const;
    await this.facts.record(em, [{ ...fact, source: 'player', content }]);
  }
}
