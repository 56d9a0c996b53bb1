// Versions of the player under addresses that never change, and a store's own address that gives the one it chose.
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { Controller, Get, Param, Req as HttpRequest, Res as HttpReply } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { Public } from '../../base/auth.js';
import { AppError } from '../../base/errors.js';
import { CardsService } from '../cards/cards.service.js';
import { alreadyHas } from '../media/range.rules.js';
import { isHashed, isVersion } from './release.rules.js';
import { ReleasesService, type GivenFile } from './releases.service.js';

const FOR_EVER = 'public, max-age=31536000, immutable';
const SOON = 'public, max-age=300, stale-while-revalidate=86400';
const FILE = /^[\w-]{1,60}\.(js|css)$/;

@Controller('player')
export class ReleasesController {
  private readonly packed = new LRUCache<string, Buffer>({
    maxSize: 16 * 1024 ** 2,
    sizeCalculation: (body) => body.length,
  });

  constructor(
    private readonly releases: ReleasesService,
    private readonly cards: CardsService,
    private readonly http: HttpAdapterHost,
  ) {}

  @Get('s/:key/:file')
  @Public()
  async ofStore(
    @Param('key') key: string,
    @Param('file') file: string,
    @HttpRequest() request: FastifyRequest,
    @HttpReply() reply: FastifyReply,
  ): Promise<void> {
    if (!FILE.test(file)) throw new AppError('NOT_FOUND', { field: 'file' });
    const given = await this.releases.fileFor(await this.cards.storeOf(key), file);
    if (given) return this.give(request, reply, given, isHashed(file) ? FOR_EVER : SOON);
    // The newest is the build itself: given as it lies there, within this request.
    const fastify = this.http.httpAdapter.getInstance<FastifyInstance>();
    const { 'accept-encoding': encoding, 'if-none-match': known } = request.headers;
    const headers = {
      ...(encoding ? { 'accept-encoding': encoding } : {}),
      ...(known ? { 'if-none-match': known } : {}),
    };
    const built = await fastify.inject({ method: 'GET', url: `/player/v1/${file}`, headers });
    void reply.status(built.statusCode).headers(built.headers).send(built.rawPayload);
  }

  @Get(':version/:file')
  @Public()
  async ofVersion(
    @Param('version') version: string,
    @Param('file') file: string,
    @HttpRequest() request: FastifyRequest,
    @HttpReply() reply: FastifyReply,
  ): Promise<void> {
    if (!isVersion(version) || !FILE.test(file)) throw new AppError('NOT_FOUND', { field: 'version' });
    this.give(request, reply, await this.releases.fileOf(version, file), FOR_EVER);
  }

  private give(request: FastifyRequest, reply: FastifyReply, file: GivenFile, kept: string): void {
    const takes = request.headers['accept-encoding'] ?? '';
    const encoding = /\bbr\b/.test(takes) ? 'br' : /\bgzip\b/.test(takes) ? 'gzip' : null;
    const etag = `"${file.sha256.slice(0, 22)}${encoding ? `-${encoding}` : ''}"`;
    const type = file.name.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8';
    void reply.headers({ 'cache-control': kept, vary: 'accept-encoding', etag, 'x-content-type-options': 'nosniff' });
    if (alreadyHas(request.headers['if-none-match'], etag)) return void reply.status(304).send();
    if (encoding) void reply.header('content-encoding', encoding);
    void reply.type(type).send(encoding ? this.pack(file, encoding) : file.body);
  }

  /** Once for each file and not for each who asks. */
  private pack({ sha256, body }: GivenFile, encoding: 'br' | 'gzip'): Buffer {
    const key = `${encoding} ${sha256}`;
    const known = this.packed.get(key);
    if (known) return known;
    const packed = encoding === 'br' ? brotliCompressSync(body) : gzipSync(body, { level: 9 });
    this.packed.set(key, packed);
    return packed;
  }
}
