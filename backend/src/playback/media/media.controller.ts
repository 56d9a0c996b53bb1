// Delivers the files of videos: public ones to everyone, unpublished ones to whoever holds a preview token.
import { Readable } from 'node:stream';
import { Controller, Get, Req as HttpRequest, Res as HttpReply } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../base/auth.js';
import { AppError } from '../../base/errors.js';
import { BadKeyError, FileMissingError, Storage } from '../../base/storage/storage.js';
import { mediaFolder } from '../../videos/video.rules.js';
import { PublicationService } from './publication.service.js';
import { alreadyHas, parseRange } from './range.rules.js';

/** Segments are named by their content and never change; playlists may, and removal must be seen. */
const FOR_EVER = 'public, max-age=31536000, immutable';
const BRIEFLY = 'public, max-age=10';
const NOT_SHARED = 'private, no-store';

@Controller('media')
export class MediaController {
  constructor(
    private readonly storage: Storage,
    private readonly publications: PublicationService,
  ) {}

  @Get('preview/:token/:storeId/:videoId/:version/*')
  @Public()
  async preview(@HttpRequest() request: FastifyRequest, @HttpReply() reply: FastifyReply): Promise<void> {
    const { token, videoId } = request.params as { token: string; videoId: string };
    const verdict = this.publications.checkPreview(token, videoId);
    if (verdict.reason === 'EXPIRED') throw new AppError('PREVIEW_EXPIRED');
    const publication = verdict.valid ? await this.publications.of(videoId) : null;
    if (!publication?.previewable) throw new AppError('NOT_FOUND');
    await this.deliver(request, reply, publication, NOT_SHARED);
  }

  @Get(':storeId/:videoId/:version/*')
  @Public()
  async published(@HttpRequest() request: FastifyRequest, @HttpReply() reply: FastifyReply): Promise<void> {
    const { videoId } = request.params as { videoId: string };
    const publication = await this.publications.of(videoId);
    if (!publication?.published) throw new AppError('NOT_FOUND');
    await this.deliver(request, reply, publication, request.url.includes('.m3u8') ? BRIEFLY : FOR_EVER);
  }

  private async deliver(
    request: FastifyRequest,
    reply: FastifyReply,
    publication: { storeId: string; version: number },
    cacheControl: string,
  ): Promise<void> {
    const asked = request.params as { storeId: string; videoId: string; version: string; '*': string };
    // An old version stays in the store for the record, and is nobody's to see.
    if (asked.storeId !== publication.storeId || asked.version !== String(publication.version)) {
      throw new AppError('NOT_FOUND');
    }
    const folder = mediaFolder({ ...publication, videoId: asked.videoId });
    try {
      await this.send(request, reply, `${folder}/${asked['*']}`, cacheControl);
    } catch (error) {
      if (error instanceof FileMissingError || error instanceof BadKeyError) throw new AppError('NOT_FOUND');
      throw error;
    }
  }

  private async send(request: FastifyRequest, reply: FastifyReply, key: string, cacheControl: string): Promise<void> {
    const { headers, method } = request;
    // Players mostly want a segment whole, and nothing else need be known first: one question to the store, not two.
    const simple = method === 'GET' && !headers.range && !headers['if-none-match'];
    const whole = simple ? await this.storage.get(key) : null;
    const head = whole ?? (await this.storage.head(key));
    if (!head) throw new FileMissingError(key);
    const { sizeBytes, etag, contentType } = head;
    void reply.headers({
      'content-type': contentType,
      'cache-control': cacheControl,
      etag,
      'accept-ranges': 'bytes',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    if (alreadyHas(headers['if-none-match'], etag)) return void reply.status(304).send();
    // A resumed download of another version must begin anew.
    const condition = headers['if-range'];
    const range = parseRange(condition && condition !== etag ? undefined : headers.range, sizeBytes);
    if (range.kind === 'unsatisfiable') {
      return void reply.status(416).header('content-range', `bytes */${sizeBytes}`).send();
    }
    const part = range.kind === 'part' ? { start: range.start, end: range.end } : undefined;
    void reply.header('content-length', part ? part.end - part.start + 1 : sizeBytes);
    if (part) void reply.status(206).header('content-range', `bytes ${part.start}-${part.end}/${sizeBytes}`);
    // An empty stream and not an empty answer: for the latter Fastify would set the length to 0.
    if (method === 'HEAD') return void reply.send(Readable.from([]));
    return void reply.send((whole ?? (await this.storage.get(key, part))).stream);
  }
}
