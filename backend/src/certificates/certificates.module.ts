// Wiring of certificates.
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { StoresModule } from '../stores/stores.module.js';
import { CertificatesHandlers } from './certificates.handlers.js';
import { CertificatesService } from './certificates.service.js';
import { CertificateCodes } from './codes/codes.service.js';
import { CertificateCounting } from './limits/counting.service.js';
import { CertificatePauses } from './pools/pauses.service.js';
import { CertificatePool } from './pools/pool.entity.js';
import { CertificateServing } from './serving.service.js';
import { PoolLetters } from './watch/letters.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([CertificatePool]), StoresModule],
  providers: [
    ...[CertificatesService, CertificateServing, CertificateCodes, CertificateCounting],
    ...[CertificatePauses, PoolLetters, CertificatesHandlers],
  ],
  exports: [CertificatesService],
})
export class CertificatesModule {}
