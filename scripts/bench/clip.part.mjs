// The clip that benches use: 20 s of 1080x1920 at 30 frames a second with sound, put together from the demo's own clips.
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../bundle.mjs';
import { run } from './measure.part.mjs';

const MEDIA = join(ROOT, 'backend/test/media');
const portrait = (before = '') => `fps=30,${before}scale=1080:1920:flags=lanczos,setsar=1,format=yuv420p`;

/**
 * `plain` has its index at the end, as phones write it; `suitable` is what the pipeline may copy as it is. Made once,
 * with one thread, so that the same build of ffmpeg makes the same bytes.
 */
export async function benchClip(ffmpeg, kind = 'plain') {
  const folder = join(ROOT, '.vitrina/bench');
  mkdirSync(folder, { recursive: true });
  const target = join(folder, `clip-${kind}.mp4`);
  if (existsSync(target)) return target;
  const [coffee, bee, speaker] = ['coffee-portrait-9x16', 'bee-720p', 'speaker-portrait-404x720'].map((name) => [
    '-i',
    join(MEDIA, `${name}.mp4`),
  ]);
  const graph = [
    `[0:v]${portrait()},trim=end=9.5[a]`,
    `[1:v]${portrait('crop=405:720,')},trim=end=4[b]`,
    `[2:v]${portrait()},trim=end=6.5[c]`,
    '[a][b][c]concat=n=3:v=1[v]',
    '[2:a]aloop=loop=-1:size=430000,aresample=48000,atrim=end=20[s]',
  ];
  const keys = kind === 'suitable' ? ['-x264-params', 'keyint=60:min-keyint=60:scenecut=0:open-gop=0'] : ['-g', '250'];
  const colours = ['-color_range', 'tv', '-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709'];
  await run(ffmpeg, [
    ...['-hide_banner', '-nostdin', '-loglevel', 'error', '-y', ...coffee, ...bee, ...speaker],
    ...['-filter_complex', graph.join(';'), '-map', '[v]', '-map', '[s]', '-t', '20'],
    ...['-c:v', 'libx264', '-preset', 'fast', '-crf', '19', '-maxrate', '7500k', '-bufsize', '7500k', ...keys],
    ...['-threads', '1', ...colours, '-c:a', 'aac', '-b:a', '160k', `${target}.part.mp4`],
  ]);
  renameSync(`${target}.part.mp4`, target);
  return target;
}
