// The audit log as CSV: quoting, and cells that a spreadsheet would run as formulas.
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

/** A mark for Excel, which otherwise reads UTF-8 as the machine's old code page. */
export const CSV_HEAD = `\uFEFF${COLUMNS.map((name) => `"${name}"`).join(',')}\r\n`;

/**
 * One quoted cell. A text that begins as a formula, also after blanks and in full-width signs, gets an apostrophe in
 * front: spreadsheets run formulas of opened files, and names and titles are typed by strangers (OWASP, CSV injection).
 */
export function csvCell(text: string | null): string {
  if (text === null) return '""';
  const safe = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** One line, in the order of CSV_HEAD. */
export function csvLine(row: AuditRow & { actorName: string | null }): string {
  const { actor, actorName, action, subjectType, subjectId, storeId, ip, before, after, id } = row;
  const cells = [
    row.at.toISOString(),
    actor,
    actorName,
    action,
    subjectType,
    subjectId,
    storeId,
    ip,
    before,
    after,
    id,
  ];
  return `${cells.map(csvCell).join(',')}\r\n`;
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
