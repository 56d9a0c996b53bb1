// The door through which a creator brings an own picture as the poster: raw bytes, bounded before a byte is read.
import { Controller, HttpCode, Post, Req as HttpRequest, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { AppError } from '../../base/errors.js';
import { readBody } from '../../base/http/read-body.js';
import { MAX_PICTURE_BYTES } from './picture.rules.js';
import { PostersService } from './posters.service.js';

/** Pictures in memory at once: at most 60 MB of them, whatever comes. */
const MOST_AT_ONCE = 6;

@Controller('uploads/posters')
export class PostersController implements OnModuleInit {
  private reading = 0;

  constructor(
    private readonly posters: PostersService,
    private readonly http: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    // The worker has no HTTP side. The body stays unread until the door knows who sends it.
    const fastify = this.http.httpAdapter?.getInstance<FastifyInstance>();
    fastify?.addContentTypeParser(/^image\//, (_request, _payload, done) => done(null));
  }

  @Post(':videoId')
  @Allow('creator')
  @HttpCode(202)
  async bring(@Who() who: AccountActor, @HttpRequest() request: FastifyRequest): Promise<{ videoId: string }> {
    const { videoId } = request.params as { videoId: string };
    await this.posters.assertMay(who, videoId);
    if (this.reading >= MOST_AT_ONCE) throw new AppError('UNAVAILABLE', { retryAfterS: 5 });
    this.reading++;
    try {
      const video = await this.posters.bring(who, videoId, await readBody(request, MAX_PICTURE_BYTES));
      return { videoId: video.id };
    } finally {
      this.reading--;
    }
  }
}
