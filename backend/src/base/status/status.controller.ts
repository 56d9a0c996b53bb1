// The public doors to the state of the service: a page for people, JSON for monitors.
import { Controller, Get, Header } from '@nestjs/common';
import { Public, Req, Res, type DoorRequest, type ReplyBox } from '../auth.js';
import { pageLanguage, statusPage } from './status.page.js';
import { StatusService, type StatusReport } from './status.service.js';

@Controller()
export class StatusController {
  constructor(private readonly status: StatusService) {}

  /** 200 while the service does its work, also slowly; 503 when a part is down. */
  @Public()
  @Get('status')
  @Header('cache-control', 'no-store')
  @Header('vary', 'accept-language')
  @Header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
  @Header('content-type', 'text/html; charset=utf-8')
  async page(@Req() request: DoorRequest, @Res() { reply }: ReplyBox): Promise<string> {
    const report = await this.status.report();
    if (report.overall === 'down') void reply.status(503);
    return statusPage(report, pageLanguage(request.headers['accept-language']));
  }

  @Public()
  @Get('status.json')
  @Header('cache-control', 'no-store')
  async json(@Res() { reply }: ReplyBox): Promise<StatusReport> {
    const report = await this.status.report();
    if (report.overall === 'down') void reply.status(503);
    return report;
  }
}
