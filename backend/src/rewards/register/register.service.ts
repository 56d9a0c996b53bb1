// Keeps the register: adds events once each, and reads back what was told of some people.
import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import { lockProgramme } from '../../base/database/programme-lock.js';
import { Clock } from '../../base/clock.js';
import type { Space } from '../../orders/recording.service.js';
import type { Invite, Order, Told, Undoing } from './judge.rules.js';
import { RewardEvent } from './reward-event.entity.js';
import type { NewEvent } from './reward-event.shapes.js';
import { toRecord } from '../record-of.js';
import * as sql from '../rewards.queries.js';

/** What the register's own fields of an order that flows in by itself are. */
export type Looked = Pick<RewardEvent, 'snapshotN' | 'snapshotStatus' | 'returnedMinor' | 'returned'>;
const NOT_LOOKED: Looked = { snapshotN: null, snapshotStatus: null, returnedMinor: null, returned: null };

@Injectable()
export class RewardRegister {
  constructor(private readonly clock: Clock) {}

  /** Makes the caller the one writer of a programme's rewards until its transaction ends. */
  async lock(em: EntityManager, programme: string): Promise<void> {
    await lockProgramme(em, programme, 'rewards');
  }

  /** Adds events of one programme; gives the ids of those that are new. Under the lock. */
  async add(em: EntityManager, space: Space, events: readonly (NewEvent & Partial<Looked>)[]): Promise<Set<string>> {
    if (events.length === 0) return new Set();
    const receivedAt = this.clock.now();
    const rows = events.map(({ id, ...event }) =>
      em.create(RewardEvent, {
        ...{ programmeId: space.programme, storeId: space.storeId, mode: space.mode, externalId: id, receivedAt },
        ...{ ...NOT_LOOKED, ...event },
      }),
    );
    const records = JSON.stringify(rows.map((row) => toRecord(em, RewardEvent, row)));
    const added: { external_id: string }[] = await em.query(sql.ADD_EVENTS, [records]);
    return new Set(added.map((row) => row.external_id));
  }

  /** What was told before under these ids. */
  async known(
    em: EntityManager,
    programme: string,
    ids: readonly string[],
  ): Promise<Map<string, Pick<RewardEvent, 'sha256' | 'code'>>> {
    const rows: { external_id: string; sha256: Buffer; code: string | null }[] = await em.query(sql.KNOWN_EVENTS, [
      programme,
      ids,
    ]);
    return new Map(rows.map(({ external_id, ...row }) => [external_id, row]));
  }

  /** People whose verdicts may change with these orders and codes. */
  async concerned(
    em: EntityManager,
    programme: string,
    of: { orders: readonly string[]; codes: readonly string[] },
  ): Promise<string[]> {
    const byOrder: { person: string }[] =
      of.orders.length > 0 ? await em.query(sql.PEOPLE_OF_ORDERS, [programme, of.orders]) : [];
    const byCode: { person: string }[] =
      of.codes.length > 0 ? await em.query(sql.SIGNED_UP_WITH, [programme, of.codes]) : [];
    return [...byOrder, ...byCode].map(({ person }) => person);
  }

  /** Who of these has signed up. */
  async signedUp(em: EntityManager, programme: string, people: readonly string[]): Promise<Set<string>> {
    const rows: { person: string }[] = await em.query(sql.SIGNED_UP, [programme, people]);
    return new Set(rows.map(({ person }) => person));
  }

  /** Everything that matters for these people. */
  async told(em: EntityManager, programme: string, people: readonly string[]): Promise<Told[]> {
    const own = await this.read(em, { programmeId: programme, person: In([...people]), kind: In(['signup', 'order']) });
    const naming = await this.read(em, { programmeId: programme, invitee: In([...people]), kind: 'invite' });
    const orderIds = [...new Set(own.flatMap(({ orderId }) => orderId ?? []))];
    const about = orderIds.length > 0 ? await this.read(em, { programmeId: programme, orderId: In(orderIds) }) : [];
    const owners = await this.owners(
      em,
      programme,
      own.flatMap(({ kind, code }) => (kind === 'signup' && code ? [code] : [])),
    );
    return people.map((person) => toldOf(person, { own, naming, about, owners }));
  }

  async owners(em: EntityManager, programme: string, codes: readonly string[]): Promise<Map<string, string>> {
    if (codes.length === 0) return new Map();
    const rows: { code: string; person: string }[] = await em.query(sql.OWNERS, [programme, codes]);
    return new Map(rows.map(({ code, person }) => [code, person]));
  }

  private async read(em: EntityManager, where: object): Promise<RewardEvent[]> {
    return em.find(RewardEvent, { where });
  }
}

interface Rows {
  own: readonly RewardEvent[];
  naming: readonly RewardEvent[];
  about: readonly RewardEvent[];
  owners: ReadonlyMap<string, string>;
}

function toldOf(person: string, { own, naming, about, owners }: Rows): Told {
  const mine = own.filter((row) => row.person === person);
  const orderIds = new Set(mine.flatMap(({ orderId }) => orderId ?? []));
  const relevant = about.filter(({ orderId }) => orderId !== null && orderIds.has(orderId));
  return {
    ...{ person, owners },
    signups: mine.filter(({ kind }) => kind === 'signup').map(({ externalId: id, at, code }) => ({ id, at, code })),
    invites: naming.filter((row) => row.invitee === person).flatMap(inviteOf),
    orders: relevant.flatMap(orderOf),
    undoings: relevant.flatMap(undoingOf),
  };
}

const inviteOf = ({ externalId: id, at, person }: RewardEvent): Invite[] =>
  person === null ? [] : [{ id, at, inviter: person }];

function orderOf(row: RewardEvent): Order[] {
  const { externalId: id, orderId, person, at, amountMinor: totalMinor, currency, snapshotN, snapshotStatus } = row;
  if (row.kind !== 'order' || orderId === null || person === null || totalMinor === null || currency === null)
    return [];
  const looked = snapshotN !== null && snapshotStatus !== null;
  const more = { returnedMinor: row.returnedMinor ?? 0n, returned: row.returned === true };
  return [
    {
      id,
      orderId,
      person,
      at,
      totalMinor,
      currency,
      snapshot: looked ? { n: snapshotN, status: snapshotStatus, ...more } : null,
    },
  ];
}

function undoingOf({ externalId: id, orderId, at, kind, amountMinor, currency }: RewardEvent): Undoing[] {
  if ((kind !== 'order_cancelled' && kind !== 'order_returned') || orderId === null) return [];
  return [{ id, orderId, at, kind, amountMinor, currency }];
}
