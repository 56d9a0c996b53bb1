// The GraphQL door of room: how much is taken, how much a file will need, and the limits that a store sets.
import { Args, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { AppError } from '../../base/errors.js';
import { CreatorsService } from '../../creators/creators.service.js';
import { StoresService } from '../../stores/stores.service.js';
import { parseBytes } from '../video.rules.js';
import { judgeRoom, needOf, type Room } from './quota.rules.js';
import { QuotaService } from './quota.service.js';

@ObjectType()
class StorageRoom {
  /** Bytes of originals and of everything made of them. */
  @Field(() => String)
  usedBytes!: string;

  /** Bytes of files that are on their way or being prepared. */
  @Field(() => String)
  expectedBytes!: string;

  @Field(() => String)
  quotaBytes!: string;
}

@ObjectType()
class StoreRoom extends StorageRoom {
  /** The most for one creator in this store. */
  @Field(() => String)
  creatorQuotaBytes!: string;
}

@ObjectType()
class UploadRoom {
  /** The reader's own room in this store. */
  @Field(() => StorageRoom)
  mine!: StorageRoom;

  /** About what the file will take with its renditions. */
  @Field(() => String)
  needBytes!: string;

  @Field()
  fits!: boolean;

  /** `store` or `creator`: which limit is short. Null when it fits. */
  @Field(() => String, { nullable: true })
  short!: 'store' | 'creator' | null;
}

const shown = (room: Room): StorageRoom => ({
  usedBytes: String(room.usedBytes),
  expectedBytes: String(room.expectedBytes),
  quotaBytes: String(room.quotaBytes),
});

@Resolver()
export class QuotaResolver {
  constructor(
    private readonly quota: QuotaService,
    private readonly creators: CreatorsService,
    private readonly stores: StoresService,
  ) {}

  /** Asked by a creator before the upload; `durationMs` makes the estimate better. What others keep stays unsaid. */
  @Query(() => UploadRoom)
  @Allow('creator')
  async uploadRoom(
    @Who() who: AccountActor,
    @Args('storeId', { type: () => ID }) storeId: string,
    @Args('sizeBytes') sizeBytes: string,
    @Args('durationMs', { type: () => Int, nullable: true }) durationMs: number | null,
  ): Promise<UploadRoom> {
    const { id: creatorId } = await this.creators.ofAccount(who.accountId);
    const bytes = sizeBytes === '0' ? 0 : parseBytes(sizeBytes);
    if (bytes === null) throw new AppError('BAD_INPUT', { field: 'sizeBytes' });
    await this.stores.require(storeId);
    const need = bytes === 0 ? 0 : needOf({ sizeBytes: bytes, durationMs: durationMs ?? null });
    const mine = await this.quota.roomOf(storeId, creatorId);
    const verdict = judgeRoom(need, await this.quota.roomOf(storeId, null), mine);
    const short = verdict.fits ? null : verdict.limit;
    return { mine: shown(mine), needBytes: String(need), fits: verdict.fits, short };
  }

  /** The whole store's room, for its owner and staff. */
  @Query(() => StoreRoom)
  @Allow('store_owner', 'administrator')
  async storeRoom(@Who() who: AccountActor, @Args('storeId', { type: () => ID }) storeId: string): Promise<StoreRoom> {
    await this.stores.requireOwn(who, storeId, 'administrator');
    return this.roomOf(storeId);
  }

  /** Bytes; null is the default of the service. */
  @Mutation(() => StoreRoom)
  @Allow('store_owner', 'administrator')
  async setStorageQuota(
    @Who() who: AccountActor,
    @Args('storeId', { type: () => ID }) storeId: string,
    @Args('storeBytes', { type: () => String, nullable: true }) storeBytes: string | null,
    @Args('creatorBytes', { type: () => String, nullable: true }) creatorBytes: string | null,
  ): Promise<StoreRoom> {
    const wanted = {
      storeBytes: wantedOf('storeBytes', storeBytes),
      creatorBytes: wantedOf('creatorBytes', creatorBytes),
    };
    await this.quota.setLimits(who, storeId, wanted);
    return this.roomOf(storeId);
  }

  private async roomOf(storeId: string): Promise<StoreRoom> {
    const { creatorBytes } = await this.quota.limitsOf(storeId);
    return { ...shown(await this.quota.roomOf(storeId, null)), creatorQuotaBytes: String(creatorBytes) };
  }
}

function wantedOf(field: string, text: string | null | undefined): number | null {
  if (text === null || text === undefined || text === '') return null;
  const bytes = parseBytes(text);
  if (bytes === null) throw new AppError('BAD_INPUT', { field, detail: 'Give a whole number of bytes.' });
  return bytes;
}
