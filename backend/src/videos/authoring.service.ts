// What a creator does with own videos: begins one, edits it, calls it off, brings a better file.
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, In, IsNull, type EntityManager } from 'typeorm';
import { audit } from '../base/audit.js';
import type { AccountActor } from '../base/auth.js';
import { Clock } from '../base/clock.js';
import { CONFIG, type Config } from '../base/config.js';
import { inTransaction } from '../base/database/transaction.js';
import { AppError } from '../base/errors.js';
import { newId } from '../base/ids.js';
import { CreatorsService } from '../creators/creators.service.js';
import { StoresService } from '../stores/stores.service.js';
import { Product } from '../products/product.entity.js';
import { needOf } from './quota/quota.rules.js';
import { QuotaService } from './quota/quota.service.js';
import { noteStored } from './quota/stored.queries.js';
import { nextVersion } from './versions/versions.queries.js';
import { Video } from './video.entity.js';
import { MAX_PRODUCTS, MAX_TITLE, parseBytes, tidyFileName, tidyTitle } from './video.rules.js';
import { CANCELLABLE } from './video.status.js';
import { VideosService } from './videos.service.js';

export interface FileInput {
  fileName: string;
  sizeBytes: string;
  contentType: string;
}

export interface NewVideoInput extends FileInput {
  storeId: string;
  title: string;
  productIds: string[];
}

/** A video whose file we fetch ourselves: its size is not known yet. */
export interface UrlVideoInput extends Omit<NewVideoInput, keyof FileInput> {
  fileName: string;
  sourceUrl: string;
}

@Injectable()
export class AuthoringService {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly creators: CreatorsService,
    private readonly stores: StoresService,
    private readonly videos: VideosService,
    private readonly quota: QuotaService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Begins a video: its place is made, its file may now come. `also` is part of the same transaction. */
  async create(
    actor: AccountActor,
    input: NewVideoInput | UrlVideoInput,
    also: (em: EntityManager, video: Video) => Promise<void> = () => Promise.resolve(),
  ): Promise<Video> {
    const title = this.titleOf(input.title);
    const file = 'sourceUrl' in input ? this.awaited(input) : this.fileOf(input);
    return inTransaction(this.db, async (em) => {
      await this.stores.requireFunded(input.storeId, em);
      const creator = await this.creators.ofAccount(actor.accountId, em);
      const productIds = await this.productsOf(em, input.storeId, input.productIds);
      const room = { storeId: input.storeId, creatorId: creator.id, videoId: null };
      await this.quota.assertRoom(em, room, needOf({ sizeBytes: file.sizeBytes, durationMs: null }));
      const now = this.clock.now();
      const video = em.create(Video, {
        id: newId('vid'),
        storeId: input.storeId,
        creatorId: creator.id,
        title,
        status: 'uploading',
        version: 1,
        progress: 0,
        ...file,
        uploadedBytes: 0,
        flags: [],
        ...{ confirmed: true, retiredByCreator: false, licenceAds: false, licenceExclusive: false },
        createdAt: now,
        updatedAt: now,
      });
      await em.insert(Video, video);
      await this.tag(em, video.id, productIds);
      await this.videos.noteStep(em, video, now);
      await noteStored(em, video);
      const { fileName, sizeBytes, contentType } = file;
      const after = { title, productIds, fileName, sizeBytes, contentType };
      await audit(em, { actor, action: 'videos.created', ...this.subject(video), after });
      await also(em, video);
      return this.videos.byId(video.id, em);
    });
  }

  /** Changes title or products. What was judged, or waits to be, goes (back) to review as it is now. */
  async edit(
    actor: AccountActor,
    videoId: string,
    input: { title: string | null; productIds: string[] | null },
  ): Promise<Video> {
    return inTransaction(this.db, async (em) => {
      const video = await this.mine(em, actor, videoId);
      if (video.status === 'retired') throw new AppError('WRONG_STATUS', { detail: 'This video was taken away.' });
      // Its title stands on the cards beside the earlier file, and would change there unjudged.
      if (video.liveVersion !== null && video.status !== 'published') {
        throw new AppError('WRONG_STATUS', { detail: 'A new version is on its way; finish it or give it up first.' });
      }
      const before = { title: video.title, productIds: await this.videos.productIdsOf(videoId, em) };
      const title = input.title === null ? before.title : this.titleOf(input.title);
      const productIds =
        input.productIds === null ? before.productIds : await this.productsOf(em, video.storeId, input.productIds);
      const same = title === before.title && productIds.join() === before.productIds.join();
      if (same) return video;
      const now = this.clock.now();
      await em.update(Video, videoId, { title, updatedAt: now });
      video.title = title;
      if (input.productIds !== null) await this.tag(em, videoId, productIds);
      const after = { title, productIds };
      await audit(em, { actor, action: 'videos.edited', ...this.subject(video), before, after });
      if (video.status === 'published' || video.status === 'rejected') {
        return this.videos.move(em, video, 'in_review', actor, { waitingSince: now });
      }
      return video;
    });
  }

