// The GraphQL door of one's own devices: the list, and taking one back.
import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { batched } from '../../base/graphql/batched.js';
import { PageArgs, type Page } from '../../base/graphql/paging.js';
import { StoresService } from '../../stores/stores.service.js';
import { CreatorDevice, CreatorDeviceConnection } from './device.entity.js';
import { DevicesService } from './devices.service.js';

@Resolver(() => CreatorDevice)
export class DevicesResolver {
  private readonly storeOf = batched((ids) => this.stores.byIds(ids));

  constructor(
    private readonly devices: DevicesService,
    private readonly stores: StoresService,
  ) {}

  @Allow('creator')
  @Query(() => CreatorDeviceConnection)
  myDevices(@Who() who: AccountActor, @Args() args: PageArgs): Promise<Page<CreatorDevice>> {
    return this.devices.mine(who, args);
  }

  /** Sales from it pay nothing until `endsAt`, the longest time that a touch of today may count. */
  @Allow('creator')
  @Mutation(() => CreatorDevice)
  takeBackDevice(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<CreatorDevice> {
    return this.devices.remove(who, id);
  }

  @ResolveField(() => String, { nullable: true })
  async storeName(@Parent() device: CreatorDevice): Promise<string | null> {
    return device.storeId ? ((await this.storeOf(device.storeId))?.name ?? null) : null;
  }
}
