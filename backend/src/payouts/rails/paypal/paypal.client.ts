// The only file that speaks to PayPal: a token, one order with its key, and what became of it. It writes nothing to the log.
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, type PaypalConfig } from '../../../base/config.js';
import {
  ProviderError,
  type PayoutProvider,
  type SendOrder,
  type SendOutcome,
  type SentOrder,
} from '../../sends/provider.js';
import { errorOf, headerOf, pageOf, plainText, type SeenPage } from './answers.rules.js';

/** PayPal's own most; 15 pages of it are its largest order. */
const PAGE_SIZE = 1000;
/** A page of a thousand items is about a megabyte. */
const MOST_BYTES = 20 * 1024 ** 2;
/** A token is asked for anew so long before it ends. */
const EARLY_MS = 60_000;
const ORDERS = '/v1/payments/payouts';

interface Answer {
  status: number;
  body: unknown;
}

/** The line broke: `sent` is false when the request cannot have left. */
class LineError extends Error {
  constructor(
    readonly sent: boolean,
    readonly detail: string,
  ) {
    super(detail);
  }
}

/** Before a connection stands nothing can have been taken. */
const BEFORE_CONNECTION = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'],
  ...['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
]);

@Injectable()
export class PaypalClient implements PayoutProvider {
  private token: { text: string; endsAt: number } | null = null;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  async create(order: SendOrder): Promise<SendOutcome> {
    const body = JSON.stringify({
      sender_batch_header: { sender_batch_id: order.ref },
      items: order.items.map((item) => ({
        recipient_type: 'EMAIL',
        amount: { value: item.amount, currency: order.currency },
        receiver: item.receiver,
        note: item.note,
        sender_item_id: item.ref,
      })),
    });
    let answer: Answer;
    try {
      answer = await this.call('POST', ORDERS, body);
    } catch (error) {
      if (error instanceof ProviderError) return { kind: 'unsent', error: error.code, detail: error.detail };
      if (!(error instanceof LineError)) throw error;
      const { sent, detail } = error;
      return sent ? { kind: 'unknown', error: 'NO_ANSWER', detail } : { kind: 'unsent', error: 'UNREACHABLE', detail };
    }
    return outcomeOf(answer);
  }

  async show(providerId: string): Promise<SentOrder> {
    const first = await this.page(providerId, 1);
    const items = [...first.items];
    for (let page = 2; page <= first.pages; page++) items.push(...(await this.page(providerId, page)).items);
    return { ref: first.ref, status: first.status, fee: first.fee, items };
  }

  private async page(providerId: string, page: number): Promise<SeenPage> {
    const query = new URLSearchParams({
      ...{ page: String(page), page_size: String(PAGE_SIZE), total_required: 'true' },
    });
    let answer: Answer;
    try {
      answer = await this.call('GET', `${ORDERS}/${encodeURIComponent(providerId)}?${query.toString()}`, null);
    } catch (error) {
      if (!(error instanceof LineError)) throw error;
      throw new ProviderError(error.sent ? 'NO_ANSWER' : 'UNREACHABLE', error.detail);
    }
    const seen = answer.status === 200 ? pageOf(answer.body) : null;
    if (seen && seen.providerId === providerId) return seen;
    if (answer.status === 429 || answer.status >= 500) throw new ProviderError('BUSY', saidOf(answer));
    throw new ProviderError(answer.status === 200 ? 'BAD_ANSWER' : 'REFUSED', saidOf(answer));
  }

  /** With a token; one that is refused is replaced once. Throws ProviderError when no token is given, LineError. */
  private async call(method: 'GET' | 'POST', path: string, body: string | null): Promise<Answer> {
    for (let turn = 1; ; turn++) {
      const authorization = `Bearer ${await this.tokenText()}`;
      const headers = { authorization, accept: 'application/json', 'content-type': 'application/json' };
      const answer = await this.request(method, path, headers, body);
      if (answer.status !== 401) return answer;
      this.token = null;
      // Who is not let in has had nothing taken: the answer is about the token, not about the order.
      if (turn === 2) throw new ProviderError('KEYS_REFUSED', saidOf(answer));
    }
  }

