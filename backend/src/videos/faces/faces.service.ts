// A creator's picture of themselves: brought, made by the worker, taken away by themselves or by staff.
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, In, IsNull, LessThan, MoreThan, Not, type EntityManager } from 'typeorm';
import { Account } from '../../accounts/account.entity.js';
import { MailsService } from '../../accounts/mails/mails.service.js';
import { audit } from '../../base/audit.js';
import type { AccountActor, Actor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { CONFIG, type Config } from '../../base/config.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { newId } from '../../base/ids.js';
import { defineJob } from '../../base/jobs/handles.js';
import { JobsService } from '../../base/jobs/jobs.service.js';
import { Storage } from '../../base/storage/storage.js';
import { Creator } from '../../creators/creator.entity.js';
import { CreatorsService } from '../../creators/creators.service.js';
import { faceLetter, type TakenFromPage } from '../../creators/profile/face-letter.rules.js';
import { FACE_WIDTHS, faceFile, faceFolder } from '../../creators/profile/face.rules.js';
import { ownPictureKey } from '../posters/poster.rules.js';
import { assertPicture } from '../posters/posters.service.js';
import { CreatorFace } from './face.entity.js';

/** A creator brought a picture: somebody with image tools makes its files. */
export const facesPicked = defineJob<{ faceId: string }>('videos.face_picked', { retries: 5, expireS: 300 });
/** A creator's picture is another one now, or none: the files of the old one go. */
export const facesChanged = defineJob<{ creatorId: string }>('videos.face_changed', { retries: 5, expireS: 60 });

const MAKER: Actor = { kind: 'system', name: 'transcoding' };
const HOUR_MS = 3_600_000;
const MOST_AN_HOUR = 20;
const LONGEST_REASON = 500;

@Injectable()
export class FacesService {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly jobs: JobsService,
    private readonly storage: Storage,
    private readonly creators: CreatorsService,
    private readonly mails: MailsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Takes a picture. Here only its header is read; the worker decodes it behind fences. NOT_A_PICTURE, PICTURE_OUT_OF_BOUNDS, RATE_LIMITED. */
  async bring(who: AccountActor, bytes: Buffer): Promise<void> {
    assertPicture(bytes);
    const face = await inTransaction(this.db, async (em) => {
      const creator = await this.mine(em, who);
      const broughtAt = this.clock.now();
      const since = new Date(broughtAt.getTime() - HOUR_MS);
      if ((await em.countBy(CreatorFace, { creatorId: creator.id, broughtAt: MoreThan(since) })) >= MOST_AN_HOUR) {
        throw new AppError('RATE_LIMITED', { detail: 'Choose again in an hour.' });
      }
      const times = { broughtAt, endedAt: null, removedAt: null };
      const arriving: CreatorFace = { id: newId('fac'), creatorId: creator.id, state: 'arriving', ...times };
      await em.insert(CreatorFace, arriving);
      return arriving;
    });
    // Noted first, stored then: what a killed process leaves is found by the sweep.
    await this.storage.put(ownPictureKey(face.id), bytes);
    await inTransaction(this.db, async (em) => {
      await this.mine(em, who);
      const superseded = { state: 'superseded', endedAt: this.clock.now() } as const;
      await em.update(CreatorFace, { creatorId: face.creatorId, state: 'waiting' }, superseded);
      await em.update(CreatorFace, face.id, { state: 'waiting' });
      await audit(em, { actor: who, action: 'creators.face_brought', ...subjectOf(face.creatorId) });
      await this.jobs.announce(em, facesPicked, { faceId: face.id });
    });
  }

  /** Takes one's own picture away, also one that is still being made. */
  async remove(who: AccountActor): Promise<Creator> {
    return inTransaction(this.db, async (em) => {
      const creator = await this.mine(em, who);
      if (await this.takeFace(em, creator)) {
        await audit(em, { actor: who, action: 'creators.face_removed', ...subjectOf(creator.id) });
      }
      return creator;
    });
  }

  /**
   * Staff take a picture, words or both from a creator's page; the creator is told why. NOT_FOUND, BAD_INPUT without a reason or
   * without anything to take.
   */
  async takeDown(
    who: AccountActor,
    creatorId: string,
    asked: readonly TakenFromPage[],
    reason: string,
  ): Promise<Creator> {
    const why = reason.trim();
    if (why === '' || [...why].length > LONGEST_REASON) {
      throw new AppError('BAD_INPUT', { field: 'reason', detail: `A reason has 1 to ${LONGEST_REASON} characters.` });
    }
    return inTransaction(this.db, async (em) => {
      await em.query('SELECT 1 FROM creators WHERE id = $1 FOR UPDATE', [creatorId]);
      const creator = await this.creators.require(creatorId, em);
      const { bio } = creator;
      const taken: TakenFromPage[] = [];
      if (asked.includes('face') && (await this.takeFace(em, creator))) taken.push('face');
      if (asked.includes('bio') && bio !== null) {
        await em.update(Creator, creatorId, { bio: null });
        creator.bio = null;
        taken.push('bio');
      }
      if (taken.length === 0)
        throw new AppError('BAD_INPUT', { field: 'taken', detail: 'There is nothing to take away.' });
      const after = { taken, reason: why };
      const before = taken.includes('bio') ? { bio } : null;
      await audit(em, { actor: who, action: 'creators.page_taken_down', ...subjectOf(creatorId), before, after });
      const { email, locale } = await em.findOneByOrFail(Account, { id: creator.accountId });
      const link = `${this.config.studioUrl}/account`;
      const letter = faceLetter(locale, { name: creator.displayName, reason: why, link, taken });
      await this.mails.write(em, email, 'creator_page_taken_down', letter);
      return creator;
    });
  }

  /** A picture by its id, for the worker; null when there is none. */
  byId(faceId: string): Promise<CreatorFace | null> {
    return this.db.manager.findOneBy(CreatorFace, { id: faceId });
  }

  /** Two workers never change the files of one creator at once: `work` runs alone, over all processes. */
  exclusively<T>(creatorId: string, work: () => Promise<T>): Promise<T> {
    return this.db.transaction(async (em) => {
      await em.query("SELECT pg_advisory_xact_lock(hashtextextended('face:' || $1, 0))", [creatorId]);
      return work();
    });
  }

  /** Its files are stored: they are shown from now on, unless another picture came first. A second time changes nothing. */
  async markMade(faceId: string, name: string): Promise<void> {
    await inTransaction(this.db, async (em) => {
      const { creatorId } = await em.findOneByOrFail(CreatorFace, { id: faceId });
      await em.query('SELECT 1 FROM creators WHERE id = $1 FOR UPDATE', [creatorId]);
      const face = await em.findOneByOrFail(CreatorFace, { id: faceId });
      if (face.state !== 'waiting') return;
      await em.update(CreatorFace, faceId, { state: 'done', endedAt: this.clock.now() });
      await em.update(Creator, creatorId, { face: name });
      await audit(em, {
        actor: MAKER,
        action: 'creators.face_changed',
        ...subjectOf(creatorId),
        after: { face: name },
      });
    });
  }

  /** It could not be read after all; the old one stays. */
  async markRefused(faceId: string): Promise<void> {
    const ended = { state: 'refused', endedAt: this.clock.now() } as const;
    await this.db.manager.update(CreatorFace, { id: faceId, state: 'waiting' }, ended);
  }

  /** Leaves in the store the files of the creator's present picture and no other. To be run alone (`exclusively`). */
  async settle(creatorId: string): Promise<void> {
    const { face } = await this.creators.require(creatorId);
    const kept = new Set(face ? FACE_WIDTHS.map((width) => `${faceFolder(creatorId)}/${faceFile(face, width)}`) : []);
    for await (const { key } of this.storage.list(faceFolder(creatorId))) {
      if (!kept.has(key)) await this.storage.delete(key);
    }
  }

  /** Removes the bytes of a picture; the files made of it stay. */
  async removeOwn(face: CreatorFace): Promise<void> {
    if (face.removedAt) return;
    await this.storage.delete(ownPictureKey(face.id));
    await this.db.manager.update(CreatorFace, face.id, { removedAt: this.clock.now() });
  }

  /** Removes pictures that ended or never arrived: a killed process may have left them. */
  async sweep(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - HOUR_MS);
    const left = await this.db.manager.find(CreatorFace, {
      where: { removedAt: IsNull(), state: Not('waiting'), broughtAt: LessThan(before) },
      order: { broughtAt: 'ASC' },
      take: 500,
    });
    for (const face of left) await this.removeOwn(face);
    const arriving = left.filter(({ state }) => state === 'arriving').map(({ id }) => id);
    const given = { state: 'superseded', endedAt: this.clock.now() } as const;
    await this.db.manager.update(CreatorFace, { id: In(arriving), state: 'arriving' }, given);
    return left.length;
  }

  /** Whether there was one to take; the creator's row is locked. */
  private async takeFace(em: EntityManager, creator: Creator): Promise<boolean> {
    const superseded = { state: 'superseded', endedAt: this.clock.now() } as const;
    const { affected } = await em.update(CreatorFace, { creatorId: creator.id, state: 'waiting' }, superseded);
    const had = creator.face !== null;
    await em.update(Creator, creator.id, { face: null });
    creator.face = null;
    if (had) await this.jobs.announce(em, facesChanged, { creatorId: creator.id });
    return had || (affected ?? 0) > 0;
  }

  private async mine(em: EntityManager, who: AccountActor): Promise<Creator> {
    const { id } = await this.creators.ofAccount(who.accountId, em);
    await em.query('SELECT 1 FROM creators WHERE id = $1 FOR UPDATE', [id]);
    return this.creators.require(id, em);
  }
}

const subjectOf = (creatorId: string) => ({ subjectType: 'creator', subjectId: creatorId });
