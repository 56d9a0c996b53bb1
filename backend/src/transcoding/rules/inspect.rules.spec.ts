// What a file is, what its probe says and whether it fits: tables of cases.
import { describe, expect, it } from '@jest/globals';
import { DEFAULT_BOUNDS, DECODER_LIST, judgeFacts, boundSize, sayLength } from './bounds.rules.js';
import { countPackets, holdsTooMany, parseFraction, readProbe, withPackets } from './probe.rules.js';
import { sniff } from './sniff.rules.js';
import { fenceTrouble } from '../running/trouble.rules.js';

const bytes = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(parts.map((p) => (typeof p === 'string' ? Buffer.from(p, 'latin1') : Buffer.from(p))));
const packets = (step: number, offset = 0): Buffer => {
  const data = Buffer.alloc(step * 5);
  for (let i = 0; i < 5; i++) data[offset + i * step] = 0x47;
  return data;
};

describe('sniffing', () => {
  it.each([
    ['MP4', bytes([0, 0, 0, 24], 'ftypisom'), 'mov'],
    ['QuickTime without ftyp', bytes([0, 0, 0, 8], 'wide', [0, 1, 2, 3], 'mdat'), 'mov'],
    ['3GP', bytes([0, 0, 0, 24], 'ftyp3gp5'), 'mov'],
    ['Matroska and WebM', bytes([0x1a, 0x45, 0xdf, 0xa3, 1, 0]), 'matroska'],
    ['AVI', bytes('RIFF', [1, 0, 0, 0], 'AVI LIST'), 'avi'],
    ['Windows Media', bytes([0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11]), 'asf'],
    ['Flash', bytes('FLV', [1, 5, 0, 0]), 'flv'],
    ['MPEG-TS', packets(188), 'mpegts'],
    ['AVCHD', packets(192, 4), 'mpegts'],
    ['MPEG-PS', bytes([0, 0, 1, 0xba, 0x44]), 'mpeg'],
    ['Ogg', bytes('OggS', [0, 2, 0]), 'ogg'],
    ['MXF', bytes([0x06, 0x0e, 0x2b, 0x34, 0x02, 0x05, 0x01, 0x01]), 'mxf'],
  ])('%s is opened with its own demuxer', (_name, head, demuxer) => {
    expect(sniff(head)).toEqual({ demuxer });
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'NOT_A_VIDEO', 'empty'],
    ['a playlist', bytes('#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n'), 'NOT_A_VIDEO', 'playlist'],
    ['a playlist after a byte order mark', bytes([0xef, 0xbb, 0xbf], '#EXTM3U\n'), 'NOT_A_VIDEO', 'playlist'],
    ['a DASH manifest', bytes('<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash">'), 'NOT_A_VIDEO', 'playlist'],
    ['a concat script', bytes("ffconcat version 1.0\nfile '/etc/passwd'\n"), 'NOT_A_VIDEO', 'script'],
    ['a concat script without header', bytes("file '/etc/passwd'\n"), 'NOT_A_VIDEO', 'script'],
    ['a shell script', bytes('#!/bin/sh\nid\n'), 'NOT_A_VIDEO', 'script'],
    ['SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/>'), 'NOT_A_VIDEO', 'SVG'],
    ['HTML', bytes('<!doctype html><html>'), 'NOT_A_VIDEO', 'web page'],
    ['text that imitates a box', bytes('the free mdat of all things, written in words'), 'NOT_A_VIDEO', 'text'],
    ['text in UTF-16', bytes([0xff, 0xfe], 'h\0i\0'), 'NOT_A_VIDEO', 'text'],
    ['JPEG', bytes([0xff, 0xd8, 0xff, 0xe0, 0, 16]), 'NOT_A_VIDEO', 'JPEG'],
    ['PNG', bytes([0x89], 'PNG\r\n', [0x1a, 0x0a, 0]), 'NOT_A_VIDEO', 'PNG'],
    ['GIF', bytes('GIF89a', [1, 0, 1, 0]), 'NOT_A_VIDEO', 'GIF'],
    ['WebP', bytes('RIFF', [1, 0, 0, 0], 'WEBPVP8 '), 'NOT_A_VIDEO', 'WebP'],
    ['HEIC', bytes([0, 0, 0, 24], 'ftypheic'), 'NOT_A_VIDEO', 'photo'],
    ['ZIP', bytes('PK', [3, 4, 0]), 'NOT_A_VIDEO', 'ZIP'],
    ['a program', bytes([0x7f], 'ELF', [2, 0]), 'NOT_A_VIDEO', 'program'],
    ['noise', bytes([1, 2, 3, 4, 5, 6, 7, 8, 9]), 'NOT_A_VIDEO', 'not a video'],
    ['MP3', bytes('ID3', [4, 0]), 'NO_MOVING_PICTURE', 'sound'],
    ['MP3 without tag', bytes([0xff, 0xfb, 0x90, 0]), 'NO_MOVING_PICTURE', 'sound'],
    ['WAV', bytes('RIFF', [1, 0, 0, 0], 'WAVEfmt '), 'NO_MOVING_PICTURE', 'sound'],
    ['M4A', bytes([0, 0, 0, 24], 'ftypM4A '), 'NO_MOVING_PICTURE', 'sound'],
  ])('%s is refused before any decoder', (_name, head, code, word) => {
    const answer = sniff(head);
    expect(answer).toMatchObject({ refused: { code } });
    expect('refused' in answer && answer.refused.message).toContain(word);
  });
});

