// Big programmes for the bench of the evaluator, made of plain numbers so that every run evaluates the same, and their timing.
import {
  evaluate,
  parseConfig,
  parseFacts,
  type EvaluationResult,
  type Fact,
} from '../../src/attribution/evaluator/evaluate.rules.js';
import { checkInvariants } from '../../src/attribution/evaluator/invariants.rules.js';

type Item = Record<string, unknown>;

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const DAYS = 180;
const CREATORS = 500;
const VIDEOS = 10_000;
const PRODUCTS = 1000;

const LEVEL = ['promo_code', 'onsite_cart', 'onsite_click', 'storefront', 'deep_link', 'onsite_view'];

const productOf = (n: number): string => `product-${n % PRODUCTS}`;

/** How a programme credits: the defaults of money.md, or every touch of an order to another creator, the most there is to do. */
export type Plan = 'last_touch' | 'everyone';

/** A shop of 1000 products with ten videos each, by ten of 500 creators. */
export function bigProgramme(plan: Plan): Item {
  const everyone = plan === 'everyone' ? { model: 'position_based', precedence: [LEVEL] } : {};
  return {
    program: { currency: 'KZT', timezone: 'Asia/Almaty', ...everyone },
    creators: Array.from({ length: CREATORS }, (_, n) => ({ id: `creator-${n}`, email_hashes: [`mail-${n}`] })),
    rules: [
      { id: 'all', kind: 'percent', rate_bps: 1000 },
      { id: 'clicks', kind: 'percent', rate_bps: 1200, instruments: ['onsite_click', 'onsite_cart'] },
      { id: 'toys', kind: 'percent', rate_bps: 1500, category: 'category-3' },
    ],
    videos: Array.from({ length: VIDEOS }, (_, n) => ({
      id: `video-${n}`,
      creators: [{ creator_id: `creator-${(n + 37 * Math.floor(n / PRODUCTS)) % CREATORS}`, share_bps: 10_000 }],
      product_ids: [productOf(n), productOf(n + 1)],
      duration_ms: 40_000,
    })),
    products: Object.fromEntries(
      Array.from({ length: PRODUCTS }, (_, n) => [productOf(n), { category: `category-${n % 20}` }]),
    ),
  };
}

/** One touch of an order: mostly views of two heartbeats in one snapshot, every fourth a click, every tenth a cart. */
function touch(order: number, n: number, orderedAt: number): Item {
  const video = (order * 7 + n * PRODUCTS) % VIDEOS;
  const base = {
    id: `touch-${order}-${n}`,
    occurred_at: orderedAt - 10 * MINUTE * (n + 1),
    viewer_id: `viewer-${order}`,
    consent: true,
    video_id: `video-${video}`,
  };
  if (n % 10 === 9) return { ...base, type: 'add_to_cart', product_id: productOf(order * 7) };
  if (n % 4 === 3) return { ...base, type: 'click', product_id: productOf(order * 7) };
  const segment = (from: number) => ({
    ...{ wall_from_ms: from, wall_to_ms: from + 6000, media_from_ms: from, media_to_ms: from + 6000 },
    ...{ visible_bps: 10_000, focused: true },
  });
  return { ...base, type: 'view', version: 2, segments: [segment(0), segment(6000)] };
}

/** `orders` orders of two lines with `touches` touches each; every tenth is refunded by one piece, every fiftieth cancelled. */
export function* bigFacts(orders: number, touches: number): Generator<Item> {
  for (let n = 0; n < orders; n += 1) {
    const at = START + Math.floor((n / orders) * DAYS * DAY) + DAY;
    for (let t = 0; t < touches; t += 1) yield touch(n, t, at);
    const order = {
      ...{ type: 'order', id: `order-${n}`, version: 1, occurred_at: at, received_at: at + MINUTE },
      ...{ currency: 'KZT', status: 'paid', viewer_id: `viewer-${n}`, buyer: { customer_id: `customer-${n}` } },
      lines: [
        { line_id: '1', product_id: productOf(n * 7), quantity: 2, unit_price: 100_000 + n },
        { line_id: '2', product_id: productOf(n * 7 + 1), quantity: 1, unit_price: 49_990 },
      ],
    };
    yield order;
    if (n % 50 === 49) yield { ...order, version: 2, status: 'cancelled', received_at: at + 30 * HOUR };
    if (n % 10 === 7)
      yield {
        ...{ type: 'refund', id: `refund-${n}`, order_id: `order-${n}`, occurred_at: at + 5 * DAY },
        lines: [{ line_id: '1', quantity: 1 }],
      };
  }
}

export interface Measured {
  orders: number;
  touches: number;
  facts: number;
  parseMs: number;
  evaluateMs: number;
  /** The most memory of the process after the evaluation, with the facts in it. */
  rssMiB: number;
  units: number;
  entries: number;
}

/** Evaluates a whole programme once; refuses to measure what does not balance. */
export function measureReplay(orders: number, touches: number, plan: Plan): Measured {
  const config = parseConfig(bigProgramme(plan));
  const begun = performance.now();
  const facts: Fact[] = [];
  for (const fact of bigFacts(orders, touches)) facts.push(...parseFacts([fact]));
  const parsed = performance.now();
  const result = evaluate(config, facts, START + (DAYS + 60) * DAY);
  const done = performance.now();
  assertSound(result, orders);
  return {
    ...{ orders, touches, facts: facts.length, units: result.commissions.length, entries: result.entries.length },
    ...{ parseMs: parsed - begun, evaluateMs: done - parsed },
    rssMiB: Math.round(process.resourceUsage().maxRSS / 1024),
  };

  function assertSound(of: EvaluationResult, least: number): void {
    const [violation] = checkInvariants(config, of);
    if (violation) throw new Error(`Invariant ${violation.invariant}: ${violation.detail}`);
    if (of.commissions.length < least) throw new Error(`Only ${of.commissions.length} units of ${least} orders.`);
  }
}

/** One order with `touches` touches, evaluated again and again from parsed facts: milliseconds of CPU and of the clock each, once warm. */
export function measureOne(touches: number, times: number): { cpuMs: number; wallMs: number } {
  const config = parseConfig(bigProgramme('everyone'));
  const facts = parseFacts([...bigFacts(1, touches)]);
  const asOf = START + 40 * DAY;
  const warm = Math.ceil(times / 4);
  let begun = { wall: 0, cpu: process.cpuUsage() };
  for (let n = -warm; n < times; n += 1) {
    if (n === 0) begun = { wall: performance.now(), cpu: process.cpuUsage() };
    const { commissions } = evaluate(config, facts, asOf);
    if (commissions.length === 0) throw new Error('The order earned nothing.');
  }
  const { user, system } = process.cpuUsage(begun.cpu);
  return { cpuMs: (user + system) / 1000 / times, wallMs: (performance.now() - begun.wall) / times };
}
