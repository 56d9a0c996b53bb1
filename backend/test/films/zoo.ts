// Makes odd video files with the real ffmpeg, from one scene whose corners, flashes and beeps tell what became of it.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { boxesIn, type Box } from '../../src/transcoding/rules/boxes.rules.js';

/** The scene: 320x180, 25 frames a second, 2.4 s. Corners red, green, blue, white; at 0, 1 and 2 s a flash and a beep. */
export const SCENE = { width: 320, height: 180, fps: 25, seconds: 2.4 };

const box = (x: string, y: string, colour: string): string =>
  `drawbox=x=${x}:y=${y}:w=iw/2:h=ih/2:color=${colour}:t=fill`;
const FLASH = "drawbox=x=iw/3:y=ih/3:w=iw/3+1:h=ih/3+1:color=white:t=fill:enable='lt(mod(t,1),0.08)'";
const corners = [
  box('0', '0', 'red'),
  box('iw/2', '0', '0x00ff00'),
  box('0', 'ih/2', 'blue'),
  box('iw/2', 'ih/2', 'white'),
];

/** Arguments for the scene in another size, rate or length, as the two inputs of ffmpeg: picture 0, sound 1. */
export function scene(over: Partial<typeof SCENE> & { channels?: string; sampleRate?: number } = {}): string[] {
  const { width, height, fps, seconds, channels = 'stereo', sampleRate = 48_000 } = { ...SCENE, ...over };
  const picture = `color=black:s=${width}x${height}:r=${fps}:d=${seconds},format=gbrp,${corners.join(',')},noise=alls=4:allf=t,${FLASH}`;
  const sound = `aevalsrc='0.4*sin(1760*PI*t)*lt(mod(t,1),0.08)':s=${sampleRate}:d=${seconds}`;
  return [
    ...[
      '-f',
      'lavfi',
      '-i',
      `${picture},drawbox=x=3*iw/8:y=3*ih/8:w=iw/4:h=ih/4:color=black:t=fill:enable='gte(mod(t,1),0.08)'`,
    ],
    ...['-f', 'lavfi', '-i', `${sound},aformat=channel_layouts=${channels}`],
  ];
}

/** Quick settings for sources; what they cost is paid by every run of the tests. */
export const X264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-colorspace', 'bt470bg'];

/** Makes files once a folder. */
export class Zoo {
  constructor(
    private readonly ffmpeg: string,
    readonly folder: string,
  ) {}

  /** The path of a file that ffmpeg makes with these arguments, which end where the target's name begins. */
  make(name: string, args: readonly string[]): string {
    const path = join(this.folder, name);
    if (!existsSync(path))
      execFileSync(this.ffmpeg, ['-v', 'error', '-nostdin', '-y', ...args, path], { maxBuffer: 1e8 });
    return path;
  }

  /** A file with other bytes than ffmpeg would write. */
  write(name: string, bytes: Uint8Array | string): string {
    const path = join(this.folder, name);
    writeFileSync(path, bytes);
    return path;
  }

  /** The scene as an ordinary MP4; the start of many others. */
  plain(): string {
    return this.make('plain.mp4', [...scene(), ...X264, '-g', '25', '-c:a', 'aac']);
  }
}

/** Every box with this path of names, anywhere it stands; an MP4 is small enough to be read whole. */
export function findBoxes(data: Buffer, path: readonly string[], from = 0, to = data.length): Box[] {
  const [name, ...rest] = path;
  const found = boxesIn(data, from, to).filter((b) => b.type === name);
  return rest.length === 0 ? found : found.flatMap((b) => findBoxes(data, rest, b.bodyStart, b.end));
}

/** The matrix of ISO 14496-12 8.3.2 for a picture that is shown through `x' = ax + cy`, `y' = bx + dy`. */
export function turned(path: string, [a, b, c, d]: readonly [number, number, number, number]): Buffer {
  const data = Buffer.from(readFileSync(path));
  for (const tkhd of findBoxes(data, ['moov', 'trak', 'tkhd'])) {
    // Only the picture has a size.
    if (data.readUInt32BE(tkhd.end - 8) === 0) continue;
    const at = tkhd.end - 44;
    for (const [i, value] of [a, b, 0, c, d, 0].entries()) data.writeInt32BE(value * 0x10000, at + i * 4);
  }
  return data;
}

