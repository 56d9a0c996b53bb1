// Odd but honest files: each is published with its picture upright, in its true colours, whole, and in step with its sound.
import { readFileSync, rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_SETTINGS, prepareVideo } from '../../src/transcoding/pipeline.js';
import { WIDEST_BOUNDS } from '../../src/transcoding/rules/bounds.rules.js';
import { openWorkshop, type Workshop } from '../../src/transcoding/running/workshop.js';
import { findBoxes, lookAt, scene, turned, X264, Zoo } from '../support/zoo.js';

let workshop: Workshop;
let zoo: Zoo;
beforeAll(async () => {
  workshop = await openWorkshop({ ffmpegPath: process.env['FFMPEG_PATH'], ffprobePath: process.env['FFPROBE_PATH'] });
  zoo = new Zoo(workshop.binaries.ffmpeg, mkdtempSync(join(tmpdir(), 'vitrina-zoo-')));
});
afterAll(() => rmSync(zoo.folder, { recursive: true, force: true }));

interface Wanted {
  size: string;
  seconds: number;
  corners: string;
  fps: number;
  flashes: number[];
  beeps: number[];
  /** How far a beep may stand from where it should, in seconds. */
  slack: number;
}
const UPRIGHT: Wanted = {
  ...{ size: '320x180', seconds: 2.4, corners: 'RGBW', fps: 25, flashes: [0, 1, 2], beeps: [0, 1, 2], slack: 0.05 },
};

async function expectPublished(sourcePath: string, over: Partial<Wanted>) {
  const wanted = { ...UPRIGHT, ...over };
  const outDir = `${sourcePath}.out`;
  const settings = { ...DEFAULT_SETTINGS, preset: 'ultrafast' };
  const options = { sourcePath, outDir, workshop, bounds: WIDEST_BOUNDS, scratchRoot: zoo.folder, settings };
  const video = await prepareVideo(options);
  if (video.status !== 'published') throw new Error(JSON.stringify(video));
  const top = video.renditions[0];
  const hasSound = wanted.beeps.length > 0;
  const seen = lookAt(workshop.binaries.ffmpeg, join(outDir, video.mp4 ?? ''), top?.fps ?? 25, hasSound);
  const near = (found: number[], right: number[], slack: number) =>
    found.length === right.length && found.every((t, i) => Math.abs(t - (right[i] ?? 0)) <= slack) ? right : found;
  const frameS = 1 / wanted.fps;
  expect({
    size: `${video.width}x${video.height}`,
    corners: seen.corners,
    fps: Math.round((top?.fps ?? 0) * 100) / 100,
    seconds:
      Math.abs(video.durationMs / 1000 - wanted.seconds) <= 1.5 * frameS ? wanted.seconds : video.durationMs / 1000,
    frames: seen.frames === top?.frames ? 'all' : `${seen.frames} of ${top?.frames}`,
    flashes: near(seen.flashes, wanted.flashes, 1.1 * frameS),
    beeps: near(seen.beeps, wanted.beeps, wanted.slack),
  }).toEqual({
    ...{ size: wanted.size, corners: wanted.corners, fps: wanted.fps, seconds: wanted.seconds, frames: 'all' },
    ...{ flashes: wanted.flashes, beeps: wanted.beeps },
  });
  rmSync(outDir, { recursive: true, force: true });
  return { video, seen };
}

const mp4 = [...X264, '-c:a', 'aac'];
type Row = [name: string, file: string, args: () => string[], wanted?: Partial<Wanted>];
const table = (rows: Row[]) =>
  it.each(rows)('%s', async (_name, file, args, wanted = {}) => {
    await expectPublished(zoo.make(file, args()), wanted);
  });

