// Encodes the first seconds of a video while its upload is still coming, for its creator to see at once; never needed.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { ArrivingFile } from '../../base/storage/arriving.js';
import { Storage } from '../../base/storage/storage.js';
import { ArrivalsService, type Arrival } from '../../videos/uploads/arrivals.service.js';
import { mediaFolder, type VideoWork } from '../../videos/video.rules.js';
import { CANCELLABLE } from '../../videos/video.status.js';
import { VideosService } from '../../videos/videos.service.js';
import { DEFAULT_SETTINGS } from '../pipeline.js';
import { PreparationService } from '../preparation.service.js';
import { assertRoom, openScratch, sweepDeadScratch } from '../scratch.js';
import { inspect } from '../steps/inspect.js';
import { judgeArrival, MAX_HEAD_BYTES } from './arrival.rules.js';
import { EarlyPlaylist, type EarlyPlay } from './early-playlist.js';
import { removeEarly, storeEarly } from './early-store.js';
import { makeArrivingStart } from './start.js';

/** Longer without a byte, and the worker's slot is better used by another. */
const IDLE_MS = 20_000;
const ASK_EVERY_MS = 500;

/** Why the work ended before its own end. */
class EnoughError extends Error {}

@Injectable()
export class ArrivingService {
  private readonly log = new Logger('transcoding');

  constructor(
    private readonly storage: Storage,
    private readonly videos: VideosService,
    private readonly arrivals: ArrivalsService,
    private readonly preparation: PreparationService,
  ) {}

  /**
   * Makes a first part of an upload playable while it comes. Stops when the upload ends, is called off or superseded,
   * when finished uploads wait, when nothing comes, and when the worker stops; what was shown until then stays. Safe to
   * run twice and to be killed: what it left is taken over by the preparation, or removed here.
   */
  async begin(arrival: Arrival, outer: AbortSignal): Promise<void> {
    try {
      await this.encode(arrival, outer);
    } catch (error) {
      if (!(error instanceof EnoughError)) this.log.warn(`early play of ${arrival.videoId}: ${String(error)}`);
    } finally {
      await this.removeLeftovers(arrival);
    }
  }

  /** Removes early files that nobody will take over: of a version that is over, or one whose preparation has ended. */
  async removeLeftovers(work: VideoWork): Promise<void> {
    const video = await this.videos.byId(work.videoId);
    const inWork = video.version === work.version && CANCELLABLE.includes(video.status);
    if (!inWork) await removeEarly(this.storage, mediaFolder({ storeId: video.storeId, ...work }));
  }

  private async encode(arrival: Arrival, outer: AbortSignal): Promise<void> {
    const sizeBytes = await this.arrivals.expectedBytes(arrival);
    const file = await this.arrivals.file(arrival);
    if (sizeBytes === null || !file || (await this.arrivals.finishedWait())) return;
    const root = this.preparation.scratchRoot();
    await mkdir(root, { recursive: true });
    await sweepDeadScratch(root);
    await assertRoom(root, MAX_HEAD_BYTES);
    const scratch = await openScratch(root, `arriving-${arrival.videoId}`);
    const watch = this.watchWanted(arrival, outer);
    try {
      await this.encodeIn(scratch, arrival, file, sizeBytes, watch.signal);
    } finally {
      watch.stop();
      await rm(scratch, { recursive: true, force: true });
    }
  }

  private async encodeIn(
    scratch: string,
    arrival: Arrival,
    file: ArrivingFile,
    sizeBytes: number,
    signal: AbortSignal,
  ) {
    const { head, demuxer } = await this.headOf(file, sizeBytes, signal);
    const outDir = join(scratch, 'out');
    await mkdir(outDir);
    const source = join(scratch, 'head');
    await writeFile(source, head);
    // A part is shorter than the whole; every other bound holds for both, and all are asked again at the end.
    const bounds = { ...this.preparation.bounds(), minSeconds: 0 };
    const job = {
      workshop: await this.preparation.workshop(),
      bounds,
      scratch,
      signal,
      outDir,
      settings: DEFAULT_SETTINGS,
    };
    const known = await inspect(source, job);
    // A transport stream that had to be wrapped anew for the probe cannot be read as it comes.
    if ('refused' in known || known.demuxer !== demuxer) return;
    const { storeId } = await this.videos.byId(arrival.videoId);
    const folder = mediaFolder({ storeId, ...arrival });
    const tell = async (early: EarlyPlay) => {
      signal.throwIfAborted();
      await storeEarly(this.storage, folder, outDir, early);
      if (!(await this.arrivals.markPlayable(arrival, early.playlist))) throw new EnoughError();
    };
    // A playlist of its own: the preparation may begin to write another while this one is being stored.
    const early = new EarlyPlaylist(outDir, tell, [], `early-${arrival.uploadId}.m3u8`);
    const begun = performance.now();
    await makeArrivingStart(job, known, file.read({ sizeBytes, idleMs: IDLE_MS, signal }), early);
    this.log.log(`${arrival.videoId} encoded while arriving for ${Math.round(performance.now() - begun)} ms`);
  }

  /** The first bytes, as many as a look inside needs; throws when the file is not one to begin with. */
  private async headOf(file: ArrivingFile, sizeBytes: number, signal: AbortSignal) {
    for (let waited = 0; waited < IDLE_MS; waited += ASK_EVERY_MS) {
      const head = await file.head(MAX_HEAD_BYTES);
      const verdict = judgeArrival(head, sizeBytes);
      if (verdict.kind === 'ready') return { head, demuxer: verdict.demuxer };
      if (verdict.kind === 'no') break;
      await sleep(ASK_EVERY_MS, undefined, { signal });
    }
    throw new EnoughError();
  }

  /** Asks twice a second whether the work is still wanted. */
  private watchWanted(arrival: Arrival, outer: AbortSignal) {
    const controller = new AbortController();
    let asking = false;
    const ask = async (): Promise<void> => {
      if (asking) return;
      asking = true;
      const wanted = await Promise.all([this.arrivals.expectedBytes(arrival), this.arrivals.finishedWait()])
        .then(([bytes, busy]) => bytes !== null && !busy)
        // The database is away for a moment; the next question finds out.
        .catch(() => true);
      if (!wanted) controller.abort(new EnoughError());
      asking = false;
    };
    const timer = setInterval(() => void ask(), ASK_EVERY_MS);
    return { signal: AbortSignal.any([controller.signal, outer]), stop: () => clearInterval(timer) };
  }
}
