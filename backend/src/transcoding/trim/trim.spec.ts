// A trim through the real programs: exact to the frame in picture and sound, and as good as the source's own part.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loudnessOf, mediaFile, WITHOUT_AV1 } from '../../../test/support/media.js';
import type { Kept } from '../../videos/versions/keep.rules.js';
import { prepareVideo } from '../pipeline.js';
import { WIDEST_BOUNDS } from '../rules/bounds.rules.js';
import { openWorkshop, type Workshop } from '../running/workshop.js';

let workshop: Workshop;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-trim-'));
  workshop = await openWorkshop(WITHOUT_AV1);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ffmpeg = (...args: string[]): Buffer =>
  execFileSync(workshop.binaries.ffmpeg, ['-v', 'error', ...args], { maxBuffer: 1e8 });

/** The progressive file of a trim: the same frames as every rung. */
async function trimmed(name: string, sourcePath: string, keep: Kept[]) {
  const outDir = join(folder, name);
  const settings = { sourcePath, outDir, workshop, bounds: WIDEST_BOUNDS, scratchRoot: folder, keep };
  const result = await prepareVideo(settings);
  if (result.status === 'refused') throw new Error(result.detail);
  return { ...result, path: join(outDir, result.mp4 ?? '') };
}

const BITS = 8;
/**
 * Eight bars tell the number of each frame in Gray code: one bar changes from frame to frame, which survives a low rate
 * of bits. A beep of 20 ms begins with every whole second.
 */
function makeCounted(path: string): void {
  const bit = 'pow(2,floor(X/48))';
  const bars = `geq=lum='if(mod(floor((N+${bit})/(2*${bit})),2),180,60)':cb=128:cr=128`;
  ffmpeg(
    ...['-f', 'lavfi', '-i', `color=black:s=384x216:r=25:d=8,format=yuv420p,${bars}`],
    ...['-f', 'lavfi', '-i', `aevalsrc='if(lt(mod(t,1),0.02),0.5*sin(2*PI*1000*t),0)':s=48000:d=8`],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-qp', '10', '-g', '250', '-c:a', 'aac', '-b:a', '160k', '-y', path],
  );
}

function frameNumbers(path: string): number[] {
  const raw = ffmpeg('-i', path, '-vf', `scale=${BITS}:1:flags=area,format=gray`, '-f', 'rawvideo', '-');
  return Array.from({ length: raw.length / BITS }, (_, frame) => {
    let [number, above] = [0, 0];
    // From the highest bar down, each says whether its bit differs from the one above it.
    for (let bar = BITS - 1; bar >= 0; bar--) {
      above ^= (raw[frame * BITS + bar] ?? 0) > 120 ? 1 : 0;
      number = number * 2 + above;
    }
    return number;
  });
}

/** Seconds at which a beep begins. */
function beeps(path: string): number[] {
  const raw = ffmpeg('-i', path, '-ac', '1', '-ar', '48000', '-f', 's16le', '-');
  const found: number[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const at = i / 2 / 48_000;
    if (Math.abs(raw.readInt16LE(i)) > 2500 && at - (found.at(-1) ?? -1) > 0.1) found.push(at);
  }
  return found;
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

describe('a trim', () => {
  it('holds exactly the chosen frames, between keyframes too, and every beep at its frame', async () => {
    const source = join(folder, 'counted.mp4');
    makeCounted(source);
    const keep = [
      { fromMs: 1200, toMs: 3200 },
      { fromMs: 4760, toMs: 5040 },
      { fromMs: 5200, toMs: 7200 },
    ];
    const { path, durationMs, mp4 } = await trimmed('counted', source, keep);
    expect(mp4).not.toBeNull();
    expect(durationMs).toBe(4280);
    expect(frameNumbers(path)).toEqual([...range(30, 80), ...range(119, 126), ...range(130, 180)]);
    // Beeps of 2, 3, 5, 6 and 7 s, where their frames are now.
    const heard = beeps(path);
    const wanted = [0.8, 1.8, 2.24, 3.08, 4.08];
    expect(heard).toHaveLength(wanted.length);
    for (const [i, at] of wanted.entries()) expect(Math.abs((heard[i] ?? 0) - at)).toBeLessThan(0.03);
    // Against one another to two milliseconds: what an encoder puts in front moves all alike.
    for (const [i, at] of wanted.entries()) {
      expect(Math.abs((heard[i] ?? 0) - (heard[0] ?? 0) - (at - 0.8))).toBeLessThan(0.002);
    }
  });

  it('of real speech looks and sounds like that part of its source', async () => {
    const source = mediaFile('speaker-portrait-404x720.mp4') ?? '';
    const { path, durationMs, width, height } = await trimmed('speech', source, [
      { fromMs: 1000, toMs: 3000 },
      { fromMs: 6500, toMs: 8500 },
    ]);
    expect(durationMs).toBe(4000);
    const part = `select='between(n,30,89)+between(n,195,254)',setpts=N/30/TB,scale=${width}:${height}:flags=bicubic`;
    const log = execFileSync(
      '/bin/sh',
      ['-c', '"$@" 2>&1', 'sh', workshop.binaries.ffmpeg, '-hide_banner', '-nostats', '-i', path, '-i', source].concat([
        '-lavfi',
        `[1:v]fps=30:start_time=0,${part}[r];[0:v]setpts=N/30/TB[m];[m][r]ssim`,
        '-f',
        'null',
        '-',
      ]),
    ).toString();
    const ssim = Number(/SSIM .*All:([\d.]+)/.exec(log)?.[1] ?? 0);
    process.stdout.write(`trim: SSIM ${ssim} against the source's own part\n`);
    expect(ssim).toBeGreaterThan(0.95);
    expect(Math.abs(loudnessOf(workshop.binaries, path) + 16)).toBeLessThan(1);
  });

  it('that leaves too little is refused, and leaves no file', async () => {
    const outDir = join(folder, 'short');
    const sourcePath = join(folder, 'counted.mp4');
    const settings = { sourcePath, outDir, workshop, bounds: WIDEST_BOUNDS, scratchRoot: folder };
    const result = await prepareVideo({ ...settings, keep: [{ fromMs: 0, toMs: 500 }] });
    expect(result).toMatchObject({ status: 'refused', code: 'OUT_OF_BOUNDS' });
  });
});
