// The background door of certificates: serves those who wait when a pool has new codes.
import { Injectable } from '@nestjs/common';
import { Handles } from '../base/jobs/handles.js';
import { certificatesSupplied, CertificateServing } from './serving.service.js';

@Injectable()
export class CertificatesHandlers {
  constructor(private readonly serving: CertificateServing) {}

  @Handles(certificatesSupplied)
  async serve({ poolId }: { poolId: string }): Promise<void> {
    await this.serving.serve(poolId);
  }
}
