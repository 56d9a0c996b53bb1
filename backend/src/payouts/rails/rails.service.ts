// The ways of paying there are, by their name.
import { Injectable } from '@nestjs/common';
import { AppError } from '../../base/errors.js';
import { BankRail } from './bank-rail.service.js';
import { PaypalRail } from './paypal-rail.service.js';
import type { PayoutRail } from './rail.js';
import type { PayoutMethod } from '../sends/send.status.js';

@Injectable()
export class Rails {
  readonly all: readonly PayoutRail[];

  constructor(bank: BankRail, paypal: PaypalRail) {
    this.all = [bank, paypal];
  }

  /** Throws METHOD_UNAVAILABLE when batches cannot be paid this way here. */
  open(method: PayoutMethod): PayoutRail {
    const rail = this.all.find((one) => one.method === method);
    if (!rail || rail.gap) throw new AppError('METHOD_UNAVAILABLE', { method, gap: rail?.gap ?? null });
    return rail;
  }
}
