// Withholding as data: the worked examples of section 12, months, years, failed payouts (X1-X4).
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { batch, payoutResult, programme, run, type Item } from '../../../../test/cases/build.js';

interface RuleSet extends Item {
  country: string;
  status: string;
}
const file = new URL('../../../../test/cases/tax-rules.json', import.meta.url);
const shipped = (JSON.parse(readFileSync(file, 'utf8')) as { rules: RuleSet[] }).rules;
const MAY = Date.UTC(2026, 4, 10);
const JUNE = Date.UTC(2026, 5, 10);

function config(currency: string, country: string, status: string, rules: readonly Item[]): Item {
  const profile = { country, status };
  return programme({
    program: { currency, timezone: currency === 'RUB' ? 'Europe/Moscow' : 'Asia/Almaty' },
    creators: [{ id: 'c1', tax_profile: profile }],
    tax_rules: rules,
  });
}

/** Payouts of the given grosses, each from a bonus of its own; withheld, operator's and net per payout. */
function pay(
  setup: Item,
  grosses: readonly [number, number, string?][],
): { withheld: Item; operator: Item; net: bigint }[] {
  const facts = grosses.flatMap(([at, amount, outcome], index) => [
    { type: 'adjustment', id: `a${index}`, creator_id: 'c1', amount, reason: 'x', occurred_at: at },
    batch(`b${index}`, at),
    ...(outcome ? [payoutResult(`b${index}`, 'c1', at + 1, outcome)] : []),
  ]);
  return run(setup, facts, Date.UTC(2030, 0, 1)).payouts.map((payout) => {
    const of = (payer: string): Item =>
      Object.fromEntries(
        payout.items.filter((item) => item.payer === payer).map((item) => [item.code, item.amountMinor]),
      );
    return { withheld: of('creator'), operator: of('operator'), net: payout.netMinor };
  });
}

const enabled = (country: string, status: string): Item[] =>
  shipped
    .filter((rule) => rule.country === country && rule.status === status)
    .map((rule) => ({ ...rule, enabled: true }));

describe('the shipped rule sets, once enabled', () => {
  it('KZ individual with the deduction, 500 000 KZT', () => {
    const setup = config('KZT', 'KZ', 'individual_contract_deduction', enabled('KZ', 'individual_contract_deduction'));
    const [payout] = pay(setup, [[MAY, 50_000_000]]);
    expect(payout).toEqual({
      withheld: { OPV: 5_000_000n, VOSMS: 1_000_000n, SO: 2_250_000n, IPN: 2_877_500n },
      operator: {},
      net: 38_872_500n,
    });
  });

  it('KZ self-employed, 500 000 KZT', () => {
    const setup = config('KZT', 'KZ', 'self_employed_platform', enabled('KZ', 'self_employed_platform'));
    expect(pay(setup, [[MAY, 50_000_000]])[0]?.net).toBe(48_000_000n);
  });

  it('RU individual, 300 000 RUB after 2 300 000 this year', () => {
    const setup = config('RUB', 'RU', 'individual_contract', enabled('RU', 'individual_contract'));
    const [, second] = pay(setup, [
      [MAY, 230_000_000],
      [JUNE, 30_000_000],
    ]);
    expect(second).toEqual({ withheld: { NDFL: 4_300_000n }, operator: { SV: 9_000_000n }, net: 25_700_000n });
  });

  it('do nothing until somebody enables them', () => {
    expect(pay(config('KZT', 'KZ', 'self_employed_platform', shipped), [[MAY, 50_000_000]])[0]?.net).toBe(50_000_000n);
  });
});

