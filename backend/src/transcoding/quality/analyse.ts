// Looks at a few seconds of a video and decides its quality; when that fails, the video is made as any other.
import { planLadder } from '../rules/ladder.rules.js';
import { chooseQuality, readTrials, samplesOf, trialArguments, trialRung, type Quality } from './quality.rules.js';
import { ladderSettings, type EncodeJob } from '../steps/encode.js';
import type { Known } from '../steps/inspect.js';

/** Some 3 % of the encode's CPU time. Null for the house's own quality. Throws when cancelled. */
export async function analyse(job: EncodeJob, known: Known): Promise<Quality | null> {
  const { source, demuxer, picture } = known;
  // The parts of a trim lie elsewhere in the source than their own times say.
  const samples = job.settings.byContent && !picture.cut ? samplesOf(picture.durationS) : [];
  if (samples.length === 0) return null;
  const ladder = planLadder(picture, ladderSettings(job));
  const plan = { source, demuxer, picture, ladder, bounds: job.bounds, preset: job.settings.preset };
  const order = { source, scratch: job.scratch, signal: job.signal, seconds: samples.length };
  const run = await job.workshop.ffmpeg(trialArguments(plan, samples), order);
  job.signal?.throwIfAborted();
  const trials = run.exit === 'ok' ? readTrials(run.stderr) : null;
  return trials && chooseQuality(trials, trialRung(ladder));
}
