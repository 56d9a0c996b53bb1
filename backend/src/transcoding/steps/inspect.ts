// Looks at a file before anything is decoded: first bytes, size, probe, bounds; then measures its loudness.
import { open, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { boundSize, judgeFacts, SOUND_CODECS, type Bounds } from '../rules/bounds.rules.js';
import { loudnessArguments, packetArguments, probeArguments, rewrapArguments } from '../rules/ffmpeg.rules.js';
import { correctGain, isClose, planGain, readLoudness, type Gain } from '../rules/loudness.rules.js';
import {
  countPackets,
  holdsTooMany,
  readProbe,
  withPackets,
  type FileFacts,
  type PictureFacts,
} from '../rules/probe.rules.js';
import { fenceTrouble } from '../running/trouble.rules.js';
import { sniff, SNIFF_BYTES, type Demuxer } from '../rules/sniff.rules.js';
import { progressSeconds } from '../running/ffmpeg.runner.js';
import { workSeconds, type Workshop } from '../running/workshop.js';
import { refuse, type RefusedFile } from '../transcoding.reasons.js';

export interface Inspection {
  workshop: Workshop;
  bounds: Bounds;
  scratch: string;
  signal?: AbortSignal | undefined;
}

/** Everything known before encoding. */
export interface Known {
  source: string;
  demuxer: Demuxer;
  facts: FileFacts;
  picture: PictureFacts;
}

async function headOf(path: string): Promise<Buffer> {
  const handle = await open(path);
  try {
    const buffer = Buffer.alloc(SNIFF_BYTES);
    const { bytesRead } = await handle.read(buffer, 0, SNIFF_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** ffprobe's facts. A transport stream that it cannot read is wrapped anew and probed once more. */
async function probe(source: string, demuxer: Demuxer, job: Inspection) {
  const order = { source, scratch: job.scratch, signal: job.signal };
  const { stdout, stderr, exit } = await job.workshop.ffprobe(probeArguments(source, demuxer), order);
  job.signal?.throwIfAborted();
  const trouble = exit === 'failed' ? fenceTrouble(stderr) : null;
  if (trouble) throw new Error(`ffprobe could not work: ${trouble}`);
  const facts = readProbe(parseJson(stdout));
  if (holdsTooMany(stderr)) return { source, demuxer, facts: { ...facts, streams: Infinity }, exit };
  if (facts.streams > 0 || exit !== 'failed' || demuxer !== 'mpegts') return { source, demuxer, facts, exit };
  const rewrapped = join(job.scratch, 'rewrapped.mkv');
  const args = rewrapArguments(source, demuxer, job.bounds, rewrapped);
  await job.workshop.ffmpeg(args, { ...order, seconds: workSeconds(job.bounds, null) });
  job.signal?.throwIfAborted();
  const again = { ...order, source: rewrapped };
  // Without a single track nothing was written, and nothing can be bound into the jail.
  if (!(await stat(rewrapped).catch(() => null))) return { source, demuxer, facts, exit };
  const second = await job.workshop.ffprobe(probeArguments(rewrapped, 'matroska'), again);
  job.signal?.throwIfAborted();
  return {
    source: rewrapped,
    demuxer: 'matroska' as const,
    facts: readProbe(parseJson(second.stdout)),
    exit: second.exit,
  };
}

/** The facts of a file that may be prepared, or why it may not. Nothing is decoded. Throws when cancelled. */
export async function inspect(sourcePath: string, job: Inspection): Promise<Known | { refused: RefusedFile }> {
  const original = await realpath(sourcePath);
  const { size, isFile } = await stat(original).then((s) => ({ size: s.size, isFile: s.isFile() }));
  if (!isFile) return { refused: refuse('NOT_A_VIDEO', 'Not a regular file.') };
  const tooLarge = boundSize(size, job.bounds);
  if (tooLarge) return { refused: tooLarge };
  const sniffed = sniff(await headOf(original));
  if ('refused' in sniffed) return sniffed;
  const { source, demuxer, facts, exit } = await probe(original, sniffed.demuxer, job);
  const order = { source, scratch: job.scratch, signal: job.signal };
  if (facts.streams === 0) {
    const what = exit === 'timeout' ? 'Probing took too long.' : 'The container cannot be read.';
    const message = 'The file is cut off or broken: nothing in it can be read.';
    return { refused: refuse('DAMAGED', what, message) };
  }
  const refused = judgeFacts(facts, job.bounds);
  if (!facts.picture || (refused && !mayBeOneFrame(facts.picture))) {
    return { refused: refused ?? refuse('NO_MOVING_PICTURE', 'No picture track.') };
  }
  if (!wantsCounting(facts.picture, demuxer)) return { source, demuxer, facts, picture: facts.picture };
  const counted = await job.workshop.ffprobe(packetArguments(source, demuxer, facts.picture.index), order);
  job.signal?.throwIfAborted();
  const picture = withPackets(facts.picture, countPackets(counted.stdout));
  const again = judgeFacts({ ...facts, picture }, job.bounds);
  return again ? { refused: again } : { source, demuxer, facts, picture };
}

/** Matroska does not say how many frames it holds; a cover with sound must not be called too short. */
const mayBeOneFrame = ({ frames, durationS }: PictureFacts): boolean =>
  frames === null && durationS !== null && durationS < 0.5;

/**
 * Browsers record files without a length, and MPEG streams know only roughly when their last frame is shown: counting
 * reads the file once and decodes nothing.
 */
const wantsCounting = (picture: PictureFacts, demuxer: Demuxer): boolean =>
  picture.durationS === null || mayBeOneFrame(picture) || demuxer === 'mpeg';

export interface Heard {
  sound: FileFacts['sound'];
  gain: Gain | null;
  warnings: string[];
}

const silent = (warning: string): Heard => ({ sound: null, gain: null, warnings: [warning] });

/** Measures the sound, and again behind the limiter where one is needed; says why when a video will be silent. */
export async function hear(known: Known, job: Inspection): Promise<Heard> {
  const { sound } = known.facts;
  if (!sound) return silent('The video has no sound.');
  if (!(SOUND_CODECS as readonly string[]).includes(sound.codec)) {
    return silent(
      `The sound is stored as ${sound.codec || 'an unknown codec'}, which we cannot read; the video is silent.`,
    );
  }
  const { source, demuxer } = known;
  const seconds = workSeconds(job.bounds, known.picture.durationS);
  const measure = async (gain: Gain | null) => {
    const args = loudnessArguments(source, demuxer, job.bounds, sound.index, gain, known.picture.cut);
    const run = await job.workshop.ffmpeg(args, { source, scratch: job.scratch, signal: job.signal, seconds });
    job.signal?.throwIfAborted();
    return run;
  };
  const first = await measure(null);
  const heardS = Math.max(0, ...first.stdout.split('\n').map((line) => progressSeconds(line) ?? 0));
  if (first.exit !== 'ok' || heardS === 0) {
    return silent('The sound in the file cannot be read; the video is silent.');
  }
  const loudness = readLoudness(first.stderr);
  if (!loudness) return { sound, gain: null, warnings: ['The sound track is silent.'] };
  let gain = planGain(loudness);
  for (let round = 0; gain.limited && round < 3; round++) {
    const behind = readLoudness((await measure(gain)).stderr);
    if (!behind || isClose(behind)) break;
    gain = correctGain(gain, behind);
  }
  return { sound, gain, warnings: [] };
}
