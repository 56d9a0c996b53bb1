// What a machine found about a video in review. `ReviewItem` is given to moderators only, so its fields are theirs alone.
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { DataSource, In } from 'typeorm';
import { batched } from '../../base/graphql/batched.js';
import { LikenessService } from '../../transcoding/likeness/likeness.service.js';
import { Video } from '../../videos/video.entity.js';
import { ReviewItem } from '../moderation.types.js';
import { NearCopy, VideoCheck } from './likeness.types.js';
import { reasonOfCheck, reasonOfCopy } from './suggest.rules.js';

/** A moderator looks at the surest; the mark says that there is at least one. */
const MOST_SHOWN = 5;

@Resolver(() => ReviewItem)
export class LikenessResolver {
  constructor(
    private readonly db: DataSource,
    private readonly likeness: LikenessService,
  ) {}

  private readonly copiesOf = batched(async (ids) => {
    const found = await this.likeness.nearCopies([...ids]);
    const originals = [...found.values()].flat().map((row) => row.originalId);
    const videos = await this.db.manager.findBy(Video, { id: In([...new Set(originals)]) });
    const byId = new Map(videos.map((v) => [v.id, v]));
    return new Map(
      [...found].map(([id, rows]) => [
        id,
        rows.slice(0, MOST_SHOWN).flatMap((row): NearCopy[] => {
          const original = byId.get(row.originalId);
          return original ? [{ ...row, original, reasonCode: reasonOfCopy(row) }] : [];
        }),
      ]),
    );
  });

  private readonly checksOf = batched((ids) => this.likeness.checks([...ids]));

  /** Earlier videos, of any store, that this one is a near copy of; the surest first, at most five. */
  @ResolveField(() => [NearCopy])
  async nearCopies(@Parent() item: ReviewItem): Promise<NearCopy[]> {
    return (await this.copiesOf(item.video.id)) ?? [];
  }

  @ResolveField(() => [VideoCheck])
  async checks(@Parent() item: ReviewItem): Promise<VideoCheck[]> {
    const found = (await this.checksOf(item.video.id)) ?? [];
    return found.map((check) => ({ ...check, reasonCode: reasonOfCheck(check.code) }));
  }
}
