// What may be shown of a job that failed: the record it is about, and its last error in one line.

const ID = /^[a-z]{3}_[0-9a-z]{10,40}$/;
const LONGEST = 300;

/** The first value of a payload that is one of our ids; e-mails and the rest of a payload are nobody's to read. */
export function idIn(payload: unknown): string | null {
  if (typeof payload !== 'object' || payload === null) return null;
  return Object.values(payload).find((v): v is string => typeof v === 'string' && ID.test(v)) ?? null;
}

/** The first line, at most 300 characters, without e-mail addresses. */
export function lastErrorLine(error: string | null): string {
  const line = (error ?? '').split(/[\r\n]/).find((part) => part.trim() !== '') ?? '';
  const clean = line.trim().replace(/[^\s<>"'(]+@[^\s<>"')]+/g, '…@…');
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST - 1)}…` : clean;
}
