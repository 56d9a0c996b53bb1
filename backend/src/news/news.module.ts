// Wiring of news.
import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { NewsLists } from './news-lists.service.js';
import { NewsHandlers } from './news.handlers.js';
import { NewsResolver } from './news.resolver.js';
import { NewsFinder } from './news.service.js';

@Module({
  imports: [AccountsModule],
  providers: [NewsFinder, NewsLists, NewsHandlers, NewsResolver],
})
export class NewsModule {}
