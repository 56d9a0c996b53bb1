// Random programmes and fact streams for property tests: small, dense with ties, late facts, duplicates and decisions.
import { changedAt } from './changes.js';
import { Dice } from './dice.js';

type Item = Record<string, unknown>;

/** A programme, its facts and a moment, in the JSON form of the cases. */
export interface Scenario {
  config: Item;
  facts: Item[];
  asOf: number;
}

const DAY = 86_400_000;
const HOUR = 3_600_000;
const START = Date.UTC(2026, 8, 20);

const CREATORS = ['c1', 'c2', 'c3', 'c4'];
const PRODUCTS = ['p1', 'p2', 'p3'];
const VIEWERS = ['w1', 'w2', 'w3', 'w4'];

function makeConfig(dice: Dice): Item {
  const share = 1000 * (1 + dice.below(9));
  const maybe = (percent: number, item: Item): Item => (dice.chance(percent) ? item : {});
  return {
    program: {
      currency: 'KZT',
      timezone: dice.pick(['UTC', 'Asia/Almaty', 'America/New_York']),
      model: dice.pick(['last_touch', 'first_touch', 'linear', 'position_based', 'time_decay']),
      hold_days: dice.pick([0, 3, 14]),
      hold_basis: dice.pick(['order', 'order', 'delivery']),
      delivery_wait_days: 7,
      late_grace_hours: dice.pick([0, 24, 72]),
      ...maybe(30, { order_cap: 3000 + dice.below(20000) }),
      ...maybe(30, { creator_monthly_cap: 5000 + dice.below(50000) }),
      ...maybe(20, { creator_daily_cap: 2000 + dice.below(20000) }),
      ...maybe(15, { same_session: true }),
      ...maybe(40, {
        tiers: [
          { min_gmv: 300000, max_return_bps: 2000, bonus_bps: 300 },
          { min_gmv: 50000, bonus_bps: 100 },
        ],
      }),
      ...maybe(20, {
        precedence: [['promo_code', 'onsite_cart', 'onsite_click', 'storefront', 'deep_link', 'onsite_view']],
      }),
      ...maybe(20, {
        scopes: { onsite_click: 'order', onsite_view: 'category' },
        match_bps: { halo: 3333, category: 6667 },
      }),
      ...maybe(20, { require_tax_profile: true }),
    },
    creators: CREATORS.map((id, index) => ({
      id,
      email_hashes: [`mail-${id}`],
      viewer_ids: index === 3 ? ['w4'] : [],
      address_hashes: [`home-${id}`],
      ip_hashes: [`ip-${id}`],
      payout: { unit: dice.pick([1, 100]), min_amount: dice.pick([0, 2000]), ...maybe(30, { currency: 'USD' }) },
      ...maybe(60, { tax_profile: { country: 'KZ', status: 'x' } }),
      ...(index === 1 ? { referrer: { creator_id: 'c1', rate_bps: 1500, from: START, to: START + 40 * DAY } } : {}),
    })),
    rules: makeRules(dice),
    videos: [
      { id: 'v1', creators: [{ creator_id: 'c1', share_bps: 10000 }], product_ids: ['p1'], duration_ms: 20000 },
      { id: 'v2', creators: [{ creator_id: 'c2', share_bps: 10000 }], product_ids: ['p1', 'p2'], duration_ms: 20000 },
      {
        id: 'v3',
        creators: [
          { creator_id: 'c3', share_bps: share },
          { creator_id: 'c4', share_bps: 10000 - share },
        ],
        product_ids: ['p2', 'p3'],
        duration_ms: 20000,
        ...maybe(30, { live_to: START + 20 * DAY }),
      },
    ],
    links: [
      { id: 'L1', creator_id: 'c1', product_ids: ['p1'] },
      { id: 'L2', creator_id: 'c3', product_ids: null },
    ],
    storefronts: [{ id: 'S1', creator_id: 'c2' }],
    promo_codes: [
      { code: 'ANNA', creator_id: 'c3' },
      { code: 'BOB', creator_id: 'c1', valid_to: START + 15 * DAY },
    ],
    products: { p1: { category: 'home' }, p2: { category: 'home' }, p3: { category: 'toys', seller_id: 's1' } },
    campaigns: [
      {
        id: 'k1',
        product_ids: ['p1', 'p2'],
        active_from: START,
        active_to: START + 30 * DAY,
        budget: 4000 + dice.below(30000),
        ...maybe(30, { daily_budget: 2000 + dice.below(8000) }),
      },
    ],
    tax_rules: [{ country: 'KZ', status: 'x', items: makeTax() }],
  };
}

