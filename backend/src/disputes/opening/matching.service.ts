// Looks for the claimed order among those of the store, also under numbers that its files agreed on.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { readMoment } from '../../imports/files/reading/cells.rules.js';
import type { DisputeRow } from '../dispute-rows.service.js';
import { DAY_MS } from '../dispute.status.js';
import * as sql from '../disputes.queries.js';
import { scored, spellings, type Candidate, type Scored } from './match.rules.js';

/** Before and after the named day: slips of a day, and orders of the night. */
const AROUND_DAYS = 3;
const MOST = 50;
/** Below, it is only an order of the same sum. */
const WORTH_SHOWING = 20;
const SHOWN = 10;

interface OrderFound {
  id: string;
  external_id: string;
  total: string;
  currency: string;
  placed_at: Date;
}

/** Noon of a day YYYY-MM-DD in a time zone. */
export function noonOf(day: string, timezone: string): Date {
  const found = readMoment(`${day}T12:00:00`, { order: 'dmy', timezone });
  return found?.at ?? new Date(`${day}T12:00:00Z`);
}

@Injectable()
export class MatchingService {
  /** The best first; those that have nothing but the sum in common are left out. */
  async candidates(
    em: EntityManager,
    claim: Pick<
      DisputeRow,
      'programme_id' | 'claimed_number' | 'claimed_on' | 'claimed_minor' | 'currency' | 'timezone'
    >,
  ): Promise<Scored[]> {
    const { programme_id: programme, claimed_number: number, claimed_on: day, claimed_minor: minor } = claim;
    if (number === null || day === null || minor === null) return [];
    const noon = noonOf(day, claim.timezone).getTime();
    const around = [new Date(noon - AROUND_DAYS * DAY_MS), new Date(noon + AROUND_DAYS * DAY_MS)];
    const rows: OrderFound[] = await em.query(sql.CANDIDATES, [programme, spellings(number), minor, ...around, MOST]);
    const candidates: Candidate[] = [];
    for (const row of rows) {
      const aliases: { other_id: string }[] = await em.query(sql.ALIASES_OF, [programme, row.external_id]);
      candidates.push({
        ...{ orderId: row.id, externalId: row.external_id, aliases: aliases.map((one) => one.other_id) },
        ...{ totalMinor: BigInt(row.total), currency: row.currency, placedAtMs: row.placed_at.getTime() },
      });
    }
    const told = { number, totalMinor: BigInt(minor), currency: claim.currency, atMs: noon };
    return scored(told, candidates)
      .filter((one) => one.sure || one.score >= WORTH_SHOWING)
      .slice(0, SHOWN);
  }
}
