// Real files broken at random: every one is published or refused, none crashes or hangs us, nothing is left behind.
// VITRINA_MUTATIONS says how many (npm test takes 20, a release 300), VITRINA_MUTATIONS_SEED where to begin.
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { prepareVideo } from '../../src/transcoding/pipeline.js';
import { boxAt } from '../../src/transcoding/rules/boxes.rules.js';
import { WIDEST_BOUNDS } from '../../src/transcoding/rules/bounds.rules.js';
import { openWorkshop, type Workshop } from '../../src/transcoding/running/workshop.js';
import { crowd } from '../support/drills/crowd.js';
import { mediaFile, WITHOUT_AV1 } from '../support/media.js';
import { Zoo } from '../films/zoo.js';

const COUNT = Number(process.env['VITRINA_MUTATIONS'] ?? 20);
const SEED = Number(process.env['VITRINA_MUTATIONS_SEED'] ?? 1);
// Small and short, of different makers and containers; those not shipped with the project are left out where missing.
const SHIPPED = [
  ...['iphone-rotated-portrait.MOV', 'odd-dimensions-161x121.webm', 'screen-recording-vfr.mp4'],
  ...['person-signing.mkv', 'mpeg4.avi', 'camcorder.wmv'],
].flatMap((name) => mediaFile(name) ?? []);
// A file of six seconds that takes a minute hangs, for whoever waits.
const LONGEST_MS = 60_000;

let workshop: Workshop;
let folder: string;
let sources: string;
let clips: string[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrina-mutations-'));
  sources = await mkdtemp(join(tmpdir(), 'vitrina-sources-'));
  workshop = await openWorkshop({ ...WITHOUT_AV1, av1: COUNT > 20 });
  // As browsers and packagers write them: in fragments, with an index of segments.
  const zoo = new Zoo(workshop.binaries.ffmpeg, sources);
  const how = ['-i', zoo.plain(), '-c', 'copy', '-movflags', 'dash+frag_keyframe+global_sidx'];
  clips = [...SHIPPED, zoo.make('fragmented.mp4', [...how, '-f', 'mp4'])];
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await rm(sources, { recursive: true, force: true });
});

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Where boxes of an MP4 begin, two levels deep; empty for other containers. */
function boxStarts(bytes: Buffer): number[] {
  const starts: number[] = [];
  for (let at = 0, box = boxAt(bytes, at); box && box.end > at; at = box.end, box = boxAt(bytes, at)) {
    starts.push(at);
    if (box.type === 'moov') {
      for (let in_ = at + 8, child = boxAt(bytes, in_); child && in_ < box.end && child.end > in_;) {
        starts.push(in_);
        in_ = child.end;
        child = boxAt(bytes, in_);
      }
    }
  }
  return starts;
}

type Mutation = (bytes: Buffer, roll: (below: number) => number) => Buffer;
const MUTATIONS: Readonly<Record<string, Mutation>> = {
  flip: (bytes, roll) => {
    for (let n = 1 + roll(200); n > 0; n--) bytes[roll(bytes.length)]! ^= 1 << roll(8);
    return bytes;
  },
  flipHead: (bytes, roll) => {
    for (let n = 1 + roll(20); n > 0; n--) bytes[roll(Math.min(4096, bytes.length))] = roll(256);
    return bytes;
  },
  flipTail: (bytes, roll) => {
    for (let n = 1 + roll(50); n > 0; n--) bytes[bytes.length - 1 - roll(Math.min(8192, bytes.length))] = roll(256);
    return bytes;
  },
  cut: (bytes, roll) => bytes.subarray(0, 1 + roll(bytes.length)),
  beheaded: (bytes, roll) => bytes.subarray(roll(bytes.length)),
  doubled: (bytes) => Buffer.concat([bytes, bytes]),
  repeated: (bytes, roll) => {
    const [from, length] = [roll(bytes.length), roll(50_000)];
    return Buffer.concat([bytes.subarray(0, from + length), bytes.subarray(from)]);
  },
  hole: (bytes, roll) => {
    const from = roll(bytes.length);
    return bytes.fill(0, from, Math.min(bytes.length, from + 1 + roll(100_000)));
  },
  missing: (bytes, roll) => {
    const from = roll(bytes.length);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + 1 + roll(20_000))]);
  },
  resizedBox: (bytes, roll) => {
    const starts = boxStarts(bytes);
    const at = starts[roll(Math.max(1, starts.length))] ?? roll(bytes.length - 4);
    const sizes = [
      0,
      1,
      7,
      8,
      0xffffffff,
      0x7fffffff,
      roll(2 ** 31),
      Math.max(0, bytes.readUInt32BE(at) - 1 - roll(64)),
    ];
    bytes.writeUInt32BE(sizes[roll(sizes.length)] ?? 0, at);
    return bytes;
  },
};

/** Processes under this one that are ours to end: encoders and their fences. */
function workers(): string[] {
  const facts = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return [{ pid, name: /\((.*)\)/.exec(stat)?.[1] ?? '', state, parent }];
      } catch {
        return [];
      }
    });
  const mine = facts.filter((f) => f.parent === String(process.pid) && f.state !== 'Z');
  return mine.filter((f) => /ffmpeg|ffprobe|bwrap|prlimit|nice/.test(f.name)).map((f) => f.name);
}

const numbers = Array.from({ length: COUNT }, (_, i) => SEED + i);
it(
  `${COUNT} broken files from seed ${SEED} are published or refused, in time, and leave nothing`,
  async () => {
    const ends: Record<string, number> = {};
    const troubles: string[] = [];
    for (const number of numbers) {
      const next = dice(number);
      const roll = (below: number): number => Math.floor(next() * below);
      const clip = clips[number % clips.length] as string;
      const name = Object.keys(MUTATIONS)[roll(Object.keys(MUTATIONS).length)] as string;
      const mutate = MUTATIONS[name] as Mutation;
      const [sourcePath, outDir] = [join(folder, 'broken'), join(folder, 'out')];
      await writeFile(sourcePath, mutate(Buffer.from(readFileSync(clip)), roll));
      const begun = Date.now();
      const options = { sourcePath, outDir, workshop, bounds: WIDEST_BOUNDS, scratchRoot: folder };
      const end = await prepareVideo(options).catch((error: unknown) => String(error));
      const said = `seed ${number}, ${name} of ${basename(clip)}`;
      if (typeof end === 'string') troubles.push(`${said}: ${end}`);
      else {
        const key = end.status === 'refused' ? end.code : end.status;
        ends[key] = (ends[key] ?? 0) + 1;
        const left = readdirSync(outDir).sort();
        const listed = end.status === 'refused' ? [] : [...end.files.map((f) => f.name), 'manifest.json'].sort();
        if (left.join() !== listed.join()) troubles.push(`${said}: left ${left.join()}`);
      }
      if (Date.now() - begun > LONGEST_MS * crowd()) troubles.push(`${said}: took ${Date.now() - begun} ms`);
      await rm(outDir, { recursive: true, force: true });
    }
    if (COUNT > 20) console.log(`${COUNT} broken files: ${JSON.stringify(ends)}`);
    expect(troubles).toEqual([]);
    expect(Object.values(ends).reduce((sum, n) => sum + n, 0)).toBe(COUNT);
    expect(readdirSync(folder)).toEqual(['broken']);
    expect(workers()).toEqual([]);
  },
  60_000 + COUNT * 20_000,
);
