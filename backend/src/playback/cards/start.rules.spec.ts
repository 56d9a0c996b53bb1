// What the first picture needs, read from playlists.
import { describe, expect, it } from '@jest/globals';
import { mayBegin, readFirst, readVariants } from './start.rules.js';

const MASTER = `#EXTM3U
#EXT-X-STREAM-INF:BANDWIDTH=321705,AVERAGE-BANDWIDTH=258349,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=480x854
h264-480p.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=200000,CODECS="av01.0.04M.08,mp4a.40.2",RESOLUTION=360x640
av1-360p.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=200000
no-codecs.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="avc1",RESOLUTION=1x1
https://elsewhere.example/x.m3u8
#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=180455,CODECS="avc1.64001f",RESOLUTION=480x854,URI="h264-480p-iframes.m3u8"
`;
const MEDIA = `#EXTM3U
#EXT-X-MAP:URI="init-1.mp4"
#EXTINF:1.001,
#EXT-X-BITRATE:300
0001-ab.m4s
#EXTINF:2.002,
0002-cd.m4s
#EXT-X-ENDLIST
`;

describe('the start of a video', () => {
  it('knows every rung that has codecs and a size and lies in its own folder', () => {
    expect(readVariants(MASTER)).toEqual([
      { codecs: 'avc1.64001f,mp4a.40.2', width: 480, height: 854, bitrate: 321_705, playlist: 'h264-480p.m3u8' },
      { codecs: 'av01.0.04M.08,mp4a.40.2', width: 360, height: 640, bitrate: 200_000, playlist: 'av1-360p.m3u8' },
    ]);
    expect(readVariants('not a playlist')).toEqual([]);
  });

  it.each([
    ['a light one', 400_000, true],
    ['the lightest of its codec', 700_000, true],
    ['a heavy one above a lighter', 900_000, false],
  ])('%s may begin: %i bits a second, %s', (_name, bitrate, begins) => {
    const rung = (codecs: string, bits: number) => ({ codecs, width: 1, height: 1, bitrate: bits, playlist: 'a.m3u8' });
    const ladder = [rung('av01.0.04M.08', 400_000), rung('avc1.64001f', 700_000), rung('avc1.640028', 900_000)];
    const one = ladder.find((other) => other.bitrate === bitrate);
    expect(one && mayBegin(one, ladder)).toBe(begins);
  });

  it('knows init and first segment of a finished playlist, and of no other', () => {
    expect(readFirst(MEDIA)).toEqual({ init: 'init-1.mp4', first: '0001-ab.m4s' });
    expect(readFirst(MEDIA.replace('#EXT-X-ENDLIST', ''))).toBeNull();
    expect(readFirst(MEDIA.replace('URI="init-1.mp4"', 'URI="../other/init.mp4"'))).toBeNull();
    expect(readFirst('#EXTM3U\n#EXTINF:2,\n480p_0001.ts\n#EXT-X-ENDLIST\n')).toBeNull();
  });
});
