// Fetches a creator's video from an address, in as many tries as it takes, and hands it to the road like an upload.
import { Readable } from 'node:stream';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { AccountActor, Actor } from '../../../base/auth.js';
import { CONFIG, type Config } from '../../../base/config.js';
import { inTransaction } from '../../../base/database/transaction.js';
import { AppError } from '../../../base/errors.js';
import { defineJob } from '../../../base/jobs/handles.js';
import { JobsService } from '../../../base/jobs/jobs.service.js';
import { judgeUrl } from '../../../base/outside/address.rules.js';
import { openPinned, OutsideRefused, type Resolve } from '../../../base/outside/pinned.request.js';
import { UploadStore } from '../../../base/storage/upload.store.js';
import { AuthoringService, type UrlVideoInput } from '../../authoring.service.js';
import { needOf } from '../../quota/quota.rules.js';
import { QuotaService } from '../../quota/quota.service.js';
import { noteStored } from '../../quota/stored.queries.js';
import { Video } from '../../video.entity.js';
import { uploadKey } from '../../video.rules.js';
import { VideosService } from '../../videos.service.js';
import { Upload } from '../upload.entity.js';
import { UploadsService } from '../uploads.service.js';
import { contentMark, readContentRange } from './address.rules.js';
import { Incoming, type Ended } from './incoming.js';
import { FetchRefused } from './refused.js';
import { urlRefusal, type UrlReason } from './url.reasons.js';

/** A creator named an address: the worker fetches it. Nine tries with doubling pauses take about 40 minutes. */
export const videosUrlNamed = defineJob<{ uploadId: string }>('videos.url_named', {
  ...{ heartbeat: true, expireS: 7200, retries: 9 },
});

/** After so many tries the creator is told. One less than the queue has, so that the end is ours to tell. */
const MOST_TRIES = 9;
/** One person cannot make us call out without end. */
const MOST_WAITING = 20;
const FETCHER: Actor = { kind: 'system', name: 'url-fetch' };

/** What an answer means for what we have already. */
interface Opened {
  from: number;
  totalBytes: number | null;
}

@Injectable()
export class UrlFetchService {
  private readonly log = new Logger('uploads');
  /** How names become addresses; a test puts a liar here. */
  resolve: Resolve | null = null;

