// Keeps what can be played early in the store, and reads back what was shown before.
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { storeFile } from '../../base/storage/scratch.js';
import type { Storage } from '../../base/storage/storage.js';
import { readEarlyPlaylist, type ShownSegment } from './early.rules.js';
import type { EarlyPlay } from './early-playlist.js';

/** Every name of a file of early play begins so, playlists included. */
const EARLY = /^early[.-]/;

/**
 * Segments first, then the playlist that names them. They live for minutes and are seen by few, so no cache keeps them
 * and no disk is waited for: each such wait would be felt by whoever waits to see the video.
 */
export async function storeEarly(storage: Storage, folder: string, outDir: string, early: EarlyPlay): Promise<void> {
  const store = (name: string) =>
    storeFile(storage, `${folder}/${name}`, join(outDir, name), {
      cacheControl: 'private, no-store',
      fleeting: true,
    });
  await Promise.all(early.files.map(store));
  await store(early.playlist);
}

/** What the playlist of an earlier maker has shown; nothing when it is gone. */
export async function whatIsShown(storage: Storage, folder: string, playlist: string | null): Promise<ShownSegment[]> {
  if (!playlist) return [];
  try {
    const { stream } = await storage.get(`${folder}/${playlist}`);
    return readEarlyPlaylist(await text(stream));
  } catch {
    return [];
  }
}

/** Removes every file of early play from a folder. */
export async function removeEarly(storage: Storage, folder: string): Promise<void> {
  for await (const { key } of storage.list(folder)) {
    if (EARLY.test(key.slice(folder.length + 1))) await storage.delete(key);
  }
}
