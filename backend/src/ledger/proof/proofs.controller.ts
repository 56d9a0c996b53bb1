// The doors to the book as files: a creator's proof, an auditor's export, and the seals for everyone.
import { Readable } from 'node:stream';
import { Controller, Get, Header, Param, Query, StreamableFile } from '@nestjs/common';
import { Allow, Public, Who, type AccountActor } from '../../base/auth.js';
import { AppError } from '../../base/errors.js';
import { CreatorsService } from '../../creators/creators.service.js';
import { LedgerProofs } from './ledger-proofs.service.js';

@Controller('v1/ledger')
export class ProofsController {
  constructor(
    private readonly proofs: LedgerProofs,
    private readonly creators: CreatorsService,
  ) {}

  @Allow('creator')
  @Get('proofs/:transactionId')
  @Header('cache-control', 'no-store')
  async proof(@Who() who: AccountActor, @Param('transactionId') transactionId: string): Promise<StreamableFile> {
    const creator = await this.creators.ofAccount(who.accountId);
    const proof = await this.proofs.proofOf(creator.id, transactionId);
    return new StreamableFile(Buffer.from(`${JSON.stringify(proof, null, 2)}\n`), {
      type: 'application/json; charset=utf-8',
      disposition: `attachment; filename="proof-${proof.transaction.id}.json"`,
    });
  }

  @Allow('store_owner', 'finance', 'administrator')
  @Get('books/:storeId')
  @Header('cache-control', 'no-store')
  async book(@Who() who: AccountActor, @Param('storeId') storeId: string): Promise<StreamableFile> {
    const lines = await this.proofs.export(who, storeId);
    return new StreamableFile(Readable.from(lines, { objectMode: false }), {
      type: 'application/x-ndjson; charset=utf-8',
      disposition: `attachment; filename="book-${storeId}.ndjson"`,
    });
  }

  /** `before` pages backwards: seals of earlier days than that one. */
  @Public()
  @Get('seals/:storeId')
  @Header('cache-control', 'public, max-age=300')
  async seals(@Param('storeId') storeId: string, @Query('before') before?: unknown) {
    const day = before === undefined || before === '' ? null : before;
    if (day !== null && (typeof day !== 'string' || !isDay(day)))
      throw new AppError('BAD_INPUT', { field: 'before', detail: 'Write a day as 2026-10-01.' });
    return { programme_id: storeId, seals: await this.proofs.published(storeId, day) };
  }
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
