// Odd but honest films: turned, mirrored, of strange shapes, clocks and sounds; each is published upright, whole and in step.
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { scene, turned, X264 } from './zoo.js';
import { chosen, expectPublished, MP4 as mp4, openStage, table, type Stage } from './zoo-check.js';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => rmSync(stage.zoo.folder, { recursive: true, force: true }));

describe('turned and mirrored', () => {
  // How each corner lands: `x' = ax + cy`, `y' = bx + dy`, as ISO 14496-12 has it.
  it.each(
    chosen([
      ['as it is', [1, 0, 0, 1], 'RGBW'],
      ['* a quarter to the right', [0, 1, -1, 0], 'BRWG'],
      ['upside down', [-1, 0, 0, -1], 'WBGR'],
      ['a quarter to the left', [0, -1, 1, 0], 'GWRB'],
      ['mirrored', [-1, 0, 0, 1], 'GRWB'],
      ['mirrored top to bottom', [1, 0, 0, -1], 'BWRG'],
      ['* mirrored along a diagonal', [0, 1, 1, 0], 'RBGW'],
      ['mirrored along the other', [0, -1, -1, 0], 'WGBR'],
    ] as const),
  )('%s', async (name, matrix, corners) => {
    const { zoo } = stage;
    const lies = matrix[0] === 0;
    const source = zoo.write(`turned ${name}.mp4`, turned(zoo.plain(), matrix));
    await expectPublished(stage, source, { corners, size: lies ? '180x320' : '320x180' });
  });

  it('a mirrored source that could be copied is not: its copy would lie', async () => {
    const { zoo } = stage;
    const big = zoo.make('suitable.mp4', [
      ...[...scene({ width: 640, height: 720, seconds: 2 }), '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt'],
      ...['yuv420p', '-vf', 'scale=out_color_matrix=bt709', '-g', '25', '-bf', '0', '-colorspace', 'bt709'],
      ...['-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv', '-c:a', 'aac'],
    ]);
    const wanted = { size: '640x720', seconds: 2, flashes: [0, 1], beeps: [0, 1] };
    await expectPublished(stage, zoo.write('mirrored-suitable.mp4', turned(big, [1, 0, 0, -1])), {
      ...wanted,
      corners: 'BWRG',
    });
  });
});

describe('shapes of the picture', () => {
  table(
    () => stage,
    [
      ['pixels that are not square', 'sar.mp4', () => [...scene(), ...mp4, '-vf', 'setsar=4/3'], { size: '426x180' }],
      [
        ...(['* narrow pixels, turned', 'sar-turned.mp4'] as const),
        (zoo) => [
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
        '* top field first',
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
      [
        'bottom field first, H.264',
        'bb.mp4',
        () => [...scene(), ...mp4, '-x264-params', 'bff=1', '-vf', 'setfield=bff'],
      ],
    ],
  );
});

describe('clocks', () => {
  table(
    () => stage,
    [
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
        { fps: 25, seconds: 2.12 },
      ],
      [
        ...(['* one frame a second, then a thousand', 'jumps.mkv'] as const),
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
        ...(['* a start that an edit list cuts off', 'edit.mp4'] as const),
        (zoo) => [
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
        ...(['* a transport stream whose clock turns over', 'wrap.ts'] as const),
        () => [...scene(), ...X264, '-g', '25', '-c:a', 'aac', '-output_ts_offset', '95442', '-muxdelay', '0'],
      ],
      [
        'a transport stream that starts late',
        'late.ts',
        () => [...scene(), ...X264, '-g', '25', '-c:a', 'mp2', '-output_ts_offset', '500'],
      ],
    ],
  );
});

describe('sound', () => {
  const of = (...args: string[]) => [...X264, ...args];
  table(
    () => stage,
    [
      ['mono', 'mono.mp4', () => [...scene({ channels: 'mono' }), ...of('-c:a', 'aac')]],
      ['* 5.1', '51.mp4', () => [...scene({ channels: '5.1' }), ...of('-c:a', 'aac')]],
      ['7.1', '71.mkv', () => [...scene({ channels: '7.1' }), ...of('-c:a', 'flac')]],
      ['8 kHz', '8khz.mov', () => [...scene({ channels: 'mono', sampleRate: 8000 }), ...of('-c:a', 'pcm_mulaw')]],
      ['none', 'none.mp4', () => [...scene(), ...of('-an')], { beeps: [] }],
      [
        ...(['* a second track that is the default', 'default.mkv'] as const),
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
        ...(['* begins a second late', 'begins-late.mp4'] as const),
        () => [...scene().slice(0, 4), '-itsoffset', '1', ...scene({ seconds: 1.4 }).slice(4), ...of('-c:a', 'aac')],
        { beeps: [1, 2] },
      ],
    ],
  );
});
