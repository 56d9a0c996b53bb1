// Makes the link that a creator opens in each browser that is theirs.
import { Injectable } from '@nestjs/common';
import type { AccountActor } from '../../base/auth.js';
import { AppError } from '../../base/errors.js';
import { CreatorsService } from '../../creators/creators.service.js';
import { DevicesService } from '../../creators/devices/devices.service.js';
import { StoresService } from '../../stores/stores.service.js';
import { PeopleService } from '../people/people.service.js';
import { deviceUrl } from './device-url.rules.js';

@Injectable()
export class DeviceLinksService {
  constructor(
    private readonly stores: StoresService,
    private readonly creators: CreatorsService,
    private readonly people: PeopleService,
    private readonly devices: DevicesService,
  ) {}

  /** NOT_FOUND for an unknown store, CONFLICT where the caller shows nothing there, else as `DevicesService.invite`. */
  async create(who: AccountActor, storeId: string): Promise<{ url: string; expiresAt: Date }> {
    const store = await this.stores.require(storeId);
    const creator = await this.creators.ofAccount(who.accountId);
    const review = await this.people.newest(store.id, creator.id);
    if (!review || !deviceUrl(review.productUrl, review.id, '')) {
      throw new AppError('CONFLICT', {
        field: 'storeId',
        detail: 'No product page of this store shows a video of yours.',
      });
    }
    const { token, expiresAt } = await this.devices.invite(who, store.id);
    return { url: deviceUrl(review.productUrl, review.id, token) ?? '', expiresAt };
  }
}