describe('items', () => {
  const flat = (changes: Item): Item => ({ code: 'T', payer: 'creator', rate_bps: 1000, round_unit: 1, ...changes });
  const only = (item: Item, changes: Item = {}): Item =>
    config('KZT', 'X', 's', [{ country: 'X', status: 's', items: [item], ...changes }]);
  const progressive = {
    rate_bps: undefined,
    brackets: [
      { up_to: 1000, rate_bps: 1000 },
      { up_to: null, rate_bps: 2000 },
    ],
  };

  it.each<[string, Item, [number, number, string?][], bigint[]]>([
    [
      'rounds half up to the unit',
      only(flat({ round_unit: 100 })),
      [
        [MAY, 1499],
        [MAY + 9, 500],
      ],
      [100n, 100n],
    ],
    [
      'the deduction is used once a month',
      only(flat({ monthly_deduction: 1000 })),
      [
        [MAY, 600],
        [MAY + 9, 600],
        [MAY + 99, 600],
        [JUNE, 600],
      ],
      [0n, 20n, 60n, 0n],
    ],
    [
      'the cap is used up over the month',
      only(flat({ monthly_base_cap: 1000 })),
      [
        [MAY, 600],
        [MAY + 9, 600],
        [MAY + 99, 600],
        [JUNE, 600],
      ],
      [60n, 40n, 0n, 60n],
    ],
    [
      'brackets run over the year',
      only(flat(progressive)),
      [
        [MAY, 800],
        [JUNE, 800],
        [Date.UTC(2027, 4, 1), 800],
      ],
      [80n, 140n, 80n],
    ],
    [
      'failed payouts do not count',
      only(flat(progressive)),
      [
        [MAY, 800, 'failed'],
        [JUNE, 100],
      ],
      [80n, 90n],
    ],
    [
      'processing ones do',
      only(flat(progressive)),
      [
        [MAY, 800],
        [MAY + 5, 800],
      ],
      [80n, 140n],
    ],
    [
      'never more than the gross',
      only(flat({ round_unit: 100 })),
      [
        [MAY, 50],
        [MAY + 9, 500],
      ],
      [0n, 100n],
    ],
    ['half of a minor unit goes up in brackets too', only(flat(progressive)), [[MAY, 5]], [1n]],
    [
      'the last minor unit of a cap counts',
      only(flat({ rate_bps: 10000, monthly_base_cap: 1000 })),
      [
        [MAY, 999],
        [MAY + 9, 600],
      ],
      [999n, 1n],
    ],
  ])('%s', (_label, setup, grosses, expected) => {
    expect(pay(setup, grosses).map(({ withheld }) => withheld['T'])).toEqual(expected);
  });

  it('together take no more from the creator than the gross; what the operator pays is not bounded by it', () => {
    const items = ['A', 'B', 'C'].map((code) =>
      flat({ code, rate_bps: 6000, payer: code === 'C' ? 'operator' : 'creator' }),
    );
    const setup = config('KZT', 'X', 's', [{ country: 'X', status: 's', items }]);
    expect(pay(setup, [[MAY, 1000]])).toEqual([{ withheld: { A: 600n, B: 400n }, operator: { C: 600n }, net: 0n }]);
  });

  it.each([[false], [true]])(
    'of two sets in force the later one applies, and of one start the first named (%s)',
    (isTurned) => {
      const set = (rate: number, from: number): Item => ({
        country: 'X',
        status: 's',
        effective_from: from,
        items: [flat({ rate_bps: rate })],
      });
      const sets = [set(1000, MAY - 9), set(2000, MAY - 5)];
      const told = isTurned ? sets.toReversed() : sets;
      expect(pay(config('KZT', 'X', 's', told), [[MAY, 1000]])[0]?.net).toBe(800n);
      const twins = [set(3000, MAY - 5), set(4000, MAY - 5)];
      expect(pay(config('KZT', 'X', 's', twins), [[MAY, 1000]])[0]?.net).toBe(700n);
    },
  );

  it('the year turns in the programme zone', () => {
    const lastHours = Date.UTC(2026, 11, 31, 20);
    const grosses: [number, number][] = [
      [MAY, 1000],
      [lastHours, 1000],
    ];
    expect(pay(only(flat(progressive)), grosses)[1]?.withheld['T']).toBe(100n);
    const utc = { ...only(flat(progressive)), program: { currency: 'KZT' } };
    expect(pay(utc, grosses)[1]?.withheld['T']).toBe(200n);
  });

  it.each<[string, Item, boolean]>([
    ['in force from its start', { effective_from: MAY }, true],
    ['not before', { effective_from: MAY + 1 }, false],
    ['not at its end', { effective_to: MAY }, false],
    ['not when disabled', { enabled: false }, false],
    ['not for another status', { status: 'other' }, false],
    ['for any country', { country: '*' }, true],
  ])('a rule set %s', (_label, changes, applies) => {
    expect(pay(only(flat({}), changes), [[MAY, 1000]])[0]?.net).toBe(applies ? 900n : 1000n);
  });
});
