// The door to the report on bytes as a file for spreadsheets.
import { Controller, Get, Header, Param, Query, type StreamableFile } from '@nestjs/common';
import { z } from 'zod';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { csvFile } from '../../base/csv/csv-file.js';
import { readShape } from '../../base/http/shape.js';
import { BY } from './bytes.queries.js';
import { BytesService } from './bytes.service.js';

const asked = z.object({ by: z.enum(BY), from: z.string().max(10).optional(), to: z.string().max(10).optional() });

@Controller()
export class BytesCsvController {
  constructor(private readonly bytes: BytesService) {}

  @Allow('store_owner', 'finance', 'administrator')
  @Get('stores/:storeId/bytes.csv')
  @Header('cache-control', 'no-store')
  async ofStore(
    @Who() who: AccountActor,
    @Param('storeId') storeId: string,
    @Query() query: unknown,
  ): Promise<StreamableFile> {
    const { by, from = null, to = null } = readShape(asked, query);
    return csvFile(await this.bytes.csv(who, { storeId, by, from, to }), 'bytes.csv');
  }
}
