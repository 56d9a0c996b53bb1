// The signed doors of shoppers' rewards: the shop's server tells what happened, reads what is due, confirms and cancels.
import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { AllowKey, Who, type StoreKeyActor } from '../../base/auth.js';
import { readShape } from '../../base/http/shape.js';
import { isStorableText } from '../../facts/fact.rules.js';
import { RewardViews, type RewardShown } from '../reward-views.service.js';
import { RewardsService } from '../rewards.service.js';
import { RewardEvents, type RowAnswer } from './events.service.js';

const listQuery = z.object({
  after: z
    .string()
    .regex(/^\d{1,18}$/, 'A place in the list, as `next` gave it.')
    .default('0'),
  limit: z
    .string()
    .regex(/^\d{1,3}$/)
    .transform(Number)
    .pipe(z.int().min(1).max(200))
    .default(100),
});
const idsQuery = z.object({ ids: z.string().min(1).max(10_000) });
const confirmBody = z.object({
  reference: z.string().trim().min(1).max(100).refine(isStorableText, 'This text cannot be kept.').nullish(),
});
const cancelBody = z.object({ reason: z.string().max(500) });

@Controller('v1/referral')
export class RewardsController {
  constructor(
    private readonly events: RewardEvents,
    private readonly rewards: RewardsService,
    private readonly views: RewardViews,
  ) {}

  @AllowKey('rewards:write')
  @Post('events')
  @HttpCode(200)
  take(@Who() key: StoreKeyActor, @Body() body: unknown): Promise<{ events: RowAnswer[] }> {
    return this.events.take(key, body);
  }

  /** What changed after a place in the list; the answer's `next` is the place to go on from. */
  @AllowKey('rewards:write')
  @Get('rewards')
  @Header('cache-control', 'no-store')
  async list(@Who() key: StoreKeyActor, @Query() query: unknown): Promise<{ rewards: RewardShown[]; next: string }> {
    const { after, limit } = readShape(listQuery, query);
    const rows = await this.rewards.changedAfter(key, BigInt(after), limit);
    return { rewards: await this.views.shown(key.storeId, rows), next: rows.at(-1)?.changeSeq.toString() ?? after };
  }

  @AllowKey('rewards:write')
  @Get('rewards/status')
  @Header('cache-control', 'no-store')
  async status(@Who() key: StoreKeyActor, @Query() query: unknown): Promise<{ rewards: RewardShown[] }> {
    const { ids } = readShape(idsQuery, query);
    return { rewards: await this.views.shown(key.storeId, await this.rewards.byIds(key, ids.split(','))) };
  }

  @AllowKey('rewards:write')
  @Post('rewards/:id/confirm')
  @HttpCode(200)
  async confirm(@Who() key: StoreKeyActor, @Param('id') id: string, @Body() body: unknown): Promise<RewardShown> {
    const { reference } = readShape(confirmBody, body ?? {});
    return this.views.one(await this.rewards.confirm(key, id, reference ?? null));
  }

  @AllowKey('rewards:write')
  @Post('rewards/:id/cancel')
  @HttpCode(200)
  async cancel(@Who() key: StoreKeyActor, @Param('id') id: string, @Body() body: unknown): Promise<RewardShown> {
    return this.views.one(await this.rewards.cancel(key, id, readShape(cancelBody, body).reason));
  }
}
