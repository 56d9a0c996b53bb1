// The pictures of a video as GraphQL fields: frames on offer, the storyboard, the preview clip.
import { Field, Int, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Who, type Actor } from '../base/auth.js';
import { Video } from '../videos/video.entity.js';
import { storyboardUrls, type StoryboardUrls } from './media/pictures.rules.js';
import { ViewingService } from './media/viewing.service.js';

@ObjectType('Storyboard')
export class StoryboardType implements StoryboardUrls {
  /** WebVTT, whose cues name the sheets relative to it. */
  @Field(() => String)
  trackUrl!: string;

  @Field(() => [String])
  sheetUrls!: string[];

  @Field(() => Int)
  tileWidth!: number;

  @Field(() => Int)
  tileHeight!: number;

  @Field(() => Int)
  columns!: number;

  @Field(() => Int)
  rows!: number;

  /** How many tiles there are on all sheets, left to right and down. */
  @Field(() => Int)
  tiles!: number;

  @Field(() => Int)
  intervalMs!: number;
}

@ObjectType('PosterFrame')
export class PosterFrameType {
  /** What `choosePoster` takes. */
  @Field(() => String)
  frame!: string;

  @Field(() => String)
  url!: string;

  @Field(() => Int)
  width!: number;

  @Field(() => Int)
  height!: number;

  @Field(() => Int)
  atMs!: number;

  /** The present poster was made of it. */
  @Field(() => Boolean)
  chosen!: boolean;
}

@Resolver(() => Video)
export class PicturesResolver {
  constructor(private readonly viewing: ViewingService) {}

  /** Frames of the video that may be its poster, best first; only for its creator and for moderators. */
  @ResolveField(() => [PosterFrameType])
  async posterFrames(@Parent() video: Video, @Who() who: Actor | null): Promise<PosterFrameType[]> {
    const { posters = [], posterFrom } = video.manifest ?? {};
    if (posters.length === 0 || !(await this.viewing.mayPreview(video, who))) return [];
    const shown = await this.viewing.shownTo(video, who);
    if (shown?.manifest !== video.manifest) return [];
    return posters.map(({ file, width, height, atMs }) => {
      return { frame: file, url: shown.address(file), width, height, atMs, chosen: file === posterFrom };
    });
  }

  /** True when the creator brought the poster: it may show what the video does not. */
  @ResolveField(() => Boolean)
  posterIsOwn(@Parent() video: Video): boolean {
    return video.manifest?.posterFrom === null;
  }

  @ResolveField(() => StoryboardType, { nullable: true })
  async storyboard(@Parent() video: Video, @Who() who: Actor | null): Promise<StoryboardUrls | null> {
    const shown = await this.viewing.shownTo(video, who);
    return shown && storyboardUrls(shown.manifest, shown.address);
  }

  /** Three silent seconds for lists; null where there are none or the reader may not see them. */
  @ResolveField(() => String, { nullable: true })
  async previewClipUrl(@Parent() video: Video, @Who() who: Actor | null): Promise<string | null> {
    const shown = await this.viewing.shownTo(video, who);
    return shown?.manifest.preview ? shown.address(shown.manifest.preview) : null;
  }
}
