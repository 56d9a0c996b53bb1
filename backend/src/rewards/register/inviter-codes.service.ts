// Gives inviters their codes: the wished one when it is free and fit, else one of ours that stays the same.
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock.js';
import { CONFIG, deriveKey, type Config } from '../../base/config.js';
import { AppError } from '../../base/errors.js';
import { codeFault } from '../../creators/promo-code.rules.js';
import type { Space } from '../../orders/recording.service.js';
import { codeFor, MAX_CODES } from './code.rules.js';
import * as sql from '../rewards.queries.js';

@Injectable()
export class InviterCodes {
  constructor(
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * The code of an invitation. Under the programme's lock. Throws CODE_TAKEN for a wish that another inviter or a creator of the
   * store has, CONFLICT for the 21st of one person.
   */
  async of(em: EntityManager, space: Space, person: string, wish: string | null): Promise<string> {
    const present: { code: string; own: boolean }[] = await em.query(sql.CODES_OF, [space.programme, person]);
    if (wish === null) return present.find(({ own }) => own)?.code ?? this.make(em, space, person);
    if (present.some(({ code }) => code === wish)) return wish;
    if (present.length >= MAX_CODES)
      throw new AppError('CONFLICT', { field: 'code', detail: `At most ${MAX_CODES} codes a person.` });
    if (!(await this.take(em, space, person, { code: wish, own: false })))
      throw new AppError('CODE_TAKEN', { field: 'code' });
    return wish;
  }

  private async make(em: EntityManager, space: Space, person: string): Promise<string> {
    const key = deriveKey(this.config, 'reward-codes');
    for (let attempt = 0; ; attempt++) {
      const code = codeFor(key, space.programme, person, attempt);
      if (codeFault(code) === null && (await this.take(em, space, person, { code, own: true }))) return code;
    }
  }

  /** False for a code that somebody has: another inviter, or a creator whose code shoppers type at the checkout. */
  private async take(
    em: EntityManager,
    space: Space,
    person: string,
    { code, own }: { code: string; own: boolean },
  ): Promise<boolean> {
    const promo: unknown[] = await em.query(sql.PROMO_CODE, [space.storeId, code]);
    if (promo.length > 0) return false;
    const values = [space.programme, code, space.storeId, person, this.clock.now(), own];
    const added: unknown[] = await em.query(sql.ADD_CODE, values);
    return added.length > 0;
  }
}
