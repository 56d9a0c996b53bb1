// Between rows and GraphQL: terms in and out, versions and rehearsals as people see them.
import { MOST_MINOR, typedAmount } from '../base/amounts/typed-amount.rules.js';
import type { AccountActor } from '../base/auth.js';
import { AppError } from '../base/errors.js';
import { toMoney } from '../base/graphql/money.type.js';
import type { LimitTerms, PlanTerms, RuleTerms } from '../stores/plans/plan.terms.rules.js';
import { attributionOf, shownAttribution } from './attribution/attribution.types.js';
import type { VersionRow } from './drafts.service.js';
import type { PlanEffects } from './effects/effects.rules.js';
import type { Pay } from './effects/notice.rules.js';
import type { PlanTermsInput } from './plan-input.types.js';
import type {
  PlanEffectsType,
  PlanLimitsType,
  PlanPayType,
  PlanRehearsalType,
  PlanScopeType,
  PlanTermsType,
  PlanVersionType,
} from './plan.types.js';
import type { RehearsalRow } from './rehearsal/rehearsals.service.js';

/** Reads amounts in the store's currency; attribution left out stays as it was. Throws BAD_AMOUNT with the field. */
export function termsOf(input: PlanTermsInput, currency: string, before: PlanTerms): PlanTerms {
  const minor = (text: string | null | undefined, field: string): string | null => {
    if (text === null || text === undefined || text.trim() === '') return null;
    const amount = typedAmount(text, currency, { least: -MOST_MINOR });
    if (amount === null) throw new AppError('BAD_AMOUNT', { field });
    return amount.toString();
  };
  return {
    rules: input.rates.map((rate, at): RuleTerms => ({
      ...{ kind: rate.kind, tiered: rate.tiered ?? false, maxCycles: rate.maxCycles ?? null },
      rateBps: rate.kind === 'percent' ? (rate.rateBps ?? null) : null,
      amountMinor: rate.kind === 'percent' ? null : minor(rate.amount, `rules.${at}.amount`),
      creatorId: rate.creatorId || null,
      campaign: rate.campaign || null,
      productId: rate.productId || null,
      category: rate.category?.trim() || null,
      instruments: rate.instruments && rate.instruments.length > 0 ? [...new Set(rate.instruments)].sort() : null,
    })),
    limits: {
      orderCapMinor: minor(input.orderCap, 'orderCap'),
      creatorMonthlyCapMinor: minor(input.creatorMonthlyCap, 'creatorMonthlyCap'),
      creatorDailyCapMinor: minor(input.creatorDailyCap, 'creatorDailyCap'),
      tiers: input.tiers.map((tier, at) => ({
        minGmvMinor: minor(tier.minGmv, `tiers.${at}.minGmv`) ?? '',
        maxReturnBps: tier.maxReturnBps ?? null,
        bonusBps: tier.bonusBps,
      })),
    },
    campaigns: input.campaigns.map((one, at) => ({
      ...{ key: one.key.trim(), name: one.name.trim() },
      ...{ activeFrom: one.activeFrom.toISOString(), activeTo: one.activeTo.toISOString() },
      ...{ productIds: listOf(one.productIds), creatorIds: listOf(one.creatorIds) },
      budgetMinor: minor(one.budget, `campaigns.${at}.budget`),
      dailyBudgetMinor: minor(one.dailyBudget, `campaigns.${at}.dailyBudget`),
    })),
    attribution: input.attribution ? attributionOf(input.attribution) : before.attribution,
  };
}

const listOf = (list: string[] | null | undefined): string[] | null =>
  list && list.length > 0 ? [...new Set(list)].sort() : null;

type Names = ReadonlyMap<string, string>;

const maybeMoney = (minor: string | null, currency: string) =>
  minor === null ? null : toMoney(BigInt(minor), currency);

function shownPay(pay: Omit<Pay, 'maxCycles'> & { maxCycles: number | null }, currency: string): PlanPayType {
  const { kind, rateBps, amountMinor, tiered, maxCycles } = pay;
  return { kind, rateBps, amount: maybeMoney(amountMinor, currency), tiered, maxCycles: maxCycles ?? 1 };
}

