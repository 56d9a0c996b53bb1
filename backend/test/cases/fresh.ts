// The units of a moment computed in the plainest way, to check the replay, which is built for speed.
import type { Fact, ProgramConfig } from '../../src/attribution/evaluator/evaluate.rules.js';
import type { Month } from '../../src/attribution/evaluator/input/months.rules.js';
import { DAY_MS } from '../../src/attribution/evaluator/input/programme.rules.js';
import { byCodePoint } from '../../src/facts/canonical.rules.js';
import type { OrderCredit } from '../../src/attribution/evaluator/units/draft.rules.js';
import { creditOrder } from '../../src/attribution/evaluator/units/order-credit.rules.js';
import { bonusFor } from '../../src/attribution/evaluator/units/tiers.rules.js';
import { settleUnits } from '../../src/attribution/evaluator/units/unit.rules.js';
import { prepareWorld, type World } from '../../src/attribution/evaluator/world.rules.js';

/** Every unit as "order|line|kind|creator|via|amount|capped", sorted as commissions are. */
export function freshUnits(config: ProgramConfig, facts: readonly Fact[], asOf: number): string[] {
  const world = prepareWorld(config, facts, asOf);
  const taken = new Map<string, bigint>();
  const credits = creditsAt(world, asOf, (creatorId, month) => bonusAt(world, creatorId, month, asOf));
  credits.sort((a, b) => a.order.occurredAt - b.order.occurredAt || byCodePoint(a.order.id, b.order.id));
  const units = credits.flatMap((credit) => settleUnits(credit, credit.units.map(drawer(config, credit))));
  return units
    .sort(
      (a, b) =>
        byCodePoint(a.orderId, b.orderId) ||
        byCodePoint(a.lineId, b.lineId) ||
        byCodePoint(a.kind, b.kind) ||
        byCodePoint(a.creatorId, b.creatorId) ||
        byCodePoint(a.via ?? '', b.via ?? ''),
    )
    .map((unit) =>
      [unit.orderId, unit.lineId, unit.kind, unit.creatorId, unit.via, unit.amountMinor, unit.capped].join('|'),
    );

  function drawer(from: ProgramConfig, credit: OrderCredit): (unit: OrderCredit['units'][number]) => bigint {
    return (unit) => {
      const campaign = from.campaigns.find(({ id }) => id === unit.rule.campaignId);
      const day = world.programme.calendar.dayOf(credit.order.occurredAt);
      const limits: [string, bigint | null][] = [
        [`order ${credit.order.id}`, from.program.orderCapMinor],
        [`month ${credit.month.number} ${unit.creatorId}`, from.program.creatorMonthlyCapMinor],
        [`campaign ${unit.rule.campaignId}`, campaign?.budgetMinor ?? null],
        [`day ${day} ${unit.creatorId}`, from.program.creatorDailyCapMinor],
        [`day ${day} of ${unit.rule.campaignId}`, campaign?.dailyBudgetMinor ?? null],
      ];
      const buckets = limits.filter((limit): limit is [string, bigint] => limit[1] !== null);
      if (unit.verdict === 'rejected' || credit.order.status === 'cancelled') return unit.grossMinor;
      const rooms = buckets.map(([name, limit]) => limit - (taken.get(name) ?? 0n));
      const granted = [unit.grossMinor, ...rooms].reduce((least, room) => (room < least ? room : least));
      for (const [name] of buckets) taken.set(name, (taken.get(name) ?? 0n) + granted);
      return granted;
    };
  }
}

function creditsAt(world: World, moment: number, bonusOf: (creatorId: string, month: Month) => bigint): OrderCredit[] {
  const credits = [...world.index.orders.keys()].map((orderId) => creditOrder(world, orderId, moment, bonusOf));
  return credits.filter((credit) => credit !== null);
}

function bonusAt(world: World, creatorId: string, month: Month, asOf: number): bigint {
  const { program } = world.programme;
  if (program.tiers.length === 0) return 0n;
  const moment = Math.min(asOf, month.start + program.tierCloseDays * DAY_MS);
  const sold = creditsAt(world, moment, () => 0n)
    .filter((credit) => credit.month.number === month.number - 1)
    .flatMap((credit) => credit.attributed.filter((item) => item.creatorId === creatorId));
  const sum = (value: (item: (typeof sold)[number]) => bigint): bigint =>
    sold.reduce((total, item) => total + value(item), 0n);
  return bonusFor(program.tiers, {
    grossMinor: sum((item) => item.grossMinor),
    netMinor: sum((item) => item.netMinor),
  });
}
