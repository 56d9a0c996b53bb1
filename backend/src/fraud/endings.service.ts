// Ends what nobody decided about: an alert after 30 days, and a hold too, which then lets the money go.
import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { AttributionService } from '../attribution/attribution.service.js';
import { audit } from '../base/audit.js';
import { Clock } from '../base/clock.js';
import { inTransaction } from '../base/database/transaction.js';
import { eachApart } from '../base/jobs/each-apart.js';
import { RiskDecisions } from './decisions.service.js';
import * as sql from './fraud.queries.js';
import { GroupRows } from './groups.service.js';
import { HOLD_EXPIRED } from './risk.reasons.js';

/** As long as facts keep their segments (money.md 15). */
const KEPT_MS = 396 * 86_400_000;

@Injectable()
export class EndingsService {
  private readonly log = new Logger('fraud');

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly rows: GroupRows,
    private readonly decisions: RiskDecisions,
    private readonly attribution: AttributionService,
  ) {}

  async expireAll(): Promise<number> {
    const due: { id: string }[] = await this.db.query(sql.EXPIRED, [this.clock.now()]);
    let ended = 0;
    const end = async ({ id }: { id: string }) => {
      ended += (await this.expire(id)) ? 1 : 0;
    };
    await eachApart(due, ({ id }) => id, end, this.log);
    return ended;
  }

  private async expire(groupId: string): Promise<boolean> {
    const { programme_id: programme } = await this.rows.require(groupId);
    const actor = { kind: 'system', name: 'rule:hold-expired' } as const;
    const ended = await inTransaction(this.db, async (em) => {
      const group = await this.decisions.lock(em, programme, groupId);
      if (group.expires_at > this.clock.now() || group.appeal_waits) return null;
      if (group.status === 'held') {
        await this.decisions.apply(em, actor, group, { action: 'release', reasonCode: HOLD_EXPIRED, note: null });
        return 'released';
      }
      if (group.status !== 'open') return null;
      await em.query(`UPDATE risk_groups SET status = 'expired', stake = $2 WHERE id = $1`, [
        groupId,
        JSON.stringify(group.money ?? {}),
      ]);
      const subject = { subjectType: 'risk_group', subjectId: groupId, storeId: group.store_id };
      await audit(em, { actor, action: 'fraud.expired', ...subject, after: { rule: group.rule } });
      return 'expired';
    });
    if (ended === 'released') await this.attribution.workOff(programme);
    return ended !== null;
  }

  /** Evidence of what is over goes with the raw segments it was drawn from; the decisions stay. */
  async forget(): Promise<void> {
    await this.db.query(sql.FORGET_ALERTS, [new Date(this.clock.now().getTime() - KEPT_MS)]);
  }
}
