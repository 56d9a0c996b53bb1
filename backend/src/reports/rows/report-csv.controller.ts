// The doors to a report as a file for spreadsheets: of a store, of the marketplace, of a creator.
import { Controller, Get, Header, Param, Query, type StreamableFile } from '@nestjs/common';
import { z } from 'zod';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { csvFile } from '../../base/csv/csv-file.js';
import { readShape } from '../../base/http/shape.js';
import { ReportRowsService } from './report-rows.service.js';
import { DIMENSIONS, SORTS } from './rows.queries.js';

const asked = z.object({
  by: z.enum(DIMENSIONS),
  from: z.string().max(10).optional(),
  to: z.string().max(10).optional(),
  sort: z.enum(SORTS).optional(),
  descending: z.enum(['true', 'false']).optional(),
});

function read(query: unknown) {
  const { by, from = null, to = null, sort = null, descending } = readShape(asked, query);
  return { by, from, to, sort, descending: descending !== 'false' };
}

@Controller()
export class ReportCsvController {
  constructor(private readonly rows: ReportRowsService) {}

  @Allow('store_owner', 'finance', 'administrator')
  @Get('stores/:storeId/report.csv')
  @Header('cache-control', 'no-store')
  async ofStore(
    @Who() who: AccountActor,
    @Param('storeId') storeId: string,
    @Query() query: unknown,
  ): Promise<StreamableFile> {
    const scope = await this.rows.ofStore(who, { ...read(query), storeId, creatorId: null });
    return file(await this.rows.csv(who, scope));
  }

  @Allow('finance', 'administrator')
  @Get('staff/report.csv')
  @Header('cache-control', 'no-store')
  async ofAll(@Who() who: AccountActor, @Query() query: unknown): Promise<StreamableFile> {
    const scope = await this.rows.ofStore(who, { ...read(query), storeId: null, creatorId: null });
    return file(await this.rows.csv(who, scope));
  }

  @Allow('creator')
  @Get('creator/report.csv')
  @Header('cache-control', 'no-store')
  async ofCreator(@Who() who: AccountActor, @Query() query: unknown): Promise<StreamableFile> {
    return file(await this.rows.csv(who, await this.rows.ofCreator(who, { ...read(query), storeId: null })));
  }
}

const file = (lines: Iterable<string>): StreamableFile => csvFile(lines, 'report.csv');
