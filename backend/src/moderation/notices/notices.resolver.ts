// What was decided about a video, as its creator may read it.
import { Field, ID, Int, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Req, Who, type Actor, type DoorRequest } from '../../base/auth.js';
import { batched } from '../../base/graphql/batched.js';
import { Video } from '../../videos/video.entity.js';
import { pickLanguage, reasonText } from '../moderation.reasons.js';
import { appealText } from './letters.rules.js';
import { NoticesService } from './notices.service.js';

@ObjectType()
export class DecisionNotice {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  action!: string;

  @Field(() => Date)
  at!: Date;

  /** True when a named rule decided, false when a person did. */
  @Field(() => Boolean)
  automated!: boolean;

  /** The rule: the name of the one that approved, or the code of the reason of a refusal. */
  @Field(() => String, { nullable: true })
  rule!: string | null;

  /** Why, and how to put it right, in the reader's language; null when nothing was wrong. */
  @Field(() => String, { nullable: true })
  reason!: string | null;

  @Field(() => String, { nullable: true })
  howToFix!: string | null;

  @Field(() => Int, { nullable: true })
  timecodeMs!: number | null;

  @Field(() => String, { nullable: true })
  note!: string | null;

  /** How to object; null for an approval. */
  @Field(() => String, { nullable: true })
  howToAppeal!: string | null;

  /** The words that were sent, kept for ever; null for decisions older than this memory. */
  @Field(() => String, { nullable: true })
  text!: string | null;
}

@Resolver(() => Video)
export class NoticesResolver {
  private readonly ofVideo;

  constructor(notices: NoticesService) {
    this.ofVideo = batched((ids) => notices.ofVideos(ids));
  }

  /** The newest first. Without the moderator's name, which only staff see in `decisions`. */
  @ResolveField(() => [DecisionNotice])
  async decisions(
    @Parent() video: Video,
    @Who() who: Actor | null,
    @Req() request: DoorRequest,
  ): Promise<DecisionNotice[]> {
    const locale = who?.kind === 'account' ? who.locale : null;
    const language = pickLanguage(locale, request.headers['accept-language']);
    return ((await this.ofVideo(video.id)) ?? []).map(({ reasonCode, ...kept }) => {
      const reason = reasonCode === null ? null : reasonText(reasonCode, language);
      return {
        ...kept,
        rule: kept.rule ?? reasonCode,
        reason: reason?.label ?? null,
        howToFix: reason?.howToFix ?? null,
        howToAppeal: kept.action === 'rejected' ? appealText(language) : null,
      };
    });
  }
}
