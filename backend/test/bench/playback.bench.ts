// A product card by GET and by GraphQL against bare Fastify handlers that return the same bytes: in turns, in one process.
// Run by `npm run bench -- playback`; jest only brings the compiler and the database.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fastify, type FastifyInstance } from 'fastify';
import { Storage } from '../../src/base/storage/storage.js';
import { mediaFolder } from '../../src/videos/video.rules.js';
import { startApp, type TestApp } from '../support/app.js';
import { makeCreator, makeProduct, makeStore } from '../support/make.js';
import { makePublishedVideo } from '../support/make-videos.js';

/** Short turns and many of them: what a shared machine takes away for a second falls on both sides of a pair. */
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 150);
const REQUESTS = Number(process.env['BENCH_REQUESTS'] ?? 500);
const WARM_UP = 20;
/** What is not answered by then hangs. */
const PATIENCE_MS = 60_000;
const CONNECTIONS = 16;
const VIDEOS = 3;
/** CPU of a request to that of its bare handler. */
const GOALS = { get: 1.2, graphql: 1.6 } as const;
const LOADER = join(import.meta.dirname, '../../../scripts/bench/playback/loader.mjs');
const PLAYLISTS = join(import.meta.dirname, '../../../player/test/media/mug');

/** What a shop asks for that draws the cards itself: all that a card shows and a player needs. */
const CARD = `query Card($store: String!, $product: String!) {
  card(store: $store, product: $product) {
    product { id title price { amountMinor currency decimals } url imageUrl inStock variants { id title price { amountMinor } inStock } }
    videos { id title creator { name avatarUrl } durationMs width height hlsUrl mp4Url posterUrl disclosure captions { lang label url }
      start { codecs width height bitrate playlist init first } }
  }
}`;

interface Asked {
  url: string;
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body?: string;
  bytes: number;
}
interface Cost {
  cpuUs: number;
  p50: number;
  p99: number;
}

/** Headers that HTTP itself writes. */
const OF_HTTP = new Set(['date', 'connection', 'keep-alive', 'content-length']);

let app: TestApp;
let bare: FastifyInstance;
beforeAll(async () => {
  app = await startApp();
  bare = fastify();
}, 120_000);
afterAll(async () => {
  await bare?.close();
  await app?.close();
});

/** A product with videos whose playlists are real ones: the start of every rung is most of a card. */
async function makeCard(): Promise<string> {
  const store = await makeStore(app);
  const creator = await makeCreator(app, { name: 'Dana' });
  const variants = ['blue', 'white', 'red'].map((name) => ({
    ...{ externalId: name, title: name, price: '13990.00', inStock: true },
  }));
  const mug = await makeProduct(app, store, { externalId: 'mug', title: 'Mug', variants });
  for (let n = 0; n < VIDEOS; n++) {
    const video = await makePublishedVideo(app, { store, creator, products: [mug], title: `Mug ${n}` });
    const folder = mediaFolder({ storeId: video.storeId, videoId: video.id, version: video.version });
    for (const name of readdirSync(PLAYLISTS).filter((file) => file.endsWith('.m3u8')))
      await app.get(Storage).put(`${folder}/${name}`, readFileSync(join(PLAYLISTS, name)));
  }
  return store.publishableKey;
}

interface Loader {
  /** Asks so often, and tells what this process, which serves, spent on each request. */
  cost(count: number): Promise<Cost>;
  stop(): void;
}

/** The loader's next message; an error when it ends or is silent instead. */
async function told(child: ChildProcess): Promise<unknown> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const ended = once(child, 'exit', { signal }).then(() => Promise.reject(new Error('The loader ended.')));
  const [message] = (await Promise.race([once(child, 'message', { signal }), ended])) as [unknown];
  return message;
}

