// The HTTP door through which captions are saved: a whole file, as it came from a disk or from the editor.
import { Body, Controller, HttpCode, Param, Put, Query, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { AppError } from '../../base/errors.js';
import { readShape } from '../../base/http/shape.js';
import { CaptionsService } from './captions.service.js';
import { MAX_CAPTION_BYTES } from './rules/cues.rules.js';

const query = z.object({
  revision: z.coerce.number().int().min(0),
  source: z.enum(['uploaded', 'edited']).default('uploaded'),
  label: z.string().max(200).optional(),
});

@Controller('captions')
export class CaptionsController implements OnModuleInit {
  constructor(
    private readonly captions: CaptionsService,
    private readonly http: HttpAdapterHost,
  ) {}

  /** Bytes and not text: the encoding is found out from them. The worker has no HTTP side. */
  onModuleInit(): void {
    const fastify = this.http.httpAdapter?.getInstance<FastifyInstance | undefined>();
    if (!fastify || typeof fastify.addContentTypeParser !== 'function') return;
    const options = { parseAs: 'buffer', bodyLimit: MAX_CAPTION_BYTES } as const;
    const types = ['text/vtt', 'application/x-subrip'];
    fastify.addContentTypeParser(types, options, (_request, body, done) => done(null, body));
  }

  /** SRT or WebVTT in any encoding, as `text/vtt` or `application/x-subrip`; the body of GraphQL ends at 100 KiB. */
  @Put(':videoId/:language')
  @HttpCode(200)
  @Allow()
  async save(
    @Who() who: AccountActor,
    @Param('videoId') videoId: string,
    @Param('language') language: string,
    @Query() asked: unknown,
    @Body() body: unknown,
  ): Promise<{ id: string; revision: number; state: string; cueCount: number }> {
    const { revision, source, label = null } = readShape(query, asked);
    if (!Buffer.isBuffer(body)) throw new AppError('UNSUPPORTED_MEDIA_TYPE', { detail: 'Send the file as text/vtt.' });
    const track = await this.captions.save(who, { videoId, language, label, revision, source, file: body });
    return { id: track.id, revision: track.revision, state: track.state, cueCount: track.cueCount };
  }
}
