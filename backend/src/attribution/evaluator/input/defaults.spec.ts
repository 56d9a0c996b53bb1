// What a configuration and facts mean where they say nothing (section 16), and terms that change later (A6).
import { describe, expect, it } from '@jest/globals';
import {
  click,
  DAY,
  HOUR,
  line,
  NOON,
  order,
  programme,
  reasons,
  run,
  type Item,
} from '../../../../test/cases/build.js';
import { parseConfig } from './parse-config.rules.js';
import { parseFact } from './parse-facts.rules.js';

describe('a programme that names only its currency', () => {
  it('has the defaults of section 16', () => {
    expect(parseConfig({ program: { currency: 'USD' } }).program).toEqual({
      currency: 'USD',
      timezone: 'UTC',
      model: 'last_touch',
      halfLifeHours: 168,
      sameSession: false,
      precedence: [['promo_code'], ['onsite_cart', 'onsite_click', 'storefront', 'deep_link'], ['onsite_view']],
      windowsHours: {
        promo_code: 0,
        onsite_cart: 168,
        onsite_click: 168,
        storefront: 168,
        deep_link: 720,
        onsite_view: 24,
      },
      scopes: {
        promo_code: 'order',
        onsite_cart: 'product',
        onsite_click: 'product',
        storefront: 'order',
        deep_link: 'order',
        onsite_view: 'product',
      },
      matchBps: { direct: 10000n, category: 10000n, halo: 10000n },
      holdDays: 14,
      holdBasis: 'order',
      deliveryWaitDays: 60,
      lateGraceHours: 72,
      excludedSources: ['pos', 'draft'],
      orderCapMinor: null,
      creatorMonthlyCapMinor: null,
      creatorDailyCapMinor: null,
      tiers: [],
      laterLimits: [],
      changes: [],
      tierCloseDays: 5,
      requireTaxProfile: false,
      qualify: {
        watchMs: 10000,
        watchBps: 5000,
        viewableRunMs: 2000,
        visibleBps: 5000,
        gapMs: 250,
        maxRateBps: 20000,
        slackMs: 1000,
        autoplayCounts: false,
      },
      fraud: { clicksPerViewerHour: 30, address: 40, ip: 30, fast: 30, fastMs: 5000, review: 60, reject: 100 },
      staffCustomerIds: [],
      sellerId: 'programme',
    });
  });

  it('and nothing else', () => {
    const { program, products, ...lists } = parseConfig({ program: { currency: 'USD' } });
    expect(Object.values(lists)).toEqual([[], [], [], [], [], [], [], []]);
    expect([program.currency, products.size]).toEqual(['USD', 0]);
  });
});

describe('the smallest sum that a way of paying sends', () => {
  const creators = (unit: number) => [{ id: 'a', payout: { pay_unit: unit } }];
  it('is one minor unit or more', () => {
    const read = parseConfig({ program: { currency: 'USD' }, creators: creators(1) });
    expect([...read.creators.values()].map(({ payout }) => payout.payUnitMinor)).toEqual([1n]);
    expect(() => parseConfig({ program: { currency: 'USD' }, creators: creators(0) })).toThrow('must be at least 1');
  });
});

describe('parts of a configuration that say little', () => {
  it.each<[string, Item, Item]>([
    [
      'creators',
      { id: 'a' },
      { payout: { currency: null, unitMinor: 1n, minAmountMinor: 0n }, referrer: null, taxProfile: null },
    ],
    [
      'rules',
      { id: 'a', kind: 'percent', rate_bps: 7 },
      {
        rateBps: 7n,
        amountMinor: 0n,
        tiered: false,
        maxCycles: null,
        chargeBps: null,
        instruments: null,
        productId: null,
      },
    ],
    [
      'rules',
      { id: 'a', kind: 'fixed_per_item', amount: 7, instruments: [] },
      { rateBps: 0n, amountMinor: 7n, instruments: null },
    ],
    [
      'rules',
      { id: 'a', kind: 'percent', rate_bps: 0, effective_from: 1 },
      { effectiveFrom: 1, effectiveTo: Infinity },
    ],
    [
      'videos',
      { id: 'a', creators: [{ creator_id: 'c' }], duration_ms: 5 },
      { creators: [{ creatorId: 'c', shareBps: 10000n }], productIds: [], liveFrom: -Infinity, liveTo: Infinity },
    ],
    ['promo_codes', { code: 'a', creator_id: 'c' }, { validFrom: -Infinity, validTo: Infinity }],
    [
      'campaigns',
      { id: 'a' },
      {
        activeFrom: -Infinity,
        activeTo: Infinity,
        productIds: null,
        creatorIds: null,
        budgetMinor: null,
        dailyBudgetMinor: null,
      },
    ],
    [
      'tax_rules',
      { country: 'X', status: 's', items: [{ code: 't', payer: 'creator', rate_bps: 5 }] },
      {
        enabled: true,
        effectiveFrom: -Infinity,
        effectiveTo: Infinity,
        items: [
          {
            code: 't',
            payer: 'creator',
            rateBps: 5n,
            brackets: null,
            roundUnitMinor: 1n,
            baseMinus: [],
            monthlyDeductionMinor: 0n,
            monthlyBaseCapMinor: null,
          },
        ],
      },
    ],
    [
      'tax_rules',
      { country: 'X', status: 's', items: [{ code: 't', payer: 'creator', brackets: [{ rate_bps: 5 }] }] },
      { items: [{ rateBps: 0n, brackets: [{ upToMinor: null, rateBps: 5n }] }] },
    ],
  ])('%s', (list, item, expected) => {
    const name = { promo_codes: 'promoCodes', tax_rules: 'taxRules' }[list] ?? list;
    const read = parseConfig({ program: { currency: 'USD' }, [list]: [item] }) as unknown as Record<string, unknown[]>;
    expect(read[name]?.[0]).toMatchObject(expected);
  });
});

