// Puts a description that came as sound alone over its film: looks at it, measures it, mixes.
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { lengthFits } from '../../videos/tracks/track.rules.js';
import { SOUND_CODECS, sayLength } from '../rules/bounds.rules.js';
import { loudnessArguments, probeArguments } from '../rules/ffmpeg.rules.js';
import { planGain, readLoudness } from '../rules/loudness.rules.js';
import { readProbe } from '../rules/probe.rules.js';
import { SNIFF_BYTES, soundContainer } from '../rules/sniff.rules.js';
import { progressSeconds } from '../running/ffmpeg.runner.js';
import { fenceTrouble } from '../running/trouble.rules.js';
import { workSeconds } from '../running/workshop.js';
import type { Inspection } from '../steps/inspect.js';
import { refuseTrack, type RefusedTrack } from '../transcoding.reasons.js';
import { mixArguments } from './mix.rules.js';

export interface Film {
  /** Our own MP4 of it, in the scratch folder. */
  path: string;
  durationMs: number;
}

type Mixed = { path: string } | { refused: RefusedTrack };

async function headOf(path: string): Promise<Buffer> {
  const handle = await open(path);
  try {
    const head = Buffer.alloc(SNIFF_BYTES);
    const { bytesRead } = await handle.read(head, 0, SNIFF_BYTES, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** ffprobe's facts; what cannot be read has none. */
async function factsOf(source: string, demuxer: Parameters<typeof probeArguments>[1], job: Inspection) {
  const order = { source, scratch: job.scratch, signal: job.signal };
  const { stdout, stderr } = await job.workshop.ffprobe(probeArguments(source, demuxer), order);
  job.signal?.throwIfAborted();
  const trouble = fenceTrouble(stderr);
  if (trouble) throw new Error(`ffprobe could not work: ${trouble}`);
  try {
    return readProbe(JSON.parse(stdout));
  } catch {
    return readProbe({});
  }
}

/** Whether these bytes may be a sound that is to be mixed, rather than a film. */
export async function isSoundAlone(source: string, job: Inspection): Promise<boolean> {
  const demuxer = soundContainer(await headOf(source));
  if (!demuxer) return false;
  const { picture, sound } = await factsOf(source, demuxer, job);
  return picture === null && sound !== null;
}

/**
 * The film with its description, in the scratch folder, or why not. The voice is decoded behind the same fences as any
 * stranger's file. Throws on trouble of ours.
 */
export async function mixOver(voice: string, film: Film, job: Inspection): Promise<Mixed> {
  const demuxer = soundContainer(await headOf(voice));
  const sound = demuxer ? (await factsOf(voice, demuxer, job)).sound : null;
  if (!demuxer || !sound || !(SOUND_CODECS as readonly string[]).includes(sound.codec)) {
    return { refused: refuseTrack('NO_SOUND', `Codec ${sound?.codec ?? 'none'}.`) };
  }
  const seconds = workSeconds(job.bounds, film.durationMs / 1000);
  const order = { source: voice, scratch: job.scratch, signal: job.signal, seconds };
  // Decoded whole: what a container says of the length of an MP3 is a guess.
  const measured = await job.workshop.ffmpeg(loudnessArguments(voice, demuxer, job.bounds, sound.index, null), order);
  job.signal?.throwIfAborted();
  const heardMs = 1000 * Math.max(0, ...measured.stdout.split('\n').map((line) => progressSeconds(line) ?? 0));
  if (measured.exit !== 'ok' || heardMs === 0) return { refused: refuseTrack('NO_SOUND', measured.stderr.slice(-300)) };
  if (!lengthFits(heardMs, film.durationMs)) return { refused: otherLength(heardMs, film.durationMs) };
  const loudness = readLoudness(measured.stderr);
  if (!loudness) return { refused: refuseTrack('NO_SOUND', 'Nothing is heard in it.') };
  const filmFacts = await factsOf(film.path, 'mov', job);
  const path = join(job.scratch, 'mixed.mp4');
  const plan = {
    ...{ film: film.path, filmHasSound: filmFacts.sound !== null, voice, demuxer, voiceIndex: sound.index },
    ...{ gain: planGain(loudness), seconds: film.durationMs / 1000, bounds: job.bounds, target: path },
  };
  const run = await job.workshop.ffmpeg(mixArguments(plan), order);
  job.signal?.throwIfAborted();
  if (run.exit !== 'ok') throw new Error(`Mixing failed: ${run.stderr.slice(-500)}`);
  return { path };
}

/** The refusal of a track that is shorter or longer than its film. */
export function otherLength(trackMs: number, filmMs: number): RefusedTrack {
  const [track, film] = [sayLength(trackMs / 1000), sayLength(filmMs / 1000)];
  const message = `The track lasts ${track}, and the video ${film}.`;
  return refuseTrack('LENGTH_DIFFERS', `${trackMs} and ${filmMs} ms.`, message);
}
