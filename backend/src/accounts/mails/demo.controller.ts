// The doors of a demo: its mails and its second-factor codes. On a real shop they do not exist.
import { Controller, Get, Header, Inject } from '@nestjs/common';
import { Public, Res, type ReplyBox } from '../../base/auth.js';
import { CONFIG, type Config } from '../../base/config.js';
import { AppError } from '../../base/errors.js';
import { SecondFactorService } from '../second-factor/second-factor.service.js';
import { demoMailPage, linksOf, type DemoCode } from './demo.page.js';
import { MailsService } from './mails.service.js';

const SHOWN = 50;

export interface DemoMail {
  id: string;
  kind: string;
  to: string;
  subject: string;
  body: string | null;
  links: string[];
  createdAt: string;
}

@Controller('demo')
export class DemoController {
  constructor(
    private readonly mails: MailsService,
    private readonly secondFactor: SecondFactorService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Public()
  @Get('mail')
  @Header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
  @Header('cache-control', 'no-store')
  async page(@Res() { reply }: ReplyBox): Promise<string> {
    this.onlyInDemo();
    // Not by @Header: an error, which is JSON, must not go out as HTML.
    reply.type('text/html; charset=utf-8');
    return demoMailPage(await this.mails.newest(SHOWN), await this.secondFactor.demoCodes());
  }

  @Public()
  @Get('mail.json')
  @Header('cache-control', 'no-store')
  async list(): Promise<DemoMail[]> {
    this.onlyInDemo();
    const mails = await this.mails.newest(SHOWN);
    return mails.map(({ id, kind, recipient, subject, body, createdAt }) => ({
      ...{ id, kind, to: recipient, subject, body },
      links: linksOf(body),
      createdAt: createdAt.toISOString(),
    }));
  }

  @Public()
  @Get('codes.json')
  @Header('cache-control', 'no-store')
  codes(): Promise<DemoCode[]> {
    this.onlyInDemo();
    return this.secondFactor.demoCodes();
  }

  private onlyInDemo(): void {
    if (this.config.mode === 'production') throw new AppError('NOT_FOUND');
  }
}
