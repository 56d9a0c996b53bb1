// Looks at a file before anything is decoded: first bytes, size, probe, bounds; then measures its loudness.
import { open, realpath, stat } from 'node:fs/promises';
import { boundSize, judgeFacts, SOUND_CODECS, type Bounds } from '../rules/bounds.rules.js';
import {
  loudnessArguments,
  packetArguments,
  probeArguments,
  readLoudness,
  type Loudness,
} from '../rules/ffmpeg.rules.js';
import { countPackets, readProbe, withPackets, type FileFacts, type PictureFacts } from '../rules/probe.rules.js';
import { sniff, SNIFF_BYTES, type Demuxer } from '../rules/sniff.rules.js';
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
  loudness: Loudness | null;
  warnings: string[];
}

/** The first of two loudness passes; says why when a video will be silent. */
export async function hear(known: Known, job: Inspection): Promise<Heard> {
  const { sound } = known.facts;
  if (!sound) return { sound: null, loudness: null, warnings: ['The video has no sound.'] };
  if (!(SOUND_CODECS as readonly string[]).includes(sound.codec)) {
    return { sound: null, loudness: null, warnings: [`The sound is stored as ${sound.codec}, which we cannot read.`] };
  }
  const { source, demuxer } = known;
  const seconds = workSeconds(job.bounds, known.picture.durationS);
  const order = { source, scratch: job.scratch, signal: job.signal, seconds };
  const run = await job.workshop.ffmpeg(loudnessArguments(source, demuxer, job.bounds, sound.index), order);
  job.signal?.throwIfAborted();
  const samples = new RegExp(`Input stream #0:${sound.index} .*frames decoded.*\\((\\d+) samples\\)`).exec(run.stderr);
  if (run.exit !== 'ok' || Number(samples?.[1] ?? 0) === 0) {
    return { sound: null, loudness: null, warnings: ['The sound in the file cannot be read; the video is silent.'] };
  }
  const loudness = readLoudness(run.stderr);
  return { sound, loudness, warnings: loudness ? [] : ['The sound track is silent.'] };
}
