// Wiring of accounts.
import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SessionReader } from '../base/auth.js';
import { Account, RoleGrant } from './account.entity.js';
import { AccountsHandlers } from './accounts.handlers.js';
import { AccountsResolver } from './accounts.resolver.js';
import { AccountsService } from './accounts.service.js';
import { AuditExportController } from './people/audit-export.controller.js';
import { AuditLogService } from './people/audit-log.service.js';
import { DemoController } from './mails/demo.controller.js';
import { Mail } from './mails/mail.entity.js';
import { MailsHandlers } from './mails/mails.handlers.js';
import { MailsService } from './mails/mails.service.js';
import { OneTimeLink } from './one-time-link.entity.js';
import { PeopleResolver } from './people/people.resolver.js';
import { PeopleService } from './people/people.service.js';
import { RateLimitsService } from './rate-limits/rate-limits.service.js';
import { RecoveryCode } from './second-factor/recovery-code.entity.js';
import { SecondFactorService } from './second-factor/second-factor.service.js';
import { Session } from './sessions/session.entity.js';
import { FailedSignInsService } from './sessions/failed-sign-ins.service.js';
import { CookieSessionReader } from './sessions/session.reader.js';
import { SessionsResolver } from './sessions/sessions.resolver.js';
import { SessionsService } from './sessions/sessions.service.js';

const FOR_OTHERS = [
  AccountsService,
  PeopleService,
  SecondFactorService,
  SessionsService,
  MailsService,
  RateLimitsService,
];

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([Account, RoleGrant, OneTimeLink, Session, RecoveryCode, Mail])],
  controllers: [DemoController, AuditExportController],
  providers: [
    ...FOR_OTHERS,
    AuditLogService,
    FailedSignInsService,
    AccountsHandlers,
    MailsHandlers,
    AccountsResolver,
    SessionsResolver,
    PeopleResolver,
    CookieSessionReader,
    { provide: SessionReader, useExisting: CookieSessionReader },
  ],
  exports: FOR_OTHERS,
})
export class AccountsModule {}