/** Every other programme has changed its terms while it ran. */
function makeHistory(dice: Dice): Item {
  const times = Array.from({ length: dice.pick([0, 0, 1, 2]) }, () => START + dice.below(40 * 24) * HOUR);
  times.sort((a, b) => a - b);
  return times.reduce((config, at) => changedAt(config, at, (below) => dice.below(below)), makeConfig(dice));
}

function makeRules(dice: Dice): Item[] {
  const rules: Item[] = [
    { id: 'base', kind: 'percent', rate_bps: 1000 + dice.below(500), tiered: true, max_cycles: 3, charge_bps: 1200 },
  ];
  if (dice.chance(40)) rules.push({ id: 'camp', kind: 'percent', rate_bps: 2000, campaign_id: 'k1' });
  if (dice.chance(30)) rules.push({ id: 'code', kind: 'fixed_per_order', amount: 2500, instruments: ['promo_code'] });
  if (dice.chance(30)) rules.push({ id: 'piece', kind: 'fixed_per_item', amount: 333, product_id: 'p3' });
  if (dice.chance(20))
    rules.push({ id: 'own', kind: 'percent', rate_bps: 700, creator_id: 'c4', effective_to: START + 25 * DAY });
  return rules;
}

function makeTax(): Item[] {
  return [
    { code: 'A', payer: 'creator', rate_bps: 1000, round_unit: 100, monthly_base_cap: 20000 },
    {
      code: 'B',
      payer: 'creator',
      round_unit: 1,
      base_minus: ['A'],
      monthly_deduction: 3000,
      brackets: [
        { up_to: 15000, rate_bps: 500 },
        { up_to: null, rate_bps: 1500 },
      ],
    },
    { code: 'C', payer: 'operator', rate_bps: 150, round_unit: 1 },
  ];
}

function makeEngagement(dice: Dice, id: string): Item[] {
  const occurredAt = START + dice.below(40 * 24) * HOUR + dice.below(3) * 1000;
  const base: Item = {
    id,
    occurred_at: occurredAt,
    received_at: occurredAt + (dice.chance(80) ? 0 : dice.below(100) * HOUR),
    viewer_id: dice.pick(VIEWERS),
    consent: dice.chance(95),
    ivt: dice.chance(3),
  };
  const video = { video_id: dice.pick(['v1', 'v2', 'v3']) };
  switch (dice.below(6)) {
    case 0:
      return [{ ...base, type: 'link_click', link_id: dice.pick(['L1', 'L2']) }];
    case 1:
      return [
        {
          ...base,
          type: 'storefront_click',
          storefront_id: 'S1',
          ...(dice.chance(50) ? { product_id: dice.pick(PRODUCTS) } : {}),
        },
      ];
    case 2:
      return [{ ...base, type: 'add_to_cart', ...video, product_id: dice.pick(PRODUCTS) }];
    case 3:
      return [{ ...base, type: 'click', ...video, product_id: dice.pick(PRODUCTS) }];
    default:
      return [5000, 9000, 12000].slice(0, 1 + dice.below(3)).map((to, index) => ({
        ...base,
        ...video,
        type: 'view',
        version: index + 1,
        received_at: Number(base['received_at']) + index * (dice.chance(90) ? 5000 : 80 * HOUR),
        segments: [{ wall_from_ms: 0, wall_to_ms: to, media_from_ms: 0, media_to_ms: to, visible_bps: 10000 }],
      }));
  }
}

