// Holds a shop's export beside our records and writes down every difference, each once.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { audit } from '../../base/audit.js';
import type { Actor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { newId } from '../../base/ids.js';
import { programmeId } from '../../facts/fact.rules.js';
import { OrderFile } from '../files/order-file.entity.js';
import { subjectOf } from '../files/order-files.service.js';
import { differenceDigest, fieldsApart, type DifferenceKind, type Telling } from './difference.rules.js';
import { matchPairs, type Told } from './match.rules.js';
import * as sql from './reconciliation.queries.js';

const RECONCILER: Actor = { kind: 'system', name: 'reconciliation' };
/** How far apart two tellings of one sale may lie. */
const NEAR_MS = 3 * 86_400_000;
/** Exports are cut by days of another zone; what lies this near to the edge may be in the next file. */
const EDGE_MS = 12 * 3_600_000;
/** Of a short export only its first and last quarter are edges. */
const edgeOf = (from: number, to: number): number => Math.min(EDGE_MS, (to - from) / 4);

interface SideRow {
  external_id: string;
  status: string;
  currency: string;
  total_minor: string;
  codes: string[] | null;
  placed_at: Date;
}

interface PairRow extends SideRow {
  our_id: string | null;
  our_status: string;
  our_currency: string;
  our_total_minor: string;
  our_placed_at: Date;
  our_codes: string[] | null;
}

interface Found {
  kind: DifferenceKind;
  fields: string[];
  externalId: string;
  ourExternalId: string | null;
  score: number | null;
  theirs: Telling | null;
  ours: Telling | null;
}

const telling = (row: SideRow): Telling => ({
  ...{ status: row.status, currency: row.currency, totalMinor: row.total_minor, codes: row.codes ?? [] },
  placedAt: row.placed_at.toISOString(),
});

@Injectable()
export class ReconciliationService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Compares a file that is read. One transaction: a killed worker begins anew and finds the same. */
  async compare(fileId: string): Promise<void> {
    await inTransaction(this.db, async (em) => {
      const file = await em.findOneOrFail(OrderFile, { where: { id: fileId }, lock: { mode: 'pessimistic_write' } });
      if (file.status !== 'comparing') return;
      const { found, matched } = await this.find(em, file);
      await this.add(em, file, found);
      file.counts = { ...file.counts, matched, differences: found.length };
      Object.assign(file, { status: 'done', finishedAt: this.clock.now() });
      await em.save(file);
      const after = { matched, differences: found.length };
      await audit(em, { actor: RECONCILER, action: 'imports.file_compared', ...subjectOf(file), after });
    });
  }

  private async find(em: EntityManager, file: OrderFile): Promise<{ found: Found[]; matched: number }> {
    const programme = programmeId(file.storeId, file.mode);
    const [span]: { first: Date | null; last: Date | null; n: number }[] = await em.query(sql.SPAN, [file.id]);
    if (!span?.first || !span.last) return { found: [], matched: 0 };
    const pairs: PairRow[] = await em.query(sql.SIDE_BY_SIDE, [file.id, programme]);
    const known = pairs.filter((row) => row.our_id !== null);
    const differing = known.flatMap((row) => differs(row));
    const theirs = pairs.filter((row) => row.our_id === null);
    const [from, to] = [span.first.getTime(), span.last.getTime()];
    // Clocks of two sides differ: an order that pairs may lie just outside of the export's span.
    const around = [new Date(from - NEAR_MS), new Date(to + NEAR_MS)];
    const ours: SideRow[] = await em.query(sql.ONLY_OURS, [file.id, programme, ...around, file.mode]);
    const edge = edgeOf(from, to);
    const rest = apart(theirs, ours, [from + edge, to - edge]);
    const found = [...differing, ...rest];
    return { found, matched: known.length - differing.length };
  }

  private async add(em: EntityManager, file: OrderFile, found: readonly Found[]): Promise<void> {
    if (found.length === 0) return;
    const json = (told: Telling | null) => told && JSON.stringify(told);
    await em.query(sql.ADD_DIFFERENCES, [
      found.map(() => newId('dif')),
      ...[file.id, file.storeId, programmeId(file.storeId, file.mode), file.mode, this.clock.now()],
      found.map((one) => one.kind),
      found.map((one) => one.fields.join(',')),
      found.map((one) => one.externalId),
      found.map((one) => one.ourExternalId),
      found.map((one) => one.score),
      found.map((one) => json(one.theirs)),
      found.map((one) => json(one.ours)),
      found.map((one) => differenceDigest(one.kind, [one.externalId, one.ourExternalId], one.theirs, one.ours)),
    ]);
  }
}

/** What two tellings under one number say differently. */
function differs(row: PairRow): Found[] {
  const [theirs, ours] = [telling(row), ourTelling(row)];
  const fields = fieldsApart(theirs, ours);
  if (fields.length === 0) return [];
  const ids = { externalId: row.external_id, ourExternalId: row.our_id };
  return [{ kind: 'differs', fields, ...ids, score: null, theirs, ours }];
}

const ourTelling = (row: PairRow): Telling => ({
  ...{ status: row.our_status, currency: row.our_currency, totalMinor: row.our_total_minor },
  ...{ codes: row.our_codes ?? [], placedAt: row.our_placed_at.toISOString() },
});

const toTold = (row: SideRow): Told => ({
  ...{ key: row.external_id, number: row.external_id, totalMinor: BigInt(row.total_minor), currency: row.currency },
  ...{ atMs: row.placed_at.getTime(), codes: row.codes ?? [] },
});

/** Orders that no number joins: pairs by code, sum and time, and what is left on either side. */
function apart(theirs: readonly PairRow[], ours: readonly SideRow[], [from, to]: [number, number]): Found[] {
  const pairs = matchPairs(theirs.map(toTold), ours.map(toTold));
  const [byTheirs, byOurs] = [new Map(pairs.map((p) => [p.a, p])), new Map(pairs.map((p) => [p.b, p]))];
  const oursById = new Map(ours.map((row) => [row.external_id, row]));
  const left = theirs.map((row): Found => {
    const pair = byTheirs.get(row.external_id);
    const other = pair && oursById.get(pair.b);
    if (!pair || !other) {
      const none = { fields: [], ourExternalId: null, score: null, ours: null };
      return { kind: 'missing_here', externalId: row.external_id, theirs: telling(row), ...none };
    }
    const [a, b] = [telling(row), telling(other)];
    const ids = { externalId: row.external_id, ourExternalId: other.external_id };
    return { kind: 'another_id', fields: fieldsApart(a, b), ...ids, score: pair.score, theirs: a, ours: b };
  });
  // A cancelled order that the export leaves out is no difference; at the edges it may stand in the next export.
  const missing = ours.filter((row) => {
    const at = row.placed_at.getTime();
    return !byOurs.has(row.external_id) && row.status !== 'cancelled' && at >= from && at <= to;
  });
  const right = missing.map((row): Found => {
    const ids = { externalId: row.external_id, ourExternalId: row.external_id };
    return { kind: 'missing_there', fields: [], ...ids, score: null, theirs: null, ours: telling(row) };
  });
  return [...left, ...right];
}
