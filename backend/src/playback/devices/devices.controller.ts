// The public door behind a creator's link to their own devices: the page of a shop asks whose it is, and says that this browser is theirs.
import { Body, Controller, Header, HttpCode, Inject, Post, Req as HttpRequest } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Public } from '../../base/auth.js';
import { CONFIG, type Config } from '../../base/config.js';
import { AppError } from '../../base/errors.js';
import { AddressLimit } from '../../base/http/address-limit.js';
import { jsonOf } from '../../base/http/json-text.js';
import { readShape } from '../../base/http/shape.js';
import { browserName } from '../../creators/devices/browser-name.rules.js';
import { DevicesService } from '../../creators/devices/devices.service.js';
import { CardsService } from '../cards/cards.service.js';
import { readViewerToken } from '../viewers.service.js';

const text = z.string().min(1).max(200);
const lookShape = z.strictObject({ store: text, token: text });
const confirmShape = z.strictObject({ store: text, token: text, viewerToken: text });

@Controller('v1/devices')
export class DevicesController {
  constructor(
    private readonly devices: DevicesService,
    private readonly cards: CardsService,
    private readonly limit: AddressLimit,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Public()
  @Post('look')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async look(
    @HttpRequest() request: FastifyRequest,
    @Body() body: unknown,
  ): Promise<{ creator: { name: string }; expiresAt: string }> {
    this.limit.count(request.ip);
    const { store, token } = readShape(lookShape, jsonOf(body));
    const { name, expiresAt } = await this.devices.look(token, await this.cards.storeOf(store));
    return { creator: { name }, expiresAt: expiresAt.toISOString() };
  }

  /** UNKNOWN_VIEWER for a viewer token that is not ours: nobody links a browser that is not there. */
  @Public()
  @Post()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async confirm(@HttpRequest() request: FastifyRequest, @Body() body: unknown): Promise<{ creator: { name: string } }> {
    this.limit.count(request.ip);
    const { store, token, viewerToken } = readShape(confirmShape, jsonOf(body));
    const viewerId = readViewerToken(this.config, viewerToken);
    if (!viewerId) throw new AppError('UNKNOWN_VIEWER', { field: 'viewerToken' });
    const browser = browserName(request.headers['user-agent']);
    return { creator: await this.devices.confirm(token, await this.cards.storeOf(store), viewerId, browser) };
  }
}
