// Files that cannot become a video here: each is refused with the right code, and the words name what was found.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { prepareVideo, type Prepared } from '../../src/transcoding/pipeline.js';
import { WIDEST_BOUNDS } from '../../src/transcoding/rules/bounds.rules.js';
import { openWorkshop, type Workshop } from '../../src/transcoding/running/workshop.js';
import { refusalIn } from '../../src/videos/refusals/refusal-words.rules.js';
import { crowd } from '../support/drills/crowd.js';
import { findBoxes, insertBytes, makeBox, scene, X264, Zoo } from './zoo.js';
import { WITHOUT_AV1 } from '../support/media.js';

let workshop: Workshop;
let zoo: Zoo;
beforeAll(async () => {
  workshop = await openWorkshop(WITHOUT_AV1);
  zoo = new Zoo(workshop.binaries.ffmpeg, mkdtempSync(join(tmpdir(), 'vitrina-refused-')));
});
afterAll(() => rmSync(zoo.folder, { recursive: true, force: true }));

async function prepare(sourcePath: string): Promise<Prepared> {
  const outDir = `${sourcePath}.out`;
  const options = { sourcePath, outDir, workshop, bounds: WIDEST_BOUNDS, scratchRoot: zoo.folder };
  return prepareVideo(options).finally(() => {
    // A refusal leaves nothing to be found.
    expect(readdirSync(outDir)).toEqual([]);
    rmSync(outDir, { recursive: true });
  });
}

const u32 = (n: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(n);
  return bytes;
};

/** The same film under the name of another codec. */
function renamed(from: string, to: string): Buffer {
  const data = Buffer.from(readFileSync(zoo.plain()));
  for (const stsd of findBoxes(data, ['moov', 'trak', 'mdia', 'minf', 'stbl', 'stsd'])) {
    if (data.toString('latin1', stsd.bodyStart + 12, stsd.bodyStart + 16) === from) data.write(to, stsd.bodyStart + 12);
  }
  return data;
}

/** A header of 64 MiB, packed into some 300 kB: QuickTime may compress its `moov`. */
function packedHeader(): Buffer {
  const size = 64 * 1024 ** 2;
  const packed = deflateSync(Buffer.alloc(size), { level: 1 });
  const cmov = makeBox('cmov', makeBox('dcom', 'zlib'), makeBox('cmvd', u32(size), packed));
  return Buffer.concat([makeBox('ftyp', 'qt  ', u32(0)), makeBox('moov', cmov), makeBox('mdat', Buffer.alloc(1000))]);
}

/** The sound track named again and again. The index stands behind the film, so no offset changes. */
function withTracks(count: number): Buffer {
  const data = readFileSync(zoo.plain());
  const [moov] = findBoxes(data, ['moov']);
  const trak = findBoxes(data, ['moov', 'trak'])[1];
  if (!moov || !trak || moov.end !== data.length) throw new Error('The scene has another shape.');
  return insertBytes(data, trak.end, Buffer.concat(Array(count).fill(data.subarray(trak.start, trak.end))), [moov]);
}

const colour = (size: string, rate: number, seconds: number) => [
  '-f',
  'lavfi',
  '-i',
  `color=s=${size}:r=${rate}:d=${seconds}`,
];
const KEY = '76a6c65c5ea762046bd749a2e632ccbb';
const small = ['-f', 'lavfi', '-i', 'anullsrc=d=1.2:r=8000:cl=mono', '-c:a', 'pcm_mulaw'];

