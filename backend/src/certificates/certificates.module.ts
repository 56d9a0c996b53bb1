// Wiring of certificates.
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { StoresModule } from '../stores/stores.module.js';
import { CertificatesHandlers } from './certificates.handlers.js';
import { CertificatesService } from './certificates.service.js';
import { CertificateFile } from './codes/code-file.entity.js';
import { CertificateCodesController } from './codes/codes.controller.js';
import { CertificateCodes } from './codes/codes.service.js';
import { CertificateFilesResolver } from './codes/files.resolver.js';
import { CertificateFiles } from './codes/files.service.js';
import { CertificateCounting } from './limits/counting.service.js';
import { CertificatesResolver } from './lists/certificates.resolver.js';
import { CertificatesByHand } from './lists/hand.service.js';
import { CertificateLists } from './lists/lists.service.js';
import { CertificatePauses } from './pools/pauses.service.js';
import { CertificatePool } from './pools/pool.entity.js';
import { CertificatePoolsResolver } from './pools/pools.resolver.js';
import { CertificatePools } from './pools/pools.service.js';
import { CertificateServing } from './serving.service.js';
import { PoolLetters } from './watch/letters.service.js';
import { CertificateWatch } from './watch/watch.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([CertificatePool, CertificateFile]), StoresModule],
  controllers: [CertificateCodesController],
  providers: [
    ...[CertificatesService, CertificateServing, CertificateCodes, CertificateCounting, CertificatesHandlers],
    ...[CertificatePools, CertificatePauses, CertificatePoolsResolver, CertificateFiles, CertificateFilesResolver],
    ...[CertificateLists, CertificatesByHand, CertificatesResolver, PoolLetters, CertificateWatch],
  ],
  exports: [CertificatesService],
})
export class CertificatesModule {}
