// Plans, starts and ends experiments; tells playback which one a store's cards belong to.
import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { In, type DataSource, type EntityManager } from 'typeorm';
import { audit } from '../base/audit.js';
import { assertStore, type Actor } from '../base/auth.js';
import { Clock } from '../base/clock.js';
import { inTransaction, pgCode } from '../base/database/transaction.js';
import { AppError } from '../base/errors.js';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../base/graphql/paging.js';
import { newId } from '../base/ids.js';
import { StoresService } from '../stores/stores.service.js';
import { Experiment } from './experiment.entity.js';
import { ACTIVE, EXPERIMENT_MOVES, type ExperimentStatus } from './experiment.status.js';
import { checkPlan, sizesOf, type PlanInput } from './plan.rules.js';

@Injectable()
export class ExperimentsService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
  ) {}

  /** Keeps a plan. Its sizes are fixed here, so that nobody can move them once numbers are seen. */
  async create(who: Actor, storeId: string, input: PlanInput): Promise<Experiment> {
    const store = await this.stores.requireOwn(who, storeId, 'administrator');
    if (store.sandbox) throw new AppError('CONFLICT', { detail: 'A sandbox has no real orders to measure.' });
    const fault = checkPlan(input);
    if (fault) throw new AppError('BAD_INPUT', { ...fault });
    const sizes = sizesOf(input);
    return inTransaction(this.db, async (em) => {
      const experiment = em.create(Experiment, {
        ...{ id: newId('exp'), storeId, salt: randomBytes(16).toString('hex'), status: 'draft' },
        ...{ holdoutBps: input.holdoutBps, baselinePpm: input.baselinePpm, upliftBps: input.upliftBps },
        ...{ marginBps: input.marginBps, plannedShown: sizes.shown, plannedHoldout: sizes.holdout },
        ...{ createdAt: this.clock.now(), startedAt: null, enrolmentEndedAt: null, endedAt: null },
      });
      await em.insert(Experiment, experiment);
      await this.note(em, who, 'experiments.created', experiment, { ...input, ...sizes });
      return experiment;
    });
  }

  /** From now on viewers are drawn. EXPERIMENT_RUNNING when another one of the store is not over. */
  async start(who: Actor, id: string): Promise<Experiment> {
    try {
      return await inTransaction(this.db, async (em) => {
        const experiment = await this.locked(em, id);
        assertStore(who, experiment.storeId, 'administrator');
        return this.move(em, who, experiment, 'running', { startedAt: this.clock.now() });
      });
    } catch (error) {
      // The index that allows one active experiment a store also holds between two requests at once.
      if (pgCode(error) === '23505') throw new AppError('EXPERIMENT_RUNNING');
      throw error;
    }
  }

  /** Ends it without a result: every viewer sees the videos again. */
  async stop(who: Actor, id: string): Promise<Experiment> {
    return inTransaction(this.db, async (em) => {
      const experiment = await this.locked(em, id);
      assertStore(who, experiment.storeId, 'administrator');
      return this.move(em, who, experiment, 'stopped', { endedAt: this.clock.now() });
    });
  }

  /** Both arms are full: nobody new is taken in. */
  async closeEnrolment(em: EntityManager, id: string): Promise<void> {
    const experiment = await this.locked(em, id);
    if (experiment.status !== 'running') return;
    const by = { kind: 'system', name: 'experiments' } as const;
    await this.move(em, by, experiment, 'measuring', { enrolmentEndedAt: this.clock.now() });
  }

  /** The last viewer's time to buy is over. */
  async finish(em: EntityManager, id: string): Promise<void> {
    const experiment = await this.locked(em, id);
    if (experiment.status !== 'measuring') return;
    const by = { kind: 'system', name: 'experiments' } as const;
    await this.move(em, by, experiment, 'finished', { endedAt: this.clock.now() });
  }

  /** For its store and for administrators; NOT_FOUND for everyone else. */
  async get(who: Actor, id: string): Promise<Experiment> {
    const experiment = await this.db.manager.findOneBy(Experiment, { id });
    if (!experiment) throw new AppError('NOT_FOUND');
    assertStore(who, experiment.storeId, 'administrator');
    return experiment;
  }

  /** Experiments of a store, newest first. */
  async page(who: Actor, storeId: string, args: PageArgs): Promise<Page<Experiment>> {
    await this.stores.requireOwn(who, storeId, 'administrator');
    const query = this.db.manager.createQueryBuilder(Experiment, 'e').where('e.storeId = :storeId', { storeId });
    const totalCount = await query.getCount();
    const after = decodeCursor(args, 2);
    if (after) query.andWhere('(e.createdAt, e.id) < (:at::timestamptz, :id)', { at: after[0], id: after[1] });
    query.orderBy('e.createdAt', 'DESC').addOrderBy('e.id', 'DESC');
    const rows = await query.limit(pageSize(args) + 1).getMany();
    return toPage(rows, args, totalCount, (row) => [row.createdAt.toISOString(), row.id]);
  }

  /** The one experiment of a store that draws or still holds viewers out, or null. */
  async activeIn(storeId: string, em: EntityManager = this.db.manager): Promise<Experiment | null> {
    return em.findOneBy(Experiment, { storeId, status: In(ACTIVE) });
  }

  /** Every experiment that is not over, for the timer that moves them on. */
  async active(): Promise<Experiment[]> {
    return this.db.manager.findBy(Experiment, { status: In(ACTIVE) });
  }

  private async locked(em: EntityManager, id: string): Promise<Experiment> {
    const experiment = await em.findOne(Experiment, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!experiment) throw new AppError('NOT_FOUND');
    return experiment;
  }

  private async move(
    em: EntityManager,
    who: Actor,
    experiment: Experiment,
    status: ExperimentStatus,
    change: Partial<Experiment>,
  ): Promise<Experiment> {
    const before = experiment.status;
    if (!EXPERIMENT_MOVES[before].includes(status)) {
      throw new AppError('CONFLICT', { detail: `The experiment is ${before}.` });
    }
    await em.update(Experiment, experiment.id, { ...change, status });
    await this.note(em, who, `experiments.${status}`, experiment, { status }, { status: before });
    return Object.assign(experiment, change, { status });
  }

  private async note(
    em: EntityManager,
    actor: Actor,
    action: string,
    experiment: Experiment,
    after: object,
    before?: object,
  ): Promise<void> {
    const subject = { subjectType: 'experiment', subjectId: experiment.id, storeId: experiment.storeId };
    await audit(em, { actor, action, ...subject, before, after });
  }
}
