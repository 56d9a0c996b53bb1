// Paying by the bank's file: nothing leaves by itself, finance fetches the file of a confirmed batch.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AppError } from '../../base/errors.js';
import { ProfilesService } from '../profiles/profiles.service.js';
import type { ConfirmedBatch, PayoutRail } from './rail.js';

@Injectable()
export class BankRail implements PayoutRail {
  readonly method = 'bank';
  readonly gap = null;
  readonly isSandbox = false;
  readonly currencies = null;
  readonly most = Number.MAX_SAFE_INTEGER;

  constructor(private readonly profiles: ProfilesService) {}

  async confirm(em: EntityManager, batch: ConfirmedBatch) {
    const payer = await this.profiles.payer(em, batch.programmeId, null);
    if (!payer) throw new AppError('CONFLICT', { detail: 'First write from which account this store pays.' });
    return { payerId: payer.id, told: { payer: payer.accountShown } };
  }
}
