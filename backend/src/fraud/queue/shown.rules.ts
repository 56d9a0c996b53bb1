// Letters in place of identifiers: the same letter is the same customer, e-mail, phone or device; nobody sees which.

/** What an order's fact says of its buyer; hashes and ids, which stay here. */
export interface Buyer {
  customer: string | null;
  email: string | null;
  phone: string | null;
  device: string | null;
}

export const TRAITS = ['customer', 'email', 'phone', 'device'] as const;
export type Trait = (typeof TRAITS)[number];

/** What is known to be the creator's own at the order's time. */
export type OwnTraits = Readonly<Record<Trait, ReadonlySet<string>>>;

export interface Lettered {
  letters: Record<Trait, string | null>;
  own: Trait[];
}

/** A, B, ... Z, AA, AB, ...; in the order in which values are first met. */
export function letterOf(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest > 0 ? letterOf(rest - 1) : '') + String.fromCharCode(65 + (index % 26));
}

/** Letters for the buyers of a list, in its order. */
export function lettered(buyers: readonly (Buyer & { ownTraits: OwnTraits })[]): Lettered[] {
  const met: Record<Trait, Map<string, string>> = {
    ...{ customer: new Map(), email: new Map(), phone: new Map(), device: new Map() },
  };
  const letter = (trait: Trait, value: string | null): string | null => {
    if (value === null) return null;
    const known = met[trait].get(value) ?? letterOf(met[trait].size);
    met[trait].set(value, known);
    return known;
  };
  return buyers.map((buyer) => ({
    letters: {
      customer: letter('customer', buyer.customer),
      email: letter('email', buyer.email),
      phone: letter('phone', buyer.phone),
      device: letter('device', buyer.device),
    },
    own: TRAITS.filter((trait) => {
      const value = buyer[trait];
      return value !== null && buyer.ownTraits[trait].has(value);
    }),
  }));
}
