// The GraphQL door of links to one's own devices: they lead to a page of the shop, because there the browser's id lies.
import { Args, Field, ID, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { DeviceLinksService } from './device-links.service.js';

@ObjectType()
class DeviceLink {
  /** The page of a product with a video of the caller: to be opened in the browser that is theirs. */
  @Field()
  url!: string;

  @Field()
  expiresAt!: Date;
}

@Resolver()
export class DeviceLinksResolver {
  constructor(private readonly links: DeviceLinksService) {}

  /** Works once, for one browser, within minutes. CONFLICT where no page of the store shows a video of the caller. */
  @Allow('creator')
  @Mutation(() => DeviceLink)
  createDeviceLink(
    @Who() who: AccountActor,
    @Args('storeId', { type: () => ID }) storeId: string,
  ): Promise<DeviceLink> {
    return this.links.create(who, storeId);
  }
}
