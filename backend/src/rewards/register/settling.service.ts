// Brings rewards to what the register says of some friends: new ones fall due, changed ones follow, those without a ground are cancelled.
import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import { Clock } from '../../base/clock.js';
import { newId } from '../../base/ids.js';
import type { Space } from '../../orders/recording.service.js';
import { StoresService } from '../../stores/stores.service.js';
import { RewardRulesBook } from '../programme/rules-book.service.js';
import { Reward } from '../reward.entity.js';
import type { RewardReason, Verdict } from '../reward.reasons.js';
import { RewardGiver } from '../issue/giver.service.js';
import {
  bondOf,
  judge,
  keyOf,
  type Bond,
  type Earned,
  type EventVerdict,
  type Judgement,
  type Told,
} from './judge.rules.js';
import { RewardRegister } from './register.service.js';
import { RewardBook } from './reward-book.service.js';
import * as sql from '../rewards.queries.js';

const BY = 'system:rewards';

interface Settled {
  fresh: Reward[];
  changed: Reward[];
}

@Injectable()
export class RewardSettling {
  constructor(
    private readonly clock: Clock,
    private readonly stores: StoresService,
    private readonly rules: RewardRulesBook,
    private readonly register: RewardRegister,
    private readonly book: RewardBook,
    private readonly giver: RewardGiver,
  ) {}

  /** Under the programme's lock; the same register gives the same rewards however often this is called. */
  async settle(em: EntityManager, space: Space, people: readonly string[]): Promise<void> {
    const asked = [...new Set(people)];
    if (asked.length === 0) return;
    const told = await this.register.told(em, space.programme, asked);
    const before = await this.bondsUp(em, space.programme, asked);
    const moved = await this.saveBonds(em, space.programme, told, before);
    const up = await this.bondsUp(em, space.programme, asked);
    // A bond that closes or opens a ring changes what the others in it are worth.
    const others = [...new Set([...inRings(moved, before), ...inRings(moved, up)])].filter(
      (one) => !asked.includes(one),
    );
    told.push(...(others.length > 0 ? await this.register.told(em, space.programme, others) : []));
    const { currency } = await this.stores.require(space.storeId, em);
    const versions = await this.rules.versions(em, space.storeId);
    const judged = told.map((one) => ({ told: one, ...judge(one, { versions, currency, up }) }));
    await this.saveVerdicts(
      em,
      space.programme,
      judged.flatMap(({ verdicts }) => verdicts),
    );
    await this.saveRewards(em, space, judged, currency);
  }

  private async bondsUp(em: EntityManager, programme: string, people: readonly string[]): Promise<Map<string, Bond>> {
    const rows: { person: string; inviter: string; signup_id: string; at: Date; invited_at: Date }[] = await em.query(
      sql.BONDS_UP,
      [programme, people],
    );
    return new Map(
      rows.map(({ person, inviter, signup_id: signupId, at, invited_at: invitedAt }) => [
        person,
        { person, inviter, signupId, at, invitedAt },
      ]),
    );
  }

  /** Writes who may have invited whom, and gives the people for whom that is another than before. */
  private async saveBonds(
    em: EntityManager,
    programme: string,
    told: readonly Told[],
    before: ReadonlyMap<string, Bond>,
  ): Promise<string[]> {
    const found = told.map((one) => ({ person: one.person, bond: bondOf(one), old: before.get(one.person) ?? null }));
    const moved = found.filter(({ bond, old }) => !sameBond(bond, old));
    const gone = moved.filter(({ bond }) => bond === null).map(({ person }) => person);
    const rows = moved
      .flatMap(({ bond }) => bond ?? [])
      .map(({ person, inviter, signupId, at, invitedAt }) => ({
        ...{ programme_id: programme, person, inviter, signup_id: signupId, at, invited_at: invitedAt },
      }));
    if (gone.length > 0) await em.query(sql.DROP_BONDS, [programme, gone]);
    if (rows.length > 0) await em.query(sql.SAVE_BONDS, [JSON.stringify(rows)]);
    return moved.map(({ person }) => person);
  }

  private async saveVerdicts(em: EntityManager, programme: string, verdicts: readonly EventVerdict[]): Promise<void> {
    // An order that two people claim is spoken of twice, with one voice.
    const rows = [...new Map(verdicts.map((one) => [one.id, one])).values()].map(({ id, ...verdict }) => ({
      ...{ programme_id: programme, external_id: id, ...verdict },
    }));
    if (rows.length > 0) await em.query(sql.SAVE_VERDICTS, [JSON.stringify(rows)]);
  }

