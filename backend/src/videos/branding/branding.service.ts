// Keeps what a store adds to its videos, takes its logo, and says what one video gets.
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { audit } from '../../base/audit.js';
import type { AccountActor, Actor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { CONFIG, type Config } from '../../base/config.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { newId } from '../../base/ids.js';
import { defineJob } from '../../base/jobs/handles.js';
import { JobsService } from '../../base/jobs/jobs.service.js';
import { StoresService } from '../../stores/stores.service.js';
import { readPicture } from '../posters/picture.rules.js';
import { OriginCodes } from '../proof/codes.service.js';
import { StoreBranding, type BrandingDesk } from './branding.entity.js';
import {
  brandingMark,
  checkBranding,
  DEFAULT_BRANDING,
  MAX_LOGO_SIDE,
  MIN_LOGO_SIDE,
  type Branding,
  type BrandingSettings,
} from './branding.rules.js';

/** An owner brought a logo: somebody with image tools decodes it and writes it anew. */
export const logoReceived = defineJob<{ storeId: string; broughtId: string }>('videos.logo_received', {
  retries: 5,
  expireS: 300,
});

const MAKER: Actor = { kind: 'system', name: 'transcoding' };

/** What a video gets, and the text by which it is known later that it got this. */
export interface BrandingOf {
  branding: Branding | null;
  mark: string | null;
}

@Injectable()
export class BrandingService {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly jobs: JobsService,
    private readonly stores: StoresService,
    private readonly codes: OriginCodes,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async desk(who: Actor, storeId: string): Promise<BrandingDesk> {
    await this.stores.requireOwn(who, storeId, 'administrator');
    return this.deskOf(storeId);
  }

  /** Holds for what is prepared from now on. BAD_INPUT names the field. */
  async save(who: AccountActor, storeId: string, given: BrandingSettings): Promise<BrandingDesk> {
    await this.stores.requireOwn(who, storeId);
    const settings = { ...DEFAULT_BRANDING, ...given };
    const fault = checkBranding(settings);
    if (fault) throw new AppError('BAD_INPUT', fault);
    await inTransaction(this.db, async (em) => {
      const row = await this.lock(em, storeId);
      if (settings.watermark && !row.logoHash && row.logoState !== 'waiting') {
        throw new AppError('BAD_INPUT', { field: 'watermark', detail: 'Bring a picture first.' });
      }
      await em.update(StoreBranding, storeId, { settings, updatedAt: this.clock.now() });
      await audit(em, { ...about(who, storeId, 'saved'), before: row.settings, after: settings });
    });
    return this.deskOf(storeId);
  }

  /** Takes a PNG or WebP. Only its header is read here; the worker decodes it. The picture in use stays until then. */
  async bringLogo(who: AccountActor, storeId: string, bytes: Buffer): Promise<BrandingDesk> {
    await this.stores.requireOwn(who, storeId);
    assertLogo(bytes);
    const broughtId = newId('lgo');
    await inTransaction(this.db, async (em) => {
      await this.lock(em, storeId);
      const change = { brought: bytes, broughtId, logoState: 'waiting', updatedAt: this.clock.now() } as const;
      await em.update(StoreBranding, storeId, change);
      await audit(em, { ...about(who, storeId, 'logo_brought'), after: { broughtId, bytes: bytes.length } });
      await this.jobs.announce(em, logoReceived, { storeId, broughtId });
    });
    return this.deskOf(storeId);
  }

  /** Takes the picture away; without one there is no watermark. */
  async removeLogo(who: AccountActor, storeId: string): Promise<BrandingDesk> {
    await this.stores.requireOwn(who, storeId);
    await inTransaction(this.db, async (em) => {
      const { settings, logoHash } = await this.lock(em, storeId);
      const none = { logo: null, logoHash: null, logoWidth: null, logoHeight: null, brought: null, broughtId: null };
      const change = { ...none, logoState: 'none', settings: { ...settings, watermark: false } } as const;
      await em.update(StoreBranding, storeId, { ...change, updatedAt: this.clock.now() });
      await audit(em, { ...about(who, storeId, 'logo_removed'), before: { logoHash } });
    });
    return this.deskOf(storeId);
  }

  /** The picture in use, for its owner. NOT_FOUND without one. */
  async logo(who: Actor, storeId: string): Promise<Buffer> {
    await this.stores.requireOwn(who, storeId, 'administrator');
    const logo = await this.bytesOf(storeId, 'logo');
    if (!logo) throw new AppError('NOT_FOUND');
    return logo;
  }

  /** The bytes that wait to be decoded; null when a newer picture came, or it is done. */
  async brought(storeId: string, broughtId: string): Promise<Buffer | null> {
    const row = await this.db.manager.findOneBy(StoreBranding, { storeId, broughtId, logoState: 'waiting' });
    return row && this.bytesOf(storeId, 'brought');
  }

  /** The worker wrote it anew. Nothing changes when a newer picture came meanwhile. */
  async markLogoMade(
    storeId: string,
    broughtId: string,
    made: { png: Buffer; hash: string; width: number; height: number },
  ): Promise<void> {
    await inTransaction(this.db, async (em) => {
      const row = await this.lock(em, storeId);
      if (row.broughtId !== broughtId || row.logoState !== 'waiting') return;
      const { png: logo, hash: logoHash, width: logoWidth, height: logoHeight } = made;
      const change = { logo, logoHash, logoWidth, logoHeight, brought: null, logoState: 'ready' } as const;
      await em.update(StoreBranding, storeId, { ...change, updatedAt: this.clock.now() });
      const before = { logoHash: row.logoHash };
      await audit(em, { ...about(MAKER, storeId, 'logo_made'), before, after: { logoHash, logoWidth, logoHeight } });
    });
  }

  /** It could not be read after all; the picture in use stays, and the owner is told. */
  async markLogoRefused(storeId: string, broughtId: string): Promise<void> {
    const refused = { brought: null, logoState: 'refused', updatedAt: this.clock.now() } as const;
    await this.db.manager.update(StoreBranding, { storeId, broughtId, logoState: 'waiting' }, refused);
  }

  /** What the settings of a store come to now; null: nothing is added. */
  async markOf(storeId: string, em: EntityManager = this.db.manager): Promise<string | null> {
    const row = await em.findOneBy(StoreBranding, { storeId });
    return row && brandingMark(row.settings, row.logoHash);
  }

  /** What is added to this video, as the settings are at this moment. */
  async ofVideo(videoId: string): Promise<BrandingOf> {
    const [video] = await this.db.query<VideoRow[]>(OF_VIDEO, [videoId]);
    if (!video) return { branding: null, mark: null };
    const { settings, logo, logoHash } = video;
    const mark = brandingMark(settings, logoHash);
    if (!mark) return { branding: null, mark };
    const { store, creator } = video;
    const code = settings.endCard ? await this.codes.codeOf(videoId) : '';
    const card = { store, creator, day: dayOf(video), code, url: `${this.config.publicUrl}/c/${code}` };
    return { branding: { settings, logo, card: settings.endCard ? card : null }, mark };
  }

  private async bytesOf(storeId: string, column: 'logo' | 'brought'): Promise<Buffer | null> {
    const row = await this.db.manager.findOne(StoreBranding, { where: { storeId }, select: { [column]: true } });
    return row?.[column] ?? null;
  }

  /** The row, made where there is none, locked until the transaction ends. */
  private async lock(em: EntityManager, storeId: string): Promise<StoreBranding> {
    await em.query(
      'INSERT INTO store_branding (store_id, settings, updated_at) VALUES ($1, $2::jsonb, $3) ON CONFLICT DO NOTHING',
      [storeId, JSON.stringify(DEFAULT_BRANDING), this.clock.now()],
    );
    const lock = { mode: 'pessimistic_write' } as const;
    return em.findOneOrFail(StoreBranding, { where: { storeId }, lock });
  }

  private async deskOf(storeId: string): Promise<BrandingDesk> {
    const row = await this.db.manager.findOneBy(StoreBranding, { storeId });
    const logoUrl = row?.logoHash ? `/uploads/logos/${storeId}?v=${row.logoHash.slice(0, 12)}` : null;
    const settings = { ...DEFAULT_BRANDING, ...row?.settings };
    return { storeId, settings, logoState: row?.logoState ?? 'none', logoUrl };
  }
}

interface VideoRow {
  settings: BrandingSettings;
  logo: Buffer | null;
  logoHash: string | null;
  store: string;
  creator: string;
  publishedOn: string | null;
  receivedOn: string;
}

/** Days are those of the store. */
const OF_VIDEO = `
  SELECT b.settings, b.logo, b.logo_hash AS "logoHash", s.name AS store, c.display_name AS creator,
         to_char(v.published_at AT TIME ZONE s.timezone, 'YYYY-MM-DD') AS "publishedOn",
         to_char(coalesce((SELECT min(p.at) FROM origin_proofs p WHERE p.video_id = v.id), v.created_at)
           AT TIME ZONE s.timezone, 'YYYY-MM-DD') AS "receivedOn"
    FROM videos v JOIN store_branding b ON b.store_id = v.store_id JOIN stores s ON s.id = v.store_id
    JOIN creators c ON c.id = v.creator_id
   WHERE v.id = $1`;

const dayOf = ({ publishedOn, receivedOn }: VideoRow) =>
  publishedOn ? ({ kind: 'published', on: publishedOn } as const) : ({ kind: 'received', on: receivedOn } as const);

const about = (actor: Actor, storeId: string, what: string) => ({
  ...{ actor, action: `branding.${what}`, subjectType: 'store', subjectId: storeId, storeId },
});

function assertLogo(bytes: Buffer): void {
  const picture = readPicture(bytes);
  // A JPEG has no transparent points: it would be a box over the film.
  if (!picture || picture.kind === 'jpeg') throw new AppError('NOT_A_PICTURE', { detail: 'Bring a PNG or a WebP.' });
  const { width, height } = picture;
  if (Math.min(width, height) < MIN_LOGO_SIDE || Math.max(width, height) > MAX_LOGO_SIDE) {
    const detail = `The picture is ${width}x${height}; each side has ${MIN_LOGO_SIDE} to ${MAX_LOGO_SIDE} points.`;
    throw new AppError('PICTURE_OUT_OF_BOUNDS', { detail, width, height });
  }
}
