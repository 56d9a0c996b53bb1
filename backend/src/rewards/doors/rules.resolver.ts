// The GraphQL door of a store's rules for shoppers who invite friends: draft, publish, pause, go on after a stop.
import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import type { Mode } from '../../facts/fact.rules.js';
import { KeyModeEnum } from '../../stores/store.entity.js';
import { StoresService } from '../../stores/stores.service.js';
import { RewardProgrammes, type Programme } from '../programme/programme.service.js';
import { DEFAULT_TERMS } from '../programme/terms.rules.js';
import { RewardsService } from '../rewards.service.js';
import type { Speech } from '../words/explain.rules.js';
import { languageFor } from '../words/words.rules.js';
import { RewardProgrammeType, RewardRulesInput } from './rules.types.js';
import { shownTerms, termsOf } from './terms.input.js';

const storeArg = () => Args('storeId', { type: () => ID });

@Resolver(() => RewardProgrammeType)
export class RewardRulesResolver {
  constructor(
    private readonly programmes: RewardProgrammes,
    private readonly rewards: RewardsService,
    private readonly stores: StoresService,
  ) {}

  @Allow('store_owner', 'administrator')
  @Query(() => RewardProgrammeType)
  async rewardProgramme(@Who() who: AccountActor, @storeArg() storeId: string): Promise<RewardProgrammeType> {
    return this.shown(who, await this.programmes.of(who, storeId));
  }

  @Allow('store_owner')
  @Mutation(() => RewardProgrammeType)
  async saveRewardDraft(
    @Who() who: AccountActor,
    @storeArg() storeId: string,
    @Args('input') input: RewardRulesInput,
  ): Promise<RewardProgrammeType> {
    const { currency } = await this.stores.requireOwn(who, storeId);
    return this.shown(who, await this.programmes.saveDraft(who, storeId, termsOf(input, currency)));
  }

  /** Left out, `from` is now. Orders before it are counted as before. */
  @Allow('store_owner')
  @Mutation(() => RewardProgrammeType)
  async publishRewardRules(
    @Who() who: AccountActor,
    @storeArg() storeId: string,
    @Args('from', { type: () => Date, nullable: true }) from?: Date | null,
  ): Promise<RewardProgrammeType> {
    return this.shown(who, await this.programmes.publish(who, storeId, from ?? null));
  }

  @Allow('store_owner')
  @Mutation(() => RewardProgrammeType)
  async pauseRewards(
    @Who() who: AccountActor,
    @storeArg() storeId: string,
    @Args('paused') paused: boolean,
  ): Promise<RewardProgrammeType> {
    return this.shown(who, await this.programmes.pause(who, storeId, paused));
  }

  /** After a stop; with `release` everything that it holds is issued. Gives how many that were. */
  @Allow('store_owner')
  @Mutation(() => Int)
  goOnWithRewards(
    @Who() who: AccountActor,
    @storeArg() storeId: string,
    @Args('mode', { type: () => KeyModeEnum }) mode: Mode,
    @Args('release') release: boolean,
  ): Promise<number> {
    return this.rewards.goOn(who, storeId, mode, release);
  }

  private async shown(
    who: AccountActor,
    { store, draft, versions, current, pools }: Programme,
  ): Promise<RewardProgrammeType> {
    const speech: Speech = { language: languageFor(who.locale), timezone: store.timezone };
    const terms = draft?.terms ?? versions.at(-1)?.terms ?? DEFAULT_TERMS;
    return {
      draft: shownTerms(speech, terms, store.currency),
      isDraftSaved: draft !== null,
      versions: versions
        .map((one) => ({
          ...{ version: one.version, validFrom: one.validFrom, publishedAt: one.publishedAt },
          ...{ isCurrent: one === current, terms: shownTerms(speech, one.terms, store.currency) },
        }))
        .reverse(),
      stop: await this.rewards.stop(who, store.id, 'live'),
      ...{ pools, currency: store.currency },
    };
  }
}