  private async saveRewards(
    em: EntityManager,
    space: Space,
    judged: readonly ({ told: Told } & Judgement)[],
    currency: string,
  ): Promise<void> {
    const people = judged.map(({ told }) => told.person);
    const present = await em.find(Reward, {
      where: { programmeId: space.programme, invitee: In(people) },
      order: { createdAt: 'ASC', key: 'ASC' },
    });
    const settled: Settled = { fresh: [], changed: [] };
    for (const { told, verdicts, earned } of judged) {
      const wanted = new Map(earned.map((one) => [keyOf(told.person, one), one]));
      for (const reward of present.filter(({ invitee }) => invitee === told.person)) {
        const grounds = wanted.get(reward.key);
        wanted.delete(reward.key);
        if (
          grounds ? this.follow(reward, grounds) : await this.withdraw(em, reward, reasonOf(reward, told, verdicts))
        ) {
          settled.changed.push(reward);
        }
      }
      for (const [key, one] of wanted)
        settled.fresh.push(this.fresh(em, space, { key, currency, person: told.person }, one));
    }
    await this.book.add(em, settled.fresh, BY);
    await this.book.save(em, settled.changed, BY);
  }

  private fresh(
    em: EntityManager,
    space: Space,
    { key, currency, person }: { key: string; currency: string; person: string },
    one: Earned,
  ): Reward {
    return em.create(Reward, {
      ...{ id: newId('rwd'), programmeId: space.programme, storeId: space.storeId, mode: space.mode, key, currency },
      ...{
        side: one.side,
        holder: one.holder,
        inviter: one.inviter,
        invitee: person,
        orderId: one.orderId,
        ...fieldsOf(one),
      },
      ...{ dueDay: null, status: 'due', reason: null, note: null, reference: null, decidedBy: null },
      ...{ createdAt: this.clock.now(), issuedAt: null, confirmedAt: null, cancelledAt: null, changeSeq: 0n },
    });
  }

  /** What was not issued follows its order; what its order took back before it was issued is due again. */
  private follow(reward: Reward, grounds: Earned): boolean {
    const { status, issuedAt, decidedBy } = reward;
    const again = status === 'cancelled' && issuedAt === null && decidedBy === null;
    if (again) Object.assign(this.book.move(reward, { to: 'due', reason: null }), { dueDay: null });
    if (!again && status !== 'due' && status !== 'held') return false;
    const fields = fieldsOf(grounds);
    if (!again && sameFields(reward, fields)) return false;
    Object.assign(reward, fields);
    return true;
  }

  private async withdraw(em: EntityManager, reward: Reward, reason: RewardReason): Promise<boolean> {
    if (reward.status === 'cancelled') return false;
    await this.giver.takeBack(em, reward, reason);
    this.book.move(reward, { to: 'cancelled', reason });
    return true;
  }
}

const sameBond = (a: Bond | null, b: Bond | null): boolean =>
  a === null || b === null
    ? a === b
    : a.inviter === b.inviter && a.signupId === b.signupId && +a.at === +b.at && +a.invitedAt === +b.invitedAt;

/** Everyone in a ring that goes through one of these people. */
function inRings(people: readonly string[], up: ReadonlyMap<string, Bond>): string[] {
  return people.flatMap((person) => {
    const passed = new Set<string>();
    for (let one = up.get(person); one && !passed.has(one.person); one = up.get(one.inviter)) {
      passed.add(one.person);
      if (one.inviter === person) return [...passed];
    }
    return [];
  });
}

function fieldsOf({ on, nth, version, worthMinor, dueAt, worth }: Earned) {
  return { trigger: on, nth, rulesVersion: version, worthMinor, dueAt, ...worth };
}

const sameFields = (reward: Reward, fields: ReturnType<typeof fieldsOf>): boolean =>
  (Object.keys(fields) as (keyof typeof fields)[]).every((name) => {
    const [a, b] = [reward[name], fields[name]];
    return a instanceof Date && b instanceof Date ? a.getTime() === b.getTime() : a === b;
  });

/** Why a reward has no ground any more: what its event says now. */
function reasonOf(reward: Reward, told: Told, verdicts: readonly EventVerdict[]): RewardReason {
  const rows = reward.orderId === null ? told.signups : told.orders.filter(({ orderId }) => orderId === reward.orderId);
  const ids = new Set(rows.map(({ id }) => id));
  const secondary: Verdict[] = ['REPLACED', 'KNOWN_FROM_ORDERS', 'ALREADY_SIGNED_UP'];
  const found = verdicts.filter(({ id, verdict }) => ids.has(id) && !secondary.includes(verdict));
  const [own] = found;
  return own === undefined || own.verdict === 'EARNED' ? 'OTHER_INVITER' : own.verdict;
}
