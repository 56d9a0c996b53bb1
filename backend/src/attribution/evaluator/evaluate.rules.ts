// The evaluator: who earned what, when it may be paid, and the book behind it, as a pure function of facts (money.md).
import { indexAlerts } from './alerts.rules.js';
import { inTransitOf, payableOf } from './book/ledger.rules.js';
import { replay, type Replay } from './book/timeline.rules.js';
import { explainLine } from './explain.rules.js';
import type { ProgramConfig } from './input/config.rules.js';
import type { Fact } from './input/facts.rules.js';
import { byCodePoint } from '../../facts/canonical.rules.js';
import type { Commission, CreatorBalance, EvaluationResult, PayoutResult } from './result.rules.js';
import type { OrderCredit } from './units/draft.rules.js';
import { prepareWorld, type World } from './world.rules.js';

export type { ProgramConfig } from './input/config.rules.js';
export type * from './input/facts.rules.js';
export type * from './result.rules.js';
export { InputError } from './input/reader.rules.js';
export { parseConfig } from './input/parse-config.rules.js';
export { parseFact, parseFacts } from './input/parse-facts.rules.js';
export { qualifyView, type ViewResult } from './touches/engagement.rules.js';

/**
 * Evaluates a programme at `asOf` (UTC ms). Facts received later are not seen. Reads no clock and no database: equal facts,
 * in any order and any number of copies, give equal results. Input comes from `parseConfig` and `parseFacts`, which refuse what
 * is malformed; throws nothing for valid input.
 */
export function evaluate(config: ProgramConfig, facts: readonly Fact[], asOf: bigint | number): EvaluationResult {
  const world = prepareWorld(config, facts, Number(asOf));
  const done = replay(world);
  const commissions = commissionsOf(done);
  const accounts = done.book.nonZero();
  return {
    currency: config.program.currency,
    commissions,
    exclusions: [...done.credits.values()]
      .flatMap((credit) => credit.exclusions)
      .sort((a, b) => byCodePoint(a.orderId, b.orderId) || byCodePoint(a.lineId, b.lineId)),
    creators: balancesOf(world, done, commissions),
    accounts: new Map([...accounts].sort(([a], [b]) => byCodePoint(a, b))),
    entries: done.book.transactions,
    payouts: done.payouts.map((payout): PayoutResult => payout),
    skipped: done.skipped,
    batchIds: world.index.batches.filter((batch) => batch.occurredAt <= world.index.asOf).map((batch) => batch.id),
    alerts: indexAlerts(world, done),
    explain: (orderId, lineId) => explainLine(world, done, orderId, lineId),
  };
}

function commissionsOf(done: Replay): Commission[] {
  const commissions: Commission[] = [];
  for (const { unit, state } of done.units.standing()) {
    const { order } = done.credits.get(unit.orderId) as OrderCredit;
    commissions.push({ ...unit, state, orderedAt: order.occurredAt });
  }
  return commissions.sort(
    (a, b) =>
      byCodePoint(a.orderId, b.orderId) ||
      byCodePoint(a.lineId, b.lineId) ||
      byCodePoint(a.kind, b.kind) ||
      byCodePoint(a.creatorId, b.creatorId) ||
      byCodePoint(a.via ?? '', b.via ?? ''),
  );
}

const NOTHING = {
  pendingMinor: 0n,
  reviewMinor: 0n,
  earnedMinor: 0n,
  paidGrossMinor: 0n,
  withheldMinor: 0n,
  paidNetMinor: 0n,
};

function balancesOf(world: World, done: Replay, commissions: readonly Commission[]): CreatorBalance[] {
  const sums = new Map<string, { -readonly [K in keyof typeof NOTHING]: bigint }>();
  const of = (creatorId: string): { -readonly [K in keyof typeof NOTHING]: bigint } => {
    const known = sums.get(creatorId) ?? { ...NOTHING };
    sums.set(creatorId, known);
    return known;
  };
  for (const { creatorId, amountMinor, state } of commissions) {
    const sum = of(creatorId);
    sum.earnedMinor += amountMinor;
    if (state === 'pending') sum.pendingMinor += amountMinor;
    if (state === 'review') sum.reviewMinor += amountMinor;
  }
  for (const payout of done.payouts) {
    const sum = of(payout.creatorId);
    if (payout.status !== 'settled') continue;
    sum.paidGrossMinor += payout.grossMinor;
    sum.withheldMinor += payout.grossMinor - payout.netMinor;
    sum.paidNetMinor += payout.netMinor;
  }
  for (const { creatorId } of world.index.adjustments) of(creatorId);
  const { currency } = world.programme.program;
  return [...sums]
    .map(([creatorId, sum]) => ({
      creatorId,
      ...sum,
      payableMinor: -done.book.balance(payableOf(creatorId), currency),
      inTransitMinor: -done.book.balance(inTransitOf(creatorId), currency),
    }))
    .filter((balance) => Object.values(balance).some((value) => typeof value === 'bigint' && value !== 0n))
    .sort((a, b) => byCodePoint(a.creatorId, b.creatorId));
}