  constructor(
    private readonly db: DataSource,
    private readonly jobs: JobsService,
    private readonly authoring: AuthoringService,
    private readonly videos: VideosService,
    private readonly uploads: UploadsService,
    private readonly quota: QuotaService,
    private readonly files: UploadStore,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Makes the video's place and the job that fetches it. URL_REFUSED for an address that we do not call, RATE_LIMITED. */
  async begin(
    actor: AccountActor,
    input: Omit<UrlVideoInput, 'fileName' | 'sourceUrl'> & { url: string },
  ): Promise<Video> {
    const verdict = judgeUrl(input.url.trim(), this.config.byUrl);
    if (!verdict.ok) {
      const { message, whatToDo } = urlRefusal(verdict.reason);
      throw new AppError('URL_REFUSED', { field: 'url', reason: verdict.reason, detail: `${message} ${whatToDo}` });
    }
    const { url } = verdict;
    const { storeId, title, productIds } = input;
    const fileName = decodeName(url.pathname.split('/').at(-1) ?? '');
    return this.authoring.create(
      actor,
      { storeId, title, productIds, fileName, sourceUrl: url.href },
      async (em, video) => {
        const [row] = await em.query<{ n: number }[]>(
          `SELECT count(*)::int AS n FROM uploads WHERE account_id = $1 AND finished_at IS NULL AND removed_at IS NULL AND door = 'url'`,
          [actor.accountId],
        );
        if ((row?.n ?? 0) >= MOST_WAITING) {
          throw new AppError('RATE_LIMITED', {
            detail: `${MOST_WAITING} addresses wait already. Let some arrive first.`,
          });
        }
        const uploadId = this.uploads.newUploadId();
        await this.uploads.openIn(em, video, uploadId, actor, 0, { door: 'url' });
        await this.jobs.announce(em, videosUrlNamed, { uploadId });
      },
    );
  }

  /**
   * One try: asks for what is missing, appends it, and closes the upload when it is whole. Safe to run again after a
   * kill: what arrived stays. Throws when the queue should try again later.
   */
  async fetch(uploadId: string, signal: AbortSignal): Promise<void> {
    const upload = await this.db.manager.findOneBy(Upload, { id: uploadId });
    if (!upload || !this.uploads.isOpen(upload)) return;
    const video = await this.videos.byId(upload.videoId);
    if (video.status !== 'uploading' || video.version !== upload.version || !video.sourceUrl) return;
    await this.db.manager.increment(Upload, { id: uploadId }, 'tries', 1);
    let ended: Ended;
    try {
      ended = await this.receive(upload, new URL(video.sourceUrl), signal);
    } catch (error) {
      if (signal.aborted) throw error;
      ended =
        error instanceof FetchRefused || error instanceof OutsideRefused
          ? { kind: 'refused', reason: error.reason }
          : { kind: 'cut', why: error instanceof Error ? error.message : String(error) };
    }
    if (ended.kind === 'unwanted') return;
    if (ended.kind === 'refused') return this.refuse(upload, ended.reason);
    if (ended.kind === 'cut') {
      this.log.warn(`${upload.videoId}: fetch, try ${upload.tries + 1}: ${ended.why}`);
      if (upload.tries + 1 >= MOST_TRIES) return this.refuse(upload, 'unreachable');
      throw new Error(`The fetch was cut and goes on later: ${ended.why}`);
    }
    if (!(await this.uploads.finish(uploadId))) throw new Error('The file is whole and could not be closed.');
    // The rest of an address may be a secret of the other server; where it came from is enough to keep.
    await this.db.manager.update(Video, upload.videoId, { sourceUrl: new URL(video.sourceUrl).origin });
  }

  private async receive(upload: Upload, url: URL, signal: AbortSignal): Promise<Ended> {
    const key = uploadKey(upload.id);
    const have = (await this.files.received(key)) ?? 0;
    if (upload.sizeBytes > 0 && have === upload.sizeBytes) return { kind: 'whole' };
    const goOn = have > 0 && upload.sourceMark !== null;
    const { http, allow, idleMs, wholeMs } = this.config.byUrl;
    const answer = await openPinned(url, {
      ...{ policy: { http, allow }, idleMs, signal, ...(this.resolve ? { resolve: this.resolve } : {}) },
      headers: goOn ? { range: `bytes=${have}-`, 'if-range': upload.sourceMark ?? '' } : {},
    });
    try {
      const opened = await this.open(upload, key, have, answer);
      const incoming = new Incoming(answer, {
        ...{ ...opened, maxBytes: this.config.upload.maxBytes, idleMs, wholeMs },
        onProgress: async (bytes) => (await this.uploads.noteReceived(upload.id, bytes)) !== null,
      });
      await this.files.append(key, opened.from, Readable.from(incoming.bytes()));
      await this.uploads.noteReceived(upload.id, incoming.received);
      if (incoming.ended.kind !== 'whole' || opened.totalBytes !== null) return incoming.ended;
      if (incoming.received === 0) return { kind: 'refused', reason: 'empty' };
      await this.noteSize(upload, incoming.received);
      await this.files.declare(key, incoming.received);
      return incoming.ended;
    } finally {
      answer.destroy();
    }
  }

  /** Judges the head of the answer and makes storage ready: to go on, or to begin anew. */
  private async open(
    upload: Upload,
    key: string,
    have: number,
    {
      statusCode = 0,
      headers,
    }: { statusCode?: number | undefined; headers: Record<string, string | string[] | undefined> },
  ): Promise<Opened> {
    const header = (name: string) => ([] as (string | undefined)[]).concat(headers[name])[0];
    if (statusCode >= 500 || [408, 425, 429].includes(statusCode))
      throw new Error(`The server answered ${statusCode}.`);
    if (statusCode >= 400 && statusCode !== 416) throw new FetchRefused('not_found');
    if ((header('content-encoding') ?? 'identity') !== 'identity') throw new FetchRefused('packed');
    const range = statusCode === 206 ? readContentRange(header('content-range')) : null;
    if (range && range.start === have && range.total === upload.sizeBytes)
      return { from: have, totalBytes: range.total };
    await this.files.remove(key);
    // Parts of something else, or none at all: the next try asks for the whole.
    if (statusCode !== 200) {
      await this.db.manager.update(Upload, upload.id, { sourceMark: null });
      throw new Error(`The server answered ${statusCode}, and the fetch begins anew.`);
    }
    const length = header('content-length');
    const totalBytes = length && /^\d{1,15}$/.test(length) ? Number(length) : null;
    if (totalBytes === 0) throw new FetchRefused('empty');
    if (totalBytes !== null && totalBytes > this.config.upload.maxBytes) throw new FetchRefused('too_large');
    if (totalBytes !== null) await this.noteSize(upload, totalBytes);
    await this.files.create(key, totalBytes);
    const sourceMark =
      totalBytes === null ? null : contentMark({ etag: header('etag'), 'last-modified': header('last-modified') });
    await this.db.manager.update(Upload, upload.id, { sourceMark });
    return { from: 0, totalBytes };
  }

  /** The length is known now, so the room is asked for. */
  private async noteSize(upload: Upload, sizeBytes: number): Promise<void> {
    await inTransaction(this.db, async (em) => {
      const video = await this.videos.lock(em, upload.videoId);
      const room = { storeId: video.storeId, creatorId: video.creatorId, videoId: video.id };
      await this.quota.assertRoom(em, room, needOf({ sizeBytes, durationMs: null }));
      await em.update(Upload, upload.id, { sizeBytes });
      await em.update(Video, video.id, { sizeBytes });
      await noteStored(em, Object.assign(video, { sizeBytes }));
    }).catch((error: unknown) => {
      throw error instanceof AppError && error.code === 'QUOTA_EXCEEDED' ? new FetchRefused('no_room') : error;
    });
    upload.sizeBytes = sizeBytes;
  }

  private async refuse(upload: Upload, reason: UrlReason): Promise<void> {
    await inTransaction(this.db, async (em) => {
      const video = await this.videos.lock(em, upload.videoId);
      if (video.status !== 'uploading' || video.version !== upload.version) return;
      await this.videos.move(em, video, 'refused', FETCHER, { refusal: urlRefusal(reason), progress: 0 });
    });
  }
}

function decodeName(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
