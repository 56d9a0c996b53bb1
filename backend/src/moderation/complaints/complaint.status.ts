// The life of a case of reports as a table.

export const CASE_STATUSES = ['open', 'removed', 'kept', 'gone'] as const;
/** `removed` and `kept` were decided by a person; `gone` was taken away by its creator or its store before that. */
export type CaseStatus = (typeof CASE_STATUSES)[number];

export const CASE_MOVES: Readonly<Record<CaseStatus, readonly CaseStatus[]>> = {
  open: ['removed', 'kept', 'gone'],
  removed: [],
  kept: [],
  gone: [],
};

/** What a decision about the video means for the reports: null leaves the case open. */
export function outcomeOf(
  action: 'approved' | 'rejected',
  video: { status: string; liveVersion: number | null },
): 'removed' | 'kept' | null {
  if (action === 'approved') return 'kept';
  // A new version was refused, and what was reported is still shown.
  return video.status !== 'published' && video.liveVersion !== null ? null : 'removed';
}
