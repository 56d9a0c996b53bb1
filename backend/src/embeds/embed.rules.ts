// Where a video may be framed, and the token that says until when. Pure.
import { createHmac, timingSafeEqual } from 'node:crypto';

export const MAX_DOMAINS = 20;
export const MAX_LABEL = 80;
/** Two years: who still wants it then makes a new code. */
export const MAX_DAYS = 730;
/** So many codes a store may have that work. */
export const MAX_WORKING = 500;

/** Letters, digits and inner hyphens, as DNS has them; other alphabets come as `xn--`. */
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const HOST = new RegExp(`^(?:${LABEL}\\.)+${LABEL}$`);
const PORT = /:([1-9]\d{0,4})$/;

/**
 * A domain as it is kept: lower case, other alphabets in their ASCII form. An exact host, or `*.` before a host of at least two
 * labels, which stands for its subdomains and not for itself. `localhost` and ports are for who builds a site. Null for all else.
 */
export function readDomain(text: string): string | null {
  const trimmed = text.trim();
  const isWild = trimmed.startsWith('*.');
  const rest = isWild ? trimmed.slice(2) : trimmed;
  // Whatever a browser would not read as one host: an address, a user, a path, a rule of its own.
  if (rest.length > 255 || /[\s/\\@?#*,;'"]/.test(rest) || !URL.canParse(`https://${rest}`)) return null;
  const { hostname } = new URL(`https://${rest}`);
  const port = PORT.exec(rest)?.[1];
  const known = hostname === 'localhost' && !isWild ? true : HOST.test(hostname) && !/^[\d.]+$/.test(hostname);
  const isAddress = /^(?:\d{1,3}\.){3}\d{1,3}$/.test(hostname) && !isWild;
  if (!known && !isAddress) return null;
  return `${isWild ? '*.' : ''}${hostname}${port ? `:${port}` : ''}`;
}

/** The domains as they are kept, none twice; or the place of the first that is none. */
export function readDomains(texts: readonly string[]): { domains: string[] } | { wrong: number } {
  const read = texts.map(readDomain);
  const wrong = read.indexOf(null);
  return wrong >= 0 ? { wrong } : { domains: [...new Set(read.filter((one) => one !== null))] };
}

/** Whether a page of this origin may frame the video. As `frame-ancestors` reads it: a domain without a port means the usual ones. */
export function mayFrame(domains: readonly string[], origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { hostname, port } = new URL(origin);
  return domains.some((domain) => {
    const [host = '', wanted = ''] = domain.split(':');
    if (wanted !== port) return false;
    return host.startsWith('*.') ? hostname.endsWith(host.slice(1)) : hostname === host;
  });
}

/** What a token is signed over: the code, its video and its end in unix seconds. */
export interface EmbedClaim {
  id: string;
  videoId: string;
  expiresS: number;
}

export type TokenVerdict =
  | { valid: true; id: string; expiresS: number; reason: null }
  | { valid: false; reason: 'FORGED' }
  | { valid: false; reason: 'EXPIRED'; id: string };

function mac(key: Uint8Array, { id, videoId, expiresS }: EmbedClaim): string {
  return createHmac('sha256', key).update(`embed.${id}.${videoId}.${expiresS}`).digest('base64url');
}

/** `<id>.<end in base 36>.<hmac>` */
export function signEmbed(key: Uint8Array, claim: EmbedClaim): string {
  return `${claim.id}.${claim.expiresS.toString(36)}.${mac(key, claim)}`;
}

/** Whether this token is ours and opens this video now. A forged one is FORGED whatever its time says. */
export function verifyEmbed(key: Uint8Array, token: string, videoId: string, nowS: number): TokenVerdict {
  const [id, time, given, ...more] = token.length > 200 ? [] : token.split('.');
  if (!id || !time || !given || more.length > 0) return { valid: false, reason: 'FORGED' };
  if (!/^emb_\w{1,40}$/.test(id) || !/^[0-9a-z]{1,8}$/.test(time)) return { valid: false, reason: 'FORGED' };
  const expiresS = Number.parseInt(time, 36);
  const right = Buffer.from(mac(key, { id, videoId, expiresS }));
  const theirs = Buffer.from(given);
  if (right.length !== theirs.length || !timingSafeEqual(right, theirs)) return { valid: false, reason: 'FORGED' };
  return nowS < expiresS ? { valid: true, id, expiresS, reason: null } : { valid: false, reason: 'EXPIRED', id };
}

/** What is pasted into a page: a frame of the video's shape. `escape` makes a text safe in an attribute. */
export function embedCode(
  { url, title, width, height }: { url: string; title: string; width: number; height: number },
  escape: (text: string) => string,
): string {
  const shown =
    width > height ? { width: 640, height: Math.round((640 * height) / width) + 72 } : { width: 360, height: 640 };
  return (
    `<iframe src="${escape(url)}" title="${escape(title)}" width="${shown.width}" height="${shown.height}" loading="lazy" ` +
    `referrerpolicy="strict-origin-when-cross-origin" allow="fullscreen; picture-in-picture; clipboard-write; web-share" ` +
    `allowfullscreen></iframe>`
  );
}
