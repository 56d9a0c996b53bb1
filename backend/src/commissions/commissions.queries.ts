// Named SQL of commissions: lists with the names people know things by.
import type { EntityManager } from 'typeorm';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../base/graphql/paging.js';
import type { CommissionState } from './commission.status.js';

export interface CommissionFilter {
  creatorId?: string;
  storeId?: string | null;
  state?: CommissionState | null;
  videoId?: string | null;
}

/** A unit with the names of its store, product, video and creator. */
export interface CommissionRow {
  id: string;
  order_id: string;
  order_external_id: string;
  line_id: string;
  store_id: string;
  store_name: string;
  timezone: string;
  product_title: string | null;
  video_id: string | null;
  video_title: string | null;
  kind: string;
  instrument: string | null;
  match: string | null;
  currency: string;
  base_minor: string;
  amount_minor: string;
  state: CommissionState;
  hold_until: Date | null;
  disputed: boolean;
  ordered_at: Date;
  creator_name: string | null;
}

/** Live money only: what a test key did is seen on its orders, and is nobody's earnings. */
const WHERE = `u.mode = 'live' AND ($1::text IS NULL OR u.creator_id = $1) AND ($2::text IS NULL OR u.store_id = $2)
  AND ($3::text IS NULL OR u.state = $3) AND ($4::text IS NULL OR u.video_id = $4)`;

const NAMED = `
  SELECT u.id, u.order_id, u.order_external_id, u.line_id, u.store_id, s.name AS store_name, s.timezone, u.kind, u.instrument,
    u.match, u.currency, u.base_minor, u.amount_minor, u.state, u.hold_until, u.disputed_at IS NOT NULL AS disputed, u.ordered_at, u.video_id, v.title AS video_title,
    c.display_name AS creator_name, coalesce(p.title, (
      SELECT l->>'title' FROM orders o, jsonb_array_elements(o.lines) l WHERE o.id = u.order_id AND l->>'line_id' = u.line_id LIMIT 1
    )) AS product_title
  FROM commission_units u JOIN stores s ON s.id = u.store_id
    LEFT JOIN videos v ON v.id = u.video_id LEFT JOIN creators c ON c.id = u.creator_id
    LEFT JOIN products p ON p.store_id = u.store_id AND p.external_id = u.product_id`;

/** One page of units, newest order first. The caller has checked who may see them. */
export async function pageOfCommissions(
  em: EntityManager,
  filter: CommissionFilter,
  args: PageArgs,
): Promise<Page<CommissionRow>> {
  const first = pageSize(args);
  const after = decodeCursor(args, 2);
  const chosen = [filter.creatorId ?? null, filter.storeId ?? null, filter.state ?? null, filter.videoId ?? null];
  const [counted]: { count: string }[] = await em.query(
    `SELECT count(*) FROM commission_units u WHERE ${WHERE}`,
    chosen,
  );
  const rows: CommissionRow[] = await em.query(
    `${NAMED} WHERE ${WHERE} AND ($5::timestamptz IS NULL OR (u.ordered_at, u.id) < ($5, $6::text))
     ORDER BY u.ordered_at DESC, u.id DESC LIMIT $7`,
    [...chosen, after?.[0] ?? null, after?.[1] ?? null, first + 1],
  );
  return toPage(rows, args, Number(counted?.count ?? 0), (row) => [row.ordered_at.toISOString(), row.id]);
}

/** Units by what they are for; every array has one entry a unit. $7: the mark, $8: the payout. */
export const MARK_UNITS = `
  UPDATE commission_units u SET payout_mark = $7, payout_id = $8
  FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) AS w(order_id, line_id, kind, creator_id, via)
  WHERE u.programme_id = $1 AND u.order_external_id = w.order_id AND u.line_id = w.line_id AND u.kind = w.kind
    AND u.creator_id = w.creator_id AND coalesce(u.via_creator_id, '') = w.via
  RETURNING u.order_external_id`;

/** $2 order, $3 line, $4 creator; $5 since when, or null. What an invited creator's sale pays besides is not disputed. */
export const MARK_DISPUTED = `
  UPDATE commission_units SET disputed_at = $5
  WHERE programme_id = $1 AND order_external_id = $2 AND line_id = $3 AND creator_id = $4 AND kind = 'sale'`;

/** Who is credited with what on the lines of these orders, by order id. */
export interface LineUnit {
  order_id: string;
  line_id: string;
  creator_name: string | null;
  amount_minor: string;
  currency: string;
}

export const UNITS_OF_ORDERS = `
  SELECT u.order_id, u.line_id, c.display_name AS creator_name, u.amount_minor, u.currency
  FROM commission_units u LEFT JOIN creators c ON c.id = u.creator_id
  WHERE u.order_id = ANY($1) AND u.kind = 'sale' ORDER BY u.order_id, u.line_id, u.amount_minor DESC, u.creator_id`;
