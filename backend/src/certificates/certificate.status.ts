// How far one issue of a certificate has come, why it may be held, and why a pool may stand still.

export const CERTIFICATE_STATUSES = ['waiting', 'held', 'issued', 'cancelled'] as const;
export type CertificateStatus = (typeof CERTIFICATE_STATUSES)[number];

/** The allowed moves; the table refuses any other. */
export const CERTIFICATE_MOVES: Record<CertificateStatus, readonly CertificateStatus[]> = {
  waiting: ['issued', 'cancelled'],
  held: ['waiting', 'issued', 'cancelled'],
  issued: ['cancelled'],
  cancelled: [],
};

/** Which limit held it: of this person a month, of the pool a day, of the pool in all, or the pool paused itself. */
export const HELD_REASONS = ['holder_month', 'pool_day', 'pool_total', 'surge'] as const;
export type HeldReason = (typeof HELD_REASONS)[number];

export const PAUSE_REASONS = ['surge', 'hand'] as const;
export type PauseReason = (typeof PAUSE_REASONS)[number];

export const FILE_STATUSES = ['reading', 'done', 'broken'] as const;
export type CertificateFileStatus = (typeof FILE_STATUSES)[number];
