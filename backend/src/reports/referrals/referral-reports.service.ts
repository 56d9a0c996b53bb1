// What referrals bring: to the referrer by invited creator and month, to a programme as its K-factor. Reads only.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { assertStore, holds, type AccountActor } from '../../base/auth.js';
import { Clock, dayOf } from '../../base/clock.js';
import { AppError } from '../../base/errors.js';
import { toMoney, type MoneyType } from '../../base/graphql/money.type.js';
import { StoresService } from '../../stores/stores.service.js';
import { boundedDays } from '../period.js';
import { shownShare } from '../rows/row.rules.js';
import { kFactor } from './k-factor.rules.js';
import * as sql from './referrals.queries.js';
import type { KFactor, ReferralMonth } from './referrals.types.js';

const DAYS_SHOWN = 90;

@Injectable()
export class ReferralReports {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
  ) {}

  /** What each of these referrals brought its referrer. */
  async earnedBy(referralIds: readonly string[]): Promise<Map<string, MoneyType[]>> {
    const rows: { id: string; currency: string; minor: string }[] = await this.db.query(sql.EARNED, [referralIds]);
    const shown = rows.map(({ id, currency, minor }) => ({ id, money: toMoney(BigInt(minor), currency) }));
    const grouped = Map.groupBy(shown, ({ id }) => id);
    return new Map([...grouped].map(([id, own]) => [id, own.map(({ money }) => money)]));
  }

  /** A referrer's shares by month, the newest first. */
  async months(creatorId: string): Promise<ReferralMonth[]> {
    const rows: { month: string; currency: string; minor: string; creators: number }[] = await this.db.query(
      sql.MONTHS,
      [creatorId],
    );
    return rows.map(({ month, currency, minor, creators }) => ({
      ...{ month, creators, earned: toMoney(BigInt(minor), currency) },
    }));
  }

  /** Of a store for its people; of the whole marketplace for finance and administrators. */
  async kFactor(
    who: AccountActor,
    storeId: string | null,
    asked: { from?: string | null; to?: string | null },
  ): Promise<KFactor> {
    if (storeId === null && !holds(who, 'finance') && !holds(who, 'administrator')) throw new AppError('FORBIDDEN');
    if (storeId !== null) assertStore(who, storeId, 'finance', 'administrator');
    const timezone = storeId === null ? 'UTC' : (await this.stores.require(storeId)).timezone;
    const now = this.clock.now();
    const { from, to } = boundedDays(asked, dayOf(now, timezone), DAYS_SHOWN);
    const [row]: Record<'active' | 'invited' | 'matured' | 'published', number>[] = await this.db.query(sql.K_FACTOR, [
      ...[storeId, from, to, timezone, now],
    ]);
    const { active = 0, invited = 0, matured = 0, published = 0 } = row ?? {};
    const counted = { active: BigInt(active), invited: BigInt(invited), matured: BigInt(matured) };
    const { invitations, publishing, k } = kFactor({ ...counted, published: BigInt(published) });
    return {
      ...{ from, to, invitations: shownShare(invitations), publishing: shownShare(publishing), k: shownShare(k) },
      tooEarly: invited - matured,
    };
  }
}
