// The GraphQL door of finance to payouts: who would be paid, batches, confirmation by a second person, what the bank said.
import { Args, ArgsType, Field, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Allow, Who, type AccountActor } from '../base/auth.js';
import { toMoney } from '../base/graphql/money.type.js';
import { PageArgs, type Page } from '../base/graphql/paging.js';
import { StoresService } from '../stores/stores.service.js';
import { BatchesService, type BatchRow } from './batches/batches.service.js';
import { CandidatesService, type JudgedCandidate } from './batches/candidates.service.js';
import { PayoutLists } from './lists.service.js';
import {
  PayoutBatchConnection,
  PayoutBatchType,
  PayoutDeskType,
  PayoutPayerInput,
  PayoutResultsSummaryType,
  type PayoutCandidateType,
} from './payout.types.js';
import { ProfilesService } from './profiles/profiles.service.js';
import { Rails } from './rails/rails.service.js';
import type { PayoutMethod } from './sends/send.status.js';
import { PayoutMethodEnum, shownSend, shownWay } from './sends/send.types.js';
import { ResultsService } from './results/results.service.js';
import { notPaid, shownBatch, shownPayout } from './shown.js';
import { PayoutStops } from './batches/stops.service.js';

@ArgsType()
class BatchesArgs extends PageArgs {
  @Field(() => ID)
  storeId!: string;
}

