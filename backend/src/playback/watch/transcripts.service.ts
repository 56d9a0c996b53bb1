// What is said in a video, read from the caption files that viewers get: those of the live version, and no others.
import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { FileMissingError, Storage } from '../../base/storage/storage.js';
import { MAX_CAPTION_BYTES } from '../../videos/captions/rules/cues.rules.js';
import { PublicationService } from '../media/publication.service.js';
import { chooseSpoken, linesOf, type Transcript } from './transcript.rules.js';

/** A video as its card names it. */
export interface Captioned {
  readonly durationMs: number;
  readonly captions: readonly { readonly lang: string; readonly label: string; readonly url: string }[];
}

@Injectable()
export class TranscriptsService {
  /** Caption files are named by their content: what was read once stays right. */
  private readonly known = new LRUCache<string, Transcript['lines']>({
    ...{ max: 5_000, maxSize: 16 * 1024 ** 2 },
    sizeCalculation: (lines) => lines.reduce((sum, { text }) => sum + 2 * text.length + 100, 200),
  });

  constructor(
    private readonly storage: Storage,
    private readonly publications: PublicationService,
  ) {}

  /** The text in the first wished language that there is; null where nothing is written down. */
  async of({ captions, durationMs }: Captioned, wishes: readonly string[]): Promise<Transcript | null> {
    const chosen = chooseSpoken(captions, wishes);
    if (!chosen) return null;
    const key = chosen.url.slice(this.publications.publicAddress('/').length);
    const lines = this.known.get(key) ?? (await this.read(key, durationMs));
    this.known.set(key, lines);
    return lines.length === 0 ? null : { languages: captions, lang: chosen.lang, lines };
  }

  /** Captions that are being replaced may be gone for a moment: the page then stands without them. */
  private async read(key: string, durationMs: number): Promise<Transcript['lines']> {
    try {
      const { sizeBytes, stream } = await this.storage.get(key);
      if (sizeBytes > 2 * MAX_CAPTION_BYTES) {
        stream.destroy();
        return [];
      }
      return linesOf(await buffer(stream), durationMs);
    } catch (error) {
      if (error instanceof FileMissingError) return [];
      throw error;
    }
  }
}
