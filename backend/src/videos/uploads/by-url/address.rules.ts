// What an answer of another server says about the file it brings. Pure.

/** Plain text, in any encoding without zero bytes: a page, a message, a playlist. No container of films is that. */
export function looksLikeText(head: Uint8Array): boolean {
  if (head.length === 0) return false;
  return head.subarray(0, 512).every((b) => b === 9 || b === 10 || b === 13 || (b >= 32 && b !== 127));
}

/** Where the rest begins and how long the whole is: `bytes 100-999/1000`. Null when it says something else. */
export function readContentRange(header: string | undefined): { start: number; total: number } | null {
  const found = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(header ?? '');
  return found ? { start: Number(found[1]), total: Number(found[3]) } : null;
}

/** A strong name of the very content, for `If-Range`: an etag that is not weak, else the date of the last change. */
export function contentMark(headers: {
  etag?: string | undefined;
  'last-modified'?: string | undefined;
}): string | null {
  const { etag } = headers;
  if (etag && /^"[\x21\x23-\x7e]{1,200}"$/.test(etag)) return etag;
  const date = headers['last-modified'];
  return date && /^[\x20-\x7e]{1,60}$/.test(date) ? date : null;
}
