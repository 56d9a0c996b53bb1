// The links of a creator's page: to where they are elsewhere, over https only.

export const MAX_LINKS = 5;
const LONGEST = 200;

export type LinkFault = 'TOO_MANY' | 'SHAPE' | 'TWICE';

/** The links as they are stored, or which is wrong and why. Empty lines are left out. */
export function readLinks(
  raw: readonly string[],
): { links: string[]; fault: null } | { links: null; fault: LinkFault; at: number } {
  const links: string[] = [];
  for (const [at, line] of raw.entries()) {
    const text = line.trim();
    if (text === '') continue;
    const link = webAddress(text);
    if (link === null) return { links: null, fault: 'SHAPE', at };
    if (links.includes(link)) return { links: null, fault: 'TWICE', at };
    if (links.length === MAX_LINKS) return { links: null, fault: 'TOO_MANY', at };
    links.push(link);
  }
  return { links, fault: null };
}

/** `instagram.com/dana` is taken for https. A name of a site is needed: no user, no port, no number in its place. */
function webAddress(text: string): string | null {
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`;
  if (whole.length > LONGEST || /[\s<>"'\\`]/.test(whole) || !URL.canParse(whole)) return null;
  const { protocol, username, password, port, hostname, href } = new URL(whole);
  const isNamed = /^([a-z0-9-]+\.)+[a-z][a-z0-9-]*[a-z0-9]$/.test(hostname);
  if (protocol !== 'https:' || username || password || port || !isNamed || href.length > LONGEST) return null;
  return href;
}

/** A link as a person reads it: `instagram.com/dana`. */
export function linkText(link: string): string {
  const { hostname, pathname } = new URL(link);
  const text = `${hostname.replace(/^www\./, '')}${pathname === '/' ? '' : pathname}`;
  return text.length > 50 ? `${text.slice(0, 49)}…` : text;
}
