// Takes in what shoppers report, joins what is said twice, and forgets who said it.
import { createHash, createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyReply } from 'fastify';
import type { DataSource, EntityManager } from 'typeorm';
import { z } from 'zod';
import { normaliseEmail } from '../../accounts/credentials.rules.js';
import { MailsService } from '../../accounts/mails/mails.service.js';
import { RateLimitsService } from '../../accounts/rate-limits/rate-limits.service.js';
import { audit } from '../../base/audit.js';
import type { Actor } from '../../base/auth.js';
import { Clock } from '../../base/clock.js';
import { CONFIG, deriveKey, type Config } from '../../base/config.js';
import { inTransaction } from '../../base/database/transaction.js';
import { AppError } from '../../base/errors.js';
import { readShape } from '../../base/http/shape.js';
import { newId } from '../../base/ids.js';
import { StoresService } from '../../stores/stores.service.js';
import { VideosService } from '../../videos/videos.service.js';
import { keepLook } from '../moderation.queries.js';
import type { ComplaintState } from './answers.rules.js';
import { ANSWER_MAIL, ComplaintCases, type StateRow } from './cases.service.js';
import { COMPLAINT_REASONS } from './complaint.reasons.js';
import * as sql from './complaints.queries.js';

const complaintShape = z.strictObject({
  store: z.string().min(1).max(200),
  video: z.string().min(1).max(200),
  reason: z.enum(COMPLAINT_REASONS),
  text: z.string().max(1000).nullish(),
  email: z.string().max(254).nullish(),
  locale: z.enum(['ru', 'kk', 'en']).default('en'),
});

/** What was said, tidied. */
interface Said {
  reason: (typeof COMPLAINT_REASONS)[number];
  text: string | null;
  email: string | null;
  language: 'ru' | 'kk' | 'en';
}

/** Under this name there is a page that says that nothing was sent. */
export const TRIAL = 'trial';

const DAY_MS = 86_400_000;
/** An address is needed for one answer, and then for questions about it. */
const KEPT_AFTER_ANSWER_MS = 30 * DAY_MS;
/** A case that nobody decides for so long is not answered by mail any more. */
const KEPT_UNANSWERED_MS = 180 * DAY_MS;
const WORDS_KEPT_MS = 365 * DAY_MS;
/** One address has said enough about one video. */
const MOST_OF_ONE_ADDRESS = 5;

const INTAKE: Actor = { kind: 'system', name: 'complaints' };

@Injectable()
export class ComplaintsService {
  private readonly key: Buffer;

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    @Inject(CONFIG) config: Config,
    private readonly clock: Clock,
    private readonly rates: RateLimitsService,
    private readonly stores: StoresService,
    private readonly videos: VideosService,
    private readonly cases: ComplaintCases,
    private readonly mails: MailsService,
  ) {
    this.key = deriveKey(config, 'complaints');
  }

  /**
   * Takes a report of a video that the store shows, and puts the video before a moderator. The same report again is the same
   * report. BAD_INPUT, NOT_FOUND, RATE_LIMITED. Under a test key nothing is kept.
   */
  async file(raw: unknown, address: string, reply?: FastifyReply): Promise<{ id: string; statusUrl: string }> {
    const input = readShape(complaintShape, raw);
    const said = tidied(input);
    await this.rates.count('complain', { account: said.email, address }, reply);
    const found = await this.stores.byPublishableKey(input.store);
    if (!found) throw new AppError('NOT_FOUND', { field: 'store' });
    if (found.mode === 'test') return { id: TRIAL, statusUrl: this.cases.addressOf(TRIAL) };
    const reporter = createHmac('sha256', this.key).update(`${found.store.id} ${address}`).digest();
    const id = await inTransaction(this.db, (em) => this.take(em, found.store.id, input.video, said, reporter));
    return { id, statusUrl: this.cases.addressOf(id) };
  }

  /** What became of a report, and the language in which it was made; null for an id that was never given. */
  async stateOf(id: string): Promise<{ state: ComplaintState; language: Said['language'] } | null> {
    const [row]: StateRow[] = await this.db.query(sql.STATE_OF, [id]);
    if (!row) return null;
    const { id: _id, email: _email, language, ...state } = row;
    return { state, language };
  }

  /** Addresses go 30 days after the answer, also out of the outbox; what people typed goes after a year. */
  async forget(): Promise<void> {
    const before = (ms: number) => new Date(this.clock.now().getTime() - ms);
    await this.db.query(sql.FORGET, [
      ...[before(KEPT_AFTER_ANSWER_MS), before(KEPT_UNANSWERED_MS), before(WORDS_KEPT_MS)],
    ]);
    await this.mails.forgetSent(ANSWER_MAIL, before(KEPT_AFTER_ANSWER_MS));
  }

  private async take(em: EntityManager, storeId: string, videoId: string, said: Said, reporter: Buffer) {
    const video = await this.videos.lock(em, videoId);
    if (video.storeId !== storeId || video.liveVersion === null) throw new AppError('NOT_FOUND', { field: 'video' });
    const caseId = await this.openCase(em, videoId, storeId);
    const digest = digestOf(said);
    const earlier = await em.query<{ id: string; said: Buffer }[]>(sql.SAID_BY, [caseId, reporter]);
    const same = earlier.find((one) => one.said.equals(digest));
    if (same) return same.id;
    if (earlier.length >= MOST_OF_ONE_ADDRESS) throw new AppError('RATE_LIMITED');
    const id = newId('cmp');
    const { reason, text, email, language } = said;
    await em.query(sql.ADD_COMPLAINT, [
      ...[id, caseId, reason, text, email, language, reporter, digest, this.clock.now()],
    ]);
    const subject = { subjectType: 'complaint_case', subjectId: caseId, storeId };
    await audit(em, { actor: INTAKE, action: 'moderation.reported', ...subject, after: { id, videoId, reason } });
    return id;
  }

  /** The caller holds the video's lock, so there is one open case however many report at once. */
  private async openCase(em: EntityManager, videoId: string, storeId: string): Promise<string> {
    const [open] = await em.query<{ id: string }[]>(sql.CASE_OPEN, [videoId]);
    if (open) return open.id;
    const id = newId('ccs');
    const now = this.clock.now();
    await em.query(sql.OPEN_CASE, [id, videoId, storeId, now]);
    await this.videos.doubt(em, videoId);
    await keepLook(em, videoId, now);
    return id;
  }
}

function tidied(input: z.infer<typeof complaintShape>): Said {
  const text = input.text?.trim() || null;
  const typed = input.email?.trim() || null;
  const email = typed === null ? null : normaliseEmail(typed);
  if (typed !== null && email === null) throw new AppError('BAD_INPUT', { field: 'email' });
  if (input.reason === 'OTHER' && text === null) throw new AppError('BAD_INPUT', { field: 'text' });
  return { reason: input.reason, text, email, language: input.locale };
}

const digestOf = ({ reason, text, email }: Said): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([reason, text, email]))
    .digest();
