// Makes orders of a file's rows: for an import the same facts as the shop's server would send, for a reconciliation rows to compare.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { audit } from '../../base/audit.js';
import type { Actor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { AppError } from '../../base/errors.js';
import { parseDecimal } from '../../base/money.js';
import { byCodePoint, canonicalJson } from '../../facts/canonical.rules.js';
import { OrderJoins } from '../../orders/joins.service.js';
import { OrderDrafts, type OrderContent, type RefundBody } from '../../orders/drafts.service.js';
import { OrderRecorder, spaceOf, type Space } from '../../orders/recording.service.js';
import { AliasesService } from './aliases.service.js';
import type { FileCounts, OrderFile } from './order-file.entity.js';
import {
  draftOf,
  sumBetween,
  type FaultCode,
  type FileRow,
  type OrderDraft,
  type RowFault,
} from './reading/draft.rules.js';
import { KEEP_ORDER, REFUNDED_SO_FAR } from './files.queries.js';

/** What came of one order of a file. */
type Outcome = 'created' | 'updated' | 'unchanged' | 'read' | FaultCode;

interface Taken {
  counts: FileCounts;
  faults: RowFault[];
}

/** An order of the file with everything that its facts need. */
interface Ready {
  draft: OrderDraft;
  occurredAt: Date;
  content: OrderContent;
  totalMinor: bigint;
}

const FILES: Actor = { kind: 'system', name: 'order-files' };
/** Orders that a file made, or a receipt, or an agreement, may be told anew by a file; the shop's server knows better. */
const OWN_SOURCES = ['file', 'receipt', 'reconciled'];

@Injectable()
export class FileOrdersService {
  constructor(
    private readonly clock: Clock,
    private readonly drafts: OrderDrafts,
    private readonly recorder: OrderRecorder,
    private readonly joins: OrderJoins,
    private readonly aliases: AliasesService,
  ) {}

  /** Takes the orders of one step in the caller's transaction. */
  async take(em: EntityManager, file: OrderFile, groups: readonly FileRow[][]): Promise<Taken> {
    const taken: Taken = { counts: {}, faults: [] };
    const count = (name: keyof FileCounts) => (taken.counts[name] = (taken.counts[name] ?? 0) + 1);
    const ready: Ready[] = [];
    for (const rows of groups) {
      const read = this.ready(file, rows);
      if ('faults' in read) {
        taken.faults.push(...read.faults);
        count('wrong');
      } else ready.push(read);
    }
    // In one order for everyone, so that two files with the same orders wait for each other instead of deadlocking.
    ready.sort((a, b) => byCodePoint(a.draft.externalId, b.draft.externalId));
    for (const one of ready) {
      const outcome = await this.one(em, file, one);
      if (outcome === 'created' || outcome === 'updated' || outcome === 'unchanged') count(outcome);
      else if (outcome !== 'read') {
        taken.faults.push({ line: one.draft.line, field: 'orderId', code: outcome, value: one.draft.externalId });
        count('wrong');
      }
      if (outcome !== 'ROWS_APART' && file.purpose === 'import') {
        if (await this.giveBack(em, spaceOf(file), one)) count('refunds');
      }
    }
    return taken;
  }

  private ready(file: OrderFile, rows: readonly FileRow[]): Ready | { faults: RowFault[] } {
    if (!file.mapping) throw new AppError('INTERNAL');
    const read = draftOf(rows, file.mapping, this.clock.now());
    if ('faults' in read) return read;
    const { order: draft } = read;
    try {
      return { draft, ...this.drafts.read(file.storeId, draft.externalId, draft.body) };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // What the shop's own door would refuse, a file may not bring either.
      const field = file.mapping.mapping.unitPrice === undefined ? 'total' : 'unitPrice';
      return {
        faults: [{ line: draft.line, field, code: error.code === 'BAD_AMOUNT' ? 'BAD_SUM' : 'TOO_LONG', value: null }],
      };
    }
  }

  private async one(em: EntityManager, file: OrderFile, ready: Ready): Promise<Outcome> {
    const { draft, content, occurredAt } = ready;
    if (!(await this.keep(em, file, ready))) return 'ROWS_APART';
    if (file.purpose === 'reconcile') return 'read';
    const space = spaceOf(file);
    draft.externalId = await this.aliases.knownAs(em, space, ready);
    await this.recorder.lock(em, space, draft.externalId);
    const known = await this.recorder.newest(em, space, draft.externalId);
    // The same words once more change nothing, also when something newer was heard since.
    if (known && (await this.recorder.knows(em, space, { externalId: draft.externalId, occurredAt, content }))) {
      return 'unchanged';
    }
    if (known && !OWN_SOURCES.includes(known.source)) return 'KNOWN_FROM_SERVER';
    const version = known ? known.version + 1n : 1n;
    await this.recorder.add(em, space, { externalId: draft.externalId, version, occurredAt, source: 'file', content });
    await this.joins.join(em, space, draft.externalId, occurredAt, content);
    const after = { externalId: draft.externalId, version, status: content['status'], fileId: file.id };
    const subject = { subjectType: 'order', subjectId: draft.externalId, storeId: file.storeId };
    await audit(em, { actor: FILES, action: 'orders.recorded', ...subject, after });
    return known ? 'updated' : 'created';
  }

  /** False when rows of the same order stood further up in this file. */
  private async keep(em: EntityManager, file: OrderFile, { draft, content, occurredAt, totalMinor }: Ready) {
    const rows: unknown[] = await em.query(KEEP_ORDER, [
      ...[file.id, draft.externalId, draft.line, occurredAt, content['status'], draft.currency, totalMinor.toString()],
      content['discount_codes'],
      file.purpose === 'reconcile' ? canonicalJson(content) : null,
    ]);
    return rows.length > 0;
  }

  /** What the file says was given back, as far as it is not known yet. True when a refund is new. */
  private async giveBack(em: EntityManager, space: Space, { draft, content, occurredAt }: Ready): Promise<boolean> {
    const { returned, externalId, currency } = draft;
    if (!returned) return false;
    const known = await this.recorder.newest(em, space, externalId);
    if (!known || !OWN_SOURCES.includes(known.source)) return false;
    const body: RefundBody = { orderId: externalId, occurredAt: occurredAt.toISOString(), lines: [] };
    const refund = { currency, source: 'file' as const };
    if ('all' in returned) {
      const lines = content['lines'] as readonly { line_id: string; quantity: number }[];
      body.lines = lines.map((line) => ({ lineId: line.line_id, quantity: line.quantity }));
      return this.isNew(await this.recorder.addRefund(em, space, { ...refund, id: `file:${externalId}:all`, body }));
    }
    // The column says how much was given back in all; only what is new of it becomes a fact.
    const [row]: { minor: string }[] = await em.query(REFUNDED_SO_FAR, [space.programme, externalId]);
    const [total, soFar] = [parseDecimal(returned.sum, currency), BigInt(row?.minor ?? 0)];
    if (total <= soFar) return false;
    body.adjustment = sumBetween(total, soFar, currency);
    const id = `file:${externalId}:${total}`;
    return this.isNew(await this.recorder.addRefund(em, space, { ...refund, id, body }));
  }

  private isNew(outcome: string): boolean {
    return outcome === 'recorded';
  }
}