const video = (more: object = {}) => ({
  ...{ index: 0, codec_type: 'video', codec_name: 'h264', width: 1920, height: 1080, pix_fmt: 'yuv420p' },
  ...{ avg_frame_rate: '30/1', r_frame_rate: '30/1', duration: '10.0', nb_frames: '300' },
  ...more,
});
const sound = (more: object = {}) => ({
  ...{ index: 1, codec_type: 'audio', codec_name: 'aac', channels: 2, sample_rate: '48000', ...more },
});
const file = (...streams: object[]) =>
  readProbe({ streams, format: { nb_streams: streams.length, format_name: 'mov' } });

describe('reading a probe', () => {
  it.each([
    ['upright', video(), 1920, 1080],
    [
      'turned by a quarter',
      video({ side_data_list: [{ side_data_type: 'Display Matrix', rotation: -90 }] }),
      1080,
      1920,
    ],
    ['upside down', video({ side_data_list: [{ side_data_type: 'Display Matrix', rotation: 180 }] }), 1920, 1080],
    ['turned by a tag', video({ tags: { rotate: '270' } }), 1080, 1920],
    ['wide pixels', video({ width: 1440, sample_aspect_ratio: '4:3' }), 1920, 1080],
    ['unknown pixel shape', video({ sample_aspect_ratio: '0:1' }), 1920, 1080],
  ])('%s', (_name, stream, width, height) => {
    expect(file(stream).picture).toMatchObject({ width, height });
  });

  it('takes the largest default picture and the default sound, and counts the rest', () => {
    const facts = file(
      video({ index: 0, width: 320, height: 180 }),
      sound({ index: 1, disposition: { default: 0 } }),
      video({ index: 2, width: 640, height: 360 }),
      sound({ index: 3, disposition: { default: 1 } }),
    );
    expect(facts).toMatchObject({ picture: { index: 2 }, sound: { index: 3 }, unusedTracks: 2 });
  });

  it('does not take cover art for a picture that moves', () => {
    expect(file(video({ codec_name: 'mjpeg', disposition: { attached_pic: 1 } }), sound())).toMatchObject({
      picture: null,
      stillPictures: 1,
    });
  });

  it('sees HDR, interlacing, variable rate and a missing length', () => {
    const facts = file(
      video({
        ...{ color_transfer: 'arib-std-b67', field_order: 'tt', avg_frame_rate: '21/1' },
        duration: undefined,
      }),
    );
    expect(facts.picture).toMatchObject({ hdr: 'hlg', interlaced: true, variableRate: true, durationS: null });
    expect(file(video({ color_transfer: 'smpte2084' })).picture).toMatchObject({ hdr: 'pq' });
  });

  it('survives nonsense', () => {
    for (const json of [null, 1, [], { streams: 'x' }, { streams: [null, 3] }]) {
      expect(readProbe(json).picture).toBeNull();
    }
    expect(parseFraction('1/0')).toBeNull();
  });

  it('counts packets where no length is promised', () => {
    expect(countPackets('0.000000,0.040000\n0.080000,0.040000\n0.040000,0.040000\nN/A,N/A\n')).toEqual({
      packets: 3,
      durationS: 0.12,
    });
    const picture = file(video({ duration: undefined })).picture;
    expect(picture && withPackets(picture, { packets: 48, durationS: 2 })).toMatchObject({
      durationS: 2,
      fps: { num: 24000, den: 1000 },
    });
  });
});

describe('counting where a length is promised', () => {
  const counted = (packets: number) => {
    const picture = file(video({ duration: '2.2', nb_frames: undefined })).picture;
    return picture && withPackets(picture, { packets, durationS: 2.2 }).durationS;
  };

  it('gives back the frames that an MPEG stream promised no time for, and believes no doubled count', () => {
    expect(counted(72)).toBe(2.4);
    expect(counted(60)).toBe(2.2);
    expect(counted(144)).toBe(2.2);
  });
});

