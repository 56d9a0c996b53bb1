// What came out: segments, playlists, bandwidths, the verdict and the best poster.
import { describe, expect, it } from '@jest/globals';
import { boxAt, boxesIn } from './boxes.rules.js';
import { averageBandwidth, inPlayingOrder, masterPlaylist, peakBandwidth } from './master.rules.js';
import type { PictureFacts } from './probe.rules.js';
import {
  iframePlaylist,
  mediaPlaylist,
  opensSegment,
  segmentEndS,
  targetDuration,
  type Segment,
} from './segments.rules.js';
import { clockJumped, goodShare, judgeEncode, problemsOf, readDecodeCount, type CutRung } from './verify.rules.js';

const FPS = { num: 30, den: 1 };
const lengths = [1, 2, 4, 2.5];
const segment = (i: number, kilobytes = 100): Segment => {
  const startS = lengths.slice(0, i).reduce((a, b) => a + b, 0);
  const durationS = lengths[i] ?? 1;
  return {
    ...{ file: `v-${i}.m4s`, startS, durationS, frames: Math.round(durationS * 30), sha256: '' },
    ...{ sizeBytes: kilobytes * 1000 * durationS, pictures: [{ offset: 0, pictureBytes: 5000, durationS }] },
  };
};
const segments = lengths.map((_, i) => segment(i));

