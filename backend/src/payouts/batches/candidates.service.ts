// Everybody a programme owes money to, whether they may be paid today, and the terms that would hold for them.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { monthStart } from './moments.rules.js';
import { Clock, dayOf } from '../../base/clock.js';
import { CreatorsService } from '../../creators/creators.service.js';
import { StoresService } from '../../stores/stores.service.js';
import { judge, receiptDueOn, type Judgement } from './gate.rules.js';
import { paypalUnit } from '../rails/paypal/currency.rules.js';
import type { PayoutMethod } from '../sends/send.status.js';
import { ProfilesService, type ProfileRow } from '../profiles/profiles.service.js';
import { checkedSameDay, FREE_STATUS, wantsReceipt, type TaxRule } from '../tax/tax.rules.js';
import { TaxRulesService } from '../tax/tax-rules.service.js';
import * as sql from '../payouts.queries.js';

export interface JudgedCandidate extends Judgement {
  creatorId: string;
  creatorName: string;
  owedMinor: bigint;
  profile: ProfileRow | null;
  rule: TaxRule | null;
}

/** In tenge people are paid whole tenge (money.md 2); elsewhere the smallest unit. */
const PAYOUT_UNITS: Record<string, bigint> = { KZT: 100n };

@Injectable()
export class CandidatesService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
    private readonly creators: CreatorsService,
    private readonly profiles: ProfilesService,
    private readonly taxRules: TaxRulesService,
  ) {}

  /** By creator id, for a batch of this method, or for any. Those who owe us are in it too: the evaluator says NEGATIVE_BALANCE of them. */
  async judged(
    storeId: string,
    em: EntityManager = this.db.manager,
    method: PayoutMethod | null = null,
  ): Promise<JudgedCandidate[]> {
    const { currency, timezone } = await this.stores.require(storeId, em);
    const now = this.clock.now();
    const owed: { creator_id: string; owed: string }[] = await em.query(sql.OWED, [storeId, currency]);
    const ids = owed.map((row) => row.creator_id);
    const profiles = await this.profiles.newestOf(em, ids, null);
    const sharing = await this.profiles.sharingAccounts(em, ids);
    const names = await this.creators.byIds(ids);
    const since = [monthStart(now, timezone, 'month'), monthStart(now, timezone, 'year')];
    const paid: { creator_id: string; month: string; year: string }[] = await em.query(sql.PAID_SINCE, [
      storeId,
      ...since,
    ]);
    const paidOf = new Map(paid.map((row) => [row.creator_id, row]));
    const overdue = await this.overdueReceipts(em, storeId, timezone, now);
    const judged: JudgedCandidate[] = [];
    for (const { creator_id: creatorId, owed: minor } of owed) {
      const profile = profiles.get(creatorId) ?? null;
      const rule = profile && (await this.taxRules.inForce(em, storeId, profile.country, profile.taxStatus, now));
      const limits = rule?.body.limits;
      const limited = rule?.currency === currency;
      const judgement = judge({
        hasDetails: profile !== null,
        taxStatus: profile?.taxStatus ?? null,
        rule: rule && {
          confirmed: rule.enabled,
          monthLimitMinor: limited && limits?.month !== undefined ? BigInt(limits.month) : null,
          yearLimitMinor: limited && limits?.year !== undefined ? BigInt(limits.year) : null,
          checkedSameDay: checkedSameDay(rule.body),
          wantsReceipt: wantsReceipt(rule.body),
        },
        checkedOn: profile?.confirmed && profile.checkedAt ? dayOf(profile.checkedAt, timezone) : null,
        today: dayOf(now, timezone),
        owedMinor: BigInt(minor),
        paidMonthMinor: BigInt(paidOf.get(creatorId)?.month ?? '0'),
        paidYearMinor: BigInt(paidOf.get(creatorId)?.year ?? '0'),
        receiptOverdue: overdue.has(creatorId),
        sharesAccount: sharing.has(creatorId),
        otherMethod: method !== null && profile !== null && profile.method !== method,
      });
      const creatorName = names.get(creatorId)?.displayName ?? '';
      judged.push({ ...judgement, creatorId, creatorName, owedMinor: BigInt(minor), profile, rule });
    }
    return judged;
  }

  private async overdueReceipts(em: EntityManager, storeId: string, timezone: string, now: Date): Promise<Set<string>> {
    const rows: { creator_id: string; at: Date }[] = await em.query(sql.WITHOUT_RECEIPT, [storeId]);
    const today = dayOf(now, timezone);
    return new Set(rows.filter((row) => today > receiptDueOn(dayOf(row.at, timezone))).map((row) => row.creator_id));
  }
}

/** What the batch's fact says of a creator: settings and tax items of this moment, in the words of money.md 16. */
export function termsOf(one: JudgedCandidate, currency: string) {
  const { profile, rule } = one;
  const status = profile?.taxStatus ?? FREE_STATUS;
  const payUnit = profile?.method === 'paypal' ? paypalUnit(profile.currency ?? currency) : 1n;
  // Unconverted, the gross is what has to be whole.
  const ownUnit = (profile?.currency ?? currency) === currency && payUnit > 1n ? payUnit : null;
  return {
    payout: {
      currency: profile?.currency ?? null,
      unit: ownUnit ?? PAYOUT_UNITS[currency] ?? 1n,
      ...(payUnit > 1n ? { pay_unit: payUnit } : {}),
      // A minimum is written in the payout currency; only in the programme's own it can be compared.
      min_amount: (profile?.currency ?? currency) === currency ? (profile?.minAmountMinor ?? 0n) : 0n,
    },
    tax_profile: { country: profile?.country ?? '*', status },
    items: rule?.enabled ? rule.body.items : [],
    profile_id: profile?.id ?? null,
    tax_rule_id: rule?.id ?? null,
  };
}