type Row = [name: string, make: () => string, code: string, says: RegExp];
const rows: Row[] = [
  // Out of bounds, each naming the bound and what was found.
  [
    'two hours of 16x16',
    () => zoo.make('hours.mkv', [...colour('16x16', 1, 7200), '-c:v', 'mpeg4', '-g', '600']),
    'OUT_OF_BOUNDS',
    /lasts 120 min; it may last at most 10 min/,
  ],
  [
    '16000x64',
    () => zoo.make('ribbon.avi', [...colour('16000x64', 5, 2), '-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p']),
    'OUT_OF_BOUNDS',
    /16000x64; its short side must have at least 120/,
  ],
  [
    '16000x128',
    () => zoo.make('ribbon2.avi', [...colour('16000x128', 5, 2), '-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p']),
    'OUT_OF_BOUNDS',
    /16000x128; at most 8192x4320/,
  ],
  [
    '1000 frames a second',
    () => zoo.make('fast.mp4', [...colour('160x120', 1000, 1.2), ...X264]),
    'OUT_OF_BOUNDS',
    /1000 pictures a second; at most 120/,
  ],
  [
    'slow motion as a phone keeps it, 240 frames a second',
    () => zoo.make('slow.mov', [...colour('160x120', 240, 1.2), ...X264]),
    'OUT_OF_BOUNDS',
    /240 pictures a second; at most 120/,
  ],
  [
    'a thousand tracks',
    () =>
      zoo.make('tracks.mkv', [
        '-i',
        zoo.make('one.mkv', [...colour('160x120', 5, 1.2), ...small, ...X264]),
        '-map',
        '0:v',
        ...Array.from({ length: 999 }, () => ['-map', '0:a']).flat(),
        '-c',
        'copy',
      ]),
    'OUT_OF_BOUNDS',
    /1000 tracks; at most 32/,
  ],
  [
    'more tracks than can be opened',
    () => zoo.write('more.mp4', withTracks(1100)),
    'OUT_OF_BOUNDS',
    /more than 1000 tracks; at most 32/,
  ],
  [
    'half a second',
    () => zoo.make('short.mp4', [...scene({ seconds: 0.52 }), ...X264]),
    'OUT_OF_BOUNDS',
    /lasts 0\.5 s; it must last at least 1 s/,
  ],
  // Nothing that moves.
  [
    'sound with a cover',
    () =>
      zoo.make('song.mp4', [
        ...small.slice(0, 4),
        ...colour('200x200', 1, 1),
        '-map',
        '0',
        '-map',
        '1',
        '-c:a',
        'aac',
        '-c:v',
        'mjpeg',
        '-frames:v',
        '1',
        '-pix_fmt',
        'yuvj420p',
        '-disposition:v',
        'attached_pic',
      ]),
    'NO_MOVING_PICTURE',
    /sound with a still cover/,
  ],
  [
    'sound in Ogg',
    () => zoo.make('song.ogg', [...small.slice(0, 4), '-c:a', 'libopus', '-ar', '48000']),
    'NO_MOVING_PICTURE',
    /only sound/,
  ],
  [
    'one frame',
    () => zoo.make('one.mp4', [...colour('200x200', 25, 0.04), ...X264]),
    'NO_MOVING_PICTURE',
    /single picture/,
  ],
  [
    'one frame in Matroska',
    () => zoo.make('one-frame.mkv', [...colour('200x200', 25, 0.04), ...X264]),
    'NO_MOVING_PICTURE',
    /single picture/,
  ],
  // Not a video, whatever its name.
  ['an animated GIF', () => zoo.make('moves.gif', colour('160x120', 5, 2)), 'NOT_A_VIDEO', /GIF/],
  ['an animated PNG', () => zoo.make('moves.apng', [...colour('160x120', 5, 2), '-plays', '0']), 'NOT_A_VIDEO', /PNG/],
  [
    'an animated WebP',
    () => zoo.make('moves.webp', [...colour('160x120', 5, 2), '-c:v', 'libwebp_anim']),
    'NOT_A_VIDEO',
    /WebP/,
  ],
  [
    'a photo of a phone',
    () => zoo.write('photo.mp4', Buffer.concat([makeBox('ftyp', 'heic', u32(0), 'mif1heic'), makeBox('mdat', 'x')])),
    'NOT_A_VIDEO',
    /photo/,
  ],
  [
    'an archive bomb',
    () => zoo.write('bomb.mp4', Buffer.concat([Buffer.from('PK\u0003\u0004'), deflateSync(Buffer.alloc(10_000_000))])),
    'NOT_A_VIDEO',
    /ZIP/,
  ],
  [
    'a session description',
    () => zoo.write('sdp.mp4', 'v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96\n'),
    'NOT_A_VIDEO',
    /text/,
  ],
  // What we cannot decode, by name.
  [
    'encrypted for a shop of films',
    () =>
      zoo.make('cenc.mp4', [
        '-i',
        zoo.plain(),
        '-c',
        'copy',
        '-encryption_scheme',
        'cenc-aes-ctr',
        '-encryption_key',
        KEY,
        '-encryption_kid',
        KEY,
      ]),
    'CANNOT_DECODE',
    /encrypted/,
  ],
  ['VVC', () => zoo.write('vvc.mp4', renamed('avc1', 'vvc1')), 'CANNOT_DECODE', /stored as vvc/],
  [
    'a codec that nobody knows',
    () => zoo.write('what.mp4', renamed('avc1', 'zzz9')),
    'CANNOT_DECODE',
    /stored as zzz9/,
  ],
  [
    'a codec of old games',
    () => zoo.make('game.avi', [...colour('160x120', 5, 2), '-c:v', 'cinepak']),
    'CANNOT_DECODE',
    /stored as cinepak/,
  ],
  // Broken.
  ['a header packed a thousand times', () => zoo.write('cmov.mov', packedHeader()), 'DAMAGED', /./],
  [
    'a film cut off without its index',
    () => zoo.write('cut.mp4', readFileSync(zoo.plain()).subarray(0, 20_000)),
    'DAMAGED',
    /cut off or broken/,
  ],
];

describe('refused, each in its own words', () => {
  it.each(rows)('%s', async (_name, make, code, says) => {
    const begun = Date.now();
    const result = await prepare(make());
    expect(result).toMatchObject({ status: 'refused', code, message: expect.stringMatching(says) });
    expect(Date.now() - begun).toBeLessThan(20_000 * crowd());
    if (result.status !== 'refused') return;
    // The creator reads it in his own language, with the same numbers.
    for (const language of ['ru', 'kk'] as const) {
      const { message, whatToDo } = refusalIn(language, result);
      expect([message, whatToDo]).not.toEqual([result.message, result.whatToDo]);
      expect(message).toMatch(/[а-яәіңғүұқөһ]/i);
      for (const number of result.message.match(/\d{2,}/g) ?? []) expect(message).toContain(number);
    }
  });
});
