// Puts approved videos on the cards of their products, and lets the store order and hide them.
import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, type EntityManager } from 'typeorm';
import { audit } from '../base/audit.js';
import { assertStore, type Actor } from '../base/auth.js';
import { Clock } from '../base/clock.js';
import { inTransaction } from '../base/database/transaction.js';
import { AppError } from '../base/errors.js';
import { newId } from '../base/ids.js';
import { VideosService } from '../videos/videos.service.js';
import { Placement } from './placement.entity.js';
import { reordered } from './placement.rules.js';

const PLACER: Actor = { kind: 'system', name: 'placements' };

@Injectable()
export class PlacementsService {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly videos: VideosService,
  ) {}

  /**
   * Brings the cards in line with a published video: on the cards of its products, at the end, and off all others.
   * A place it had before is kept. Safe to repeat; a video that is not published any more changes nothing.
   */
  async place(videoId: string): Promise<void> {
    await inTransaction(this.db, async (em) => {
      const video = await this.videos.lock(em, videoId);
      if (video.status !== 'published') return;
      const productIds = await this.videos.productIdsOf(videoId, em);
      // In one order everywhere, so that two videos on the same cards never wait for one another.
      for (const productId of [...productIds].sort()) {
        await this.lockCard(em, productId);
        await this.putOn(em, { videoId, storeId: video.storeId, productId });
      }
      await this.takeOff(em, videoId, productIds);
    });
  }

  /** Takes a video off every card. Safe to repeat. */
  async remove(videoId: string): Promise<void> {
    await inTransaction(this.db, (em) => this.takeOff(em, videoId, []));
  }

  /** Moves a video to a place on its card, counted from 0. */
  async move(actor: Actor, id: string, position: number): Promise<Placement> {
    return inTransaction(this.db, async (em) => {
      // The card before its rows, as everywhere: two moves that each held a row would wait for one another.
      await this.lockCard(em, (await this.ofStore(em, actor, id, false)).productId);
      const placement = await this.ofStore(em, actor, id);
      const card = await em.find(Placement, {
        where: { productId: placement.productId, removedAt: IsNull() },
        order: { position: 'ASC', id: 'ASC' },
      });
      const ids = card.map((p) => p.id);
      const order = reordered(ids, id, position);
      await em.query(
        `UPDATE placements p SET position = t.place - 1
           FROM unnest($1::text[]) WITH ORDINALITY AS t (id, place) WHERE p.id = t.id AND p.position <> t.place - 1`,
        [order],
      );
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
    const place = { position: end?.next ?? 0, placedAt: this.clock.now(), removedAt: null };
    const id = known?.id ?? newId('plc');
    if (known) await em.update(Placement, id, place);
    else await em.insert(Placement, { id, ...at, ...place, hidden: false });
    const placed = subject({ id, storeId: at.storeId });
    await audit(em, { actor: PLACER, action: 'placements.placed', ...placed, after: at });
  }

  private async takeOff(em: EntityManager, videoId: string, keptProductIds: readonly string[]): Promise<void> {
    const [gone] = await em.query<[{ id: string; storeId: string }[], number]>(
      `UPDATE placements SET removed_at = $3 WHERE video_id = $1 AND removed_at IS NULL AND product_id <> ALL($2::text[])
       RETURNING id, store_id AS "storeId"`,
      [videoId, keptProductIds, this.clock.now()],
    );
    for (const placement of gone) {
      await audit(em, { actor: PLACER, action: 'placements.removed', ...subject(placement), before: { videoId } });
    }
  }
}

function subject(placement: { id: string; storeId: string }) {
  return { subjectType: 'placement', subjectId: placement.id, storeId: placement.storeId };
}
