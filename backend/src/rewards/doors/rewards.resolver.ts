// The GraphQL door of shoppers' rewards: the list, the register, the figures; a person releases or cancels.
import { Args, ArgsType, Field, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { toMoney } from '../../base/graphql/money.type.js';
import { PageArgs, type Page } from '../../base/graphql/paging.js';
import type { Mode } from '../../facts/fact.rules.js';
import { KeyModeEnum } from '../../stores/store.entity.js';
import { RewardFiguresService } from '../figures/figures.service.js';
import { RewardHistory, type EventRow } from '../register/history.service.js';
import type { Reward } from '../reward.entity.js';
import { REWARD_STATUSES, type EventKind, type RewardStatus } from '../reward.status.js';
import { RewardsService } from '../rewards.service.js';
import { sayReason, sayVerdict } from '../words/explain.rules.js';
import { RewardExplanations } from '../words/reward-explanations.service.js';
import { languageFor } from '../words/words.rules.js';
import {
  RewardConnection,
  RewardEventConnection,
  RewardEventKindEnum,
  RewardFiguresType,
  RewardStatusEnum,
  RewardType,
  type RewardEventType,
} from './reward.types.js';

@ArgsType()
class RewardsArgs extends PageArgs {
  @Field(() => ID)
  storeId!: string;

  @Field(() => KeyModeEnum)
  mode!: Mode;

  @Field(() => RewardStatusEnum, { nullable: true })
  status?: RewardStatus | null;
}

@ArgsType()
class RewardEventsArgs extends PageArgs {
  @Field(() => ID)
  storeId!: string;

  @Field(() => KeyModeEnum)
  mode!: Mode;

  @Field(() => RewardEventKindEnum, { nullable: true })
  kind?: EventKind | null;
}

@Resolver(() => RewardType)
export class RewardsResolver {
  constructor(
    private readonly service: RewardsService,
    private readonly history: RewardHistory,
    private readonly figures: RewardFiguresService,
    private readonly explanations: RewardExplanations,
  ) {}

  @Allow('store_owner', 'administrator')
  @Query(() => RewardConnection)
  async rewards(@Who() who: AccountActor, @Args() args: RewardsArgs): Promise<Page<RewardType>> {
    const { storeId, mode, status = null } = args;
    const page = await this.service.page(who, { storeId, mode, status }, args);
    return { ...page, nodes: await this.shown(who, storeId, page.nodes) };
  }

  @Allow('store_owner', 'administrator')
  @Query(() => RewardEventConnection)
  async rewardEvents(@Who() who: AccountActor, @Args() args: RewardEventsArgs): Promise<Page<RewardEventType>> {
    const { storeId, mode, kind = null } = args;
    const page = await this.history.page(who, { storeId, mode, kind }, args);
    return { ...page, nodes: page.nodes.map((row) => shownEvent(who, row)) };
  }

  @Allow('store_owner', 'administrator')
  @Query(() => RewardFiguresType)
  async rewardFigures(
    @Who() who: AccountActor,
    @Args('storeId', { type: () => ID }) storeId: string,
    @Args('mode', { type: () => KeyModeEnum }) mode: Mode,
  ): Promise<RewardFiguresType> {
    const { store, weeks, active, factor, states } = await this.figures.of(who, storeId, mode);
    const money = (minor: bigint) => toMoney(minor, store.currency);
    return {
      weeks: weeks.map(({ costMinor, perCustomerMinor, ...week }) => ({
        ...{ ...week, cost: money(costMinor), perCustomer: perCustomerMinor === null ? null : money(perCustomerMinor) },
      })),
      ...{ activeShoppers: active, invitationsBps: factor.invitationsBps?.toString() ?? null },
      ...{ conversionBps: factor.conversionBps?.toString() ?? null, kBps: factor.kBps?.toString() ?? null },
      states: REWARD_STATUSES.map((status) => ({ status, count: states.get(status) ?? 0 })),
    };
  }

  /** Lets a held reward pass the limit that holds it. */
  @Allow('store_owner')
  @Mutation(() => RewardType)
  async releaseReward(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<RewardType> {
    return this.one(who, await this.service.release(who, id));
  }

  /** For good; a certificate that was issued is written off. */
  @Allow('store_owner')
  @Mutation(() => RewardType)
  async cancelReward(
    @Who() who: AccountActor,
    @Args('id', { type: () => ID }) id: string,
    @Args('reason') reason: string,
  ): Promise<RewardType> {
    return this.one(who, await this.service.cancel(who, id, reason));
  }

  private async one(who: AccountActor, reward: Reward): Promise<RewardType> {
    const [shown] = await this.shown(who, reward.storeId, [reward]);
    if (!shown) throw new Error('A reward is shown as one.');
    return shown;
  }

  private async shown(who: AccountActor, storeId: string, rewards: readonly Reward[]): Promise<RewardType[]> {
    if (rewards.length === 0) return [];
    const language = languageFor(who.locale);
    const explain = await this.explanations.of(storeId);
    return rewards.map((reward) => {
      const { id, status, side, trigger: event, kind, holder: person, orderId, note, amountMinor, currency } = reward;
      const { dueAt, createdAt, issuedAt, confirmedAt, cancelledAt } = reward;
      return {
        ...{
          id,
          status,
          side,
          event,
          kind,
          person,
          orderId,
          note,
          dueAt,
          createdAt,
          issuedAt,
          confirmedAt,
          cancelledAt,
        },
        amount: amountMinor === null ? null : toMoney(amountMinor, currency),
        points: reward.points?.toString() ?? null,
        ...{ reasonText: sayReason(language, reward.reason), why: explain(reward, language) },
      };
    });
  }
}

function shownEvent(who: AccountActor, { event, verdict, inviter }: EventRow): RewardEventType {
  const { kind, person, invitee, code, orderId, amountMinor, currency, at, receivedAt } = event;
  return {
    ...{ id: event.externalId, kind, person, invitee, inviter, code, orderId, at, receivedAt, verdict },
    amount: amountMinor === null || currency === null ? null : toMoney(amountMinor, currency),
    ...{ fromOrders: event.snapshotN !== null, verdictText: sayVerdict(languageFor(who.locale), verdict) },
  };
}
