// Who may not earn from an order: its own buyer, and the banned (T4); and who may not refer whom (P6).
import type { Creator, Identifiers } from '../input/config.rules.js';
import type { OrderFact } from '../input/facts.rules.js';
import type { VoidReason } from '../evaluator.reasons.js';
import { momentOf } from '../input/moment.rules.js';
import type { World } from '../world.rules.js';

/** Why a creator is void for an order at `moment`, or null. Self-purchase is named before a ban. */
export function voidReason(world: World, order: OrderFact, creatorId: string, moment: number): VoidReason | null {
  const creator = world.programme.creators.get(creatorId);
  if (creator && identitiesAt(creator, momentOf(world, order)).some((own) => isOwnPurchase(own, order)))
    return 'SELF_PURCHASE';
  return world.decisions.isBanned(creatorId, order.occurredAt, moment) ? 'CREATOR_BANNED' : null;
}

/** What is known to be the creator's at a moment. */
function identitiesAt(creator: Creator, moment: number): readonly Identifiers[] {
  if (creator.known.length === 0) return [creator];
  return [creator, ...creator.known.filter(({ from, to }) => from <= moment && moment < to)];
}

function isOwnPurchase(creator: Identifiers, order: OrderFact): boolean {
  const { buyer } = order;
  return (
    has(creator.customerIds, buyer.customerId) ||
    has(creator.emailHashes, buyer.emailHash) ||
    has(creator.phoneHashes, buyer.phoneHash) ||
    has(creator.cardFps, buyer.cardFp) ||
    has(creator.viewerIds, order.viewerId)
  );
}

/** Whether two creators share a strong identifier or a device at a moment: then they may be one person. */
export function shareIdentity(a: Creator, b: Creator, moment: number): boolean {
  if (a.id === b.id) return true;
  return identitiesAt(a, moment).some((own) => identitiesAt(b, moment).some((other) => overlap(own, other)));
}

function overlap(a: Identifiers, b: Identifiers): boolean {
  const pairs: readonly (readonly [readonly string[], readonly string[]])[] = [
    [a.customerIds, b.customerIds],
    [a.emailHashes, b.emailHashes],
    [a.phoneHashes, b.phoneHashes],
    [a.cardFps, b.cardFps],
    [a.viewerIds, b.viewerIds],
  ];
  return pairs.some(([left, right]) => left.some((item) => right.includes(item)));
}

export function has(list: readonly string[], value: string | null): boolean {
  return value !== null && list.includes(value);
}
