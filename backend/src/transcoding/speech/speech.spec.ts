// Speech to text against a strict double of the format: what is sent, what becomes of each answer, and what is tried again.
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { makeCreator, makeStore, type MadeStore, type SignedCreator } from '../../../test/support/make.js';
import { makeWaitingVideo } from '../../../test/support/make-videos.js';
import { mediaFile } from '../../../test/support/media.js';
import { Storage } from '../../base/storage/storage.js';
import type { Video } from '../../videos/video.entity.js';
import { mediaFolder } from '../../videos/video.rules.js';
import { VideosService } from '../../videos/videos.service.js';
import { PreparationService } from '../preparation.service.js';
import { SpeechService } from './speech.service.js';

interface Asked {
  authorization: string | undefined;
  fields: Record<string, string>;
  file: { name: string; type: string; bytes: Buffer };
}

/** Answers like the engines do, and refuses whatever is not the format to the letter. */
class Double {
  readonly asked: Asked[] = [];
  /** What it does next; the last one stays. */
  script: ((response: ServerResponse) => void)[] = [];
  private readonly server: Server = createServer((request, response) => void this.answer(request, response));

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1/`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await buffer(request);
    const isRight = request.method === 'POST' && request.url === '/v1/audio/transcriptions';
    if (!isRight || Number(request.headers['content-length']) !== bytes.length)
      return void response.writeHead(404).end();
    const headers = { 'content-type': request.headers['content-type'] ?? '' };
    const form = await new Response(new Uint8Array(bytes), { headers }).formData();
    const file = form.get('file');
    if (!(file instanceof File)) return void response.writeHead(422).end();
    const fields = Object.fromEntries([...form].filter(([name]) => name !== 'file')) as Record<string, string>;
    const content = { name: file.name, type: file.type, bytes: Buffer.from(await file.arrayBuffer()) };
    this.asked.push({ authorization: request.headers.authorization, fields, file: content });
    const next = this.script.length > 1 ? this.script.shift() : this.script[0];
    next?.(response);
  }
}

const say =
  (body: string, status = 200, headers = {}) =>
  (response: ServerResponse) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
const HEARD = say(
  JSON.stringify({
    ...{ task: 'transcribe', language: 'russian', duration: 9.98, text: 'Привет. Это кружка.' },
    segments: [
      { id: 0, start: 0.2, end: 1.4, text: ' Привет.', avg_logprob: -0.2, no_speech_prob: 0.01 },
      { id: 1, start: 1.4, end: 3.1, text: ' Это кружка.', avg_logprob: -0.2, no_speech_prob: 0.01 },
    ],
  }),
);
const SILENT = () => undefined;

let app: TestApp;
let store: MadeStore;
let dana: SignedCreator;
const double = new Double();
beforeAll(async () => {
  const env = { SPEECH_KEY: 'spec-key', SPEECH_MODEL: 'tiny', SPEECH_TIMEOUT_MS: '30000' };
  app = await startApp({ ...env, SPEECH_URL: await double.start() });
  store = await makeStore(app);
  dana = await makeCreator(app);
});
afterAll(async () => {
  await app?.close();
  double.close();
});
beforeEach(() => {
  double.asked.length = 0;
  double.script = [HEARD];
});

const folderOf = (video: Video) => mediaFolder({ storeId: video.storeId, videoId: video.id, version: video.version });

/** A prepared video whose rendition is a real clip with speech in it. */
async function speaking(clip?: Buffer): Promise<Video> {
  const video = await makeWaitingVideo(app, { store, creator: dana });
  const bytes = clip ?? (await readFile(mediaFile('speaker-portrait-404x720.mp4') as string));
  await app.get(Storage).put(`${folderOf(video)}/720p.mp4`, bytes);
  return video;
}

async function ask(videoId: string, language = 'ru-KZ') {
  const query = 'mutation($v: ID!, $l: String!) { recogniseCaptions(videoId: $v, language: $l) { id state } }';
  return app.graphql<{ recogniseCaptions: { id: string } }>(query, { v: videoId, l: language }, { as: dana.cookie });
}

const begun = async (videoId: string) => (await ask(videoId)).data?.recogniseCaptions.id ?? '';
const listen = (id: string) => app.get(SpeechService).listen(id, new AbortController().signal);
async function outcome(videoId: string) {
  const query = `query($v: ID!) { captions(videoId: $v) { recognitionOffered recognitions { state reason }
    tracks { id language source state revision cues { startMs endMs text } } } }`;
  interface Track {
    id: string;
    revision: number;
  }
  const answer = await app.graphql<{ captions: { recognitions: object[]; tracks: Track[] } }>(
    query,
    { v: videoId },
    { as: dana.cookie },
  );
  return answer.data?.captions ?? { recognitions: [], tracks: [] };
}

describe('listening to a video', () => {
  it('sends the sound as the format has it, and keeps a draft that viewers do not see until it is shown', async () => {
    const video = await speaking();
    await ask(video.id);
    await app.drainJobs();
    const [asked] = double.asked;
    expect(double.asked).toHaveLength(1);
    expect(asked?.authorization).toBe('Bearer spec-key');
    expect(asked?.fields).toEqual({
      ...{ model: 'tiny', language: 'ru', response_format: 'verbose_json', temperature: '0' },
      'timestamp_granularities[]': 'segment',
    });
    const sound = asked?.file.bytes ?? Buffer.alloc(0);
    expect([asked?.file.name, asked?.file.type, sound.toString('latin1', 0, 4)]).toEqual([
      'sound.wav',
      'audio/wav',
      'RIFF',
    ]);
    const [channels, rate, bits] = [sound.readUInt16LE(22), sound.readUInt32LE(24), sound.readUInt16LE(34)];
    expect([channels, rate, bits]).toEqual([1, 16_000, 16]);
    expect(sound.length / 32_000).toBeCloseTo(9.98, 0);
    const { tracks, recognitions } = await outcome(video.id);
    expect(recognitions).toEqual([{ state: 'done', reason: null }]);
    expect(tracks).toMatchObject([
      {
        ...{ language: 'ru-KZ', source: 'recognised', state: 'draft', revision: 1 },
        cues: [
          { startMs: 200, endMs: 1400, text: 'Привет.' },
          { startMs: 1400, endMs: 3100, text: 'Это кружка.' },
        ],
      },
    ]);
    expect((await app.get(VideosService).byId(video.id)).manifest?.captions).toEqual([]);
    const show = 'mutation($id: ID!) { showCaptions(id: $id, revision: 1, shown: true) { state } }';
    expect((await app.graphql(show, { id: tracks[0]?.id }, { as: dana.cookie })).errors).toEqual([]);
    await app.drainJobs();
    expect((await app.get(VideosService).byId(video.id)).manifest?.captions).toHaveLength(1);
    expect(await readdir(join(app.config.dataDir, 'scratch'))).toEqual([]);
  });

  it('is tried again when the engine is busy, broken, silent or hangs up, and what has ended is not asked again', async () => {
    const video = await speaking();
    const id = await begun(video.id);
    const hangUp = (response: ServerResponse) => void response.destroy();
    double.script = [say('{}', 429, { 'retry-after': '1' }), say('oops', 503), SILENT, hangUp, HEARD];
    for (const why of ['429', '503', 'said nothing', 'socket hang up']) {
      // Patience is short only for the answer that never comes: a busy machine may be slow with the others.
      if (app.config.speech) app.config.speech.timeoutMs = why === 'said nothing' ? 400 : 30_000;
      await expect(listen(id)).rejects.toThrow(why);
      expect((await outcome(video.id)).recognitions).toEqual([{ state: 'waiting', reason: null }]);
    }
    await listen(id);
    await listen(id);
    expect(double.asked).toHaveLength(5);
    const { tracks, recognitions } = await outcome(video.id);
    expect([tracks.length, recognitions]).toEqual([1, [{ state: 'done', reason: null }]]);
  });

  it('ends after six tries, and says so', async () => {
    const video = await speaking();
    const id = await begun(video.id);
    double.script = [say('', 500)];
    for (let attempt = 1; attempt <= 5; attempt++) await expect(listen(id)).rejects.toThrow('500');
    await listen(id);
    expect((await outcome(video.id)).recognitions).toEqual([{ state: 'failed', reason: 'UNAVAILABLE' }]);
    expect((await ask(video.id)).errors).toEqual([]);
  });

  // One video for all of these: what failed may be asked again.
  let patient: Video | undefined;
  it.each<[string, (response: ServerResponse) => void, string]>([
    ['a wrong key', say('{"error":{}}', 401), 'REFUSED'],
    ['an unknown model', say('{"error":{}}', 404), 'REFUSED'],
    ['a redirect, which is not followed', say('', 307, { location: 'http://127.0.0.1:1/' }), 'REFUSED'],
    ['a web page', say('<html></html>'), 'NOT_UNDERSTOOD'],
    ['JSON without segments', say('{"text":"hi"}'), 'NOT_UNDERSTOOD'],
    ['5 MiB of it', say(`{"segments":[],"text":"${'x'.repeat(5 * 1024 ** 2)}"}`), 'NOT_UNDERSTOOD'],
    ['no words at all', say('{"segments":[]}'), 'NOTHING_HEARD'],
  ])('ends at once with %s', async (_, answer, reason) => {
    patient ??= await speaking();
    const video = patient;
    double.script = [answer];
    await listen(await begun(video.id));
    expect(double.asked).toHaveLength(1);
    expect(await outcome(video.id)).toMatchObject({ tracks: [], recognitions: [{ state: 'failed', reason }] });
  });

  it('of a video without sound asks nobody', async () => {
    const workshop = await app.get(PreparationService).workshop();
    const source = mediaFile('speaker-portrait-404x720.mp4') as string;
    const scratch = app.config.dataDir;
    const target = join(scratch, 'mute.mp4');
    const args = ['-y', '-i', `file:${source}`, '-an', '-c', 'copy', '-t', '2', `file:${target}`];
    await workshop.ffmpeg(args, { source, scratch, seconds: 5 });
    const video = await speaking(await readFile(target));
    await listen(await begun(video.id));
    expect(double.asked).toEqual([]);
    expect((await outcome(video.id)).recognitions).toEqual([{ state: 'failed', reason: 'NO_SOUND' }]);
  });

  it('never takes the place of captions that a person made meanwhile, nor of a video that is gone', async () => {
    const video = await speaking();
    const id = await begun(video.id);
    const srt = '1\n00:00:01,000 --> 00:00:02,000\nMine\n';
    const headers = { cookie: dana.cookie, 'content-type': 'text/vtt' };
    await app.http.put(`/captions/${video.id}/ru-KZ?revision=0`).set(headers).send(srt);
    await listen(id);
    expect(await outcome(video.id)).toMatchObject({
      ...{ tracks: [{ source: 'uploaded', cues: [{ text: 'Mine' }] }] },
      recognitions: [{ state: 'failed', reason: 'LANGUAGE_TAKEN' }],
    });
    const gone = await speaking();
    const late = await begun(gone.id);
    await app.get(VideosService).retire(gone.id, { kind: 'system', name: 'spec' });
    await listen(late);
    expect((await outcome(gone.id)).recognitions).toEqual([{ state: 'failed', reason: 'VIDEO_CHANGED' }]);
  });

  it('is refused twice at once, over captions that are there, without a language, and where it is not set up', async () => {
    const code = async (call: ReturnType<typeof ask>) => (await call).errors[0]?.extensions.code;
    const video = await speaking();
    expect(await code(ask(video.id))).toBeUndefined();
    expect(await code(ask(video.id))).toBe('CONFLICT');
    await app.drainJobs();
    expect(await code(ask(video.id))).toBe('CONFLICT');
    expect(await code(ask(video.id, 'x-none'))).toBe('BAD_INPUT');
    const { speech } = app.config;
    app.config.speech = undefined;
    expect(await code(ask(video.id, 'kk'))).toBe('SPEECH_OFF');
    expect(await outcome(video.id)).toMatchObject({ recognitionOffered: false });
    app.config.speech = speech;
  });
});
