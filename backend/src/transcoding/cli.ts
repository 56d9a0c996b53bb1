// What the command line and the benches need of this module; it runs without database, queue and Nest.
import { DEFAULT_SETTINGS } from './pipeline.js';
import { WIDEST_BOUNDS } from './rules/bounds.rules.js';
import { encodeArguments, type EncodePlan } from './rules/ffmpeg.rules.js';
import { planLadder } from './rules/ladder.rules.js';
import { inspect } from './steps/inspect.js';
import type { Workshop } from './running/workshop.js';

export { DEFAULT_SETTINGS, prepareVideo } from './pipeline.js';
export { openWorkshop, Workshop } from './running/workshop.js';
export { WIDEST_BOUNDS } from './rules/bounds.rules.js';
export { capKbps } from './rules/ladder.rules.js';

/** The H.264 plan of a file, as the bench's floor needs it. Throws for a file that would be refused. */
export async function planOfFile(source: string, workshop: Workshop, scratch: string) {
  const bounds = WIDEST_BOUNDS;
  const known = await inspect(source, { workshop, bounds, scratch });
  if ('refused' in known) throw new Error(known.refused.message);
  const ladder = planLadder(known.picture, { ...DEFAULT_SETTINGS.ladder, av1: false });
  const plan: EncodePlan = {
    ...{ source, demuxer: known.demuxer, bounds, picture: known.picture, sound: null, gain: null, ladder },
    ...{ outputs: ladder.rungs.map((r) => `${r.id}.mp4`), candidates: { pattern: 'none-%d.png', frames: [0] } },
    preset: DEFAULT_SETTINGS.preset,
  };
  return { plan, encodeArguments };
}
