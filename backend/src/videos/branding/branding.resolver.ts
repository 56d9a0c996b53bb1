// The GraphQL door of branding, for the store's owners; administrators may look.
import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { BrandingDesk, BrandingSettingsType } from './branding.entity.js';
import { BrandingService } from './branding.service.js';

@Resolver(() => BrandingDesk)
export class BrandingResolver {
  constructor(private readonly branding: BrandingService) {}

  @Query(() => BrandingDesk)
  @Allow('store_owner', 'administrator')
  storeBranding(@Who() who: AccountActor, @Args('storeId', { type: () => ID }) storeId: string): Promise<BrandingDesk> {
    return this.branding.desk(who, storeId);
  }

  @Mutation(() => BrandingDesk)
  @Allow('store_owner')
  saveBranding(
    @Who() who: AccountActor,
    @Args('storeId', { type: () => ID }) storeId: string,
    @Args('input') input: BrandingSettingsType,
  ): Promise<BrandingDesk> {
    return this.branding.save(who, storeId, input);
  }

  @Mutation(() => BrandingDesk)
  @Allow('store_owner')
  removeLogo(@Who() who: AccountActor, @Args('storeId', { type: () => ID }) storeId: string): Promise<BrandingDesk> {
    return this.branding.removeLogo(who, storeId);
  }
}
