// The GraphQL door to plans: versions of a store, drafts, what publishing would do, the second person; and a creator's tiers and notices.
import { Args, ArgsType, Field, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../base/auth.js';
import { PageArgs, type Page } from '../base/graphql/paging.js';
import { CreatorsService } from '../creators/creators.service.js';
import { AttributionPresetType, shownPresets } from './attribution/attribution.types.js';
import { DraftsService, type VersionRow } from './drafts.service.js';
import { PlanLists } from './lists.service.js';
import { PlanNotices } from './letters/plan-notices.service.js';
import { PlanTermsInput } from './plan-input.types.js';
import {
  PlanEffectsType,
  PlanNoticeConnection,
  PlanRehearsalCreatorConnection,
  PlanRehearsalType,
  PlanVersionConnection,
  PlanVersionType,
  type PlanNoticeType,
  type PlanRehearsalCreatorType,
} from './plan.types.js';
import { PublishingService } from './publishing.service.js';
import { RehearsalsService } from './rehearsal/rehearsals.service.js';
import { shownEffects, shownVersion, termsOf } from './shown.js';
import { TierProgressType } from './tiers/tier.types.js';
import { TiersService } from './tiers/tiers.service.js';

@ArgsType()
class VersionsArgs extends PageArgs {
  @Field(() => ID)
  storeId!: string;
}

@ArgsType()
class RehearsalCreatorsArgs extends PageArgs {
  @Field(() => ID)
  versionId!: string;
}

@Resolver(() => PlanVersionType)
export class PlansResolver {
  constructor(
    private readonly drafts: DraftsService,
    private readonly publishing: PublishingService,
    private readonly rehearsals: RehearsalsService,
    private readonly lists: PlanLists,
    private readonly notices: PlanNotices,
    private readonly tiers: TiersService,
    private readonly creators: CreatorsService,
  ) {}

  /** The newest first; thrown away drafts are left out. */
  @Allow('store_owner', 'finance', 'administrator')
  @Query(() => PlanVersionConnection)
  async planVersions(@Who() who: AccountActor, @Args() args: VersionsArgs): Promise<Page<PlanVersionType>> {
    return this.shownAll(who, await this.lists.versions(who, args.storeId, args));
  }

  /** What waits for a second person in every store, the oldest first. */
  @Allow('finance', 'administrator')
  @Query(() => PlanVersionConnection)
  async proposedPlans(@Who() who: AccountActor, @Args() args: PageArgs): Promise<Page<PlanVersionType>> {
    return this.shownAll(who, await this.lists.proposed(args));
  }

  @Allow('store_owner', 'finance', 'administrator')
  @Query(() => PlanVersionType)
  async planVersion(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<PlanVersionType> {
    return this.shown(who, await this.drafts.require(who, id));
  }

  /** Ready-made sets of windows, each named after what it reproduces. */
  @Allow('store_owner', 'finance', 'administrator')
  @Query(() => [AttributionPresetType])
  attributionPresets(): AttributionPresetType[] {
    return shownPresets();
  }

  /** The change for each creator, the greatest loss first. */
  @Allow('store_owner', 'finance', 'administrator')
  @Query(() => PlanRehearsalCreatorConnection)
  planRehearsalCreators(
    @Who() who: AccountActor,
    @Args() args: RehearsalCreatorsArgs,
  ): Promise<Page<PlanRehearsalCreatorType>> {
    return this.lists.rehearsalCreators(who, args.versionId, args);
  }

  /** Begins with the plan in force, or with `fromId`. */
  @Allow('store_owner', 'finance', 'administrator')
  @Mutation(() => PlanVersionType)
  async createPlanDraft(
    @Who() who: AccountActor,
    @Args('storeId', { type: () => ID }) storeId: string,
    @Args('title') title: string,
    @Args('fromId', { type: () => ID, nullable: true }) fromId?: string | null,
  ): Promise<PlanVersionType> {
    return this.shown(who, await this.drafts.create(who, storeId, title, fromId ?? null));
  }

  /** `editedAt` is that of the version the reader saw. */
  @Allow('store_owner', 'finance', 'administrator')
  @Mutation(() => PlanVersionType)
  async savePlanDraft(
    @Who() who: AccountActor,
    @Args('id', { type: () => ID }) id: string,
    @Args('title') title: string,
    @Args('terms') input: PlanTermsInput,
    @Args('editedAt') editedAt: Date,
  ): Promise<PlanVersionType> {
    const before = await this.drafts.require(who, id);
    const terms = termsOf(input, before.currency, before.terms);
    return this.shown(who, await this.drafts.save(who, id, { title, terms, editedAt }));
  }

  @Allow('store_owner', 'finance', 'administrator')
  @Mutation(() => Boolean)
  async discardPlanDraft(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<boolean> {
    await this.drafts.discard(who, id);
    return true;
  }

  /** Runs the draft over this month and the ones before, `months` in all. */
  @Allow('store_owner', 'finance', 'administrator')
  @Mutation(() => PlanVersionType)
  async rehearsePlan(
    @Who() who: AccountActor,
    @Args('id', { type: () => ID }) id: string,
    @Args('months', { type: () => Int, defaultValue: 3 }) months: number,
  ): Promise<PlanVersionType> {
    await this.rehearsals.ask(who, id, months);
    return this.shown(who, await this.drafts.require(who, id));
  }

  @Allow('store_owner', 'finance', 'administrator')
  @Mutation(() => PlanVersionType)
  async proposePlan(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<PlanVersionType> {
    return this.shown(who, await this.drafts.propose(who, id));
  }

  /** The second person, with the second factor. `withoutNotice`: an administrator's reason to lower pay at once. */
  @Allow('store_owner', 'finance', 'administrator')
  @Mutation(() => PlanVersionType)
  async publishPlan(
    @Who() who: AccountActor,
    @Args('id', { type: () => ID }) id: string,
    @Args('withoutNotice', { type: () => String, nullable: true }) withoutNotice?: string | null,
  ): Promise<PlanVersionType> {
    return this.shown(who, await this.publishing.publish(who, id, withoutNotice ?? null));
  }

  @Allow('store_owner', 'finance', 'administrator')
  @Mutation(() => PlanVersionType)
  async refusePlan(
    @Who() who: AccountActor,
    @Args('id', { type: () => ID }) id: string,
    @Args('reason') reason: string,
  ): Promise<PlanVersionType> {
    return this.shown(who, await this.drafts.refuse(who, id, reason));
  }

  /** What a published version changed and when; of another one, what publishing it now would change. */
  @ResolveField(() => PlanEffectsType)
  async effects(@Parent() version: PlanVersionType, @Who() who: AccountActor): Promise<PlanEffectsType> {
    const row = await this.drafts.require(who, version.id);
    const effects = await this.publishing.preview(row);
    return shownEffects(effects, row.currency, await this.lists.creatorNames([row]));
  }

  /** The newest rehearsal. */
  @ResolveField(() => PlanRehearsalType, { nullable: true })
  async rehearsal(@Parent() version: PlanVersionType, @Who() who: AccountActor): Promise<PlanRehearsalType | null> {
    return this.lists.rehearsal(await this.drafts.require(who, version.id));
  }

  /** A creator's tiers in each store that has them. */
  @Allow('creator')
  @Query(() => [TierProgressType])
  async myTiers(@Who() who: AccountActor): Promise<TierProgressType[]> {
    return this.tiers.ofCreator((await this.creators.ofAccount(who.accountId)).id);
  }

  /** What this creator was told of changed plans, the newest first. */
  @Allow('creator')
  @Query(() => PlanNoticeConnection)
  async myPlanNotices(@Who() who: AccountActor, @Args() args: PageArgs): Promise<Page<PlanNoticeType>> {
    const creator = await this.creators.ofAccount(who.accountId);
    const page = await this.notices.ofCreator(creator.id, args);
    const nodes = page.nodes.map((row) => ({
      id: row.version_id,
      storeName: row.store_name,
      at: row.at,
      text: row.text,
    }));
    return { ...page, nodes };
  }

  private async shown(who: AccountActor, row: VersionRow): Promise<PlanVersionType> {
    return shownVersion(who, row, await this.lists.creatorNames([row]));
  }

  private async shownAll(who: AccountActor, page: Page<VersionRow>): Promise<Page<PlanVersionType>> {
    const names = await this.lists.creatorNames(page.nodes);
    return { ...page, nodes: page.nodes.map((row) => shownVersion(who, row, names)) };
  }
}