function makeOrder(dice: Dice, id: string): Item[] {
  const occurredAt = START + dice.below(40 * 24) * HOUR + dice.below(3) * 1000;
  const receivedAt = occurredAt + (dice.chance(80) ? 1000 : dice.below(60) * HOUR);
  const line = (index: number): Item => ({
    line_id: `l${index}`,
    product_id: dice.pick(PRODUCTS),
    quantity: 1 + dice.below(3),
    unit_price: dice.below(60) * 997,
    discount: dice.chance(30) ? dice.below(2000) : 0,
    gift_card: dice.chance(4),
    ...(dice.chance(15) ? { subscription: { contract_id: dice.pick(['s1', 's2']), cycle: 1 + dice.below(4) } } : {}),
  });
  const first: Item = {
    type: 'order',
    id,
    version: 1,
    occurred_at: occurredAt,
    received_at: receivedAt,
    currency: dice.chance(85) ? 'KZT' : 'USD',
    status: dice.chance(93) ? 'paid' : 'pending',
    viewer_id: dice.chance(90) ? dice.pick(VIEWERS) : null,
    buyer: {
      customer_id: dice.pick(['k1', 'k2', 'k3']),
      email_hash: dice.chance(10) ? 'mail-c1' : null,
      address_hash: dice.chance(20) ? 'home-c2' : null,
      ip_hash: dice.chance(20) ? 'ip-c2' : null,
    },
    discount_codes: dice.chance(25) ? [dice.pick(['anna', ' BOB', 'none', 'Anna '])] : [],
    lines: Array.from({ length: 1 + dice.below(3) }, (_, index) => line(index)),
    order_discount: dice.chance(20) ? dice.below(9000) : 0,
  };
  if (!dice.chance(20)) return [first];
  const later = receivedAt + dice.below(30 * 24) * HOUR;
  const change = dice.pick<Item>([
    { status: 'cancelled' },
    { delivered_at: occurredAt + 2 * DAY },
    { status: 'paid', lines: [line(0)] },
  ]);
  return [first, { ...first, version: 2, received_at: later, ...change }];
}

function makeAfterlife(dice: Dice, id: string, orders: readonly string[]): Item[] {
  const occurredAt = START + dice.below(55 * 24) * HOUR;
  const base = { id, occurred_at: occurredAt, received_at: occurredAt + dice.below(3) * HOUR };
  const orderId = dice.pick(orders);
  switch (dice.below(9)) {
    case 0:
    case 1:
    case 2: {
      const lines = [
        {
          line_id: `l${dice.below(3)}`,
          quantity: dice.below(3),
          ...(dice.chance(40) ? { amount: dice.below(20000) } : {}),
        },
      ];
      const refund = {
        ...base,
        type: 'refund',
        order_id: orderId,
        lines,
        adjustment: dice.chance(30) ? dice.below(9000) : 0,
      };
      if (!dice.chance(25)) return [refund];
      return [
        refund,
        { type: 'refund_void', id: `void-${id}`, refund_id: id, occurred_at: occurredAt + dice.below(9) * DAY },
      ];
    }
    case 3:
    case 4: {
      const subject = {
        kind: 'commission',
        order_id: orderId,
        creator_id: dice.pick(CREATORS),
        ...(dice.chance(50) ? { line_id: 'l0' } : {}),
      };
      return [{ ...base, type: 'decision', action: dice.pick(['hold', 'approve', 'reject']), subject }];
    }
    case 5: {
      const subject = dice.pick([
        { kind: 'creator', creator_id: dice.pick(CREATORS) },
        { kind: 'viewer', viewer_id: dice.pick(VIEWERS) },
        { kind: 'touch', touch_id: `e${dice.below(20)}` },
      ]);
      if (dice.chance(50)) return [];
      return [{ ...base, type: 'decision', action: subject.kind === 'creator' ? 'ban' : 'reject', subject }];
    }
    case 6:
      return [
        {
          ...base,
          type: 'adjustment',
          creator_id: dice.pick(CREATORS),
          amount: dice.below(6000) - 2000,
          reason: 'bonus',
        },
      ];
    case 7:
      return [{ ...base, type: 'identity', viewer_id: dice.pick(VIEWERS), customer_id: dice.pick(['k1', 'k2']) }];
    default: {
      const effective = START + dice.below(40) * DAY;
      const rate = `${400 + dice.below(150)}.${10 + dice.below(80)}`;
      return [
        {
          ...base,
          type: 'fx_rate',
          base: 'USD',
          quote: 'KZT',
          rate,
          effective_from: effective,
          received_at: dice.chance(70) ? START : occurredAt,
        },
      ];
    }
  }
}

