// The shop of the feed bench: one film under the addresses of many videos, our feed, and what others would build.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT } from '../../bundle.mjs';
import { bundles, card, film, send } from '../player-shop.part.mjs';

export const VIDEOS = 12;
export const OURS = 'vitrina';
const TYPES = {
  '.js': 'text/javascript',
  '.jpg': 'image/jpeg',
  '.m3u8': 'application/vnd.apple.mpegurl',
  '.m4s': 'video/iso.segment',
  '.mp4': 'video/mp4',
};

/** A plain feed, as one would write it: snapped places, the one in sight plays, `near` says what is attached beforehand. */
const peer = (near) => `import Hls from 'hls.js';
const reel=document.getElementById('reel'),places=[...reel.children],held=new Map();
const hold=(at)=>{if(held.has(at)||!places[at])return;const v=places[at].firstChild,h=new Hls({maxBufferLength:at===now?20:2});
h.loadSource('/media/v~'+at+'/master.m3u8');h.attachMedia(v);held.set(at,h)};
const drop=(at)=>{held.get(at)?.destroy();held.delete(at)};
let now=-1;
const turn=(at)=>{if(at===now)return;places[now]?.firstChild.pause();now=at;for(const other of [...held.keys()])if(other!==at&&other!==at+1)drop(other);
hold(at);held.get(at).config.maxBufferLength=20;places[at].firstChild.play();${near ? 'setTimeout(()=>now===at&&hold(at+1),1000);' : ''}};
const watch=new IntersectionObserver((all)=>{for(const e of all)if(e.isIntersecting)turn(places.indexOf(e.target))},{root:reel,threshold:0.6});
document.getElementById('open').onclick=()=>{reel.hidden=false;for(const p of places)watch.observe(p)};`;

/** MP4 as the browser preloads it: the next one gets \`preload=auto\` when the current one has played for a second. */
const mp4 = `const reel=document.getElementById('reel'),places=[...reel.children];let now=-1;
const give=(at)=>{const v=places[at]?.firstChild;if(v&&!v.src){v.preload='auto';v.src='/media/v~'+at+'/whole.mp4'}};
const turn=(at)=>{if(at===now)return;places[now]?.firstChild.pause();now=at;places.forEach((p,o)=>{if(o!==at&&o!==at+1&&p.firstChild.src){p.firstChild.removeAttribute('src');p.firstChild.load()}});
give(at);places[at].firstChild.play();setTimeout(()=>now===at&&give(at+1),1000)};
const watch=new IntersectionObserver((all)=>{for(const e of all)if(e.isIntersecting)turn(places.indexOf(e.target))},{root:reel,threshold:0.6});
document.getElementById('open').onclick=()=>{reel.hidden=false;for(const p of places)watch.observe(p)};`;

export const FEEDS = {
  [OURS]: null,
  'hls.js, the next one prepared': peer(true),
  'hls.js attached anew': peer(false),
  'video, the next MP4 preloaded': mp4,
};

function page(name, slug) {
  const ours = name === OURS;
  const head = ours
    ? '<script type="module" src="/player/v1/reviews.js"></script>'
    : `<style>#reel{position:fixed;inset:0;overflow-y:auto;scroll-snap-type:y mandatory;background:#000}#reel div{height:100%;scroll-snap-align:start;scroll-snap-stop:always}
#reel video{width:100%;height:100%;object-fit:contain}</style><script type="module" src="/b/${slug}/entry.js"></script>`;
  const places = Array.from(
    { length: VIDEOS },
    () => '<div><video playsinline poster="/media/poster.webp"></video></div>',
  ).join('');
  const body = ours
    ? '<vitrina-reviews store="pk_test" product="mug" form="carousel" locale="en"></vitrina-reviews>'
    : `<button id="open">Videos</button><div id="reel" hidden>${places}</div>`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Mug</title><meta name="viewport" content="width=device-width,initial-scale=1">${head}</head><body><h1>Ceramic mug</h1>${body}</body></html>`;
}

export async function startFeedShop(peers) {
  const outdir = mkdtempSync(join(tmpdir(), 'vitrina-bench-feed-'));
  execFileSync(process.execPath, [join(ROOT, 'player/build.mjs'), '--outdir', join(outdir, 'ours')], { stdio: 'pipe' });
  const [folder, built] = [await film(), await bundles(peers, outdir, FEEDS)];
  const named = (part) => readdirSync(folder).find((name) => part.test(name)) ?? '';
  const aliases = { 'poster.webp': named(/^poster-640.*webp$/), 'whole.mp4': named(/^video-.*mp4$/) };
  const gzipped = new Map();
  let answer = '';
  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://shop');
    const head = { 'access-control-allow-origin': '*', 'cache-control': 'no-store' };
    const zipped = (type, text) =>
      response.writeHead(200, { ...head, 'content-type': type, 'content-encoding': 'gzip' }).end(gzipSync(text));
    const setup = url.searchParams.get('setup');
    if (url.pathname === '/page') return zipped('text/html', page(setup, built[setup]));
    if (url.pathname === '/v1/cards') return zipped('application/json', answer);
    if (url.pathname.startsWith('/v1/'))
      return response.writeHead(202, { ...head, 'content-type': 'application/json' }).end('{"results":[]}');
    const name = url.pathname.replace(/^\/media\/(v~\d+\/)?/, '');
    const file = url.pathname.startsWith('/media/')
      ? join(folder, aliases[name] ?? name)
      : join(outdir, url.pathname.replace(/^\/b\//, '').replace(/^\/player\/v1\//, 'ours/'));
    if (url.pathname.includes('..') || !existsSync(file)) return response.writeHead(404, head).end();
    return send(request, response, { file, type: TYPES[extname(file)] ?? 'application/octet-stream', head, gzipped });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const one = await card(origin, folder);
  const videos = Array.from({ length: VIDEOS }, (_, at) => ({
    ...one.videos[0],
    ...{ id: `vid_${at}`, hlsUrl: `${origin}/media/v~${at}/master.m3u8`, mp4Url: `${origin}/media/v~${at}/whole.mp4` },
  }));
  answer = JSON.stringify({ ...one, videos });
  return {
    origin,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(outdir, { recursive: true, force: true });
    },
  };
}
