// What a store's invite-a-friend programme brings, by week.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { Actor } from '../../base/auth.js';
import { Clock, dayOf } from '../../base/clock.js';
import { programmeId, type Mode } from '../../facts/fact.rules.js';
import type { Store } from '../../stores/store.entity.js';
import { StoresService } from '../../stores/stores.service.js';
import type { RewardStatus } from '../reward.status.js';
import { costOfOne, shopperFactor, type Factor } from './figures.rules.js';
import * as sql from './figures.queries.js';

const WEEKS = 12;
const DAY_MS = 86_400_000;

export interface Week {
  week: string;
  invitations: number;
  signUps: number;
  firstOrders: number;
  rewards: number;
  costMinor: bigint;
  perCustomerMinor: bigint | null;
}

export interface RewardFigures {
  store: Store;
  weeks: Week[];
  active: number;
  factor: Factor;
  states: Map<RewardStatus, number>;
}

@Injectable()
export class RewardFiguresService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
  ) {}

  /** The last twelve weeks of the store, this one included. */
  async of(who: Actor, storeId: string, mode: Mode): Promise<RewardFigures> {
    const store = await this.stores.requireOwn(who, storeId, 'administrator');
    const programme = programmeId(storeId, mode);
    const period = [programme, store.timezone, monday(dayOf(this.clock.now(), store.timezone)), WEEKS];
    const rows: (Omit<Week, 'costMinor' | 'perCustomerMinor'> & { minor: string })[] = await this.db.query(
      sql.WEEKS,
      period,
    );
    const [bought]: { n: number }[] = await this.db.query(sql.ACTIVE, [...period, storeId, mode]);
    const states: { status: RewardStatus; n: number }[] = await this.db.query(sql.STATES, [programme]);
    const weeks = rows.map(({ minor, ...row }) => {
      const costMinor = BigInt(minor);
      return { ...row, costMinor, perCustomerMinor: costOfOne(costMinor, row.firstOrders) };
    });
    const sum = (pick: (week: Week) => number) => weeks.reduce((all, week) => all + pick(week), 0);
    const active = bought?.n ?? 0;
    const counts = { active, invitations: sum((w) => w.invitations), firstOrders: sum((w) => w.firstOrders) };
    return {
      store,
      weeks,
      active,
      factor: shopperFactor(counts),
      states: new Map(states.map((row) => [row.status, row.n])),
    };
  }
}

/** The Monday of a day's week, as text. */
function monday(day: string): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  const since = (new Date(at).getUTCDay() + 6) % 7;
  return new Date(at - since * DAY_MS).toISOString().slice(0, 10);
}