describe('turned and mirrored', () => {
  // How each corner lands: `x' = ax + cy`, `y' = bx + dy`, as ISO 14496-12 has it.
  it.each([
    ['as it is', [1, 0, 0, 1], 'RGBW'],
    ['a quarter to the right', [0, 1, -1, 0], 'BRWG'],
    ['upside down', [-1, 0, 0, -1], 'WBGR'],
    ['a quarter to the left', [0, -1, 1, 0], 'GWRB'],
    ['mirrored', [-1, 0, 0, 1], 'GRWB'],
    ['mirrored top to bottom', [1, 0, 0, -1], 'BWRG'],
    ['mirrored along a diagonal', [0, 1, 1, 0], 'RBGW'],
    ['mirrored along the other', [0, -1, -1, 0], 'WGBR'],
  ] as const)('%s', async (name, matrix, corners) => {
    const lies = matrix[0] === 0;
    const source = zoo.write(`turned ${name}.mp4`, turned(zoo.plain(), matrix));
    await expectPublished(source, { corners, size: lies ? '180x320' : '320x180' });
  });

  it('a mirrored source that could be copied is not: its copy would lie', async () => {
    const big = zoo.make('suitable.mp4', [
      ...[...scene({ width: 640, height: 720, seconds: 2 }), '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt'],
      ...['yuv420p', '-vf', 'scale=out_color_matrix=bt709', '-g', '25', '-bf', '0', '-colorspace', 'bt709'],
      ...['-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv', '-c:a', 'aac'],
    ]);
    const wanted = { size: '640x720', seconds: 2, flashes: [0, 1], beeps: [0, 1] };
    await expectPublished(zoo.write('mirrored-suitable.mp4', turned(big, [1, 0, 0, -1])), {
      ...wanted,
      corners: 'BWRG',
    });
  });
});

describe('shapes of the picture', () => {
  table([
    ['pixels that are not square', 'sar.mp4', () => [...scene(), ...mp4, '-vf', 'setsar=4/3'], { size: '426x180' }],
    [
      ...(['narrow pixels, turned', 'sar-turned.mp4'] as const),
      () => [
        '-display_rotation',
        '90',
        '-i',
        zoo.make('sar2.mp4', [...scene(), ...mp4, '-vf', 'setsar=3/4']),
        '-c',
        'copy',
      ],
      { size: '180x240', corners: 'GWRB' },
    ],
    [
      ...(['odd width and height', 'odd.webm'] as const),
      () => [
        ...scene({ width: 321, height: 181 }),
        '-c:v',
        'libvpx-vp9',
        '-deadline',
        'realtime',
        '-cpu-used',
        '8',
        '-pix_fmt',
        'yuv420p',
        '-colorspace',
        'bt470bg',
      ],
      { size: '320x180' },
    ],
    [
      'top field first',
      'tt.mpg',
      () => [
        ...scene(),
        '-c:v',
        'mpeg2video',
        '-q:v',
        '3',
        '-flags',
        '+ildct+ilme',
        '-vf',
        'setfield=tff',
        '-c:a',
        'mp2',
      ],
    ],
    ['bottom field first, H.264', 'bb.mp4', () => [...scene(), ...mp4, '-x264-params', 'bff=1', '-vf', 'setfield=bff']],
  ]);
});

describe('clocks', () => {
  table([
    ['120 frames a second', '120.mp4', () => [...scene({ fps: 120 }), ...mp4], { fps: 30 }],
    ['50 frames a second', '50.mp4', () => [...scene({ fps: 50 }), ...mp4]],
    [
      'one frame a second',
      '1fps.mp4',
      () => [...scene({ fps: 1, seconds: 6 }), ...mp4],
      { fps: 10, seconds: 6, flashes: [0], beeps: [0, 1, 2, 3, 4, 5] },
    ],
    [
      ...(['a screen recording that shows a frame when something moves', 'vfr.mp4'] as const),
      () => [...scene(), ...mp4, '-vf', "select='lt(mod(t,1),0.09)+lt(mod(t,0.4),0.03)'", '-fps_mode', 'vfr'],
      { fps: 25, seconds: 2.4 },
    ],
    [
      ...(['one frame a second, then a thousand', 'jumps.mkv'] as const),
      () => [
        ...scene(),
        ...mp4,
        '-vf',
        "setpts='if(lt(N,2),N*1/TB,2/TB+(N-2)*0.001/TB)'",
        '-fps_mode',
        'passthrough',
        '-enc_time_base',
        '1/1000',
      ],
      { fps: 30, seconds: 2.06, flashes: [0], slack: 0.1, beeps: [0, 1, 2] },
    ],
    [
      ...(['a start that an edit list cuts off', 'edit.mp4'] as const),
      () => [
        '-ss',
        '0.5',
        '-i',
        zoo.make('bframes.mp4', [
          ...scene(),
          '-c:v',
          'libx264',
          '-preset',
          'veryfast',
          '-pix_fmt',
          'yuv420p',
          '-colorspace',
          'bt470bg',
          '-c:a',
          'aac',
        ]),
        '-c',
        'copy',
      ],
      { seconds: 1.9, flashes: [0.5, 1.5], beeps: [0.5, 1.5] },
    ],
    [
      ...(['a transport stream whose clock turns over', 'wrap.ts'] as const),
      () => [...scene(), ...X264, '-g', '25', '-c:a', 'aac', '-output_ts_offset', '95442', '-muxdelay', '0'],
    ],
    [
      'a transport stream that starts late',
      'late.ts',
      () => [...scene(), ...X264, '-g', '25', '-c:a', 'mp2', '-output_ts_offset', '500'],
    ],
  ]);
});

