// One call to a public server: the name is looked up once by us, every answer is judged, and the call goes to that address.
import { lookup } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isNamed, isPublicAddress, judgeUrl, type UrlPolicy } from './address.rules.js';
import type { OutsideReason } from './outside.reasons.js';

const CONNECT_MS = 10_000;
const MOST_REDIRECTS = 5;

/** Thrown when trying again cannot help; everything else thrown here may be tried again. */
export class OutsideRefused extends Error {
  constructor(readonly reason: OutsideReason) {
    super(reason);
    this.name = 'OutsideRefused';
  }
}

/** Every address of a name. The default asks the system; a test answers what it likes. */
export type Resolve = (hostname: string) => Promise<string[]>;

const askSystem: Resolve = async (hostname) => (await lookup(hostname, { all: true })).map(({ address }) => address);

export interface PinnedOptions {
  policy: UrlPolicy;
  headers: Record<string, string>;
  /** No answer for so long ends the call. */
  idleMs: number;
  signal: AbortSignal;
  resolve?: Resolve;
  /** GET unless told; a body goes with POST only. */
  method?: 'GET' | 'POST';
  body?: string | null;
  /** How many addresses on it may lead; five unless told. A call that changes something follows none. */
  redirects?: number;
}

/**
 * Opens the address and follows a few redirects, each judged like the first. Gives the answer of a server,
 * whatever its status, with the body unread: the caller reads it to its end or destroys it. Throws OutsideRefused.
 */
export async function openPinned(start: URL, options: PinnedOptions): Promise<IncomingMessage> {
  let url = start;
  const most = options.redirects ?? MOST_REDIRECTS;
  for (let turns = 0; turns <= most; turns++) {
    const verdict = judgeUrl(url.href, options.policy);
    if (!verdict.ok) throw new OutsideRefused(verdict.reason);
    const answer = await call(verdict.url, await addressOf(verdict.url, options), options);
    const { location } = answer.headers;
    if (most === 0 || ![301, 302, 303, 307, 308].includes(answer.statusCode ?? 0) || !location) return answer;
    answer.destroy();
    if (!URL.canParse(location, url)) throw new OutsideRefused('not_an_address');
    url = new URL(location, url);
  }
  throw new OutsideRefused('redirects');
}

/** The address to call. Every one that the name has must be public: one good among bad ones is a trap. */
async function addressOf(url: URL, { policy, resolve, signal }: PinnedOptions): Promise<string> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) ? [host] : await withTime(askOf(resolve, host), signal);
  const [first] = addresses;
  if (first === undefined) throw new OutsideRefused('unresolved');
  if (isNamed(url, policy)) return first;
  if (!addresses.every(isPublicAddress)) throw new OutsideRefused('private');
  return first;
}

async function askOf(resolve: Resolve = askSystem, host: string): Promise<string[]> {
  try {
    return await resolve(host);
  } catch (error) {
    // The name does not exist; a name server that is away is tried again.
    if (['ENOTFOUND', 'ENODATA'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}

async function withTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(CONNECT_MS)]);
  return Promise.race([
    work,
    new Promise<never>((_, reject) => limit.addEventListener('abort', () => reject(new Error('No name in time.')))),
  ]);
}

function call(url: URL, address: string, asked: PinnedOptions): Promise<IncomingMessage> {
  const { headers, idleMs, signal, method = 'GET', body = null } = asked;
  const family = isIP(address);
  // Whatever Node asks for, it gets the address that was judged: a second lookup could answer something else.
  const pinned: LookupFunction = (_host, wanted, done) => {
    if (wanted.all) done(null, [{ address, family }]);
    else done(null, address, family);
  };
  const options: RequestOptions = {
    method,
    headers: { 'user-agent': 'Vitrina', accept: '*/*', 'accept-encoding': 'identity', ...headers },
    // No pool: a connection kept for another name or address is never used again.
    agent: false,
    lookup: pinned,
    signal,
  };
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options, (answer) => {
      // The reader of the body has its own watch: a store that is slow for a moment is not the server's silence.
      request.setTimeout(0);
      resolve(answer);
    });
    request.setTimeout(Math.min(CONNECT_MS, idleMs), () => request.destroy(new Error('The server does not answer.')));
    request.on('error', reject);
    request.end(body ?? undefined);
  });
}
