// The doors to payouts as files: for the bank, for the tax office, and a creator's own statements and payslips.
import { Controller, Get, Header, Param, Query, StreamableFile } from '@nestjs/common';
import { Allow, Who, type AccountActor } from '../base/auth.js';
import { AppError } from '../base/errors.js';
import { PaymentFiles } from './files/payment-files.service.js';
import { StatementsService } from './statements/statements.service.js';

@Controller('v1/payouts')
export class DocumentsController {
  constructor(
    private readonly files: PaymentFiles,
    private readonly statements: StatementsService,
  ) {}

  @Allow('finance')
  @Get('batches/:id/pain001.xml')
  @Header('cache-control', 'no-store')
  async xml(@Who() who: AccountActor, @Param('id') id: string): Promise<StreamableFile> {
    return file(await this.files.ofBatch(who, id, 'xml'), 'application/xml; charset=utf-8', `${id}.xml`);
  }

  @Allow('finance')
  @Get('batches/:id/bank.csv')
  @Header('cache-control', 'no-store')
  async csv(@Who() who: AccountActor, @Param('id') id: string): Promise<StreamableFile> {
    return file(await this.files.ofBatch(who, id, 'csv'), 'text/csv; charset=utf-8', `${id}.csv`);
  }

  /** `from` and `to` are days of the store's time zone, both included. */
  @Allow('finance')
  @Get('registers/:storeId')
  @Header('cache-control', 'no-store')
  async register(
    @Who() who: AccountActor,
    @Param('storeId') storeId: string,
    @Query('from') from: unknown,
    @Query('to') to: unknown,
  ): Promise<StreamableFile> {
    const days = [dayIn('from', from), dayIn('to', to)] as const;
    const text = await this.files.register(who, storeId, ...days);
    return file(text, 'text/csv; charset=utf-8', `register-${days.join('-')}.csv`);
  }

  @Allow('creator')
  @Get('statements/:storeId/:month')
  @Header('cache-control', 'no-store')
  async statement(
    @Who() who: AccountActor,
    @Param('storeId') storeId: string,
    @Param('month') name: string,
  ): Promise<StreamableFile> {
    const [, month = '', form] = /^(.+)\.(pdf|csv)$/.exec(name) ?? [];
    if (!form) throw new AppError('NOT_FOUND');
    if (form === 'csv') {
      const text = await this.statements.csv(who, storeId, month);
      return file(text, 'text/csv; charset=utf-8', `statement-${month}.csv`);
    }
    return file(await this.statements.pdf(who, storeId, month), 'application/pdf', `statement-${month}.pdf`);
  }

  @Allow('creator', 'finance')
  @Get(':id/payslip.pdf')
  @Header('cache-control', 'no-store')
  async payslip(@Who() who: AccountActor, @Param('id') id: string): Promise<StreamableFile> {
    return file(await this.statements.payslip(who, id), 'application/pdf', `payslip-${id}.pdf`);
  }
}

function file(content: string | Buffer, type: string, name: string): StreamableFile {
  // Ids and months come from the address: nothing but plain characters goes into the header.
  const disposition = `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"`;
  return new StreamableFile(Buffer.from(content), { type, disposition });
}

function dayIn(field: string, value: unknown): string {
  const good = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));
  if (!good) throw new AppError('BAD_INPUT', { field, detail: 'Write a day as 2026-10-01.' });
  return value;
}