  private async tokenText(): Promise<string> {
    if (this.token && this.token.endsAt > performance.now()) return this.token.text;
    const { clientId, secret } = this.need();
    const basic = Buffer.from(`${clientId}:${secret}`).toString('base64');
    const headers = { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' };
    let answer: Answer;
    try {
      answer = await this.request('POST', '/v1/oauth2/token', headers, 'grant_type=client_credentials');
    } catch (error) {
      if (error instanceof LineError) throw new ProviderError('UNREACHABLE', error.detail);
      throw error;
    }
    const { access_token: text, expires_in: seconds } = (answer.body ?? {}) as Record<string, unknown>;
    if (answer.status !== 200 || typeof text !== 'string' || typeof seconds !== 'number') {
      const isBusy = answer.status === 429 || answer.status >= 500;
      throw new ProviderError(isBusy ? 'BUSY' : 'KEYS_REFUSED', `No token was given (${answer.status}).`);
    }
    this.token = { text, endsAt: performance.now() + seconds * 1000 - EARLY_MS };
    return text;
  }

  private async request(
    method: 'GET' | 'POST',
    path: string,
    headers: Record<string, string>,
    body: string | null,
  ): Promise<Answer> {
    const { url, timeoutMs } = this.need();
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      // Tokens and secrets follow no redirect.
      const response = await fetch(`${url}${path}`, { method, headers, body, signal, redirect: 'error' });
      return { status: response.status, body: await jsonOf(response) };
    } catch (error) {
      const code = lineCode(error);
      throw new LineError(!BEFORE_CONNECTION.has(code), code === 'TimeoutError' ? `Nothing in ${timeoutMs} ms.` : code);
    }
  }

  private need(): PaypalConfig {
    if (!this.config.paypal) throw new ProviderError('KEYS_REFUSED', 'The keys are not set.');
    return this.config.paypal;
  }
}

/** The system's code of a broken line, or the name of the error. Errors of fetch keep it in their cause. */
function lineCode(error: unknown): string {
  const { name, cause } = error as { name?: unknown; cause?: { code?: unknown } };
  const code = cause?.code ?? name;
  return typeof code === 'string' ? code : 'unnamed';
}

/** Answers after which PayPal has nothing: a form, a right or a balance is wrong. */
const SAYS_NO = new Set([400, 403, 404, 405, 406, 415, 422]);

/** What an answer to an order means. An answer that cannot be understood may be a yes. */
function outcomeOf(answer: Answer): SendOutcome {
  const { status, body } = answer;
  if (status >= 200 && status < 300) {
    const header = headerOf(body);
    if (header) return { kind: 'taken', providerId: header.providerId, status: header.status };
    return { kind: 'unknown', error: 'BAD_ANSWER', detail: `Status ${status} without an order in it.` };
  }
  const detail = saidOf(answer);
  const { duplicate, providerId } = errorOf(body);
  if (duplicate && providerId) return { kind: 'taken', providerId, status: 'PENDING' };
  if (duplicate) return { kind: 'unknown', error: 'TAKEN_UNNAMED', detail };
  if (status === 429) return { kind: 'unsent', error: 'BUSY', detail };
  if (SAYS_NO.has(status)) return { kind: 'refused', error: 'REFUSED', detail };
  // PayPal: after a 5nn the same key may be asked again; it may have done it. Nor does a 408 or 409 say no.
  return { kind: 'unknown', error: 'BUSY', detail };
}

const saidOf = ({ status, body }: Answer): string => plainText(`${status} ${errorOf(body).detail}`);

/** The body as JSON; null when it is none. Throws when the line breaks or it does not end. */
async function jsonOf(response: Response): Promise<unknown> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > MOST_BYTES) throw new Error('The answer is too large.');
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8')) as unknown;
  } catch {
    return null;
  }
}
