// One job of the worker: fetch the original, prepare it, store every file, read all of it back, and tell videos.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { CONFIG, type Config } from '../base/config.js';
import { fetchFile } from '../base/storage/scratch.js';
import { Storage } from '../base/storage/storage.js';
import { BrandingService } from '../videos/branding/branding.service.js';
import { VersionsService, type Remade } from '../videos/versions/versions.service.js';
import { mediaFolder, type VideoManifest, type VideoWork } from '../videos/video.rules.js';
import { VideosService } from '../videos/videos.service.js';
import type { EarlyPlay } from './early/early-playlist.js';
import { storeEarly, whatIsShown } from './early/early-store.js';
import { prepareByHardware } from './hardware/hardware.js';
import { LikenessService } from './likeness/likeness.service.js';
import { carryPoster } from './pictures/carry-poster.js';
import type { Prepared } from './pipeline.js';
import { DEFAULT_BOUNDS, type Bounds } from './rules/bounds.rules.js';
import { openWorkshop, type Workshop } from './running/workshop.js';
import { assertRoom, openScratch, sweepDeadScratch } from './scratch.js';
import { passes, type Stage } from './stages.js';
import type { Looked } from './steps/look.js';
import { storeFolder } from './steps/store.js';
import { TurnsService } from './turns.service.js';

/** Thrown inside when the video was called off or has a newer version; never leaves this file. */
class NotWantedError extends Error {}

const ASK_EVERY_MS = 1000;

