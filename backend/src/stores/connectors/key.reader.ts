// Verifies a signed server-to-server request; the guard before every @AllowKey door asks it who calls.
import { Injectable } from '@nestjs/common';
import { RateLimitsService } from '../../accounts/rate-limits/rate-limits.service.js';
import type { RateState } from '../../accounts/rate-limits/rate.rules.js';
import { KeyReader, type DoorRequest, type StoreKeyActor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { AppError } from '../../base/errors.js';
import { ApiKeysService } from '../keys/api-keys.service.js';
import { signatureOf, verify } from './signature.rules.js';

const NOTHING = Buffer.alloc(0);

/** A verified request carries what is left of its key's rate, for the headers of the answer. */
export interface SignedRequest extends DoorRequest {
  rate?: RateState | null;
}

@Injectable()
export class SignedRequestReader extends KeyReader {
  constructor(
    private readonly keys: ApiKeysService,
    private readonly clock: Clock,
    private readonly limits: RateLimitsService,
  ) {
    super();
  }

  async read(request: SignedRequest): Promise<StoreKeyActor> {
    const keyId = one(request.headers['vitrina-key']);
    const given = one(request.headers['vitrina-signature']);
    const timestamp = one(request.headers['vitrina-timestamp']);
    const parts = { timestamp, method: request.method, path: request.url, body: request.rawBody ?? NOTHING };
    const found = keyId ? await this.keys.find(keyId) : null;
    if (!found) {
      signatureOf('no such key', parts); // as long as for a key that exists
      throw new AppError('UNKNOWN_KEY');
    }
    const verdict = verify(found.secret, given, parts, this.clock.now());
    if (!verdict.valid) throw new AppError(verdict.reason);
    // Counted after the signature: a stranger who knows a key's id cannot use up its rate.
    request.rate = await this.limits.count('storeKey', { account: found.key.id, address: null });
    await this.keys.touch(found.key);
    const { id, storeId, mode, scopes } = found.key;
    return { kind: 'store_key', storeId, keyId: id, mode, scopes, ip: request.ip ?? null };
  }
}

function one(header: string | string[] | undefined): string {
  return typeof header === 'string' ? header : '';
}
