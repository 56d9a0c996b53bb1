// From the parts of a line to one unit per creator: amounts by quotas, bases by weights, verdict and referral (T9, P6).
import { lr, rhu, sq } from '../../../base/money.js';
import type { Creator } from '../input/config.rules.js';
import type { OrderFact } from '../input/facts.rules.js';
import { byCodePoint } from '../../../facts/canonical.rules.js';
import { momentOf, termsOf } from '../input/moment.rules.js';
import { shareIdentity } from '../touches/void.rules.js';
import type { World } from '../world.rules.js';
import type { Attributed, LineCredit, Part, UnitDraft } from './draft.rules.js';
import type { PricedLine } from './line-parts.rules.js';
import { fraudScore, verdictOf } from './score.rules.js';

/** Units of all lines by position and creator id, and what was attributed to whom for tiers. */
export function draftUnits(
  world: World,
  order: OrderFact,
  priced: readonly PricedLine[],
  full: readonly LineCredit[],
  moment: number,
): { units: UnitDraft[]; attributed: Attributed[] } {
  const units: UnitDraft[] = [];
  const attributed: Attributed[] = [];
  priced.forEach((line, index) => {
    const credit = full[index];
    if (!credit || line.parts.length === 0) return;
    const split = splitLine(world, order, line, credit);
    for (const share of split) {
      if (share.isVoid) continue;
      const unit = draftUnit(world, order, line, share, moment);
      if (unit) units.push(unit);
      const decision = world.decisions.onCommission(order.id, line.line.lineId, share.creatorId, moment);
      if (decision !== 'reject' && order.status !== 'cancelled') {
        attributed.push({
          creatorId: share.creatorId,
          grossMinor: share.baseGrossMinor,
          netMinor: share.baseNetMinor,
        });
      }
    }
  });
  return { units, attributed };
}

/** One creator's part of a line. `parts` are earliest touch first. */
export interface CreatorShare {
  readonly creatorId: string;
  readonly isVoid: boolean;
  readonly parts: readonly Part[];
  readonly baseGrossMinor: bigint;
  readonly baseNetMinor: bigint;
  readonly grossMinor: bigint;
  readonly netMinor: bigint;
  readonly chargeMinor: bigint;
  readonly grossNumerator: bigint;
  readonly netNumerator: bigint;
  readonly denominator: bigint;
}

/** T9: splits a line between its creators, in creator-id order. Void creators and those without terms have amount 0. */
export function splitLine(
  world: World,
  order: OrderFact,
  line: PricedLine | LineParts,
  credit: LineCredit,
): CreatorShare[] {
  const ids = [...new Set(line.parts.map((part) => part.creatorId))].sort(byCodePoint);
  const sumOver = (value: (part: Part, index: number) => bigint): bigint[] =>
    ids.map((id) =>
      line.parts.reduce(
        (sum, part, index) => (part.creatorId === id ? sum + value(part, index) * part.weight : sum),
        0n,
      ),
    );
  const weights = sumOver(() => 1n);
  const denominator = weights.reduce((sum, weight) => sum + weight, 0n);
  const gross = sumOver((_, index) => credit.fullGrossMinor[index] as bigint);
  const net = sumOver((_, index) => credit.fullNetMinor[index] as bigint);
  const { matchBps } = termsOf(world, order);
  const charge = sumOver((part) =>
    rhu(credit.netBaseMinor * (part.rule?.chargeBps ?? 0n) * matchBps[part.match], 100_000_000n),
  );
  const [grossParts, netParts, chargeParts] = [sq(gross, denominator), sq(net, denominator), sq(charge, denominator)];
  const [baseGross, baseNet] = [lr(credit.grossBaseMinor, weights), lr(credit.netBaseMinor, weights)];
  return ids.map((creatorId, index) => {
    const parts = line.parts.filter((part) => part.creatorId === creatorId);
    return {
      creatorId,
      isVoid: parts[0]?.void !== null,
      parts,
      baseGrossMinor: baseGross[index] as bigint,
      baseNetMinor: baseNet[index] as bigint,
      grossMinor: grossParts[index] as bigint,
      netMinor: netParts[index] as bigint,
      chargeMinor: chargeParts[index] as bigint,
      grossNumerator: gross[index] as bigint,
      netNumerator: net[index] as bigint,
      denominator,
    };
  });
}

interface LineParts {
  readonly parts: readonly Part[];
}

function draftUnit(
  world: World,
  order: OrderFact,
  line: PricedLine,
  share: CreatorShare,
  moment: number,
): UnitDraft | null {
  const latest = share.parts.findLast((part) => part.rule !== null);
  if (!latest?.rule || !line.isPaid) return null;
  const { programme } = world;
  const score = fraudScore(world, order, line.line, share.parts);
  const isGone = order.status === 'cancelled' || line.netBaseMinor === 0n;
  const product = programme.products.get(line.line.productId);
  return {
    orderId: order.id,
    lineId: line.line.lineId,
    linePosition: line.position,
    creatorId: share.creatorId,
    instrument: latest.touch.instrument,
    match: latest.match,
    rule: latest.rule,
    baseGrossMinor: share.baseGrossMinor,
    baseNetMinor: share.baseNetMinor,
    grossMinor: share.grossMinor,
    netMinor: share.netMinor,
    sellerId: line.line.sellerId ?? product?.sellerId ?? programme.program.sellerId,
    chargeMinor: share.chargeMinor,
    verdict: verdictOf(world, order, { lineId: line.line.lineId, creatorId: share.creatorId, score, isGone }, moment),
    score,
    referral: referralOf(world, order, share.creatorId, moment),
  };
}

/** P6: who referred the creator and earns with them on this order, or null. One level only. */
function referralOf(world: World, order: OrderFact, creatorId: string, moment: number): UnitDraft['referral'] {
  const { creators } = world.programme;
  const creator = creators.get(creatorId) as Creator;
  const { referrer } = creator;
  const other = referrer && creators.get(referrer.creatorId);
  if (!referrer || !other) return null;
  if (order.occurredAt < referrer.from || order.occurredAt >= referrer.to) return null;
  if (
    shareIdentity(creator, other, momentOf(world, order)) ||
    world.decisions.isBanned(other.id, order.occurredAt, moment)
  )
    return null;
  return { creatorId: other.id, rateBps: referrer.rateBps };
}
