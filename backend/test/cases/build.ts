// Short ways to write configurations and facts in specs of the evaluator, in the JSON form of the cases.
import {
  evaluate,
  parseConfig,
  parseFacts,
  type EvaluationResult,
} from '../../src/attribution/evaluator/evaluate.rules.js';

export type Item = Record<string, unknown>;

/** UTC ms of 1 October 2026, 12:00, when the orders of these specs are placed. */
export const NOON = Date.UTC(2026, 9, 1, 12);
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

/** A programme in USD with creators c1 to c3, a video v1 to v3 of each on product p1, and 10 % for everything. */
export function programme(changes: Item = {}): Item {
  const { program, ...rest } = changes;
  return {
    program: { currency: 'USD', ...(program as Item | undefined) },
    creators: [{ id: 'c1' }, { id: 'c2' }, { id: 'c3' }],
    rules: [{ id: 'r1', kind: 'percent', rate_bps: 1000 }],
    videos: ['1', '2', '3'].map((n) => video(`v${n}`, [[`c${n}`, 10000]])),
    ...rest,
  };
}

export function video(id: string, shares: readonly (readonly [string, number])[], changes: Item = {}): Item {
  const creators = shares.map(([creator_id, share_bps]) => ({ creator_id, share_bps }));
  return { id, creators, product_ids: ['p1'], duration_ms: 60000, ...changes };
}

/** A click in the player on p1, one hour before noon unless told. */
export function click(id: string, videoId: string, changes: Item = {}): Item {
  return {
    type: 'click',
    id,
    occurred_at: NOON - HOUR,
    viewer_id: 'w1',
    consent: true,
    video_id: videoId,
    product_id: 'p1',
    ...changes,
  };
}

/** A view that qualifies 10 s after its start, two hours before noon unless told. */
export function view(id: string, videoId: string, changes: Item = {}): Item {
  const segments = [{ wall_from_ms: 0, wall_to_ms: 10000, media_from_ms: 0, media_to_ms: 10000, visible_bps: 10000 }];
  return {
    type: 'view',
    id,
    version: 1,
    occurred_at: NOON - 2 * HOUR,
    viewer_id: 'w1',
    consent: true,
    video_id: videoId,
    segments,
    ...changes,
  };
}

/** A line of one p1 at 100.00 unless told. */
export function line(id: string, changes: Item = {}): Item {
  return { line_id: id, product_id: 'p1', quantity: 1, unit_price: 10000, ...changes };
}

/** A paid order at noon with one line unless told. */
export function order(id: string, changes: Item = {}): Item {
  return {
    type: 'order',
    id,
    version: 1,
    occurred_at: NOON,
    currency: 'USD',
    status: 'paid',
    viewer_id: 'w1',
    buyer: { customer_id: `customer-of-${id}` },
    lines: [line('l1')],
    ...changes,
  };
}

export function refund(id: string, orderId: string, lines: readonly Item[], changes: Item = {}): Item {
  return { type: 'refund', id, order_id: orderId, occurred_at: NOON + DAY, lines, ...changes };
}

export function decide(id: string, action: string, subject: Item, changes: Item = {}): Item {
  return { type: 'decision', id, action, subject, occurred_at: NOON + HOUR, ...changes };
}

export function batch(id: string, at: number, changes: Item = {}): Item {
  return { type: 'payout_batch', id, occurred_at: at, ...changes };
}

export function payoutResult(batchId: string, creatorId: string, at: number, result: string, changes: Item = {}): Item {
  return {
    type: 'payout_result',
    id: `${batchId}-${creatorId}-${result}`,
    batch_id: batchId,
    creator_id: creatorId,
    occurred_at: at,
    result,
    ...changes,
  };
}

export function run(config: Item, facts: readonly Item[], asOf = NOON + 4 * DAY): EvaluationResult {
  return evaluate(parseConfig(config), parseFacts(facts), asOf);
}

/** Units as "order/line creator amount", referrals as "order/line creator<via amount", for short expectations. */
export function amounts(result: EvaluationResult): string[] {
  return result.commissions.map((unit) => {
    const who = unit.via === null ? unit.creatorId : `${unit.creatorId}<${unit.via}`;
    return `${unit.orderId}/${unit.lineId} ${who} ${unit.amountMinor}`;
  });
}

/** Exclusions as "order/line REASON". */
export function reasons(result: EvaluationResult): string[] {
  return result.exclusions.map(({ orderId, lineId, reason }) => `${orderId}/${lineId} ${reason}`);
}

/** Units as "creator state", for short expectations. */
export function states(result: EvaluationResult): string[] {
  return result.commissions.map((unit) => `${unit.creatorId} ${unit.state}`);
}
