// Wiring of stores, their keys and the server-to-server connector.
import { Global, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { KeyReader } from '../base/auth.js';
import { IdempotencyInterceptor } from './connectors/idempotency.interceptor.js';
import { IdempotencyService } from './connectors/idempotency.service.js';
import { IdempotentRequest } from './connectors/idempotent-request.entity.js';
import { SignedRequestReader } from './connectors/key.reader.js';
import { ApiKey } from './keys/api-key.entity.js';
import { ApiKeysResolver } from './keys/api-keys.resolver.js';
import { ApiKeysService } from './keys/api-keys.service.js';
import { PlanRule } from './plan-rule.entity.js';
import { PlanBook } from './plans/plan-book.service.js';
import { Store } from './store.entity.js';
import { PlanRulesResolver, StoresResolver } from './stores.resolver.js';
import { StoresService } from './stores.service.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([Store, PlanRule, ApiKey, IdempotentRequest])],
  providers: [
    StoresService,
    PlanBook,
    ApiKeysService,
    IdempotencyService,
    StoresResolver,
    PlanRulesResolver,
    ApiKeysResolver,
    { provide: KeyReader, useClass: SignedRequestReader },
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
  ],
  exports: [StoresService, ApiKeysService, PlanBook],
})
export class StoresModule {}
