// A long film takes no more memory than a short one, wherever its candidate posters lie.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { planOfFile } from '../../src/transcoding/cli.js';
import { openWorkshop, type Workshop } from '../../src/transcoding/running/workshop.js';
import { WITHOUT_AV1 } from '../support/media.js';

let workshop: Workshop;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-memory-'));
  workshop = await openWorkshop(WITHOUT_AV1);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The most that ffmpeg held at once, MiB, while it made all rungs and one poster: the very first frame. */
async function peakMiB(seconds: number): Promise<number> {
  const film = join(folder, `${seconds}.mp4`);
  const scratch = join(folder, `scratch-${seconds}`);
  mkdirSync(scratch);
  const source = ['-f', 'lavfi', '-i', `testsrc2=s=640x360:r=30:d=${seconds}`];
  execFileSync(workshop.binaries.ffmpeg, ['-v', 'error', ...source, '-c:v', 'libx264', '-preset', 'ultrafast', film]);
  const { plan, encodeArguments } = await planOfFile(film, workshop, scratch);
  const outputs = plan.outputs.map((name) => join(scratch, name));
  const candidates = { pattern: join(scratch, 'frame-%03d.jpg'), frames: [0] };
  const args = encodeArguments({ ...plan, outputs, candidates, preset: 'ultrafast' });
  const { status, stderr } = spawnSync(workshop.binaries.ffmpeg, args, { encoding: 'utf8', maxBuffer: 1e8 });
  expect(status).toBe(0);
  return Number(/bench: maxrss=(\d+)/.exec(stderr)?.[1]) / 1024;
}

it('holds no frames back for the next poster', async () => {
  const short = await peakMiB(5);
  const long = await peakMiB(40);
  // Held back, the 35 s more would be 350 MiB.
  expect(long - short).toBeLessThan(60);
});
