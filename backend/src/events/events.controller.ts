// The public door for what the player reports; any shop's page may call it.
import { Body, Controller, Header, HttpCode, Options, Post } from '@nestjs/common';
import { Public, Req, type DoorRequest } from '../base/auth.js';
import { AppError } from '../base/errors.js';
import { jsonOf } from '../base/http/json-text.js';
import { EventsService, type EventResult } from './events.service.js';

/** 100 events with long views stay below; more is a mistake or an attack. */
const MOST_BYTES = 64 * 1024;

@Controller('v1/events')
export class EventsController {
  constructor(private readonly events: EventsService) {}

  @Public()
  @Options()
  @HttpCode(204)
  @Header('access-control-allow-origin', '*')
  @Header('access-control-allow-methods', 'POST')
  @Header('access-control-allow-headers', 'content-type')
  @Header('access-control-max-age', '86400')
  preflight(): void {
    // The headers are the answer.
  }

  /** JSON, or the same JSON as text/plain: sendBeacon needs no preflight then. */
  @Public()
  @Post()
  @HttpCode(202)
  @Header('access-control-allow-origin', '*')
  async record(@Req() request: DoorRequest, @Body() body: unknown): Promise<{ results: EventResult[] }> {
    const bytes = typeof body === 'string' ? Buffer.byteLength(body) : (request.rawBody?.length ?? 0);
    if (bytes > MOST_BYTES) throw new AppError('TOO_LARGE', { detail: 'Send at most 64 KB at once.' });
    const results = await this.events.record(jsonOf(body), {
      address: request.ip,
      userAgent: request.headers['user-agent'],
    });
    return { results };
  }
}
