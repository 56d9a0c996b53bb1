// The GraphQL door of captions: what there is, showing, deleting, and asking a machine to listen.
import { Args, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { DataSource } from 'typeorm';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { batched } from '../../base/graphql/batched.js';
import { CaptionRecognition, CaptionTrack } from './caption.entity.js';
import { CaptionsService } from './captions.service.js';
import { CaptionCue, VideoCaptions } from './captions.types.js';
import { RecognitionService } from './recognition.service.js';
import { MAX_CAPTION_BYTES, stillFit, type Cue } from './rules/cues.rules.js';

@Resolver(() => CaptionTrack)
export class CaptionsResolver {
  constructor(
    private readonly db: DataSource,
    private readonly captions: CaptionsService,
    private readonly recognitions: RecognitionService,
  ) {}

  private readonly cuesOf = batched(async (ids) => {
    const rows = await this.db.query<{ id: string; cues: Cue[] }[]>(
      'SELECT id, cues FROM caption_tracks WHERE id = ANY($1)',
      [ids],
    );
    return new Map(rows.map((row) => [row.id, row.cues]));
  });

  private readonly lengthOf = batched(async (ids) => {
    const rows = await this.db.query<{ id: string; durationMs: number | null }[]>(
      `SELECT id, (manifest->>'durationMs')::float8 AS "durationMs" FROM videos WHERE id = ANY($1)`,
      [ids],
    );
    return new Map(rows.map((row) => [row.id, row]));
  });

  @Query(() => VideoCaptions, { name: 'captions' })
  @Allow()
  async ofVideo(
    @Who() who: AccountActor,
    @Args('videoId', { type: () => ID }) videoId: string,
  ): Promise<VideoCaptions> {
    const tracks = await this.captions.list(who, videoId);
    const recognitions = await this.recognitions.of(videoId);
    return { tracks, recognitions, recognitionOffered: this.recognitions.isOffered, maxBytes: MAX_CAPTION_BYTES };
  }

  @Mutation(() => CaptionTrack)
  @Allow()
  showCaptions(
    @Who() who: AccountActor,
    @Args('id', { type: () => ID }) id: string,
    @Args('revision', { type: () => Int }) revision: number,
    @Args('shown') shown: boolean,
  ): Promise<CaptionTrack> {
    return this.captions.show(who, id, revision, shown);
  }

  @Mutation(() => ID)
  @Allow()
  deleteCaptions(
    @Who() who: AccountActor,
    @Args('id', { type: () => ID }) id: string,
    @Args('revision', { type: () => Int }) revision: number,
  ): Promise<string> {
    return this.captions.remove(who, id, revision);
  }

  @Mutation(() => CaptionRecognition)
  @Allow()
  recogniseCaptions(
    @Who() who: AccountActor,
    @Args('videoId', { type: () => ID }) videoId: string,
    @Args('language') language: string,
  ): Promise<CaptionRecognition> {
    return this.recognitions.request(who, videoId, language);
  }

  @ResolveField(() => [CaptionCue])
  async cues(@Parent() track: CaptionTrack): Promise<CaptionCue[]> {
    return (await this.cuesOf(track.id)) ?? [];
  }

  /** True when they were made for an earlier file of another length: look them over and save them. */
  @ResolveField(() => Boolean)
  async outdated(@Parent() track: CaptionTrack): Promise<boolean> {
    const durationMs = (await this.lengthOf(track.videoId))?.durationMs ?? null;
    return durationMs !== null && !stillFit(track.durationMs, durationMs);
  }
}
