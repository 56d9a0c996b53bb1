// Takes what a shop's server tells of shoppers who invite, sign up and order; every row gets its own answer.
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { audit } from '../../base/audit.js';
import type { StoreKeyActor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError, type ErrorCode } from '../../base/errors.js';
import { spaceOf, type Space } from '../../orders/recording.service.js';
import { StoresService } from '../../stores/stores.service.js';
import { RewardRulesBook } from '../programme/rules-book.service.js';
import type { Verdict } from '../reward.reasons.js';
import * as sql from '../rewards.queries.js';
import { invitationUrl } from './code.rules.js';
import { InviterCodes } from './inviter-codes.service.js';
import { OrderLooks } from './order-looks.service.js';
import { RewardRegister } from './register.service.js';
import { idOf, isRefusal, readBatch, readEvent, type NewEvent, type RowRefusal } from './reward-event.shapes.js';
import { RewardSettling } from './settling.service.js';

/** What became of one row. `duplicate` changes nothing; `refused` was not taken, and says why. */
export interface RowAnswer {
  id: string | null;
  outcome: 'recorded' | 'duplicate' | 'refused';
  /** What the event is worth as things stand; later events may change it. */
  verdict?: Verdict;
  /** Of an invitation: the inviter's code, and the shop's page that carries it. */
  code?: string;
  link?: string | null;
  error?: { code: ErrorCode; field: string; detail: string };
}

interface Taking {
  em: EntityManager;
  space: Space;
  page: string | null;
  fresh: NewEvent[];
}

@Injectable()
export class RewardEvents {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
    private readonly rules: RewardRulesBook,
    private readonly codes: InviterCodes,
    private readonly looks: OrderLooks,
    private readonly register: RewardRegister,
    private readonly settling: RewardSettling,
  ) {}

  /** One transaction under the programme's lock. CONFLICT for a store that promises nothing yet. */
  async take(key: StoreKeyActor, raw: unknown): Promise<{ events: RowAnswer[] }> {
    const rows = readBatch(raw);
    const space = spaceOf(key);
    const read = rows.map((row) => readEvent(row, this.clock.now()));
    return inTransaction(this.db, async (em) => {
      await this.register.lock(em, space.programme);
      if ((await this.rules.versions(em, space.storeId)).length === 0) {
        throw new AppError('CONFLICT', { detail: 'This store has not published rules for inviting friends yet.' });
      }
      const { url } = await this.stores.require(space.storeId, em);
      const ids = read.flatMap((one) => (isRefusal(one) ? [] : [one.id]));
      const known = await this.register.known(em, space.programme, ids);
      const taking: Taking = { em, space, page: url, fresh: [] };
      const answers: RowAnswer[] = [];
      for (const [at, one] of read.entries()) answers.push(await this.answer(taking, one, idOf(rows[at]), known));
      await this.record(taking);
      const recorded = taking.fresh.length;
      if (recorded > 0) {
        const subject = { subjectType: 'rewards', subjectId: space.programme, storeId: space.storeId };
        await audit(em, {
          actor: key,
          action: 'rewards.events_taken',
          ...subject,
          after: { recorded, of: rows.length },
        });
      }
      return { events: await this.withVerdicts(em, space.programme, answers) };
    });
  }

  private async answer(
    taking: Taking,
    one: NewEvent | RowRefusal,
    id: string | null,
    known: Map<string, Pick<NewEvent, 'sha256' | 'code'>>,
  ): Promise<RowAnswer> {
    if (isRefusal(one)) return { id, outcome: 'refused', error: one };
    const before = known.get(one.id);
    const named = (code: string | null) =>
      one.kind === 'invite' && code !== null ? { code, link: invitationUrl(taking.page, code) } : {};
    if (before?.sha256.equals(one.sha256)) return { id: one.id, outcome: 'duplicate', ...named(before.code) };
    if (before) {
      const detail = 'This event was told before with another content. The first one counts.';
      return { id: one.id, outcome: 'refused', error: { code: 'EVENT_CONFLICT', field: 'id', detail } };
    }
    try {
      const { em, space } = taking;
      const inviter = one.kind === 'invite' ? one.person : null;
      const code = inviter === null ? one.code : await this.codes.of(em, space, inviter, one.code);
      const event = { ...one, code };
      taking.fresh.push(event);
      known.set(one.id, event);
      return { id: one.id, outcome: 'recorded', ...named(code) };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const { code, info } = error;
      return {
        id: one.id,
        outcome: 'refused',
        error: { code, field: info.field ?? '', detail: info.detail ?? error.message },
      };
    }
  }

  private async record({ em, space, fresh }: Taking): Promise<void> {
    if (fresh.length === 0) return;
    await this.register.add(em, space, fresh);
    const plain = fresh.flatMap(({ id, kind }) => {
      const verdict: Verdict | null = kind === 'invite' ? 'NOTED' : kind.startsWith('order_') ? 'ORDER_UNKNOWN' : null;
      return verdict ? [{ programme_id: space.programme, external_id: id, verdict, inviter: null, nth: null }] : [];
    });
    if (plain.length > 0) await em.query(sql.SAVE_VERDICTS, [JSON.stringify(plain)]);
    const signedUp = fresh.flatMap(({ kind, person }) => (kind === 'signup' && person ? [person] : []));
    if (signedUp.length > 0) await this.looks.lookFor(em, space, signedUp);
    const orders = fresh.flatMap(({ orderId }) => orderId ?? []);
    const codes = fresh.flatMap(({ kind, code }) => (kind === 'invite' && code !== null ? [code] : []));
    const others = await this.register.concerned(em, space.programme, { orders, codes });
    const named = fresh.flatMap(({ kind, person, invitee }) => (kind === 'invite' ? (invitee ?? []) : (person ?? [])));
    await this.settling.settle(em, space, [...named, ...others]);
  }

  private async withVerdicts(em: EntityManager, programme: string, answers: RowAnswer[]): Promise<RowAnswer[]> {
    const ids = answers.flatMap(({ id, outcome }) => (id !== null && outcome !== 'refused' ? [id] : []));
    const rows: { external_id: string; verdict: Verdict }[] = await em.query(sql.VERDICTS_OF, [programme, ids]);
    const verdicts = new Map(rows.map((row) => [row.external_id, row.verdict]));
    return answers.map((answer) => {
      const verdict = answer.outcome === 'refused' || answer.id === null ? undefined : verdicts.get(answer.id);
      return verdict ? { ...answer, verdict } : answer;
    });
  }
}
