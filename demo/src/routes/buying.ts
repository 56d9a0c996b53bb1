// Buying: cart, checkout, orders, and the seller's refunds.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';
import { chooseVariant, setQuantity } from '../cart.ts';
import { findProduct } from '../catalog.ts';
import { cartPage, cartPanel } from '../pages/cart.ts';
import { checkoutPage, type CheckoutErrors, type CheckoutForm } from '../pages/checkout.ts';
import { orderPage, ordersPage } from '../pages/order.ts';
import type { Shop } from '../shop.ts';
import type { Order } from '../state.ts';
import { customerOf, ensureCustomer, field, viewerTokenOf, viewOf, wantsJson } from './visitor.ts';

export function buyingRoutes(app: FastifyInstance, shop: Shop): void {
  cartRoutes(app, shop);
  checkoutRoutes(app, shop);
  orderRoutes(app, shop);
}

function cartRoutes(app: FastifyInstance, shop: Shop): void {
  app.get('/cart', async (request, reply) =>
    reply.type('text/html').send(cartPage(viewOf(shop, request), shop.cartOf(customerOf(request)))),
  );

  const change = (how: 'add' | 'set') => async (request: FastifyRequest, reply: FastifyReply) => {
    const product = findProduct(field(request, 'productId'));
    const wanted = field(request, 'variantId') || null;
    const chosen = product && (how === 'add' ? chooseVariant(product, wanted) : { variantId: wanted });
    const quantity = Number(field(request, 'quantity') || 1);
    if (!product || !chosen || !Number.isInteger(quantity) || quantity < 0) {
      return wantsJson(request) ? reply.code(409).send({ error: 'NOT_SOLD' }) : reply.redirect('/cart', 303);
    }
    const customer = ensureCustomer(request, reply);
    const token = viewerTokenOf(request);
    const count = await shop.changeCart(customer, (cart) => {
      cart.viewerToken = token ?? cart.viewerToken;
      setQuantity(cart, product.id, chosen.variantId, (now) => (how === 'add' ? now + quantity : quantity));
    });
    if (!wantsJson(request)) return reply.redirect('/cart', 303);
    return reply.send({ count, panel: cartPanel(viewOf(shop, request), shop.cartOf(customer)) });
  };
  app.post('/cart/add', change('add'));
  app.post('/cart/set', change('set'));
  app.get('/cart/panel', async (request, reply) =>
    reply.type('text/html').send(cartPanel(viewOf(shop, request), shop.cartOf(customerOf(request)))),
  );
}

function checkoutRoutes(app: FastifyInstance, shop: Shop): void {
  app.get('/checkout', async (request, reply) => {
    const cart = shop.cartOf(customerOf(request));
    if (!cart || cart.lines.length === 0) return reply.redirect('/cart', 303);
    const form = { name: '', email: '', phone: '', promoCode: '', checkoutId: randomBytes(12).toString('hex') };
    return reply.type('text/html').send(checkoutPage(viewOf(shop, request), cart, form, {}));
  });

  app.post('/checkout', async (request, reply) => {
    const customer = customerOf(request);
    const form: CheckoutForm = {
      name: field(request, 'name', 80),
      email: field(request, 'email').toLowerCase(),
      phone: field(request, 'phone', 24),
      promoCode: field(request, 'promoCode', 20).toUpperCase(),
      checkoutId: field(request, 'checkoutId', 40) || randomBytes(12).toString('hex'),
    };
    const errors = faultsOf(form);
    const cart = shop.cartOf(customer);
    if (cart && cart.lines.length > 0 && Object.keys(errors).length > 0) {
      return reply
        .code(422)
        .type('text/html')
        .send(checkoutPage(viewOf(shop, request), cart, form, errors));
    }
    if (cart) cart.viewerToken = viewerTokenOf(request) ?? cart.viewerToken;
    const { name, email, phone, promoCode, checkoutId } = form;
    const order = await shop.checkOut(customer, {
      checkoutId,
      buyer: { name, email, phone },
      promoCode: promoCode || null,
    });
    return reply.redirect(order ? `/orders/${order.id}?new=1` : '/cart', 303);
  });
}

function faultsOf(form: CheckoutForm): CheckoutErrors {
  const errors: CheckoutErrors = {};
  if (form.name.length < 2) errors.name = 'badName';
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(form.email)) errors.email = 'badEmail';
  if (!/^\+?[\d\s()-]+$/.test(form.phone) || form.phone.replace(/\D/g, '').length < 10) errors.phone = 'badPhone';
  if (form.promoCode !== '' && !/^[A-Z0-9_-]{3,20}$/.test(form.promoCode)) errors.promoCode = 'badPromo';
  return errors;
}

function orderRoutes(app: FastifyInstance, shop: Shop): void {
  const find = (request: FastifyRequest): Order | undefined => {
    const { id } = request.params as { id: string };
    return shop.ordersOf(customerOf(request)).find((order) => order.id === id);
  };
  app.get('/orders', async (request, reply) =>
    reply.type('text/html').send(ordersPage(viewOf(shop, request), shop.ordersOf(customerOf(request)))),
  );
  app.get<{ Params: { id: string }; Querystring: { new?: string } }>('/orders/:id', async (request, reply) => {
    const order = find(request);
    if (!order) return reply.callNotFound();
    const isNew = request.query.new === '1';
    return reply.type('text/html').send(orderPage(viewOf(shop, request), order, shop.lettersAbout(order), isNew));
  });
  const act =
    (verb: (order: Order, seen: number) => Promise<void>) => async (request: FastifyRequest, reply: FastifyReply) => {
      const order = find(request);
      if (!order) return reply.callNotFound();
      await verb(order, Number(field(request, 'refunds') || 0));
      return reply.redirect(`/orders/${order.id}`, 303);
    };
  app.post(
    '/orders/:id/refund-half',
    act((order, seen) => shop.refund(order, 'half', seen)),
  );
  app.post(
    '/orders/:id/refund-all',
    act((order, seen) => shop.refund(order, 'all', seen)),
  );
  app.post(
    '/orders/:id/cancel',
    act((order) => shop.cancel(order)),
  );
}
