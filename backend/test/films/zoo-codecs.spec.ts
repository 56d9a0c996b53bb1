// Containers, codecs and colours that phones, cameras and old programs write: each is published in its true colours.
import { readFileSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findBoxes, scene, type Zoo } from './zoo.js';
import { expectPublished, MP4 as mp4, openStage, table, type Stage } from './zoo-check.js';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => rmSync(stage.zoo.folder, { recursive: true, force: true }));

describe('containers and codecs', () => {
  const plain = (zoo: Zoo) => ['-i', zoo.plain(), '-c', 'copy'];
  table(
    () => stage,
    [
      [
        '* fragmented MP4 without a length, as browsers record it',
        'recorder.mp4',
        (zoo) => [...plain(zoo), '-movflags', 'frag_keyframe+empty_moov+default_base_moof', '-f', 'mp4'],
      ],
      [
        'fragmented MP4 with an index of segments',
        'sidx.mp4',
        (zoo) => [...plain(zoo), '-movflags', 'dash+frag_keyframe', '-f', 'mp4'],
      ],
      ['index first', 'faststart.mp4', (zoo) => [...plain(zoo), '-movflags', 'faststart']],
      ['Matroska', 'plain.mkv', plain],
      [
        '* WebM without a length',
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
        '* 3GP of an old phone',
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
      ['Windows Media', 'old.wmv', () => [...scene(), '-c:v', 'wmv2', '-q:v', '3', '-c:a', 'wmav2'], { slack: 0.1 }],
      [
        'Ogg',
        'old.ogv',
        () => [...scene(), '-c:v', 'libtheora', '-q:v', '7', '-pix_fmt', 'yuv420p', '-c:a', 'libvorbis'],
        { slack: 0.08 },
      ],
      ['MXF of a camera', 'camera.mxf', () => [...scene(), '-c:v', 'mpeg2video', '-q:v', '3', '-c:a', 'pcm_s16le']],
      [
        '* ProRes 4444 with transparency and a time code',
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
        '* H.264 in red, green and blue',
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
    ],
  );

  it('Matroska with a font and a cover', async () => {
    const { zoo } = stage;
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
      stage,
      zoo.make('attached.mkv', [...args, '-attach', font, '-metadata:s:t', 'mimetype=font/ttf']),
      {},
    );
    await expectPublished(stage, zoo.make('cover.mp4', args), {});
  });

  it('a playlist inside a video is only bytes', async () => {
    const { zoo } = stage;
    const text = '#EXTM3U\n#EXTINF:4,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n';
    const bytes = readFileSync(zoo.plain());
    expect(findBoxes(bytes, ['ftyp'])).toHaveLength(1);
    await expectPublished(stage, zoo.write('polyglot.mp4', Buffer.concat([bytes, Buffer.from(text)])), {});
  });
});
