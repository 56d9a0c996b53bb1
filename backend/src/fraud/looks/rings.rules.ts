// Who buys from a creator: the creator's own e-mail, phone and device, and the customers tied to those by other orders.
import type { AlertDraft } from '../alert.rules.js';
import { TRAITS, type Buyer, type OwnTraits, type Trait } from '../queue/shown.rules.js';
import { unitsOf, type Sale } from './sale.rules.js';
import type { Thresholds } from './thresholds.rules.js';

export interface RingCreator {
  id: string;
  since: Date;
  own: OwnTraits;
}

/** Buyers of every order of the span, credited or not: an own purchase earns nothing and still ties a phone to a person. */
export type Buyers = ReadonlyMap<string, Buyer>;

/** How a sale hangs on its creator. */
interface Tie {
  trait: Trait;
  /** 0: the creator's own; 1: somebody who shares it with an own purchase. */
  hops: 0 | 1;
}

/** Values that too many customers share say nothing about any of them. */
function publicValues(buyers: Buyers, most: number): ReadonlySet<string> {
  const users = new Map<string, Set<string>>();
  for (const buyer of buyers.values()) {
    const who = buyer.customer ?? buyer.email ?? buyer.phone;
    for (const trait of TRAITS) {
      const value = buyer[trait];
      if (value === null || who === null) continue;
      const key = `${trait}|${value}`;
      users.set(key, (users.get(key) ?? new Set()).add(who));
    }
  }
  return new Set([...users].flatMap(([key, people]) => (people.size > most ? [key] : [])));
}

/** The values of a creator, and those of buyers who bought with one of them. */
function closeCircle(creator: RingCreator, buyers: Buyers, isPublic: ReadonlySet<string>): Map<string, 0 | 1> {
  const circle = new Map<string, 0 | 1>();
  for (const trait of TRAITS) {
    for (const value of creator.own[trait]) circle.set(`${trait}|${value}`, 0);
  }
  const own = [...circle.keys()];
  if (own.length === 0) return circle;
  const isOwn = new Set(own);
  for (const buyer of buyers.values()) {
    const keys = keysOf(buyer, isPublic);
    if (!keys.some((key) => isOwn.has(key))) continue;
    for (const key of keys) if (!circle.has(key)) circle.set(key, 1);
  }
  return circle;
}

const keysOf = (buyer: Buyer, isPublic: ReadonlySet<string>): string[] =>
  TRAITS.flatMap((trait) => {
    const value = buyer[trait];
    return value === null || isPublic.has(`${trait}|${value}`) ? [] : [`${trait}|${value}`];
  });

function tieOf(
  buyer: Buyer | undefined,
  circle: ReadonlyMap<string, 0 | 1>,
  isPublic: ReadonlySet<string>,
): Tie | null {
  const ties = TRAITS.flatMap((trait): Tie[] => {
    const value = buyer?.[trait];
    const hops = value === null || value === undefined ? undefined : circle.get(`${trait}|${value}`);
    return hops === undefined || isPublic.has(`${trait}|${value}`) ? [] : [{ trait, hops }];
  });
  // A customer, an e-mail or a phone says more than a device.
  return ties.sort((a, b) => a.hops - b.hops || TRAITS.indexOf(a.trait) - TRAITS.indexOf(b.trait))[0] ?? null;
}

