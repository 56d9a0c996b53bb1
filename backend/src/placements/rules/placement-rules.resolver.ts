// The GraphQL door of placement rules, for the store's owners; administrators may look.
import { Inject } from '@nestjs/common';
import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { CONFIG, type Config } from '../../base/config.js';
import {
  PlacementOutcomeInput,
  PlacementRuleInput,
  PlacementRuleListType,
  PlacementTrial,
  TryPlacementArgs,
} from './placement-rule.types.js';
import { PlacementRulesService, type KeptRules } from './placement-rules.service.js';

@Resolver(() => PlacementRuleListType)
export class PlacementRulesResolver {
  constructor(
    private readonly kept: PlacementRulesService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Query(() => PlacementRuleListType)
  @Allow('store_owner', 'administrator')
  async placementRules(
    @Who() who: AccountActor,
    @Args('storeId', { type: () => ID }) storeId: string,
  ): Promise<PlacementRuleListType> {
    return this.shown(await this.kept.read(who, storeId));
  }

  /** `version` is that of the list which was changed. */
  @Mutation(() => PlacementRuleListType)
  @Allow('store_owner')
  async savePlacementRules(
    @Who() who: AccountActor,
    @Args('storeId', { type: () => ID }) storeId: string,
    @Args('version', { type: () => Int }) version: number,
    @Args('rules', { type: () => [PlacementRuleInput] }) rules: PlacementRuleInput[],
    @Args('otherwise') otherwise: PlacementOutcomeInput,
  ): Promise<PlacementRuleListType> {
    return this.shown(await this.kept.save(who, storeId, version, rules, otherwise));
  }

  /** Nothing is kept: rules may be tried before they are saved. */
  @Query(() => PlacementTrial)
  @Allow('store_owner', 'administrator')
  tryPlacementRules(@Who() who: AccountActor, @Args() args: TryPlacementArgs): Promise<PlacementTrial> {
    return this.kept.try(who, args.storeId, args.visit, args.rules, args.otherwise);
  }

  private shown(kept: KeptRules): PlacementRuleListType {
    return { ...kept, knowsCountries: this.config.countryHeader !== undefined };
  }
}
