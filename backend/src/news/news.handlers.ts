// The background door of news: what happened is found within a minute, what came back is gathered for a day.
import { Injectable } from '@nestjs/common';
import { Every } from '../base/jobs/handles.js';
import { NewsFinder } from './news.service.js';

@Injectable()
export class NewsHandlers {
  constructor(private readonly finder: NewsFinder) {}

  @Every('news.find', 60)
  async find(): Promise<void> {
    await this.finder.find();
  }

  @Every('news.reversals', 600)
  async tellReversals(): Promise<void> {
    await this.finder.tellReversals();
  }
}
