// The studio's doors for order files: the upload, as it comes from the disk, and the list of faults as a file.
import { Controller, Get, Header, Param, Post, Query, StreamableFile, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { Allow, Req, Who, type AccountActor, type DoorRequest } from '../../base/auth.js';
import { AppError } from '../../base/errors.js';
import { readShape } from '../../base/http/shape.js';
import { FaultsService } from './faults.service.js';
import { MAX_FILE_BYTES } from './intake.js';
import { FILE_PURPOSES } from './order-file.status.js';
import { OrderFilesService } from './order-files.service.js';

const about = z.object({
  purpose: z.enum(FILE_PURPOSES),
  mode: z.enum(['live', 'test']).default('live'),
  name: z.string().max(500).default('orders.csv'),
});

const TYPE = 'application/octet-stream';
/** A sender that dawdles longer than this is cut off. */
const TIMEOUT_MS = 120_000;

@Controller('stores/:storeId/order-files')
export class OrderFilesController implements OnModuleInit {
  constructor(
    private readonly files: OrderFilesService,
    private readonly faults: FaultsService,
    private readonly http: HttpAdapterHost,
  ) {}

  /** The body stays unread until the door knows who sends it. Files of codes ask for the same; the worker has no HTTP side. */
  onModuleInit(): void {
    const fastify = this.http.httpAdapter?.getInstance<FastifyInstance | undefined>();
    if (!fastify || typeof fastify.addContentTypeParser !== 'function' || fastify.hasContentTypeParser(TYPE)) return;
    fastify.addContentTypeParser(TYPE, (_request, _payload, done) => done(null));
  }

  @Allow('store_owner')
  @Post()
  async bring(
    @Who() who: AccountActor,
    @Req() request: DoorRequest,
    @Param('storeId') storeId: string,
    @Query() query: unknown,
  ): Promise<{ id: string }> {
    const { purpose, mode, name } = readShape(about, query);
    if (!/^application\/octet-stream\b/i.test(request.headers['content-type'] ?? '')) {
      throw new AppError('UNSUPPORTED_MEDIA_TYPE', { detail: 'Send the file as application/octet-stream.' });
    }
    if (Number(request.headers['content-length'] ?? 0) > MAX_FILE_BYTES) {
      throw new AppError('TOO_LARGE', { boundBytes: MAX_FILE_BYTES });
    }
    const slow = setTimeout(() => request.raw.destroy(), TIMEOUT_MS);
    try {
      const body = request.raw.iterator({ destroyOnReturn: false });
      return { id: (await this.files.receive(who, storeId, { purpose, mode, fileName: name }, body)).id };
    } finally {
      clearTimeout(slow);
    }
  }

  /** Every fault of a file with its line, column, code and plain words in `locale`. */
  @Allow('store_owner', 'finance', 'administrator')
  @Get(':id/faults.csv')
  @Header('cache-control', 'no-store')
  async download(
    @Who() who: AccountActor,
    @Param('storeId') storeId: string,
    @Param('id') id: string,
    @Query('locale') locale: unknown,
  ): Promise<StreamableFile> {
    const file = await this.files.get(who, id);
    if (file.storeId !== storeId) throw new AppError('NOT_FOUND');
    const text = await this.faults.csv(file, typeof locale === 'string' ? locale : who.locale);
    const disposition = `attachment; filename="${file.id}-faults.csv"`;
    return new StreamableFile(Buffer.from(text), { type: 'text/csv; charset=utf-8', disposition });
  }
}
