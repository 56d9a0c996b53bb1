// The doors of creators' pictures: one brings a picture as raw bytes, one shows what was made of it.
import { Controller, Get, HttpCode, Post, Req as HttpRequest, Res as HttpReply } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, Public, Who, type AccountActor } from '../../base/auth.js';
import { AppError } from '../../base/errors.js';
import { readBody } from '../../base/http/read-body.js';
import { FileMissingError, Storage } from '../../base/storage/storage.js';
import { FACE_FILE, faceFolder } from '../../creators/profile/face.rules.js';
import { MAX_PICTURE_BYTES } from '../posters/picture.rules.js';
import { FacesService } from './faces.service.js';

/** Pictures in memory at once: at most 40 MB of them, whatever comes. */
const MOST_AT_ONCE = 4;
/** Named by their content. A cache that many share asks again after 40 s, so that what was taken away is gone there too. */
const FOR_EVER = 'public, max-age=31536000, s-maxage=40, immutable';

@Controller()
export class FacesController {
  private reading = 0;

  constructor(
    private readonly faces: FacesService,
    private readonly storage: Storage,
  ) {}

  @Post('uploads/faces')
  @Allow('creator')
  @HttpCode(202)
  async bring(@Who() who: AccountActor, @HttpRequest() request: FastifyRequest): Promise<Record<string, never>> {
    if (this.reading >= MOST_AT_ONCE) throw new AppError('UNAVAILABLE', { retryAfterS: 5 });
    this.reading++;
    try {
      await this.faces.bring(who, await readBody(request, MAX_PICTURE_BYTES));
      return {};
    } finally {
      this.reading--;
    }
  }

  @Get('media/faces/:creatorId/:file')
  @Public()
  async show(@HttpRequest() request: FastifyRequest, @HttpReply() reply: FastifyReply): Promise<void> {
    const { creatorId, file } = request.params as { creatorId: string; file: string };
    if (!/^cre_\w{1,60}$/.test(creatorId) || !FACE_FILE.test(file)) throw new AppError('NOT_FOUND');
    const found = await this.storage.get(`${faceFolder(creatorId)}/${file}`).catch((error: unknown) => {
      throw error instanceof FileMissingError ? new AppError('NOT_FOUND') : error;
    });
    void reply.headers({
      'content-type': found.contentType,
      'content-length': found.sizeBytes,
      'cache-control': FOR_EVER,
      etag: found.etag,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    return void reply.send(found.stream);
  }
}
