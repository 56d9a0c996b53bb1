// The GraphQL door of decisions about alternative tracks, and what creators read about a rejected one.
import { Args, Field, ID, Mutation, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, Req, Who, type AccountActor, type Actor, type DoorRequest } from '../../base/auth.js';
import { VideoTrack } from '../../videos/tracks/track.entity.js';
import { pickLanguage, reasonText } from '../moderation.reasons.js';
import { TrackJudgementService } from './track-judgement.service.js';

@ObjectType('TrackRejection')
export class TrackRejectionType {
  @Field(() => String)
  reasonCode!: string;

  @Field(() => String)
  message!: string;

  @Field(() => String)
  howToFix!: string;

  @Field(() => String, { nullable: true })
  note!: string | null;
}

@Resolver(() => VideoTrack)
export class TrackJudgementResolver {
  constructor(private readonly judgement: TrackJudgementService) {}

  @Mutation(() => VideoTrack)
  @Allow('moderator', 'administrator')
  approveTrack(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<VideoTrack> {
    return this.judgement.approve(who, id);
  }

  @Mutation(() => VideoTrack)
  @Allow('moderator', 'administrator')
  rejectTrack(
    @Who() who: AccountActor,
    @Args('id', { type: () => ID }) id: string,
    @Args('reasonCode') reasonCode: string,
    @Args('note', { type: () => String, nullable: true }) note: string | null,
  ): Promise<VideoTrack> {
    return this.judgement.reject(who, id, reasonCode, note ?? null);
  }

  /** In the reader's language. */
  @ResolveField(() => TrackRejectionType, { nullable: true })
  rejection(@Parent() track: VideoTrack, @Who() who: Actor | null, @Req() request: DoorRequest) {
    if (!track.rejection) return null;
    const locale = who?.kind === 'account' ? who.locale : null;
    const { reasonCode, note } = track.rejection;
    const { label, howToFix } = reasonText(reasonCode, pickLanguage(locale, request.headers['accept-language']));
    return { reasonCode, message: label, howToFix, note };
  }
}
