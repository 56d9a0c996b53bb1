// A creator's own browsers: links that work once, what a browser answers to them, the list, and taking one back.
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { audit } from '../../base/audit.js';
import type { AccountActor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { CONFIG, deriveKey, type Config } from '../../base/config.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../../base/graphql/paging.js';
import { newId } from '../../base/ids.js';
import { MAX_WINDOW_HOURS } from '../../stores/plans/attribution.terms.rules.js';
import { CreatorsService } from '../creators.service.js';
import { CreatorDevice } from './device.entity.js';
import { signDeviceToken, verifyDeviceToken } from './device-token.rules.js';

/** Long enough to find the telephone, too short to be passed around. */
export const LINK_MINUTES = 15;
const LINKS_AN_HOUR = 20;
export const MAX_DEVICES = 50;
const HOUR_MS = 3_600_000;

interface LinkRow {
  id: string;
  creatorId: string;
  expiresAt: Date;
  usedBy: string | null;
}

@Injectable()
export class DevicesService {
  private readonly key: Buffer;

  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly creators: CreatorsService,
    @Inject(CONFIG) config: Config,
  ) {
    this.key = deriveKey(config, 'creator-device');
  }

  /** A token for one browser in one store. RATE_LIMITED after twenty an hour, CONFLICT with fifty devices. */
  async invite(who: AccountActor, storeId: string): Promise<{ token: string; expiresAt: Date }> {
    return inTransaction(this.db, async (em) => {
      const { id: creatorId } = await this.creators.ofAccount(who.accountId, em);
      await em.query('SELECT 1 FROM creators WHERE id = $1 FOR UPDATE', [creatorId]);
      const now = this.clock.now();
      const [sums]: { made: number; open: number }[] = await em.query(
        `SELECT (SELECT count(*)::int FROM creator_device_links WHERE creator_id = $1 AND made_at > $2) AS made,
                (SELECT count(*)::int FROM creator_devices WHERE creator_id = $1 AND (ends_at IS NULL OR ends_at > $3)) AS open`,
        [creatorId, new Date(now.getTime() - HOUR_MS), now],
      );
      if ((sums?.made ?? 0) >= LINKS_AN_HOUR) throw new AppError('RATE_LIMITED', { detail: 'Try again in an hour.' });
      if ((sums?.open ?? 0) >= MAX_DEVICES)
        throw new AppError('CONFLICT', { detail: `You have ${MAX_DEVICES} devices.` });
      const expiresS = Math.floor(now.getTime() / 1000) + LINK_MINUTES * 60;
      const [id, expiresAt] = [newId('dvl'), new Date(expiresS * 1000)];
      await em.query(
        'INSERT INTO creator_device_links (id, creator_id, store_id, made_at, expires_at) VALUES ($1, $2, $3, $4, $5)',
        [id, creatorId, storeId, now, expiresAt],
      );
      const subject = { subjectType: 'creator', subjectId: creatorId, storeId };
      await audit(em, { actor: who, action: 'creators.device_link_made', ...subject, after: { id, expiresAt } });
      return { token: signDeviceToken(this.key, { linkId: id, storeId, expiresS }), expiresAt };
    });
  }

  /** Whose a link is, before anything is confirmed. NOT_FOUND for a token that is not ours or another store's, TOKEN_EXPIRED after its time or use. */
  async look(token: string, storeId: string): Promise<{ name: string; expiresAt: Date }> {
    const link = await this.linkOf(token, storeId);
    if (link.usedBy !== null) throw new AppError('TOKEN_EXPIRED');
    const { displayName: name } = await this.creators.require(link.creatorId);
    return { name, expiresAt: link.expiresAt };
  }

  /** This browser is the creator's from now on. The same browser may say it twice; any other finds the link used. Refusals as `look`. */
  async confirm(token: string, storeId: string, viewerId: string, browser: string | null): Promise<{ name: string }> {
    const { id } = await this.linkOf(token, storeId);
    return inTransaction(this.db, async (em) => {
      const [link]: LinkRow[] = await em
        .query(
          `UPDATE creator_device_links SET used_by = $2, used_at = $3 WHERE id = $1 AND used_by IS NULL
         RETURNING id, creator_id AS "creatorId", expires_at AS "expiresAt", used_by AS "usedBy"`,
          [id, viewerId, this.clock.now()],
        )
        .then(([rows]: [LinkRow[], number]) => rows);
      const used = link ?? (await this.rowOf(id));
      if (used?.usedBy !== viewerId) throw new AppError('TOKEN_EXPIRED');
      const { displayName: name } = await this.creators.require(used.creatorId, em);
      await this.creators.linkDevice(used.creatorId, viewerId, { storeId, browser }, em);
      return { name };
    });
  }

  /** One's own devices, the newest first; without those that are not any more. */
  async mine(who: AccountActor, args: PageArgs): Promise<Page<CreatorDevice>> {
    const creator = await this.creators.ofAccount(who.accountId);
    const query = this.db.manager
      .createQueryBuilder(CreatorDevice, 'd')
      .where('d.creatorId = :id AND (d.endsAt IS NULL OR d.endsAt > :now)', { id: creator.id, now: this.clock.now() });
    const totalCount = await query.getCount();
    const after = decodeCursor(args, 2);
    if (after) query.andWhere('(d.linkedAt, d.id) < (:at::timestamptz, :last)', { at: after[0], last: after[1] });
    query.orderBy('d.linkedAt', 'DESC').addOrderBy('d.id', 'DESC');
    const rows = await query.limit(pageSize(args) + 1).getMany();
    return toPage(rows, args, totalCount, (device) => [device.linkedAt.toISOString(), device.id]);
  }

  /**
   * Takes a device back. It stays the creator's for as long as any plan's longest window: else one could take it back, buy by a touch of
   * before, and link it again. A second time changes nothing.
   */
  async remove(who: AccountActor, id: string): Promise<CreatorDevice> {
    return inTransaction(this.db, async (em) => {
      const creator = await this.creators.ofAccount(who.accountId, em);
      const device = await em.findOne(CreatorDevice, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!device || device.creatorId !== creator.id) throw new AppError('NOT_FOUND');
      if (device.endsAt) return device;
      device.endsAt = new Date(this.clock.now().getTime() + MAX_WINDOW_HOURS * HOUR_MS);
      await em.save(device);
      const subject = { subjectType: 'creator', subjectId: creator.id, storeId: device.storeId };
      const after = { id: device.id, endsAt: device.endsAt };
      await audit(em, { actor: who, action: 'creators.device_taken_back', ...subject, after });
      return device;
    });
  }

  private async linkOf(token: string, storeId: string): Promise<LinkRow> {
    const verdict = verifyDeviceToken(this.key, token, storeId, Math.floor(this.clock.now().getTime() / 1000));
    if (verdict.reason === 'EXPIRED') throw new AppError('TOKEN_EXPIRED');
    const row = verdict.valid ? await this.rowOf(verdict.linkId) : null;
    if (!row) throw new AppError('NOT_FOUND', { field: 'token' });
    return row;
  }

  private async rowOf(id: string): Promise<LinkRow | null> {
    const [row]: LinkRow[] = await this.db.query(
      `SELECT id, creator_id AS "creatorId", expires_at AS "expiresAt", used_by AS "usedBy" FROM creator_device_links WHERE id = $1`,
      [id],
    );
    return row ?? null;
  }
}
