// The GraphQL door of a store's keys.
import { Args, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import type { KeyMode } from '../plan.rules.js';
import { KeyModeEnum } from '../store.entity.js';
import { ApiKey } from './api-key.entity.js';
import { ApiKeysService } from './api-keys.service.js';

@ObjectType()
class NewApiKey {
  @Field(() => ApiKey)
  key!: ApiKey;

  /** Shown this once. */
  @Field()
  secret!: string;
}

@Resolver(() => ApiKey)
export class ApiKeysResolver {
  constructor(private readonly keys: ApiKeysService) {}

  @Allow('store_owner', 'administrator')
  @Query(() => [ApiKey])
  apiKeys(@Who() who: AccountActor, @Args('storeId', { type: () => ID }) storeId: string): Promise<ApiKey[]> {
    return this.keys.list(who, storeId);
  }

  @Allow('store_owner')
  @Mutation(() => NewApiKey)
  createApiKey(
    @Who() who: AccountActor,
    @Args('storeId', { type: () => ID }) storeId: string,
    @Args('mode', { type: () => KeyModeEnum }) mode: KeyMode,
    @Args('label') label: string,
    @Args('scopes', { type: () => [String] }) scopes: string[],
  ): Promise<NewApiKey> {
    return this.keys.create(who, storeId, mode, label, scopes);
  }

  @Allow('store_owner')
  @Mutation(() => NewApiKey)
  rotateApiKey(
    @Who() who: AccountActor,
    @Args('id', { type: () => ID }) id: string,
    @Args('overlapHours', { type: () => Int, nullable: true, defaultValue: 24 }) overlapHours: number,
  ): Promise<NewApiKey> {
    return this.keys.rotate(who, id, overlapHours);
  }

  @Allow('store_owner')
  @Mutation(() => ApiKey)
  revokeApiKey(@Who() who: AccountActor, @Args('id', { type: () => ID }) id: string): Promise<ApiKey> {
    return this.keys.revoke(who, id);
  }
}
