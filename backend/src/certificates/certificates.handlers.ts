// The background door of certificates: serves those who wait, looks after stock, closes files that broke off, forgets holders.
import { Injectable } from '@nestjs/common';
import { Every, Handles } from '../base/jobs/handles.js';
import { CertificateFiles } from './codes/files.service.js';
import { certificatesSupplied, CertificateServing } from './serving.service.js';
import { CertificateWatch } from './watch/watch.service.js';

@Injectable()
export class CertificatesHandlers {
  constructor(
    private readonly serving: CertificateServing,
    private readonly watch: CertificateWatch,
    private readonly files: CertificateFiles,
  ) {}

  @Handles(certificatesSupplied)
  async serve({ poolId }: { poolId: string }): Promise<void> {
    await this.serving.serve(poolId);
  }

  @Every('certificates.look', 60)
  async look(): Promise<void> {
    await this.watch.lookAtAll();
    await this.files.closeLeft();
  }

  @Every('certificates.forget-holders', 86_400)
  async forgetHolders(): Promise<void> {
    await this.watch.forgetHolders();
  }
}
