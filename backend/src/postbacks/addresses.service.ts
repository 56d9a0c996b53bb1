// Makes, stops and removes the addresses that a creator wants told, and tries one out.
import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { IsNull, MoreThan, type DataSource, type EntityManager } from 'typeorm';
import { audit } from '../base/audit.js';
import type { AccountActor } from '../base/auth.js';
import { Clock } from '../base/clock.js';
import { CONFIG, type Config } from '../base/config.js';
import { inTransaction } from '../base/database/transaction.js';
import { AppError } from '../base/errors.js';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../base/graphql/paging.js';
import { newId } from '../base/ids.js';
import { seal, unseal } from '../base/sealing.js';
import { CreatorsService } from '../creators/creators.service.js';
import { PostbackCaller } from './caller.service.js';
import { bodyOf, fill, POSTBACK_EVENTS, templateFault, type MacroValues } from './macros.rules.js';
import { PostbackAddress, PostbackDelivery, type Method } from './postback.entity.js';

export const SECRET_PURPOSE = 'postback';
const MOST_ADDRESSES = 5;
const TESTS_A_MINUTE = 5;

export interface AddressInput {
  url: string;
  method: Method;
  events: string[];
}

/** What a trial sends: values that no real sale has. */
const SAMPLE: MacroValues = {
  ...{ event: 'order', conversion_id: 'com_test', click_id: '00000000-0000-4000-8000-000000000000', sub1: 'test' },
  ...{ order_id: 'TEST-1', product_id: 'test', amount: '12990.00', commission: '1299.00', currency: 'KZT' },
  status: 'pending',
};

