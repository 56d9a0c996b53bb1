// What new customers cost a store, what the programme returns, and what customers bring over the months.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { typedAmount } from '../../base/amounts/typed-amount.rules.js';
import { assertStore, type AccountActor } from '../../base/auth.js';
import { Clock, dayOf } from '../../base/clock.js';
import { AppError } from '../../base/errors.js';
import { toMoney } from '../../base/graphql/money.type.js';
import type { Store } from '../../stores/store.entity.js';
import { StoresService } from '../../stores/stores.service.js';
import { boundedDays } from '../period.js';
import { shownAverage, shownShare } from '../rows/row.rules.js';
import * as sql from './customers.queries.js';
import {
  costOfCustomer,
  lifetimeOf,
  monthsLater,
  returnOnSpending,
  spentOf,
  type Spending,
} from './customers.rules.js';
import type { CustomerCohort, CustomerReport } from './customers.types.js';

export interface CustomersAsked {
  storeId: string;
  from: string | null;
  to: string | null;
  /** The store's gross margin on what it sells. */
  marginBps: number | null;
  /** What it spends on the programme beside commissions, a decimal. */
  costs: string | null;
}

const DAYS_SHOWN = 90;
const MONTHS_SHOWN = 13;

@Injectable()
export class CustomersService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
  ) {}

  /** For the store's owner, finance and administrators. BAD_INPUT with the field. */
  async report(who: AccountActor, asked: CustomersAsked): Promise<CustomerReport> {
    assertStore(who, asked.storeId, 'finance', 'administrator');
    const store = await this.stores.require(asked.storeId);
    const { from, to, since, until } = await this.period(asked, store);
    const { marginBps } = asked;
    if (marginBps !== null && (marginBps < 0 || marginBps > 10_000))
      throw new AppError('BAD_INPUT', { field: 'marginBps', detail: 'A margin is 0 to 100 percent.' });
    const [first]: { first_orders: number; credited: number }[] = await this.db.query(sql.FIRST_ORDERS, [
      ...[store.id, since, until],
    ]);
    const spending = await this.spending(store, since, until, costsOf(asked.costs, store.currency));
    const money = (minor: bigint) => toMoney(minor, store.currency);
    const back = marginBps === null ? null : returnOnSpending(spending, BigInt(marginBps));
    return {
      ...{ from, to, firstOrders: first?.first_orders ?? 0, newCustomers: first?.credited ?? 0 },
      ...{ net: money(spending.netMinor), commission: money(spending.commissionMinor) },
      ...{ bonuses: money(spending.bonusesMinor), contributions: money(spending.contributionsMinor) },
      ...{ costs: money(spending.costsMinor), spent: money(spentOf(spending)) },
      costOfCustomer: shownAverage(costOfCustomer(spending, BigInt(first?.credited ?? 0))),
      margin: back && money(back.marginMinor),
      returnOnSpending: back && shownShare(back),
      cohorts: await this.cohorts(store),
    };
  }

  private async spending(store: Store, since: Date, until: Date, costsMinor: bigint): Promise<Spending> {
    const [row]: Record<'net' | 'commission' | 'bonuses' | 'contributions', string>[] = await this.db.query(sql.COSTS, [
      ...[store.id, since, until, store.currency],
    ]);
    const minor = (name: 'net' | 'commission' | 'bonuses' | 'contributions') => BigInt(row?.[name] ?? '0');
    return {
      ...{ netMinor: minor('net'), commissionMinor: minor('commission'), bonusesMinor: minor('bonuses') },
      ...{ contributionsMinor: minor('contributions'), costsMinor },
    };
  }

  private async cohorts({ id, currency, timezone }: Store): Promise<CustomerCohort[]> {
    const now = this.clock.now();
    const rows: (Record<'net1' | 'net3' | 'net6' | 'net12' | 'month', string> & { customers: number; newest: Date })[] =
      await this.db.query(sql.COHORTS, [id, now, monthsLater(now, 1 - MONTHS_SHOWN), currency, timezone]);
    return rows.map(({ month, customers, newest, net1, net3, net6, net12 }) => {
      const netMinor = [net1, net3, net6, net12].map(BigInt);
      const each = lifetimeOf({ customers: BigInt(customers), netMinor, newest }, now);
      return { month, customers, perCustomer: each.map((minor) => (minor === null ? null : toMoney(minor, currency))) };
    });
  }

  /** Days of the store, the last ninety without bounds, and the moments in which they begin and end. */
  private async period(asked: CustomersAsked, { timezone }: Store) {
    const { from, to } = boundedDays(asked, dayOf(this.clock.now(), timezone), DAYS_SHOWN);
    const [bounds]: { since: Date; until: Date }[] = await this.db.query(
      `SELECT $1::date::timestamp AT TIME ZONE $3 AS since, ($2::date + 1)::timestamp AT TIME ZONE $3 AS until`,
      [from, to, timezone],
    );
    if (!bounds) throw new Error('No bounds.');
    return { from, to, ...bounds };
  }
}

function costsOf(text: string | null, currency: string): bigint {
  if (text === null || text.trim() === '') return 0n;
  const minor = typedAmount(text, currency, { least: 0n });
  if (minor !== null) return minor;
  throw new AppError('BAD_INPUT', { field: 'costs', detail: 'Write an amount such as 50000.00.' });
}
