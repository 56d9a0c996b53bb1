// Which day it is for a report: that of its store, or over several stores that of the one furthest east.
import type { DataSource } from 'typeorm';
import { dayOf } from '../base/clock.js';
import type { StoresService } from '../stores/stores.service.js';

const LATEST = `
  SELECT max(($1::timestamptz AT TIME ZONE timezone)::date)::text AS day FROM (SELECT DISTINCT timezone FROM stores) s`;

/** As `2026-11-20`. Sales are counted by the days of their stores, so where it is tomorrow already they belong to tomorrow. */
export async function todayOf(
  db: DataSource,
  stores: StoresService,
  storeId: string | null,
  now: Date,
): Promise<string> {
  if (storeId !== null) return dayOf(now, (await stores.require(storeId)).timezone);
  const [row] = await db.query<{ day: string | null }[]>(LATEST, [now]);
  return row?.day ?? dayOf(now, 'UTC');
}
