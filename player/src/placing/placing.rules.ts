// Which outcome a shop's rules have on this page, as far as the service could not decide it; `backend/test/cases/placing.json` holds for both.
import type { PageRule } from '../core/types.js';

export type Device = 'phone' | 'tablet' | 'desktop';

export interface Page {
  device: Device;
  /** Such as `ru` or `ru-KZ`; empty where the page does not say. */
  language: string;
  url: string;
}

const LONGEST_ADDRESS = 2000;

/** What is held in the hand is told by the shorter side of its screen, which no keyboard and no turn changes; a window by its width. */
export function deviceOf(isTouch: boolean, shorterSide: number, width: number): Device {
  if (isTouch) return shorterSide < 600 ? 'phone' : 'tablet';
  return width < 600 ? 'phone' : width < 1024 ? 'tablet' : 'desktop';
}

function readable(text: string): string {
  try {
    return decodeURI(text).toLowerCase();
  } catch {
    return text.toLowerCase();
  }
}

/** `*` stands for any characters, everything else for itself. */
function starsMatch(pattern: string, text: string): boolean {
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

/** With `/` in front it is compared with the path, else with host and path; with `?` in it also with the query. */
export function addressFits(pattern: string, href: string): boolean {
  if (href.length > LONGEST_ADDRESS || !URL.canParse(href)) return false;
  const { hostname, pathname, search } = new URL(href);
  const asked = readable(pattern);
  const host = asked[0] === '/' ? '' : hostname.toLowerCase();
  if (asked.includes('?')) return starsMatch(asked, host + readable(pathname + search));
  const whole = (text: string) => (/[/*]$/.test(text) ? text : `${text}/`);
  return starsMatch(whole(asked), host + whole(readable(pathname)));
}

const languageFits = (wanted: string, given: string) =>
  `${given.toLowerCase()}-`.startsWith(`${wanted.toLowerCase()}-`);

/** The first rule that fits; the last one asks nothing. Without rules the block stands as it is. */
export function choose(rules: readonly PageRule[], { device, language, url }: Page): PageRule {
  const fits = (rule: PageRule) =>
    (rule.devices?.includes(device) ?? true) &&
    (rule.languages?.some((wanted) => languageFits(wanted, language)) ?? true) &&
    (rule.urls?.some((pattern) => addressFits(pattern, url)) ?? true);
  return rules.find(fits) ?? {};
}
