// Paying by PayPal: a confirmed batch becomes one order for each currency, written down before anybody is called.
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock.js';
import { CONFIG, type Config } from '../../base/config.js';
import { AppError } from '../../base/errors.js';
import { defineJob } from '../../base/jobs/handles.js';
import { JobsService } from '../../base/jobs/jobs.service.js';
import { PAYPAL_CURRENCIES } from './paypal/currency.rules.js';
import type { ConfirmedBatch, PayoutRail } from './rail.js';
import * as sql from '../sends/sends.queries.js';

/** An order was made or is due: ask the provider, or look what became of it. */
export const sendRequested = defineJob<{ batchId: string; sendId: string }>('payouts.send_requested', {
  oncePerKey: true,
  heartbeat: true,
});

@Injectable()
export class PaypalRail implements PayoutRail {
  readonly method = 'paypal';
  readonly currencies = PAYPAL_CURRENCIES;
  /** PayPal's most in one order. */
  readonly most = 15_000;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
    private readonly jobs: JobsService,
  ) {}

  get gap() {
    return this.config.paypal ? null : 'NO_KEYS';
  }

  get isSandbox(): boolean {
    return this.config.paypal?.isSandbox ?? false;
  }

  async confirm(em: EntityManager, batch: ConfirmedBatch) {
    if (this.gap) throw new AppError('METHOD_UNAVAILABLE', { detail: 'The keys of PayPal are not set.' });
    const now = this.clock.now();
    const made: { id: string }[] = await em.query(sql.MAKE_SENDS, [batch.id, this.method, this.isSandbox, now]);
    await em.query(sql.MAKE_ITEMS, [batch.id, now]);
    for (const { id } of made)
      await this.jobs.announce(em, sendRequested, { batchId: batch.id, sendId: id }, { key: id });
    return { payerId: null, told: { method: this.method, sandbox: this.isSandbox, orders: made.length } };
  }
}
