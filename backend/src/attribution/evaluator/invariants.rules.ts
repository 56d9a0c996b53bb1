// The invariants of money.md section 9 that one result can show by itself; any violation must stop payouts.
import { EXPENSE_COMMISSION, payableOf, pendingOf } from './book/ledger.rules.js';
import type { ProgramConfig } from './input/config.rules.js';
import { Calendar } from './input/months.rules.js';
import { limitsAt } from './terms/limits.rules.js';
import type { Commission, EvaluationResult } from './result.rules.js';

export interface Violation {
  /** Number of the invariant in section 9. */
  readonly invariant: 1 | 2 | 3 | 4 | 5 | 6 | 7;
  readonly detail: string;
}

/** Checks invariants 1 to 7 of a result. An empty list means that all hold. 8 and 9 compare results and are not asked here. */
export function checkInvariants(config: ProgramConfig, result: EvaluationResult): Violation[] {
  return [
    ...unbalanced(result),
    ...creatorsOff(result),
    ...accountsOff(result),
    ...capsExceeded(config, result),
    ...negativeUnits(result),
    ...badPayouts(result),
  ];
}

function unbalanced(result: EvaluationResult): Violation[] {
  const violations: Violation[] = [];
  const trial = new Map<string, bigint>();
  const booked = new Map<string, bigint>();
  for (const { key, entries } of result.entries) {
    const sums = new Map<string, bigint>();
    for (const { account, currency, amountMinor } of entries) {
      add(sums, currency, amountMinor);
      add(booked, `${account}@${currency}`, amountMinor);
    }
    for (const [currency, sum] of sums) {
      add(trial, currency, sum);
      if (sum !== 0n) violations.push({ invariant: 1, detail: `${key} sums to ${sum} ${currency}` });
    }
  }
  for (const [account, balance] of result.accounts) {
    const sum = booked.get(account) ?? 0n;
    if (sum !== balance)
      violations.push({ invariant: 1, detail: `${account} is ${balance}, its entries sum to ${sum}` });
  }
  for (const [currency, sum] of trial) {
    if (sum !== 0n) violations.push({ invariant: 1, detail: `trial balance is ${sum} ${currency}` });
  }
  return violations;
}

function creatorsOff(result: EvaluationResult): Violation[] {
  const adjusted = new Map<string, bigint>();
  for (const { kind, entries } of result.entries) {
    if (kind !== 'adjustment') continue;
    for (const { account, amountMinor } of entries) add(adjusted, account, -amountMinor);
  }
  return result.creators.flatMap((creator): Violation[] => {
    const processing = result.payouts
      .filter(({ creatorId, status }) => creatorId === creator.creatorId && status === 'processing')
      .reduce((sum, { grossMinor }) => sum + grossMinor, 0n);
    const came = creator.earnedMinor + (adjusted.get(payableOf(creator.creatorId)) ?? 0n);
    const stands = creator.pendingMinor + creator.reviewMinor + creator.payableMinor;
    const went = processing + creator.paidGrossMinor;
    if (came === stands + went) return [];
    return [{ invariant: 2, detail: `${creator.creatorId}: ${came} came, ${stands} stands, ${went} went` }];
  });
}

function accountsOff(result: EvaluationResult): Violation[] {
  const { accounts, currency, commissions } = result;
  const pending = new Map<string, bigint>();
  let earned = 0n;
  for (const { creatorId, state, amountMinor } of commissions) {
    earned += amountMinor;
    if (state === 'pending' || state === 'review') add(pending, creatorId, amountMinor);
  }
  const violations: Violation[] = [];
  for (const creatorId of new Set(commissions.map((unit) => unit.creatorId))) {
    const booked = -(accounts.get(`${pendingOf(creatorId)}@${currency}`) ?? 0n);
    const units = pending.get(creatorId) ?? 0n;
    if (booked !== units) violations.push({ invariant: 3, detail: `${creatorId}: booked ${booked}, units ${units}` });
  }
  const expense = accounts.get(`${EXPENSE_COMMISSION}@${currency}`) ?? 0n;
  if (expense !== earned) violations.push({ invariant: 4, detail: `expense ${expense}, units ${earned}` });
  return violations;
}

function capsExceeded(config: ProgramConfig, result: EvaluationResult): Violation[] {
  const sales = result.commissions.filter((unit) => unit.kind === 'sale');
  const campaignOf = new Map(config.rules.map((rule) => [rule.id, rule.campaignId]));
  const calendar = new Calendar(config.program.timezone);
  const monthOf = new Map(sales.map((unit) => [unit.orderId, calendar.monthOf(unit.orderedAt).start]));
  const limits = new Map(config.campaigns.map(({ id, budgetMinor }) => [id, budgetMinor]));
  const daily = new Map(config.campaigns.map(({ id, dailyBudgetMinor }) => [id, dailyBudgetMinor]));
  const days = new Calendar(config.program.timezone, config.program.changes);
  const dayOf = (unit: Commission): string => days.dayOf(unit.orderedAt);
  return [
    ...above(
      sales,
      (unit) => unit.orderId,
      (id) => limitsAt(config.program, monthOf.get(id) ?? 0).orderCapMinor,
      'order',
    ),
    ...above(
      sales,
      (unit) => campaignOf.get(unit.ruleId ?? '') ?? null,
      (id) => limits.get(id) ?? null,
      'campaign',
    ),
    ...above(
      sales,
      (unit) => `${campaignOf.get(unit.ruleId ?? '') ?? ''} ${dayOf(unit)}`,
      (key) => daily.get(key.slice(0, -11)) ?? null,
      'day of campaign',
    ),
    ...(config.program.creatorDailyCapMinor === null || config.program.laterLimits.length > 0
      ? []
      : above(
          sales,
          (unit) => `${unit.creatorId} ${dayOf(unit)}`,
          () => config.program.creatorDailyCapMinor,
          'day of creator',
        )),
  ];
}

function above(
  units: readonly Commission[],
  groupOf: (unit: Commission) => string | null,
  limitOf: (group: string) => bigint | null,
  what: string,
): Violation[] {
  const sums = new Map<string, bigint>();
  for (const unit of units) {
    const group = groupOf(unit);
    if (group !== null) add(sums, group, unit.amountMinor);
  }
  return [...sums].flatMap(([group, sum]): Violation[] => {
    const limit = limitOf(group);
    return limit !== null && sum > limit ? [{ invariant: 5, detail: `${what} ${group}: ${sum} above ${limit}` }] : [];
  });
}

function negativeUnits(result: EvaluationResult): Violation[] {
  return result.commissions
    .filter((unit) => unit.amountMinor < 0n)
    .map((unit) => ({ invariant: 6, detail: `${unit.orderId} ${unit.lineId} ${unit.creatorId}: ${unit.amountMinor}` }));
}

function badPayouts(result: EvaluationResult): Violation[] {
  return result.payouts.flatMap((payout): Violation[] => {
    const withheld = payout.items.reduce((sum, item) => (item.payer === 'creator' ? sum + item.amountMinor : sum), 0n);
    const isGood = payout.grossMinor > 0n && payout.netMinor >= 0n && payout.netMinor === payout.grossMinor - withheld;
    return isGood
      ? []
      : [{ invariant: 7, detail: `${payout.batchId} ${payout.creatorId}: ${payout.grossMinor} - ${withheld}` }];
  });
}

function add(sums: Map<string, bigint>, key: string, amount: bigint): void {
  sums.set(key, (sums.get(key) ?? 0n) + amount);
}