describe('sound', () => {
  const of = (...args: string[]) => [...X264, ...args];
  table([
    ['mono', 'mono.mp4', () => [...scene({ channels: 'mono' }), ...of('-c:a', 'aac')]],
    ['5.1', '51.mp4', () => [...scene({ channels: '5.1' }), ...of('-c:a', 'aac')]],
    ['7.1', '71.mkv', () => [...scene({ channels: '7.1' }), ...of('-c:a', 'flac')]],
    ['8 kHz', '8khz.mov', () => [...scene({ channels: 'mono', sampleRate: 8000 }), ...of('-c:a', 'pcm_mulaw')]],
    ['none', 'none.mp4', () => [...scene(), ...of('-an')], { beeps: [] }],
    [
      ...(['a second track that is the default', 'default.mkv'] as const),
      () => [
        ...scene(),
        '-f',
        'lavfi',
        '-i',
        'anullsrc=d=2.4',
        ...of(
          '-map',
          '0:v',
          '-map',
          '2:a',
          '-map',
          '1:a',
          '-c:a',
          'aac',
          '-disposition:a:0',
          '0',
          '-disposition:a:1',
          'default',
        ),
      ],
    ],
    [
      'two seconds longer than the picture',
      'long.mp4',
      () => [...scene().slice(0, 4), ...scene({ seconds: 4.4 }).slice(4), ...of('-c:a', 'aac')],
    ],
    [
      'a second shorter than the picture',
      'short.mp4',
      () => [...scene().slice(0, 4), ...scene({ seconds: 1.3 }).slice(4), ...of('-c:a', 'aac')],
      { beeps: [0, 1] },
    ],
    [
      ...(['begins a second late', 'begins-late.mp4'] as const),
      () => [...scene().slice(0, 4), '-itsoffset', '1', ...scene({ seconds: 1.4 }).slice(4), ...of('-c:a', 'aac')],
      { beeps: [1, 2] },
    ],
  ]);
});

