// The GraphQL door of alternative tracks: what there is, beginning one, removing one.
import { Args, Field, ID, InputType, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { languageOf } from '../../accounts/mails/letters.rules.js';
import { Allow, Who, type AccountActor, type Actor } from '../../base/auth.js';
import { refusalIn } from '../refusals/refusal-words.rules.js';
import { RefusalType } from '../videos.types.js';
import { TrackKindType, VideoTrack } from './track.entity.js';
import { type TrackKind } from './track.status.js';
import { TracksService } from './tracks.service.js';

@InputType()
export class BeginTrackInput {
  @Field(() => ID)
  videoId!: string;

  @Field(() => TrackKindType)
  kind!: TrackKind;

  /** BCP 47: the language that is spoken or signed. */
  @Field(() => String)
  language!: string;

  /** Left out, the language's own name. */
  @Field(() => String, { nullable: true })
  label?: string | null;

  @Field(() => String)
  fileName!: string;

  /** Whole bytes, as text. */
  @Field(() => String)
  sizeBytes!: string;
}

@Resolver(() => VideoTrack)
export class TracksResolver {
  constructor(private readonly tracks: TracksService) {}

  /** Of the newest version and of the live one, at most eight. */
  @Query(() => [VideoTrack])
  @Allow()
  videoTracks(@Who() who: AccountActor, @Args('videoId', { type: () => ID }) videoId: string): Promise<VideoTrack[]> {
    return this.tracks.list(who, videoId);
  }

  /** The file follows by tus, with the metadata `trackId`. */
  @Mutation(() => VideoTrack)
  @Allow('creator')
  beginTrack(@Who() who: AccountActor, @Args('input') input: BeginTrackInput): Promise<VideoTrack> {
    const { videoId, label = null, ...track } = input;
    return this.tracks.begin(who, videoId, { ...track, label });
  }

  @Mutation(() => ID)
  @Allow()
  removeTrack(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<string> {
    return this.tracks.remove(who, id);
  }

  /** In the reader's language. */
  @ResolveField(() => RefusalType, { nullable: true })
  refusal(@Parent() track: VideoTrack, @Who() who: Actor | null): RefusalType | null {
    const language = languageOf(who?.kind === 'account' ? who.locale : 'en');
    return track.refusal && refusalIn(language, track.refusal);
  }
}
