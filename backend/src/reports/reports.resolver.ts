// The GraphQL door to reports, and the numbers under a video.
import { Args, ArgsType, Field, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Allow, holds, ownsStore, Who, type AccountActor } from '../base/auth.js';
import { batched } from '../base/graphql/batched.js';
import { MoneyType, toMoney } from '../base/graphql/money.type.js';
import { PageArgs, type Page } from '../base/graphql/paging.js';
import { Creator } from '../creators/creator.entity.js';
import { CreatorsService } from '../creators/creators.service.js';
import { Video } from '../videos/video.entity.js';
import { CreatorEarning, CreatorEarningConnection, Earnings, StoreReport, VideoStats } from './report.types.js';
import { VIDEO_STATS } from './reports.queries.js';
import { readPeriod, ReportsService } from './reports.service.js';

@ArgsType()
class PeriodArgs {
  @Field(() => String, { nullable: true })
  from?: string | null;

  @Field(() => String, { nullable: true })
  to?: string | null;
}

@ArgsType()
class MyEarningsArgs extends PeriodArgs {
  @Field(() => ID, { nullable: true })
  storeId?: string | null;
}

@ArgsType()
class StoreReportArgs extends PeriodArgs {
  @Field(() => ID)
  storeId!: string;
}

@ArgsType()
class StoreCreatorsArgs extends PageArgs {
  @Field(() => ID)
  storeId!: string;
}

@Resolver()
export class ReportsResolver {
  constructor(
    private readonly reports: ReportsService,
    private readonly creators: CreatorsService,
  ) {}

  @Allow('creator')
  @Query(() => [Earnings])
  async myEarnings(@Who() who: AccountActor, @Args() args: MyEarningsArgs): Promise<Earnings[]> {
    const creator = await this.creators.ofAccount(who.accountId);
    return this.reports.earnings(creator.id, args.storeId ?? null, readPeriod(args.from, args.to));
  }

  @Allow('store_owner', 'finance', 'administrator')
  @Query(() => StoreReport)
  storeReport(@Who() who: AccountActor, @Args() args: StoreReportArgs): Promise<StoreReport> {
    return this.reports.store(who, args.storeId, readPeriod(args.from, args.to));
  }

  @Allow('store_owner', 'finance', 'administrator')
  @Query(() => CreatorEarningConnection)
  storeCreators(@Who() who: AccountActor, @Args() args: StoreCreatorsArgs): Promise<Page<CreatorEarning>> {
    return this.reports.creators(who, args.storeId, args);
  }
}

interface StatsRow {
  id: string;
  impressions: number;
  views: number;
  clicks: number;
  orders: number;
  earned: string;
  currency: string;
}

@Resolver(() => Video)
export class VideoNumbersResolver {
  constructor(@InjectDataSource() private readonly db: DataSource) {}

  private readonly statsOf = batched(async (videoIds) => {
    const rows: StatsRow[] = await this.db.query(VIDEO_STATS, [videoIds]);
    return new Map(rows.map((row) => [row.id, row]));
  });

  private readonly creatorOf = batched(async (accountIds) => {
    const rows = await this.db.manager
      .createQueryBuilder(Creator, 'c')
      .where('c.accountId = ANY(:ids)', { ids: accountIds })
      .getMany();
    return new Map(rows.map((row) => [row.accountId, row]));
  });

  @ResolveField(() => VideoStats)
  async stats(@Parent() video: Video): Promise<VideoStats> {
    const row = await this.statsOf(video.id);
    const { impressions = 0, views: qualifiedViews = 0, clicks = 0, orders = 0 } = row ?? {};
    return { impressions, qualifiedViews, clicks, orders };
  }

  /** Only for the video's creator, the store that pays and finance; null for everyone else, moderators too. */
  @ResolveField(() => MoneyType, { nullable: true })
  async earned(@Who() who: AccountActor, @Parent() video: Video): Promise<MoneyType | null> {
    const pays = ownsStore(who, video.storeId) || holds(who, 'finance') || holds(who, 'administrator');
    if (!pays && (await this.creatorOf(who.accountId))?.id !== video.creatorId) return null;
    const row = await this.statsOf(video.id);
    return row ? toMoney(BigInt(row.earned), row.currency) : null;
  }
}
