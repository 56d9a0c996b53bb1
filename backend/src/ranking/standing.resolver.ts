// Why a video stands where it does: the numbers of its place, beside each placement.
import { Field, Int, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { batched } from '../base/graphql/batched.js';
import { MoneyType, toMoney } from '../base/graphql/money.type.js';
import { Placement } from '../placements/placement.entity.js';
import { EXPLORED_IMPRESSIONS } from './rank.rules.js';
import { STANDINGS } from './ranking.queries.js';

@ObjectType()
export class PlacementStanding {
  /** What 1,000 qualified views are expected to bring, net of returns and commission. */
  @Field(() => MoneyType)
  worth!: MoneyType;

  /** What votes add to it or take from it. */
  @Field(() => MoneyType)
  votesWorth!: MoneyType;

  /** Of the last 90 days, as everything here but impressions and votes. */
  @Field(() => Int)
  qualifiedViews!: number;

  @Field(() => Int)
  orders!: number;

  /** Sold and not given back. */
  @Field(() => MoneyType)
  net!: MoneyType;

  @Field(() => MoneyType)
  commission!: MoneyType;

  @Field(() => Int)
  impressions!: number;

  /** Until so many impressions a video is new and stands first now and then. */
  @Field(() => Int)
  exploredAt!: number;

  @Field(() => Int)
  helpful!: number;

  @Field(() => Int)
  votes!: number;

  @Field(() => Date)
  at!: Date;
}

type Counts = Pick<PlacementStanding, 'qualifiedViews' | 'orders' | 'impressions' | 'helpful' | 'votes' | 'at'>;
type Row = Counts & {
  videoId: string;
  currency: string;
  net: string;
  commission: string;
  worth: string;
  votesWorth: string;
};

@Resolver(() => Placement)
export class StandingResolver {
  constructor(@InjectDataSource() private readonly db: DataSource) {}

  private readonly of = batched(async (videoIds) => {
    const rows: Row[] = await this.db.query(STANDINGS, [videoIds]);
    return new Map(rows.map((row) => [row.videoId, row]));
  });

  /** Null until the store was ranked. Who may see the placement may see this. */
  @ResolveField(() => PlacementStanding, { nullable: true })
  async standing(@Parent() placement: Placement): Promise<PlacementStanding | null> {
    const row = await this.of(placement.videoId);
    if (!row) return null;
    const money = (minor: string): MoneyType => toMoney(BigInt(minor), row.currency);
    const { qualifiedViews, orders, impressions, helpful, votes, at } = row;
    return {
      ...{ qualifiedViews, orders, impressions, helpful, votes, at, exploredAt: EXPLORED_IMPRESSIONS },
      ...{ worth: money(row.worth), votesWorth: money(row.votesWorth) },
      ...{ net: money(row.net), commission: money(row.commission) },
    };
  }
}
