// What happens by time: the store is reminded, staff take over from a store that is silent, claims find their orders or end.
import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { SystemActor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { eachApart } from '../../base/jobs/each-apart.js';
import { DisputeRows } from '../dispute-rows.service.js';
import { REMIND_BEFORE } from '../dispute.status.js';
import * as sql from '../disputes.queries.js';
import { DisputeLetters } from '../letters/dispute-letters.service.js';
import { FindingService } from '../opening/finding.service.js';

const RULE: SystemActor = { kind: 'system', name: 'rule:dispute-times' };

@Injectable()
export class DisputeEndings {
  private readonly log = new Logger('disputes');

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly rows: DisputeRows,
    private readonly finding: FindingService,
    private readonly letters: DisputeLetters,
  ) {}

  /** Everything that is due now; doing it twice changes nothing. */
  async run(): Promise<void> {
    const now = this.clock.now();
    await this.each(sql.UNFOUND, [], (id) => this.finding.look(id));
    await this.each(sql.OVERDUE, [now], (id) => this.takeOver(id));
    await this.each(sql.DUE_REMINDERS, [now, REMIND_BEFORE], (id) => this.remind(id));
  }

  private async each(query: string, values: unknown[], work: (id: string) => Promise<unknown>): Promise<void> {
    const rows: { id: string }[] = await this.db.query(query, values);
    await eachApart(
      rows,
      ({ id }) => id,
      ({ id }) => work(id),
      this.log,
    );
  }

  private async takeOver(id: string): Promise<void> {
    await inTransaction(this.db, async (em) => {
      const row = await this.rows.lock(em, id);
      if (row.state !== 'waiting_store' || !row.answer_due_at || row.answer_due_at > this.clock.now()) return;
      await em.query('UPDATE disputes SET overdue = true WHERE id = $1', [id]);
      await this.rows.step(em, RULE, row, { move: 'overdue' });
      await this.rows.move(em, row, 'waiting_staff');
      await this.letters.tellStore(em, row, 'overdue');
    });
  }

  private async remind(id: string): Promise<void> {
    await inTransaction(this.db, async (em) => {
      const row = await this.rows.lock(em, id);
      const told: unknown = await em.query(
        `UPDATE disputes SET reminded_at = $2 WHERE id = $1 AND reminded_at IS NULL AND state = 'waiting_store'`,
        [id, this.clock.now()],
      );
      if ((told as [unknown[], number])[1] === 0) return;
      await this.rows.step(em, RULE, row, { move: 'reminded' });
      await this.letters.tellStore(em, row, 'reminded');
    });
  }
}
