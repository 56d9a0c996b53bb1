// A stand-in for PayPal's payouts on a local port: it holds every request and its own answers to the published contract.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Contract, type Found } from './contract.js';

export const CLIENT_ID = 'client-of-the-spec';
export const SECRET = 'a-secret-that-must-never-be-logged';

/** What the next order meets, once. */
export type Trouble =
  /** The line breaks before anything is read; after the order is taken and before it is answered. */
  | { cut: 'before' | 'after' }
  /** Answered with this status; `taken` takes the order first, as a gateway that times out does. */
  | { status: number; issue?: string; taken?: boolean }
  | { slowMs: number; taken: boolean };

interface Item {
  payout_item_id: string;
  transaction_id: string;
  transaction_status: string;
  payout_item: { sender_item_id: string; receiver: string; amount: { value: string; currency: string } };
  errors?: { name: string; message: string };
  fee: string;
}

interface Order {
  id: string;
  ref: string;
  status: string;
  createdAt: number;
  currency: string;
  items: Item[];
}

interface OrderRequest {
  sender_batch_header: { sender_batch_id?: string };
  items: (Item['payout_item'] & { recipient_type: string })[];
}

/** PayPal's currencies, written out here apart from the product's list, with the decimals it takes. */
const DECIMALS: Record<string, number> = Object.fromEntries(
  'AUD BRL CAD CHF CZK DKK EUR GBP HKD ILS MXN NOK NZD PHP PLN SEK SGD THB USD'
    .split(' ')
    .map((code): [string, number] => [code, 2])
    .concat([
      ['HUF', 0],
      ['JPY', 0],
      ['TWD', 0],
    ]),
);
const TOKEN_S = 3600;

export class PaypalDouble {
  private readonly contract = new Contract();
  private readonly server = createServer((request, response) => void this.serve(request, response));
  private readonly tokens = new Map<string, number>();
  private readonly troubles: Trouble[] = [];
  readonly orders: Order[] = [];
  /** Method and path of each request, in order. */
  readonly calls: string[] = [];
  /** What of our requests was against the contract; empty at the end of a good spec. */
  readonly faults: string[] = [];
  url = '';
  /** How many items a page of it has at most, whatever is asked. */
  pageSize = 1000;
  balanceIsEmpty = false;

  async start(): Promise<this> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  /** The next orders meet these, one each. */
  meet(...troubles: Trouble[]): void {
    this.troubles.push(...troubles);
  }

  /** Ends every token at once, as PayPal does when it likes. */
  forgetTokens(): void {
    this.tokens.clear();
  }

  order(ref: string): Order {
    const found = this.orders.find((one) => one.ref === ref);
    if (!found) throw new Error(`No order ${ref}`);
    return found;
  }

  /** Decides an item; the order is over when nothing of it is pending. */
  decide(payoutId: string, status: string, error?: { name: string; message: string }): void {
    for (const order of this.orders) {
      const item = order.items.find((one) => one.payout_item.sender_item_id === payoutId);
      if (!item) continue;
      item.transaction_status = status;
      item.fee = '0.25';
      if (error) item.errors = error;
      if (order.items.every((one) => one.transaction_status !== 'PENDING')) order.status = 'SUCCESS';
    }
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    this.calls.push(`${request.method} ${url.pathname}`);
    try {
      if (url.pathname === '/v1/oauth2/token') return await this.giveToken(request, response);
      const found = this.contract.find(request.method ?? '', url.pathname);
      if (!found) return this.fault(response, `${request.method} ${url.pathname} is not in the contract`);
      if (found.method === 'post' && this.isCut()) return void request.destroy();
      const text = await bodyOf(request);
      const body: unknown = text === '' ? undefined : JSON.parse(text);
      const faults = this.contract.requestFaults(found, url.searchParams, request.headers, body);
      if (faults.length > 0) return this.fault(response, faults.join('; '));
      if (!this.isLetIn(request)) {
        const message = 'Authentication failed due to invalid authentication credentials.';
        return this.answer(found, response, 401, error('AUTHENTICATION_FAILURE', message));
      }
      if (found.path === '/v1/payments/payouts') return await this.take(found, response, body as OrderRequest);
      if (/^\/v1\/payments\/payouts\/\{\w+\}$/.test(found.path)) return this.show(found, response, url.searchParams);
      this.fault(response, `${found.path} is not asked by the product`);
    } catch (problem) {
      this.fault(response, String(problem));
    }
  }

