// A creator appeals once against a hold or a rejection; somebody else than the person who decided answers.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { AttributionService } from '../../attribution/attribution.service.js';
import { audit } from '../../base/audit.js';
import type { AccountActor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { CreatorsService } from '../../creators/creators.service.js';
import { assertNotOwn, RiskDecisions } from '../decisions.service.js';
import { GroupRows, type GroupRow } from '../groups.service.js';
import * as sql from '../fraud.queries.js';
import { RiskLetters } from '../letters/risk-letters.service.js';
import { APPEAL_ACCEPTED } from '../risk.reasons.js';

const SHORTEST = 10;
const LONGEST = 2000;

@Injectable()
export class AppealsService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly creators: CreatorsService,
    private readonly rows: GroupRows,
    private readonly decisions: RiskDecisions,
    private readonly attribution: AttributionService,
    private readonly letters: RiskLetters,
  ) {}

  /** NOT_FOUND for another creator's, CONFLICT when it was appealed before or nothing is held. */
  async appeal(who: AccountActor, groupId: string, raw: string): Promise<GroupRow> {
    const text = textOf(raw, 'text');
    const creator = await this.creators.ofAccount(who.accountId);
    const { programme_id: programme, creator_id: owner } = await this.rows.require(groupId);
    if (owner !== creator.id) throw new AppError('NOT_FOUND');
    await inTransaction(this.db, async (em) => {
      const group = await this.decisions.lock(em, programme, groupId);
      if (group.status === 'open' || group.status === 'expired') throw new AppError('NOT_FOUND');
      if (group.status === 'released') throw new AppError('CONFLICT', { detail: 'Nothing is held any more.' });
      const row = [groupId, creator.id, text, this.clock.now(), group.decided_by];
      const added: unknown[] = await em.query(sql.ADD_APPEAL, row);
      if (added.length === 0)
        throw new AppError('CONFLICT', { detail: 'You have appealed already: once is the rule.' });
      const subject = { subjectType: 'risk_group', subjectId: groupId, storeId: group.store_id };
      await audit(em, { actor: who, action: 'fraud.appealed', ...subject, after: { against: group.decided_by } });
    });
    return this.rows.require(groupId);
  }

  /** Accepting releases; dismissing leaves the decision as it is. SAME_PERSON for who decided first, OWN_ALERT for the creator. */
  async answer(who: AccountActor, groupId: string, accept: boolean, raw: string): Promise<GroupRow> {
    const text = textOf(raw, 'answer');
    const { programme_id: programme } = await this.rows.require(groupId);
    await inTransaction(this.db, async (em) => {
      const group = await this.decisions.lock(em, programme, groupId);
      assertNotOwn(who, group);
      await this.assertMayAnswer(em, who, group);
      const outcome = accept ? 'accepted' : 'dismissed';
      await em.query(sql.ANSWER_APPEAL, [groupId, outcome, text, who.accountId, this.clock.now()]);
      const subject = { subjectType: 'risk_group', subjectId: groupId, storeId: group.store_id };
      await audit(em, { actor: who, action: 'fraud.appeal_answered', ...subject, after: { outcome, answer: text } });
      if (!accept) return this.letters.tell(em, group, 'dismissed', group.expires_at, text);
      const said = { action: 'release', reasonCode: APPEAL_ACCEPTED, note: text.slice(0, 1000), answer: text } as const;
      await this.decisions.apply(em, who, group, said);
    });
    if (accept) await this.attribution.workOff(programme);
    return this.rows.require(groupId);
  }

  private async assertMayAnswer(em: EntityManager, who: AccountActor, group: GroupRow): Promise<void> {
    const [appeal]: { against: string; outcome: string | null }[] = await em.query(sql.APPEAL_OF, [group.id]);
    if (!appeal) throw new AppError('CONFLICT', { detail: 'Nobody has appealed.' });
    if (appeal.outcome !== null) throw new AppError('CONFLICT', { detail: 'This appeal has its answer.' });
    if (appeal.against === who.accountId) throw new AppError('SAME_PERSON');
  }
}

function textOf(raw: string, field: string): string {
  const text = raw.trim();
  if (text.length >= SHORTEST && text.length <= LONGEST) return text;
  throw new AppError('BAD_INPUT', { field, detail: `Write ${SHORTEST} to ${LONGEST} characters.` });
}
