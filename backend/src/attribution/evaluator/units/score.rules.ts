// The fraud score of a (line, creator) and the verdict on a unit (section 11, S1-S3).
import type { Creator } from '../input/config.rules.js';
import type { OrderFact, OrderLine } from '../input/facts.rules.js';
import { has } from '../touches/void.rules.js';
import type { World } from '../world.rules.js';
import type { Part, Verdict } from './draft.rules.js';

/** Points from cheap deterministic signs. `parts` are the creator's own, earliest touch first. */
export function fraudScore(world: World, order: OrderFact, line: OrderLine, parts: readonly Part[]): number {
  const { fraud } = world.programme.program;
  // Whoever has a part is a creator of the programme.
  const creator = world.programme.creators.get((parts[0] as Part).creatorId) as Creator;
  const address = has(creator.addressHashes, order.buyer.addressHash) ? fraud.address : 0;
  const ip = has(creator.ipHashes, order.buyer.ipHash) ? fraud.ip : 0;
  const isFirstCycle = (line.subscription?.cycle ?? 1) === 1;
  const latest = parts.findLast((part) => part.touch.instrument !== 'promo_code');
  const isFast = isFirstCycle && latest !== undefined && order.occurredAt - latest.touch.at < fraud.fastMs;
  return address + ip + (isFast ? fraud.fast : 0);
}

/** What stands of a unit: the last decision first, then the score; an approval overrides the score, nothing revives a return. */
export function verdictOf(
  world: World,
  order: OrderFact,
  unit: { lineId: string; creatorId: string; score: number; isGone: boolean },
  moment: number,
): Verdict {
  const { fraud } = world.programme.program;
  const decision = world.decisions.onCommission(order.id, unit.lineId, unit.creatorId, moment);
  if (decision === 'reject' || (unit.score >= fraud.reject && decision !== 'approve')) return 'rejected';
  if (unit.isGone) return 'reversed';
  if (decision === 'hold' || (decision === null && unit.score >= fraud.review)) return 'review';
  return 'live';
}
