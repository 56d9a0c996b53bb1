// The door of administrators to the whole audit log as a file for spreadsheets.
import { Controller, Get, Header, Query, type StreamableFile } from '@nestjs/common';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { csvFile } from '../../base/csv/csv-file.js';
import { AppError } from '../../base/errors.js';
import { timeBound } from './audit-csv.rules.js';
import { AuditLogService } from './audit-log.service.js';

@Controller('staff')
export class AuditExportController {
  constructor(private readonly log: AuditLogService) {}

  /** `from` and `to` are days in UTC, both included, or moments; `actor` is whole, `action` matches from the beginning. */
  @Allow('administrator')
  @Get('audit.csv')
  @Header('cache-control', 'no-store')
  async export(@Who() who: AccountActor, @Query() query: Record<string, unknown>): Promise<StreamableFile> {
    const filter = {
      from: boundOf(query, 'from'),
      until: boundOf(query, 'to'),
      actor: textOf(query, 'actor'),
      action: textOf(query, 'action'),
    };
    return csvFile(await this.log.export(who, filter), 'audit.csv');
  }
}

function textOf(query: Record<string, unknown>, field: string): string | null {
  const value = query[field] ?? '';
  if (typeof value !== 'string' || value.length > 200) throw new AppError('BAD_INPUT', { field });
  return value.trim() || null;
}

function boundOf(query: Record<string, unknown>, field: 'from' | 'to'): Date | null {
  const text = textOf(query, field);
  if (text === null) return null;
  const bound = timeBound(text, field === 'to');
  if (!bound) throw new AppError('BAD_INPUT', { field, detail: 'Give a day such as 2026-11-20.' });
  return bound;
}
