// Which addresses of others we call: a closed list of what is allowed, so that nobody makes us call our own network. Pure.
import type { OutsideReason } from './outside.reasons.js';

/** What the service allows beside public https. */
export interface UrlPolicy {
  http: boolean;
  /** `host:port` pairs that may be private and plain http. */
  allow: readonly string[];
}

export type UrlVerdict = { ok: true; url: URL } | { ok: false; reason: OutsideReason };

const LONGEST_URL = 2000;

/** `host:port` of an address, with the usual port filled in. */
export function hostAndPort(url: URL): string {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return `${url.hostname}:${port}`;
}

/** Judges the address as written. Where its name leads is another question: `isPublicAddress`, asked of every answer. */
export function judgeUrl(text: string, policy: UrlPolicy): UrlVerdict {
  if (text.length > LONGEST_URL || !URL.canParse(text)) return { ok: false, reason: 'not_an_address' };
  const url = new URL(text);
  const named = policy.allow.includes(hostAndPort(url));
  const schemes = policy.http || named ? ['https:', 'http:'] : ['https:'];
  if (!schemes.includes(url.protocol)) return { ok: false, reason: 'scheme' };
  if (url.username || url.password) return { ok: false, reason: 'credentials' };
  // The usual port of the scheme reads as empty.
  if (url.port !== '' && !named) return { ok: false, reason: 'port' };
  if (!url.hostname) return { ok: false, reason: 'not_an_address' };
  url.hash = '';
  return { ok: true, url };
}

/** True for a pair that the service's owner named. */
export function isNamed(url: URL, policy: UrlPolicy): boolean {
  return policy.allow.includes(hostAndPort(url));
}

/** IPv4 ranges that are not the public Internet (IANA special-purpose registry), as first address and prefix length. */
const SPECIAL_V4: readonly [string, number][] = [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8],
  ['100.64.0.0', 10], // carrier-grade NAT
  ['127.0.0.0', 8],
  ['169.254.0.0', 16], // link-local, and the metadata of clouds
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24], // documentation, as the next two of its kind
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24], // 6to4 relays
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, and broadcast
];

function v4(text: string): number | null {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (!parts || parts.some((part) => part > 255)) return null;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

/** The eight groups of an IPv6 address, or null. A dotted tail is understood; a zone is not an address of the Internet. */
function v6(text: string): number[] | null {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const tail = dotted ? v4(dotted[2] ?? '') : null;
  if (dotted && tail === null) return null;
  const plain = dotted ? `${dotted[1]}${(tail! >>> 16).toString(16)}:${(tail! & 0xffff).toString(16)}` : text;
  const halves = plain.split('::');
  if (halves.length > 2) return null;
  const groups = (half: string | undefined) => (half ? half.split(':') : []);
  const [head, rest] = [groups(halves[0]), groups(halves[1])];
  const gap = 8 - head.length - rest.length;
  if (halves.length === 2 ? gap < 1 : gap !== 0) return null;
  const all = [...head, ...Array.from({ length: gap }, () => '0'), ...rest];
  if (!all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  return all.map((group) => parseInt(group, 16));
}

function isPublicV6([a = 0, b = 0]: number[]): boolean {
  // Only global unicast, 2000::/3. This alone leaves out ::, ::1, mapped and NAT64 forms, ULA, link-local, multicast.
  if (a < 0x2000 || a > 0x3fff) return false;
  if (a === 0x2001 && b < 0x0200) return false; // 2001::/23: Teredo, ORCHID, benchmarks
  if (a === 0x2001 && b === 0x0db8) return false; // documentation
  if (a === 0x2002) return false; // 6to4 carries any IPv4 address inside
  return !(a === 0x3fff && b < 0x1000); // documentation, 3fff::/20
}

/** True when the address is one of the public Internet. What cannot be read is not. */
export function isPublicAddress(text: string): boolean {
  const four = v4(text);
  if (four !== null) {
    return !SPECIAL_V4.some(([first, bits]) => Math.floor(four / 2 ** (32 - bits)) === v4(first)! / 2 ** (32 - bits));
  }
  const six = v6(text.replace(/^\[|\]$/g, ''));
  return six !== null && isPublicV6(six);
}
