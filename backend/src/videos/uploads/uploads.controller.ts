// The tus door: resumable uploads over HTTP, each request checked against the session before a byte is read.
import { AsyncLocalStorage } from 'node:async_hooks';
import {
  All,
  Controller,
  Inject,
  Logger,
  Req as HttpRequest,
  Res as HttpReply,
  type OnModuleInit,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { EVENTS, Server, type ServerOptions } from '@tus/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { Allow, Who, type AccountActor } from '../../base/auth.js';
import { CONFIG, type Config } from '../../base/config.js';
import { AppError } from '../../base/errors.js';
import { UploadStore } from '../../base/storage/upload.store.js';
import { FewAtOnce } from '../../base/turns/few-at-once.js';
import { TrackUploadsService } from '../tracks/track-uploads.service.js';
import { UploadLeases } from './upload.lease.js';
import { UploadsService } from './uploads.service.js';
import { uploadKey } from '../video.rules.js';

const TUS_BODY = 'application/offset+octet-stream';

/** `originals/<uploadId>/file` -> `<uploadId>`. */
const idOf = (key: string): string => key.split('/')[1] ?? '';

@Controller('uploads')
export class UploadsController implements OnModuleInit {
  private readonly log = new Logger('uploads');
  private readonly server: Server;
  /** Beginnings and ends are database work and a hash; fifty at once would keep shoppers waiting. */
  private readonly few = new FewAtOnce(2);
  /** Who sends the request that the tus server is just working on: its hooks only see the bare request. */
  private readonly sender = new AsyncLocalStorage<AccountActor>();

  constructor(
    private readonly uploads: UploadsService,
    private readonly tracks: TrackUploadsService,
    private readonly http: HttpAdapterHost,
    db: DataSource,
    store: UploadStore,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.server = new Server({ ...this.options(), datastore: store.tus, locker: new UploadLeases(db, idOf) });
    this.server.on(EVENTS.POST_RECEIVE, (_: unknown, upload: { id: string; offset: number }) => {
      this.uploads.noteReceived(idOf(upload.id), upload.offset).catch((error: unknown) => this.log.warn(String(error)));
    });
  }

  onModuleInit(): void {
    // The worker has no HTTP side. The body stays unread: the tus server streams it to the store.
    const fastify = this.http.httpAdapter?.getInstance<FastifyInstance>();
    fastify?.addContentTypeParser(TUS_BODY, (_request, _payload, done) => done(null));
  }

  @All()
  @Allow('creator')
  begin(@Who() who: AccountActor, @HttpRequest() request: FastifyRequest, @HttpReply() reply: FastifyReply) {
    if (request.method !== 'POST' && request.method !== 'OPTIONS') throw new AppError('NOT_FOUND');
    return this.pass(who, request, reply);
  }

  @All(':uploadId')
  @Allow('creator')
  async go(@Who() who: AccountActor, @HttpRequest() request: FastifyRequest, @HttpReply() reply: FastifyReply) {
    if (!['HEAD', 'PATCH', 'DELETE'].includes(request.method)) throw new AppError('NOT_FOUND');
    const { uploadId } = request.params as { uploadId: string };
    const upload = await this.uploads.assertMine(uploadId, who);
    // The client may have lost the answer to its last byte; then this question finds the work done.
    if (request.method === 'HEAD' && !upload.finishedAt) await this.uploads.finish(uploadId);
    await this.pass(who, request, reply);
    if (request.method === 'PATCH')
      await this.few.run(() => this.uploads.refresh(uploadId)).catch((e: unknown) => this.log.warn(String(e)));
  }

  private async pass(who: AccountActor, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    reply.hijack();
    try {
      await this.sender.run(who, () => this.server.handle(request.raw, reply.raw));
    } catch (error) {
      // A cut connection is the everyday of resumable uploads, not a fault.
      this.log.debug(String(error));
      reply.raw.destroy();
    }
  }

  private options(): Omit<ServerOptions, 'locker'> {
    const sender = () => {
      const who = this.sender.getStore();
      if (!who) throw new AppError('UNAUTHENTICATED');
      return who;
    };
    return {
      path: '/uploads',
      maxSize: () => this.config.upload.maxBytes,
      // Credentials go to our own origin only; the door before us refuses others.
      allowedOrigins: (origin) => origin === new URL(this.config.publicUrl).origin,
      disableTerminationForFinishedUploads: true,
      postReceiveInterval: 1000,
      namingFunction: () => uploadKey(this.uploads.newUploadId()),
      // Relative to the host: right behind any proxy and under any name of this server.
      generateUrl: (_, { id }) => `${new URL(this.config.publicUrl).pathname.replace(/\/$/, '')}/uploads/${idOf(id)}`,
      getFileIdFromRequest: (_, last) => (last ? uploadKey(last) : undefined),
      onUploadCreate: async (_, upload) => {
        const videoId = upload.metadata?.['videoId'];
        const trackId = upload.metadata?.['trackId'];
        if (!videoId && !trackId)
          throw new AppError('BAD_INPUT', { field: 'videoId', detail: 'Metadata needs videoId or trackId.' });
        if (!upload.size)
          throw new AppError('BAD_INPUT', { field: 'Upload-Length', detail: 'The length must be known.' });
        const { size } = upload;
        await this.few.run(async () => {
          if (trackId) return this.tracks.open(trackId, idOf(upload.id), sender(), size);
          const video = await this.uploads.assertMayUpload(videoId ?? '', sender(), size);
          return this.uploads.open(video, idOf(upload.id), sender(), size);
        });
        return {};
      },
      onUploadFinish: async (_, upload) => {
        await this.few.run(() => this.uploads.finish(idOf(upload.id)));
        return {};
      },
      onResponseError: (_, error) => {
        if (error instanceof AppError) {
          return { status_code: error.status, body: JSON.stringify({ error: error.toBody() }) };
        }
        if ('status_code' in error) return undefined;
        this.log.error(error.stack ?? error.message);
        return { status_code: 500, body: JSON.stringify({ error: new AppError('INTERNAL').toBody() }) };
      },
    };
  }
}
