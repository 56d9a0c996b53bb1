// The background door of order files: a started file is read and, for a reconciliation, compared.
import { Injectable } from '@nestjs/common';
import { Every, Handles } from '../../base/jobs/handles.js';
import type { JobContext } from '../../base/jobs/jobs.service.js';
import { ReconciliationService } from '../reconciliation/reconciliation.service.js';
import { orderFilesStarted, OrderFilesService } from './order-files.service.js';
import { OrderFileReader } from './reader.service.js';

@Injectable()
export class OrderFilesHandlers {
  constructor(
    private readonly reader: OrderFileReader,
    private readonly files: OrderFilesService,
    private readonly reconciliation: ReconciliationService,
  ) {}

  @Handles(orderFilesStarted, { concurrency: 2 })
  async read({ fileId }: { fileId: string }, { signal }: JobContext): Promise<void> {
    const file = await this.reader.read(fileId, signal);
    if (file?.status === 'comparing') await this.reconciliation.compare(file.id);
    if (file && file.status !== 'uploaded') await this.reader.forget(file);
  }

  @Every('imports.forget-left', 3600)
  async forgetLeft(): Promise<void> {
    await this.files.forgetLeft();
  }
}
