// The GraphQL door of those who answer and decide: a store sees its own disputes, staff of finance all.
import { Args, ArgsType, Field, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Allow, assertStore, holds, Who, type AccountActor } from '../../base/auth.js';
import { AppError } from '../../base/errors.js';
import { toMoney } from '../../base/graphql/money.type.js';
import { PageArgs, type Page } from '../../base/graphql/paging.js';
import { AnswersService } from '../answers/answers.service.js';
import { DisputeDecisions } from '../answers/decisions.service.js';
import { DisputeRows, type DisputeRow } from '../dispute-rows.service.js';
import { ACCEPTED_FOR, REFUSED_FOR } from '../dispute.reasons.js';
import { OPEN } from '../dispute.status.js';
import * as sql from '../disputes.queries.js';
import { EvidenceService } from '../evidence/evidence.service.js';
import { isRefused, ProposalService } from '../money/proposal.service.js';
import { FindingService } from '../opening/finding.service.js';
import { MatchingService } from '../opening/matching.service.js';
import {
  DisputeCandidateType,
  DisputeConnection,
  DisputeCreditedType,
  DisputeDecisionInput,
  DisputeEvidenceType,
  DisputeProposalType,
  DisputeReasonType,
  DisputeStepType,
  DisputeType,
} from './dispute.types.js';
import { shownStep, shownToDesk } from './shown.js';

const LISTS = ['store', 'staff', 'waiting', 'over'] as const;

@ArgsType()
class DisputesArgs extends PageArgs {
  /** A store owner names the store; staff see all without. */
  @Field(() => ID, { nullable: true })
  storeId?: string | null;

  /** store: all that are open. staff: those that staff decide. waiting: those that wait for stores and orders. over. */
  @Field(() => String, { nullable: true })
  list?: string | null;
}

