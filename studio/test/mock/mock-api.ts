// A stand-in for the service, made from the real schema: GraphQL, tus uploads, pictures, and the built studio.
import { readFileSync, existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { buildSchema, graphql } from 'graphql';
import { captionAnswers, putCaptions } from './mock-captions.js';
import { people, videos } from './mock-data.js';
import { experimentAnswers } from './mock-experiments.js';
import { complaintAnswers } from './growth/mock-complaints.js';
import { disputeAnswers } from './growth/mock-disputes.js';
import { certificateAnswers, codesAnswer } from './growth/mock-certificates.js';
import { embedAnswers } from './growth/mock-embeds.js';
import { marksAnswers } from './growth/mock-marks.js';
import { fundingAnswers } from './growth/mock-funding.js';
import { instruments } from './mock-instruments.js';
import { placingAnswers } from './growth/mock-placing.js';
import { playerVersionAnswers } from './growth/mock-player-versions.js';
import { rewardAnswers } from './growth/mock-rewards.js';
import { peopleAnswers } from './creating/mock-people.js';
import { referralAnswers } from './growth/mock-referrals.js';
import { adAnswers } from './growth/mock-ads.js';
import { speedAnswers } from './growth/mock-speed.js';
import { trafficAnswers } from './growth/mock-traffic.js';
import { trackAnswers, trackArrived } from './creating/mock-tracks.js';
import { previewCard, themeAnswers } from './growth/mock-theme.js';
import { moveVideo, mutations } from './mock-mutations.js';
import { payoutAnswers } from './mock-payouts.js';
import { planAnswers } from './mock-plans.js';
import { queries, videoOf } from './mock-queries.js';
import { riskAnswers } from './mock-risk.js';
import { reportAnswers } from './mock-reports.js';
import type { Context } from './mock-support.js';
import { uploadQueries } from './mock-uploads.js';
import { versions } from './mock-versions.js';

const HERE = join(import.meta.dirname, '..');
const SCHEMA = process.env['VITRINA_SCHEMA'] ?? join(HERE, '../../backend/schema.graphql');
const DIST = join(HERE, '../dist');
const PLAYER = join(HERE, '../../player/dist');
const PHOTOS = join(HERE, '../../demo/assets/products');
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.jpg': 'image/jpeg',
  '.woff2': 'font/woff2',
  '.webm': 'video/webm',
};

/** The policy that the studio must work under; the API sends one that allows no less. */
const POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: https:",
  "media-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'self'",
  "frame-ancestors 'none'",
].join('; ');

export type MockApi = {
  url: string;
  /** Uploads are answered this slowly, so that a test can pause one. */
  slowMs: number;
  /** While true every upload request is cut, as on a lost connection. */
  cut: boolean;
  close: () => Promise<void>;
};

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function sendFile(response: ServerResponse, file: string, request: IncomingMessage, isFramed = false): void {
  if (!existsSync(file)) {
    response.writeHead(404).end();
    return;
  }
  const all = readFileSync(file);
  const type = TYPES[extname(file)] ?? 'application/octet-stream';
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const lasting = file.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
  const headers = {
    'content-type': type,
    'cache-control': lasting,
    'content-security-policy': isFramed ? POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'") : POLICY,
    'accept-ranges': 'bytes',
  };
  if (!range) {
    response.writeHead(200, headers).end(all);
    return;
  }
  const from = Number(range[1]);
  const to = range[2] ? Number(range[2]) : all.length - 1;
  const part = { ...headers, 'content-range': `bytes ${from}-${to}/${all.length}` };
  response.writeHead(206, part).end(all.subarray(from, to + 1));
}

