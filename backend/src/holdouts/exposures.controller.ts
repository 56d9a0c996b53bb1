// The public door of the player while an experiment runs: "this viewer would see a video here; may they?"
import { Body, Controller, Header, HttpCode, Options, Post } from '@nestjs/common';
import { Public, Req, type DoorRequest } from '../base/auth.js';
import { jsonOf } from '../base/http/json-text.js';
import { ExposuresService, type ExposureAnswer } from './exposures.service.js';

@Controller('v1/exposures')
export class ExposuresController {
  constructor(private readonly exposures: ExposuresService) {}

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

  /** JSON as text/plain, which needs no preflight: the page waits for this answer before it shows anything. */
  @Public()
  @Post()
  @HttpCode(200)
  @Header('access-control-allow-origin', '*')
  @Header('cache-control', 'no-store')
  record(@Req() request: DoorRequest, @Body() body: unknown): Promise<ExposureAnswer> {
    return this.exposures.record(jsonOf(body), {
      address: request.ip,
      userAgent: request.headers['user-agent'],
    });
  }
}
