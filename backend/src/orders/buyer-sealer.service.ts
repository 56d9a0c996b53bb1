// Turns what a shop says about a buyer into what may be kept: hashes of e-mail and phone, a viewer proven by signature.
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../base/config.js';
import { readViewerToken } from '../playback/viewers.service.js';
import { StoresService } from '../stores/stores.service.js';
import type { OrderBody, SealedBuyer } from './order.shapes.js';

@Injectable()
export class BuyerSealer {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly stores: StoresService,
  ) {}

  /** A token whose signature does not fit gives no viewer, and a note: any script on a page can write it. */
  seal(storeId: string, buyer: OrderBody['buyer'], viewerToken: string | null): SealedBuyer {
    const viewerId = viewerToken ? readViewerToken(this.config, viewerToken) : null;
    return {
      viewerId,
      viewerNote: viewerToken && !viewerId ? 'BAD_TOKEN' : null,
      emailHash: this.hash(storeId, 'email', buyer.email, buyer.emailHash),
      phoneHash: this.hash(storeId, 'phone', buyer.phone, buyer.phoneHash),
    };
  }

  /**
   * A shop that may not tell an address tells its SHA-256. It is hashed once more under the store's key; creators are
   * known under both forms, so an own purchase is found either way.
   */
  private hash(
    storeId: string,
    kind: 'email' | 'phone',
    plain: string | null | undefined,
    hashed: string | null | undefined,
  ): string | null {
    if (plain) return this.stores.identityHash(storeId, kind, plain);
    return hashed ? this.stores.identityHashOfDigest(storeId, hashed) : null;
  }
}
