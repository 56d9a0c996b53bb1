// Notes in the register what the shop's own orders say of friends who signed up, so that no order has to be told twice.
import { createHash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { audit } from '../../base/audit.js';
import { inTransaction } from '../../base/database/transaction.js';
import { eachApart } from '../../base/jobs/each-apart.js';
import { canonicalJson } from '../../facts/canonical.rules.js';
import { programmeParts } from '../../facts/fact.rules.js';
import { FactsService } from '../../facts/facts.service.js';
import type { Space } from '../../orders/recording.service.js';
import * as sql from '../rewards.queries.js';
import { RewardEvent } from './reward-event.entity.js';
import type { NewEvent } from './reward-event.shapes.js';
import { RewardRegister, type Looked } from './register.service.js';
import { RewardSettling } from './settling.service.js';
import { snapshotOf, type Snapshot } from './snapshot.rules.js';

const BATCH = 200;
const SYSTEM = { kind: 'system', name: 'rewards' } as const;

@Injectable()
export class OrderLooks {
  private readonly log = new Logger('rewards');

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly facts: FactsService,
    private readonly register: RewardRegister,
    private readonly settling: RewardSettling,
  ) {}

  /** Looks at every order that changed since the last time. Two workers at once look one after the other. */
  async followAll(): Promise<void> {
    const rows: { programme_id: string }[] = await this.db.query(sql.MARKED_PROGRAMMES);
    const follow = async ({ programme_id }: { programme_id: string }) => {
      while ((await this.followSome(programme_id)) === BATCH);
    };
    await eachApart(rows, (row) => row.programme_id, follow, this.log);
  }

  private async followSome(programme: string): Promise<number> {
    return inTransaction(this.db, async (em) => {
      await this.register.lock(em, programme);
      const taken: unknown = await em.query(sql.TAKE_MARKS, [programme, BATCH]);
      // TypeORM answers a DELETE with [rows, count].
      const orders = (taken as [{ order_id: string }[], number])[0].map((row) => row.order_id);
      const space: Space = { ...programmeParts(programme), programme };
      const looked = await this.look(em, space, orders);
      if (looked.length > 0) {
        await this.settling.settle(
          em,
          space,
          await this.register.concerned(em, programme, { orders: looked, codes: [] }),
        );
        const subject = { subjectType: 'rewards', subjectId: programme, storeId: space.storeId };
        await audit(em, { actor: SYSTEM, action: 'rewards.orders_seen', ...subject, after: { orders: looked.length } });
      }
      return orders.length;
    });
  }

  /** The orders that these people have already, when one of them signs up. Under the programme's lock. */
  async lookFor(em: EntityManager, space: Space, people: readonly string[]): Promise<void> {
    const rows: { external_id: string }[] = await em.query(sql.ORDERS_OF, [space.programme, people]);
    await this.look(
      em,
      space,
      rows.map((row) => row.external_id),
    );
  }

  /** Adds a look at each order that says something new of somebody who signed up; gives those orders. */
  private async look(em: EntityManager, space: Space, orderIds: readonly string[]): Promise<string[]> {
    const ids = [...new Set(orderIds)];
    if (ids.length === 0) return [];
    const facts = await this.facts.ofOrders(em, space.programme, ids);
    const shots = ids.flatMap((id) => snapshotOf(id, facts) ?? []);
    const people = await this.register.signedUp(
      em,
      space.programme,
      shots.flatMap(({ person }) => person ?? []),
    );
    const last = await this.lastLooks(em, space.programme, ids);
    const fresh = shots.flatMap((shot) => {
      const before = last.get(shot.orderId) ?? null;
      if (!before && !(shot.person !== null && people.has(shot.person))) return [];
      const event = eventOf(shot, (before?.snapshotN ?? 0) + 1);
      return event === null || before?.sha256.equals(event.sha256) ? [] : [event];
    });
    await this.register.add(em, space, fresh);
    return fresh.flatMap(({ orderId }) => orderId ?? []);
  }

  private async lastLooks(
    em: EntityManager,
    programme: string,
    ids: readonly string[],
  ): Promise<Map<string, RewardEvent>> {
    const rows = await em
      .createQueryBuilder(RewardEvent, 'e')
      .where('e.programmeId = :programme AND e.orderId = ANY(:ids) AND e.snapshotN IS NOT NULL', { programme, ids })
      .orderBy('e.snapshotN', 'ASC')
      .getMany();
    return new Map(rows.flatMap((row) => (row.orderId === null ? [] : [[row.orderId, row]])));
  }
}

/** The digest leaves out which look it is: the same order seen again is nothing new. Null for an order that names nobody now. */
function eventOf(shot: Snapshot, n: number): (NewEvent & Looked) | null {
  const { orderId, person, at, status, totalMinor, currency, returnedMinor, returned } = shot;
  const said = { orderId, person, at: at.toISOString(), status, totalMinor, currency, returnedMinor, returned };
  const sha256 = createHash('sha256').update(canonicalJson(said)).digest();
  if (person === null) return null;
  return {
    ...{
      id: `~order:${orderId}:${n}`,
      kind: 'order',
      at,
      person,
      invitee: null,
      code: null,
      orderId,
      amountMinor: totalMinor,
    },
    ...{ currency, sha256, snapshotN: n, snapshotStatus: status, returnedMinor, returned },
  };
}
