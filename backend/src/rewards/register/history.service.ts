// The register as the store's people read it: what was told, the newest first, with what became of it.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { Actor } from '../../base/auth.js';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../../base/graphql/paging.js';
import { programmeId, type Mode } from '../../facts/fact.rules.js';
import { StoresService } from '../../stores/stores.service.js';
import type { Verdict } from '../reward.reasons.js';
import type { EventKind } from '../reward.status.js';
import * as sql from '../rewards.queries.js';
import { RewardEvent } from './reward-event.entity.js';

export interface EventRow {
  event: RewardEvent;
  verdict: Verdict;
  inviter: string | null;
}

@Injectable()
export class RewardHistory {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly stores: StoresService,
  ) {}

  /** For the store's people and administrators. */
  async page(
    who: Actor,
    of: { storeId: string; mode: Mode; kind: EventKind | null },
    args: PageArgs,
  ): Promise<Page<EventRow>> {
    await this.stores.requireOwn(who, of.storeId, 'administrator');
    const programme = programmeId(of.storeId, of.mode);
    const query = this.db.manager
      .createQueryBuilder(RewardEvent, 'e')
      .where('e.programmeId = :programme', { programme });
    if (of.kind) query.andWhere('e.kind = :kind', { kind: of.kind });
    const totalCount = await query.getCount();
    const after = decodeCursor(args, 2);
    if (after)
      query.andWhere('(e.receivedAt, e.externalId) < (:at::timestamptz, :last)', { at: after[0], last: after[1] });
    query.orderBy('e.receivedAt', 'DESC').addOrderBy('e.externalId', 'DESC');
    const events = await query.limit(pageSize(args) + 1).getMany();
    const ids = events.map(({ externalId }) => externalId);
    const rows: { external_id: string; verdict: Verdict; inviter: string | null }[] = await this.db.query(
      sql.VERDICTS_OF,
      [programme, ids],
    );
    const found = new Map(rows.map((row) => [row.external_id, row]));
    const nodes = events.map((event) => {
      const said = found.get(event.externalId);
      return { event, verdict: said?.verdict ?? ('NOTED' as const), inviter: said?.inviter ?? null };
    });
    return toPage(nodes, args, totalCount, ({ event }) => [event.receivedAt.toISOString(), event.externalId]);
  }
}
