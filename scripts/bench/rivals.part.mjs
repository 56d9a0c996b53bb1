// What our pipeline is measured beside: one process a rung as PeerTube runs it, and the least that any plan must spend.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { measured, run } from './measure.part.mjs';

export const PRESET = 'veryfast';

/** What PeerTube 7 gives ffmpeg for an HLS rung with libx264 (default-transcoding-profiles.ts and ffmpeg-vod.ts). */
function peertubeArguments(source, folder, { name, width, height, fps, maxrateKbps }) {
  return [
    ...['-hide_banner', '-nostdin', '-loglevel', 'error', '-y', '-i', source, '-max_muxing_queue_size', '1024'],
    ...['-map_metadata', '-1', '-pix_fmt', 'yuv420p', '-vf', `scale=w=${width}:h=${height}`],
    ...['-c:v', 'libx264', '-preset', PRESET, '-maxrate:v', `${maxrateKbps}k`, '-bufsize:v', `${maxrateKbps * 2}k`],
    ...['-b_strategy', '1', '-bf', '16', '-r', String(fps), '-g:v', String(Math.round(fps * 2))],
    ...['-c:a', 'aac', '-b:a', '128k', '-hls_time', '4', '-hls_list_size', '0', '-hls_playlist_type', 'vod'],
    ...['-hls_segment_filename', join(folder, `${name}.mp4`), '-hls_segment_type', 'fmp4', '-hls_flags', 'single_file'],
    ...['-f', 'hls', join(folder, `${name}.m3u8`)],
  ];
}

/** Rungs one after another, the largest first; the video can be played when the first is whole. */
export async function oneARung(ffmpeg, source, folder, rungs) {
  mkdirSync(folder);
  const begun = performance.now();
  let firstPlayableMs = null;
  for (const rung of rungs) {
    await run(ffmpeg, peertubeArguments(source, folder, rung));
    firstPlayableMs ??= Math.round(performance.now() - begun);
  }
  return { firstPlayableMs };
}

/** What our one process tells the encoder of each picture, as words for an output of its own. */
function encodersOf(args) {
  const encoders = [];
  for (let at = args.lastIndexOf('-filter_complex') + 2; at < args.length; at += 2) {
    const [word, value] = [args[at], args[at + 1]];
    if (word === '-map' && /^\[v\d+\]$/.test(value)) encoders.push([]);
    else if (/:v:\d+$/.test(word)) encoders.at(-1).push(word.replace(/:v:\d+$/, ':v'), value);
  }
  return encoders;
}

/**
 * The floor: decode once and scale, and every encoder alone with raw frames and our own arguments. What is above it is
 * what running all in one process costs. CPU seconds.
 */
export async function floor(ffmpeg, source, folder, { encodeArguments, plan }) {
  mkdirSync(folder);
  const rungs = plan.ladder.rungs;
  const raw = (i) => join(folder, `raw-${i}.nut`);
  const scaled = rungs.map(({ width, height }, i) => {
    const from = i === 0 ? '[0:v]' : `[n${i}]`;
    const next = i + 1 < rungs.length ? `,split=2[v${i}][n${i + 1}]` : `[v${i}]`;
    const rate = i === 0 ? `fps=${plan.ladder.fps.num}/${plan.ladder.fps.den}:start_time=0,` : '';
    return `${from}${rate}scale=${width}:${height}:flags=bicubic,setsar=1,format=yuv420p${next}`;
  });
  const decode = (outs) => [
    ...['-hide_banner', '-nostdin', '-loglevel', 'error', '-y', '-i', source, '-filter_complex', scaled.join(';')],
    ...outs,
  ];
  const nowhere = rungs.flatMap((_, i) => ['-map', `[v${i}]`, '-f', 'null', '-']);
  let { cpuS } = await measured(() => run(ffmpeg, decode(nowhere)));
  const files = rungs.flatMap((_, i) => ['-map', `[v${i}]`, '-c:v', 'rawvideo', '-f', 'nut', raw(i)]);
  await run(ffmpeg, decode(files));
  const encoders = encodersOf(encodeArguments({ ...plan, sound: null }));
  for (const [i] of rungs.entries()) {
    const quiet = ['-hide_banner', '-nostdin', '-loglevel', 'error', '-y'];
    const args = [...quiet, '-i', raw(i), ...encoders[i], join(folder, 'out.mp4')];
    cpuS += (await measured(() => run(ffmpeg, args))).cpuS;
    rmSync(raw(i));
  }
  const sound = ['-map', '0:a?', '-c:a', 'aac', '-b:a', '128k', join(folder, 'sound.mp4')];
  cpuS += (await measured(() => run(ffmpeg, ['-v', 'error', '-nostdin', '-y', '-i', source, ...sound]))).cpuS;
  rmSync(folder, { recursive: true });
  return cpuS;
}

/** The rung beside the source scaled to it: SSIM of all planes (1 means equal) and, where the build has it, VMAF. */
export async function qualityOf(ffmpeg, source, playlist, { width, height, fps }) {
  const measure = async (filter, pattern) => {
    const graph =
      `[0:v]fps=${fps}:start_time=0,scale=${width}:${height}:flags=bicubic,format=yuv420p,settb=AVTB[a];` +
      `[1:v]fps=${fps}:start_time=0,format=yuv420p,settb=AVTB[b];[b][a]${filter}`;
    const inputs = ['-i', source, '-allowed_extensions', 'ALL', '-i', playlist];
    const log = await run(ffmpeg, ['-hide_banner', '-nostdin', ...inputs, '-lavfi', graph, '-an', '-f', 'null', '-']);
    return Number(pattern.exec(log)?.[1] ?? NaN);
  };
  const ssim = await measure('ssim=shortest=1', /SSIM .*All:([\d.]+)/);
  const vmaf = await measure('libvmaf=shortest=1:n_threads=2:n_subsample=3', /VMAF score: ([\d.]+)/).catch(() => NaN);
  return { ssim, vmaf };
}
