// The life of a plan version and of a rehearsal.

/** draft -> proposed -> published or refused; a draft may be thrown away. */
export const PLAN_STATUSES = ['draft', 'proposed', 'published', 'refused', 'discarded'] as const;
export type PlanStatus = (typeof PLAN_STATUSES)[number];

export const REHEARSAL_STATUSES = ['waiting', 'running', 'done', 'failed'] as const;
export type RehearsalStatus = (typeof REHEARSAL_STATUSES)[number];

/** Why a rehearsal could not be finished. */
export const REHEARSAL_ERRORS = ['TOO_MANY_ORDERS', 'DRAFT_CHANGED', 'EVALUATION_FAILED'] as const;
export type RehearsalError = (typeof REHEARSAL_ERRORS)[number];
