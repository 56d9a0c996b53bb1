// Arguments of libx264 as those of a hardware encoder; other outputs stay as they are.
import { describe, expect, it } from '@jest/globals';
import { HARDWARE_ENCODERS, hardwareArguments } from './encoder.rules.js';

const SOFTWARE = [
  ...['-i', 'file:a', '-filter_complex', '[0:0]split[v0][v1];[p]null[c]'],
  ...['-map', '[v0]', '-map', '[a0]', '-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'high'],
  ...['-pix_fmt', 'yuv420p', '-crf', '23', '-maxrate', '900k', '-threads', '2', '-x264-params', 'sync-lookahead=0'],
  ...['-sc_threshold', '0', '-forced-idr', '1', '-g', '100000', 'file:0.mp4'],
  ...['-map', '[v1]', '-c:v', 'libsvtav1', '-preset', '12', '-crf', '35', 'file:1.mp4'],
  ...['-map', '[c]', '-c:v', 'png', 'file:c.png'],
];

describe('a hardware encoder', () => {
  it.each(HARDWARE_ENCODERS)('%s takes the place of libx264 alone, without its words', (encoder) => {
    const words = hardwareArguments(SOFTWARE, encoder);
    const ends = words.indexOf('file:0.mp4');
    expect(words.slice(0, ends)).toEqual(expect.arrayContaining(['-c:v', encoder, '-maxrate', '900k', '-g', '100000']));
    for (const word of ['libx264', '-crf', '-x264-params', '-sc_threshold', '-threads']) {
      expect(words.slice(0, ends)).not.toContain(word);
    }
    expect(words.slice(ends + 1)).toEqual(SOFTWARE.slice(SOFTWARE.indexOf('file:0.mp4') + 1));
  });

  it('of VAAPI gets its frames uploaded', () => {
    const words = hardwareArguments(SOFTWARE, 'h264_vaapi');
    expect(words[words.indexOf('-filter_complex') + 1]).toContain(';[v0]format=nv12,hwupload[v0hw]');
    expect(words.join(' ')).toContain('-map [v0hw] -map [a0]');
    expect(words.slice(0, 2)).toEqual(['-vaapi_device', '/dev/dri/renderD128']);
  });

  it('changes nothing where nothing is encoded with libx264', () => {
    const measuring = ['-i', 'file:a', '-f', 'null', '-'];
    expect(hardwareArguments(measuring, 'h264_nvenc')).toBe(measuring);
  });
});