function shownScope(scope: Omit<PlanScopeType, 'creatorName'>, names: Names): PlanScopeType {
  const { creatorId, campaign, productId, category, instruments } = scope;
  const creatorName = creatorId && (names.get(creatorId) ?? null);
  return { creatorId, creatorName, campaign, productId, category, instruments };
}

export function shownLimits(limits: LimitTerms, currency: string): PlanLimitsType {
  const tiers = [...limits.tiers].sort((a, b) => (BigInt(a.minGmvMinor) < BigInt(b.minGmvMinor) ? -1 : 1));
  return {
    orderCap: maybeMoney(limits.orderCapMinor, currency),
    creatorMonthlyCap: maybeMoney(limits.creatorMonthlyCapMinor, currency),
    // Effects that were kept before there was one lack it.
    creatorDailyCap: maybeMoney((limits as Partial<LimitTerms>).creatorDailyCapMinor ?? null, currency),
    tiers: tiers.map(({ minGmvMinor, maxReturnBps, bonusBps }) => ({
      ...{ minGmv: toMoney(BigInt(minGmvMinor), currency), maxReturnBps, bonusBps },
    })),
  };
}

export function shownTerms(terms: PlanTerms, currency: string, names: Names): PlanTermsType {
  return {
    rates: terms.rules.map((rule) => ({ scope: shownScope(rule, names), pay: shownPay(rule, currency) })),
    limits: shownLimits(terms.limits, currency),
    campaigns: terms.campaigns.map(({ budgetMinor, dailyBudgetMinor, activeFrom, activeTo, ...rest }) => ({
      ...rest,
      ...{ activeFrom: new Date(activeFrom), activeTo: new Date(activeTo), budget: maybeMoney(budgetMinor, currency) },
      dailyBudget: maybeMoney(dailyBudgetMinor, currency),
    })),
    attribution: shownAttribution(terms.attribution),
  };
}

export function shownEffects(
  { rates, limits, attribution }: PlanEffects,
  currency: string,
  names: Names,
): PlanEffectsType {
  return {
    rates: rates.map((one) => ({
      scope: shownScope(one, names),
      before: one.before && shownPay(one.before, currency),
      after: one.after && shownPay(one.after, currency),
      direction: one.direction,
      from: new Date(one.from),
    })),
    limits: limits && {
      before: shownLimits(limits.before, currency),
      after: shownLimits(limits.after, currency),
      direction: limits.direction,
      from: new Date(limits.from),
    },
    attribution: (attribution ?? []).map((one) => ({ ...one, from: new Date(one.from) })),
  };
}

export function shownVersion(who: AccountActor, row: VersionRow, names: Names): PlanVersionType {
  return {
    ...{ id: row.id, storeId: row.store_id, storeName: row.store_name, currency: row.currency, number: row.number },
    ...{ basedOn: row.based_on_number, status: row.status, title: row.title },
    terms: shownTerms(row.terms, row.currency, names),
    ...{ madeBy: row.made_name ?? '', madeAt: row.made_at, editedAt: row.edited_at },
    ...{ proposedBy: row.proposed_name, proposedAt: row.proposed_at },
    ...{ decidedBy: row.decided_name, decidedAt: row.decided_at, reason: row.reason },
    madeByMe: [row.made_by, row.edited_by, row.proposed_by].includes(who.accountId),
  };
}

export function shownRehearsal(
  row: RehearsalRow,
  currency: string,
  current: boolean,
  months: readonly { month: string; before: string; after: string }[],
): PlanRehearsalType {
  const money = (minor: string) => toMoney(BigInt(minor), currency);
  return {
    ...{ id: row.id, status: row.status, error: row.error, fromMonth: row.from_month, toMonth: row.to_month },
    ...{ ordersTotal: row.orders_total, ordersDone: row.orders_done, current, askedAt: row.asked_at },
    ...{ before: money(row.before), after: money(row.after) },
    ...{ creators: row.creators, losing: row.losing, gaining: row.gaining },
    months: months.map(({ month, before, after }) => ({ month, before: money(before), after: money(after) })),
  };
}