describe('trouble of ours', () => {
  it.each([
    ['bwrap: setting up uid map: Permission denied', true],
    ['/usr/bin/prlimit: failed to execute /x/ffprobe: Permission denied', true],
    ['ffmpeg: error while loading shared libraries: libblas.so.3: cannot open', true],
    ['[mov,mp4 @ 0x55] moov atom not found', false],
    ['a file that says bwrap: in its title', false],
  ])('%s', (stderr, ours) => expect(fenceTrouble(`some line\n${stderr}\n`) !== null).toBe(ours));
});

describe('bounds', () => {
  it.each([
    ['an ordinary video', video(), null, ''],
    ['too short', video({ duration: '2.5' }), 'OUT_OF_BOUNDS', 'length: found 2.5 s, allowed at least 3 s.'],
    ['too long', video({ duration: '725' }), 'OUT_OF_BOUNDS', 'length: found 12 min 5 s, allowed at most 10 min.'],
    ['too small', video({ width: 480, height: 270 }), 'OUT_OF_BOUNDS', 'short side: found 270, allowed at least 360.'],
    ['a ribbon', video({ width: 16000, height: 64 }), 'OUT_OF_BOUNDS', 'short side: found 64, allowed at least 360.'],
    ['a wide ribbon', video({ width: 16000, height: 400 }), 'OUT_OF_BOUNDS', 'picture size: found 16000x400'],
    ['too large', video({ width: 16384, height: 8192 }), 'OUT_OF_BOUNDS', 'picture size: found 16384x8192'],
    ['too fast', video({ avg_frame_rate: '1000/1' }), 'OUT_OF_BOUNDS', 'frame rate: found 1000, allowed at most 120.'],
    ['one frame', video({ nb_frames: '1' }), 'NO_MOVING_PICTURE', 'One frame.'],
    ['VVC', video({ codec_name: 'vvc' }), 'CANNOT_DECODE', 'Codec vvc.'],
    ['a codec by its tag', video({ codec_name: undefined, codec_tag_string: 'vvc1' }), 'CANNOT_DECODE', 'Codec vvc1.'],
    [
      'a tag that is no word',
      video({ codec_name: 'unknown', codec_tag_string: '[1][0]' }),
      'CANNOT_DECODE',
      'an unknown',
    ],
    ['encrypted', video({ codec_tag_string: 'encv' }), 'CANNOT_DECODE', 'Encrypted h264.'],
    ['without size', video({ width: 0, height: 0 }), 'DAMAGED', 'The picture has no size.'],
  ])('%s', (_name, stream, code, detail) => {
    const refusal = judgeFacts(file(stream), DEFAULT_BOUNDS);
    if (code === null) expect(refusal).toBeNull();
    else expect(refusal).toMatchObject({ code, detail: expect.stringContaining(detail) });
  });

  it('refuses sound alone, no tracks at all, a thousand tracks and five gigabytes and a byte', () => {
    expect(judgeFacts(file(sound()), DEFAULT_BOUNDS)).toMatchObject({ code: 'NO_MOVING_PICTURE' });
    expect(judgeFacts(file(), DEFAULT_BOUNDS)).toMatchObject({ code: 'DAMAGED' });
    const many = file(video(), ...Array.from({ length: 1000 }, (_, i) => sound({ index: i + 1 })));
    expect(judgeFacts(many, DEFAULT_BOUNDS)).toMatchObject({ detail: 'tracks: found 1001, allowed at most 32.' });
    expect(boundSize(5 * 1024 ** 3 + 1, DEFAULT_BOUNDS)).toMatchObject({ code: 'OUT_OF_BOUNDS' });
    expect(boundSize(5 * 1024 ** 3, DEFAULT_BOUNDS)).toBeNull();
  });

  it('says that a file holds more tracks than can be opened', () => {
    const facts = { ...file(video()), streams: Infinity };
    expect(judgeFacts(facts, DEFAULT_BOUNDS)?.message).toBe(
      'The file holds more than 1000 tracks; at most 32 are taken.',
    );
    expect(holdsTooMany('Number of streams exceeds max_streams parameter (1000), see the documentation')).toBe(true);
  });

  it('says lengths as people do, and never lets ffmpeg open what is not listed', () => {
    expect([2.54, 59.94, 60, 61.2].map(sayLength)).toEqual(['2.5 s', '59.9 s', '1 min', '1 min 1 s']);
    expect(DECODER_LIST.split(',')).not.toEqual(expect.arrayContaining(['hls', 'concat', 'svg', 'librsvg']));
  });
});