describe('facts that say little', () => {
  it.each<[string, Item, Item]>([
    ['click', { video_id: 'v' }, { viewerId: null, consent: false, ivt: false, productId: null, receivedAt: 5 }],
    ['view', { video_id: 'v' }, { version: 1, autoplay: false, interacted: false, segments: [], sessionId: null }],
    [
      'view',
      { video_id: 'v', segments: [{ wall_from_ms: -1, wall_to_ms: 2, media_from_ms: -3, media_to_ms: 4 }] },
      { segments: [{ wallFromMs: -1, wallToMs: 2, mediaFromMs: -3, mediaToMs: 4, visibleBps: 0, focused: true }] },
    ],
    [
      'order',
      { status: 'paid', currency: 'USD' },
      {
        version: 1,
        test: false,
        staff: false,
        taxesIncluded: false,
        orderDiscountMinor: 0n,
        deliveredAt: null,
        lines: [],
      },
    ],
    [
      'order',
      { status: 'paid', currency: 'USD', is_staff: true, buyer: { is_staff: true } },
      { staff: true, buyer: { staff: true } },
    ],
    [
      'order',
      { status: 'paid', currency: 'USD', staff: true, buyer: { staff: true } },
      { staff: true, buyer: { staff: true } },
    ],
    [
      'order',
      {
        status: 'paid',
        currency: 'USD',
        lines: [{ line_id: 'l', quantity: 2, unit_price: 3, subscription: { contract_id: 'k' } }],
      },
      {
        lines: [
          {
            lineId: 'l',
            productId: '',
            quantity: 2n,
            unitPriceMinor: 3n,
            discountMinor: 0n,
            taxMinor: 0n,
            giftCard: false,
            sellerId: null,
            subscription: { contractId: 'k', cycle: 1 },
          },
        ],
      },
    ],
    [
      'refund',
      { order_id: 'o', lines: [{ line_id: 'l' }], adjustment: -3 },
      { lines: [{ lineId: 'l', quantity: 0n, amountMinor: null }], adjustmentMinor: -3n },
    ],
    ['refund', { order_id: 'o' }, { lines: [], adjustmentMinor: 0n }],
    [
      'decision',
      { action: 'ban', subject: { kind: 'viewer', id: 'w' } },
      { subject: { kind: 'viewer', viewerId: 'w' } },
    ],
    [
      'decision',
      { action: 'ban', subject: { kind: 'touch', touch_id: 't' } },
      { subject: { kind: 'touch', touchId: 't' } },
    ],
    [
      'decision',
      { action: 'ban', subject: { kind: 'creator', id: 'c' } },
      { subject: { kind: 'creator', creatorId: 'c' } },
    ],
    ['fx_rate', { base: 'USD', quote: 'KZT', rate: '2' }, { effectiveFrom: 5 }],
  ])('%s', (type, fields, expected) => {
    expect(parseFact({ type, id: 'x', occurred_at: 5, ...fields })).toMatchObject(expected);
  });
});

describe('terms that change', () => {
  const change = (at: number, terms: Item): Item => programme({ program: { changes: [{ from: at, ...terms }] } });
  const holdHours = (config: Item, changes: Item = {}): number => {
    const facts = [click('e', 'v1'), order('o', { lines: [line('l1')], ...changes })];
    return ((run(config, facts, NOON + 99 * DAY).commissions[0]?.holdEndsAt ?? 0) - NOON) / HOUR;
  };

  it.each<[string, number, number]>([
    ['count from their moment', NOON, 480],
    ['not before', NOON + 1, 336],
  ])('%s', (_label, at, expected) => {
    expect(holdHours(change(at, { hold_days: 20 }))).toBe(expected);
  });

  it('for an order of a clock that runs ahead, those of its receipt', () => {
    const config = change(NOON - HOUR, { hold_days: 20 });
    expect(holdHours(config, { received_at: NOON - 2 * HOUR })).toBe(336);
    expect(holdHours(config, { received_at: NOON - HOUR })).toBe(480);
  });

  it('the last of several counts, and what it does not name stays', () => {
    const changes = [
      { from: NOON - 2 * HOUR, hold_days: 20, windows_hours: { onsite_click: 1 } },
      { from: NOON - HOUR, hold_days: 30 },
    ];
    const config = programme({ program: { changes } });
    expect(holdHours(config)).toBe(720);
    const old = click('e', 'v1', { occurred_at: NOON - HOUR - 1 });
    expect(reasons(run(config, [old, order('o')]))).toEqual(['o/l1 NO_TOUCH']);
  });
});