describe('segments', () => {
  it('end at 1, 3, 7, 11 ... seconds', () => {
    expect([0, 1, 2, 3, 4].map(segmentEndS)).toEqual([1, 3, 7, 11, 15]);
    expect([opensSegment(0.967, 0), opensSegment(1.001, 0), opensSegment(5.005, 2), opensSegment(7.007, 2)]).toEqual([
      ...[false, true, false, true],
    ]);
  });

  it('of a file whose clock jumps are the fault of the file, and many repeated frames are not', () => {
    const log = (read: number, out: number) =>
      `[Parsed_fps_0 @ 0x7f2d] ${read} frames in, ${out} frames out; 0 dropped`;
    expect([clockJumped(log(27, 60_672)), clockJumped(log(20, 600)), clockJumped('')]).toEqual([true, false, false]);
  });

  it('are listed in a playlist that grows, then ends', () => {
    const growing = mediaPlaylist(segments.slice(0, 1), { init: 'i.mp4', state: 'growing' });
    expect(growing).toContain('#EXT-X-PLAYLIST-TYPE:EVENT');
    expect(growing).toContain('#EXT-X-TARGETDURATION:4');
    expect(growing).not.toContain('ENDLIST');
    const grown = mediaPlaylist(segments.slice(0, 1), { init: 'i.mp4', state: 'grown' });
    // Its type and target may not change under a player that read it before.
    expect(grown).toBe(`${growing}#EXT-X-ENDLIST\n`);
    const ended = mediaPlaylist(segments, { init: 'i.mp4', state: 'whole' });
    expect(ended).toMatch(/#EXTINF:2\.5,\nv-3\.m4s\n#EXT-X-ENDLIST\n$/);
    expect(targetDuration([{ durationS: 1.2 }], true)).toBe(1);
    expect(iframePlaylist(segments, 'i.mp4')).toContain('#EXT-X-BYTERANGE:5000@0');
  });
});

describe('the master playlist', () => {
  it('measures the peak over runs of half to one and a half targets, and the average over all', () => {
    expect(averageBandwidth(segments)).toBe(800_000);
    expect(peakBandwidth(segments)).toBe(800_000);
    const uneven = [segment(0, 50), segment(1, 400), segment(2, 100), segment(3, 100)];
    // 2 s at 400 kB/s alone are half of the target of 4 s.
    expect(peakBandwidth(uneven)).toBe(3_200_000);
    expect(peakBandwidth([segment(0)])).toBe(800_000);
  });

  it('puts a rung that plays at once first and says everything a player asks for', () => {
    const rung = (width: number, height: number) => ({
      ...{ playlist: `${height}.m3u8`, iframes: `${height}-i.m3u8`, codecs: ['avc1.64001f', 'mp4a.40.2'] },
      ...{ width, height, fps: { num: 30000, den: 1001 }, segments },
    });
    const all = [rung(1920, 1080), rung(1280, 720), rung(854, 480), rung(640, 360)];
    expect(inPlayingOrder(all).map((v) => v.height)).toEqual([480, 1080, 720, 360]);
    const av1 = { ...rung(854, 480), codecs: ['av01.0.04M.08'], playlist: 'av1' };
    expect(inPlayingOrder([rung(1920, 1080), av1, rung(854, 480)])[0]?.playlist).toBe('480.m3u8');
    expect(masterPlaylist(all)).toContain(
      '#EXT-X-STREAM-INF:BANDWIDTH=800000,AVERAGE-BANDWIDTH=800000,CODECS="avc1.64001f,mp4a.40.2",' +
        'RESOLUTION=854x480,FRAME-RATE=29.970,VIDEO-RANGE=SDR,CLOSED-CAPTIONS=NONE\n480.m3u8',
    );
  });
});

const facts = (durationS: number, variableRate = false) =>
  ({ durationS, variableRate, fps: FPS }) as unknown as PictureFacts;
const cut = (more: Partial<CutRung> = {}): CutRung => ({
  ...{ name: '360p', segments, soundS: 9.52, everyFragmentStartsWithKeyframe: true },
  ...more,
});
const count = (packets: number, frames: number, errors = 0, repeated = 0) => ({ packets, frames, errors, repeated });

describe('the verdict', () => {
  it('reads what ffmpeg counted', () => {
    const log =
      '[Parsed_fps_0 @ 0x7] 68 frames in, 68 frames out; 0 frames dropped, 3 frames duplicated.\n' +
      '  Input stream #0:2 (video): 70 packets read (1591925 bytes); 68 frames decoded; 2 decode errors; \n';
    expect(readDecodeCount(log, 2)).toEqual(count(70, 68, 2, 3));
    expect(readDecodeCount('', 0)).toEqual(count(0, 0));
  });

  it.each([
    ['whole', 9.5, count(285, 285), null],
    ['cut off', 30, count(285, 285), 'DAMAGED'],
    ['95 % is enough', 10, count(285, 285), null],
    ['nothing decoded', 9.5, count(285, 0, 285), 'DAMAGED'],
    ['one frame', 9.5, count(1, 1), 'NO_MOVING_PICTURE'],
    ['holes', 9.5, count(285, 200, 85), 'DAMAGED'],
    ['gaps filled by repeating', 9.5, count(200, 200, 0, 85), 'DAMAGED'],
    ['hidden frames are no loss', 9.5, count(300, 285), null],
  ])('%s', (_name, promised, counted, code) => {
    const verdict = judgeEncode(facts(promised), FPS, counted, [cut()]);
    if (code) expect(verdict).toMatchObject({ refused: { code } });
    else expect(verdict).toMatchObject({ durationS: 9.5 });
  });

  it('repeats frames of a variable rate without suspicion, and warns of a few errors', () => {
    expect(goodShare(9.5, 9.5, count(80, 80, 0, 205), false)).toBe(1);
    expect(judgeEncode(facts(9.5), FPS, count(285, 283, 2), [cut()])).toMatchObject({ warnings: [expect.any(String)] });
    expect(judgeEncode(facts(30), FPS, count(285, 285), [cut()])).toMatchObject({
      refused: { detail: '31 % of 30 s came out; the last good second is about 9.5 s.' },
    });
  });

  it('stops our own mistakes', () => {
    expect(problemsOf([cut(), cut({ name: '720p' })], FPS, 9.5)).toEqual([]);
    const other = [segment(0), { ...segment(1), startS: 1.03 }, segment(2), segment(3)];
    expect(problemsOf([cut(), cut({ name: '720p', segments: other })], FPS, 9.5)).toEqual([
      '720p: segments are not aligned',
    ]);
    expect(problemsOf([cut({ everyFragmentStartsWithKeyframe: false })], FPS, 9.5)).toHaveLength(1);
    expect(problemsOf([cut({ soundS: 9 })], FPS, 9.5)).toEqual(['360p: sound is too short']);
    expect(problemsOf([cut({ soundS: 11 })], FPS, 9.5)).toEqual(['360p: sound is too long']);
  });
});

describe('boxes', () => {
  it('reads boxes, waits for the rest, and never runs past the end', () => {
    const box = Buffer.concat([Buffer.from([0, 0, 0, 12]), Buffer.from('free'), Buffer.alloc(4)]);
    expect(boxAt(box, 0)).toEqual({ type: 'free', start: 0, bodyStart: 8, end: 12 });
    expect(boxAt(box.subarray(0, 11), 0)).toBeNull();
    expect(boxAt(Buffer.from([0, 0, 0, 2, 1, 1, 1, 1]), 0)).toBeNull();
    expect(boxesIn(Buffer.concat([box, box, box.subarray(0, 5)]), 0, 29)).toHaveLength(2);
  });
});
