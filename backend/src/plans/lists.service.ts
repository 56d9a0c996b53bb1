// Reads versions and rehearsals for those who may see them.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { AccountActor } from '../base/auth.js';
import { toMoney } from '../base/graphql/money.type.js';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../base/graphql/paging.js';
import { CreatorsService } from '../creators/creators.service.js';
import { StoresService } from '../stores/stores.service.js';
import { completeRows, digestOf, DraftsService, type VersionRow } from './drafts.service.js';
import type { PlanRehearsalCreatorType, PlanRehearsalType } from './plan.types.js';
import { RehearsalsService } from './rehearsal/rehearsals.service.js';
import { shownRehearsal } from './shown.js';
import * as sql from './plans.queries.js';

interface CreatorRow {
  creator_id: string;
  name: string | null;
  sales: number;
  base: string;
  before: string;
  after: string;
  change: string;
}

@Injectable()
export class PlanLists {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly stores: StoresService,
    private readonly drafts: DraftsService,
    private readonly rehearsals: RehearsalsService,
    private readonly creators: CreatorsService,
  ) {}

  async versions(who: AccountActor, storeId: string, args: PageArgs): Promise<Page<VersionRow>> {
    await this.stores.requireOwn(who, storeId, 'finance', 'administrator');
    const after = decodeCursor(args, 2);
    const cursor = [after?.[0] ?? null, after?.[1] ?? null];
    const rows: VersionRow[] = await this.db.query(sql.VERSIONS_OF_STORE, [storeId, ...cursor, pageSize(args) + 1]);
    const [count]: { count: number }[] = await this.db.query(sql.COUNT_VERSIONS, [storeId]);
    return toPage(completeRows(rows), args, count?.count ?? 0, (row) => [row.made_at.toISOString(), row.id]);
  }

  async proposed(args: PageArgs): Promise<Page<VersionRow>> {
    const after = decodeCursor(args, 2);
    const cursor = [after?.[0] ?? null, after?.[1] ?? null];
    const rows: VersionRow[] = await this.db.query(sql.PROPOSED, [...cursor, pageSize(args) + 1]);
    const [count]: { count: number }[] = await this.db.query(sql.COUNT_PROPOSED);
    return toPage(completeRows(rows), args, count?.count ?? 0, (row) => [row.proposed_at?.toISOString() ?? '', row.id]);
  }

  async rehearsal(row: VersionRow): Promise<PlanRehearsalType | null> {
    const found = await this.rehearsals.newestOf(row.id);
    if (!found) return null;
    const present = await this.drafts.present(this.db.manager, row.store_id);
    // Of a decided version it stays what it was decided on.
    const open = row.status === 'draft' || row.status === 'proposed';
    const same = found.terms_digest.equals(digestOf(row.terms)) && found.present_digest.equals(digestOf(present.terms));
    const months: { month: string; before: string; after: string }[] = await this.db.query(sql.MONTHS_OF_REHEARSAL, [
      found.id,
    ]);
    return shownRehearsal(found, row.currency, !open || same, months);
  }

  async rehearsalCreators(
    who: AccountActor,
    versionId: string,
    args: PageArgs,
  ): Promise<Page<PlanRehearsalCreatorType>> {
    const version = await this.drafts.require(who, versionId);
    const found = await this.rehearsals.newestOf(versionId);
    const after = decodeCursor(args, 2);
    const cursor = [after?.[0] ?? null, after?.[1] ?? null];
    const query = [found?.id ?? null, ...cursor, pageSize(args) + 1];
    const rows: CreatorRow[] = await this.db.query(sql.CREATORS_OF_REHEARSAL, query);
    const page = toPage(rows, args, found?.creators ?? 0, (row) => [row.change, row.creator_id]);
    const money = (minor: string) => toMoney(BigInt(minor), version.currency);
    const nodes = page.nodes.map((row) => ({
      ...{ creatorId: row.creator_id, name: row.name ?? '', sales: row.sales, base: money(row.base) },
      ...{ before: money(row.before), after: money(row.after), change: money(row.change) },
    }));
    return { ...page, nodes };
  }

  /** Names of the creators that terms and changes of these versions name. */
  async creatorNames(rows: readonly VersionRow[]): Promise<Map<string, string>> {
    const ids = rows.flatMap(({ terms, effects }) => [
      ...terms.rules.flatMap((rule) => rule.creatorId ?? []),
      ...(effects?.rates ?? []).flatMap((rate) => rate.creatorId ?? []),
    ]);
    const found = await this.creators.byIds(ids);
    return new Map([...found].map(([id, creator]) => [id, creator.displayName]));
  }
}
