// The background door of accounts: finds out, unseen, whether a requested link has someone to go to.
import { Injectable } from '@nestjs/common';
import { Handles } from '../base/jobs/handles.js';
import { AccountsService, linkRequested } from './accounts.service.js';
import type { LinkPurpose } from './one-time-link.entity.js';

@Injectable()
export class AccountsHandlers {
  constructor(private readonly accounts: AccountsService) {}

  @Handles(linkRequested)
  async mailLink({ email, purpose }: { email: string; purpose: LinkPurpose }): Promise<void> {
    await this.accounts.mailRequestedLink(email, purpose);
  }
}
