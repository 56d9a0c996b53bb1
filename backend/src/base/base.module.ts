// Wiring of what every module stands on.
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AuditSeal } from './audit.seal.js';
import { DoorGuard } from './auth.js';
import { Clock } from './clock.js';
import { CONFIG, type Config } from './config.js';
import { DatabaseModule } from './database/database.module.js';
import { GraphqlModule } from './graphql/graphql.module.js';
import { HealthController } from './http/health.controller.js';
import { VersionResolver } from './graphql/version.resolver.js';
import { JobsModule } from './jobs/jobs.module.js';
import { StatusController } from './status/status.controller.js';
import { StatusService } from './status/status.service.js';
import { StorageModule } from './storage/storage.module.js';

@Global()
@Module({})
export class BaseModule {
  static with(config: Config): DynamicModule {
    const clock = new Clock();
    return {
      module: BaseModule,
      imports: [DatabaseModule, JobsModule, StorageModule, GraphqlModule],
      controllers: [HealthController, StatusController],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: Clock, useValue: clock },
        { provide: APP_GUARD, useClass: DoorGuard },
        VersionResolver,
        AuditSeal,
        StatusService,
      ],
      exports: [CONFIG, Clock, AuditSeal],
    };
  }
}
