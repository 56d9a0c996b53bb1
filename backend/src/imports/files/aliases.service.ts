// Finds the order that a file speaks of when we know it under another number: by agreement, or because a receipt told of it first.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock.js';
import type { OrderContent } from '../../orders/drafts.service.js';
import type { Space } from '../../orders/recording.service.js';
import { matchPairs } from '../reconciliation/match.rules.js';
import { ADD_ALIAS, KNOWN_AS, OF_RECEIPTS } from './files.queries.js';

/** As much of an order as tells which one it is. */
interface Spoken {
  draft: { externalId: string; currency: string };
  occurredAt: Date;
  content: OrderContent;
  totalMinor: bigint;
}

const NEAR_MS = 86_400_000;

@Injectable()
export class AliasesService {
  constructor(private readonly clock: Clock) {}

  /** The number under which the order's facts stand; the file's own for an order that is new. */
  async knownAs(em: EntityManager, space: Space, spoken: Spoken): Promise<string> {
    const { externalId } = spoken.draft;
    const [agreed]: { external_id: string }[] = await em.query(KNOWN_AS, [space.programme, externalId]);
    if (agreed) return agreed.external_id;
    const receipt = await this.receiptOf(em, space, spoken);
    if (receipt === null) return externalId;
    await em.query(ADD_ALIAS, [space.programme, externalId, receipt, this.clock.now()]);
    return receipt;
  }

  /** A sale that a receipt told of must not be paid once more when the shop's file comes. */
  private async receiptOf(em: EntityManager, space: Space, spoken: Spoken): Promise<string | null> {
    const codes = spoken.content['discount_codes'] as readonly string[];
    if (codes.length === 0) return null;
    const at = spoken.occurredAt.getTime();
    const rows: { external_id: string; placed_at: Date; codes: string[] | null }[] = await em.query(OF_RECEIPTS, [
      ...[space.programme, spoken.totalMinor.toString(), new Date(at - NEAR_MS), new Date(at + NEAR_MS)],
    ]);
    const common = { number: '', totalMinor: spoken.totalMinor, currency: spoken.draft.currency };
    const [pair] = matchPairs(
      [{ ...common, key: spoken.draft.externalId, atMs: at, codes }],
      rows.map((row) => ({
        ...common,
        key: row.external_id,
        atMs: row.placed_at.getTime(),
        codes: row.codes ?? [],
      })),
    );
    return pair?.b ?? null;
  }
}
