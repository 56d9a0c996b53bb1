// Gives rewards their sentences: looks up the rule that each was counted by, and the store's time zone.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { StoresService } from '../../stores/stores.service.js';
import { RewardRulesBook } from '../programme/rules-book.service.js';
import { lineFor } from '../programme/terms.rules.js';
import type { Reward } from '../reward.entity.js';
import { sayReward, type Speech } from './explain.rules.js';
import type { Language } from '../../moderation/moderation.reasons.js';

@Injectable()
export class RewardExplanations {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly stores: StoresService,
    private readonly rules: RewardRulesBook,
  ) {}

  /** A function that explains rewards of one store in any language. */
  async of(storeId: string): Promise<(reward: Reward, language: Language) => string> {
    const { timezone } = await this.stores.require(storeId);
    const versions = await this.rules.versions(this.db.manager, storeId);
    const termsOf = new Map(versions.map(({ version, terms }) => [version, terms]));
    return (reward, language) => {
      const terms = termsOf.get(reward.rulesVersion);
      const form = terms ? (lineFor(terms, reward.side, reward.trigger)?.form ?? null) : null;
      const speech: Speech = { language, timezone };
      return sayReward(speech, { ...reward, form });
    };
  }
}
