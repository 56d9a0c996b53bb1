// The dated tax rules, and which of them an accountant answers for in which programme. No tax advice: it computes what was confirmed.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { audit } from '../../base/audit.js';
import type { AccountActor } from '../../base/auth.js';
import { Clock, dayOf } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { StoresService } from '../../stores/stores.service.js';
import { FREE_STATUS, itemsWithoutLaw, type TaxRule } from './tax.rules.js';

const RULES = `
  SELECT r.id, r.country, r.status, r.title, r.currency, r.effective_from AS "effectiveFrom", r.effective_to AS "effectiveTo", r.body,
    coalesce(c.enabled, r.status = '${FREE_STATUS}') AS enabled, c.accountant_name AS "accountantName",
    to_char(c.confirmed_on, 'YYYY-MM-DD') AS "confirmedOn", coalesce(c.articles, '{}') AS articles
  FROM tax_rules r LEFT JOIN LATERAL (
    SELECT * FROM tax_rule_confirmations k WHERE k.rule_id = r.id AND k.programme_id = $1
      AND ($2::timestamptz IS NULL OR k.noted_at <= $2) ORDER BY k.id DESC LIMIT 1
  ) c ON true`;

export interface Confirmation {
  ruleId: string;
  enabled: boolean;
  accountantName: string;
  /** The day the accountant confirmed it, as 2026-10-01. */
  confirmedOn: string;
  articles: readonly { code: string; article: string }[];
}

@Injectable()
export class TaxRulesService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
  ) {}

  /** Every rule set as it stands in a programme. */
  async all(storeId: string): Promise<TaxRule[]> {
    return this.db.query(`${RULES} ORDER BY r.country = '*', r.country, r.status, r.effective_from`, [storeId, null]);
  }

  /** X1: the set of a status in force at a moment, with its confirmation of then; one of the country before one of any. */
  async inForce(
    em: EntityManager,
    programme: string,
    country: string,
    status: string,
    at: Date,
  ): Promise<TaxRule | null> {
    const rows: TaxRule[] = await em.query(
      `${RULES} WHERE r.country IN ($3, '*') AND r.status = $4 AND r.effective_from <= $2 AND (r.effective_to IS NULL OR r.effective_to > $2)
       ORDER BY r.country = '*', r.effective_from DESC LIMIT 1`,
      [programme, at, country, status],
    );
    return rows[0] ?? null;
  }

  /** What somebody of a country may choose; every country may choose `none`. */
  async statusesOf(country: string): Promise<string[]> {
    const rows: { status: string }[] = await this.db.query(
      `SELECT DISTINCT status FROM tax_rules WHERE country IN ($1, '*') ORDER BY status`,
      [country],
    );
    return rows.map((row) => row.status);
  }

  /** An accountant confirms a rule set, or takes it back; their name and day stand beside it for ever. */
  async confirm(who: AccountActor, storeId: string, input: Confirmation): Promise<TaxRule> {
    const store = await this.stores.require(storeId);
    const now = this.clock.now();
    const bad = (field: string, detail: string) => new AppError('BAD_INPUT', { field, detail });
    const name = input.accountantName.trim();
    if (name.length < 3 || name.length > 120)
      throw bad('accountantName', 'Write the name of the accountant who answers for it.');
    if (!/^\d{4}-\d{2}-\d{2}$/.test(input.confirmedOn) || Number.isNaN(Date.parse(input.confirmedOn)))
      throw bad('confirmedOn', 'Write the day as 2026-10-01.');
    if (input.confirmedOn > dayOf(now, store.timezone)) throw bad('confirmedOn', 'This day is still to come.');
    const rule = (await this.all(storeId)).find((one) => one.id === input.ruleId);
    if (!rule) throw new AppError('NOT_FOUND');
    if (rule.status === FREE_STATUS) throw bad('ruleId', 'This status withholds nothing and needs no confirmation.');
    const articles = Object.fromEntries(input.articles.map(({ code, article }) => [code, article.trim()]));
    const missing = itemsWithoutLaw(rule.body).filter((code) => (articles[code] ?? '').length < 3);
    if (input.enabled && missing.length > 0)
      throw bad('articles', `The sources name no article of law for ${missing.join(', ')}: the accountant has to.`);
    return inTransaction(this.db, async (em) => {
      await em.query(
        `INSERT INTO tax_rule_confirmations (programme_id, rule_id, enabled, accountant_name, confirmed_on, articles, noted_by, noted_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [storeId, rule.id, input.enabled, name, input.confirmedOn, JSON.stringify(articles), who.accountId, now],
      );
      const subject = { subjectType: 'tax_rule', subjectId: rule.id, storeId };
      const after = { enabled: input.enabled, accountantName: name, confirmedOn: input.confirmedOn };
      const before = { enabled: rule.enabled };
      await audit(em, { actor: who, action: 'payouts.tax_rule_confirmed', ...subject, before, after });
      return { ...rule, enabled: input.enabled, accountantName: name, confirmedOn: input.confirmedOn, articles };
    });
  }
}