/** A calm picture whose colours follow from its name. */
function poster(name: string): string {
  const hue = [...name].reduce((sum, letter) => sum + letter.charCodeAt(0) * 7, 0) % 360;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 270 480"><defs><linearGradient id="g" x2=".4" y2="1"><stop stop-color="hsl(${hue} 46% 66%)"/><stop offset="1" stop-color="hsl(${(hue + 48) % 360} 52% 26%)"/></linearGradient></defs><rect width="270" height="480" fill="url(#g)"/><circle cx="135" cy="250" r="70" fill="#fff" opacity=".18"/><rect x="76" y="300" width="118" height="12" rx="6" fill="#fff" opacity=".3"/></svg>`;
}

class Mock {
  readonly uploads = new Map<string, { videoId: string; length: number; offset: number }>();
  slowMs = 0;
  cut = false;
  private readonly schema = buildSchema(readFileSync(SCHEMA, 'utf8'));

  private contextOf(request: IncomingMessage, response: ServerResponse): Context {
    const cookie = /vitrina_session=(\w*)(?:\.(\w+))?/.exec(request.headers.cookie ?? '');
    const key = cookie?.[1] ?? '';
    return {
      key,
      person: people[key] ?? null,
      passed: cookie?.[2] === 'passed',
      signIn: (as, passed) =>
        response.setHeader(
          'set-cookie',
          `vitrina_session=${as}${passed ? '.passed' : ''}; Path=/; HttpOnly; SameSite=Lax`,
        ),
    };
  }

  private async graphql(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { query, variables } = JSON.parse((await bodyOf(request)).toString()) as { query: string; variables: object };
    const result = await graphql({
      schema: this.schema,
      source: query,
      variableValues: variables as Record<string, unknown>,
      rootValue: {
        ...queries,
        ...uploadQueries,
        ...mutations,
        ...captionAnswers,
        ...marksAnswers,
        ...trackAnswers,
        ...embedAnswers,
        ...versions,
        ...payoutAnswers,
        ...experimentAnswers,
        ...reportAnswers,
        ...planAnswers,
        ...riskAnswers,
        ...instruments,
        ...peopleAnswers,
        ...referralAnswers,
        ...fundingAnswers,
        ...speedAnswers,
        ...trafficAnswers,
        ...adAnswers,
        ...complaintAnswers(videoOf),
        ...certificateAnswers,
        ...disputeAnswers,
        ...rewardAnswers,
        ...placingAnswers,
        ...themeAnswers,
        ...playerVersionAnswers,
      },
      contextValue: this.contextOf(request, response),
    });
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(result));
  }

  private async tus(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    if (this.cut) {
      request.socket.destroy();
      return;
    }
    response.setHeader('tus-resumable', '1.0.0');
    if (request.method === 'POST') {
      const metadata = request.headers['upload-metadata']?.toString() ?? '';
      const videoId = Buffer.from(/(?:video|track)Id ([\w=+/]+)/.exec(metadata)?.[1] ?? '', 'base64').toString();
      const id = `up${this.uploads.size + 1}`;
      this.uploads.set(id, { videoId, length: Number(request.headers['upload-length']), offset: 0 });
      response.writeHead(201, { location: `/uploads/${id}` }).end();
      return;
    }
    const upload = this.uploads.get(path.split('/').at(-1) ?? '');
    if (!upload) {
      response.writeHead(410).end();
      return;
    }
    if (request.method === 'HEAD') {
      response.writeHead(200, { 'upload-offset': upload.offset, 'upload-length': upload.length }).end();
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, this.slowMs));
    upload.offset += (await bodyOf(request)).length;
    if (upload.offset === upload.length) trackArrived(upload.videoId);
    const video = videos.find((one) => one.id === upload.videoId);
    if (video) {
      video.uploadedBytes = String(upload.offset);
      if (upload.offset === upload.length)
        for (const step of ['uploaded', 'checking', 'transcoding']) moveVideo(video, step);
    }
    response.writeHead(204, { 'upload-offset': upload.offset }).end();
  }

  /** Takes any picture and shows it at once; says no to what calls itself no JPEG. */
  private async poster(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const bytes = await bodyOf(request);
    const video = videos.find((one) => one.id === path.split('/').at(-1));
    response.setHeader('content-type', 'application/json');
    if (!video || bytes[0] !== 0xff) {
      response.writeHead(400).end(JSON.stringify({ error: { code: 'NOT_A_PICTURE' } }));
      return;
    }
    video.posterFrames = video.posterFrames.map((one) => ({ ...one, chosen: false }));
    Object.assign(video, { posterIsOwn: true, posterUrl: `/mock/poster/own.svg` });
    response.writeHead(202).end('{}');
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://mock').pathname;
    if (path === '/graphql') return this.graphql(request, response);
    if (path.startsWith('/uploads/posters/')) return this.poster(request, response, path);
    if (path.startsWith('/captions/')) {
      const body = (await bodyOf(request)).toString();
      const [status, json] = putCaptions(new URL(request.url ?? '/', 'http://mock'), body);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
      return;
    }
    if (/^\/stores\/\w+\/certificate-pools\/\w+\/codes$/.test(path)) {
      await bodyOf(request);
      response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(codesAnswer));
      return;
    }
    if (path.startsWith('/uploads')) return this.tus(request, response, path);
    if (path.startsWith('/mock/photos/')) return sendFile(response, join(PHOTOS, normalize(path.slice(12))), request);
    if (path === '/mock/clip.webm') return sendFile(response, join(HERE, 'fixtures/clip.webm'), request);
    if (path.startsWith('/mock/poster/') || path.startsWith('/v1/disputes/evidence/')) {
      response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(poster(path));
      return;
    }
    if (path.startsWith('/player/v1/'))
      return sendFile(response, join(PLAYER, normalize(path.slice(11))), request, true);
    if (path === '/v1/cards') {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(previewCard(`http://${request.headers.host}`)));
      return;
    }
    if (path.startsWith('/v1/')) return void response.writeHead(204).end();
    const file = join(DIST, normalize(path.replace(/^\/studio/, '')));
    sendFile(response, extname(file) ? file : join(DIST, 'index.html'), request);
  }
}

/** Starts the stand-in on a free port. Needs `studio/dist` for pages. */
export async function startMockApi(port = 0): Promise<MockApi> {
  const mock = new Mock();
  const server: Server = createServer((request, response) => {
    mock.answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  const api = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
  return Object.defineProperties(api as MockApi, {
    slowMs: { get: () => mock.slowMs, set: (ms: number) => (mock.slowMs = ms) },
    cut: { get: () => mock.cut, set: (cut: boolean) => (mock.cut = cut) },
  });
}
