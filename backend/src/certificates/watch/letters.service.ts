// Writes to the owners of a pool's store, in the caller's transaction.
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { MailsService } from '../../accounts/mails/mails.service.js';
import { PeopleService } from '../../accounts/people/people.service.js';
import { CONFIG, type Config } from '../../base/config.js';
import { StoresService } from '../../stores/stores.service.js';
import type { CertificatePool } from '../pools/pool.entity.js';
import { poolLetter, type PoolLetter } from './pool-letters.rules.js';

@Injectable()
export class PoolLetters {
  constructor(
    private readonly people: PeopleService,
    private readonly mails: MailsService,
    private readonly stores: StoresService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async tell(
    em: EntityManager,
    pool: CertificatePool,
    kind: PoolLetter,
    { count, usual = 0 }: { count: number; usual?: number },
  ): Promise<void> {
    const store = await this.stores.require(pool.storeId, em);
    const link = `${this.config.studioUrl}/store/${pool.storeId}/certificates/${pool.id}`;
    for (const { email, locale, blocked } of await this.people.ownersOf(em, pool.storeId)) {
      if (blocked) continue;
      const letter = poolLetter(kind, locale, { store: store.name, pool: pool.name, count, usual, link });
      await this.mails.write(em, email, `certificates_${kind}`, letter);
    }
  }
}
