// Writes the facts of a difference that both sides accepted: the store's telling, as a new version of the order.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../base/clock.js';
import { AppError } from '../../base/errors.js';
import { formatDecimal } from '../../base/money.js';
import type { OrderContent } from '../../orders/drafts.service.js';
import { OrderRecorder, type KnownVersion, type Space } from '../../orders/recording.service.js';
import { totalOf } from '../../orders/total.rules.js';
import type { OrderDifference } from './difference.entity.js';
import * as sql from './reconciliation.queries.js';

const changedSince = () =>
  new AppError('CONFLICT', { detail: 'This order has changed since. Bring a new export and compare again.' });

@Injectable()
export class SettlementsService {
  constructor(
    private readonly clock: Clock,
    private readonly recorder: OrderRecorder,
  ) {}

  /** In the caller's transaction. CONFLICT when what we know is no longer what the difference speaks of. */
  async settle(em: EntityManager, space: Space, one: OrderDifference): Promise<void> {
    const ourId = one.ourExternalId ?? one.externalId;
    await this.recorder.lock(em, space, ourId);
    const known = await this.recorder.newest(em, space, ourId);
    if (one.kind === 'missing_here') {
      if (known) throw changedSince();
      return this.addOrder(em, space, one);
    }
    if (!known || !stillSays(known, one)) throw changedSince();
    if (one.kind === 'missing_there') {
      return this.correct(em, space, ourId, known, { ...known.content, status: 'cancelled' });
    }
    if (one.kind === 'another_id') {
      await em.query(sql.ADD_ALIAS, [space.programme, one.externalId, ourId, this.clock.now()]);
    }
    await this.takeOver(em, space, ourId, known, one);
  }

  private async addOrder(em: EntityManager, space: Space, one: OrderDifference): Promise<void> {
    const told = await this.told(em, one);
    const { placedAt: occurredAt, content } = told;
    await this.recorder.add(em, space, {
      externalId: one.externalId,
      version: 1n,
      occurredAt,
      source: 'reconciled',
      content,
    });
  }

  /** Status and code come from the export; its lines too when it has some, else only a lower sum can be taken over. */
  private async takeOver(em: EntityManager, space: Space, id: string, known: KnownVersion, one: OrderDifference) {
    if (one.fields.length === 0) return;
    const told = await this.told(em, one);
    const content: OrderContent = { ...known.content };
    if (one.fields.includes('status')) content['status'] = told.content['status'];
    if (one.fields.includes('code')) content['discount_codes'] = told.content['discount_codes'];
    if (one.fields.includes('total')) {
      const [theirs, ours] = [totalOf(told.content), totalOf(known.content)];
      const sameMoney = told.content['currency'] === known.content['currency'];
      const [theirLines, ourLines] = [linesOf(told.content), linesOf(known.content)];
      if (isDetailed(theirLines) || ourLines.length === 1)
        this.takeLines(content, told.content, isDetailed(theirLines));
      else if (sameMoney && theirs < ours) await this.giveBack(em, space, id, ours - theirs, one);
      else {
        const detail = 'The export gives a higher sum without products. Bring one with a row a product.';
        throw new AppError('CONFLICT', { detail });
      }
    }
    await this.correct(em, space, id, known, content);
  }

  /** An export without products knows the sum alone: the one line keeps its product and takes the sum. */
  private takeLines(content: OrderContent, told: OrderContent, detailed: boolean): void {
    const [own] = linesOf(content);
    const [sum] = linesOf(told);
    const one = { ...own, quantity: 1, unit_price: sum?.['unit_price'], discount: undefined, tax: undefined };
    const lines = detailed ? linesOf(told) : [one];
    Object.assign(content, {
      lines,
      currency: told['currency'],
      shipping: told['shipping'],
      order_discount: undefined,
    });
  }

  private async giveBack(em: EntityManager, space: Space, orderId: string, minor: bigint, one: OrderDifference) {
    const currency = one.theirs?.currency ?? '';
    const occurredAt = this.clock.now().toISOString();
    const body = { orderId, occurredAt, lines: [], adjustment: formatDecimal(minor, currency) };
    await this.recorder.addRefund(em, space, { id: `reconciled:${one.id}`, body, currency, source: 'reconciled' });
  }

  private async correct(em: EntityManager, space: Space, id: string, known: KnownVersion, content: OrderContent) {
    const version = known.version + 1n;
    const one = { externalId: id, version, occurredAt: known.occurredAt, source: 'reconciled', content } as const;
    await this.recorder.add(em, space, one);
  }

  private async told(em: EntityManager, one: OrderDifference): Promise<{ placedAt: Date; content: OrderContent }> {
    const rows: { content: OrderContent | null; placed_at: Date }[] = await em.query(sql.FILE_CONTENT, [
      one.fileId,
      one.externalId,
    ]);
    const [row] = rows;
    if (!row?.content) throw changedSince();
    return { placedAt: row.placed_at, content: row.content };
  }
}

const linesOf = (content: OrderContent): Record<string, unknown>[] =>
  (content['lines'] ?? []) as unknown as Record<string, unknown>[];

/** True when the lines name products and not only the whole. */
const isDetailed = (lines: readonly Record<string, unknown>[]): boolean =>
  lines.length > 1 || lines.some((line) => line['product_id'] !== 'whole-order');

function stillSays({ content }: KnownVersion, { ours }: OrderDifference): boolean {
  return ours !== null && content['status'] === ours.status && totalOf(content).toString() === ours.totalMinor;
}
