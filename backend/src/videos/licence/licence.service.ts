// The licence of a video: granted, extended and shortened by its creator.
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { audit } from '../../base/audit.js';
import type { AccountActor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { defineJob } from '../../base/jobs/handles.js';
import { JobsService } from '../../base/jobs/jobs.service.js';
import { AuthoringService } from '../authoring.service.js';
import { Video } from '../video.entity.js';
import { judgeLicence, type Licence } from './licence.rules.js';

/** A creator changed the licence: a video whose licence had ended may stand on cards again. */
export const videosLicensed = defineJob<{ videoId: string }>('videos.licensed');

export const licenceOf = (video: Video): Licence => ({
  until: video.licenceUntil,
  countries: video.licenceCountries,
  ads: video.licenceAds,
  exclusive: video.licenceExclusive,
});

@Injectable()
export class LicenceService {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly jobs: JobsService,
    private readonly authoring: AuthoringService,
  ) {}

  /** Sets the licence; addresses and cards follow within a minute. BAD_INPUT, NOT_FOUND, WRONG_STATUS. */
  async grant(actor: AccountActor, videoId: string, asked: Licence): Promise<Video> {
    const now = this.clock.now();
    const verdict = judgeLicence(asked, now);
    if (!verdict.ok) throw new AppError('BAD_INPUT', { field: verdict.field, detail: verdict.detail });
    return inTransaction(this.db, async (em) => {
      const video = await this.authoring.mine(em, actor, videoId);
      if (video.status === 'retired') throw new AppError('WRONG_STATUS', { detail: 'This video was taken away.' });
      const before = licenceOf(video);
      const { until, ads, exclusive } = verdict.licence;
      const countries = verdict.licence.countries === null ? null : [...verdict.licence.countries];
      const patch = { licenceUntil: until, licenceCountries: countries, licenceAds: ads, licenceExclusive: exclusive };
      await em.update(Video, videoId, { ...patch, updatedAt: now });
      await this.jobs.announce(em, videosLicensed, { videoId });
      const what = { subjectType: 'video', subjectId: videoId, storeId: video.storeId };
      await audit(em, { actor, action: 'videos.licensed', ...what, before, after: verdict.licence });
      return Object.assign(video, patch);
    });
  }
}
