// Wiring of the speed guard.
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AddressLimit } from '../base/http/address-limit.js';
import { StoresModule } from '../stores/stores.module.js';
import { SpeedGuard } from './speed-guard.entity.js';
import { SpeedController } from './speed.controller.js';
import { SpeedHandlers } from './speed.handlers.js';
import { SpeedResolver } from './speed.resolver.js';
import { SpeedHistoryService } from './history.service.js';
import { SpeedService } from './speed.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([SpeedGuard]), AccountsModule, StoresModule],
  controllers: [SpeedController],
  providers: [AddressLimit, SpeedService, SpeedHistoryService, SpeedResolver, SpeedHandlers],
  exports: [SpeedService],
})
export class SpeedModule {}
