// The GraphQL door of the player's versions, for the store's owners; administrators may look.
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { pickLanguage } from '../../moderation/moderation.reasons.js';
import { PlayerVersions } from './release.entity.js';
import { ReleasesService } from './releases.service.js';

@Resolver(() => PlayerVersions)
export class ReleasesResolver {
  constructor(private readonly releases: ReleasesService) {}

  @Query(() => PlayerVersions)
  @Allow('store_owner', 'administrator')
  playerVersions(
    @Who() who: AccountActor,
    @Args('storeId', { type: () => ID }) storeId: string,
  ): Promise<PlayerVersions> {
    return this.releases.read(who, storeId, pickLanguage(who.locale));
  }

  /** Null follows the newest. */
  @Mutation(() => PlayerVersions)
  @Allow('store_owner')
  async pinPlayer(
    @Who() who: AccountActor,
    @Args('storeId', { type: () => ID }) storeId: string,
    @Args('version', { type: () => String, nullable: true }) version: string | null,
  ): Promise<PlayerVersions> {
    await this.releases.pin(who, storeId, version);
    return this.releases.read(who, storeId, pickLanguage(who.locale));
  }
}
