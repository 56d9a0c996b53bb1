// The background door of creators: a new account becomes a creator.
import { Injectable } from '@nestjs/common';
import { accountOpened } from '../accounts/accounts.service.js';
import { Handles } from '../base/jobs/handles.js';
import { CreatorsService } from './creators.service.js';

@Injectable()
export class CreatorsHandlers {
  constructor(private readonly creators: CreatorsService) {}

  @Handles(accountOpened)
  async open({ accountId }: { accountId: string }): Promise<void> {
    await this.creators.ofAccount(accountId);
  }
}
