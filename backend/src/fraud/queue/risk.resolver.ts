// The GraphQL door to the queue: staff of finance read and decide; a store reads what concerns it.
import { Args, ArgsType, Field, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, assertStore, holds, Who, type AccountActor } from '../../base/auth.js';
import { AppError } from '../../base/errors.js';
import { PageArgs, type Page } from '../../base/graphql/paging.js';
import { AppealsService } from '../appeals/appeals.service.js';
import { RiskDecisions } from '../decisions.service.js';
import { GroupRows, type GroupFilter, type GroupRow } from '../groups.service.js';
import { REASONS } from '../risk.reasons.js';
import { RISK_ACTIONS } from '../risk.status.js';
import { EvidenceService } from './evidence.service.js';
import { shownGroup } from './shown.js';
import {
  RiskAlertConnection,
  RiskDecisionInput,
  RiskDecisionType,
  RiskFilterInput,
  RiskGroupConnection,
  RiskGroupType,
  RiskReasonType,
  RiskSaleConnection,
  type RiskAlertType,
  type RiskSaleType,
} from './risk.types.js';

const LISTS = ['waiting', 'appealed', 'over'] as const;

@ArgsType()
class GroupsArgs extends PageArgs {
  @Field(() => RiskFilterInput, { nullable: true })
  filter?: RiskFilterInput | null;
}

@Resolver(() => RiskGroupType)
export class RiskResolver {
  constructor(
    private readonly rows: GroupRows,
    private readonly evidence: EvidenceService,
    private readonly decisions: RiskDecisions,
    private readonly appeals: AppealsService,
  ) {}

  /** A store owner names the store; finance and administrators see all. */
  @Allow('store_owner', 'finance', 'administrator')
  @Query(() => RiskGroupConnection)
  async riskGroups(@Who() who: AccountActor, @Args() args: GroupsArgs): Promise<Page<RiskGroupType>> {
    const filter = readFilter(args.filter ?? {});
    if (!isStaff(who)) {
      if (filter.storeId === null)
        throw new AppError('BAD_INPUT', { field: 'filter.storeId', detail: 'Name a store.' });
      assertStore(who, filter.storeId);
    }
    const page = await this.rows.page(filter, args);
    return { ...page, nodes: page.nodes.map((row) => shownGroup(who, row)) };
  }

  @Allow('store_owner', 'finance', 'administrator')
  @Query(() => RiskGroupType)
  async riskGroup(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<RiskGroupType> {
    return shownGroup(who, await this.seen(who, id));
  }

  /** Why people decide; the first of each action is what its key alone means. */
  @Allow('finance', 'administrator')
  @Query(() => [RiskReasonType])
  riskReasons(): RiskReasonType[] {
    return RISK_ACTIONS.flatMap((action) => REASONS[action].map((code) => ({ action, code })));
  }

  @Allow('finance', 'administrator')
  @Mutation(() => RiskGroupType)
  async decideRisk(@Who() who: AccountActor, @Args('input') input: RiskDecisionInput): Promise<RiskGroupType> {
    const { groupId, action, seenAlerts } = input;
    const said = { reasonCode: input.reasonCode ?? null, note: input.note ?? null };
    return shownGroup(who, await this.decisions.decide(who, { groupId, action, seenAlerts, ...said }));
  }

  /** Another person than the one who decided first. */
  @Allow('finance', 'administrator')
  @Mutation(() => RiskGroupType)
  async answerRiskAppeal(
    @Who() who: AccountActor,
    @Args('groupId', { type: () => ID }) groupId: string,
    @Args('accept') accept: boolean,
    @Args('answer') answer: string,
  ): Promise<RiskGroupType> {
    return shownGroup(who, await this.appeals.answer(who, groupId, accept, answer));
  }

  @ResolveField(() => RiskAlertConnection)
  async alerts(
    @Parent() group: RiskGroupType,
    @Who() who: AccountActor,
    @Args() args: PageArgs,
  ): Promise<Page<RiskAlertType>> {
    return this.evidence.alerts(await this.seen(who, group.id), args);
  }

  @ResolveField(() => RiskSaleConnection)
  async sales(
    @Parent() group: RiskGroupType,
    @Who() who: AccountActor,
    @Args() args: PageArgs,
  ): Promise<Page<RiskSaleType>> {
    return this.evidence.sales(await this.seen(who, group.id), args);
  }

  @ResolveField(() => [RiskDecisionType])
  history(@Parent() group: RiskGroupType): Promise<RiskDecisionType[]> {
    return this.evidence.decisions(group.id);
  }

  private async seen(who: AccountActor, id: string): Promise<GroupRow> {
    const row = await this.rows.require(id);
    assertStore(who, row.store_id, 'finance', 'administrator');
    return row;
  }
}

const isStaff = (who: AccountActor): boolean => holds(who, 'finance') || holds(who, 'administrator');

function readFilter(input: RiskFilterInput): GroupFilter {
  const list = LISTS.find((one) => one === (input.list ?? 'waiting'));
  if (!list) throw new AppError('BAD_INPUT', { field: 'filter.list', detail: `One of ${LISTS.join(', ')}.` });
  const { storeId, rule, severity, creatorId } = input;
  return {
    ...{ list, storeId: storeId ?? null, rule: rule ?? null, severity: severity ?? null, creatorId: creatorId ?? null },
  };
}