/** Credited sales to the creator or to the creator's circle, that the evaluator could not know of at their moment. */
export function ownRings(
  creators: readonly RingCreator[],
  buyers: Buyers,
  sales: readonly Sale[],
  terms: Thresholds,
): AlertDraft[] {
  const isPublic = publicValues(buyers, terms.ring.mostCustomers);
  const circles = new Map(creators.map((creator) => [creator.id, closeCircle(creator, buyers, isPublic)]));
  const tied = sales.flatMap((sale) => {
    const tie = tieOf(buyers.get(sale.orderId), circles.get(sale.creatorId) ?? new Map(), isPublic);
    return tie ? [{ sale, tie }] : [];
  });
  const groups = Map.groupBy(tied, ({ sale }) => sale.creatorId);
  return [...groups].flatMap(([creatorId, own]) => {
    const devices = own.filter(({ tie }) => tie.trait === 'device' && tie.hops === 1);
    const few = new Set(devices.map(({ sale }) => sale.orderId)).size < terms.ring.deviceOrders;
    return own
      .filter(({ tie }) => !(few && tie.trait === 'device' && tie.hops === 1))
      .map(({ sale, tie }): AlertDraft => ({
        ...{ rule: 'OWN_RING', creatorId, orderId: sale.orderId, units: unitsOf([sale]) },
        key: JSON.stringify([sale.orderId, sale.lineId]),
        facts: [{ code: tie.hops === 0 ? 'OWN_TRAIT' : 'CIRCLE_TRAIT', params: { trait: tie.trait } }],
      }));
  });
}

/** Creators who buy from one another, again and again, each way. */
export function mutualRings(
  creators: readonly RingCreator[],
  buyers: Buyers,
  sales: readonly Sale[],
  terms: Thresholds,
): AlertDraft[] {
  const isPublic = publicValues(buyers, terms.ring.mostCustomers);
  const ownerOf = new Map<string, string>();
  for (const { id, own } of creators) {
    for (const trait of TRAITS) for (const value of own[trait]) ownerOf.set(`${trait}|${value}`, id);
  }
  const bought = sales.flatMap((sale) => {
    const buyer = buyers.get(sale.orderId);
    const by = buyer && keysOf(buyer, isPublic).flatMap((key) => ownerOf.get(key) ?? [])[0];
    return by !== undefined && by !== sale.creatorId ? [{ sale, by }] : [];
  });
  const pairs = Map.groupBy(bought, ({ sale, by }) => JSON.stringify([by, sale.creatorId]));
  const countOf = (by: string, from: string): number =>
    new Set((pairs.get(JSON.stringify([by, from])) ?? []).map(({ sale }) => sale.orderId)).size;
  return [...pairs.values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const { by, sale } = first;
    const there = countOf(by, sale.creatorId);
    const back = countOf(sale.creatorId, by);
    if (there < terms.ring.mutualOrders || back < terms.ring.mutualOrders) return [];
    return own.map((one): AlertDraft => ({
      ...{ rule: 'OWN_RING', creatorId: sale.creatorId, orderId: one.sale.orderId, units: unitsOf([one.sale]) },
      key: JSON.stringify(['mutual', one.sale.orderId, one.sale.lineId]),
      facts: [{ code: 'MUTUAL', params: { there: String(there), back: String(back) } }],
    }));
  });
}

/** Two accounts with one phone or device: the younger is looked at. Nothing is frozen: a family may have two creators. */
export function sharedIdentities(creators: readonly RingCreator[], sales: readonly Sale[]): AlertDraft[] {
  const sorted = [...creators].sort((a, b) => a.since.getTime() - b.since.getTime() || (a.id < b.id ? -1 : 1));
  const first = new Map<string, string>();
  return sorted.flatMap((creator) => {
    const shared = (['phone', 'device'] as const).flatMap((trait) =>
      [...creator.own[trait]].flatMap((value) => {
        const older = first.get(`${trait}|${value}`);
        if (older === undefined) first.set(`${trait}|${value}`, creator.id);
        return older === undefined || older === creator.id ? [] : [{ trait, older }];
      }),
    );
    const olders = Map.groupBy(shared, ({ older }) => older);
    return [...olders].map(([older, same]): AlertDraft => ({
      ...{ rule: 'SHARED_IDENTITY', creatorId: creator.id, orderId: null, key: older },
      facts: [...new Set(same.map(({ trait }) => trait))].map((trait) => ({
        ...{ code: 'SHARED_IDENTITY', params: { trait, other: older } },
      })),
      units: unitsOf(sales.filter((sale) => sale.creatorId === creator.id)),
    }));
  });
}