@Injectable()
export class AddressesService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly creators: CreatorsService,
    private readonly caller: PostbackCaller,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Adds an address. Its secret is shown this once. At most five a creator. */
  async create(who: AccountActor, input: AddressInput): Promise<{ address: PostbackAddress; secret: string }> {
    const url = input.url.trim();
    const fault = templateFault(url, this.config.byUrl);
    if (fault?.why === 'UNKNOWN_MACRO') {
      throw new AppError('BAD_INPUT', { field: 'url', reason: fault.why, detail: `There is no {${fault.macro}}.` });
    }
    if (fault) throw new AppError('URL_REFUSED', { field: 'url', reason: fault.why });
    const events = POSTBACK_EVENTS.filter((event) => input.events.includes(event));
    if (events.length === 0 || events.length !== new Set(input.events).size) {
      throw new AppError('BAD_INPUT', { field: 'events', detail: `Some of: ${POSTBACK_EVENTS.join(', ')}.` });
    }
    return inTransaction(this.db, async (em) => {
      const creator = await this.creators.ofAccount(who.accountId, em);
      await em.query('SELECT 1 FROM creators WHERE id = $1 FOR UPDATE', [creator.id]);
      const present = await em.countBy(PostbackAddress, { creatorId: creator.id, removedAt: IsNull() });
      if (present >= MOST_ADDRESSES) throw new AppError('CONFLICT', { detail: `At most ${MOST_ADDRESSES} addresses.` });
      const [id, now] = [newId('pba'), this.clock.now()];
      const secret = `pbs_${randomBytes(24).toString('base64url')}`;
      const address = em.create(PostbackAddress, {
        ...{ id, creatorId: creator.id, url, method: input.method, events, since: now, createdAt: now },
        ...{
          secretSealed: seal(this.config, SECRET_PURPOSE, id, secret),
          failures: 0,
          stoppedAt: null,
          removedAt: null,
        },
      });
      await em.insert(PostbackAddress, address);
      const after = { url, method: input.method, events };
      await audit(em, { actor: who, action: 'postbacks.address_added', ...subjectOf(address), after });
      return { address, secret };
    });
  }

  /** Ends an address; what waits for it is not sent. A second time changes nothing. */
  async remove(who: AccountActor, id: string): Promise<PostbackAddress> {
    return this.change(who, id, 'postbacks.address_removed', (address, now) => {
      address.removedAt ??= now;
    });
  }

  /** Goes on after a stop; what waited is sent now. */
  async resume(who: AccountActor, id: string): Promise<PostbackAddress> {
    return this.change(who, id, 'postbacks.address_resumed', (address) => {
      if (address.removedAt) throw new AppError('NOT_FOUND');
      Object.assign(address, { stoppedAt: null, failures: 0 });
    });
  }

  /** One's own addresses, the oldest first. */
  async mine(who: AccountActor): Promise<PostbackAddress[]> {
    const creator = await this.creators.ofAccount(who.accountId);
    const where = { creatorId: creator.id, removedAt: IsNull() };
    return this.db.manager.find(PostbackAddress, { where, order: { createdAt: 'ASC', id: 'ASC' } });
  }

  /** Calls the address with sample values now, and keeps what came back in its log. */
  async test(who: AccountActor, id: string): Promise<PostbackDelivery> {
    const address = await this.own(this.db.manager, who, id);
    if (address.removedAt) throw new AppError('NOT_FOUND');
    const [now, deliveryId] = [this.clock.now(), newId('pbd')];
    const recent = { addressId: id, event: 'test', createdAt: MoreThan(new Date(now.getTime() - 60_000)) };
    if ((await this.db.manager.countBy(PostbackDelivery, recent)) >= TESTS_A_MINUTE) throw new AppError('RATE_LIMITED');
    const values = { ...SAMPLE, event_id: deliveryId, time: now.toISOString() };
    const [url, body] = [fill(address.url, values), address.method === 'POST' ? bodyOf(values) : null];
    const secret = unseal(this.config, SECRET_PURPOSE, address.id, address.secretSealed);
    const result = await this.caller.call({ url, body, method: address.method, secret, eventId: deliveryId });
    return inTransaction(this.db, async (em) => {
      const row = em.create(PostbackDelivery, {
        ...{ id: deliveryId, addressId: id, eventKey: `test:${deliveryId}`, event: 'test', url, body, attempts: 1 },
        ...{ state: result.ok ? 'delivered' : 'dead', status: result.status, answer: result.answer },
        ...{ durationMs: result.durationMs, nextAt: now, createdAt: now, doneAt: now },
      });
      await em.insert(PostbackDelivery, row);
      const after = { status: result.status, ok: result.ok };
      await audit(em, { actor: who, action: 'postbacks.address_tested', ...subjectOf(address), after });
      return row;
    });
  }

  /** The log of an address, the newest first. */
  async log(who: AccountActor, id: string, args: PageArgs): Promise<Page<PostbackDelivery>> {
    await this.own(this.db.manager, who, id);
    const query = this.db.manager.createQueryBuilder(PostbackDelivery, 'd').where('d.addressId = :id', { id });
    const totalCount = await query.getCount();
    const after = decodeCursor(args, 2);
    if (after) query.andWhere('(d.createdAt, d.id) < (:at::timestamptz, :last)', { at: after[0], last: after[1] });
    query.orderBy('d.createdAt', 'DESC').addOrderBy('d.id', 'DESC');
    const rows = await query.limit(pageSize(args) + 1).getMany();
    return toPage(rows, args, totalCount, (row) => [row.createdAt.toISOString(), row.id]);
  }

  /** Sends a dead one once more, with all its tries before it. CONFLICT for one that waits or arrived. */
  async redeliver(who: AccountActor, deliveryId: string): Promise<PostbackDelivery> {
    return inTransaction(this.db, async (em) => {
      const where = { id: deliveryId };
      const row = await em.findOne(PostbackDelivery, { where, lock: { mode: 'pessimistic_write' } });
      if (!row) throw new AppError('NOT_FOUND');
      const address = await this.own(em, who, row.addressId);
      if (row.state !== 'dead' || row.event === 'test') throw new AppError('CONFLICT');
      Object.assign(row, { state: 'waiting', attempts: 0, nextAt: this.clock.now(), doneAt: null });
      await em.save(row);
      await audit(em, { actor: who, action: 'postbacks.redelivered', ...subjectOf(address), after: { deliveryId } });
      return row;
    });
  }

  private async change(
    who: AccountActor,
    id: string,
    action: string,
    apply: (address: PostbackAddress, now: Date) => void,
  ): Promise<PostbackAddress> {
    return inTransaction(this.db, async (em) => {
      const address = await this.own(em, who, id, true);
      apply(address, this.clock.now());
      await em.save(address);
      await audit(em, { actor: who, action, ...subjectOf(address) });
      return address;
    });
  }

  private async own(em: EntityManager, who: AccountActor, id: string, lock = false): Promise<PostbackAddress> {
    const creator = await this.creators.ofAccount(who.accountId, em);
    const options = lock ? { lock: { mode: 'pessimistic_write' } as const } : {};
    const address = await em.findOne(PostbackAddress, { where: { id }, ...options });
    if (address?.creatorId !== creator.id) throw new AppError('NOT_FOUND');
    return address;
  }
}

const subjectOf = (address: PostbackAddress) => ({ subjectType: 'postback', subjectId: address.id });
