// The verbs of embed codes: make, list, revoke, open a frame, count what happened in it.
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { actorName, audit } from '../base/audit.js';
import { assertStore, type AccountActor } from '../base/auth.js';
import { Clock } from '../base/clock.js';
import { CONFIG, deriveKey, type Config } from '../base/config.js';
import { inTransaction } from '../base/database/transaction.js';
import { AppError } from '../base/errors.js';
import { decodeCursor, pageSize, toPage, type Page, type PageArgs } from '../base/graphql/paging.js';
import { newId } from '../base/ids.js';
import { StoresService } from '../stores/stores.service.js';
import { Video } from '../videos/video.entity.js';
import { Embed } from './embed.entity.js';
import type { EmbedRefusal } from './embed.reasons.js';
import * as rules from './embed.rules.js';
import * as sql from './embeds.queries.js';

const DAY_MS = 86_400_000;

export interface EmbedInput {
  videoId: string;
  label: string;
  domains: string[];
  /** How many days it works. */
  days: number;
}

/** What a frame may show, or why nothing. The domains are those of the code, where it is one of ours. */
export type Opened =
  { embed: Embed; refusal: null; domains: string[] } | { embed: null; refusal: EmbedRefusal; domains: string[] };

/** Something that happened in a frame. */
export interface EmbedEvent {
  embedId: string;
  storeId: string;
  day: string;
  kind: string;
}

@Injectable()
export class EmbedsService {
  private readonly key: Buffer;

  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly stores: StoresService,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.key = deriveKey(config, 'embed-token');
  }

  /** A new code of a video that everyone can see. BAD_INPUT names the field; CONFLICT when a store has too many. */
  async create(who: AccountActor, storeId: string, input: EmbedInput): Promise<Embed> {
    await this.stores.requireOwn(who, storeId);
    const { label, domains, days } = judged(input);
    return inTransaction(this.db, async (em) => {
      const video = await em.findOneBy(Video, { id: input.videoId, storeId });
      if (!video) throw new AppError('NOT_FOUND', { field: 'videoId' });
      if (video.liveVersion === null) {
        throw new AppError('WRONG_STATUS', { field: 'videoId', detail: 'Only a published video is shown elsewhere.' });
      }
      const now = this.clock.now();
      const [working] = await em.query<{ count: number }[]>(sql.COUNT_WORKING, [storeId, now]);
      if ((working?.count ?? 0) >= rules.MAX_WORKING) {
        throw new AppError('CONFLICT', { detail: `A store has at most ${rules.MAX_WORKING} codes that work.` });
      }
      // Whole seconds, as the token says it.
      const expiresAt = new Date(Math.floor((now.getTime() + days * DAY_MS) / 1000) * 1000);
      const embed = em.create(Embed, {
        ...{ id: newId('emb'), storeId, videoId: video.id, label, domains },
        ...{ createdAt: now, createdBy: actorName(who), expiresAt, revokedAt: null },
      });
      await em.insert(Embed, embed);
      const after = { videoId: video.id, label, domains, expiresAt };
      await audit(em, { actor: who, action: 'embeds.created', ...subjectOf(embed), after });
      return embed;
    });
  }

  /** Ends a code now; a second time changes nothing. NOT_FOUND for another store's. */
  async revoke(who: AccountActor, id: string): Promise<Embed> {
    return inTransaction(this.db, async (em) => {
      const embed = await em.findOne(Embed, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!embed) throw new AppError('NOT_FOUND');
      assertStore(who, embed.storeId);
      if (embed.revokedAt) return embed;
      const revokedAt = this.clock.now();
      await em.update(Embed, { id }, { revokedAt });
      await audit(em, { actor: who, action: 'embeds.revoked', ...subjectOf(embed) });
      return Object.assign(embed, { revokedAt });
    });
  }

  async list(who: AccountActor, storeId: string, args: PageArgs): Promise<Page<Embed>> {
    await this.stores.requireOwn(who, storeId, 'administrator');
    const size = pageSize(args);
    const [at, id] = decodeCursor(args, 2) ?? [null, null];
    const [rows, [total]] = await Promise.all([
      this.db.query<Embed[]>(sql.OF_STORE, [storeId, at, id, size + 1]),
      this.db.query<{ count: number }[]>(sql.COUNT_OF_STORE, [storeId]),
    ]);
    return toPage(rows, args, total?.count ?? 0, (row) => [row.createdAt.toISOString(), row.id]);
  }

  /** Where the frame of this code lies. */
  urlOf({ id, videoId, expiresAt }: Pick<Embed, 'id' | 'videoId' | 'expiresAt'>): string {
    const token = rules.signEmbed(this.key, { id, videoId, expiresS: expiresAt.getTime() / 1000 });
    return `${this.config.publicUrl}/embed/${videoId}?token=${token}`;
  }

  /** What a frame with this token may show to a page with this referrer; null where the browser tells none. */
  async open(videoId: string, token: string, referrer: string | null): Promise<Opened> {
    const verdict = rules.verifyEmbed(this.key, token, videoId, this.clock.now().getTime() / 1000);
    if (!verdict.valid && verdict.reason === 'FORGED') return { embed: null, refusal: 'EMBED_FORGED', domains: [] };
    const embed = await this.db.manager.findOneBy(Embed, { id: verdict.id });
    if (!embed) return { embed: null, refusal: 'EMBED_FORGED', domains: [] };
    const no = (refusal: EmbedRefusal) => ({ embed: null, refusal, domains: embed.domains });
    if (embed.revokedAt) return no('EMBED_REVOKED');
    if (!verdict.valid) return no('EMBED_EXPIRED');
    // The studio shows shops how it looks.
    const isOwn = referrer !== null && referrer === new URL(this.config.publicUrl).origin;
    if (referrer !== null && !isOwn && !rules.mayFrame(embed.domains, referrer)) return no('EMBED_FOREIGN');
    return { embed, refusal: null, domains: embed.domains };
  }

  /** Adds what happened in frames; what names no code of its store is left out. Part of the caller's transaction. */
  async count(em: EntityManager, events: readonly EmbedEvent[]): Promise<void> {
    if (events.length === 0) return;
    await em.query(sql.ADD_DAYS, [
      events.map((e) => e.embedId),
      events.map((e) => e.storeId),
      events.map((e) => e.day),
      events.map((e) => e.kind),
    ]);
  }
}

function judged({ label, domains, days }: EmbedInput): { label: string; domains: string[]; days: number } {
  const tidy = label.replace(/\p{Cc}+/gu, ' ').trim();
  if (tidy.length > rules.MAX_LABEL) {
    throw new AppError('BAD_INPUT', { field: 'label', detail: `At most ${rules.MAX_LABEL} characters.` });
  }
  if (domains.length < 1 || domains.length > rules.MAX_DOMAINS) {
    throw new AppError('BAD_INPUT', { field: 'domains', detail: `Name 1 to ${rules.MAX_DOMAINS} domains.` });
  }
  const read = rules.readDomains(domains);
  if ('wrong' in read) {
    const detail = 'Write a domain as shop.example, or *.shop.example for all its subdomains.';
    throw new AppError('BAD_INPUT', { field: `domains.${read.wrong}`, detail });
  }
  if (!Number.isInteger(days) || days < 1 || days > rules.MAX_DAYS) {
    throw new AppError('BAD_INPUT', { field: 'days', detail: `1 to ${rules.MAX_DAYS} days.` });
  }
  return { label: tidy, domains: read.domains, days };
}

const subjectOf = (embed: Embed) => ({ subjectType: 'embed', subjectId: embed.id, storeId: embed.storeId });
