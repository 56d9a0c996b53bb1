// Which decisions a person may want to look at, told forward: own purchases, false touches, commissions that the score stopped.
import { createHash } from 'node:crypto';
import { canonicalJson } from '../facts/canonical.rules.js';
import type { LineDecision } from './attribution.rules.js';
import type { Alert } from './evaluator/units/draft.rules.js';

const VERDICTS: readonly string[] = ['T4_SELF_PURCHASE', 'E7_IMPOSSIBLE', 'E9_CLICK_FLOOD', 'E9_INVALID_TRAFFIC'];

/** True for a line of which something should be told. Units under somebody's decision are told too: who hears it knows of that. */
export function isSuspicious({ units, trace }: Pick<LineDecision, 'units' | 'trace'>): boolean {
  return (
    units.some((unit) => unit.state === 'review' || unit.state === 'rejected') ||
    trace.touches.some((touch) => VERDICTS.includes(touch.verdict))
  );
}

/** The same alert of two evaluations has one digest. */
export function alertDigest({ code, subject }: Alert): Buffer {
  return createHash('sha256')
    .update(canonicalJson([code, subject]))
    .digest();
}
