// What the shop's server and the store's people do with rewards: look, confirm, cancel, release.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { In, MoreThan, type DataSource, type EntityManager } from 'typeorm';
import { actorName, audit } from '../base/audit.js';
import { assertStore, type AccountActor, type Actor, type StoreKeyActor } from '../base/auth.js';
import { inTransaction } from '../base/database/transaction.js';
import { AppError } from '../base/errors.js';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../base/graphql/paging.js';
import { programmeId, type Mode } from '../facts/fact.rules.js';
import { StoresService } from '../stores/stores.service.js';
import { RewardGiver } from './issue/giver.service.js';
import { RewardStops, type OpenStop } from './issue/stops.service.js';
import { RewardBook } from './register/reward-book.service.js';
import { RewardRegister } from './register/register.service.js';
import { Reward } from './reward.entity.js';
import type { RewardStatus } from './reward.status.js';

const LONGEST_NOTE = 500;
const MOST_IDS = 200;

@Injectable()
export class RewardsService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly stores: StoresService,
    private readonly register: RewardRegister,
    private readonly book: RewardBook,
    private readonly giver: RewardGiver,
    private readonly stops: RewardStops,
  ) {}

  /** Rewards that changed after a place in the list of changes, in its order: a reward that changes again comes again. */
  async changedAfter(key: StoreKeyActor, after: bigint, limit: number): Promise<Reward[]> {
    const where = { programmeId: programmeId(key.storeId, key.mode), changeSeq: MoreThan(after) };
    return this.db.manager.find(Reward, { where, order: { changeSeq: 'ASC' }, take: limit });
  }

  /** These rewards of the caller's programme; unknown ids are left out. */
  async byIds(key: StoreKeyActor, ids: readonly string[]): Promise<Reward[]> {
    if (ids.length > MOST_IDS) throw new AppError('BAD_INPUT', { field: 'ids', detail: `At most ${MOST_IDS} ids.` });
    const where = { programmeId: programmeId(key.storeId, key.mode), id: In([...ids]) };
    return this.db.manager.find(Reward, { where, order: { changeSeq: 'ASC' } });
  }

  /** The shop has credited money or points. A second time changes nothing. */
  async confirm(key: StoreKeyActor, id: string, reference: string | null): Promise<Reward> {
    return this.change(key, id, 'rewards.confirmed', (_, reward) => {
      if (reward.status === 'confirmed') return Promise.resolve(false);
      if (reward.kind === 'certificate' || reward.status !== 'issued') throw statusError(reward);
      this.book.move(Object.assign(reward, { reference }), { to: 'confirmed', reason: null });
      return Promise.resolve(true);
    });
  }

  /** Takes a reward away for good. A second time changes nothing. */
  async cancel(who: AccountActor | StoreKeyActor, id: string, rawNote: string): Promise<Reward> {
    const note = rawNote.trim();
    if (note.length < 3 || note.length > LONGEST_NOTE || !note.isWellFormed() || note.includes('\0')) {
      throw new AppError('BAD_INPUT', { field: 'reason', detail: `Say why, in 3 to ${LONGEST_NOTE} characters.` });
    }
    return this.change(who, id, 'rewards.cancelled', async (em, reward) => {
      if (reward.status === 'cancelled') return false;
      const reason = who.kind === 'account' ? 'BY_STORE' : 'BY_SHOP';
      await this.giver.takeBack(em, reward, reason);
      this.book.move(Object.assign(reward, { note, decidedBy: actorName(who) }), { to: 'cancelled', reason });
      return true;
    });
  }

  /** Lets a held reward pass its limit. REWARD_STATUS for any other. */
  async release(who: AccountActor, id: string): Promise<Reward> {
    return this.change(who, id, 'rewards.released', (em, reward) => this.releaseOne(em, who, reward));
  }

  /** Lets a stopped programme go on, and with `release` everything that the stop holds. Returns how many that were. */
  async goOn(who: AccountActor, storeId: string, mode: Mode, release: boolean): Promise<number> {
    assertStore(who, storeId);
    const programme = programmeId(storeId, mode);
    return inTransaction(this.db, async (em) => {
      await this.register.lock(em, programme);
      await this.stops.lift(em, who, programme);
      const where = { programmeId: programme, status: 'held' as const, reason: 'ANOMALY' as const };
      const held = release ? await em.find(Reward, { where, order: { dueAt: 'ASC', key: 'ASC' } }) : [];
      for (const reward of held) await this.releaseOne(em, who, reward);
      await this.book.save(em, held, actorName(who));
      const subject = { subjectType: 'rewards', subjectId: programme, storeId };
      await audit(em, { actor: who, action: 'rewards.went_on', ...subject, after: { released: held.length } });
      return held.length;
    });
  }

  /** The stop that holds now, or null. */
  async stop(who: Actor, storeId: string, mode: Mode): Promise<OpenStop | null> {
    assertStore(who, storeId, 'administrator');
    return this.stops.open(this.db.manager, programmeId(storeId, mode));
  }

  /** A store's rewards, the newest first. */
  async page(
    who: Actor,
    of: { storeId: string; mode: Mode; status: RewardStatus | null },
    args: PageArgs,
  ): Promise<Page<Reward>> {
    await this.stores.requireOwn(who, of.storeId, 'administrator');
    const query = this.db.manager
      .createQueryBuilder(Reward, 'r')
      .where('r.programmeId = :programme', { programme: programmeId(of.storeId, of.mode) });
    if (of.status) query.andWhere('r.status = :status', { status: of.status });
    const totalCount = await query.getCount();
    const after = decodeCursor(args, 2);
    if (after) query.andWhere('(r.createdAt, r.id) < (:at::timestamptz, :last)', { at: after[0], last: after[1] });
    query.orderBy('r.createdAt', 'DESC').addOrderBy('r.id', 'DESC');
    const rows = await query.limit(pageSize(args) + 1).getMany();
    return toPage(rows, args, totalCount, (row) => [row.createdAt.toISOString(), row.id]);
  }

  private async releaseOne(em: EntityManager, who: AccountActor, reward: Reward): Promise<boolean> {
    if (reward.status !== 'held') throw statusError(reward);
    if (reward.reason === 'POOL_REFUSED') {
      const detail = 'A limit of its pool holds it: release it among the certificates.';
      throw new AppError('REWARD_STATUS', { status: reward.status, detail });
    }
    Object.assign(reward, { decidedBy: actorName(who) });
    const step = await this.giver.give(em, reward);
    // Released here, held there: the pool's own limit is another decision.
    this.book.move(reward, step.to === 'held' ? { to: 'waiting', reason: 'POOL_REFUSED' } : step);
    return true;
  }

  /** One reward under its programme's lock; NOT_FOUND for another store's, and for a test key's of the live one. */
  private async change(
    who: AccountActor | StoreKeyActor,
    id: string,
    action: string,
    apply: (em: EntityManager, reward: Reward) => Promise<boolean>,
  ): Promise<Reward> {
    return inTransaction(this.db, async (em) => {
      const found = await em.findOneBy(Reward, { id });
      if (!found) throw new AppError('NOT_FOUND');
      assertStore(who, found.storeId);
      if (who.kind === 'store_key' && who.mode !== found.mode) throw new AppError('NOT_FOUND');
      await this.register.lock(em, found.programmeId);
      const reward = await em.findOneByOrFail(Reward, { id });
      const before = { status: reward.status, reason: reward.reason };
      if (!(await apply(em, reward))) return reward;
      await this.book.save(em, [reward], actorName(who));
      const subject = { subjectType: 'reward', subjectId: id, storeId: reward.storeId };
      const after = { status: reward.status, reason: reward.reason, note: reward.note };
      await audit(em, { actor: who, action, ...subject, before, after });
      return reward;
    });
  }
}

const statusError = ({ status, kind }: Reward): AppError =>
  new AppError('REWARD_STATUS', { status, detail: `This ${kind} reward is ${status}.` });
