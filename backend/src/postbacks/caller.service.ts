// Calls an address of others once, signed, through the fence around our own network, and tells what came back.
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../base/clock.js';
import { CONFIG, type Config } from '../base/config.js';
import { openPinned, OutsideRefused, type Resolve } from '../base/outside/pinned.request.js';
import { signatureOf } from '../stores/connectors/signature.rules.js';
import type { Method } from './postback.entity.js';

export interface Call {
  url: string;
  method: Method;
  body: string | null;
  secret: string;
  eventId: string;
}

export interface CallResult {
  ok: boolean;
  /** True when trying again cannot help: the address may not be called at all. */
  refused: boolean;
  status: number | null;
  answer: string;
  durationMs: number;
}

/** Trackers answer in milliseconds; ten seconds is long for one that will. */
const WHOLE_MS = 10_000;
const KEPT_CHARS = 500;

@Injectable()
export class PostbackCaller {
  /** How names become addresses; a test puts a liar here. */
  resolve: Resolve | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** Never throws. Only an answer of 200 to 299 is good; no redirect is followed. */
  async call(call: Call): Promise<CallResult> {
    const began = performance.now();
    const done = (ok: boolean, status: number | null, answer: string, refused = false): CallResult => ({
      ...{ ok, refused, status, answer: answer.replaceAll('\u0000', '').slice(0, KEPT_CHARS) },
      durationMs: Math.round(performance.now() - began),
    });
    try {
      const answer = await openPinned(new URL(call.url), {
        ...{ policy: this.config.byUrl, headers: this.headers(call), idleMs: WHOLE_MS, redirects: 0 },
        ...{ signal: AbortSignal.timeout(WHOLE_MS), method: call.method, body: call.body },
        ...(this.resolve ? { resolve: this.resolve } : {}),
      });
      const text = await beginningOf(answer);
      const status = answer.statusCode ?? 0;
      return done(status >= 200 && status < 300, status, text);
    } catch (error) {
      if (error instanceof OutsideRefused) return done(false, null, error.reason, true);
      return done(false, null, error instanceof Error ? error.message : String(error));
    }
  }

  private headers({ url, method, body, secret, eventId }: Call): Record<string, string> {
    const { pathname, search } = new URL(url);
    const timestamp = String(Math.floor(this.clock.now().getTime() / 1000));
    const parts = { timestamp, method, path: pathname + search, body: Buffer.from(body ?? '') };
    return {
      'vitrina-event-id': eventId,
      'vitrina-timestamp': timestamp,
      'vitrina-signature': signatureOf(secret, parts),
      ...(body === null
        ? {}
        : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
    };
  }
}

/** As much of the answer as is kept; the rest is not read. */
async function beginningOf(answer: AsyncIterable<unknown> & { destroy(): unknown }): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const chunk of answer) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      if (text.length >= KEPT_CHARS) break;
    }
  } finally {
    answer.destroy();
  }
  return text;
}
