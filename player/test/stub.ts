// A small stand-in for the service: the card, the events it was sent, and real HLS from `media/`.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import type { Rung } from '../src/starting/rungs.js';
import type { Card, Clip, EventBatch, Marks, PlayerEvent, ViewEvent } from '../src/core/types.js';

const MEDIA = join(import.meta.dirname, 'media');
const TYPES: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.jpg': 'image/jpeg',
  '.m3u8': 'application/vnd.apple.mpegurl',
  '.m4s': 'video/iso.segment',
  '.mp4': 'video/mp4',
  '.vtt': 'text/vtt',
  '.map': 'application/json',
};

export interface Wire {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface Stub {
  origin: string;
  requests: Wire[];
  card: Card;
  /** What is marked in videos, by their ids. */
  marks: Map<string, Marks>;
  /** Answers of these paths, instead of the usual ones. */
  broken: Map<string, number>;
  /** Milliseconds by which paths with this part are late. */
  slow: Map<string, number>;
  /** Of paths with this part so many bytes are sent, and the rest when the promise resolves. */
  held: Map<string, { bytes: number; until: Promise<void> }>;
  /** What is answered to a viewer who asks for their arm. */
  exposure: { arm: string | null; viewerToken?: string };
  /** What viewers said, by their tokens; two others found each video helpful, one did not. */
  votes: Map<string, string | null>;
  /** Links of creators to their own browsers, by their tokens, with the browsers that used them. */
  links: Map<string, { name: string; usedBy: string | null }>;
  /** Viewer tokens that the service did not sign: events under them are dropped. */
  forged: Set<string>;
  html: string;
  csp: string;
  batches(): (EventBatch & { store: string })[];
  events(): PlayerEvent[];
  lastView(videoId?: string): ViewEvent | undefined;
  close(): Promise<void>;
}

export function clip(origin: string, id: string, changed: Partial<Clip> = {}): Clip {
  return {
    id,
    title: 'Кружка, которая держит тепло',
    creator: { id: 'cre_dana', name: 'Дана Ахметова', avatarUrl: null },
    durationMs: 5208,
    width: 360,
    height: 640,
    hlsUrl: `${origin}/media/coffee/master.m3u8`,
    mp4Url: null,
    posterUrl: `${origin}/media/coffee/poster.jpg`,
    captions: [{ lang: 'ru', label: 'Русские', url: `${origin}/media/coffee/ru.vtt` }],
    disclosure: true,
    products: ['mug'],
    publishedAt: '2026-11-01T10:00:00.000Z',
    ...changed,
  };
}

/** The names that the service reads out of its playlists (`start.rules.ts` in the backend). */
export function startOf(folder: string): Rung[] {
  const text = (name: string): string => readFileSync(join(MEDIA, folder, name), 'utf8');
  const variants = [...text('master.m3u8').matchAll(/#EXT-X-STREAM-INF:(.*)\n(.+)/g)];
  return variants.map(([, attributes = '', playlist = '']) => {
    const media = text(playlist);
    const [, width, height] = /RESOLUTION=(\d+)x(\d+)/.exec(attributes) ?? [];
    return {
      codecs: /CODECS="(.*?)"/.exec(attributes)?.[1] ?? '',
      width: Number(width),
      height: Number(height),
      bitrate: Number(/BANDWIDTH=(\d+)/.exec(attributes)?.[1]),
      playlist,
      init: /MAP:URI="(.*?)"/.exec(media)?.[1] ?? '',
      first: /EXTINF.*\n(.+)/.exec(media)?.[1] ?? '',
    };
  });
}

/** As the service gives it for the first video of a card: with the init segments of the rungs that may begin. */
export function readyStart(folder: string): Rung[] {
  return startOf(folder).map((rung) => ({
    ...rung,
    initData: readFileSync(join(MEDIA, folder, rung.init)).toString('base64'),
  }));
}

/** A video of our own pipeline: AV1 and H.264 in two sizes each, the first segment of 1 s, then 2 s and 4 s, a tone as sound. */
export function prepared(origin: string, id: string, changed: Partial<Clip> = {}): Clip {
  return clip(origin, id, {
    durationMs: 7975,
    width: 480,
    height: 854,
    hlsUrl: `${origin}/media/mug/master.m3u8`,
    start: readyStart('mug'),
    captions: [],
    ...changed,
  });
}

/** A rung as one plain file: what the service makes for browsers without MSE. */
async function plainOf(file: string): Promise<Buffer> {
  const rung = join(dirname(file), 'v0');
  const names = ['init.mp4', ...[0, 1, 2, 3, 4, 5].map((part) => `00${part}.m4s`)];
  return Buffer.concat(await Promise.all(names.map((name) => readFile(join(rung, name)))));
}

export function mugCard(origin: string): Card {
  return {
    theme: '',
    product: {
      id: 'mug',
      title: 'Керамическая кружка, 350 мл',
      priceMinor: '649000',
      currency: 'KZT',
      decimals: 2,
      url: `${origin}/product/mug`,
      imageUrl: `${origin}/media/coffee/poster.jpg`,
      inStock: true,
      variants: [
        { id: 'blue', title: 'Синяя', priceMinor: '649000', inStock: true },
        { id: 'white', title: 'Белая', priceMinor: '699050', inStock: true },
        { id: 'red', title: 'Красная', priceMinor: '649000', inStock: false },
      ],
    },
    videos: [
      clip(origin, 'vid_one'),
      clip(origin, 'vid_two', {
        title: 'Как мыть кружку',
        creator: { name: 'Тимур Сеиткали', avatarUrl: null },
        captions: [],
      }),
    ],
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

/** Starts the stand-in; the player's files are served from `playerDir` as `/player/v1/`, and as another version too. */
export async function startStub(playerDir: string): Promise<Stub> {
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stub: Stub = {
    origin,
    requests: [],
    card: mugCard(origin),
    marks: new Map(),
    broken: new Map(),
    slow: new Map(),
    held: new Map(),
    exposure: { arm: null },
    votes: new Map(),
    links: new Map(),
    forged: new Set(),
    html: '',
    csp: '',
    batches: () => stub.requests.filter((wire) => wire.path === '/v1/events').map((wire) => JSON.parse(wire.body)),
    events: () => stub.batches().flatMap((batch) => batch.events),
    lastView: (videoId) =>
      stub
        .events()
        .filter((event): event is ViewEvent => event.type === 'view' && (!videoId || event.videoId === videoId))
        .at(-1),
    close: () => new Promise((resolve) => server.closeAllConnections() ?? server.close(() => resolve())),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', origin).pathname;
    const body = await bodyOf(request);
    const cors = { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'content-type' };
    if (request.method === 'OPTIONS') return void response.writeHead(204, cors).end();
    stub.requests.push({ method: request.method ?? '', path, headers: request.headers, body });
    const json = (status: number, value: unknown): void =>
      void response.writeHead(status, { ...cors, 'content-type': 'application/json' }).end(JSON.stringify(value));
    const delayMs = stub.slow.get([...stub.slow.keys()].find((part) => path.includes(part)) ?? '') ?? 0;
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    const status = stub.broken.get(path);
    if (status) return json(status, { error: { code: 'BROKEN' } });
    if (path === '/') {
      const policy = stub.csp ? { 'content-security-policy': stub.csp } : {};
      return void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...policy }).end(stub.html);
    }
    if (path === '/v1/cards') return json(200, stub.card);
    if (path === '/v1/marks') {
      const marks = stub.marks.get(new URL(request.url ?? '/', origin).searchParams.get('video') ?? '');
      return marks ? json(200, marks) : json(404, { error: { code: 'NOT_FOUND' } });
    }
    if (path === '/v1/exposures') return json(200, stub.exposure);
    if (path.startsWith('/v1/votes')) {
      const { viewerToken, vote } = JSON.parse(body) as { viewerToken: string; vote?: string | null };
      if (stub.forged.has(viewerToken)) return json(401, { error: { code: 'UNKNOWN_VIEWER' } });
      if (vote !== undefined) stub.votes.set(viewerToken, vote);
      const kept = stub.votes.get(viewerToken) ?? null;
      const sums = { helpful: 2 + Number(kept === 'helpful'), total: 3 + Number(kept !== null) };
      return json(200, { vote: kept, counted: kept !== null, ...sums });
    }
    if (path === '/v1/shelf') {
      const { videos, creators } = JSON.parse(body) as { videos: string[]; creators: string[] };
      const entries = stub.card.videos.map((one) => ({
        ...one,
        product: { id: 'mug', title: 'Кружка', url: `${origin}/mug` },
        watchUrl: `${origin}/watch/${one.id}`,
      }));
      const [saved, followed] = [
        entries.filter(({ id }) => videos.includes(id)),
        entries.filter(({ creator }) => creators.includes(creator.id ?? '')),
      ];
      return json(200, { saved, followed });
    }
    if (path.startsWith('/v1/devices')) {
      const { token, viewerToken = null } = JSON.parse(body) as { token: string; viewerToken?: string };
      const link = stub.links.get(token);
      if (!link) return json(404, { error: { code: 'NOT_FOUND' } });
      if (viewerToken !== null && stub.forged.has(viewerToken)) return json(401, { error: { code: 'UNKNOWN_VIEWER' } });
      if (link.usedBy !== null && link.usedBy !== viewerToken) return json(410, { error: { code: 'TOKEN_EXPIRED' } });
      link.usedBy = viewerToken;
      return json(200, { creator: { name: link.name } });
    }
    if (path === '/v1/complaints') return json(200, { id: 'cmp_x', statusUrl: `${origin}/complaints/cmp_x` });
    if (path === '/v1/speeds') return void response.writeHead(204, cors).end();
    if (path === '/v1/viewers') return json(200, { viewerToken: 'v1.0192f3a4.sig' });
    if (path === '/v1/events') {
      const { events, viewerToken } = JSON.parse(body) as EventBatch;
      const verdict = stub.forged.has(viewerToken ?? '')
        ? { status: 'dropped', reason: 'BAD_TOKEN' }
        : { status: 'accepted' };
      return json(202, { results: events.map(({ id }) => ({ id, ...verdict })) });
    }
    // Of one film as many videos as a test likes, each with addresses of its own: `mug~7` is `mug`.
    // The same build as another version, for a page that has two.
    const file = /^\/player\/v[12]\//.test(path)
      ? join(playerDir, path.slice(11))
      : join(MEDIA, path.replace('/media/', '').replace(/~\w+/, ''));
    const bytes = await (file.endsWith('/plain.mp4') ? plainOf(file) : readFile(file).catch(() => null));
    if (!bytes) return json(404, {});
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
    if (from && file.endsWith('.mp4')) {
      const end = to ? Number(to) : bytes.length - 1;
      const range = { 'content-range': `bytes ${from}-${end}/${bytes.length}`, 'accept-ranges': 'bytes' };
      return void response
        .writeHead(206, { ...cors, 'content-type': 'video/mp4', ...range })
        .end(bytes.subarray(Number(from), end + 1));
    }
    response.writeHead(200, { ...cors, 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' });
    const held = stub.held.get([...stub.held.keys()].find((part) => path.includes(part)) ?? '');
    if (held) {
      response.write(bytes.subarray(0, held.bytes));
      await held.until;
    }
    response.end(bytes.subarray(held?.bytes ?? 0));
  }

  return stub;
}
