// Wiring of themes.
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { StoresModule } from '../stores/stores.module.js';
import { ThemeDraft, ThemeVersion } from './theme.entity.js';
import { ThemesResolver } from './themes.resolver.js';
import { ThemesService } from './themes.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([ThemeVersion, ThemeDraft]), StoresModule],
  providers: [ThemesService, ThemesResolver],
  exports: [ThemesService],
})
export class ThemesModule {}
