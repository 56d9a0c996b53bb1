// Who may not earn from an order: its own buyer, and the banned (T4); and who may not refer whom (P6).
import type { Creator } from '../input/config.rules.js';
import type { OrderFact } from '../input/facts.rules.js';
import type { VoidReason } from '../evaluator.reasons.js';
import type { World } from '../world.rules.js';

/** Why a creator is void for an order at `moment`, or null. Self-purchase is named before a ban. */
export function voidReason(world: World, order: OrderFact, creatorId: string, moment: number): VoidReason | null {
  const creator = world.programme.creators.get(creatorId);
  if (creator && isOwnPurchase(creator, order)) return 'SELF_PURCHASE';
  return world.decisions.isBanned(creatorId, order.occurredAt, moment) ? 'CREATOR_BANNED' : null;
}

function isOwnPurchase(creator: Creator, order: OrderFact): boolean {
  const { buyer } = order;
  return (
    has(creator.customerIds, buyer.customerId) ||
    has(creator.emailHashes, buyer.emailHash) ||
    has(creator.phoneHashes, buyer.phoneHash) ||
    has(creator.cardFps, buyer.cardFp) ||
    has(creator.viewerIds, order.viewerId)
  );
}

/** Whether two creators share a strong identifier or a device: then they may be one person. */
export function shareIdentity(a: Creator, b: Creator): boolean {
  const pairs: readonly (readonly [readonly string[], readonly string[]])[] = [
    [a.customerIds, b.customerIds],
    [a.emailHashes, b.emailHashes],
    [a.phoneHashes, b.phoneHashes],
    [a.cardFps, b.cardFps],
    [a.viewerIds, b.viewerIds],
  ];
  return a.id === b.id || pairs.some(([left, right]) => left.some((item) => right.includes(item)));
}

export function has(list: readonly string[], value: string | null): boolean {
  return value !== null && list.includes(value);
}
