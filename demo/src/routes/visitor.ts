// Who is visiting: language, consent, cart; and small readers for what a form sent.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';
import { countOf } from '../cart.ts';
import type { View } from '../pages/layout.ts';
import type { Shop } from '../shop.ts';
import { chooseLang, WORDS } from '../words/index.ts';

const CUSTOMER = 'aina';
const YEAR_S = 365 * 24 * 3600;
const COOKIE = { path: '/', sameSite: 'lax', httpOnly: true, maxAge: YEAR_S } as const;

/** The visitor's random name in this shop, or empty before the first thing was put in the cart. */
export function customerOf(request: FastifyRequest): string {
  const value = request.cookies[CUSTOMER] ?? '';
  return /^[0-9a-f]{32}$/.test(value) ? value : '';
}

export function ensureCustomer(request: FastifyRequest, reply: FastifyReply): string {
  const customer = customerOf(request) || randomBytes(16).toString('hex');
  reply.setCookie(CUSTOMER, customer, COOKIE);
  return customer;
}

export const remember = (reply: FastifyReply, name: 'aina_lang' | 'aina_consent', value: string) =>
  reply.setCookie(name, value, COOKIE);

export function consentOf(request: FastifyRequest): View['consent'] {
  const answer = request.cookies['aina_consent'];
  if (answer === 'granted' || answer === 'denied') return answer;
  if (answer === 'ask') return 'unknown';
  // Global Privacy Control is an answer already.
  return request.headers['sec-gpc'] === '1' ? 'denied' : 'unknown';
}

export function viewOf(shop: Shop, request: FastifyRequest): View {
  const lang = chooseLang(request.cookies['aina_lang'], request.headers['accept-language']);
  return {
    lang,
    words: WORDS[lang],
    path: request.url,
    cartCount: countOf(shop.cartOf(customerOf(request))),
    consent: consentOf(request),
    vitrinaUrl: shop.config.publicUrl,
    publishableKey: shop.config.publishableKey,
  };
}

/** One text field of a form or of a JSON body, trimmed and bounded; empty when absent. */
export function field(request: FastifyRequest, name: string, longest = 254): string {
  const value = (request.body as Record<string, unknown> | null | undefined)?.[name];
  return (typeof value === 'string' || typeof value === 'number' ? String(value) : '').trim().slice(0, longest);
}

/** Vitrina's viewer token, only with consent. */
export function viewerTokenOf(request: FastifyRequest): string | null {
  const token = field(request, 'viewerToken', 400);
  return consentOf(request) === 'granted' && /^v1\.[\w.-]+$/.test(token) ? token : null;
}

/** A path of this shop, so that a crafted link cannot send people elsewhere. */
export const ownPath = (to: string): string => (/^\/(?![/\\])[\x21-\x7e]*$/.test(to) ? to : '/');

export const wantsJson = (request: FastifyRequest): boolean =>
  (request.headers['content-type'] ?? '').startsWith('application/json');
