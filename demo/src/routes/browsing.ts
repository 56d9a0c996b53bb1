// Looking around: home, product, language, consent.
import type { FastifyInstance } from 'fastify';
import { findProduct, PRODUCTS } from '../catalog.ts';
import { homePage } from '../pages/home.ts';
import { productPage } from '../pages/product.ts';
import type { Shop } from '../shop.ts';
import { field, ownPath, remember, viewOf, wantsJson } from './visitor.ts';

export function browsingRoutes(app: FastifyInstance, shop: Shop): void {
  const reviews = async () =>
    new Map(await Promise.all(PRODUCTS.map(async ({ id }) => [id, await shop.reviews.countOf(id)] as const)));

  app.get('/', async (request, reply) =>
    reply.type('text/html').send(homePage(viewOf(shop, request), await reviews())),
  );

  app.get<{ Params: { id: string } }>('/products/:id', async (request, reply) => {
    const product = findProduct(request.params.id);
    if (!product) return reply.callNotFound();
    const view = viewOf(shop, request);
    const [known, markup] = await Promise.all([reviews(), shop.markup.of(product.id, view.lang)]);
    return reply.type('text/html').send(productPage(view, product, known, markup));
  });

  app.get<{ Params: { code: string }; Querystring: { to?: string } }>('/lang/:code', async (request, reply) => {
    remember(reply, 'aina_lang', request.params.code.slice(0, 2));
    return reply.redirect(ownPath(request.query.to ?? '/'), 303);
  });

  app.post('/consent', async (request, reply) => {
    const answer = field(request, 'answer');
    remember(reply, 'aina_consent', answer === 'granted' || answer === 'ask' ? answer : 'denied');
    return wantsJson(request) ? reply.code(204).send() : reply.redirect(ownPath(field(request, 'to')), 303);
  });
}