/** Puts bytes before an offset and lets the boxes around it grow; offsets to samples must not change. */
export function insertBytes(data: Buffer, before: number, inserted: Buffer, parents: readonly Box[]): Buffer {
  const copy = Buffer.from(data);
  for (const parent of parents) copy.writeUInt32BE(copy.readUInt32BE(parent.start) + inserted.length, parent.start);
  return Buffer.concat([copy.subarray(0, before), inserted, copy.subarray(before)]);
}

/** A box of ISO 14496-12 with this body. */
export function makeBox(type: string, ...body: (Buffer | string)[]): Buffer {
  const bytes = Buffer.concat(body.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
  const head = Buffer.alloc(8);
  head.writeUInt32BE(bytes.length + 8);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, bytes]);
}

/** What a finished file shows. */
export interface Seen {
  /** Top left, top right, bottom left, bottom right: `RGBW` when upright. */
  corners: string;
  frames: number;
  /** Seconds at which flashes and beeps begin. */
  flashes: number[];
  beeps: number[];
  /** Red, green and blue of the corners, row by row. */
  colours: number[][];
}

const COLOURS: readonly [string, readonly number[]][] = [
  ['R', [255, 0, 0]],
  ['G', [0, 255, 0]],
  ['B', [0, 0, 255]],
  ['W', [255, 255, 255]],
];

function nameOf(colour: readonly number[]): string {
  const far = (other: readonly number[]) => Math.max(...other.map((v, i) => Math.abs(v - (colour[i] ?? 0))));
  const [best] = [...COLOURS].sort((a, b) => far(a[1]) - far(b[1]));
  return best && far(best[1]) < 80 ? best[0] : '?';
}

/** Where values begin to be above `level` after `quiet` values below it. */
function onsets(values: ArrayLike<number>, level: number, quiet: number): number[] {
  const found: number[] = [];
  for (let i = 0, last = -Infinity; i < values.length; i++) {
    if ((values[i] ?? 0) < level) continue;
    if (i - last > quiet) found.push(i);
    last = i;
  }
  return found;
}

/** Decodes a finished file or playlist and reads the scene in it; `fps` is that of the file. */
export function lookAt(ffmpeg: string, path: string, fps: number, hasSound = true): Seen {
  const run = (args: string[]) =>
    execFileSync(ffmpeg, ['-v', 'error', '-nostdin', '-i', path, ...args, '-'], { maxBuffer: 1e8 });
  const filter = 'scale=3:3:flags=area:in_color_matrix=bt709,format=rgb24';
  const cells = run(['-map', '0:v:0', '-vf', filter, '-fps_mode', 'passthrough', '-f', 'rawvideo']);
  const frames = cells.length / 27;
  const cell = (frame: number, at: number) => [...cells.subarray(frame * 27 + at * 3, frame * 27 + at * 3 + 3)];
  const middle = Array.from({ length: frames }, (_, n) => cell(n, 4).reduce((sum, v) => sum + v, 0) / 3);
  const quiet = middle.findIndex((v) => v < 170);
  const colours = [0, 2, 6, 8].map((at) => cell(Math.max(0, quiet), at));
  const sound = hasSound ? run(['-map', '0:a:0', '-ac', '1', '-ar', '8000', '-f', 's16le']) : Buffer.alloc(0);
  const samples = Array.from({ length: sound.length / 2 }, (_, n) => Math.abs(sound.readInt16LE(n * 2)));
  const seconds = (list: number[], rate: number) => list.map((n) => Math.round((n / rate) * 1000) / 1000);
  return {
    ...{ corners: colours.map(nameOf).join(''), frames, colours },
    flashes: seconds(onsets(middle, 200, 2), fps),
    beeps: seconds(onsets(samples, 1500, 1600), 8000),
  };
}