  private isCut(): boolean {
    const [next] = this.troubles;
    if (!next || !('cut' in next) || next.cut !== 'before') return false;
    this.troubles.shift();
    return true;
  }

  private fault(response: ServerResponse, what: string): void {
    this.faults.push(what);
    response.writeHead(500).end(what);
  }

  private async giveToken(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = new URLSearchParams(await bodyOf(request));
    const basic = `Basic ${Buffer.from(`${CLIENT_ID}:${SECRET}`).toString('base64')}`;
    if (request.method !== 'POST' || body.get('grant_type') !== 'client_credentials')
      return this.fault(response, 'a token is asked for in the wrong way');
    response.setHeader('content-type', 'application/json');
    if (request.headers.authorization !== basic) {
      response
        .writeHead(401)
        .end(JSON.stringify({ error: 'invalid_client', error_description: 'Client Authentication failed' }));
      return;
    }
    const token = `token-${this.tokens.size}-${Math.random().toString(36).slice(2)}`;
    this.tokens.set(token, Date.now() + TOKEN_S * 1000);
    const scope = 'https://uri.paypal.com/payments/payouts';
    response.end(JSON.stringify({ scope, access_token: token, token_type: 'Bearer', expires_in: TOKEN_S }));
  }

  private isLetIn(request: IncomingMessage): boolean {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    return (this.tokens.get(token) ?? 0) > Date.now();
  }

  private async take(found: Found, response: ServerResponse, request: OrderRequest): Promise<void> {
    const trouble = this.troubles.shift();
    const refusal = this.refusalOf(request);
    const takes = !trouble || 'cut' in trouble || ('taken' in trouble && trouble.taken === true);
    const order = takes && !refusal ? this.keep(request) : null;
    if (trouble && 'cut' in trouble) return void response.destroy();
    if (trouble && 'slowMs' in trouble) await new Promise((done) => setTimeout(done, trouble.slowMs));
    else if (trouble) {
      const { status, issue } = trouble as { status: number; issue?: string };
      return this.answer(
        found,
        response,
        status,
        error(issue ?? 'INTERNAL_ERROR', 'An internal service error has occurred.'),
      );
    }
    if (refusal) return this.answer(found, response, refusal.status, refusal.body);
    if (!order) return void response.destroy();
    this.answer(found, response, 201, {
      batch_header: {
        ...{
          payout_batch_id: order.id,
          batch_status: 'PENDING',
          time_created: new Date(order.createdAt).toISOString(),
        },
        sender_batch_header: { sender_batch_id: order.ref },
      },
      links: [{ href: this.hrefOf(order), rel: 'self', method: 'GET' }],
    });
  }

