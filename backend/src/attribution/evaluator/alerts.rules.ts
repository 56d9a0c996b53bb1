// What people should look at after an evaluation: contradicting facts, odd refunds, budgets that run out.
import type { Replay } from './book/timeline.rules.js';
import { byCodePoint } from '../../facts/canonical.rules.js';
import type { DayBucket } from './units/caps.rules.js';
import type { Alert } from './units/draft.rules.js';
import type { World } from './world.rules.js';

/** All alerts, sorted by code and subject. */
export function indexAlerts(world: World, done: Replay): Alert[] {
  const alerts: Alert[] = [
    ...world.index.conflicts.map(({ type, id }): Alert => ({ code: 'CONFLICTING_DUPLICATE', subject: { type, id } })),
    ...[...done.credits.values()].flatMap((credit) => credit.alerts),
    ...done.ignoredResults.map((id): Alert => ({ code: 'PAYOUT_RESULT_IGNORED', subject: { id } })),
    ...budgetAlerts(world, done),
    ...done.caps.spentDays().map(dayAlert),
  ];
  const text = (alert: Alert): string => JSON.stringify([alert.code, alert.subject]);
  return alerts.sort((a, b) => byCodePoint(text(a), text(b)));
}

function dayAlert({ kind, id, day }: DayBucket): Alert {
  return kind === 'campaign'
    ? { code: 'DAILY_BUDGET_EXHAUSTED', subject: { campaign_id: id, day } }
    : { code: 'CREATOR_DAILY_CAP_REACHED', subject: { creator_id: id, day } };
}

/** P4: used up, or 80 % used. */
function budgetAlerts(world: World, done: Replay): Alert[] {
  const alerts: Alert[] = [];
  for (const { id, budgetMinor } of world.programme.campaigns.values()) {
    const left = done.caps.leftOfBudget(id);
    if (budgetMinor === null || left === null) continue;
    const used = budgetMinor - left;
    if (left === 0n) alerts.push({ code: 'BUDGET_EXHAUSTED', subject: { campaign_id: id } });
    else if (used * 100n >= budgetMinor * 80n)
      alerts.push({ code: 'BUDGET_NEARLY_USED', subject: { campaign_id: id } });
  }
  return alerts;
}
