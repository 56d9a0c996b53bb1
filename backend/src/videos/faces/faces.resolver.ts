// The GraphQL door of creators' pictures: how the newest one is doing, taking one's own away, and staff taking something from a page.
import { Args, ID, Mutation, Parent, registerEnumType, ResolveField, Resolver } from '@nestjs/graphql';
import { DataSource } from 'typeorm';
import { Allow, Who, type AccountActor, type Actor } from '../../base/auth.js';
import { Creator } from '../../creators/creator.entity.js';
import type { TakenFromPage } from '../../creators/profile/face-letter.rules.js';
import { FacesService } from './faces.service.js';

const TakenFromPageEnum: { [T in TakenFromPage]: T } = { face: 'face', bio: 'bio' };
registerEnumType(TakenFromPageEnum, { name: 'TakenFromPage' });

/** What a creator is told of the newest picture. */
type FaceState = 'waiting' | 'refused';
const FaceStateEnum: { [S in FaceState]: S } = { waiting: 'waiting', refused: 'refused' };
registerEnumType(FaceStateEnum, { name: 'FaceState' });

@Resolver(() => Creator)
export class FacesResolver {
  constructor(
    private readonly db: DataSource,
    private readonly faces: FacesService,
  ) {}

  @Allow('creator')
  @Mutation(() => Creator)
  removeFace(@Who() who: AccountActor): Promise<Creator> {
    return this.faces.remove(who);
  }

  /** The creator is told the reason by mail. */
  @Allow('moderator', 'administrator')
  @Mutation(() => Creator)
  takeFromPage(
    @Who() who: AccountActor,
    @Args('creatorId', { type: () => ID }) creatorId: string,
    @Args('taken', { type: () => [TakenFromPageEnum] }) taken: TakenFromPage[],
    @Args('reason') reason: string,
  ): Promise<Creator> {
    return this.faces.takeDown(who, creatorId, taken, reason);
  }

  /** Of one's own newest picture, while it is made or when it could not be read; null else. */
  @ResolveField(() => FaceStateEnum, { nullable: true })
  async faceState(@Parent() creator: Creator, @Who() who: Actor | null): Promise<FaceState | null> {
    if (who?.kind !== 'account' || who.accountId !== creator.accountId) return null;
    const [newest]: { state: string }[] = await this.db.query(
      `SELECT state FROM creator_faces WHERE creator_id = $1 AND state <> 'arriving' ORDER BY brought_at DESC, id DESC LIMIT 1`,
      [creator.id],
    );
    return newest?.state === 'waiting' || newest?.state === 'refused' ? newest.state : null;
  }
}
