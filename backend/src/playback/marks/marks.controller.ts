// The doors to what is marked in a video: for the player after a tap, and chapters as WebVTT for any other one.
import { Controller, Get, Inject, Query, Req as HttpRequest, Res as HttpReply } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../base/auth.js';
import { CONFIG, type Config } from '../../base/config.js';
import { AppError } from '../../base/errors.js';
import { countryOf } from '../country.js';
import { alreadyHas } from '../media/range.rules.js';
import { MarksAnswers, type MarksAnswer } from './marks.answers.js';

const AS_CARDS = 'public, max-age=30, stale-while-revalidate=60';

@Controller('v1/marks')
export class MarksController {
  constructor(
    private readonly marks: MarksAnswers,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @Public()
  async all(
    @Query() query: Record<string, unknown>,
    @HttpRequest() request: FastifyRequest,
    @HttpReply() reply: FastifyReply,
  ): Promise<void> {
    const answer = await this.asked(query, request, reply);
    if (alreadyHas(request.headers['if-none-match'], answer.etag)) return void reply.status(304).send();
    void reply.type('application/json; charset=utf-8').send(answer.body);
  }

  @Get('chapters.vtt')
  @Public()
  async chapters(
    @Query() query: Record<string, unknown>,
    @HttpRequest() request: FastifyRequest,
    @HttpReply() reply: FastifyReply,
  ): Promise<void> {
    const { chapters, file } = await this.asked(query, request, reply);
    if (chapters.length === 0) throw new AppError('NOT_FOUND', { detail: 'This video has no chapters.' });
    void reply.removeHeader('etag').type('text/vtt; charset=utf-8').send(file);
  }

  private async asked(
    { store, video }: Record<string, unknown>,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<MarksAnswer> {
    if (typeof store !== 'string') throw new AppError('BAD_INPUT', { field: 'store' });
    if (typeof video !== 'string') throw new AppError('BAD_INPUT', { field: 'video' });
    const answer = await this.marks.of(store, video, countryOf(this.config, request));
    void reply.headers({ 'cache-control': AS_CARDS, etag: answer.etag, 'x-content-type-options': 'nosniff' });
    if (this.config.countryHeader) void reply.header('vary', this.config.countryHeader);
    return answer;
  }
}
