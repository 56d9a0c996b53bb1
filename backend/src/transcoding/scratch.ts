// Folders for one job each: made, always removed, and swept when the process that made them was killed.
import { mkdtemp, readdir, rm, statfs } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

// Renditions, candidate posters and the copy of the original together; measured at most 2.1 times the original + 200 MB.
const ROOM_FACTOR = 3;
const ROOM_FLOOR_BYTES = 1024 ** 3;

const host = (): string => hostname().replaceAll(/[^A-Za-z0-9]/g, '') || 'host';

/** `label` may hold letters, digits, `_` and `-`. The name tells host and process, so that a sweeper knows the dead. */
export function openScratch(root: string, label: string): Promise<string> {
  return mkdtemp(join(root, `prepare.${host()}.${process.pid}.${label}.`));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Removes the folders of killed processes of this host; those of others are theirs to sweep. */
export async function sweepDeadScratch(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    const [kind, owner, pid] = name.split('.');
    if (kind !== 'prepare' || owner !== host() || isAlive(Number(pid))) continue;
    await rm(join(root, name), { recursive: true, force: true });
  }
}

/** Thrown when the disk is nearly full: the job goes back to the queue and is tried later, perhaps elsewhere. */
export class NoRoomError extends Error {
  readonly code = 'NO_ROOM';
}

/** Below this watermark no new work begins: an encode that fills the disk would stop everyone else. */
export async function assertRoom(root: string, originalBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(root);
  const wanted = Math.max(ROOM_FLOOR_BYTES, originalBytes * ROOM_FACTOR);
  if (bavail * bsize < wanted) {
    throw new NoRoomError(`Preparing needs ${Math.ceil(wanted / 1024 ** 2)} MiB of free disk at ${root}.`);
  }
}
