// From the last byte of an upload to a playlist that plays, measured from outside on real processes: a spec and a bench use it.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Walker } from '../../../seed/walker.js';
import { chooseBinaries } from '../../../src/transcoding/running/binaries.js';
import { freshDatabase } from '../database.js';
import { freePort, Service, until } from '../processes.js';
import { storageOfRun } from '../s3.js';

/** `plain` has its index at the end and must be encoded, `suitable` can be copied, `streamable` begins with its index. */
export const KINDS = ['plain', 'suitable', 'streamable'] as const;
export type Kind = (typeof KINDS)[number];

/**
 * Twenty seconds of 1080x1920 at 30 frames a second with sound, about 7 Mb/s, made from two real clips of `folder`.
 * Encoded once; the three kinds are the same pictures in another wrapping. Answers with the path of each.
 */
export async function makeClips(folder: string, media: string): Promise<Record<Kind, string>> {
  const { ffmpeg } = await chooseBinaries({ ffmpegPath: process.env['FFMPEG_PATH'] });
  const run = (args: string[]) =>
    execFileSync(ffmpeg, ['-v', 'error', '-y', '-nostdin', ...args], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  const portrait = (label: string, more: string) =>
    `${more}scale=1080:1920:flags=fast_bilinear,setsar=1,fps=30,format=yuv420p,setpts=PTS-STARTPTS[${label}]`;
  const graph = [
    portrait('a', '[0:v]trim=0:9,'),
    portrait('b', '[1:v]trim=0:4,crop=405:720,'),
    portrait('c', '[2:v]trim=0:4,crop=405:720,hflip,'),
    portrait('d', '[3:v]trim=2:5,hflip,'),
    '[a][b][c][d]concat=n=4:v=1,fps=30,tpad=stop_mode=clone:stop_duration=2,trim=0:20[v]',
    '[1:a]aloop=loop=-1:size=192000,atrim=0:20[s]',
  ].join(';');
  const [coffee, bee] = [join(media, 'coffee-portrait-9x16.mp4'), join(media, 'bee-720p.mp4')];
  const bt709 = ['-color_range', 'tv', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709'];
  run([
    ...[coffee, bee, bee, coffee].flatMap((path) => ['-i', path]),
    ...['-filter_complex', graph, '-map', '[v]', '-map', '[s]', '-c:v', 'libx264', '-preset', 'ultrafast'],
    ...[
      '-b:v',
      '7000k',
      '-maxrate',
      '7500k',
      '-bufsize',
      '7500k',
      '-g',
      '60',
      '-keyint_min',
      '60',
      '-sc_threshold',
      '0',
    ],
    ...[...bt709, '-c:a', 'aac', '-b:a', '128k', '-ar', '48000', '-ac', '2', '-fflags', '+bitexact', 'suitable.mp4'],
  ]);
  // Another matrix in its head makes the same stream one that must be encoded.
  const changed = ['-i', 'suitable.mp4', '-c', 'copy', '-bsf:v', 'h264_metadata=matrix_coefficients=6'];
  run([...changed, 'plain.mp4']);
  run([...changed, '-movflags', '+faststart', 'streamable.mp4']);
  const path = (kind: Kind) => join(folder, `${kind}.mp4`);
  return { plain: path('plain'), suitable: path('suitable'), streamable: path('streamable') };
}

export interface FirstPlay {
  /** From the moment before the last bytes were sent to a playlist with a segment whose bytes came; milliseconds. */
  firstPlayableMs: number;
  /** Milliseconds from the same moment to each change of status that was seen. */
  phases: Record<string, number>;
  /** The status in which it could first be played. */
  playedWhile: string;
  /** Segments that the playlist listed then. */
  segments: number;
  /** The worker's own account of the work up to then, when it has said it. */
  said: string[];
}

export interface House {
  baseUrl: string;
  creator: Walker;
  worker: Service;
  storeId: string;
  databaseUrl: string;
  dataDir: string;
  firstPlay(bytes: Buffer, options?: UploadOptions): Promise<FirstPlay>;
  begin(bytes: Buffer): Promise<{ id: string; location: string }>;
  close(): Promise<void>;
}

export interface UploadOptions {
  /** Bytes a second; without it as fast as they go. */
  bytesPerSecond?: number;
}

const PIECE = 256 * 1024;
const LOOK_EVERY_MS = 50;
const SEEN = 'query($id: ID!) { video(id: $id) { status previewHlsUrl steps { status at } } }';
interface Seen {
  video: { status: string; previewHlsUrl: string | null; steps: { status: string; at: string }[] };
}

/** The number of segments of a playlist whose init and first segment can be fetched; 0 when it cannot be played. */
export async function playableSegments(url: string): Promise<number> {
  const answer = await fetch(url);
  if (!answer.ok) return 0;
  const text = await answer.text();
  const names = text.split('\n').filter((line) => line && !line.startsWith('#'));
  const init = /#EXT-X-MAP:URI="([^"]+)"/.exec(text)?.[1];
  if (!init || !names[0]) return 0;
  for (const name of [init, names[0]]) {
    const file = await fetch(new URL(name, url));
    if (!file.ok || (await file.arrayBuffer()).byteLength === 0) return 0;
  }
  return names.length;
}

async function watch(creator: Walker, id: string, from: number): Promise<Omit<FirstPlay, 'said'>> {
  const phases: Record<string, number> = {};
  const since = () => Math.round(performance.now() - from);
  for (const end = performance.now() + 60_000; performance.now() < end;) {
    const { video } = await creator.ask<Seen>(SEEN, { id });
    phases[video.status] ??= since();
    if (video.previewHlsUrl && /early|arriving|master/.test(video.previewHlsUrl)) {
      phases['announced'] ??= since();
      const segments = await playableSegments(video.previewHlsUrl);
      if (segments > 0) return { firstPlayableMs: since(), phases, playedWhile: video.status, segments };
    }
    if (video.status === 'refused') throw new Error('The clip was refused.');
    await new Promise((r) => setTimeout(r, LOOK_EVERY_MS));
  }
  throw new Error('Nothing could be played within a minute.');
}

/** API and worker as processes of their own, a store, a creator and a product. */
export async function openHouse(more: Record<string, string> = {}): Promise<House> {
  const database = await freshDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'vitrina-first-play-'));
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const env = {
    ...{ VITRINA_MODE: 'demo', VITRINA_SECRET: randomBytes(32).toString('hex'), VITRINA_DATA: dataDir },
    ...{ VITRINA_PUBLIC_URL: baseUrl, DATABASE_URL: database.url, PORT: String(port) },
    ...(process.env['FFMPEG_PATH'] ? { FFMPEG_PATH: process.env['FFMPEG_PATH'] } : {}),
    ...(process.env['FFPROBE_PATH'] ? { FFPROBE_PATH: process.env['FFPROBE_PATH'] } : {}),
    ...(await storageOfRun()),
    ...more,
  };
  const services = { api: new Service('api', env), worker: new Service('worker', env) };
  for (const service of Object.values(services)) service.start();
  await until('the API', async () => ((await fetch(`${baseUrl}/readyz`)).ok ? true : null));
  await until('the worker', async () => (/takes every job/.test(services.worker.output) ? true : null));
  const [owner, creator] = [new Walker(baseUrl), new Walker(baseUrl)];
  await owner.signUp('owner@first.test', 'Owner');
  await creator.signUp('creator@first.test', 'Creator');
  const { createStore: store } = await owner.ask<{ createStore: { id: string } }>(
    'mutation($i: StoreInput!) { createStore(input: $i) { id } }',
    { i: { name: 'First', currency: 'KZT', timezone: 'Asia/Almaty', rateBps: 1000, holdDays: 14 } },
  );
  const { createApiKey } = await owner.ask<{ createApiKey: { secret: string; key: { id: string } } }>(
    `mutation($s: ID!) { createApiKey(storeId: $s, mode: live, label: "k", scopes: ["products:write"]) { secret key { id } } }`,
    { s: store.id },
  );
  const key = { keyId: createApiKey.key.id, secret: createApiKey.secret };
  const mug = { title: 'Mug', price: '10000.00', currency: 'KZT', url: 'https://shop.test/mug', inStock: true };
  await owner.shop(key, 'PUT', '/v1/products/mug', mug);
  const { products } = await creator.ask<{ products: { nodes: { id: string }[] } }>(
    'query($s: ID!) { products(storeId: $s) { nodes { id } } }',
    { s: store.id },
  );
  const begin = async (bytes: Buffer) => {
    const input = {
      ...{ storeId: store.id, title: 'Clip', productIds: [products.nodes[0]?.id], fileName: 'clip.mp4' },
      ...{ sizeBytes: String(bytes.length), contentType: 'video/mp4' },
    };
    const { createVideo } = await creator.ask<{ createVideo: { uploadUrl: string; video: { id: string } } }>(
      'mutation($i: CreateVideoInput!) { createVideo(input: $i) { uploadUrl video { id } } }',
      { i: input },
    );
    const { id } = createVideo.video;
    return { id, location: await creator.upload(createVideo.uploadUrl, id, bytes, 0) };
  };
  return {
    ...{ baseUrl, creator, worker: services.worker, storeId: store.id, databaseUrl: database.url, dataDir, begin },
    async firstPlay(bytes, { bytesPerSecond } = {}) {
      const { id, location } = await begin(bytes);
      const last = bytes.length - 64 * 1024;
      const begun = performance.now();
      for (let at = 0; at < last;) {
        const to = bytesPerSecond ? Math.min(last, at + PIECE) : last;
        await creator.sendBytes(location, bytes, at, to);
        at = to;
        const ahead = bytesPerSecond ? (at / bytesPerSecond) * 1000 - (performance.now() - begun) : 0;
        if (ahead > 0) await new Promise((r) => setTimeout(r, ahead));
      }
      const heard = services.worker.output.length;
      const from = performance.now();
      // The clock runs while the last bytes travel and the file is closed, as it does for whoever waits.
      const [seen] = await Promise.all([watch(creator, id, from), creator.sendBytes(location, bytes, last)]);
      const said = services.worker.output
        .slice(heard)
        .split('\n')
        .filter((line) => line.includes(id));
      await creator.ask('mutation($v: ID!) { cancelVideo(id: $v) { id } }', { v: id });
      return { ...seen, said };
    },
    async close() {
      await Promise.all(Object.values(services).map((s) => s.kill()));
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