@Resolver()
export class PayoutsResolver {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly stores: StoresService,
    private readonly batches: BatchesService,
    private readonly candidates: CandidatesService,
    private readonly results: ResultsService,
    private readonly lists: PayoutLists,
    private readonly profiles: ProfilesService,
    private readonly stops: PayoutStops,
    private readonly rails: Rails,
  ) {}

  @Allow('finance', 'administrator')
  @Query(() => PayoutDeskType)
  async payoutDesk(@Args('storeId', { type: () => ID }) storeId: string): Promise<PayoutDeskType> {
    const { currency } = await this.stores.require(storeId);
    const failing = await this.stops.failing(this.db.manager, storeId);
    const payer = await this.profiles.payer(this.db.manager, storeId, null);
    const candidates = await this.candidates.judged(storeId);
    return {
      currency,
      stoppedBy: failing.flatMap(({ scope, at, findings }) =>
        findings.slice(0, 20).map((f) => ({ ...f, scope, at, invariant: String(f.invariant) })),
      ),
      payer: payer && {
        name: payer.name,
        account: payer.accountShown,
        bankCode: payer.bankCode,
        country: payer.country,
      },
      ways: this.rails.all.map(shownWay),
      candidates: candidates.map((one) => shownCandidate(one, currency)),
    };
  }

  @Allow('finance', 'administrator')
  @Query(() => PayoutBatchConnection)
  async payoutBatches(@Who() who: AccountActor, @Args() args: BatchesArgs): Promise<Page<PayoutBatchType>> {
    const page = await this.lists.batches(args.storeId, args);
    return { ...page, nodes: page.nodes.map((row) => shownBatch(who, row)) };
  }

  @Allow('finance', 'administrator')
  @Query(() => PayoutBatchType)
  async payoutBatch(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<PayoutBatchType> {
    return this.whole(who, await this.batches.require(id));
  }

  /** Prepares a batch of one way of paying, the bank unless told; `creatorIds` null takes everyone who may be paid so. */
  @Allow('finance')
  @Mutation(() => PayoutBatchType)
  async createPayoutBatch(
    @Who() who: AccountActor,
    @Args('storeId', { type: () => ID }) storeId: string,
    @Args('creatorIds', { type: () => [ID], nullable: true }) creatorIds?: string[] | null,
    @Args('method', { type: () => PayoutMethodEnum, nullable: true }) method?: PayoutMethod | null,
  ): Promise<PayoutBatchType> {
    return this.whole(who, await this.batches.create(who, storeId, creatorIds ?? null, method ?? 'bank'));
  }

  @Allow('finance')
  @Mutation(() => PayoutBatchType)
  async approvePayoutBatch(
    @Who() who: AccountActor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<PayoutBatchType> {
    return this.whole(who, await this.batches.approve(who, id));
  }

  @Allow('finance')
  @Mutation(() => PayoutBatchType)
  async refusePayoutBatch(
    @Who() who: AccountActor,
    @Args('id', { type: () => ID }) id: string,
    @Args('reason') reason: string,
  ): Promise<PayoutBatchType> {
    return this.whole(who, await this.batches.refuse(who, id, reason));
  }

  @Allow('finance')
  @Mutation(() => PayoutBatchType)
  async retryPayoutBatch(
    @Who() who: AccountActor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<PayoutBatchType> {
    return this.whole(who, await this.batches.retry(who, id));
  }

  /** `csv`: columns payout_id, result (settled or failed), and where known amount, reference, reason. */
  @Allow('finance')
  @Mutation(() => PayoutResultsSummaryType)
  takePayoutResults(
    @Who() who: AccountActor,
    @Args('batchId', { type: () => ID }) batchId: string,
    @Args('csv') csv: string,
  ): Promise<PayoutResultsSummaryType> {
    return this.results.take(who, batchId, csv);
  }

  @Allow('finance')
  @Mutation(() => Boolean)
  async setPayoutPayer(
    @Who() who: AccountActor,
    @Args('storeId', { type: () => ID }) storeId: string,
    @Args('input') input: PayoutPayerInput,
  ): Promise<boolean> {
    await this.profiles.setPayer(who, storeId, input);
    return true;
  }

  /** A bonus or a correction; `key` is the caller's own, so that a repeat does nothing. */
  @Allow('finance')
  @Mutation(() => Boolean)
  async adjustEarnings(
    @Who() who: AccountActor,
    @Args('storeId', { type: () => ID }) storeId: string,
    @Args('creatorId', { type: () => ID }) creatorId: string,
    @Args('amount') amount: string,
    @Args('reason') reason: string,
    @Args('key') key: string,
  ): Promise<boolean> {
    await this.results.adjust(who, { storeId, creatorId, amount, reason, key });
    return true;
  }

  @Allow('finance')
  @Mutation(() => Boolean)
  async publishExchangeRate(
    @Who() who: AccountActor,
    @Args('storeId', { type: () => ID }) storeId: string,
    @Args('base') base: string,
    @Args('quote') quote: string,
    @Args('rate') rate: string,
  ): Promise<boolean> {
    await this.results.publishRate(who, storeId, base, quote, rate);
    return true;
  }

  /** Lets payouts go on after a failed check. */
  @Allow('administrator')
  @Mutation(() => Boolean)
  async resumePayouts(
    @Who() who: AccountActor,
    @Args('storeId', { type: () => ID }) storeId: string,
    @Args('reason') reason: string,
  ): Promise<boolean> {
    await this.stops.resume(who, storeId, reason);
    return true;
  }

  private async whole(who: AccountActor, row: BatchRow): Promise<PayoutBatchType> {
    const { payouts, skips, sends } = await this.lists.ofBatch(row.id);
    const parts = { payouts: payouts.map(shownPayout), notPaid: notPaid(row, skips), sends: sends.map(shownSend) };
    return { ...shownBatch(who, row), ...parts };
  }
}

function shownCandidate(one: JudgedCandidate, currency: string): PayoutCandidateType {
  return {
    creatorId: one.creatorId,
    name: one.creatorName,
    owed: toMoney(one.owedMinor, currency),
    reason: one.reason,
    nearLimit: one.nearLimit,
    country: one.profile?.country ?? null,
    taxStatus: one.profile?.taxStatus ?? null,
    method: one.profile?.method ?? null,
    account: one.profile?.accountShown ?? null,
    checkedAt: one.profile?.checkedAt ?? null,
    statusConfirmed: one.profile?.confirmed ?? false,
  };
}
