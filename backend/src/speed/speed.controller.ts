// The public door through which a page says how fast it was.
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { Public, Req, type DoorRequest } from '../base/auth.js';
import { jsonOf } from '../base/http/json-text.js';
import { SpeedService } from './speed.service.js';

@Controller('v1/speeds')
export class SpeedController {
  constructor(private readonly speed: SpeedService) {}

  /** JSON as text/plain, which needs no preflight and may outlive the page. Other origins are let in by playback. */
  @Public()
  @Post()
  @HttpCode(204)
  async record(@Req() request: DoorRequest, @Body() body: unknown): Promise<void> {
    await this.speed.record(jsonOf(body), request.ip);
  }
}
