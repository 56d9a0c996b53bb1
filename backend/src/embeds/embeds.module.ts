// Wiring of embeds.
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PlaybackModule } from '../playback/playback.module.js';
import { StoresModule } from '../stores/stores.module.js';
import { Embed } from './embed.entity.js';
import { EmbedsController } from './embeds.controller.js';
import { EmbedsResolver } from './embeds.resolver.js';
import { EmbedsService } from './embeds.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([Embed]), StoresModule, PlaybackModule],
  controllers: [EmbedsController],
  providers: [EmbedsService, EmbedsResolver],
  exports: [EmbedsService],
})
export class EmbedsModule {}
