// The GraphQL door of moderators, and what creators read about a rejection.
import { Args, ArgsType, Field, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { DataSource, In, type FindOptionsWhere, LessThan } from 'typeorm';
import { Account } from '../accounts/account.entity.js';
import { Allow, Req, Who, type AccountActor, type Actor, type DoorRequest } from '../base/auth.js';
import { Clock } from '../base/clock.js';
import { batched } from '../base/graphql/batched.js';
import { decodeCursor, PageArgs, pageSize, toPage } from '../base/graphql/paging.js';
import { AppError } from '../base/errors.js';
import { Video } from '../videos/video.entity.js';
import { ClaimsService } from './claims.service.js';
import { Decision, DecisionConnection } from './decision.entity.js';
import { pageOfComing, pageOfQueue, queueRowOf, type QueueRow } from './moderation.queries.js';
import { pickLanguage, REASONS, reasonText } from './moderation.reasons.js';
import { ModerationService } from './moderation.service.js';
import {
  ComingVideoConnection,
  RejectInput,
  RejectionType,
  RejectReason,
  ReviewFilterInput,
  ReviewItem,
  ReviewItemConnection,
} from './moderation.types.js';

@ArgsType()
class QueueArgs extends PageArgs {
  @Field(() => ReviewFilterInput, { nullable: true })
  filter?: ReviewFilterInput | null;
}

@ArgsType()
class DecisionsArgs extends PageArgs {
  @Field(() => ID, { nullable: true })
  videoId?: string | null;
}

@Resolver()
export class ModerationResolver {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly claims: ClaimsService,
    private readonly moderation: ModerationService,
  ) {}

  @Query(() => [RejectReason])
  @Allow('moderator', 'administrator')
  rejectReasons(@Who() who: AccountActor, @Req() request: DoorRequest): RejectReason[] {
    const language = pickLanguage(who.locale, request.headers['accept-language']);
    return Object.entries(REASONS).map(([code, texts]) => ({ code, ...texts[language] }));
  }

  @Query(() => ReviewItemConnection)
  @Allow('moderator', 'administrator')
  async reviewQueue(@Who() who: AccountActor, @Args() args: QueueArgs): Promise<ReviewItemConnection> {
    const page = await pageOfQueue(this.db.manager, args.filter ?? {}, args, this.clock.now());
    const videos = await this.db.manager.findBy(Video, { id: In(page.nodes.map((row) => row.videoId)) });
    const byId = new Map(videos.map((v) => [v.id, v]));
    const known = page.nodes.filter((row) => byId.has(row.videoId));
    return { ...page, nodes: known.map((row) => item(row, byId.get(row.videoId) as Video, who)) };
  }

  /** What will soon wait for a decision and can be watched already. */
  @Query(() => ComingVideoConnection)
  @Allow('moderator', 'administrator')
  comingVideos(@Args() args: PageArgs): Promise<ComingVideoConnection> {
    return pageOfComing(this.db.manager, args);
  }

  @Query(() => DecisionConnection)
  @Allow('moderator', 'administrator')
  async decisions(@Args() args: DecisionsArgs): Promise<DecisionConnection> {
    const of: FindOptionsWhere<Decision> = args.videoId ? { videoId: args.videoId } : {};
    const size = pageSize(args);
    const after = decodeCursor(args, 2);
    const at = after ? new Date(after[0] ?? '') : null;
    const where = at
      ? [
          { ...of, at: LessThan(at) },
          { ...of, at, id: LessThan(after?.[1] ?? '') },
        ]
      : of;
    const [rows, total] = await Promise.all([
      this.db.manager.find(Decision, { where, order: { at: 'DESC', id: 'DESC' }, take: size + 1 }),
      this.db.manager.countBy(Decision, of),
    ]);
    return toPage(rows, args, total, (d) => [d.at.toISOString(), d.id]);
  }

  @Mutation(() => ReviewItem)
  @Allow('moderator', 'administrator')
  async claimReview(
    @Who() who: AccountActor,
    @Args('videoId', { type: () => ID }) videoId: string,
  ): Promise<ReviewItem> {
    return this.itemOf(who, await this.claims.claim(who, videoId));
  }

  @Mutation(() => ReviewItem, { nullable: true })
  @Allow('moderator', 'administrator')
  async claimNextReview(
    @Who() who: AccountActor,
    @Args('filter', { type: () => ReviewFilterInput, nullable: true }) filter: ReviewFilterInput | null,
  ): Promise<ReviewItem | null> {
    const video = await this.claims.claimNext(who, filter ?? {});
    return video ? this.itemOf(who, video) : null;
  }

  @Mutation(() => Boolean)
  @Allow('moderator', 'administrator')
  releaseReview(@Who() who: AccountActor, @Args('videoId', { type: () => ID }) videoId: string): Promise<boolean> {
    return this.claims.release(who, videoId);
  }

  @Mutation(() => Decision)
  @Allow('moderator', 'administrator')
  approveVideo(
    @Who() who: AccountActor,
    @Args('videoId', { type: () => ID }) videoId: string,
    @Args('note', { type: () => String, nullable: true }) note: string | null,
    @Args('version', { type: () => Int, nullable: true }) version: number | null,
  ): Promise<Decision> {
    return this.moderation.approve(who, videoId, note ?? null, version);
  }

  @Mutation(() => Decision)
  @Allow('moderator', 'administrator')
  rejectVideo(@Who() who: AccountActor, @Args('input') input: RejectInput): Promise<Decision> {
    const { videoId, reasonCode, timecodeMs, note, version } = input;
    const said = { timecodeMs: timecodeMs ?? null, note: note ?? null, version: version ?? null };
    return this.moderation.reject(who, { videoId, reasonCode, ...said });
  }

  private async itemOf(who: AccountActor, video: Video): Promise<ReviewItem> {
    const row = await queueRowOf(this.db.manager, video.id, this.clock.now());
    if (!row) throw new AppError('WRONG_STATUS', { detail: 'This video is not in review any more.' });
    return item(row, video, who);
  }
}

function item(row: QueueRow, video: Video, who: AccountActor): ReviewItem {
  return {
    video,
    waitingSince: row.waitingSince,
    claimedBy: row.claimedBy,
    claimedByMe: row.claimedById === who.accountId,
    claimExpiresAt: row.claimExpiresAt,
    attempts: row.attempts,
    published: row.published,
    complaints: row.complaints,
  };
}

@Resolver(() => Decision)
export class DecisionResolver {
  constructor(private readonly db: DataSource) {}

  private readonly nameOf = batched(async (ids) => {
    const accounts = await this.db.manager.findBy(Account, { id: In([...ids]) });
    return new Map(accounts.map((a) => [a.id, a.name]));
  });

  /** The person's name as it is today; the id stays in the table. */
  @ResolveField(() => String)
  async actor(@Parent() decision: Decision): Promise<string> {
    return (await this.nameOf(decision.actor)) ?? decision.actor;
  }
}

@Resolver(() => Video)
export class RejectionResolver {
  /** What the moderator said, in the reader's language. */
  @ResolveField(() => RejectionType, { nullable: true })
  rejection(@Parent() video: Video, @Who() who: Actor | null, @Req() request: DoorRequest): RejectionType | null {
    const said = video.rejection;
    if (!said) return null;
    const locale = who?.kind === 'account' ? who.locale : null;
    const text = reasonText(said.reasonCode, pickLanguage(locale, request.headers['accept-language']));
    return { ...said, at: new Date(said.at), message: text.label, howToFix: text.howToFix };
  }
}
