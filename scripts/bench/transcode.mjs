// npm run bench -- transcode [FILE] [--pairs N]: our H.264 ladder and our AV1 plan beside one process a rung with the
// flags that PeerTube uses: the same source, sizes, preset and caps, in turns, so that a busy machine is unfair to neither.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { importBundled, ROOT } from '../bundle.mjs';
import { benchClip } from './clip.part.mjs';
import { measured, median } from './measure.part.mjs';
import { floor, oneARung, PRESET, qualityOf } from './rivals.part.mjs';

const bytesOf = (folder, pattern) =>
  readdirSync(folder)
    .filter((name) => pattern.test(name))
    .reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

/** Ours without a box: bubblewrap hides the CPU time of what runs in it, and costs 4 to 16 ms a start itself. */
function unboxed({ Workshop }, workshop) {
  const tools = { bwrap: null, unshare: null, prlimit: null, setpriv: null, nice: null };
  return new Workshop(workshop.binaries, { tools, fences: [] });
}

function parse(words) {
  const options = { file: null, pairs: 3 };
  for (let at = 0; at < words.length; at++) {
    if (words[at] === '--pairs') options.pairs = Number(words[++at]);
    else options.file = resolve(words[at]);
  }
  if (!Number.isInteger(options.pairs) || options.pairs < 1) throw new Error('--pairs takes a whole number from 1.');
  return options;
}

/** One run of one side. `viewerBytes` is what a viewer with AV1 is sent, all rungs together, where there is AV1. */
async function runOurs(ours, workshop, file, folder, av1) {
  const settings = { ...ours.DEFAULT_SETTINGS, ladder: { ...ours.DEFAULT_SETTINGS.ladder, av1 } };
  const work = () =>
    ours.prepareVideo({ sourcePath: file, outDir: folder, workshop, bounds: ours.WIDEST_BOUNDS, settings });
  const { result: video, ...costs } = await measured(work);
  if (video.status !== 'published') throw new Error(`${video.code}: ${video.message}`);
  const bytes = (codec) => video.renditions.filter((r) => r.codec === codec).reduce((sum, r) => sum + r.bytes, 0);
  return {
    video,
    figures: {
      ...{ ...costs, ladderCpuS: video.timingsMs.encodeCpu / 1000, firstPlayableMs: video.timingsMs.firstPlayable },
      ...{ rungBytes: bytes('h264') + bytes('av1'), viewerBytes: av1 ? bytes('av1') : bytes('h264') },
      timingsMs: video.timingsMs,
    },
  };
}

const shown = (value, digits = 2) => (Number.isFinite(value) ? value.toFixed(digits) : '-');

function table(rows) {
  const widths = rows[0].map((_, at) => Math.max(...rows.map((row) => String(row[at] ?? '').length)));
  const line = (row) =>
    row.map((cell, at) => (at === 0 ? String(cell).padEnd(widths[at]) : String(cell).padStart(widths[at]))).join('  ');
  console.log(rows.map(line).join('\n'));
}

const ROWS = [
  ['CPU s, the ladder', 'ladderCpuS', 2, 1],
  ['CPU s, everything', 'cpuS', 2, 1],
  ['wall s', 'wallS', 2, 1],
  ['first playable, ms', 'firstPlayableMs', 0, 1],
  ['MB, all rungs', 'rungBytes', 2, 1e6],
  ['MB, to one viewer', 'viewerBytes', 2, 1e6],
  ['memory at most, MiB', 'peakMiB', 0, 1],
];

