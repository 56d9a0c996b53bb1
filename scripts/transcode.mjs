// npm run transcode -- FILE DIR: prepares one video as the worker would, without database or queue.
// One JSON object on stdout and nothing else. Exit 0: published. 2: refused. 1: wrong use, or trouble of ours.
import { importBundled } from './bundle.mjs';

const USAGE = `Usage: npm run transcode -- FILE DIR [--max-seconds N] [--min-seconds N] [--min-short-side N] [--fences]
  Writes master.m3u8, its segments, posters, an MP4 and manifest.json into DIR.
  FFMPEG_PATH and FFPROBE_PATH choose other programs.`;

/** Splits words into places and numbers given as `--name N`. */
function parse(words) {
  const places = [];
  const numbers = {};
  for (let i = 0; i < words.length; i++) {
    if (!words[i].startsWith('--')) places.push(words[i]);
    else if (words[i] === '--fences') numbers.fences = true;
    else {
      numbers[words[i].slice(2)] = Number(words[++i]);
      if (!Number.isFinite(numbers[words[i - 1].slice(2)])) throw new Error(USAGE);
    }
  }
  return { places, numbers };
}

function boundsFrom(widest, numbers) {
  const bounds = { ...widest };
  if (numbers['min-seconds'] !== undefined) bounds.minSeconds = numbers['min-seconds'];
  if (numbers['max-seconds'] !== undefined) bounds.maxSeconds = numbers['max-seconds'];
  if (numbers['min-short-side'] !== undefined) bounds.minShortSide = numbers['min-short-side'];
  return bounds;
}

async function main() {
  const { places, numbers } = parse(process.argv.slice(2));
  const { openWorkshop, prepareVideo, WIDEST_BOUNDS } = await importBundled('backend/src/transcoding/cli.ts');
  const workshop = await openWorkshop({ ffmpegPath: process.env.FFMPEG_PATH, ffprobePath: process.env.FFPROBE_PATH });
  if (numbers.fences) return { result: { ffmpeg: workshop.binaries, fences: workshop.fences() }, exit: 0 };
  const [sourcePath, outDir] = places;
  if (places.length !== 2) throw new Error(USAGE);
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => stop.abort(new Error(`Stopped by ${name}.`)));
  const bounds = boundsFrom(WIDEST_BOUNDS, numbers);
  const video = await prepareVideo({ sourcePath, outDir, workshop, bounds, signal: stop.signal });
  if (video.status === 'refused') {
    const { status, code, message, whatToDo, detail, timingsMs } = video;
    return { result: { status, code, message, whatToDo, detail, renditions: [], timingsMs }, exit: 2 };
  }
  const { status, renditions, timingsMs, ...rest } = video;
  const { files, looked, ...shown } = rest;
  const message = 'The video is ready.';
  const sizes = { files: files.length, bytes: files.reduce((sum, f) => sum + f.sizeBytes, 0) };
  return {
    result: { status, code: null, message, renditions, timingsMs, ...shown, ...sizes, checks: looked?.checks ?? [] },
    exit: 0,
  };
}

try {
  const { result, exit } = await main();
  process.stdout.write(`${JSON.stringify(result)}\n`);
  process.exitCode = exit;
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  const failure = { status: 'failed', code: 'INTERNAL', message, renditions: [], timingsMs: {} };
  process.stdout.write(`${JSON.stringify(failure)}\n`);
  process.exitCode = 1;
}
