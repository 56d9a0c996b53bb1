// The public door of the shelf. A POST, because what somebody saved does not belong into addresses and their logs.
import { Body, Controller, Header, HttpCode, Inject, Post, Req as HttpRequest } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Public } from '../../base/auth.js';
import { CONFIG, type Config } from '../../base/config.js';
import { AddressLimit } from '../../base/http/address-limit.js';
import { jsonOf } from '../../base/http/json-text.js';
import { countryOf } from '../country.js';
import { ShelfService, type Shelf } from './shelf.service.js';

@Controller('v1/shelf')
export class ShelfController {
  constructor(
    private readonly shelf: ShelfService,
    private readonly limit: AddressLimit,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Public()
  @Post()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  of(@HttpRequest() request: FastifyRequest, @Body() body: unknown): Promise<Shelf> {
    this.limit.count(request.ip);
    return this.shelf.of(jsonOf(body), countryOf(this.config, request));
  }
}
