// Files that name other files and addresses, through every ffmpeg of this machine, with and without bubblewrap.
import { chmodSync, copyFileSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_SETTINGS, prepareVideo, type Prepared } from '../../src/transcoding/pipeline.js';
import { WIDEST_BOUNDS } from '../../src/transcoding/rules/bounds.rules.js';
import { inputArguments } from '../../src/transcoding/rules/ffmpeg.rules.js';
import { openWorkshop, type Workshop } from '../../src/transcoding/running/workshop.js';
import { picturesOf } from '../support/media.js';
import { aviWithSubtitles, disguises, filmElsewhere, referenceMovie, type Canary } from './traps.js';
import { scene, X264, Zoo } from './zoo.js';

let zoo: Zoo;
let canary: Canary;
let server: Server;
let calls = 0;

beforeAll(async () => {
  zoo = new Zoo(process.env['FFMPEG_PATH'] ?? 'ffmpeg', mkdtempSync(join(tmpdir(), 'vitrina-traps-')));
  // Others may pass through, as through the worker's folder: only then can a job have a user of its own.
  chmodSync(zoo.folder, 0o711);
  const film = zoo.make('canary.mp4', [...scene({ width: 200, height: 200 }), ...X264, '-c:a', 'aac']);
  server = createServer((_request, response) => {
    calls++;
    response.end(readFileSync(film));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  canary = { path: film, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/canary.mp4` };
});
afterAll(async () => {
  await new Promise((done) => server.close(done));
  rmSync(zoo.folder, { recursive: true, force: true });
});

const isThere = (path: string | undefined): path is string => path !== undefined && existsSync(path);
const programs = [
  { ffmpegPath: process.env['FFMPEG_PATH'], ffprobePath: process.env['FFPROBE_PATH'] },
  { ffmpegPath: '/usr/bin/ffmpeg', ffprobePath: '/usr/bin/ffprobe' },
].filter((p) => isThere(p.ffmpegPath) && isThere(p.ffprobePath));
const machines = [
  ...programs.map((p) => ({ ...p, without: [] as const })),
  ...(existsSync('/usr/bin/bwrap') ? programs.map((p) => ({ ...p, without: ['bwrap'] as const })) : []),
];

/** The canary is 200x200 and the scene 320x180: the size tells which of them was read. */
const expectUntouched = (result: Prepared) => {
  if (result.status === 'published') expect(`${result.width}x${result.height}`).toBe('320x180');
  expect(calls).toBe(0);
};

describe.each(machines)('$ffmpegPath without $without', (machine) => {
  let workshop: Workshop;
  beforeAll(async () => {
    workshop = await openWorkshop({ ...machine, av1: false, scratchRoot: zoo.folder });
  });
  const prepare = (name: string, bytes: Uint8Array | string): Promise<Prepared> => {
    const sourcePath = zoo.write(`${name.replaceAll(' ', '-')}.mp4`, bytes);
    const settings = { ...DEFAULT_SETTINGS, preset: 'ultrafast' };
    const options = { sourcePath, outDir: `${sourcePath}.out`, workshop, bounds: WIDEST_BOUNDS, settings };
    return prepareVideo({ ...options, scratchRoot: zoo.folder });
  };

  it('text of fifteen kinds is refused before any program sees it', async () => {
    for (const [name, text] of Object.entries(disguises)) {
      expect([name, await prepare(name, text(canary))]).toMatchObject([
        name,
        { status: 'refused', code: 'NOT_A_VIDEO' },
      ]);
    }
    expect(calls).toBe(0);
  });

  it('where sniffing fails, the arguments keep every program to one file and one container', async () => {
    const scratch = mkdtempSync(join(zoo.folder, 'scratch-'));
    for (const name of ['an HLS playlist of an address', 'a concat script', 'a DASH manifest', 'a drawing']) {
      const source = zoo.write('list.mp4', disguises[name]?.(canary) ?? '');
      for (const demuxer of ['mov', 'avi'] as const) {
        const args = [...inputArguments(source, demuxer, WIDEST_BOUNDS), '-f', 'null', '-'];
        const run = await workshop.ffmpeg(args, { source, scratch, seconds: 1 });
        expect(run.exit).toBe('failed');
      }
    }
    expect(calls).toBe(0);
  });

  it('subtitles inside an AVI are not opened as a playlist', async () => {
    for (const kind of ['an HLS playlist of a file', 'an HLS playlist of an address', 'a concat script']) {
      const result = await prepare(`avi ${kind}`, aviWithSubtitles(disguises[kind]?.(canary) ?? ''));
      expect(result.status).toBe('refused');
      expectUntouched(result);
    }
  });

  it('a film that says its pictures lie in another file never shows that file', async () => {
    for (const [kind, target] of [
      ['url ', canary.address],
      ['alis', canary.path],
      ['url ', `file://${canary.path}`],
    ] as const) {
      expectUntouched(await prepare(`dref ${kind}`, filmElsewhere(zoo, kind, target)));
    }
    for (const target of [canary.path, canary.address]) {
      const result = await prepare('rmra', referenceMovie(target));
      expect(result).toMatchObject({ status: 'refused' });
      expectUntouched(result);
    }
  }, 180_000);

  const holds = (name: string) => workshop.fences().find((f) => f.name === name)?.holds === true;

  it('where the arguments fail too, the jail shows no other file and no network', async () => {
    const source = zoo.plain();
    const scratch = mkdtempSync(join(zoo.folder, 'jail-'));
    const order = { source, scratch, seconds: 1 };
    const read = (what: string) => workshop.ffmpeg(['-v', 'error', '-i', what, '-f', 'null', '-'], order);
    expect((await read(source)).exit).toBe('ok');
    if (holds('no network')) expect((await read(canary.address)).exit).toBe('failed');
    if (holds('sees only its own files')) expect(await read(canary.path)).toMatchObject({ exit: 'failed' });
    expect(calls).toBe(0);
  });

  it('a file that only we may read is prepared, and one of another job is out of reach', async () => {
    if (!holds('own user')) return;
    const secret = join(zoo.folder, 'secret.mp4');
    copyFileSync(zoo.plain(), secret);
    chmodSync(secret, 0o600);
    const options = {
      sourcePath: secret,
      outDir: `${secret}.out`,
      workshop,
      bounds: WIDEST_BOUNDS,
      scratchRoot: zoo.folder,
    };
    const result = await prepareVideo(options);
    expect(result).toMatchObject({ status: 'published', width: 320 });
    expect(picturesOf(workshop.binaries, join(options.outDir, 'master.m3u8'))).toMatch(/MD5=/);
    const scratch = mkdtempSync(join(zoo.folder, 'other-'));
    const order = { source: zoo.plain(), scratch: realpathSync(scratch), seconds: 1 };
    const run = await workshop.ffmpeg(['-v', 'error', '-i', secret, '-f', 'null', '-'], order);
    expect(run).toMatchObject({ exit: 'failed', stderr: expect.stringMatching(/Permission denied|No such file/) });
    // Behind bubblewrap it may write there, into a folder of the box that vanishes with it.
    await workshop.ffmpeg(['-v', 'error', '-i', zoo.plain(), '-c', 'copy', join(zoo.folder, 'planted.mp4')], order);
    expect(existsSync(join(zoo.folder, 'planted.mp4'))).toBe(false);
  }, 120_000);

  it('says which fences hold, and why others do not', () => {
    const fences = Object.fromEntries(workshop.fences().map(({ name, holds, why }) => [name, [holds, why]]));
    expect(workshop.fences().every(({ why }) => why.length > 3)).toBe(true);
    const boxed = existsSync('/usr/bin/bwrap') && machine.without.length === 0;
    expect(fences['sees only its own files']?.[0]).toBe(boxed);
    if (process.getuid?.() === 0) expect(fences['own user']).toEqual([true, expect.stringContaining('setpriv')]);
  });
});
