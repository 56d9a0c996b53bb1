// Hostile files and sudden ends: no foreign file is read, no address is called, no process and no folder stays.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { prepareVideo } from '../../src/transcoding/pipeline.js';
import { WIDEST_BOUNDS } from '../../src/transcoding/rules/bounds.rules.js';
import { inputArguments } from '../../src/transcoding/rules/ffmpeg.rules.js';
import { openWorkshop, type Workshop } from '../../src/transcoding/running/workshop.js';
import { mediaFile, WITHOUT_AV1 } from '../support/media.js';

let workshop: Workshop;
let folder: string;
let canary: string;
let server: Server;
let calls = 0;
let address: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-fences-'));
  workshop = await openWorkshop(WITHOUT_AV1);
  // A canary that plays: a reader would publish it, not merely fail.
  canary = join(folder, 'canary.mp4');
  writeFileSync(canary, readFileSync(mediaFile('bee-720p.mp4') as string));
  server = createServer((_request, response) => {
    calls++;
    response.end(readFileSync(canary));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/clip.mp4`;
});
afterAll(async () => {
  await new Promise((done) => server.close(done));
  rmSync(folder, { recursive: true, force: true });
});

const disguises: [string, () => string][] = [
  ['an HLS playlist of a file', () => `#EXTM3U\n#EXTINF:4,\nfile://${canary}\n#EXT-X-ENDLIST\n`],
  ['an HLS playlist of an address', () => `#EXTM3U\n#EXTINF:4,\n${address}\n#EXT-X-ENDLIST\n`],
  ['a concat script', () => `ffconcat version 1.0\nfile '${canary}'\n`],
  ['a DASH manifest', () => `<?xml version="1.0"?><MPD><BaseURL>${address}</BaseURL></MPD>`],
  ['a drawing', () => `<svg xmlns="http://www.w3.org/2000/svg"><image href="${address}"/></svg>`],
];

describe('disguised files', () => {
  it.each(disguises)('%s is refused, and nothing it names is touched', async (name, text) => {
    const sourcePath = join(folder, `${name.replaceAll(' ', '-')}.mp4`);
    writeFileSync(sourcePath, text());
    const outDir = join(folder, 'out');
    const result = await prepareVideo({ sourcePath, outDir, workshop, bounds: WIDEST_BOUNDS, scratchRoot: folder });
    expect(result).toMatchObject({ status: 'refused', code: 'NOT_A_VIDEO' });
    expect(calls).toBe(0);
  });

  it.each(disguises)('%s behind a real container header opens nothing either', async (name, text) => {
    const sourcePath = join(folder, `${name.replaceAll(' ', '-')}-2.mp4`);
    writeFileSync(
      sourcePath,
      Buffer.concat([Buffer.from([0, 0, 0, 16]), Buffer.from('ftypisom\0\0\0\0'), Buffer.from(text())]),
    );
    const outDir = join(folder, 'out');
    const result = await prepareVideo({ sourcePath, outDir, workshop, bounds: WIDEST_BOUNDS, scratchRoot: folder });
    expect(result).toMatchObject({ status: 'refused', code: 'DAMAGED' });
    expect(calls).toBe(0);
  });

  it('even where sniffing fails, the arguments keep ffmpeg to one file and one container', async () => {
    const source = join(folder, 'list.mp4');
    writeFileSync(source, `#EXTM3U\n#EXTINF:4,\n${address}\n#EXT-X-ENDLIST\n`);
    const scratch = mkdtempSync(join(folder, 'own-'));
    for (const demuxer of ['mov', 'matroska', 'mpegts', 'ogg'] as const) {
      const args = [...inputArguments(source, demuxer, WIDEST_BOUNDS), '-f', 'null', '-'];
      const run = await workshop.ffmpeg(args, { source, scratch, seconds: 1 });
      expect(run.exit).toBe('failed');
    }
    expect(calls).toBe(0);
  });

  const holds = (name: string) => workshop.fences().find((f) => f.name === name)?.holds === true;

  it('even where the arguments fail, the jail shows no other file and has no network', async () => {
    const source = mediaFile('odd-dimensions-161x121.webm') as string;
    const scratch = join(folder, 'scratch');
    mkdirSync(scratch);
    const order = { source, scratch, seconds: 1 };
    const own = await workshop.ffmpeg(['-v', 'error', '-i', source, '-f', 'null', '-'], order);
    expect(own.exit).toBe('ok');
    if (holds('sees only its own files')) {
      const other = await workshop.ffmpeg(['-v', 'error', '-i', canary, '-f', 'null', '-'], order);
      expect(other).toMatchObject({ exit: 'failed', stderr: expect.stringContaining('No such file') });
    }
    if (holds('no network')) {
      expect((await workshop.ffmpeg(['-v', 'error', '-i', address, '-f', 'null', '-'], order)).exit).toBe('failed');
      expect(calls).toBe(0);
    }
  });
});

/** Command lines of living processes that name our folder. */
function living(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ')];
      } catch {
        return [];
      }
    })
    .filter((line) => line.includes(folder) && line.includes('ffmpeg'));
}

describe('a sudden end', () => {
  it('cancelling kills every process at once and removes the scratch folder', async () => {
    const stop = new AbortController();
    const scratchRoot = join(folder, 'cancelled');
    mkdirSync(scratchRoot);
    const sourcePath = mediaFile('coffee-portrait-9x16.mp4') as string;
    const work = prepareVideo({
      ...{ sourcePath, outDir: join(folder, 'c'), workshop, scratchRoot, signal: stop.signal },
      onProgress: () => stop.abort(new Error('called off')),
    });
    await expect(work).rejects.toThrow('called off');
    expect(living()).toEqual([]);
    expect(readdirSync(scratchRoot)).toEqual([]);
  });

  it('the lowest rung can be played before the rest is made', async () => {
    const seen: number[] = [];
    const outDir = join(folder, 'early');
    const sourcePath = mediaFile('coffee-portrait-9x16.mp4') as string;
    const result = await prepareVideo({
      ...{ sourcePath, outDir, workshop, scratchRoot: folder },
      onFirstPlayable: ({ playlist, segments }) => {
        seen.push(segments);
        expect(readFileSync(join(outDir, playlist), 'utf8')).toMatch(/#EXT-X-PLAYLIST-TYPE:EVENT[^]*#EXTINF/);
      },
    });
    expect(result.status).toBe('published');
    expect(seen.length).toBeGreaterThan(0);
    expect(result.timingsMs['firstPlayable']).toBeLessThan(result.timingsMs['total'] ?? 0);
  });
});
