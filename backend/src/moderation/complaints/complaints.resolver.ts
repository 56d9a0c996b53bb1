// The GraphQL doors of reports: for moderators, who decide, and for the store whose page the video stands on.
import { Args, ArgsType, Field, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { DataSource, In } from 'typeorm';
import {
  Allow,
  assertStore,
  holds,
  Req,
  Who,
  type AccountActor,
  type Actor,
  type DoorRequest,
} from '../../base/auth.js';
import { AppError } from '../../base/errors.js';
import { batched } from '../../base/graphql/batched.js';
import { decodeCursor, PageArgs, pageSize, toPage, type Page } from '../../base/graphql/paging.js';
import { Video } from '../../videos/video.entity.js';
import { Decision } from '../decision.entity.js';
import { pickLanguage } from '../moderation.reasons.js';
import { ReviewItem } from '../moderation.types.js';
import { complaintText, type ComplaintReason } from './complaint.reasons.js';
import * as sql from './complaints.queries.js';
import {
  Complaint,
  ComplaintCase,
  ComplaintCaseConnection,
  ComplaintConnection,
  ComplaintReasonCount,
} from './complaints.types.js';

@ArgsType()
class CasesArgs extends PageArgs {
  /** Of one store; staff may leave it out. */
  @Field(() => ID, { nullable: true })
  storeId?: string | null;

  /** True only those that wait for a decision, false only those that are over. */
  @Field(() => Boolean, { nullable: true })
  open?: boolean | null;
}

@Resolver(() => ComplaintCase)
export class ComplaintsResolver {
  constructor(private readonly db: DataSource) {}

  private readonly videoOf = batched(async (ids) => {
    const videos = await this.db.manager.findBy(Video, { id: In([...ids]) });
    return new Map(videos.map((video) => [video.id, video]));
  });

  private readonly decisionOf = batched(async (ids) => {
    const decisions = await this.db.manager.findBy(Decision, { id: In([...ids]) });
    return new Map(decisions.map((decision) => [decision.id, decision]));
  });

  private readonly reasonsOf = batched(async (ids) => {
    const rows: { caseId: string; code: ComplaintReason; count: number }[] = await this.db.query(sql.REASONS_OF, [ids]);
    const all = new Map<string, { code: ComplaintReason; count: number }[]>();
    for (const { caseId, ...reason } of rows) all.set(caseId, [...(all.get(caseId) ?? []), reason]);
    return all;
  });

  /** The newest first. */
  @Query(() => ComplaintCaseConnection)
  @Allow('moderator', 'administrator', 'store_owner')
  async complaintCases(@Who() who: AccountActor, @Args() args: CasesArgs): Promise<Page<ComplaintCase>> {
    const storeId = args.storeId ?? null;
    if (storeId !== null) assertStore(who, storeId, 'moderator', 'administrator');
    else if (!holds(who, 'moderator') && !holds(who, 'administrator')) {
      throw new AppError('BAD_INPUT', { field: 'storeId' });
    }
    const filter = [storeId, args.open ?? null];
    const after = decodeCursor(args, 2);
    const [rows, [count]] = await Promise.all([
      this.db.query(sql.CASES, [...filter, after?.[0] ?? null, after?.[1] ?? null, pageSize(args) + 1]) as Promise<
        ComplaintCase[]
      >,
      this.db.query(sql.COUNT_CASES, filter) as Promise<{ total: number }[]>,
    ]);
    return toPage(rows, args, count?.total ?? 0, (one) => [one.openedAt.toISOString(), one.id]);
  }

  @ResolveField(() => Video)
  video(@Parent() of: ComplaintCase): Promise<Video | undefined> {
    return this.videoOf(of.videoId);
  }

  /** What closed it; null while it is open, and where the video went away by itself. */
  @ResolveField(() => Decision, { nullable: true })
  async decision(@Parent() of: ComplaintCase): Promise<Decision | null> {
    return of.decisionId === null ? null : ((await this.decisionOf(of.decisionId)) ?? null);
  }

  @ResolveField(() => [ComplaintReasonCount])
  async reasons(
    @Parent() of: ComplaintCase,
    @Who() who: Actor | null,
    @Req() request: DoorRequest,
  ): Promise<ComplaintReasonCount[]> {
    const locale = who?.kind === 'account' ? who.locale : null;
    const language = pickLanguage(locale, request.headers['accept-language']);
    const counts = (await this.reasonsOf(of.id)) ?? [];
    return counts.map((one) => ({ ...one, label: complaintText(one.code, language) }));
  }

  /** What was said, in the order in which it came. */
  @ResolveField(() => ComplaintConnection)
  async said(@Parent() of: ComplaintCase, @Args() args: PageArgs): Promise<Page<Complaint>> {
    const after = decodeCursor(args, 2);
    const values = [of.id, after?.[0] ?? null, after?.[1] ?? null, pageSize(args) + 1];
    const [rows, [count]] = await Promise.all([
      this.db.query(sql.COMPLAINTS, values) as Promise<Complaint[]>,
      this.db.query(sql.COUNT_COMPLAINTS, [of.id]) as Promise<{ total: number }[]>,
    ]);
    return toPage(rows, args, count?.total ?? 0, (one) => [one.at.toISOString(), one.id]);
  }
}

@Resolver(() => ReviewItem)
export class ReviewComplaintsResolver {
  constructor(private readonly db: DataSource) {}

  private readonly openOf = batched(async (ids) => {
    const rows: ComplaintCase[] = await this.db.query(sql.OPEN_OF_VIDEOS, [ids]);
    return new Map(rows.map((row) => [row.videoId, row]));
  });

  /** The reports that the decision about this video will answer. */
  @ResolveField(() => ComplaintCase, { nullable: true })
  async complaintCase(@Parent() item: ReviewItem): Promise<ComplaintCase | null> {
    return (await this.openOf(item.video.id)) ?? null;
  }
}
