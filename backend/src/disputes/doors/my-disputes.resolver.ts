// The GraphQL door of creators: dispute a line, claim an order, take it back, see how it stands.
import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { AppError } from '../../base/errors.js';
import { PageArgs, type Page } from '../../base/graphql/paging.js';
import { CreatorsService } from '../../creators/creators.service.js';
import { AnswersService } from '../answers/answers.service.js';
import { DisputeRows, type DisputeRow } from '../dispute-rows.service.js';
import { EvidenceService } from '../evidence/evidence.service.js';
import { ClaimsService } from '../opening/claims.service.js';
import { LineDisputes } from '../opening/line-disputes.service.js';
import {
  DisputeEvidenceType,
  DisputeStepType,
  LineDisputeInput,
  MyDisputeConnection,
  MyDisputeType,
  OrderClaimInput,
} from './dispute.types.js';
import { shownStep, shownToCreator } from './shown.js';

@Resolver(() => MyDisputeType)
export class MyDisputesResolver {
  constructor(
    private readonly creators: CreatorsService,
    private readonly rows: DisputeRows,
    private readonly lines: LineDisputes,
    private readonly claims: ClaimsService,
    private readonly answers: AnswersService,
    private readonly evidence: EvidenceService,
  ) {}

  /** The newest first. */
  @Allow('creator')
  @Query(() => MyDisputeConnection)
  async myDisputes(@Who() who: AccountActor, @Args() args: PageArgs): Promise<Page<MyDisputeType>> {
    const creator = await this.creators.ofAccount(who.accountId);
    const page = await this.rows.ofCreator(creator.id, args);
    return { ...page, nodes: page.nodes.map(shownToCreator) };
  }

  @Allow('creator')
  @Query(() => MyDisputeType)
  async myDispute(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<MyDisputeType> {
    return shownToCreator(await this.own(who, id));
  }

  @Allow('creator')
  @Mutation(() => MyDisputeType)
  async disputeLine(@Who() who: AccountActor, @Args('input') input: LineDisputeInput): Promise<MyDisputeType> {
    return shownToCreator(await this.lines.open(who, input));
  }

  @Allow('creator')
  @Mutation(() => MyDisputeType)
  async claimOrder(@Who() who: AccountActor, @Args('input') input: OrderClaimInput): Promise<MyDisputeType> {
    return shownToCreator(await this.claims.claim(who, input));
  }

  @Allow('creator')
  @Mutation(() => MyDisputeType)
  async withdrawDispute(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<MyDisputeType> {
    return shownToCreator(await this.answers.withdraw(who, id));
  }

  @ResolveField(() => [DisputeEvidenceType])
  evidencePictures(@Parent() dispute: MyDisputeType): Promise<DisputeEvidenceType[]> {
    return this.evidence.of(dispute.id);
  }

  @ResolveField(() => [DisputeStepType])
  async history(@Who() who: AccountActor, @Parent() dispute: MyDisputeType): Promise<DisputeStepType[]> {
    const row = await this.own(who, dispute.id);
    return (await this.rows.steps(row.id)).map((step) => shownStep(row, step, 'creator'));
  }

  private async own(who: AccountActor, id: string): Promise<DisputeRow> {
    const row = await this.rows.require(id);
    if (row.creator_account !== who.accountId) throw new AppError('NOT_FOUND');
    return row;
  }
}
