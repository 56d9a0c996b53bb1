// How much room a video will need, and whether there is that much: pure.

/**
 * All renditions, posters and playlists of one second of a 1080p source, in bytes: 0.57 MB measured for the full H.264
 * ladder and 0.41 for AV1 beside it. The larger one, rounded up: a promise of room must hold.
 */
const RENDITION_BYTES_A_SECOND = 600_000;
/** Where nobody knows the length: a phone's 1080p is 16 Mb/s, of which the ladder is a third; a lean file weighs more. */
const SHARE_OF_UNKNOWN = 0.6;

/** The bytes that a file and everything made of it will take; an estimate, on the safe side. */
export function needOf(file: { sizeBytes: number; durationMs: number | null }): number {
  return file.sizeBytes + renditionsOf(file);
}

/** The part of it that is not the file itself. */
export function renditionsOf(file: { sizeBytes: number; durationMs: number | null }): number {
  if (file.durationMs === null) return Math.ceil(file.sizeBytes * SHARE_OF_UNKNOWN);
  return Math.ceil((file.durationMs / 1000) * RENDITION_BYTES_A_SECOND);
}

/** What is taken, in bytes: lying in storage, and expected of files that are on their way. */
export interface Usage {
  usedBytes: number;
  expectedBytes: number;
}

/** One limit and what is taken of it. */
export interface Room extends Usage {
  quotaBytes: number;
}

export type RoomVerdict = { fits: true } | { fits: false; limit: 'store' | 'creator'; freeBytes: number };

/** Whether so many bytes more fit both the store's room and the creator's; names the one that is short. */
export function judgeRoom(needBytes: number, store: Room, creator: Room): RoomVerdict {
  for (const [limit, room] of [['creator', creator] as const, ['store', store] as const]) {
    const freeBytes = Math.max(0, room.quotaBytes - room.usedBytes - room.expectedBytes);
    if (needBytes > freeBytes) return { fits: false, limit, freeBytes };
  }
  return { fits: true };
}

/** Quotas are whole bytes, at least 1 MB, so that a slip of the keyboard does not shut a store. */
export function isQuota(bytes: number): boolean {
  return Number.isSafeInteger(bytes) && bytes >= 1_000_000;
}
