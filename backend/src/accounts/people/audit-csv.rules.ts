// The audit log as CSV, and the bounds of time of an export.
import { CSV_MARK, csvLine } from '../../base/csv/csv.rules.js';
import type { AuditRow } from './audit-log.service.js';

const COLUMNS = [
  'at',
  'actor',
  'actorName',
  'action',
  'subjectType',
  'subjectId',
  'storeId',
  'ip',
  'before',
  'after',
  'id',
];

export const CSV_HEAD = CSV_MARK + csvLine(COLUMNS);

/** One line, in the order of CSV_HEAD. */
export function auditLine(row: AuditRow & { actorName: string | null }): string {
  const { actor, actorName, action, subjectType, subjectId, storeId, ip, before, after, id } = row;
  return csvLine([
    ...[row.at.toISOString(), actor, actorName, action, subjectType, subjectId],
    ...[storeId, ip, before, after, id],
  ]);
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/;

/** A bound of time: a day in UTC or a moment. A day as the end means until it is over. Null when it is neither. */
export function timeBound(text: string, end: boolean): Date | null {
  if (!DAY.test(text) && !MOMENT.test(text)) return null;
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return null;
  // 31 February becomes 3 March in JavaScript: not what was asked.
  if (DAY.test(text) && at.toISOString().slice(0, 10) !== text) return null;
  return end && DAY.test(text) ? new Date(at.getTime() + 86_400_000) : at;
}
