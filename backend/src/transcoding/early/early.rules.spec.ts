// What plays first and from which files it can begin while they arrive, as tables.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { mediaFile } from '../../../test/support/media.js';
import { DEFAULT_BOUNDS } from '../rules/bounds.rules.js';
import { earlyRung } from '../rules/ladder.rules.js';
import { judgeArrival } from './arrival.rules.js';
import { earlyPlaylist, following, pipedInput, readEarlyPlaylist, type ShownSegment } from './early.rules.js';

const rungs = (...shortSides: number[]) => ({
  rungs: shortSides.map((side) => ({ codec: 'h264', width: side, height: side * 2 })),
});

describe('the rung that plays first', () => {
  it.each([
    ['480 of a whole ladder', [1080, 720, 480, 360], 480],
    ['480 where it is the lowest', [720, 480], 480],
    ['the first below 480', [600, 404, 360], 404],
    ['the lowest where all are larger', [1080, 720], 720],
    ['the only one', [360], 360],
  ])('is %s', (_, sides, wanted) => {
    const ladder = rungs(...sides) as never;
    expect(sides[earlyRung(ladder)]).toBe(wanted);
  });
});

describe('an early playlist', () => {
  const shown: ShownSegment[] = [
    { init: 'a.mp4', file: 'a1.m4s', durationS: 1 },
    { init: 'a.mp4', file: 'a2.m4s', durationS: 2 },
    { init: 'b.mp4', file: 'b3.m4s', durationS: 4 },
  ];

  it('says where its maker changed, grows until it has ended, and is read back as it was', () => {
    const growing = earlyPlaylist(shown, false);
    expect(growing.match(/#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="b.mp4"/g)).toHaveLength(1);
    expect(growing.match(/#EXT-X-MAP/g)).toHaveLength(2);
    expect(growing).not.toContain('#EXT-X-ENDLIST');
    expect(earlyPlaylist(shown, true)).toContain('#EXT-X-ENDLIST');
    expect(readEarlyPlaylist(growing)).toEqual(shown);
    expect(readEarlyPlaylist('no playlist\n')).toEqual([]);
  });

  it('goes on after the last second shown, whatever the next maker cut before it', () => {
    const made = [0, 1, 3, 7, 11].map((startS) => ({ startS }));
    expect(following([], made)).toHaveLength(5);
    expect(following(shown, made)).toEqual([{ startS: 7 }, { startS: 11 }]);
    // Another grid: a segment that began before the end of what is shown is left out.
    expect(following(shown, [{ startS: 5 }, { startS: 8 }])).toEqual([{ startS: 8 }]);
  });
});

describe('a file that is arriving', () => {
  const box = (type: string, size: number, bytes = size) => {
    const buffer = Buffer.alloc(bytes);
    buffer.writeUInt32BE(size, 0);
    buffer.write(type, 4, 'latin1');
    return buffer;
  };
  const ftyp = Buffer.concat([box('ftyp', 32).subarray(0, 8), Buffer.from('isom'), Buffer.alloc(20)]);
  const padding = Buffer.alloc(600_000, 1);
  const clip = (name: string) => readFileSync(mediaFile(name) as string);
  const first = (name: string, bytes: number) => clip(name).subarray(0, bytes);
  const large = 50_000_000;

  it.each([
    ['an MP4 whose index came first', first('coffee-portrait-9x16.mp4', 524_288), 'ready'],
    ['an MP4 whose index comes last', first('speaker-portrait-404x720.mp4', 524_288), 'no'],
    ['a WebM', first('broken-bitstream.webm', 47_667), 'wait'],
    ['a WebM of which enough came', Buffer.concat([clip('broken-bitstream.webm'), padding]), 'ready'],
    ['an index that has not come whole', Buffer.concat([ftyp, box('moov', 900_000, 500_000)]), 'wait'],
    ['an index that came whole', Buffer.concat([ftyp, box('moov', 200_000), padding]), 'ready'],
    ['an index larger than any ours', Buffer.concat([ftyp, box('moov', 9_000_000, 500_000)]), 'no'],
    ['nothing but padding so far', Buffer.concat([ftyp, box('free', 900_000, 500_000)]), 'wait'],
    ['padding without end', Buffer.concat([ftyp, box('free', 90_000_000, 500_000)]), 'no'],
    ['a box of no size', Buffer.concat([ftyp, box('moov', 0, 500_000)]), 'no'],
    ['a box smaller than its head', Buffer.concat([ftyp, box('free', 4, 500_000)]), 'no'],
    ['a photo', first('broken-jpeg-renamed.mp4', 62_732), 'no'],
    ['a playlist', Buffer.from('#EXTM3U\nfile:///etc/passwd\n'.repeat(300)), 'no'],
    ['the first bytes alone', first('coffee-portrait-9x16.mp4', 1000), 'wait'],
  ])('%s: %#', (_, head, kind) => {
    expect(judgeArrival(head, large)).toMatchObject({ kind });
  });

  it('is opened through the pipe alone: no file and no address can be named by it', () => {
    const args = pipedInput('mov', DEFAULT_BOUNDS);
    expect(args[args.indexOf('-protocol_whitelist') + 1]).toBe('pipe');
    expect(args[args.indexOf('-format_whitelist') + 1]).toBe('mov');
    expect(args.at(-1)).toBe('pipe:0');
  });
});
