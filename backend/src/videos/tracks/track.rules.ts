// Pure rules of alternative tracks: where their files lie, how many a video may have, whether a length fits.
import { mediaFolder } from '../video.rules.js';

/** At most this many tracks a version of a video. */
export const MAX_ALTERNATIVES = 4;
/** A track and its film may differ by so much; more would put words beside the wrong pictures. */
export const LENGTH_SLACK_MS = 500;

/** What preparation made of a track. Names are relative to its folder; every file was stored and read back. */
export interface TrackManifest {
  durationMs: number;
  width: number;
  height: number;
  /** The HLS master playlist. */
  master: string;
  /** One progressive file for devices without HLS. */
  mp4: string | null;
  /** Bytes of the whole folder, `manifest.json` included. */
  storedBytes: number;
  files: { name: string; sizeBytes: number; sha256: string }[];
}

/** A track's folder within the folder of its version: `tracks/trk_...`. */
export const trackFolder = (trackId: string): string => `tracks/${trackId}`;

/** The storage folder of a track. It goes with the folder of its version. */
export function trackMediaFolder(of: { storeId: string; videoId: string; version: number; trackId: string }): string {
  return `${mediaFolder(of)}/${trackFolder(of.trackId)}`;
}

/** Whether a file of a version's folder belongs to a track: then to which, else null. A strange name is no track's. */
export function trackOfFile(file: string): { trackId: string } | null {
  const found = /^tracks(?:\/([^/]*))?/i.exec(file);
  return found ? { trackId: found[1] ?? '' } : null;
}

/** Whether a track lasts as long as its film, both in milliseconds. */
export function lengthFits(trackMs: number, filmMs: number): boolean {
  return Math.abs(trackMs - filmMs) <= LENGTH_SLACK_MS;
}
