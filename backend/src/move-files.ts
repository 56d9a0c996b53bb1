// Copies every stored file between the local disk and S3: npm run move-files -- --to s3|disk [--delete-source]
import 'reflect-metadata';
import { ConfigError, loadConfig, type Config } from './base/config.js';
import { endOnFailure } from './base/http/end-on-failure.js';
import { DiskStorage } from './base/storage/disk.storage.js';
import { moveFiles, type MoveReport } from './base/storage/mover.js';
import { S3Storage } from './base/storage/s3.storage.js';
import type { Storage } from './base/storage/storage.js';
import { storageRoot } from './base/storage/upload.store.js';

const USAGE = `Usage: npm run move-files -- --to s3|disk [--delete-source]

Copies every file from the local disk (VITRINA_DATA) to S3 (S3_BUCKET and its kin), or back, while the service runs.
Each copy is read back and compared. Safe to stop and to run again: what is there already is left alone.

1. Run it once. 2. Restart the service with the new store. 3. Run it again for what came meanwhile.
4. When all plays well, run it with --delete-source to empty the old store.

Exit code: 0 everything is there; 1 something is left, run it again; 2 wrong arguments.`;

/** Everything the service stores begins with one of these (video.rules.ts). */
const FOLDERS = ['media', 'originals', 'faces'];
const SAY_EVERY_MS = 5000;

function storesOf(config: Config): Record<'disk' | 's3', Storage> {
  if (!config.s3) throw new ConfigError('S3_BUCKET: set it with its keys, whichever way the files go.');
  return { disk: new DiskStorage(storageRoot(config)), s3: new S3Storage(config.s3) };
}

function say({ copied, copiedBytes, kept, deleted, left }: MoveReport): string {
  const size = `${(copiedBytes / 1024 ** 2).toFixed(1)} MiB`;
  return `${copied} copied (${size}), ${kept} there already, ${deleted} deleted at the source, ${left.length} left`;
}

await endOnFailure(async () => {
  const args = process.argv.slice(2);
  const to = args[args.indexOf('--to') + 1];
  const known = args.every((arg, i) => ['--to', '--delete-source'].includes(arg) || args[i - 1] === '--to');
  if (!args.includes('--to') || (to !== 's3' && to !== 'disk') || !known) {
    console.error(USAGE);
    process.exitCode = 2;
    return;
  }
  const stores = storesOf(loadConfig());
  const [source, target] = [stores[to === 's3' ? 'disk' : 's3'], stores[to]];
  await Promise.all([source.check(), target.check()]);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  let saidMs = Date.now();
  const report = await moveFiles(source, target, {
    folders: FOLDERS,
    deleteSource: args.includes('--delete-source'),
    signal: stop.signal,
    onProgress: (so) => {
      if (Date.now() - saidMs < SAY_EVERY_MS) return;
      saidMs = Date.now();
      console.log(say(so));
    },
  });
  console.log(say(report));
  for (const key of report.left) console.log(`left: ${key}`);
  if (stop.signal.aborted) console.log('Stopped before the end; run it again.');
  if (stop.signal.aborted || report.left.length > 0) process.exitCode = 1;
});