function makePayouts(dice: Dice): Item[] {
  return [10, 20, 30, 40, 50].flatMap((day, index) => {
    const at = START + day * DAY;
    const batch = { type: 'payout_batch', id: `b${index}`, occurred_at: at };
    const results = CREATORS.filter(() => dice.chance(70)).map((creatorId) => ({
      type: 'payout_result',
      id: `pr-${index}-${creatorId}`,
      batch_id: `b${index}`,
      creator_id: creatorId,
      ...delayed(dice, at - DAY + dice.below(22) * DAY),
      result: dice.chance(60) ? 'settled' : 'failed',
    }));
    return dice.chance(80) ? [batch, ...results] : [];
  });
}

function delayed(dice: Dice, occurredAt: number): Item {
  return { occurred_at: occurredAt, received_at: occurredAt + (dice.chance(80) ? 0 : dice.below(12) * DAY) };
}

/** Makes a scenario; a smaller `size` makes a smaller one, so that a failure can be shrunk. */
export function makeScenario(seed: number, size: number): Scenario {
  const dice = new Dice(seed);
  const config = makeHistory(dice);
  const orders = Array.from({ length: 1 + size }, (_, index) => `o${index}`);
  const facts = [
    ...Array.from({ length: 3 * size }, (_, index) => makeEngagement(dice, `e${index}`)).flat(),
    ...orders.flatMap((id) => makeOrder(dice, id)),
    ...Array.from({ length: 2 * size }, (_, index) => makeAfterlife(dice, `a${index}`, orders)).flat(),
    ...makePayouts(dice),
  ];
  return { config, facts, asOf: START + dice.below(60 * 24) * HOUR };
}

/** The scenario's programme as it will stand after one more change, at a moment or soon after its last one. */
export function changedLater(made: Scenario, moment: number, seed: number): { config: Item; at: number } {
  const dice = new Dice(seed);
  const { changes } = made.config['program'] as { changes?: { from: number }[] };
  const at = Math.max(moment, (changes?.at(-1)?.from ?? 0) + 1);
  return { config: changedAt(made.config, at, (below) => dice.below(below)), at };
}

/** The same facts in another order, some of them twice: once more as they were, or received again later. */
export function shuffle(facts: readonly Item[], seed: number): Item[] {
  const dice = new Dice(seed);
  const again = facts.flatMap((fact): Item[] => {
    if (!dice.chance(30)) return [fact];
    const receivedAt = Number(fact['received_at'] ?? fact['occurred_at']);
    return [fact, dice.chance(50) ? { ...fact } : { ...fact, received_at: receivedAt + dice.below(50) * HOUR }];
  });
  const result = [...again];
  for (let i = result.length - 1; i > 0; i -= 1) {
    const j = dice.below(i + 1);
    [result[i], result[j]] = [result[j] as Item, result[i] as Item];
  }
  return result;
}
