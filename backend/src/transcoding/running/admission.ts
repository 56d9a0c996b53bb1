// Opens exactly one file and one folder to the user that a job runs as.
import { chmod, chown, copyFile, constants, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { userOf } from './jail.js';

/** Whether somebody without rights may pass every folder above `path`. */
async function isReachable(path: string): Promise<boolean> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (((await stat(folder)).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/**
 * The user to run as, and the name under which he finds the source. A source that only we may read is copied into the
 * scratch folder, as a clone where the disk can. `user` is null where nobody but us reaches the scratch folder itself;
 * at start the folder of the worker was tried, so that happens to callers with a private one of their own.
 */
export async function admit(scratch: string, source: string): Promise<{ user: number | null; source: string }> {
  if (!(await isReachable(scratch))) return { user: null, source };
  const user = userOf(scratch);
  const folder = await stat(scratch);
  if (folder.uid !== user) {
    await chown(scratch, user, user);
    await chmod(scratch, 0o700);
  }
  if (dirname(source) === scratch) {
    await chown(source, user, user);
    return { user, source };
  }
  const { mode } = await stat(source);
  if ((mode & 0o004) !== 0 && (await isReachable(source))) return { user, source };
  const copy = join(scratch, `source-${basename(source).replaceAll(/[^A-Za-z0-9.]/g, '')}`);
  if (!(await stat(copy).catch(() => null))) await copyFile(source, copy, constants.COPYFILE_FICLONE);
  await chown(copy, user, user);
  return { user, source: copy };
}
