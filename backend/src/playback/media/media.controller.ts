// Delivers the files of videos: public ones to everyone, unpublished ones to whoever holds a preview token.
import { Readable } from 'node:stream';
import { Controller, Get, Inject, Req as HttpRequest, Res as HttpReply } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../base/auth.js';
import { CONFIG, type Config } from '../../base/config.js';
import { AppError } from '../../base/errors.js';
import { BadKeyError, FileMissingError, Storage } from '../../base/storage/storage.js';
import { trackOfFile } from '../../videos/tracks/track.rules.js';
import { mediaFolder } from '../../videos/video.rules.js';
import { countryOf } from '../country.js';
import { PublicationService } from './publication.service.js';
import { alreadyHas, parseRange } from './range.rules.js';

/**
 * Segments are named by their content and never change: a browser keeps them. A cache that many share asks again after
 * 40 s, so that with the 10 s of our own memory a removal is seen within a minute; unchanged, it costs a 304.
 */
const FOR_EVER = 'public, max-age=31536000, s-maxage=40, immutable';
const BRIEFLY = 'public, max-age=10';
/** What only some countries may see must not be kept by a cache that serves others. */
const BY_COUNTRY = 'private, max-age=40';
const NOT_SHARED = 'private, no-store';

@Controller('media')
export class MediaController {
  constructor(
    private readonly storage: Storage,
    private readonly publications: PublicationService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('preview/:token/:storeId/:videoId/:version/*')
  @Public()
  async preview(@HttpRequest() request: FastifyRequest, @HttpReply() reply: FastifyReply): Promise<void> {
    const { token, videoId } = request.params as { token: string; videoId: string };
    const verdict = this.publications.checkPreview(token, videoId);
    if (verdict.reason === 'EXPIRED') throw new AppError('PREVIEW_EXPIRED');
    const publication = verdict.valid ? await this.publications.of(videoId) : null;
    if (!publication) throw new AppError('NOT_FOUND');
    // The live version too: its creator compares it with the new one.
    const versions = [publication.previewVersion, publication.liveVersion].filter((v) => v !== null);
    await this.deliver(request, reply, { storeId: publication.storeId, versions }, NOT_SHARED);
  }

  @Get(':storeId/:videoId/:version/*')
  @Public()
  async published(@HttpRequest() request: FastifyRequest, @HttpReply() reply: FastifyReply): Promise<void> {
    const { videoId, '*': file } = request.params as { videoId: string; '*': string };
    const publication = await this.publications.of(videoId);
    const country = countryOf(this.config, request);
    const versions = this.publications.publicVersions(publication, country);
    if (!publication || versions.length === 0) throw new AppError('NOT_FOUND');
    // A track is judged apart from its film.
    const track = trackOfFile(file);
    if (track && !publication.tracks.includes(track.trackId)) throw new AppError('NOT_FOUND');
    const shared = request.url.includes('.m3u8') ? BRIEFLY : FOR_EVER;
    const limited = this.config.countryHeader !== undefined && publication.licence.countries !== null;
    await this.deliver(request, reply, { storeId: publication.storeId, versions }, limited ? BY_COUNTRY : shared);
  }

  private async deliver(
    request: FastifyRequest,
    reply: FastifyReply,
    allowed: { storeId: string; versions: readonly number[] },
    cacheControl: string,
  ): Promise<void> {
    const asked = request.params as { storeId: string; videoId: string; version: string; '*': string };
    // An old version stays in the store for a while, and is nobody's to see.
    const version = allowed.versions.find((one) => String(one) === asked.version);
    if (version === undefined || asked.storeId !== allowed.storeId) throw new AppError('NOT_FOUND');
    const folder = mediaFolder({ storeId: allowed.storeId, videoId: asked.videoId, version });
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
