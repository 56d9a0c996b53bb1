// The GraphQL door of chapters and hot-spots.
import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { VideoChapter, VideoChapterInput, VideoHotspotInput, VideoMarks } from './marks.entity.js';
import { MarksService } from './marks.service.js';

@Resolver()
export class MarksResolver {
  constructor(private readonly marks: MarksService) {}

  @Query(() => VideoMarks)
  @Allow()
  videoMarks(@Who() who: AccountActor, @Args('videoId', { type: () => ID }) videoId: string): Promise<VideoMarks> {
    return this.marks.of(who, videoId);
  }

  /** Reads `0:00 Title` lines as chapters of this video, without saving them. */
  @Query(() => [VideoChapter])
  @Allow()
  readChapters(
    @Who() who: AccountActor,
    @Args('videoId', { type: () => ID }) videoId: string,
    @Args('text') text: string,
  ): Promise<VideoChapter[]> {
    return this.marks.read(who, videoId, text);
  }

  /** All chapters of the newest version, in place of those before; none removes them. */
  @Mutation(() => VideoMarks)
  @Allow()
  saveChapters(
    @Who() who: AccountActor,
    @Args('videoId', { type: () => ID }) videoId: string,
    @Args('revision', { type: () => Int }) revision: number,
    @Args('chapters', { type: () => [VideoChapterInput] }) chapters: VideoChapterInput[],
  ): Promise<VideoMarks> {
    return this.marks.saveChapters(who, videoId, revision, chapters);
  }

  /** All hot-spots of the newest version, in place of those before; none removes them. */
  @Mutation(() => VideoMarks)
  @Allow()
  saveHotspots(
    @Who() who: AccountActor,
    @Args('videoId', { type: () => ID }) videoId: string,
    @Args('revision', { type: () => Int }) revision: number,
    @Args('hotspots', { type: () => [VideoHotspotInput] }) hotspots: VideoHotspotInput[],
  ): Promise<VideoMarks> {
    return this.marks.saveHotspots(who, videoId, revision, hotspots);
  }
}
