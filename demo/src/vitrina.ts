// How this shop speaks to Vitrina: signed calls, and the public question which products have reviews.
import { createHash, createHmac } from 'node:crypto';
import type { Product } from './catalog.ts';
import { descriptionOf, photosOf } from './catalog.ts';
import type { ShopConfig } from './config.ts';
import { CURRENCY, decimal } from './money.ts';
import type { Order, Refund } from './state.ts';

const CALL_MS = 5_000;
const CARDS_MS = 1_500;
const CARDS_KEPT_MS = 20_000;
/** A page waits so long for the picture of a video, and no longer. */
const MARKUP_MS = 300;

/** Headers of a signed call: HMAC-SHA256 over time, method, path and the hash of the body. */
export function signed(config: ShopConfig, method: string, path: string, body: string, nowMs: number) {
  const timestamp = String(Math.floor(nowMs / 1000));
  const bodyHash = createHash('sha256').update(body).digest('hex');
  const text = `${timestamp}.${method}.${path}.${bodyHash}`;
  return {
    'content-type': 'application/json',
    'vitrina-key': config.keyId,
    'vitrina-timestamp': timestamp,
    'vitrina-signature': `v1=${createHmac('sha256', config.keySecret).update(text).digest('hex')}`,
  };
}

/** One signed PUT. Never throws: a network failure is status 0. */
export async function put(config: ShopConfig, path: string, body: string): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(config.apiUrl + path, {
      method: 'PUT',
      headers: signed(config, 'PUT', path, body, Date.now()),
      body,
      signal: AbortSignal.timeout(CALL_MS),
    });
    return { status: response.status, text: (await response.text()).slice(0, 500) };
  } catch (error) {
    return { status: 0, text: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}

export function productBody(product: Product, config: ShopConfig): object {
  return {
    title: product.title.ru,
    description: descriptionOf(product, 'ru'),
    url: `${config.shopUrl}/products/${product.id}`,
    imageUrl: config.shopUrl + (photosOf(product)[0] ?? ''),
    gtin: product.gtin,
    sku: product.sku,
    category: product.category,
    price: decimal(product.priceMinor),
    currency: CURRENCY,
    inStock: product.variants.length === 0 || product.variants.some((variant) => variant.inStock),
    variants: product.variants.map(({ id, title, inStock }) => ({
      id,
      title,
      price: decimal(product.priceMinor),
      inStock,
    })),
  };
}

export function orderBody(order: Order): object {
  return {
    version: order.version,
    occurredAt: order.at,
    status: order.status,
    currency: CURRENCY,
    ...(order.viewerToken ? { viewerToken: order.viewerToken } : {}),
    buyer: { email: order.buyer.email, phone: order.buyer.phone },
    discountCodes: order.promoCode ? [order.promoCode] : [],
    lines: order.lines.map((line) => ({
      lineId: line.lineId,
      productId: line.productId,
      ...(line.variantId ? { variantId: line.variantId } : {}),
      title: line.title,
      quantity: line.quantity,
      unitPrice: decimal(BigInt(line.unitPriceMinor)),
      discount: decimal(BigInt(line.discountMinor)),
    })),
  };
}

export function refundBody(order: Order, refund: Refund): object {
  return {
    orderId: order.id,
    occurredAt: refund.at,
    lines: refund.lines.map(({ lineId, quantity, amountMinor }) => ({
      lineId,
      quantity,
      amount: decimal(BigInt(amountMinor)),
    })),
  };
}

/** What stands on a product's page before any script: Vitrina's own markup, put into the page by this server. */
export class Markup {
  #config: ShopConfig;
  #known = new Map<string, { text: string; until: number }>();

  constructor(config: ShopConfig) {
    this.#config = config;
  }

  /** Empty without a video, and when Vitrina is away: the bare element serves as well, only later. */
  async of(productId: string, lang: string): Promise<string> {
    const key = `${productId} ${lang}`;
    const known = this.#known.get(key);
    if (known && known.until > Date.now()) return known.text;
    const text = (await this.#ask(productId, lang)) ?? '';
    this.#known.set(key, { text, until: Date.now() + (text === '' ? 3_000 : CARDS_KEPT_MS) });
    return text;
  }

  async #ask(productId: string, lang: string): Promise<string | null> {
    const query = new URLSearchParams({ store: this.#config.publishableKey, product: productId, locale: lang });
    try {
      const response = await fetch(`${this.#config.apiUrl}/v1/cards.html?${query}`, {
        signal: AbortSignal.timeout(MARKUP_MS),
      });
      return response.ok ? await response.text() : null;
    } catch {
      return null;
    }
  }
}

/** Knows how many review videos a product has; answers 0 when Vitrina is away, so that no page waits for it. */
export class Reviews {
  #config: ShopConfig;
  #known = new Map<string, { count: number; until: number }>();

  constructor(config: ShopConfig) {
    this.#config = config;
  }

  async countOf(productId: string): Promise<number> {
    const known = this.#known.get(productId);
    if (known && known.until > Date.now()) return known.count;
    const count = (await this.#ask(productId)) ?? known?.count ?? 0;
    // A product without a review is asked again soon: a newly approved video should show at once.
    this.#known.set(productId, { count, until: Date.now() + (count > 0 ? CARDS_KEPT_MS : 3_000) });
    return count;
  }

  async #ask(productId: string): Promise<number | null> {
    const query = new URLSearchParams({ store: this.#config.publishableKey, product: productId });
    try {
      const response = await fetch(`${this.#config.apiUrl}/v1/cards?${query}`, {
        signal: AbortSignal.timeout(CARDS_MS),
      });
      if (!response.ok) return null;
      const card = (await response.json()) as { videos?: unknown[] };
      return card.videos?.length ?? 0;
    } catch {
      return null;
    }
  }
}
