// Whether an address of a page fits a pattern with stars. No regular expression of a user is ever run: a match is a few searches of text.

/** Of one pattern, in characters. */
export const LONGEST_PATTERN = 200;
const LONGEST_ADDRESS = 2000;

/** Letters as people read them: `%D0%BA` is `к`; what cannot be decoded stays. */
function readable(text: string): string {
  try {
    return decodeURI(text).toLowerCase();
  } catch {
    return text.toLowerCase();
  }
}

/** `*` stands for any characters, also none and also `/`; everything else for itself. Both are compared as they are. */
export function starsMatch(pattern: string, text: string): boolean {
  const [head = '', ...parts] = pattern.split('*');
  const tail = parts.pop();
  if (tail === undefined) return pattern === text;
  const end = text.length - tail.length;
  if (!text.startsWith(head) || !text.endsWith(tail) || head.length > end) return false;
  let at = head.length;
  for (const part of parts) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

/**
 * A pattern that begins with `/` is compared with the path, any other with host and path; one with `?` also with the query.
 * Capital letters, a slash at the end, the port and what follows `#` make no difference.
 */
export function addressFits(pattern: string, href: string): boolean {
  if (href.length > LONGEST_ADDRESS || !URL.canParse(href)) return false;
  const { hostname, pathname, search } = new URL(href);
  const asked = readable(pattern);
  const host = asked.startsWith('/') ? '' : hostname.toLowerCase();
  if (asked.includes('?')) return starsMatch(asked, host + readable(pathname + search));
  const whole = (text: string) => (/[/*]$/.test(text) ? text : `${text}/`);
  return starsMatch(whole(asked), host + whole(readable(pathname)));
}

/** The pattern as it is kept, or null: `https://` in front of it is taken off, as people copy addresses. */
export function readPattern(text: string): string | null {
  const pattern = text.trim().replace(/^https?:\/\//i, '');
  const fine = pattern.length > 0 && pattern.length <= LONGEST_PATTERN && !/[\s\u0000-\u001f\u007f#\\]/.test(pattern);
  return fine && /^[/*\p{L}\p{N}]/u.test(pattern) && (pattern.match(/\*/g) ?? []).length <= 10 ? pattern : null;
}
