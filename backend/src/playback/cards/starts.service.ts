// Remembers how each version of a video starts; a version never changes, so it is read once.
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Storage } from '../../base/storage/storage.js';
import { readFirst, readVariants, type StartRung } from './start.rules.js';

/** Playlists of ours are a few kilobytes; what is longer is not one. */
const LONGEST_PLAYLIST = 256 * 1024;

@Injectable()
export class StartsService {
  private readonly known = new LRUCache<string, StartRung[]>({ max: 20_000 });

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
    const variants = readVariants(await this.text(`${folder}/${master}`));
    const rungs = await Promise.all(
      variants.map(async (variant) => {
        const first = readFirst(await this.text(`${folder}/${variant.playlist}`));
        return first ? [{ ...variant, ...first }] : [];
      }),
    );
    return rungs.flat();
  }

  private async text(key: string): Promise<string> {
    const { sizeBytes, stream } = await this.storage.get(key);
    if (sizeBytes > LONGEST_PLAYLIST) {
      stream.destroy();
      throw new RangeError(`${key} is no playlist`);
    }
    const parts: Buffer[] = [];
    for await (const part of stream) parts.push(part as Buffer);
    return Buffer.concat(parts).toString('utf8');
  }
}
