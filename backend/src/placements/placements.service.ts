// Puts approved videos on the cards of their products, and lets the store order and hide them.
import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, type EntityManager } from 'typeorm';
import { audit } from '../base/audit.js';
import { assertStore, type Actor } from '../base/auth.js';
import { Clock } from '../base/clock.js';
import { inTransaction } from '../base/database/transaction.js';
import { AppError } from '../base/errors.js';
import { newId } from '../base/ids.js';
import { StoresService } from '../stores/stores.service.js';
import { VideosService } from '../videos/videos.service.js';
import { Placement } from './placement.entity.js';
import { arranged, lastPublished, reordered, type RemovedWhy, type Rival } from './placement.rules.js';

const PLACER: Actor = { kind: 'system', name: 'placements' };

@Injectable()
export class PlacementsService {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
    private readonly videos: VideosService,
  ) {}

  /**
   * Brings the cards in line with a live video whose licence holds: on the cards of its products, at the end, and off all
   * others. A place it had before is kept. Safe to repeat; a video that is not live any more changes nothing.
   */
  async place(videoId: string): Promise<void> {
    await inTransaction(this.db, async (em) => {
      const video = await this.videos.lock(em, videoId);
      const ended = video.licenceUntil !== null && video.licenceUntil <= this.clock.now();
      if (video.liveVersion === null || ended) return;
      const { oneVideoPerCreator } = await this.stores.require(video.storeId, em);
      const productIds = await this.videos.productIdsOf(videoId, em);
      // In one order everywhere, so that two videos on the same cards never wait for one another.
      for (const productId of [...productIds].sort()) {
        await this.lockCard(em, productId);
        const { storeId, creatorId } = video;
        if (oneVideoPerCreator && !(await this.winsCard(em, { videoId, creatorId, productId }))) continue;
        await this.putOn(em, { videoId, storeId, productId });
      }
      await this.takeOff(em, videoId, productIds, 'PRODUCTS_CHANGED');
    });
  }

  /** Takes a video off every card. Safe to repeat. */
  async remove(videoId: string): Promise<void> {
    await inTransaction(this.db, (em) => this.takeOff(em, videoId, [], 'RETIRED'));
  }

  /** Takes videos off their cards whose licence has ended; shoppers did not see them any more already. */
  async removeEnded(): Promise<number> {
    const now = this.clock.now();
    const ended = await this.db.query<{ id: string }[]>(
      `SELECT v.id FROM videos v WHERE v.live_version IS NOT NULL AND v.licence_until <= $1
          AND EXISTS (SELECT FROM placements p WHERE p.video_id = v.id AND p.removed_at IS NULL)
        ORDER BY v.licence_until LIMIT 500`,
      [now],
    );
    for (const { id } of ended) {
      await inTransaction(this.db, async (em) => {
        const video = await this.videos.lock(em, id);
        // It may have been extended a moment ago.
        if (video.licenceUntil && video.licenceUntil <= now) await this.takeOff(em, id, [], 'LICENCE_ENDED');
      });
    }
    return ended.length;
  }

  /**
   * Brings a card into the order of the ranking: lower places first, pinned videos where they are. Changes nothing, and writes
   * nothing, where the card stands so already.
   */
  async arrange(
    storeId: string,
    productId: string,
    to: { places: ReadonlyMap<string, number>; exploring: ReadonlySet<string> },
  ): Promise<void> {
    await inTransaction(this.db, async (em) => {
      await this.lockCard(em, productId);
      const card = await this.cardOf(em, productId);
      const order = arranged(card, to.places);
      const explores = new Map(card.map(({ id, videoId }) => [id, to.exploring.has(videoId)]));
      const before = card.map(({ id }) => id);
      const isSame = card.every(({ id, position, exploring }, at) => {
        return order[at] === id && position === at && exploring === explores.get(id);
      });
      if (isSame) return;
      await em.query(
        `UPDATE placements p SET position = t.place - 1, exploring = t.explores
           FROM unnest($1::text[], $2::boolean[]) WITH ORDINALITY AS t (id, explores, place)
          WHERE p.id = t.id AND (p.position, p.exploring) <> (t.place - 1, t.explores)`,
        [order, order.map((id) => explores.get(id) ?? false)],
      );
      const what = { before: { order: before }, after: { order } };
      const subject = { subjectType: 'product', subjectId: productId, storeId };
      await audit(em, { actor: PLACER, action: 'placements.ranked', ...subject, ...what });
    });
  }

  /** Gives a video back to the ranking, which moves it the next time. */
  async unpin(actor: Actor, id: string): Promise<Placement> {
    return inTransaction(this.db, async (em) => {
      const placement = await this.ofStore(em, actor, id);
      if (!placement.pinned) return placement;
      await em.update(Placement, id, { pinned: false });
      await audit(em, { actor, action: 'placements.unpinned', ...subject(placement) });
      return { ...placement, pinned: false };
    });
  }

  /** Moves a video to a place on its card, counted from 0. It is pinned there: the ranking goes around it. */
  async move(actor: Actor, id: string, position: number): Promise<Placement> {
    return inTransaction(this.db, async (em) => {
      // The card before its rows, as everywhere: two moves that each held a row would wait for one another.
      await this.lockCard(em, (await this.ofStore(em, actor, id, false)).productId);
      const placement = await this.ofStore(em, actor, id);
      const card = await this.cardOf(em, placement.productId);
      const ids = card.map((p) => p.id);
      const order = reordered(ids, id, position);
      await em.query(
        `UPDATE placements p SET position = t.place - 1
           FROM unnest($1::text[]) WITH ORDINALITY AS t (id, place) WHERE p.id = t.id AND p.position <> t.place - 1`,
        [order],
      );
      await em.update(Placement, id, { pinned: true });
      const what = { before: { position: ids.indexOf(id) }, after: { position: order.indexOf(id) } };
      await audit(em, { actor, action: 'placements.moved', ...subject(placement), ...what });
      return em.findOneByOrFail(Placement, { id });
    });
  }

  /** Hides a video on one card, or shows it again. */
  async hide(actor: Actor, id: string, hidden: boolean): Promise<Placement> {
    return inTransaction(this.db, async (em) => {
      const placement = await this.ofStore(em, actor, id);
      if (placement.hidden === hidden) return placement;
      await em.update(Placement, id, { hidden });
      await audit(em, { actor, action: hidden ? 'placements.hidden' : 'placements.unhidden', ...subject(placement) });
      return { ...placement, hidden };
    });
  }

  private async ofStore(em: EntityManager, actor: Actor, id: string, locked = true): Promise<Placement> {
    const placement = await em.findOne(Placement, {
      where: { id, removedAt: IsNull() },
      ...(locked ? { lock: { mode: 'pessimistic_write' } } : {}),
    });
    if (!placement) throw new AppError('NOT_FOUND');
    assertStore(actor, placement.storeId);
    return placement;
  }

  /** What stands on a card, in its order. */
  private cardOf(em: EntityManager, productId: string): Promise<Placement[]> {
    return em.find(Placement, { where: { productId, removedAt: IsNull() }, order: { position: 'ASC', id: 'ASC' } });
  }

  private async lockCard(em: EntityManager, productId: string): Promise<void> {
    await em.query("SELECT pg_advisory_xact_lock(hashtextextended('card:' || $1, 0))", [productId]);
  }

  private async putOn(em: EntityManager, at: { videoId: string; storeId: string; productId: string }): Promise<void> {
    const known = await em.findOneBy(Placement, { productId: at.productId, videoId: at.videoId });
    if (known?.removedAt === null) return;
    const [end] = await em.query<{ next: number }[]>(
      'SELECT coalesce(max(position) + 1, 0) AS next FROM placements WHERE product_id = $1 AND removed_at IS NULL',
      [at.productId],
    );
    const place = {
      position: end?.next ?? 0,
      placedAt: this.clock.now(),
      removedAt: null,
      removedWhy: null,
      pinned: false,
    };
    const id = known?.id ?? newId('plc');
    if (known) await em.update(Placement, id, place);
    else await em.insert(Placement, { id, ...at, ...place, hidden: false, exploring: false });
    const placed = subject({ id, storeId: at.storeId });
    await audit(em, { actor: PLACER, action: 'placements.placed', ...placed, after: at });
  }

  /**
   * Whether this video may have the card to itself among those of its creator; then the others leave it. The caller
   * holds the card's lock.
   */
  private async winsCard(
    em: EntityManager,
    at: { videoId: string; creatorId: string; productId: string },
  ): Promise<boolean> {
    const rivals = await em.query<Rival[]>(
      `SELECT v.id AS "videoId",
              coalesce((SELECT max(s.seq) FROM video_steps s WHERE s.video_id = v.id AND s.status = 'published'), 0)::float8
                AS "publishedSeq"
         FROM videos v LEFT JOIN placements p ON p.video_id = v.id AND p.product_id = $3 AND p.removed_at IS NULL
        WHERE v.creator_id = $2 AND (v.id = $1 OR p.id IS NOT NULL)`,
      [at.videoId, at.creatorId, at.productId],
    );
    const winner = lastPublished(rivals);
    for (const { videoId } of rivals) {
      if (videoId !== winner) await this.takeOff(em, videoId, [], 'NEWER_BY_SAME_CREATOR', at.productId);
    }
    return winner === at.videoId;
  }

  /** Off every card but those of the products that are kept; or off one card alone. */
  private async takeOff(
    em: EntityManager,
    videoId: string,
    keptProductIds: readonly string[],
    why: RemovedWhy,
    onlyProductId: string | null = null,
  ): Promise<void> {
    const [gone] = await em.query<[{ id: string; storeId: string }[], number]>(
      `UPDATE placements SET removed_at = $3, removed_why = $4
        WHERE video_id = $1 AND removed_at IS NULL AND product_id <> ALL($2::text[])
          AND ($5::text IS NULL OR product_id = $5)
       RETURNING id, store_id AS "storeId"`,
      [videoId, keptProductIds, this.clock.now(), why, onlyProductId],
    );
    for (const placement of gone) {
      const what = { before: { videoId }, after: { why } };
      await audit(em, { actor: PLACER, action: 'placements.removed', ...subject(placement), ...what });
    }
  }
}

function subject(placement: { id: string; storeId: string }) {
  return { subjectType: 'placement', subjectId: placement.id, storeId: placement.storeId };
}
