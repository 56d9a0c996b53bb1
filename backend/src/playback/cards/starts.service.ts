// Remembers how each version of a video starts; a version never changes, so it is read once.
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { FileMissingError, Storage } from '../../base/storage/storage.js';
import { mayBegin, readFirst, readVariants, type StartRung } from './start.rules.js';

/** Playlists of ours are a few kilobytes; what is longer is not one. */
const LONGEST_PLAYLIST = 256 * 1024;
/** Init segments of ours are 1.3 kB; a longer one is fetched by the player. */
const LONGEST_INIT = 4096;

@Injectable()
export class StartsService {
  private readonly known = new LRUCache<string, StartRung[]>({
    ...{ max: 20_000, maxSize: 64 * 1024 ** 2 },
    sizeCalculation: (rungs) => rungs.reduce((sum, { initData = '' }) => sum + initData.length + 500, 100),
  });

  constructor(private readonly storage: Storage) {}

  /**
   * The rungs of the video in this folder with init and first segment. Empty when they cannot be read: the player then
   * begins by the playlists, only later.
   */
  async of(folder: string, master: string): Promise<StartRung[]> {
    const known = this.known.get(folder);
    if (known) return known;
    const rungs = await this.read(folder, master).catch(() => null);
    if (rungs) this.known.set(folder, rungs);
    return rungs ?? [];
  }

  private async read(folder: string, master: string): Promise<StartRung[]> {
    const variants = readVariants((await this.bytes(`${folder}/${master}`, LONGEST_PLAYLIST)).toString());
    const rungs = await Promise.all(
      variants.map(async (variant) => {
        const first = readFirst((await this.bytes(`${folder}/${variant.playlist}`, LONGEST_PLAYLIST)).toString());
        if (!first) return [];
        const init = mayBegin(variant, variants) ? await this.init(`${folder}/${first.init}`) : null;
        return [{ ...variant, ...first, ...(init ? { initData: init } : {}) }];
      }),
    );
    return rungs.flat();
  }

  /** Null where there is none to be given: the player fetches it then. */
  private async init(key: string): Promise<string | null> {
    try {
      return (await this.bytes(key, LONGEST_INIT)).toString('base64') || null;
    } catch (error) {
      if (error instanceof FileMissingError || error instanceof RangeError) return null;
      throw error;
    }
  }

  private async bytes(key: string, most: number): Promise<Buffer> {
    const { sizeBytes, stream } = await this.storage.get(key);
    if (sizeBytes > most) {
      stream.destroy();
      throw new RangeError(`${key} is longer than ${most} bytes`);
    }
    const parts: Buffer[] = [];
    for await (const part of stream) parts.push(part as Buffer);
    return Buffer.concat(parts);
  }
}
