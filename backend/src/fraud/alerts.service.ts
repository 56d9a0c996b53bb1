// Takes alerts of rules into the queue, each once, and lets a rule that may hold freeze exactly what it names.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { AttributionService } from '../attribution/attribution.service.js';
import { audit } from '../base/audit.js';
import { Clock } from '../base/clock.js';
import { inTransaction } from '../base/database/transaction.js';
import { newId } from '../base/ids.js';
import { programmeParts } from '../facts/fact.rules.js';
import { digestOfAlert, digestOfEvidence, type AlertDraft } from './alert.rules.js';
import * as sql from './fraud.queries.js';
import { RiskLetters } from './letters/risk-letters.service.js';
import { RULES, RULE_HELD, type RiskRule } from './risk.reasons.js';
import { EXPIRES_MS, type RiskStatus } from './risk.status.js';
import { StandingsService, type Unit } from './standings.service.js';

/** Raising, deciding and expiring wait for one another in a programme: each reads what groups want together. */
export async function lockRisk(em: EntityManager, programme: string): Promise<void> {
  await em.query(`SELECT pg_advisory_xact_lock(hashtextextended('risk|' || $1, 0))`, [programme]);
}

interface Fresh {
  draft: AlertDraft;
  digest: Buffer;
}

@Injectable()
export class AlertsService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly attribution: AttributionService,
    private readonly standings: StandingsService,
    private readonly letters: RiskLetters,
  ) {}

  /** Returns how many were new. Test programmes have no money and no queue. */
  async raise(programme: string, drafts: readonly AlertDraft[]): Promise<number> {
    if (drafts.length === 0 || programmeParts(programme).mode === 'test') return 0;
    let decided = 0;
    const added = await inTransaction(this.db, async (em) => {
      const fresh = await this.fresh(em, programme, drafts);
      const groups = Map.groupBy(fresh, ({ draft }) => JSON.stringify([draft.rule, draft.creatorId]));
      for (const alerts of groups.values()) decided += await this.add(em, programme, alerts);
      return fresh.length;
    });
    // The marks outlive a kill; waiting for their timer would only leave the money free for some seconds more.
    if (decided > 0) await this.attribution.workOff(programme);
    return added;
  }

  private async fresh(em: EntityManager, programme: string, drafts: readonly AlertDraft[]): Promise<Fresh[]> {
    await lockRisk(em, programme);
    const all = new Map(drafts.map((draft) => [digestOfAlert(draft).toString('hex'), draft]));
    const digests = [...all.keys()].map((hex) => Buffer.from(hex, 'hex'));
    const known: { sha256: Buffer }[] = await em.query(sql.KNOWN_ALERTS, [programme, digests]);
    for (const { sha256 } of known) all.delete(sha256.toString('hex'));
    return [...all].map(([hex, draft]) => ({ draft, digest: Buffer.from(hex, 'hex') }));
  }

  private async add(em: EntityManager, programme: string, alerts: readonly Fresh[]): Promise<number> {
    const first = alerts[0]?.draft;
    if (!first) return 0;
    const { rule, creatorId } = first;
    const now = this.clock.now();
    const group = await this.groupOf(em, programme, rule, creatorId, now);
    await em.query(sql.ADD_ALERTS, [
      ...[alerts.map(() => newId('rsk')), group.id, programme, alerts.map(({ digest }) => digest)],
      ...[alerts.map(({ draft }) => draft.orderId), alerts.map(({ draft }) => JSON.stringify(draft.facts)), now],
    ]);
    await em.query(sql.GROW_GROUP, [group.id, alerts.length, now]);
    const units = creatorId === null ? [] : alerts.flatMap(({ draft }) => draft.units);
    await em.query(sql.ADD_UNITS, [
      ...[group.id, programme, creatorId, units.map((unit) => unit.orderId), units.map((unit) => unit.lineId)],
    ]);
    const actor = { kind: 'system', name: `rule:${rule}` } as const;
    const subject = { subjectType: 'risk_group', subjectId: group.id, storeId: programmeParts(programme).storeId };
    const after = { rule, creatorId, alerts: alerts.length, units: units.length };
    await audit(em, { actor, action: 'fraud.alerted', ...subject, after });
    if (creatorId === null || units.length === 0) return 0;
    if (group.status === 'open' && !RULES[rule].holds) return 0;
    return this.hold(em, programme, { ...group, rule, creatorId }, units, now);
  }

  private async groupOf(em: EntityManager, programme: string, rule: RiskRule, creatorId: string | null, now: Date) {
    const { storeId } = programmeParts(programme);
    const expiresAt = new Date(now.getTime() + EXPIRES_MS);
    const row = [newId('rsk'), programme, storeId, rule, RULES[rule].severity, creatorId, now, expiresAt];
    await em.query(sql.OPEN_GROUP, row);
    const found: { id: string; status: RiskStatus }[] = await em.query(sql.WAITING_GROUP, [programme, rule, creatorId]);
    const [group] = found;
    if (!group) throw new Error(`No group of ${rule} for ${creatorId}.`);
    return group;
  }

  /** A group that a person holds already keeps its decision; only the new commissions join it. */
  private async hold(
    em: EntityManager,
    programme: string,
    group: { id: string; status: RiskStatus; rule: RiskRule; creatorId: string },
    units: readonly Unit[],
    now: Date,
  ): Promise<number> {
    const name = `rule:${group.rule}`;
    const shas: { sha256: Buffer }[] = await em.query(sql.EVIDENCE, [group.id]);
    const evidence = digestOfEvidence(shas.map((row) => row.sha256));
    if (group.status === 'open') {
      const expiresAt = new Date(now.getTime() + EXPIRES_MS);
      await em.query(sql.DECIDE_GROUP, [group.id, 'held', name, now, RULE_HELD, null, expiresAt]);
      await em.query(sql.ADD_DECISION, [group.id, 'hold', name, RULE_HELD, null, evidence, now]);
      const { storeId } = programmeParts(programme);
      const about = { creator_id: group.creatorId, store_id: storeId, rule: group.rule };
      await this.letters.tell(em, about, 'held', expiresAt);
      const subject = { subjectType: 'risk_group', subjectId: group.id, storeId };
      const after = { rule: group.rule, creatorId: group.creatorId, reason: RULE_HELD };
      await audit(em, { actor: { kind: 'system', name }, action: 'fraud.held', ...subject, after });
    }
    const cause = { groupId: group.id, rule: group.rule, actor: name, reasonCode: RULE_HELD, evidence };
    return this.standings.settle(em, programme, group.creatorId, units, cause);
  }
}
