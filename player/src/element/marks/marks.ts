// Shows what is marked in a video: chapters on the time bar, hot-spots on the picture. Fetched for videos that have some.
import type { Clip, Marks } from '../../core/types.js';
import { adopt } from '../dom.js';
import { showChapters } from './chapters.js';
import type { GuideDeps } from './guide.js';
import { showHotspots } from './hotspots.js';
import { MARKS_CSS } from './marks-css.js';

/** Until the signal: another video comes, or the player goes. */
export function showMarks(deps: GuideDeps, clip: Clip, marks: Marks, signal: AbortSignal): void {
  adopt(deps.host.root, MARKS_CSS);
  if (marks.chapters.length > 1) showChapters(deps, clip, marks.chapters, signal);
  if (marks.hotspots.length > 0) showHotspots(deps, clip, marks, signal);
}
