// What a retention curve says: where half have left, and its steps for a table.

export type Curve = { views: number; seen: readonly number[]; cartAdds: readonly number[] };

const MOST_ROWS = 20;

/** The first second from which fewer than half of the views go on, to the end; null when half see the last second. */
export function halfLeftAt({ views, seen }: Curve): number | null {
  const last = seen.findLastIndex((count) => 2 * count >= views);
  return last === seen.length - 1 ? null : last + 1;
}

/** At most twenty steps of whole seconds: who saw the first second of each, and what was put into the cart within it. */
export function rowsOf({ seen, cartAdds }: Curve): { second: number; seen: number; adds: number }[] {
  const step = Math.max(1, Math.ceil(seen.length / MOST_ROWS));
  return Array.from({ length: Math.ceil(seen.length / step) }, (_, row) => {
    const second = row * step;
    const adds = cartAdds.slice(second, second + step).reduce((sum, count) => sum + count, 0);
    return { second, seen: seen[second] ?? 0, adds };
  });
}
