// One job of the worker: the file of an alternative track becomes HLS as long as its film, stored and read back.
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG, type Config } from '../../base/config.js';
import { fetchFile } from '../../base/storage/scratch.js';
import { FileMissingError, Storage } from '../../base/storage/storage.js';
import { lengthFits, trackMediaFolder, type TrackManifest } from '../../videos/tracks/track.rules.js';
import { TrackUploadsService } from '../../videos/tracks/track-uploads.service.js';
import { TracksService, type TrackWork } from '../../videos/tracks/tracks.service.js';
import { mediaFolder } from '../../videos/video.rules.js';
import { PICTURE_FILES } from '../pictures/pictures.js';
import { DEFAULT_SETTINGS, prepareVideo } from '../pipeline.js';
import { PreparationService } from '../preparation.service.js';
import { assertRoom, openScratch, sweepDeadScratch } from '../scratch.js';
import { inspect, type Inspection } from '../steps/inspect.js';
import type { PreparedVideo } from '../steps/package.js';
import { storeFolder } from '../steps/store.js';
import { refuseTrack, type RefusedTrack } from '../transcoding.reasons.js';
import { isSoundAlone, mixOver, otherLength } from './mix.js';

/** One codec is enough: few watch a track, and every browser plays this one. */
const SETTINGS = { ...DEFAULT_SETTINGS, ladder: { ...DEFAULT_SETTINGS.ladder, av1: false } };

@Injectable()
export class TrackMakerService {
  private readonly log = new Logger('tracks');

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly storage: Storage,
    private readonly tracks: TracksService,
    private readonly uploads: TrackUploadsService,
    private readonly preparation: PreparationService,
  ) {}

  /**
   * Prepares a track. May be killed at any instant and run again: names follow from content, and what nobody waits for any
   * more is removed. Throws on trouble of ours, to be retried.
   */
  async make(trackId: string, signal: AbortSignal): Promise<void> {
    const work = await this.tracks.toPrepare(trackId);
    const original = work && (await this.uploads.originalOf(work.track));
    if (work && original) {
      const root = this.preparation.scratchRoot();
      await mkdir(root, { recursive: true });
      await sweepDeadScratch(root);
      await assertRoom(root, work.track.sizeBytes);
      const scratch = await openScratch(root, trackId);
      try {
        await this.makeIn(scratch, work, original, signal);
      } finally {
        await rm(scratch, { recursive: true, force: true });
      }
    }
    await this.uploads.removeOriginal(trackId);
    await this.uploads.removeFiles(trackId);
  }

  private async makeIn(scratch: string, work: TrackWork, original: string, signal: AbortSignal): Promise<void> {
    const source = join(scratch, 'original');
    const outDir = join(scratch, 'out');
    await fetchFile(this.storage, original, source);
    const shared = { workshop: await this.preparation.workshop(), bounds: this.preparation.bounds(), signal };
    const film = await this.filmOf(work, source, { ...shared, scratch: await openScratch(scratch, 'look') });
    const made = 'refused' in film ? film : await this.prepare(film.path, outDir, work, { ...shared, scratch });
    signal.throwIfAborted();
    if ('refused' in made) {
      const { code, message, whatToDo, detail } = made.refused;
      this.log.log(`${work.track.id} refused: ${code}, ${detail}`);
      await this.tracks.markRefused(work.track.id, { code, message, whatToDo });
      return;
    }
    const { videoId, version, id: trackId } = work.track;
    const folder = trackMediaFolder({ storeId: work.storeId, videoId, version, trackId });
    const storedBytes = await storeFolder(this.storage, { folder, outDir, files: made.files });
    const kept = await this.tracks.markPrepared(trackId, { ...made, storedBytes });
    // Removed meanwhile: whoever did so may have looked before our files were there.
    if (!kept) await this.storage.deletePrefix(folder);
  }

  /** The film that the track is made of: as it was sent, or ours with the sent voice over it. */
  private async filmOf(
    { track, storeId, film }: TrackWork,
    source: string,
    job: Inspection,
  ): Promise<{ path: string } | { refused: RefusedTrack }> {
    if (track.kind === 'description' && (await isSoundAlone(source, job))) {
      const path = join(job.scratch, 'film.mp4');
      const folder = mediaFolder({ storeId, videoId: track.videoId, version: track.version });
      if (film.mp4 === null) throw new FileMissingError(`${folder}/*.mp4`);
      // A copy of its own: the jail gives a file to the user that it runs as, and the store's must not change hands.
      await fetchFile(this.storage, `${folder}/${film.mp4}`, `${path}.stored`);
      await copyFile(`${path}.stored`, path);
      return mixOver(source, { path, durationMs: film.durationMs }, job);
    }
    const known = await inspect(source, job);
    if ('refused' in known) return known;
    const trackMs = known.picture.durationS === null ? null : known.picture.durationS * 1000;
    if (trackMs !== null && !lengthFits(trackMs, film.durationMs)) {
      return { refused: otherLength(trackMs, film.durationMs) };
    }
    if (track.kind === 'description' && !known.facts.sound) return { refused: refuseTrack('NO_SOUND', 'No sound.') };
    return { path: source };
  }

  private async prepare(
    sourcePath: string,
    outDir: string,
    { film }: TrackWork,
    job: Inspection,
  ): Promise<Omit<TrackManifest, 'storedBytes'> | { refused: RefusedTrack }> {
    const { workshop, bounds, scratch: scratchRoot, signal } = job;
    const prepared = await prepareVideo({
      ...{ sourcePath, outDir, workshop, bounds, scratchRoot, signal, settings: SETTINGS },
    });
    if (prepared.status === 'refused') return { refused: prepared };
    if (!lengthFits(prepared.durationMs, film.durationMs)) {
      return { refused: otherLength(prepared.durationMs, film.durationMs) };
    }
    const manifest = withoutPictures(prepared);
    await writeFile(join(outDir, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    return manifest;
  }
}

/** Poster, frames and storyboard are the film's. */
function withoutPictures(video: PreparedVideo): Omit<TrackManifest, 'storedBytes'> {
  const { durationMs, width, height, master, mp4, files } = video;
  return { durationMs, width, height, master, mp4, files: files.filter(({ name }) => !PICTURE_FILES.test(name)) };
}
