// What is secret about a certificate: its code is sealed, known again by a keyed digest, and shown whole only to whom it was given.
import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, deriveKey, type Config } from '../../base/config.js';
import { seal, unseal } from '../../base/sealing.js';

const PURPOSE = 'certificate';

@Injectable()
export class CertificateCodes {
  private readonly codeKey: Buffer;
  private readonly holderKey: Buffer;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.codeKey = deriveKey(config, 'certificate-code');
    this.holderKey = deriveKey(config, 'certificate-holder');
  }

  seal(certificateId: string, code: string): Buffer {
    return seal(this.config, PURPOSE, certificateId, code);
  }

  open(certificateId: string, sealed: Buffer): string {
    return unseal(this.config, PURPOSE, certificateId, sealed);
  }

  /** The same code has the same digest in one store and another one in every other. */
  digest(storeId: string, code: string): Buffer {
    return createHmac('sha256', this.codeKey).update(`${storeId}\0${code}`).digest();
  }

  /** Limits only ask whether two holders are the same person: who it is need not be kept. */
  holder(storeId: string, reference: string): Buffer {
    return createHmac('sha256', this.holderKey).update(`${storeId}\0${reference}`).digest();
  }
}
