// Looks at a file before anything is decoded: first bytes, size, probe, bounds; then measures its loudness.
import { open, realpath, stat } from 'node:fs/promises';
import { boundSize, judgeFacts, SOUND_CODECS, type Bounds } from '../rules/bounds.rules.js';
import { loudnessArguments, packetArguments, probeArguments } from '../rules/ffmpeg.rules.js';
import { correctGain, isClose, planGain, readLoudness, type Gain } from '../rules/loudness.rules.js';
import { countPackets, readProbe, withPackets, type FileFacts, type PictureFacts } from '../rules/probe.rules.js';
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

/** The facts of a file that may be prepared, or why it may not. Nothing is decoded. Throws when cancelled. */
export async function inspect(sourcePath: string, job: Inspection): Promise<Known | { refused: RefusedFile }> {
  const source = await realpath(sourcePath);
  const { size, isFile } = await stat(source).then((s) => ({ size: s.size, isFile: s.isFile() }));
  if (!isFile) return { refused: refuse('NOT_A_VIDEO', 'Not a regular file.') };
  const tooLarge = boundSize(size, job.bounds);
  if (tooLarge) return { refused: tooLarge };
  const sniffed = sniff(await headOf(source));
  if ('refused' in sniffed) return sniffed;
  const { demuxer } = sniffed;
  const order = { source, scratch: job.scratch, signal: job.signal };
  const probed = await job.workshop.ffprobe(probeArguments(source, demuxer), order);
  job.signal?.throwIfAborted();
  const facts = readProbe(parseJson(probed.stdout));
  if (facts.streams === 0) {
    const what = probed.exit === 'timeout' ? 'Probing took too long.' : 'The container cannot be read.';
    const message = 'The file is cut off or broken: nothing in it can be read.';
    return { refused: refuse('DAMAGED', what, message) };
  }
  const refused = judgeFacts(facts, job.bounds);
  if (refused || !facts.picture) return { refused: refused ?? refuse('NO_MOVING_PICTURE', 'No picture track.') };
  if (facts.picture.durationS !== null) return { source, demuxer, facts, picture: facts.picture };
  // Browsers record files without a length: count the packets, which reads the file once and decodes nothing.
  const counted = await job.workshop.ffprobe(packetArguments(source, demuxer, facts.picture.index), order);
  job.signal?.throwIfAborted();
  const picture = withPackets(facts.picture, countPackets(counted.stdout));
  const again = judgeFacts({ ...facts, picture }, job.bounds);
  return again ? { refused: again } : { source, demuxer, facts, picture };
}

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
    const args = loudnessArguments(source, demuxer, job.bounds, sound.index, gain);
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
