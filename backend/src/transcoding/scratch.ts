// Folders for one job each: made, always removed, and swept when the process that made them was killed.
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, rm, statfs } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

// Renditions, candidate posters and the copy of the original together; measured at most 2.1 times the original + 200 MB.
export const ROOM_FACTOR = 3;
const ROOM_FLOOR_BYTES = 1024 ** 3;

const KIND = 'vitrina-scratch';
// A restarted container often has the name and the process number of the one before; this mark tells them apart.
const MARK = randomBytes(4).toString('hex');

const host = (): string => hostname().replaceAll(/[^A-Za-z0-9]/g, '') || 'host';

/** What the name of a process's folders begins with: it tells host and process, so that a sweeper knows the dead. */
export const scratchOwner = (pid = process.pid, mark = MARK): string => `${KIND}.${host()}.${pid}.${mark}`;

/** `label` may hold letters, digits, `_` and `-`. */
export async function openScratch(root: string, label: string): Promise<string> {
  const folder = await mkdtemp(join(root, `${scratchOwner()}.${label}.`));
  // Others may pass through to what they are given, and list nothing: ffmpeg may run as a user of its own.
  await chmod(folder, 0o711);
  return folder;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Removes the folders of killed processes of this host; those of others are theirs to sweep. Never fails. */
export async function sweepDeadScratch(root: string): Promise<void> {
  for (const name of await readdir(root).catch(() => [])) {
    const [kind, owner, pid, mark] = name.split('.');
    if (kind !== KIND || owner !== host()) continue;
    const inUse = Number(pid) === process.pid ? mark === MARK : isAlive(Number(pid));
    // In a folder that many share, one of another account cannot be removed, and need not be by us.
    if (!inUse) await rm(join(root, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Bytes that this account may still write to the disk of `root`. */
export async function freeBytes(root: string): Promise<number> {
  const { bavail, bsize } = await statfs(root);
  return bavail * bsize;
}

/** What one more job may use: half of the watermark stays for what is being made already. */
export function roomOf(free: number, watermark: number): number {
  return Math.max(0, free - Math.ceil(watermark / 2));
}

/** Thrown when the disk filled up meanwhile: the job goes back to the queue and is tried later, perhaps elsewhere. */
export class NoRoomError extends Error {
  readonly code = 'NO_ROOM';
}

/** The last look before the original is fetched; the watermark of `turns.service.ts` comes long before. */
export async function assertRoom(root: string, originalBytes: number): Promise<void> {
  const wanted = Math.max(ROOM_FLOOR_BYTES, originalBytes * ROOM_FACTOR);
  if ((await freeBytes(root)) < wanted) {
    throw new NoRoomError(`Preparing needs ${Math.ceil(wanted / 1024 ** 2)} MiB of free disk at ${root}.`);
  }
}
