// Wiring of creators.
import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Creator } from './creator.entity.js';
import { CreatorsHandlers } from './creators.handlers.js';
import { CreatorsResolver, MyCreatorResolver, PromoCodesResolver } from './creators.resolver.js';
import { CreatorsService } from './creators.service.js';
import { PromoCode } from './promo-code.entity.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([Creator, PromoCode])],
  providers: [CreatorsService, CreatorsHandlers, CreatorsResolver, MyCreatorResolver, PromoCodesResolver],
  exports: [CreatorsService],
})
export class CreatorsModule {}
