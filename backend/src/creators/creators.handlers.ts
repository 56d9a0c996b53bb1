// The background door of creators: a new account becomes a creator, perhaps by an invitation; referrers hear of first videos.
import { Injectable } from '@nestjs/common';
import { accountOpened, invitationUsed } from '../accounts/accounts.service.js';
import { Every, Handles } from '../base/jobs/handles.js';
import { CreatorsService } from './creators.service.js';
import { ReferralsService } from './referrals/referrals.service.js';

@Injectable()
export class CreatorsHandlers {
  constructor(
    private readonly creators: CreatorsService,
    private readonly referrals: ReferralsService,
  ) {}

  @Handles(accountOpened)
  async open({ accountId }: { accountId: string }): Promise<void> {
    await this.creators.ofAccount(accountId);
  }

  @Handles(invitationUsed)
  async join({ accountId, invitation }: { accountId: string; invitation: string }): Promise<void> {
    await this.referrals.joinAfterSignUp(accountId, invitation);
  }

  @Every('creators.tell-referrers', 60)
  async tellReferrers(): Promise<void> {
    await this.referrals.tellOfFirstVideos();
  }
}
