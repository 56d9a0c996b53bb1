// Wiring of shoppers' rewards.
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CertificatesModule } from '../certificates/certificates.module.js';
import { FactsModule } from '../facts/facts.module.js';
import { RewardRulesResolver } from './doors/rules.resolver.js';
import { RewardsResolver } from './doors/rewards.resolver.js';
import { RewardFiguresService } from './figures/figures.service.js';
import { RewardGiver } from './issue/giver.service.js';
import { RewardIssuing } from './issue/issuing.service.js';
import { RewardStops } from './issue/stops.service.js';
import { RewardProgrammes } from './programme/programme.service.js';
import { RewardDraft, RewardRules } from './programme/reward-rules.entity.js';
import { RewardRulesBook } from './programme/rules-book.service.js';
import { RewardEvents } from './register/events.service.js';
import { RewardHistory } from './register/history.service.js';
import { InviterCodes } from './register/inviter-codes.service.js';
import { OrderLooks } from './register/order-looks.service.js';
import { RewardRegister } from './register/register.service.js';
import { RewardBook } from './register/reward-book.service.js';
import { RewardEvent } from './register/reward-event.entity.js';
import { RewardsController } from './register/rewards.controller.js';
import { RewardSettling } from './register/settling.service.js';
import { RewardViews } from './reward-views.service.js';
import { Reward } from './reward.entity.js';
import { RewardsHandlers } from './rewards.handlers.js';
import { RewardsService } from './rewards.service.js';
import { RewardExplanations } from './words/reward-explanations.service.js';

@Module({
  imports: [CertificatesModule, FactsModule, TypeOrmModule.forFeature([Reward, RewardEvent, RewardRules, RewardDraft])],
  controllers: [RewardsController],
  providers: [
    InviterCodes,
    OrderLooks,
    RewardBook,
    RewardEvents,
    RewardExplanations,
    RewardFiguresService,
    RewardGiver,
    RewardHistory,
    RewardIssuing,
    RewardProgrammes,
    RewardRegister,
    RewardRulesBook,
    RewardRulesResolver,
    RewardSettling,
    RewardStops,
    RewardViews,
    RewardsHandlers,
    RewardsResolver,
    RewardsService,
  ],
})
export class RewardsModule {}