  /** In PayPal's order: the key, then the form, then the balance. */
  private refusalOf({ sender_batch_header: header, items }: OrderRequest): { status: number; body: object } | null {
    const ref = header.sender_batch_id ?? '';
    const invalid = (field: string, issue: string) => ({
      status: 400,
      body: error('VALIDATION_ERROR', 'Invalid request - see details', [{ field, location: 'body', issue }]),
    });
    const before = this.orders.find((one) => one.ref === ref);
    if (before) {
      const link = [{ href: this.hrefOf(before), rel: 'self', method: 'GET', encType: 'application/json' }];
      const issue = 'Batch with given sender_batch_id already exists';
      const details = [{ field: 'SENDER_BATCH_ID', location: 'body', issue, link }];
      return { status: 400, body: error('USER_BUSINESS_ERROR', 'User business error.', details) };
    }
    if (!ref) return invalid('sender_batch_header.sender_batch_id', 'Required field is missing');
    if (new Set(items.map((item) => item.sender_item_id)).size < items.length)
      return invalid('items', 'sender_item_id is not unique');
    if (new Set(items.map((item) => item.amount.currency)).size > 1)
      return invalid('items', 'All payouts must be of one currency');
    for (const [i, item] of items.entries()) {
      const { value, currency } = item.amount;
      const decimals = DECIMALS[currency];
      if (decimals === undefined) return invalid(`items[${i}].amount.currency`, 'Currency code is invalid');
      const form = decimals === 0 ? /^[1-9]\d*$/ : /^\d+\.\d{2}$/;
      if (!form.test(value) || !/[1-9]/.test(value)) return invalid(`items[${i}].amount.value`, 'Value is invalid');
      if (item.recipient_type !== 'EMAIL' || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(item.receiver))
        return invalid(`items[${i}].receiver`, 'Receiver is invalid or does not match with type');
    }
    if (this.balanceIsEmpty)
      return { status: 422, body: error('INSUFFICIENT_FUNDS', 'Sender does not have sufficient funds.') };
    return null;
  }

  private keep({ sender_batch_header: header, items }: OrderRequest): Order {
    const number = this.orders.length + 1;
    const order: Order = {
      ...{ id: `PPBATCH${number}`, ref: header.sender_batch_id ?? '', status: 'PENDING', createdAt: Date.now() },
      currency: items[0]?.amount.currency ?? '',
      items: items.map((item, i) => ({
        ...{
          payout_item_id: `PPITEM${number}X${i}`,
          transaction_id: `PPTX${number}X${i}`,
          transaction_status: 'PENDING',
        },
        ...{ payout_item: { ...item, recipient_wallet: 'PAYPAL' }, fee: '0.00' },
      })),
    };
    this.orders.push(order);
    return order;
  }

  private show(found: Found, response: ServerResponse, query: URLSearchParams): void {
    const order = this.orders.find((one) => one.id === Object.values(found.values)[0]);
    if (!order)
      return this.answer(found, response, 404, error('RESOURCE_NOT_FOUND', 'The specified resource does not exist.'));
    const size = Math.min(Number(query.get('page_size') ?? 1000), this.pageSize);
    const page = Number(query.get('page') ?? 1);
    const fees = order.items.reduce((sum, item) => sum + Math.round(Number(item.fee) * 100), 0);
    const total = query.get('total_required') === 'true';
    this.answer(found, response, 200, {
      ...(total ? { total_items: order.items.length, total_pages: Math.ceil(order.items.length / size) } : {}),
      batch_header: {
        ...{ payout_batch_id: order.id, batch_status: order.status },
        sender_batch_header: { sender_batch_id: order.ref },
        fees: { currency: 'USD', value: (fees / 100).toFixed(2) },
      },
      items: order.items.slice((page - 1) * size, page * size).map(({ fee, errors, ...item }) => ({
        ...{ ...item, payout_batch_id: order.id, payout_item_fee: { currency: 'USD', value: fee } },
        ...(errors ? { errors: { ...errors, debug_id: 'd0uble', details: [], links: [] } } : {}),
        links: [{ href: `${this.url}/v1/payments/payouts-item/${item.payout_item_id}`, rel: 'item', method: 'GET' }],
      })),
      links: [{ href: this.hrefOf(order), rel: 'self', method: 'GET' }],
    });
  }

  private hrefOf(order: Order): string {
    return `https://api-m.sandbox.paypal.com/v1/payments/payouts/${order.id}`;
  }

  private answer(found: Found, response: ServerResponse, status: number, body: object): void {
    this.contract.assertAnswer(found, status, body);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }
}

const error = (name: string, message: string, details: object[] = []) => ({
  ...{
    name,
    message,
    debug_id: 'd0uble',
    information_link: 'https://developer.paypal.com/docs/api/payments.payouts-batch/#errors',
  },
  ...{ details, links: [] },
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
