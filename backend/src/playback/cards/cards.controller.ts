// What the player asks for on a shop's page: the card, and after consent a viewer id.
import {
  Body,
  Controller,
  Get,
  HttpCode,
  Inject,
  Post,
  Query,
  Req as HttpRequest,
  Res as HttpReply,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../base/auth.js';
import { CONFIG, type Config } from '../../base/config.js';
import { AppError } from '../../base/errors.js';
import { ThemesService } from '../../themes/themes.service.js';
import { countryOf } from '../country.js';
import { newViewerToken } from '../viewers.service.js';
import { giveCard } from './cards.lane.js';
import { CardsService } from './cards.service.js';

@Controller('v1')
export class CardsController {
  constructor(
    private readonly cards: CardsService,
    private readonly themes: ThemesService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('cards')
  @Public()
  async card(
    @Query('store') store: unknown,
    @Query('product') product: unknown,
    @HttpRequest() request: FastifyRequest,
    @HttpReply() reply: FastifyReply,
  ): Promise<void> {
    if (typeof store !== 'string') throw new AppError('BAD_INPUT', { field: 'store' });
    if (typeof product !== 'string') throw new AppError('BAD_INPUT', { field: 'product' });
    giveCard(this.config, request, reply, await this.cards.card(store, product, countryOf(this.config, request)));
  }

  /** The shop's theme for a page whose markup is written by a server: it stands before any script. Empty without a theme. */
  @Get('theme.css')
  @Public()
  async theme(@Query('store') store: unknown, @HttpReply({ passthrough: true }) reply: FastifyReply): Promise<string> {
    if (typeof store !== 'string') throw new AppError('BAD_INPUT', { field: 'store' });
    const style = await this.themes.styleOf(await this.cards.storeOf(store), 'vitrina-player,vitrina-reviews');
    void reply.header('cache-control', 'public, max-age=300, stale-while-revalidate=86400');
    void reply.type('text/css; charset=utf-8');
    return style;
  }

  /** Asked for only after the shopper agreed; nothing is stored here. */
  @Post('viewers')
  @Public()
  @HttpCode(200)
  async viewer(
    @Body() body: { store?: unknown } | null,
    @HttpReply({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ viewerToken: string }> {
    if (typeof body?.store !== 'string') throw new AppError('BAD_INPUT', { field: 'store' });
    await this.cards.storeOf(body.store);
    void reply.header('cache-control', 'no-store');
    return { viewerToken: newViewerToken(this.config) };
  }
}