@Resolver(() => DisputeType)
export class DisputeDeskResolver {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly rows: DisputeRows,
    private readonly answers: AnswersService,
    private readonly decisions: DisputeDecisions,
    private readonly finding: FindingService,
    private readonly matching: MatchingService,
    private readonly proposals: ProposalService,
    private readonly evidence: EvidenceService,
  ) {}

  @Allow('store_owner', 'finance', 'administrator')
  @Query(() => DisputeConnection)
  async disputes(@Who() who: AccountActor, @Args() args: DisputesArgs): Promise<Page<DisputeType>> {
    const storeId = args.storeId ?? null;
    const list = LISTS.find((one) => one === (args.list ?? 'store'));
    if (!list) throw new AppError('BAD_INPUT', { field: 'list', detail: `One of ${LISTS.join(', ')}.` });
    if (!isStaff(who)) {
      if (storeId === null) throw new AppError('BAD_INPUT', { field: 'storeId', detail: 'Name a store.' });
      assertStore(who, storeId);
    }
    const page = await this.rows.ofDesk(list, storeId, args);
    return { ...page, nodes: page.nodes.map((row) => shownToDesk(who, row)) };
  }

  @Allow('store_owner', 'finance', 'administrator')
  @Query(() => DisputeType)
  async dispute(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<DisputeType> {
    return shownToDesk(who, await this.seen(who, id));
  }

  /** Why people decide; the first of each is what a key alone means. */
  @Allow('finance', 'administrator')
  @Query(() => [DisputeReasonType])
  disputeReasons(): DisputeReasonType[] {
    const of = (accept: boolean, codes: readonly string[]) => codes.map((code) => ({ accept, code }));
    return [...of(true, ACCEPTED_FOR), ...of(false, REFUSED_FOR)];
  }

  @Allow('store_owner')
  @Mutation(() => DisputeType)
  async answerDispute(
    @Who() who: AccountActor,
    @Args('id', { type: () => ID }) id: string,
    @Args('agree') agree: boolean,
    @Args('text') text: string,
  ): Promise<DisputeType> {
    return shownToDesk(who, await this.answers.answer(who, id, agree, text));
  }

  /** Says which of the candidates a claim is about. */
  @Allow('store_owner', 'finance', 'administrator')
  @Mutation(() => DisputeType)
  async nameDisputedOrder(
    @Who() who: AccountActor,
    @Args('id', { type: () => ID }) id: string,
    @Args('orderId', { type: () => ID }) orderId: string,
  ): Promise<DisputeType> {
    return shownToDesk(who, await this.finding.name(who, id, orderId));
  }

  /** Neither the creator, nor the store's people, nor who decided about this commission before. */
  @Allow('finance', 'administrator')
  @Mutation(() => DisputeType)
  async decideDispute(@Who() who: AccountActor, @Args('input') input: DisputeDecisionInput): Promise<DisputeType> {
    const said = { ...input, reasonCode: input.reasonCode ?? null, amount: input.amount ?? null };
    return shownToDesk(who, await this.decisions.decide(who, said));
  }

  @ResolveField(() => DisputeProposalType, { nullable: true })
  async proposal(@Who() who: AccountActor, @Parent() dispute: DisputeType): Promise<DisputeProposalType | null> {
    const row = await this.seen(who, dispute.id);
    if (!OPEN.includes(row.state)) return null;
    const found = await this.proposals.of(this.db.manager, row);
    if (!found) return null;
    const money = (minor: bigint) => toMoney(minor, found.currency);
    return {
      ...{ amount: money(found.amountMinor), has: money(found.hasMinor), most: money(found.mostMinor) },
      ...{ reason: found.reason, from: found.from, liftsCheck: isRefused(row) },
    };
  }

  /** Who has what of the order now. */
  @ResolveField(() => [DisputeCreditedType])
  async creditedNow(@Who() who: AccountActor, @Parent() dispute: DisputeType): Promise<DisputeCreditedType[]> {
    const row = await this.seen(who, dispute.id);
    if (row.order_id === null) return [];
    const rows: { name: string; currency: string; amount: string }[] = await this.db.query(sql.CREDITED_OF, [
      row.order_id,
    ]);
    return rows.map((one) => ({ creatorName: one.name, amount: toMoney(BigInt(one.amount), one.currency) }));
  }

  /** How many other creators claim the same order. */
  @ResolveField(() => Int)
  async rivals(@Who() who: AccountActor, @Parent() dispute: DisputeType): Promise<number> {
    const row = await this.seen(who, dispute.id);
    if (row.order_id === null) return 0;
    const [found]: { count: number }[] = await this.db.query(sql.RIVALS, [row.order_id, row.id, row.creator_id]);
    return found?.count ?? 0;
  }

  /** Orders that may be the claimed one, while none is named. */
  @ResolveField(() => [DisputeCandidateType])
  async candidates(@Who() who: AccountActor, @Parent() dispute: DisputeType): Promise<DisputeCandidateType[]> {
    const row = await this.seen(who, dispute.id);
    if (row.state !== 'waiting_order') return [];
    const found = await this.matching.candidates(this.db.manager, row);
    return found.map(({ orderId, externalId, totalMinor, currency, placedAtMs, score }) => ({
      ...{ orderId, number: externalId, total: toMoney(totalMinor, currency), placedAt: new Date(placedAtMs), score },
    }));
  }

  @ResolveField(() => [DisputeEvidenceType])
  async evidencePictures(@Who() who: AccountActor, @Parent() dispute: DisputeType): Promise<DisputeEvidenceType[]> {
    return this.evidence.of((await this.seen(who, dispute.id)).id);
  }

  @ResolveField(() => [DisputeStepType])
  async history(@Who() who: AccountActor, @Parent() dispute: DisputeType): Promise<DisputeStepType[]> {
    const row = await this.seen(who, dispute.id);
    const reader = isStaff(who) ? 'staff' : 'store';
    return (await this.rows.steps(row.id)).map((step) => shownStep(row, step, reader));
  }

  private async seen(who: AccountActor, id: string): Promise<DisputeRow> {
    const row = await this.rows.require(id);
    assertStore(who, row.store_id, 'finance', 'administrator');
    return row;
  }
}

const isStaff = (who: AccountActor): boolean => holds(who, 'finance') || holds(who, 'administrator');
