// Named SQL of placements: the page of a store, and the rank of each among those that may be shown.
import type { EntityManager } from 'typeorm';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../base/graphql/paging.js';
import type { Placement } from './placement.entity.js';
import type { PlacementFacts } from './placement.rules.js';

/** A store's cards, each in its order. */
export async function pageOfPlacements(
  em: EntityManager,
  of: { storeId: string; productId: string | null },
  args: PageArgs,
): Promise<Page<Placement>> {
  const size = pageSize(args);
  const after = decodeCursor(args, 3);
  const where = 'store_id = $1 AND removed_at IS NULL AND ($2::text IS NULL OR product_id = $2)';
  const [rows, [total]] = await Promise.all([
    em.query<Placement[]>(
      `SELECT id, store_id AS "storeId", product_id AS "productId", video_id AS "videoId", position, hidden, pinned, exploring,
              placed_at AS "placedAt", removed_at AS "removedAt", removed_why AS "removedWhy"
         FROM placements
        WHERE ${where} AND ($3::text IS NULL OR (product_id, position, id) > ($3, $4::int, $5))
        ORDER BY product_id, position, id LIMIT $6`,
      [of.storeId, of.productId, after?.[0] ?? null, after?.[1] ?? null, after?.[2] ?? null, size + 1],
    ),
    em.query<{ total: number }[]>(`SELECT count(*)::int AS total FROM placements WHERE ${where}`, [
      of.storeId,
      of.productId,
    ]),
  ]);
  return toPage(rows, args, total?.total ?? 0, (p) => [p.productId, p.position, p.id]);
}

/** $2 is now. */
const SEEN = (video: string, placement: string) =>
  `(${video}.live_version IS NOT NULL AND (${video}.licence_until IS NULL OR ${video}.licence_until > $2) AND NOT ${placement}.hidden)`;

/** What decides whether each of these placements is seen. */
export async function factsOfPlacements(
  em: EntityManager,
  ids: readonly string[],
  now: Date,
): Promise<Map<string, PlacementFacts>> {
  const rows = await em.query<(PlacementFacts & { id: string })[]>(
    `SELECT p.id, p.hidden, v.live_version IS NOT NULL AS "videoPublished",
            v.licence_until <= $2 AS "licenceEnded", g.removed_at IS NOT NULL AS "productRemoved",
            CASE WHEN ${SEEN('v', 'p')} THEN (
              SELECT 1 + count(*)::int FROM placements o JOIN videos w ON w.id = o.video_id
               WHERE o.product_id = p.product_id AND o.removed_at IS NULL AND ${SEEN('w', 'o')}
                 AND (o.position, o.id) < (p.position, p.id)) END AS rank
       FROM placements p JOIN videos v ON v.id = p.video_id JOIN products g ON g.id = p.product_id
      WHERE p.id = ANY($1)`,
    [ids, now],
  );
  return new Map(rows.map(({ id, ...facts }) => [id, facts]));
}

/** How many published, not hidden videos each of these cards has; a card without any is not in the answer. */
export async function shownOnCards(
  em: EntityManager,
  productIds: readonly string[],
  now: Date,
): Promise<Map<string, number>> {
  const rows = await em.query<{ productId: string; count: number }[]>(
    `SELECT p.product_id AS "productId", count(*)::int AS count FROM placements p JOIN videos v ON v.id = p.video_id
      WHERE p.product_id = ANY($1) AND p.removed_at IS NULL AND ${SEEN('v', 'p')} GROUP BY p.product_id`,
    [productIds, now],
  );
  return new Map(rows.map((row) => [row.productId, row.count]));
}