describe('containers and codecs', () => {
  const plain = () => ['-i', zoo.plain(), '-c', 'copy'];
  table([
    [
      'fragmented MP4 without a length, as browsers record it',
      'recorder.mp4',
      () => [...plain(), '-movflags', 'frag_keyframe+empty_moov+default_base_moof', '-f', 'mp4'],
    ],
    [
      'fragmented MP4 with an index of segments',
      'sidx.mp4',
      () => [...plain(), '-movflags', 'dash+frag_keyframe', '-f', 'mp4'],
    ],
    ['index first', 'faststart.mp4', () => [...plain(), '-movflags', 'faststart']],
    ['Matroska', 'plain.mkv', plain],
    [
      'WebM without a length',
      'live.webm',
      () => [
        ...scene(),
        '-c:v',
        'libvpx',
        '-deadline',
        'realtime',
        '-cpu-used',
        '8',
        '-pix_fmt',
        'yuv420p',
        '-b:v',
        '1M',
        '-c:a',
        'libopus',
        '-live',
        '1',
      ],
    ],
    [
      'AV1 and Opus',
      'av1.mp4',
      () => [
        ...scene(),
        '-c:v',
        'libsvtav1',
        '-preset',
        '13',
        '-pix_fmt',
        'yuv420p',
        '-c:a',
        'libopus',
        '-svtav1-params',
        'lp=1',
      ],
    ],
    [
      'HEVC',
      'hevc.mp4',
      () => [
        ...scene(),
        '-c:v',
        'libx265',
        '-preset',
        'ultrafast',
        '-pix_fmt',
        'yuv420p',
        '-x265-params',
        'log-level=none',
        '-tag:v',
        'hvc1',
        '-c:a',
        'aac',
      ],
    ],
    [
      '3GP of an old phone',
      'old.3gp',
      () => [
        ...scene({ width: 352, height: 288, sampleRate: 8000, channels: 'mono' }),
        '-c:v',
        'h263',
        '-q:v',
        '3',
        '-c:a',
        'libopencore_amrnb',
        '-b:a',
        '12.2k',
        '-r',
        '25',
      ],
      { size: '352x288', slack: 0.08 },
    ],
    [
      'AVI, motion JPEG and PCM',
      'mjpeg.avi',
      () => [...scene(), '-c:v', 'mjpeg', '-q:v', '3', '-pix_fmt', 'yuvj420p', '-c:a', 'pcm_s16le'],
    ],
    [
      'Flash video',
      'old.flv',
      () => [...scene({ sampleRate: 44_100 }), '-c:v', 'flv', '-q:v', '3', '-c:a', 'libmp3lame'],
      { slack: 0.08 },
    ],
    ['Windows Media', 'old.wmv', () => [...scene(), '-c:v', 'wmv2', '-q:v', '3', '-c:a', 'wmav2'], { slack: 0.08 }],
    [
      'Ogg',
      'old.ogv',
      () => [...scene(), '-c:v', 'libtheora', '-q:v', '7', '-pix_fmt', 'yuv420p', '-c:a', 'libvorbis'],
      { slack: 0.08 },
    ],
    ['MXF of a camera', 'camera.mxf', () => [...scene(), '-c:v', 'mpeg2video', '-q:v', '3', '-c:a', 'pcm_s16le']],
    [
      'ProRes 4444 with transparency and a time code',
      'alpha.mov',
      () => [
        ...scene(),
        '-c:v',
        'prores_ks',
        '-profile:v',
        '4444',
        '-pix_fmt',
        'yuva444p10le',
        '-timecode',
        '01:00:00:00',
        '-c:a',
        'pcm_s24le',
      ],
    ],
    [
      'VP9 with transparency',
      'alpha.webm',
      () => [
        ...scene(),
        '-c:v',
        'libvpx-vp9',
        '-deadline',
        'realtime',
        '-cpu-used',
        '8',
        '-pix_fmt',
        'yuva420p',
        '-c:a',
        'libopus',
      ],
    ],
    ['H.264 in 4:2:2 with 10 bits', '422.mp4', () => [...scene(), ...mp4, '-pix_fmt', 'yuv422p10le']],
    ['H.264 in 4:4:4', '444.mp4', () => [...scene(), ...mp4, '-pix_fmt', 'yuv444p']],
    [
      'H.264 in red, green and blue',
      'rgb.mp4',
      () => [...scene(), '-c:v', 'libx264rgb', '-preset', 'ultrafast', '-c:a', 'aac'],
    ],
    ['full range', 'full.mp4', () => [...scene(), ...mp4, '-pix_fmt', 'yuvj420p']],
    [
      'BT.709 in a small picture',
      '709.mp4',
      () => [...scene(), ...mp4, '-vf', 'scale=out_color_matrix=bt709', '-colorspace', 'bt709'],
    ],
    ['no word of colours', 'untagged.mp4', () => [...scene(), '-c:v', 'mpeg4', '-q:v', '3', '-c:a', 'aac']],
    [
      'wide colours without HDR',
      '2020.mp4',
      () => [
        ...scene(),
        ...mp4,
        '-vf',
        'scale=out_color_matrix=bt2020',
        '-colorspace',
        'bt2020nc',
        '-pix_fmt',
        'yuv420p10le',
      ],
    ],
  ]);

  it('Matroska with a font and a cover', async () => {
    const font = zoo.write('font.ttf', Buffer.alloc(2000, 7));
    const cover = zoo.make('cover.jpg', ['-f', 'lavfi', '-i', 'color=red:s=640x640', '-frames:v', '1']);
    const args = [
      '-i',
      zoo.plain(),
      '-i',
      cover,
      '-map',
      '1',
      '-map',
      '0',
      '-c',
      'copy',
      '-disposition:v:0',
      'attached_pic',
    ];
    await expectPublished(
      zoo.make('attached.mkv', [...args, '-attach', font, '-metadata:s:t', 'mimetype=font/ttf']),
      {},
    );
    await expectPublished(zoo.make('cover.mp4', args), {});
  });

  it('a playlist inside a video is only bytes', async () => {
    const text = '#EXTM3U\n#EXTINF:4,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n';
    const bytes = readFileSync(zoo.plain());
    expect(findBoxes(bytes, ['ftyp'])).toHaveLength(1);
    await expectPublished(zoo.write('polyglot.mp4', Buffer.concat([bytes, Buffer.from(text)])), {});
  });
});
