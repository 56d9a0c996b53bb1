// People decide about a group: hold, release, reject. The decision is a fact; money follows from it and from nothing else.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { AttributionService } from '../attribution/attribution.service.js';
import { actorName, audit } from '../base/audit.js';
import type { AccountActor, SystemActor } from '../base/auth.js';
import { Clock } from '../base/clock.js';
import { inTransaction } from '../base/database/transaction.js';
import { AppError } from '../base/errors.js';
import { digestOfEvidence } from './alert.rules.js';
import { lockRisk } from './alerts.service.js';
import { GroupRows, type GroupRow } from './groups.service.js';
import { RiskLetters } from './letters/risk-letters.service.js';
import * as sql from './fraud.queries.js';
import { REASONS } from './risk.reasons.js';
import { EXPIRES_MS, mayDecide, RISK_ACTIONS, STATUS_AFTER, type RiskAction } from './risk.status.js';
import { StandingsService, type Unit } from './standings.service.js';

export interface Decide {
  groupId: string;
  action: string;
  /** Left out, the first of the action's reasons. */
  reasonCode: string | null;
  note: string | null;
  /** How many alerts the person saw: more have come since, and the decision would be about something else. */
  seenAlerts: number;
}

const MAX_NOTE = 1000;
const DONE = { hold: 'held', release: 'released', reject: 'rejected' } as const;

@Injectable()
export class RiskDecisions {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly rows: GroupRows,
    private readonly standings: StandingsService,
    private readonly attribution: AttributionService,
    private readonly letters: RiskLetters,
  ) {}

  /** A repeated call by the same person changes nothing. CONFLICT, OWN_ALERT, SAME_PERSON, UNKNOWN_REASON. */
  async decide(who: AccountActor, input: Decide): Promise<GroupRow> {
    const action = RISK_ACTIONS.find((one) => one === input.action);
    if (!action) throw new AppError('BAD_INPUT', { field: 'action', detail: `One of ${RISK_ACTIONS.join(', ')}.` });
    const reasonCode = input.reasonCode ?? REASONS[action][0] ?? '';
    if (!REASONS[action].includes(reasonCode)) throw new AppError('UNKNOWN_REASON', { field: 'reasonCode' });
    const note = input.note?.trim() || null;
    if (note && note.length > MAX_NOTE)
      throw new AppError('BAD_INPUT', { field: 'note', detail: `At most ${MAX_NOTE} characters.` });
    const { programme_id: programme } = await this.rows.require(input.groupId);
    const changed = await inTransaction(this.db, async (em) => {
      const group = await this.lock(em, programme, input.groupId);
      assertNotOwn(who, group);
      if (group.status === STATUS_AFTER[action] && group.decided_by === who.accountId) return false;
      assertMayDecide(who, group, action, input.seenAlerts);
      await this.apply(em, who, group, { action, reasonCode, note });
      return true;
    });
    if (changed) await this.attribution.workOff(programme);
    return this.rows.require(input.groupId);
  }

  /** Locks the programme's queue and the group. */
  async lock(em: EntityManager, programme: string, groupId: string): Promise<GroupRow> {
    await lockRisk(em, programme);
    await em.query(sql.LOCK_GROUP, [groupId]);
    return this.rows.require(groupId, em);
  }

  /** Writes a decision that may be taken, in the caller's transaction under the group's lock. */
  async apply(
    em: EntityManager,
    actor: AccountActor | SystemActor,
    group: GroupRow,
    said: { action: RiskAction; reasonCode: string; note: string | null; answer?: string },
  ): Promise<void> {
    const { action, reasonCode, note } = said;
    const now = this.clock.now();
    const name = actorName(actor);
    const shas: { sha256: Buffer }[] = await em.query(sql.EVIDENCE, [group.id]);
    const evidence = digestOfEvidence(shas.map((row) => row.sha256));
    // A rejected commission is nothing afterwards; what it was is kept with the group.
    const stake = group.status === 'rejected' ? null : JSON.stringify(group.money ?? {});
    const expiresAt = new Date(now.getTime() + EXPIRES_MS);
    await em.query(sql.DECIDE_GROUP, [group.id, STATUS_AFTER[action], name, now, reasonCode, stake, expiresAt]);
    await em.query(sql.ADD_DECISION, [group.id, action, name, reasonCode, note, evidence, now]);
    if (group.creator_id !== null) {
      const units: { order_id: string; line_id: string }[] = await em.query(sql.UNITS_OF_GROUP, [group.id]);
      const named = units.map((unit): Unit => ({ orderId: unit.order_id, lineId: unit.line_id }));
      const cause = { groupId: group.id, rule: group.rule, actor: name, reasonCode, evidence };
      await this.standings.settle(em, group.programme_id, group.creator_id, named, cause);
    }
    // Of alerts that froze nothing the creator never heard; nor of their end.
    if (action !== 'release' || group.status !== 'open') {
      await this.letters.tell(em, group, DONE[action], expiresAt, said.answer ?? null);
    }
    const subject = { subjectType: 'risk_group', subjectId: group.id, storeId: group.store_id };
    const before = { status: group.status };
    const after = { rule: group.rule, creatorId: group.creator_id, reason: reasonCode, note, stake: group.money };
    await audit(em, { actor, action: `fraud.${DONE[action]}`, ...subject, before, after });
  }
}

/** Nobody decides about commissions of their own. */
export function assertNotOwn(who: AccountActor, group: GroupRow): void {
  if (group.creator_account === who.accountId) throw new AppError('OWN_ALERT');
}

function assertMayDecide(who: AccountActor, group: GroupRow, action: RiskAction, seenAlerts: number): void {
  if (!mayDecide(group.status, action)) throw new AppError('CONFLICT', { detail: `This group is ${group.status}.` });
  if (group.alert_count !== seenAlerts)
    throw new AppError('CONFLICT', { detail: 'More was noticed meanwhile. Look at it first.' });
  if (action !== 'release' && (group.creator_id === null || group.unit_count === 0))
    throw new AppError('CONFLICT', { detail: 'No commission stands behind these alerts: there is nothing to freeze.' });
  // Taking a rejection back is a new decision, and a second pair of eyes.
  if (group.status === 'rejected' && group.decided_by === who.accountId) throw new AppError('SAME_PERSON');
  if (group.appeal_waits) throw new AppError('CONFLICT', { detail: 'The creator has appealed: answer the appeal.' });
}