  /** Calls off a video that nobody has judged yet. One that has a live version only loses the new one. */
  async cancel(actor: AccountActor, videoId: string): Promise<Video> {
    const video = await this.videos.byId(videoId);
    await this.assertMine(this.db.manager, actor, video);
    if (video.liveVersion !== null) {
      throw new AppError('WRONG_STATUS', { detail: 'An earlier version is live; give up the new one instead.' });
    }
    if (video.status !== 'retired' && !CANCELLABLE.includes(video.status)) {
      throw new AppError('WRONG_STATUS', { detail: 'This video is prepared already; retire it instead.' });
    }
    return this.videos.retire(videoId, actor);
  }

  /** Brings a better file for a rejected or refused video. The id stays; the old file's pictures are gone from now on. */
  async resubmit(actor: AccountActor, videoId: string, input: FileInput): Promise<Video> {
    const file = this.fileOf(input);
    return inTransaction(this.db, async (em) => {
      const video = await this.mine(em, actor, videoId);
      const room = { storeId: video.storeId, creatorId: video.creatorId, videoId };
      await this.quota.assertRoom(em, room, needOf({ sizeBytes: file.sizeBytes, durationMs: null }));
      return this.videos.move(em, video, 'uploading', actor, {
        ...file,
        version: await nextVersion(em, videoId),
        progress: 0,
        uploadedBytes: 0,
        originalKey: null,
        sha256: null,
        manifest: null,
        sourceUrl: null,
        refusal: null,
        rejection: null,
        flags: [],
      });
    });
  }

  /** The caller's own video, its row locked; NOT_FOUND for another's. */
  async mine(em: EntityManager, actor: AccountActor, videoId: string): Promise<Video> {
    const video = await this.videos.lock(em, videoId);
    await this.assertMine(em, actor, video);
    return video;
  }

  /** Another creator's video is NOT_FOUND: nobody learns that it exists. */
  private async assertMine(em: EntityManager, actor: AccountActor, video: Video): Promise<void> {
    if (!(await this.videos.isOwn(actor, video, em))) throw new AppError('NOT_FOUND');
  }

  private titleOf(title: string): string {
    const tidy = tidyTitle(title);
    if (!tidy) throw new AppError('BAD_INPUT', { field: 'title', detail: `A title has 1 to ${MAX_TITLE} characters.` });
    return tidy;
  }

  /** What is asked of a file before it is sent. BAD_INPUT, TOO_LARGE. */
  fileOf(input: FileInput): { fileName: string; sizeBytes: number; contentType: string } {
    const sizeBytes = parseBytes(input.sizeBytes);
    if (sizeBytes === null) throw new AppError('BAD_INPUT', { field: 'sizeBytes', detail: 'The file is empty.' });
    const { maxBytes } = this.config.upload;
    if (sizeBytes > maxBytes) {
      const detail = `The file has ${sizeBytes} bytes; at most ${maxBytes} are accepted.`;
      throw new AppError('TOO_LARGE', { field: 'sizeBytes', detail, boundBytes: maxBytes });
    }
    const contentType = /^[\w.+-]+\/[\w.+-]+$/.test(input.contentType) ? input.contentType : 'application/octet-stream';
    return { fileName: tidyFileName(input.fileName), sizeBytes, contentType };
  }

  private awaited({ fileName, sourceUrl }: UrlVideoInput) {
    return { fileName: tidyFileName(fileName), sizeBytes: 0, contentType: 'application/octet-stream', sourceUrl };
  }

  /** The product ids without repeats, in the order given, all of this store and not removed. */
  private async productsOf(em: EntityManager, storeId: string, given: readonly string[]): Promise<string[]> {
    const ids = [...new Set(given)];
    const field = 'productIds';
    if (ids.length < 1 || ids.length > MAX_PRODUCTS) {
      throw new AppError('BAD_INPUT', { field, detail: `A video shows 1 to ${MAX_PRODUCTS} products.` });
    }
    const found = await em.countBy(Product, { id: In(ids), storeId, removedAt: IsNull() });
    if (found !== ids.length) throw new AppError('NOT_FOUND', { field, detail: 'A product is not in this store.' });
    return ids;
  }

  private async tag(em: EntityManager, videoId: string, productIds: readonly string[]): Promise<void> {
    await em.query('DELETE FROM video_products WHERE video_id = $1', [videoId]);
    await em.query(
      `INSERT INTO video_products (video_id, product_id, position)
       SELECT $1, product_id, position FROM unnest($2::text[]) WITH ORDINALITY AS t (product_id, position)`,
      [videoId, productIds],
    );
  }

  private subject(video: Video): { subjectType: string; subjectId: string; storeId: string } {
    return { subjectType: 'video', subjectId: video.id, storeId: video.storeId };
  }
}
