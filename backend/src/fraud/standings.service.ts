// Writes what groups want together of each commission as decision facts: the only way in which fraud changes money.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AttributionService } from '../attribution/attribution.service.js';
import { Clock } from '../base/clock.js';
import { programmeParts, type FactInput } from '../facts/fact.rules.js';
import { FactsService } from '../facts/facts.service.js';
import * as sql from './fraud.queries.js';
import type { FactAction } from './risk.status.js';

export interface Unit {
  orderId: string;
  lineId: string;
}

/** Who decided what about which group, on which evidence: it stands in the fact. */
export interface Cause {
  groupId: string;
  rule: string;
  actor: string;
  reasonCode: string;
  evidence: Buffer;
}

@Injectable()
export class StandingsService {
  constructor(
    private readonly clock: Clock,
    private readonly facts: FactsService,
    private readonly attribution: AttributionService,
  ) {}

  /** True when a group holds or has rejected this commission: its creator objects there. */
  async isUnderCheck(em: EntityManager, programme: string, creatorId: string, unit: Unit): Promise<boolean> {
    const found: unknown[] = await em.query(sql.CHECKED, [programme, creatorId, unit.orderId, unit.lineId]);
    return found.length > 0;
  }

  /**
   * In the caller's transaction, under the programme's risk lock. A commission that another group still holds gets no fact;
   * doing it twice adds nothing. Returns how many facts were added; their orders are marked to be looked at.
   */
  async settle(
    em: EntityManager,
    programme: string,
    creatorId: string,
    units: readonly Unit[],
    cause: Cause,
  ): Promise<number> {
    const asked = [units.map((unit) => unit.orderId), units.map((unit) => unit.lineId)];
    const due: { order_id: string; line_id: string; action: FactAction; seq: number }[] = await em.query(
      sql.UNSETTLED,
      [programme, creatorId, ...asked],
    );
    if (due.length === 0) return 0;
    const at = this.clock.now();
    const facts = due.map((one): FactInput => {
      const subject = { kind: 'commission', order_id: one.order_id, line_id: one.line_id, creator_id: creatorId };
      return {
        ...{ ...programmeParts(programme), type: 'decision', occurredAt: at, source: 'fraud' },
        // Decisions of one moment stand in the order of their ids (money.md S4).
        id: `risk:${String(one.seq).padStart(6, '0')}:${creatorId}:${JSON.stringify([one.order_id, one.line_id])}`,
        content: {
          ...{ action: one.action, subject, actor: cause.actor, reason: cause.reasonCode, rule: cause.rule },
          ...{ group_id: cause.groupId, evidence_sha256: cause.evidence.toString('hex') },
        },
      };
    });
    await this.facts.record(em, facts);
    await em.query(sql.SETTLE, [
      ...[programme, creatorId, due.map((one) => one.order_id), due.map((one) => one.line_id)],
      ...[due.map((one) => one.action), due.map((one) => one.seq)],
    ]);
    await this.attribution.mark(em, programme, [...new Set(due.map((one) => one.order_id))]);
    return due.length;
  }
}
