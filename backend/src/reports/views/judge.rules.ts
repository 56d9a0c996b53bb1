// What a report keeps of a view: judged by the evaluator's own rule with the default terms. Pure.
import { parseFact, qualifyView } from '../../attribution/evaluator/evaluate.rules.js';
import { PROGRAM_DEFAULTS } from '../../attribution/evaluator/input/config.rules.js';

/** Engagement received later than this after it happened can no longer decide an order of its moment (money.md T1). */
export const LATE_HOURS = PROGRAM_DEFAULTS.lateGraceHours;

/** The newest heartbeat of a view, as it was kept, and how long its video lasts. */
export interface KeptView {
  external_id: string;
  version: string;
  occurred_at: Date;
  received_at: Date;
  content: Record<string, unknown>;
  duration_ms: number | null;
}

export interface JudgedView {
  videoId: string;
  viewerId: string;
  sessionId: string;
  at: Date;
  /** E2: at least two seconds in one visible run. */
  viewable: boolean;
  /** E4-E6: when it began to count, or null. */
  qualifiedAt: Date | null;
  /** E3: how much of the video was seen, ms. */
  watchedMs: number;
  /** At least 95 % of the video was seen. */
  completed: boolean;
  late: boolean;
}

/** The view as a report counts it; null for robots, for views without consent and of unknown videos. Throws when unreadable. */
export function judgeView(row: KeptView): JudgedView | null {
  const view = parseFact({
    ...row.content,
    type: 'view',
    id: row.external_id,
    version: Number(row.version),
    occurred_at: row.occurred_at.toISOString(),
    received_at: row.received_at.toISOString(),
  });
  if (view.type !== 'view' || view.ivt || !view.consent || !view.viewerId || row.duration_ms === null) return null;
  const result = qualifyView(view, { durationMs: row.duration_ms }, PROGRAM_DEFAULTS.qualify);
  const session = row.content['session_id'];
  return {
    videoId: view.videoId,
    viewerId: view.viewerId,
    sessionId: typeof session === 'string' ? session : '',
    at: row.occurred_at,
    viewable: result.viewable,
    qualifiedAt: result.qualifiedAt === null ? null : new Date(result.qualifiedAt),
    watchedMs: Math.min(result.watchedMs, row.duration_ms),
    completed: result.watchedMs * 100 >= row.duration_ms * 95,
    late: row.received_at.getTime() - row.occurred_at.getTime() > LATE_HOURS * 3_600_000,
  };
}
