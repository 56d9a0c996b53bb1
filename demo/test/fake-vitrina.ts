// A stand-in for Vitrina that believes nothing: every signature is computed again from what really arrived.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export const KEYS = { publishable: 'pk_live_fake', id: 'key_fake', secret: 'sk_live_fake' };

export interface Call {
  method: string;
  path: string;
  body: Record<string, unknown>;
}

/** As little of a player as the page's side of the contract needs. */
const PLAYER = `customElements.define('vitrina-player', class extends HTMLElement {
  viewerToken = null;
  connectedCallback() {
    document.addEventListener('vitrina:consent', ({ detail }) => {
      this.viewerToken = detail.granted ? 'v1.viewer.abc' : null;
    });
    const button = this.appendChild(document.createElement('button'));
    button.textContent = 'Add from the video';
    button.addEventListener('click', () => {
      this.dispatchEvent(new CustomEvent('vitrina:cart', { bubbles: true, composed: true, detail: {
        productId: this.getAttribute('product'), variantId: null, quantity: 1, videoId: 'vid_1',
        viewerToken: this.viewerToken,
        respondWith: (added) => added.then(() => { button.dataset.added = 'yes'; }, () => { button.dataset.added = 'no'; }),
      } }));
    });
  }
});`;

/** As Vitrina writes it, as far as a shop may rely on it. */
function markupOf(store: string, product: string, locale: string): string {
  return `<vitrina-player store="${store}" product="${product}" locale="${locale}" ratio="9/16">
<a href="/watch/vid_1"><small>Dana</small></a>
</vitrina-player>`;
}

export class FakeVitrina {
  /** What arrived with a good signature and was answered with 200. */
  readonly accepted: Call[] = [];
  /** Why calls were turned away. */
  readonly faults: string[] = [];
  /** Answers to give before it works, for example [503, 503]; 0 hangs up without an answer. */
  failures: number[] = [];
  videos = 0;
  #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      if (request.url === '/player/v1/vitrina.js') {
        response.writeHead(200, { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' });
        response.end(PLAYER);
        return;
      }
      void this.#answer(request).then((status) => {
        if (status === 0) return request.socket.destroy();
        if (request.url?.startsWith('/v1/cards.html')) {
          response.writeHead(this.videos > 0 ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' });
          const { searchParams } = new URL(request.url, 'http://vitrina');
          const [store, product, locale] = ['store', 'product', 'locale'].map((name) => searchParams.get(name) ?? '');
          response.end(this.videos > 0 ? markupOf(store ?? '', product ?? '', locale ?? '') : '');
          return undefined;
        }
        response.writeHead(status, { 'content-type': 'application/json' });
        const cards = { product: null, videos: Array.from({ length: this.videos }, () => ({})) };
        response.end(request.method === 'GET' ? JSON.stringify(cards) : '{}');
        return undefined;
      });
    });
  }

  async open(port = 0): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  of(prefix: string): Call[] {
    return this.accepted.filter(({ path }) => path.startsWith(prefix));
  }

  async #answer(request: IncomingMessage): Promise<number> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks);
    if (request.method === 'GET') return 200;
    const fault = faultOf(request, raw);
    if (fault) {
      this.faults.push(fault);
      return 401;
    }
    const failure = this.failures.shift();
    if (failure !== undefined) return failure;
    const body = JSON.parse(raw.toString('utf8')) as Record<string, unknown>;
    this.accepted.push({ method: request.method ?? '', path: request.url ?? '', body });
    return 200;
  }
}

function faultOf(request: IncomingMessage, raw: Buffer): string {
  const header = (name: string) => String(request.headers[name] ?? '');
  const timestamp = header('vitrina-timestamp');
  if (header('vitrina-key') !== KEYS.id) return 'unknown key';
  if (!/^\d{10}$/.test(timestamp)) return 'timestamp is not in whole seconds';
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return 'stale';
  if (header('content-type') !== 'application/json') return 'content type';
  const hash = createHash('sha256').update(raw).digest('hex');
  const text = `${timestamp}.${request.method}.${request.url}.${hash}`;
  const wanted = Buffer.from(`v1=${createHmac('sha256', KEYS.secret).update(text).digest('hex')}`);
  const given = Buffer.from(header('vitrina-signature'));
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? '' : 'bad signature';
}
