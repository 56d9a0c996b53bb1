// Listens to a video: takes the sound of its rendition, asks the engine, hands over what was heard. Off without SPEECH_URL.
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG, type Config } from '../../base/config.js';
import { fetchFile } from '../../base/storage/scratch.js';
import { Storage } from '../../base/storage/storage.js';
import { RecognitionService, type Listening } from '../../videos/captions/recognition.service.js';
import { mediaFolder } from '../../videos/video.rules.js';
import { PreparationService } from '../preparation.service.js';
import { openScratch, sweepDeadScratch } from '../scratch.js';
import { transcribe } from './speech.client.js';
import { saysNoSound, soundArguments, type Heard } from './speech.rules.js';

/** Thrown to the queue, which asks again later. */
class UnavailableError extends Error {}

@Injectable()
export class SpeechService {
  private readonly log = new Logger('speech');

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly storage: Storage,
    private readonly recognitions: RecognitionService,
    private readonly preparation: PreparationService,
  ) {}

  /** Safe to repeat: a request that has ended is not asked again, and its result is taken once. */
  async listen(recognitionId: string, signal: AbortSignal): Promise<void> {
    const listening = await this.recognitions.begin(recognitionId);
    if (!listening) return;
    const heard = await this.hear(listening, signal);
    if (heard === 'NO_SOUND' || heard === 'VIDEO_CHANGED') return this.recognitions.fail(recognitionId, heard);
    if (heard.kind === 'heard') return this.recognitions.conclude(recognitionId, heard.cues);
    if (heard.kind === 'refused') return this.recognitions.fail(recognitionId, heard.reason);
    this.log.warn(`speech service, ${recognitionId}: ${heard.why}`);
    if (!listening.isLastTry) throw new UnavailableError(`The speech service is not available: ${heard.why}`);
    return this.recognitions.fail(recognitionId, 'UNAVAILABLE');
  }

  private async hear(listening: Listening, signal: AbortSignal): Promise<Heard | 'NO_SOUND' | 'VIDEO_CHANGED'> {
    const { video, language } = listening;
    const { speech } = this.config;
    if (!speech) return { kind: 'refused', reason: 'REFUSED' };
    if (!video.manifest || video.status === 'retired') return 'VIDEO_CHANGED';
    const root = join(this.config.dataDir, 'scratch');
    await mkdir(root, { recursive: true });
    await sweepDeadScratch(root);
    const scratch = await openScratch(root, `${video.id}-speech`);
    try {
      const { mp4, durationMs } = video.manifest;
      if (mp4 === null) return 'NO_SOUND';
      const folder = mediaFolder({ storeId: video.storeId, videoId: video.id, version: video.version });
      const sound = await this.soundOf(`${folder}/${mp4}`, durationMs, scratch, signal);
      if (!sound) return 'NO_SOUND';
      return await transcribe(speech, { sound, language, durationMs, signal });
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  /** Null when the rendition has no sound. Throws on trouble of ours, to be retried. */
  private async soundOf(key: string, durationMs: number, scratch: string, signal: AbortSignal): Promise<Buffer | null> {
    const [source, target] = [join(scratch, 'rendition.mp4'), join(scratch, 'sound.wav')];
    await fetchFile(this.storage, key, source);
    const seconds = Math.ceil(durationMs / 1000) + 1;
    const workshop = await this.preparation.workshop();
    const run = await workshop.ffmpeg(soundArguments(source, target, seconds), { source, scratch, seconds, signal });
    signal.throwIfAborted();
    if (saysNoSound(run.stderr)) return null;
    if (run.exit !== 'ok') throw new Error(`Taking the sound failed: ${run.stderr.slice(-500)}`);
    return readFile(target);
  }
}
