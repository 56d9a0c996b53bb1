// The studio's door for files of codes, as they come from the disk.
import { Controller, Param, Post, Query, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { Allow, Req, Who, type AccountActor, type DoorRequest } from '../../base/auth.js';
import { AppError } from '../../base/errors.js';
import { readShape } from '../../base/http/shape.js';
import { MAX_CODE_BYTES } from './code-rows.js';
import { CertificateFiles } from './files.service.js';

const about = z.object({ name: z.string().max(500).default('codes.csv') });
const TYPE = 'application/octet-stream';
/** A sender that dawdles longer than this is cut off. */
const TIMEOUT_MS = 120_000;

export interface FileRead {
  id: string;
  rowsDone: number;
  added: number;
  known: number;
  wrong: number;
}

@Controller('stores/:storeId/certificate-pools/:poolId/codes')
export class CertificateCodesController implements OnModuleInit {
  constructor(
    private readonly files: CertificateFiles,
    private readonly http: HttpAdapterHost,
  ) {}

  /** The body stays unread until the door knows who sends it. Order files ask for the same; the worker has no HTTP side. */
  onModuleInit(): void {
    const fastify = this.http.httpAdapter?.getInstance<FastifyInstance | undefined>();
    if (!fastify || typeof fastify.addContentTypeParser !== 'function' || fastify.hasContentTypeParser(TYPE)) return;
    fastify.addContentTypeParser(TYPE, (_request, _payload, done) => done(null));
  }

  @Allow('store_owner', 'administrator')
  @Post()
  async bring(
    @Who() who: AccountActor,
    @Req() request: DoorRequest,
    @Param('storeId') storeId: string,
    @Param('poolId') poolId: string,
    @Query() query: unknown,
  ): Promise<FileRead> {
    const { name } = readShape(about, query);
    if (!/^application\/octet-stream\b/i.test(request.headers['content-type'] ?? '')) {
      throw new AppError('UNSUPPORTED_MEDIA_TYPE', { detail: `Send the file as ${TYPE}.` });
    }
    if (Number(request.headers['content-length'] ?? 0) > MAX_CODE_BYTES) {
      throw new AppError('TOO_LARGE', { boundBytes: MAX_CODE_BYTES });
    }
    const slow = setTimeout(() => request.raw.destroy(), TIMEOUT_MS);
    try {
      const body = request.raw.iterator({ destroyOnReturn: false });
      const { id, rowsDone, added, known, wrong } = await this.files.receive(
        who,
        { storeId, poolId, fileName: name },
        body,
      );
      return { id, rowsDone, added, known, wrong };
    } finally {
      clearTimeout(slow);
    }
  }
}
