// The GraphQL door of a creator's news.
import { Args, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../base/auth.js';
import { MoneyType, toMoney } from '../base/graphql/money.type.js';
import { Paged, PageArgs, type Page } from '../base/graphql/paging.js';
import { NewsLists } from './news-lists.service.js';

@ObjectType('CreatorNews')
export class CreatorNewsType {
  @Field(() => ID)
  id!: string;

  /** video_published, video_rejected, video_taken_down, marks_dropped, first_sale, reversal, payout_sent, payout_failed, plan_changed, dispute_accepted, dispute_refused. */
  @Field()
  kind!: string;

  @Field(() => ID)
  storeId!: string;

  @Field()
  storeName!: string;

  /** A video, a payout, a version of a plan, a dispute; of a sale, the shop's number of the order. */
  @Field()
  subjectId!: string;

  /** The video's title, or of a dispute the number of the order. */
  @Field(() => String, { nullable: true })
  title!: string | null;

  @Field(() => String, { nullable: true })
  cause!: string | null;

  @Field(() => MoneyType, { nullable: true })
  amount!: MoneyType | null;

  @Field(() => Date)
  at!: Date;

  @Field()
  read!: boolean;
}

@ObjectType()
export class CreatorNewsConnection extends Paged(CreatorNewsType, 'CreatorNews') {}

@Resolver(() => CreatorNewsType)
export class NewsResolver {
  constructor(private readonly lists: NewsLists) {}

  @Allow('creator')
  @Query(() => CreatorNewsConnection)
  async myNews(@Who() who: AccountActor, @Args() args: PageArgs): Promise<Page<CreatorNewsType>> {
    const page = await this.lists.mine(who, args);
    const nodes = page.nodes.map((row) => ({
      ...{ id: row.id, kind: row.kind, storeId: row.store_id, storeName: row.store_name, subjectId: row.subject_id },
      ...{ title: row.title, cause: row.cause, at: row.at, read: row.read_at !== null },
      amount: row.currency === null ? null : toMoney(BigInt(row.amount ?? '0'), row.currency),
    }));
    return { ...page, nodes };
  }

  @Allow('creator')
  @Query(() => Int)
  unreadNews(@Who() who: AccountActor): Promise<number> {
    return this.lists.unread(who);
  }

  /** Says that everything up to this one was seen; gives how many are unread now. */
  @Allow('creator')
  @Mutation(() => Int)
  readNews(@Who() who: AccountActor, @Args('upTo', { type: () => ID }) upTo: string): Promise<number> {
    return this.lists.read(who, upTo);
  }
}
