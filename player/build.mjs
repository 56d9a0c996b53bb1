// Builds the player: `dist/vitrina.js` for a script tag, and `dist/index.js`, `dist/define.js` for bundlers.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const given = process.argv.indexOf('--outdir');
const outdir = given > 0 ? resolve(process.argv[given + 1] ?? '') : join(here, 'dist');
/** What a page may pay before a tap, for one video and for several; the build fails above it. */
const ENTRIES = {
  vitrina: { source: 'src/vitrina.ts', limitBytes: 4096 },
  reviews: { source: 'src/forms/define-reviews.ts', limitBytes: 4096 },
};

const browser = {
  bundle: true,
  format: 'esm',
  charset: 'utf8',
  target: ['es2022', 'safari16.4'],
  outdir,
  sourcemap: true,
  metafile: true,
};

/** Style sheets stand in template strings; a line break there is only weight. */
const tightCss = {
  name: 'tight-css',
  setup({ onLoad }) {
    onLoad({ filter: /css\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(/`\n([^`]*)`/g, (_, css) => '`' + css.replace(/\n/g, '') + '`'),
      loader: 'ts',
    }));
  },
};

/**
 * A build for each file and not one, because a split build would move what two of them need into one more file, and that would
 * have to be fetched before the tap. Each finds the earlier ones by their hashed names.
 */
function pointTo(files) {
  return {
    name: 'point-to-files',
    setup({ onResolve }) {
      onResolve(
        {
          filter:
            /\/(stage|begin|seen|holdout|feed|speed|later|looks-css|marks|end-card|share|moment|device|placing|budget)\.js$/,
        },
        ({ path }) => {
          const file = files[basename(path, '.js')];
          return file && { path: `./${file}`, external: true };
        },
      );
    },
  };
}

function entryFile(metafile, source) {
  const found = Object.entries(metafile.outputs).find(([, output]) => output.entryPoint?.endsWith(source));
  if (!found) throw new Error(`no output for ${source}`);
  return basename(found[0]);
}

await rm(outdir, { recursive: true, force: true });
await mkdir(outdir, { recursive: true });

const small = { ...browser, entryNames: '[name]-[hash]', minify: true };
const starter = await build({ ...small, entryPoints: { starter: join(here, 'src/starting/begin.ts') } });
const holdout = await build({ ...small, entryPoints: { holdout: join(here, 'src/element/holdout.ts') } });
const speed = await build({ ...small, entryPoints: { speed: join(here, 'src/speed/speed.ts') } });
const device = await build({
  ...small,
  entryPoints: { device: join(here, 'src/element/people/device.ts') },
  plugins: [tightCss],
});
/** What lies over a playing video, fetched where it is needed: a file each, so that the player itself stays one. */
const overlays = await build({
  ...small,
  entryPoints: ['marks', 'end-card', 'share', 'moment'].map((name) => join(here, `src/element/marks/${name}.ts`)),
  plugins: [tightCss, pointTo({ device: entryFile(device.metafile, 'device.ts') })],
});
const budget = await build({ ...small, entryPoints: { budget: join(here, 'src/bytes/budget.ts') } });
const placing = await build({ ...small, entryPoints: { placing: join(here, 'src/placing/placing.ts') } });
const files = {
  ...Object.fromEntries(
    ['marks', 'end-card', 'share', 'moment'].map((name) => [name, entryFile(overlays.metafile, `marks/${name}.ts`)]),
  ),
  placing: entryFile(placing.metafile, 'placing.ts'),
  budget: entryFile(budget.metafile, 'budget.ts'),
  begin: entryFile(starter.metafile, 'begin.ts'),
  holdout: entryFile(holdout.metafile, 'holdout.ts'),
  speed: entryFile(speed.metafile, 'speed.ts'),
};
const player = await build({
  ...small,
  entryPoints: { player: join(here, 'src/element/playing/stage.ts') },
  chunkNames: '[name]-[hash]',
  splitting: true,
  plugins: [tightCss, pointTo(files)],
});
files.stage = entryFile(player.metafile, 'stage.ts');
const seen = await build({
  ...small,
  entryPoints: { seen: join(here, 'src/element/seen.ts') },
  plugins: [pointTo(files)],
});
files.seen = entryFile(seen.metafile, 'seen.ts');
const feed = await build({
  ...small,
  entryPoints: { feed: join(here, 'src/forms/feed/feed.ts') },
  plugins: [tightCss, pointTo(files)],
});
files.feed = entryFile(feed.metafile, 'feed.ts');
const later = await build({
  ...small,
  entryPoints: { later: join(here, 'src/forms/later.ts') },
  plugins: [tightCss, pointTo(files)],
});
const looks = await build({
  ...small,
  entryPoints: { looks: join(here, 'src/forms/looks-css.ts') },
  plugins: [tightCss],
});
files['looks-css'] = entryFile(looks.metafile, 'looks-css.ts');
files.later = entryFile(later.metafile, 'later.ts');
for (const [name, { source }] of Object.entries(ENTRIES)) {
  await build({
    ...browser,
    entryPoints: { [name]: join(here, source) },
    minify: true,
    // The map lies beside it; naming it would cost every page 30 bytes.
    sourcemap: 'external',
    plugins: [tightCss, pointTo(files)],
  });
}
await build({
  ...browser,
  entryPoints: ['src/index.ts', 'src/define.ts', 'src/forms/define-reviews.ts'].map((source) => join(here, source)),
  entryNames: '[name]',
  chunkNames: 'parts/[name]-[hash]',
  splitting: true,
  external: ['hls.js/light'],
});
// What the service's own markup links to.
await build({
  entryPoints: ['card.css', 'watch.css', 'person.css', 'embed.css', 'preview.css', 'preview.ts'].map((name) =>
    join(here, `src/served/${name}`),
  ),
  outdir,
  minify: true,
});
await copyFile(join(here, 'src/served/preview.html'), join(outdir, 'preview.html'));
await build({
  ...browser,
  entryPoints: { embed: join(here, 'src/served/embed.ts') },
  minify: true,
  sourcemap: false,
});

for (const name of (await readdir(outdir)).filter((file) => /\.(js|css)$/.test(file)).sort()) {
  const script = await readFile(join(outdir, name));
  const zipped = gzipSync(script, { level: 9 });
  // Beside it, so that the service sends them as they lie.
  await writeFile(join(outdir, `${name}.gz`), zipped);
  await writeFile(join(outdir, `${name}.br`), brotliCompressSync(script));
  const bytes = zipped.length;
  console.log(`${String(bytes).padStart(7)} bytes gzip  ${name}`);
  const { limitBytes = Infinity } = ENTRIES[basename(name, '.js')] ?? {};
  if (bytes <= limitBytes) continue;
  console.error(`${name} is above ${limitBytes} bytes: something that can wait for a tap came into it.`);
  process.exitCode = 1;
}

/** Of the newest section of the changelog: its version, its day, and its sentences by language. */
async function newestNotes() {
  const [, section = ''] = (await readFile(join(here, 'CHANGELOG.md'), 'utf8')).split(/^## /m);
  const [, version = '', releasedOn = null] = /^(\S+)(?: \((\d{4}-\d\d-\d\d)\))?/.exec(section) ?? [];
  const said = (language) => [...section.matchAll(new RegExp(`^- ${language}: (.+)$`, 'gm'))].map(([, text]) => text);
  return { version, releasedOn, notes: { en: said('en'), ru: said('ru'), kk: said('kk') } };
}

/** What belongs to this version, byte for byte: the service keeps it under the version's own address (`release.json`). */
async function writeRelease() {
  const { version } = JSON.parse(await readFile(join(here, 'package.json'), 'utf8'));
  const newest = await newestNotes();
  if (newest.version !== version) {
    console.error(`CHANGELOG.md begins with ${newest.version}, package.json says ${version}.`);
    process.exitCode = 1;
  }
  const names = (await readdir(outdir)).filter(
    (name) => /\.(js|css)$/.test(name) && !/^(index|define|preview)\b/.test(name),
  );
  const files = await Promise.all(
    names.sort().map(async (name) => {
      const bytes = await readFile(join(outdir, name));
      const hash = (kind, form) => createHash(kind).update(bytes).digest(form);
      return {
        name,
        bytes: bytes.length,
        sha256: hash('sha256', 'hex'),
        integrity: `sha384-${hash('sha384', 'base64')}`,
      };
    }),
  );
  await writeFile(join(outdir, 'release.json'), JSON.stringify({ ...newest, version, files }));
}
await writeRelease();

/** Declarations for those who import the package; a build for a test goes elsewhere and needs none. */
function writeTypes() {
  const tsc = fileURLToPath(import.meta.resolve('typescript/lib/tsc.js'));
  execFileSync(process.execPath, [tsc, '-p', join(here, 'tsconfig.types.json')], { stdio: 'inherit' });
}
if (given < 0) writeTypes();
