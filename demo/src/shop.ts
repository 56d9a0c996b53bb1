// The shop as one object: its settings, what it remembers, its letters to Vitrina. One verb, one save.
import { PRODUCTS } from './catalog.ts';
import { countOf } from './cart.ts';
import type { ShopConfig } from './config.ts';
import { cancel, makeOrder, refund, type Buyer } from './orders.ts';
import { Outbox } from './outbox.ts';
import { openStore, type Cart, type Letter, type Order, type Store } from './state.ts';
import { Markup, orderBody, productBody, refundBody, Reviews } from './vitrina.ts';

const CHECKOUTS_KEPT = 500;

export class Shop {
  readonly config: ShopConfig;
  readonly reviews: Reviews;
  readonly markup: Markup;
  readonly outbox: Outbox;
  #store: Store;

  constructor(config: ShopConfig, say: (line: string) => void) {
    this.config = config;
    this.#store = openStore(config.stateFile, say);
    this.outbox = new Outbox(config, this.#store, say);
    this.reviews = new Reviews(config);
    this.markup = new Markup(config);
  }

  /** Tells Vitrina every product, then whatever a killed run had not delivered. Does not wait for answers. */
  async open(): Promise<void> {
    for (const product of PRODUCTS) {
      this.outbox.post(`/v1/products/${product.id}`, productBody(product, this.config), `product:${product.id}`);
    }
    await this.#store.save();
    this.outbox.start();
  }

  async close(): Promise<void> {
    await this.outbox.close();
    await this.#store.save();
  }

  cartOf(customer: string): Cart | undefined {
    return this.#store.data.carts[customer];
  }

  async changeCart(customer: string, change: (cart: Cart) => void): Promise<number> {
    const { carts } = this.#store.data;
    const cart = (carts[customer] ??= { lines: [], viewerToken: null, touchedAt: '' });
    change(cart);
    await this.#store.save();
    return countOf(cart);
  }

  /** Makes one order per checkout form, however often it is sent; null when there is nothing to order. */
  async checkOut(
    customer: string,
    form: { checkoutId: string; buyer: Buyer; promoCode: string | null },
  ): Promise<Order | null> {
    const { data } = this.#store;
    const earlier = data.orders.find(
      (order) => order.id === data.checkouts[form.checkoutId] && order.customer === customer,
    );
    if (earlier) return earlier;
    const cart = data.carts[customer];
    if (!cart || cart.lines.length === 0) return null;
    const order = makeOrder(cart, form.buyer, form.promoCode, customer);
    data.orders.push(order);
    data.checkouts[form.checkoutId] = order.id;
    data.checkouts = Object.fromEntries(Object.entries(data.checkouts).slice(-CHECKOUTS_KEPT));
    delete data.carts[customer];
    await this.#report(order);
    return order;
  }

  ordersOf(customer: string): Order[] {
    return this.#store.data.orders.filter((order) => order.customer === customer).toReversed();
  }

  lettersAbout(order: Order): Letter[] {
    return [...this.outbox.about(`order:${order.id}:`), ...this.outbox.about(`refund:${order.id}:`)];
  }

  /** Refunds unless somebody has refunded since the page was shown (`seen` is the number of refunds it showed). */
  async refund(order: Order, how: 'half' | 'all', seen: number): Promise<void> {
    if (order.refunds.length !== seen) return;
    const made = refund(order, how);
    if (!made) return;
    this.outbox.post(`/v1/refunds/${made.id}`, refundBody(order, made), `refund:${order.id}:${order.refunds.length}`);
    await this.#store.save();
    await this.#deliverBriefly();
  }

  async cancel(order: Order): Promise<void> {
    if (cancel(order)) await this.#report(order);
  }

  async #report(order: Order): Promise<void> {
    this.outbox.post(`/v1/orders/${order.id}`, orderBody(order), `order:${order.id}:${order.version}`);
    await this.#store.save();
    await this.#deliverBriefly();
  }

  /** Waits a moment, so that the page that follows can say "delivered"; a slow Vitrina does not hold the shopper up. */
  async #deliverBriefly(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const moment = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, 800);
    });
    await Promise.race([this.outbox.deliver(), moment]);
    clearTimeout(timer);
  }
}
