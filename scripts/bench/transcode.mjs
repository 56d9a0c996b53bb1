// npm run bench -- transcode [FILE] [--pairs N]: our pipeline beside one process a rung with the flags that PeerTube uses.
// Both make the same rungs with the same preset and caps, in turns, so that a busy machine is unfair to neither.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { importBundled, ROOT } from '../bundle.mjs';
import { measured, median, run } from './measure.part.mjs';

const PRESET = 'veryfast';
const DEFAULT_FILE = join(ROOT, 'backend/test/media/coffee-portrait-9x16.mp4');
const isPicture = /^(poster|first-frame|preview)/;
const bytesIn = (folder) =>
  readdirSync(folder)
    .filter((name) => /\.(m4s|mp4|m3u8)$/.test(name) && !isPicture.test(name))
    .reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

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
async function theirs(ffmpeg, source, folder, rungs) {
  mkdirSync(folder);
  const begun = performance.now();
  let firstPlayableMs = null;
  for (const rung of rungs) {
    await run(ffmpeg, peertubeArguments(source, folder, rung));
    firstPlayableMs ??= Math.round(performance.now() - begun);
  }
  return { firstPlayableMs };
}

/** The rung beside the source scaled to it; 1 means equal. */
async function ssimOf(ffmpeg, source, playlist, { width, height, fps }) {
  const graph =
    `[0:v]fps=${fps}:start_time=0,scale=${width}:${height}:flags=bicubic,format=yuv420p,settb=AVTB[a];` +
    `[1:v]fps=${fps}:start_time=0,format=yuv420p,settb=AVTB[b];[b][a]ssim=shortest=1`;
  const inputs = ['-i', source, '-allowed_extensions', 'ALL', '-i', playlist];
  const log = await run(ffmpeg, ['-hide_banner', '-nostdin', ...inputs, '-lavfi', graph, '-an', '-f', 'null', '-']);
  return Number(/SSIM .*All:([\d.]+)/.exec(log)?.[1] ?? NaN);
}

/** Ours without a box: bubblewrap hides the CPU time of what runs in it, and costs 4 to 16 ms a start itself. */
function unboxed({ Workshop }, workshop) {
  const tools = { bwrap: null, unshare: null, prlimit: null, setpriv: null, nice: null };
  return new Workshop(workshop.binaries, { tools, fences: [] });
}

const shown = (value, digits = 2) => (typeof value === 'number' ? value.toFixed(digits) : '-');

function table(rows) {
  const widths = rows[0].map((_, at) => Math.max(...rows.map((row) => String(row[at]).length)));
  const line = (row) =>
    row.map((cell, at) => (at === 0 ? String(cell).padEnd(widths[at]) : String(cell).padStart(widths[at]))).join('  ');
  console.log(rows.map(line).join('\n'));
}

function parse(words) {
  const options = { file: DEFAULT_FILE, pairs: 3 };
  for (let at = 0; at < words.length; at++) {
    if (words[at] === '--pairs') options.pairs = Number(words[++at]);
    else options.file = resolve(words[at]);
  }
  if (!Number.isInteger(options.pairs) || options.pairs < 1) throw new Error('--pairs takes a whole number from 1.');
  return options;
}

function report(file, rungs, pairs, ssim) {
  const of = (side, key) => median(pairs.map((pair) => pair[side][key]));
  const ratio = (key) => median(pairs.map(({ ours, theirs: base }) => ours[key] / base[key]));
  const keys = [
    ['CPU seconds, everything', 'cpuS', 2],
    ['CPU seconds, the encoder alone', 'encodeCpuS', 2],
    ['wall seconds', 'wallS', 2],
    ['first playable, ms', 'firstPlayableMs', 0],
    ['MB of HLS and MP4', 'megabytes', 2],
    ['MB of rungs alone', 'rungMegabytes', 2],
    ['memory at most, MiB', 'peakMiB', 0],
  ];
  const figures = Object.fromEntries(
    keys.map(([, key]) => [key, { ours: of('ours', key), theirs: of('theirs', key), ratio: ratio(key) }]),
  );
  console.log(
    `${basename(file)}, ${rungs.map((r) => r.name).join(' ')}, libx264 ${PRESET}, medians of ${pairs.length} pairs`,
  );
  table([
    ['', 'ours', 'one a rung', 'ratio'],
    ...keys.map(([say, key, digits]) => [
      say,
      ...[shown(figures[key].ours, digits), shown(figures[key].theirs, digits), shown(figures[key].ratio)],
    ]),
    ...rungs.map(({ name }) => [`SSIM ${name}`, shown(ssim[name].ours, 4), shown(ssim[name].theirs, 4), '']),
  ]);
  return { file: basename(file), preset: PRESET, rungs, medians: figures, ssim, pairs };
}

export async function main(words) {
  const { file, pairs: wanted } = parse(words);
  const ours = await importBundled('backend/src/transcoding/cli.ts');
  const { prepareVideo, capKbps, WIDEST_BOUNDS } = ours;
  const named = { ffmpegPath: process.env.FFMPEG_PATH, ffprobePath: process.env.FFPROBE_PATH };
  const workshop = unboxed(ours, await ours.openWorkshop(named));
  const { ffmpeg } = workshop.binaries;
  const folder = mkdtempSync(join(tmpdir(), 'vitrina-bench-'));
  try {
    const pairs = [];
    let rungs = [];
    for (let pair = 0; pair < wanted; pair++) {
      const [mine, base] = [join(folder, `ours-${pair}`), join(folder, `theirs-${pair}`)];
      const oursWork = () => prepareVideo({ sourcePath: file, outDir: mine, workshop, bounds: WIDEST_BOUNDS });
      const { result: video, ...ourCosts } = await measured(oursWork);
      if (video.status !== 'published') throw new Error(`${video.code}: ${video.message}`);
      rungs = video.renditions.map((r) => ({ ...r, maxrateKbps: capKbps(r.width, r.height) }));
      const { result, ...theirCosts } = await measured(() => theirs(ffmpeg, file, base, rungs));
      const encodeCpuS = video.timingsMs.encodeCpu / 1000;
      const megabytes = (bytes) => bytes / 1e6;
      pairs.push({
        ours: {
          ...{ ...ourCosts, encodeCpuS, timingsMs: video.timingsMs },
          ...{ firstPlayableMs: video.timingsMs.firstPlayable, megabytes: megabytes(bytesIn(mine)) },
          rungMegabytes: megabytes(video.renditions.reduce((sum, r) => sum + r.bytes, 0)),
        },
        theirs: {
          ...{ ...theirCosts, encodeCpuS: theirCosts.cpuS, firstPlayableMs: result.firstPlayableMs },
          ...{ megabytes: megabytes(bytesIn(base)), rungMegabytes: megabytes(bytesIn(base)) },
        },
      });
      console.error(`pair ${pair + 1}: ${shown(pairs[pair].ours.cpuS)} against ${shown(theirCosts.cpuS)} CPU seconds`);
    }
    const ssim = {};
    for (const rung of rungs) {
      ssim[rung.name] = {
        ours: await ssimOf(ffmpeg, file, join(folder, `ours-${wanted - 1}`, rung.playlist), rung),
        theirs: await ssimOf(ffmpeg, file, join(folder, `theirs-${wanted - 1}`, `${rung.name}.m3u8`), rung),
      };
    }
    const target = join(ROOT, '.vitrina/bench');
    mkdirSync(target, { recursive: true });
    const json = join(target, 'transcode.json');
    writeFileSync(json, `${JSON.stringify(report(file, rungs, pairs, ssim), null, 2)}\n`);
    console.log(`Written to ${json}`);
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