async function startLoader(asked: Asked): Promise<Loader> {
  const child = fork(LOADER, [JSON.stringify({ ...asked, connections: CONNECTIONS })], { execArgv: [] });
  await told(child);
  return {
    async cost(count) {
      const before = process.cpuUsage();
      child.send(count);
      const times = ((await told(child)) as number[]).sort((a, b) => a - b);
      const { user, system } = process.cpuUsage(before);
      const at = (share: number) => times[Math.ceil(share * times.length) - 1] ?? NaN;
      return { cpuUs: (user + system) / count, p50: at(0.5), p99: at(0.99) };
    },
    stop: () => void child.disconnect(),
  };
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

describe('a product card', () => {
  it('costs little more than its bytes do', async () => {
    const key = await makeCard();
    const cards = `${app.baseUrl}/v1/cards?store=${key}&product=mug`;
    const card = await fetch(cards);
    // The same headers too: whoever serves a card to a shop's page has to send them.
    const sent = Object.fromEntries([...card.headers].filter(([name]) => !OF_HTTP.has(name)));
    const got = Buffer.from(await card.arrayBuffer());
    expect(
      (JSON.parse(got.toString()) as { videos: { start: unknown[] }[] }).videos.map((v) => v.start.length),
    ).toEqual([4, 4, 4]);
    const query = JSON.stringify({ query: CARD, variables: { store: key, product: 'mug' } });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${app.baseUrl}/graphql`, { method: 'POST', headers, body: query });
    const said = Buffer.from(await answer.arrayBuffer());
    expect((JSON.parse(said.toString()) as { errors?: unknown }).errors).toBeUndefined();
    bare.get('/card', (_, reply) => reply.headers(sent).send(got));
    bare.post('/graphql', (_, reply) => reply.type('application/json; charset=utf-8').send(said));
    const bareUrl = await bare.listen({ port: 0, host: '127.0.0.1' });
    const get = { method: 'GET', headers: {}, bytes: got.length } as const;
    const post = { method: 'POST', headers, body: query, bytes: said.length } as const;
    const bareQuery = `?store=${key}&product=mug`;
    const doors = {
      get: {
        service: await startLoader({ ...get, url: cards }),
        bare: await startLoader({ ...get, url: `${bareUrl}/card${bareQuery}` }),
      },
      graphql: {
        service: await startLoader({ ...post, url: `${app.baseUrl}/graphql` }),
        bare: await startLoader({ ...post, url: `${bareUrl}/graphql` }),
      },
    };
    const rounds: Record<keyof typeof doors, { service: Cost; bare: Cost }[]> = { get: [], graphql: [] };
    for (let round = -WARM_UP; round < ROUNDS; round++) {
      for (const door of ['get', 'graphql'] as const) {
        // In turns, so that what the machine does beside it falls on both.
        const order = round % 2 === 0 ? (['bare', 'service'] as const) : (['service', 'bare'] as const);
        const found = {} as { service: Cost; bare: Cost };
        for (const whose of order) found[whose] = await doors[door][whose].cost(REQUESTS);
        if (round >= 0) rounds[door].push(found);
      }
    }
    for (const { service, bare: other } of Object.values(doors)) [service, other].forEach((loader) => loader.stop());
    const summary = (['get', 'graphql'] as const).map((door) => {
      const of = (whose: 'service' | 'bare', what: keyof Cost) =>
        median(rounds[door].map((round) => round[whose][what]));
      const ratio = median(rounds[door].map((round) => round.service.cpuUs / round.bare.cpuUs));
      process.stdout.write(
        `${door}: ${of('service', 'cpuUs').toFixed(1)} us CPU a request, bare ${of('bare', 'cpuUs').toFixed(1)}; ratio ${ratio.toFixed(2)}, goal ${GOALS[door]}; ` +
          `${CONNECTIONS} at once: p50 ${of('service', 'p50').toFixed(2)} ms, p99 ${of('service', 'p99').toFixed(2)} ms, bare p99 ${of('bare', 'p99').toFixed(2)} ms\n`,
      );
      return {
        door,
        ratio,
        goal: GOALS[door],
        bytes: { get: get.bytes, graphql: post.bytes }[door],
        rounds: rounds[door],
      };
    });
    const target = join(import.meta.dirname, '../../../.vitrina/bench');
    mkdirSync(target, { recursive: true });
    writeFileSync(join(target, 'playback.json'), `${JSON.stringify({ requests: REQUESTS, summary }, null, 2)}\n`);
    for (const { ratio, goal } of summary) expect(ratio).toBeLessThanOrEqual(goal);
  }, 900_000);
});
