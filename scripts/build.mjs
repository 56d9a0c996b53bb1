// Builds what changed since the last build: backend (swc), player (esbuild), studio (Vite). `npm run build -- --force` builds all.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { npm } from './start/install.mjs';
import { run } from './start/run.mjs';
import { complain, ROOT, say, step } from './start/say.mjs';

const PARTS = {
  backend: {
    inputs: [
      'backend/src',
      'backend/migrations',
      'backend/seed',
      'backend/seed',
      'backend/tsconfig.json',
      'nest-cli.json',
      '.swcrc',
    ],
    command: () => [process.execPath, [join(ROOT, 'node_modules/@nestjs/cli/bin/nest.js'), 'build']],
    proof: 'backend/dist/src',
  },
  player: {
    inputs: ['player'],
    command: () => [process.execPath, [join(ROOT, 'player/build.mjs')]],
    proof: 'player/dist',
  },
  studio: {
    inputs: ['studio', 'backend/schema.graphql'],
    command: () => npm('run', 'build', '-w', 'studio'),
    proof: 'studio/dist',
  },
};
const SKIPPED = new Set(['node_modules', 'dist', 'test', '.vite']);

/** Builds the parts whose inputs differ from those of their last finished build. */
export async function buildChanged(names = Object.keys(PARTS), { force = false } = {}) {
  await Promise.all(
    names.map(async (name) => {
      const part = PARTS[name];
      const mark = join(ROOT, name, 'dist/.inputs');
      const wanted = hashOf(['package-lock.json', ...part.inputs]);
      const built = existsSync(mark) && existsSync(join(ROOT, part.proof)) ? readFileSync(mark, 'utf8') : '';
      if (built === wanted && !force) return;
      const [command, args] = part.command();
      await step(`Building the ${name}`, () => run(`build-${name}`, command, args));
      // Written last: an interrupted build has no mark and is done again.
      writeFileSync(mark, wanted);
    }),
  );
}

function hashOf(paths) {
  const hash = createHash('sha256').update(process.versions.node);
  for (const path of paths) addTo(hash, path);
  return hash.digest('hex');
}

function addTo(hash, path) {
  const absolute = join(ROOT, path);
  const stat = statSync(absolute, { throwIfNoEntry: false });
  if (!stat) return;
  if (stat.isFile()) {
    if (!/\.spec\.tsx?$/.test(path)) hash.update(`\0${path}\0`).update(readFileSync(absolute));
    return;
  }
  for (const name of readdirSync(absolute).sort()) if (!SKIPPED.has(name)) addTo(hash, join(path, name));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    await buildChanged(undefined, { force: process.argv.includes('--force') });
    say('Everything is built.');
  } catch (error) {
    complain(error);
    process.exitCode = 1;
  }
}