function report(file, pairs, floorCpuS, quality) {
  const of = (side, key) => median(pairs.map((pair) => pair[side][key]));
  const ratio = (side, key) => median(pairs.map((pair) => pair[side][key] / pair.rival[key]));
  const medians = Object.fromEntries(
    ROWS.map(([, key]) => [
      key,
      {
        ...{ rival: of('rival', key), h264: of('h264', key), hybrid: of('hybrid', key) },
        ...{ h264Ratio: ratio('h264', key), hybridRatio: ratio('hybrid', key) },
      },
    ]),
  );
  const overFloor = median(pairs.map((pair) => pair.h264.ladderCpuS)) / floorCpuS;
  console.log(`${basename(file)}, libx264 ${PRESET}, medians of ${pairs.length} paired runs`);
  table([
    ['', 'one a rung', 'H.264', 'ratio', 'AV1 + H.264', 'ratio'],
    ...ROWS.map(([say, key, digits, unit]) => {
      const row = medians[key];
      const cell = (value) => shown(value / unit, digits);
      return [say, cell(row.rival), cell(row.h264), shown(row.h264Ratio), cell(row.hybrid), shown(row.hybridRatio)];
    }),
    ...Object.entries(quality).flatMap(([name, q]) => [
      [`SSIM ${name}`, shown(q.rival?.ssim, 4), shown(q.h264?.ssim, 4), '', shown(q.hybrid?.ssim, 4), ''],
      [`VMAF ${name}`, shown(q.rival?.vmaf, 1), shown(q.h264?.vmaf, 1), '', shown(q.hybrid?.vmaf, 1), ''],
    ]),
  ]);
  console.log(`H.264 against the floor of ${shown(floorCpuS)} CPU s: ${shown(overFloor)}`);
  return { file: basename(file), preset: PRESET, medians, floorCpuS, overFloor, quality, pairs };
}

async function measureQuality(ffmpeg, file, folders, videos) {
  const quality = {};
  for (const rung of videos.h264.renditions) {
    const beside = videos.hybrid.renditions.find((r) => r.codec === 'av1' && r.height === rung.height);
    quality[rung.name] = {
      rival: await qualityOf(ffmpeg, file, join(folders.rival, `${rung.name}.m3u8`), rung),
      h264: await qualityOf(ffmpeg, file, join(folders.h264, rung.playlist), rung),
      ...(beside ? { hybrid: await qualityOf(ffmpeg, file, join(folders.hybrid, beside.playlist), rung) } : {}),
    };
  }
  return quality;
}

export async function main(words) {
  const options = parse(words);
  const ours = await importBundled('backend/src/transcoding/cli.ts');
  const named = { ffmpegPath: process.env.FFMPEG_PATH, ffprobePath: process.env.FFPROBE_PATH };
  const workshop = unboxed(ours, await ours.openWorkshop(named));
  const { ffmpeg } = workshop.binaries;
  const file = options.file ?? (await benchClip(ffmpeg));
  const folder = mkdtempSync(join(tmpdir(), 'vitrina-bench-'));
  try {
    const pairs = [];
    const videos = {};
    const folders = {};
    for (let pair = 0; pair < options.pairs; pair++) {
      for (const side of ['rival', 'h264', 'hybrid']) folders[side] = join(folder, `${side}-${pair}`);
      const h264 = await runOurs(ours, workshop, file, folders.h264, false);
      const rungs = h264.video.renditions.map((r) => ({ ...r, maxrateKbps: ours.capKbps(r.width, r.height) }));
      const { result, ...costs } = await measured(() => oneARung(ffmpeg, file, folders.rival, rungs));
      const hybrid = await runOurs(ours, workshop, file, folders.hybrid, true);
      const rungBytes = bytesOf(folders.rival, /\.mp4$/);
      const rival = { ...costs, ...result, ladderCpuS: costs.cpuS, rungBytes, viewerBytes: rungBytes };
      pairs.push({ rival, h264: h264.figures, hybrid: hybrid.figures });
      Object.assign(videos, { h264: h264.video, hybrid: hybrid.video });
      const said = [h264.figures, hybrid.figures].map((f) => shown(f.ladderCpuS)).join(' and ');
      console.error(`pair ${pair + 1}: ${said} against ${shown(rival.cpuS)} CPU seconds`);
    }
    const lowest = await floor(ffmpeg, file, join(folder, 'floor'), await ours.planOfFile(file, workshop, folder));
    const quality = await measureQuality(ffmpeg, file, folders, videos);
    const target = join(ROOT, '.vitrina/bench');
    mkdirSync(target, { recursive: true });
    const json = join(target, 'transcode.json');
    writeFileSync(json, `${JSON.stringify(report(file, pairs, lowest, quality), null, 2)}\n`);
    console.log(`Written to ${json}`);
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
