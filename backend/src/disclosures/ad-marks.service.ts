// Keeps who pays for a store's videos and what each is marked with; cards hear of it from the database.
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { audit } from '../base/audit.js';
import { assertStore, type Actor } from '../base/auth.js';
import { Clock } from '../base/clock.js';
import { inTransaction } from '../base/database/transaction.js';
import { AppError } from '../base/errors.js';
import type { Page, PageArgs } from '../base/graphql/paging.js';
import { StoresService } from '../stores/stores.service.js';
import { VideosService } from '../videos/videos.service.js';
import { disclosureOf, isErid, isTaxNumber, COMMISSION, type DisclosureLanguage } from './ad-mark.rules.js';
import type { AdMark, AdMarkInput, Advertiser, AdvertiserInput } from './ad-mark.types.js';
import { markedVideo, pageOfMarked, paysNow, type MarkedVideo } from './ad-marks.queries.js';

const LONGEST_NAME = 120;

@Injectable()
export class AdMarksService {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
    private readonly videos: VideosService,
  ) {}

  /** Null where the store has not said who pays. */
  async advertiserOf(storeId: string, em: EntityManager = this.db.manager): Promise<Advertiser | null> {
    const [row] = await em.query<Advertiser[]>(
      `SELECT name, tax_number AS "taxNumber" FROM advertisers WHERE store_id = $1`,
      [storeId],
    );
    return row ?? null;
  }

  /** BAD_INPUT for a name of no or too many letters, BAD_TAX_NUMBER where the check digits say so. */
  async setAdvertiser(actor: Actor, storeId: string, input: AdvertiserInput): Promise<Advertiser> {
    const name = input.name.trim().replace(/\s+/g, ' ');
    const taxNumber = input.taxNumber.trim();
    if (name === '' || name.length > LONGEST_NAME) throw new AppError('BAD_INPUT', { field: 'name' });
    if (!isTaxNumber(taxNumber)) throw new AppError('BAD_TAX_NUMBER', { field: 'taxNumber' });
    return inTransaction(this.db, async (em) => {
      assertStore(actor, (await this.stores.require(storeId, em)).id, 'administrator');
      const before = await this.advertiserOf(storeId, em);
      const after = { name, taxNumber };
      await em.query(
        `INSERT INTO advertisers (store_id, name, tax_number) VALUES ($1, $2, $3)
         ON CONFLICT (store_id) DO UPDATE SET name = $2, tax_number = $3`,
        [storeId, name, taxNumber],
      );
      await audit(em, {
        ...{ actor, action: 'ad_marks.advertiser_set', subjectType: 'store', subjectId: storeId },
        ...{ storeId, before, after },
      });
      return after;
    });
  }

  async page(storeId: string, args: PageArgs, language: DisclosureLanguage): Promise<Page<AdMark>> {
    const page = await pageOfMarked(this.db.manager, storeId, args);
    return { ...page, nodes: await this.told(this.db.manager, storeId, page.nodes, language) };
  }

  /** Marks a video anew; what is left out is taken back. NOT_FOUND for a video of another store, BAD_ERID. */
  async mark(actor: Actor, videoId: string, input: AdMarkInput, language: DisclosureLanguage): Promise<AdMark> {
    const erid = input.erid?.trim() || null;
    const received = input.received ?? null;
    if (erid !== null && !isErid(erid)) throw new AppError('BAD_ERID', { field: 'erid' });
    return inTransaction(this.db, async (em) => {
      const { storeId } = await this.videos.lock(em, videoId);
      assertStore(actor, storeId, 'administrator');
      const before = await markedVideo(em, videoId);
      await em.query(
        `INSERT INTO ad_marks (video_id, store_id, erid, received) VALUES ($1, $2, $3, $4)
         ON CONFLICT (video_id) DO UPDATE SET erid = $3, received = $4`,
        [videoId, storeId, erid, received],
      );
      await audit(em, {
        ...{ actor, action: 'ad_marks.marked', subjectType: 'video', subjectId: videoId, storeId },
        ...{ before: before && { erid: before.erid, received: before.received }, after: { erid, received } },
      });
      const after = await markedVideo(em, videoId);
      const [mark] = after ? await this.told(em, storeId, [after], language) : [];
      if (!mark) throw new AppError('NOT_FOUND');
      return mark;
    });
  }

  /** With what viewers in Russia and elsewhere read on each. */
  private async told(
    em: EntityManager,
    storeId: string,
    videos: readonly MarkedVideo[],
    language: DisclosureLanguage,
  ): Promise<AdMark[]> {
    const commission = await paysNow(em, storeId, this.clock.now());
    const advertiser = await this.advertiserOf(storeId, em);
    return videos.map((video) => {
      const textIn = (country: string): string => {
        const { told, texts } = disclosureOf({ ...video, commission, advertiser }, country);
        return told ? (texts ?? COMMISSION)[language] : '';
      };
      return { ...video, toldInRussia: textIn('RU'), told: textIn('XX') };
    });
  }
}
