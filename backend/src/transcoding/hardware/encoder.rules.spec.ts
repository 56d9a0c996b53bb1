// Arguments of libx264 as those of a hardware encoder; other outputs stay as they are.
import { describe, expect, it } from '@jest/globals';
import { HARDWARE_ENCODERS, hardwareArguments } from './encoder.rules.js';

const SOFTWARE = [
  ...['-i', 'file:a', '-filter_complex', '[0:0]split[v0][v1];[p]null[c]'],
  ...['-map', '[v0]', '-c:v:0', 'libsvtav1', '-preset:v:0', '12', '-crf:v:0', '35'],
  ...[
    '-map',
    '[v1]',
    '-c:v:1',
    'libx264',
    '-preset:v:1',
    'veryfast',
    '-profile:v:1',
    'high',
    '-pix_fmt:v:1',
    'yuv420p',
  ],
  ...['-crf:v:1', '23', '-maxrate:v:1', '900k', '-threads:v:1', '2', '-x264-params:v:1', 'sync-lookahead=0'],
  ...['-sc_threshold:v:1', '0', '-forced-idr:v:1', '1', '-g:v:1', '100000'],
  ...['-map', '[a]', '-c:a', 'aac', '-f', 'tee', "[select='v:0,a']file:0.mp4|[select='v:1,a']file:1.mp4"],
  ...['-map', '[c]', '-c:v', 'png', '-threads', '1', 'file:c.png'],
];

describe('a hardware encoder', () => {
  it.each(HARDWARE_ENCODERS)('%s takes the place of libx264 alone, without its words', (encoder) => {
    const words = hardwareArguments(SOFTWARE, encoder);
    const [from, to] = [words.findIndex((word) => /^\[v1/.test(word)), words.indexOf('[a]')];
    const ours = words.slice(from, to);
    expect(ours).toEqual(expect.arrayContaining(['-c:v:1', encoder, '-maxrate:v:1', '900k', '-g:v:1', '100000']));
    for (const word of ['libx264', '-crf:v:1', '-x264-params:v:1', '-sc_threshold:v:1', '-threads:v:1']) {
      expect(ours).not.toContain(word);
    }
    expect(words.slice(to)).toEqual(SOFTWARE.slice(SOFTWARE.indexOf('[a]')));
    const untouched = words.slice(words.indexOf('[v0]'), from);
    expect(untouched.slice(0, 7)).toEqual(SOFTWARE.slice(SOFTWARE.indexOf('[v0]'), SOFTWARE.indexOf('[v1]') - 1));
  });

  it('of VAAPI gets its frames uploaded', () => {
    const words = hardwareArguments(SOFTWARE, 'h264_vaapi');
    expect(words[words.indexOf('-filter_complex') + 1]).toContain(';[v1]format=nv12,hwupload[v1hw]');
    expect(words.join(' ')).toContain('-map [v1hw] -c:v:1 h264_vaapi');
    expect(words.slice(0, 2)).toEqual(['-vaapi_device', '/dev/dri/renderD128']);
  });

  it('changes nothing where nothing is encoded with libx264', () => {
    const measuring = ['-i', 'file:a', '-f', 'null', '-'];
    expect(hardwareArguments(measuring, 'h264_nvenc')).toBe(measuring);
  });
});
