// Between rows and GraphQL: a group as staff and stores see it, and the same as its creator does.
import type { AccountActor } from '../../base/auth.js';
import { toMoney, type MoneyType } from '../../base/graphql/money.type.js';
import type { GroupRow } from '../groups.service.js';
import { RULES } from '../risk.reasons.js';
import type { HeldPartType, RiskAppealType, RiskGroupType } from './risk.types.js';

const amountsOf = (money: GroupRow['money']): MoneyType[] =>
  Object.entries(money ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, minor]) => toMoney(BigInt(minor), currency));

function shownAppeal(row: GroupRow): RiskAppealType | null {
  if (row.appealed_at === null) return null;
  return {
    ...{ text: row.appeal_text ?? '', at: row.appealed_at, outcome: row.appeal_outcome },
    ...{ answer: row.appeal_answer, answeredAt: row.appeal_answered_at },
  };
}

export function shownGroup(who: AccountActor, row: GroupRow): RiskGroupType {
  const own = row.creator_account === who.accountId;
  const decided = row.decided_by === who.accountId && (row.appeal_waits || row.status === 'rejected');
  return {
    ...{ id: row.id, storeId: row.store_id, storeName: row.store_name, rule: row.rule, severity: row.severity },
    ...{ creatorId: row.creator_id, creatorName: row.creator_name, status: row.status },
    ...{ alertCount: row.alert_count, saleCount: row.unit_count, atStake: amountsOf(row.money) },
    ...{ openedAt: row.opened_at, lastAlertAt: row.last_alert_at, expiresAt: row.expires_at },
    ...{ decidedBy: row.decided_name ?? row.decided_by, forOthers: own || decided, appeal: shownAppeal(row) },
  };
}

/** The kind of doubt and what can be done: never the rule, its threshold, or who decided. */
export function shownHeldPart(row: GroupRow): HeldPartType {
  const waits = row.status === 'held';
  return {
    ...{ id: row.id, storeName: row.store_name, category: RULES[row.rule].category, status: row.status },
    ...{ saleCount: row.unit_count, amounts: amountsOf(row.money), since: row.decided_at ?? row.opened_at },
    until: waits && !row.appeal_waits ? row.expires_at : null,
    mayAppeal: row.appealed_at === null && (waits || row.status === 'rejected'),
    appeal: shownAppeal(row),
  };
}
