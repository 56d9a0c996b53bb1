// Wiring of creators.
import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AddressLimit } from '../base/http/address-limit.js';
import { MailChoicesResolver } from './choices/mail-choices.resolver.js';
import { MailChoices } from './choices/mail-choices.service.js';
import { Creator } from './creator.entity.js';
import { CreatorsHandlers } from './creators.handlers.js';
import { CreatorsResolver, MyCreatorResolver, PromoCodesResolver } from './creators.resolver.js';
import { CreatorsService } from './creators.service.js';
import { CreatorDevice } from './devices/device.entity.js';
import { DevicesResolver } from './devices/devices.resolver.js';
import { DevicesService } from './devices/devices.service.js';
import { CreatorLink } from './links/link.entity.js';
import { LinksController } from './links/links.controller.js';
import { LinksResolver } from './links/links.resolver.js';
import { LinksService } from './links/links.service.js';
import { Referral } from './referrals/referral.entity.js';
import { ReferralsResolver } from './referrals/referrals.resolver.js';
import { ReferralsService } from './referrals/referrals.service.js';
import { HandlesService } from './profile/handles.service.js';
import { PromoCode } from './promo-code.entity.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([Creator, CreatorDevice, CreatorLink, PromoCode, Referral])],
  controllers: [LinksController],
  providers: [
    AddressLimit,
    CreatorsService,
    CreatorsHandlers,
    HandlesService,
    DevicesResolver,
    DevicesService,
    CreatorsResolver,
    LinksResolver,
    MailChoices,
    MailChoicesResolver,
    LinksService,
    MyCreatorResolver,
    PromoCodesResolver,
    ReferralsResolver,
    ReferralsService,
  ],
  exports: [CreatorsService, DevicesService, HandlesService, LinksService, MailChoices, ReferralsService],
})
export class CreatorsModule {}
