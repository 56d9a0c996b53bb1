// HTTP ranges (RFC 9110, section 14): what part of a file a request asks for.

export type RangeVerdict = { kind: 'whole' } | { kind: 'part'; start: number; end: number } | { kind: 'unsatisfiable' };

/**
 * One range in bytes; `end` included. Several ranges, other units and nonsense give the whole file, as the RFC allows;
 * a range past the end is unsatisfiable (416).
 */
export function parseRange(header: string | undefined, sizeBytes: number): RangeVerdict {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return { kind: 'whole' };
  if (match[1] === '') {
    const last = Math.min(Number(match[2]), sizeBytes);
    return last === 0 ? { kind: 'unsatisfiable' } : { kind: 'part', start: sizeBytes - last, end: sizeBytes - 1 };
  }
  const start = Number(match[1]);
  const end = match[2] === '' ? sizeBytes - 1 : Math.min(Number(match[2]), sizeBytes - 1);
  if (match[2] !== '' && Number(match[2]) < start) return { kind: 'whole' };
  return start >= sizeBytes ? { kind: 'unsatisfiable' } : { kind: 'part', start, end };
}

/** True when the client already has this version: If-None-Match with `*`, or with the etag in its weak or strong form. */
export function alreadyHas(ifNoneMatch: string | undefined, etag: string): boolean {
  if (!ifNoneMatch) return false;
  return ifNoneMatch.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag);
}
