// The public door through which shoppers say whether a video helped. Other origins are let in by playback.
import { Body, Controller, Header, HttpCode, Post, Res as HttpReply } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public, Req, type DoorRequest } from '../base/auth.js';
import { jsonOf } from '../base/http/json-text.js';
import { VotesService, type Sender, type VoteState } from './votes.service.js';

const senderOf = (request: DoorRequest): Sender => ({
  address: request.ip,
  userAgent: request.headers['user-agent'],
});

@Controller('v1/votes')
export class VotesController {
  constructor(private readonly votes: VotesService) {}

  @Public()
  @Post()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  vote(
    @Req() request: DoorRequest,
    @Body() body: unknown,
    @HttpReply({ passthrough: true }) reply: FastifyReply,
  ): Promise<VoteState> {
    return this.votes.vote(jsonOf(body), senderOf(request), reply);
  }

  /** A POST, because a token does not belong into addresses and their logs. */
  @Public()
  @Post('mine')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  mine(@Req() request: DoorRequest, @Body() body: unknown): Promise<VoteState> {
    return this.votes.mine(jsonOf(body), senderOf(request));
  }

  @Public()
  @Post('forget')
  @HttpCode(204)
  async forget(@Req() request: DoorRequest, @Body() body: unknown): Promise<void> {
    await this.votes.forget(jsonOf(body), senderOf(request));
  }
}