@Injectable()
export class PreparationService implements OnApplicationBootstrap {
  private readonly log = new Logger('transcoding');
  private opened: Promise<Workshop> | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly storage: Storage,
    private readonly videos: VideosService,
    private readonly likeness: LikenessService,
    private readonly versions: VersionsService,
    private readonly turns: TurnsService,
    private readonly branding: BrandingService,
  ) {}

  /** Says at start which fences hold; a machine without ffmpeg still serves pages, and its jobs wait. */
  async onApplicationBootstrap(): Promise<void> {
    await sweepDeadScratch(this.scratchRoot());
    if (this.config.mode === 'test') return;
    this.workshop().catch((error: unknown) => this.log.error(error instanceof Error ? error.message : String(error)));
  }

  /** The programs and fences of this machine; tried once, and said in the log. */
  workshop(): Promise<Workshop> {
    this.opened ??= this.openAndSay().catch((error: unknown) => {
      this.opened = null;
      throw error;
    });
    return this.opened;
  }

  /** While many wait nobody looks at the seconds of one, and shoppers' pages need a processor of their own. */
  private async roomyWorkshop(): Promise<Workshop> {
    const workshop = await this.workshop();
    return (await this.turns.crowded()) ? workshop.leaving(this.config.videoLeavesProcessors) : workshop;
  }

  /**
   * Prepares one version of a video. May be killed at any instant and run again: names follow from content, the verbs of
   * videos are repeatable, and what an earlier run left is replaced or removed. Throws on trouble of ours, to be retried.
   */
  async prepare(work: VideoWork, signal: AbortSignal): Promise<void> {
    if (!(await this.videos.markChecking(work))) return;
    const scratchRoot = this.scratchRoot();
    await mkdir(scratchRoot, { recursive: true });
    await sweepDeadScratch(scratchRoot);
    const original = await this.videos.originalOf(work.videoId);
    await assertRoom(scratchRoot, original.sizeBytes);
    const scratch = await openScratch(scratchRoot, `${work.videoId}-${work.version}`);
    try {
      await this.prepareIn(scratch, work, original.key, signal);
    } catch (error) {
      if (!(error instanceof NotWantedError)) throw error;
      this.log.log(`${work.videoId} version ${work.version} is not wanted any more`);
      await this.removeUnwanted(work);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  private async prepareIn(scratch: string, work: VideoWork, originalKey: string, outer: AbortSignal): Promise<void> {
    const { storeId, earlyPlaylist } = await this.videos.byId(work.videoId);
    const folder = mediaFolder({ storeId, ...work });
    const sourcePath = join(scratch, 'original');
    await fetchFile(this.storage, originalKey, sourcePath);
    const outDir = join(scratch, 'out');
    const shown = await whatIsShown(this.storage, folder, earlyPlaylist);
    const { branding, mark } = await this.branding.ofVideo(work.videoId);
    const remade = await this.versions.remadeOf(work);
    const wanted = this.watchWanted(work, outer);
    const pass = passes(this.config, work.videoId, wanted.signal, (line) => this.log.log(line));
    try {
      await pass('fetched');
      const options = {
        ...{ sourcePath, outDir, scratchRoot: scratch, workshop: await this.roomyWorkshop() },
        keep: await this.versions.keepOf(work),
        ...{ bounds: this.bounds(), signal: wanted.signal, onProgress: wanted.progress, shown },
        // Nobody waits to see again what plays already.
        ...{ branding, hurry: remade === null },
        onAccepted: async () => {
          if (!(await this.videos.markTranscoding(work))) throw new NotWantedError();
        },
        onStage: pass,
        onFirstPlayable: async (early: EarlyPlay) => {
          await pass('encoding');
          await this.storeEarly(work, folder, outDir, early);
          await pass('playable');
        },
      };
      const say = (line: string) => this.log.warn(`${work.videoId}: ${line}`);
      const prepared = await prepareByHardware(options, this.config.videoEncoder, say);
      await this.conclude({ ...work, mark, remade }, folder, outDir, prepared, pass);
    } finally {
      wanted.stop();
    }
  }

  private async conclude(
    work: VideoWork & { mark: string | null; remade: Remade | null },
    folder: string,
    outDir: string,
    prepared: Prepared,
    pass: (stage: Stage) => Promise<void>,
  ): Promise<void> {
    if (prepared.status === 'refused') {
      await this.storage.deletePrefix(folder);
      const { code, message, whatToDo } = prepared;
      this.log.log(`${work.videoId} refused: ${code}, ${prepared.detail}`);
      if (!(await this.videos.markRefused(work, { code, message, whatToDo }))) throw new NotWantedError();
      return;
    }
    // The looks are private, and no part of what the row and the public manifest keep.
    const { looked, ...made }: { looked: Looked | null } & VideoManifest = prepared;
    const manifest = await this.manifestOf(work, outDir, made);
    manifest.storedBytes = await storeFolder(this.storage, { folder, outDir, files: manifest.files }, () =>
      pass('storing'),
    );
    await this.likeness.judge(work, looked);
    await pass('stored');
    if (!(await this.videos.markPrepared(work, manifest))) throw new NotWantedError();
    this.log.log(`${work.videoId} prepared, ms: ${JSON.stringify(prepared.timingsMs)}`);
  }

  /** What the pipeline made, with the mark of what the store added and the poster that was chosen before. */
  private async manifestOf(
    { videoId, mark, remade }: VideoWork & { mark: string | null; remade: Remade | null },
    outDir: string,
    made: VideoManifest,
  ): Promise<VideoManifest> {
    const marked: VideoManifest = mark === null ? made : { ...made, branding: mark };
    if (!remade) return marked;
    const folder = mediaFolder({ storeId: remade.storeId, videoId, version: remade.version });
    const carried = await carryPoster(this.storage, folder, outDir, remade.manifest, marked);
    await writeFile(join(outDir, 'manifest.json'), `${JSON.stringify(carried, null, 2)}\n`);
    return carried;
  }

  /** Segments first, then the playlist that names them. Early playing is a comfort: its failure stops nothing. */
  private async storeEarly(work: VideoWork, folder: string, outDir: string, early: EarlyPlay): Promise<void> {
    try {
      await storeEarly(this.storage, folder, outDir, early);
      await this.videos.markPlayable(work, early.playlist);
    } catch (error) {
      this.log.warn(`early play: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Reports progress and asks whether the work is still wanted, once a second, also while nothing moves. */
  private watchWanted(work: VideoWork, outer: AbortSignal) {
    const controller = new AbortController();
    let share = 0;
    let asking = false;
    const ask = async (): Promise<void> => {
      if (asking) return;
      asking = true;
      try {
        if (!(await this.videos.reportProgress(work, share))) controller.abort(new NotWantedError());
      } catch {
        // The database is away for a moment; the next question finds out.
      } finally {
        asking = false;
      }
    };
    const timer = setInterval(() => void ask(), ASK_EVERY_MS);
    return {
      signal: AbortSignal.any([controller.signal, outer]),
      // 5 % are left for packing and storing.
      progress: (done: number) => (share = Math.max(share, done * 0.95)),
      stop: () => clearInterval(timer),
    };
  }

  /** Only when nobody can need the files: another worker may have finished the very same version. */
  private async removeUnwanted(work: VideoWork): Promise<void> {
    const video = await this.videos.byId(work.videoId);
    if (video.status !== 'retired' && [video.version, video.liveVersion].includes(work.version)) return;
    await this.storage.deletePrefix(mediaFolder({ storeId: video.storeId, ...work }));
  }

  scratchRoot(): string {
    return join(this.config.dataDir, 'scratch');
  }

  bounds(): Bounds {
    const { maxBytes, minDurationMs, maxDurationMs, minShortSide } = this.config.upload;
    const seconds = { minSeconds: minDurationMs / 1000, maxSeconds: maxDurationMs / 1000 };
    return { ...DEFAULT_BOUNDS, maxBytes, minShortSide, ...seconds };
  }

  private async openAndSay(): Promise<Workshop> {
    const scratchRoot = this.scratchRoot();
    await mkdir(scratchRoot, { recursive: true });
    const { ffmpegPath, ffprobePath, videoAv1: av1 } = this.config;
    const workshop = await openWorkshop({ ffmpegPath, ffprobePath, av1, scratchRoot });
    const { origin, ffmpeg, version } = workshop.binaries;
    this.log.log(`ffmpeg ${version} (${origin}): ${ffmpeg}`);
    const missing = workshop.fences().filter((fence) => !fence.holds);
    for (const fence of missing) this.log.warn(`fence missing, ${fence.name}: ${fence.why}`);
    if (missing.length === 0) this.log.log('every fence around ffmpeg holds');
    return workshop;
  }
}
