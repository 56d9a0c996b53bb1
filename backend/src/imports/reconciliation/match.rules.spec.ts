// A thousand receipts typed with slips, shuffled among the orders of a busy month: who belongs to whom.
import { describe, expect, it } from '@jest/globals';
import { matchPairs, MATCHED_FROM, plainNumber, scoreOf, slips, type Told } from './match.rules.js';

/** A generator with a seed: the same thousand receipts on every machine. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

const MINUTE = 60_000;
const FROM = Date.UTC(2026, 9, 1);

interface Shop {
  orders: Told[];
  receipts: Told[];
  truth: Map<string, string>;
}

/** Orders of a month with numbers in a row and sums that repeat, as in a shop; receipts of a third of them, and strangers. */
function shop(seed: number, receipts: number): Shop {
  const next = random(seed);
  const pick = (n: number) => Math.floor(next() * n);
  const prices = Array.from({ length: 60 }, () => BigInt((pick(400) + 10) * 9_900));
  const codes = Array.from({ length: 25 }, (_, i) => `CODE${String.fromCharCode(65 + i)}${10 + i * 3}`);
  const orders = Array.from({ length: receipts * 3 }, (_, i): Told => ({
    ...{ key: `o${i}`, number: `KZ-${400_000 + i}`, currency: 'KZT', atMs: FROM + pick(30 * 1440) * MINUTE },
    totalMinor: (prices[pick(60)] ?? 1n) + (next() < 0.4 ? (prices[pick(60)] ?? 1n) : 0n),
    codes: [codes[pick(25)] ?? ''],
  }));
  const truth = new Map<string, string>();
  const typed = Array.from({ length: receipts }, (_, i): Told => {
    const order = orders[i * 3 + pick(3)]!;
    truth.set(`r${i}`, order.key);
    return { ...slip(order, next, pick), key: `r${i}` };
  });
  const strangers = Array.from({ length: Math.floor(receipts / 10) }, (_, i): Told => ({
    ...{ key: `x${i}`, number: `KZ-${700_000 + i}`, currency: 'KZT', atMs: FROM + pick(30 * 1440) * MINUTE },
    ...{ totalMinor: prices[pick(60)] ?? 1n, codes: [codes[pick(25)] ?? ''] },
  }));
  return { orders, receipts: shuffled([...typed, ...strangers], pick), truth };
}

/** What a person's fingers and clocks do to a receipt. */
function slip(order: Told, next: () => number, pick: (n: number) => number): Told {
  const typed = { ...order, atMs: order.atMs + (pick(5) - 2) * MINUTE };
  const at = 3 + pick(6);
  const happens = (share: number) => next() < share;
  if (happens(0.2)) typed.number = order.number.slice(0, at) + String(pick(10)) + order.number.slice(at + 1);
  else if (happens(0.1)) typed.number = '';
  if (happens(0.08)) typed.codes = [`${order.codes[0]?.slice(0, -1)}X`];
  if (happens(0.06)) {
    const other = (digit: string) => String((Number(digit) % 9) + 1);
    typed.totalMinor = BigInt(order.totalMinor.toString().replace(/^\d/, other));
  }
  if (happens(0.08)) typed.atMs += 47 * MINUTE;
  return typed;
}

function shuffled<T>(list: T[], pick: (n: number) => number): T[] {
  for (let i = list.length - 1; i > 0; i -= 1) {
    const j = pick(i + 1);
    [list[i], list[j]] = [list[j]!, list[i]!];
  }
  return list;
}

describe('a thousand receipts with slips', () => {
  it.each([1, 2])('seed %i: precision of at least 99.5 %, recall of at least 95 %', (seed) => {
    const { orders, receipts, truth } = shop(seed, 1000);
    const pairs = matchPairs(receipts, orders);
    const right = pairs.filter((pair) => truth.get(pair.a) === pair.b).length;
    const [precision, recall] = [right / pairs.length, right / truth.size];
    process.stdout.write(`seed ${seed}: precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}\n`);
    expect(precision).toBeGreaterThanOrEqual(0.995);
    expect(recall).toBeGreaterThanOrEqual(0.95);
  });

  it('are matched alike in any order', () => {
    const { orders, receipts } = shop(5, 200);
    const next = random(9);
    const again = matchPairs(
      shuffled([...receipts], (n) => Math.floor(next() * n)),
      shuffled([...orders], (n) => Math.floor(next() * n)),
    );
    const sorted = (pairs: { a: string; b: string }[]) => pairs.map(({ a, b }) => `${a} ${b}`).sort();
    expect(sorted(again)).toEqual(sorted(matchPairs(receipts, orders)));
  });
});

describe('a pair', () => {
  const base: Told = { key: 'a', number: '', totalMinor: 1_299_000n, currency: 'KZT', atMs: FROM, codes: ['DANA10'] };
  it('needs more than a sum and a day', () => {
    expect(scoreOf({ ...base, codes: [] }, { ...base, key: 'b', codes: [], atMs: FROM + 5 * 3_600_000 })).toBeLessThan(
      MATCHED_FROM,
    );
    expect(scoreOf(base, { ...base, key: 'b' })).toBeGreaterThanOrEqual(MATCHED_FROM);
  });
  it('is never one of two currencies', () => {
    expect(scoreOf(base, { ...base, key: 'b', currency: 'RUB' })).toBeLessThan(MATCHED_FROM);
  });
  it('is left to people when two are equally good', () => {
    expect(
      matchPairs(
        [base],
        [
          { ...base, key: 'b' },
          { ...base, key: 'c' },
        ],
      ),
    ).toEqual([]);
  });
});

it.each([
  ['abcdef', 'abcdef', 0],
  ['abcdef', 'abcdfe', 1],
  ['abcdef', 'abXdef', 1],
  ['abcdef', 'abcdefg', 1],
  ['abcdef', 'badcfe', 3],
  ['abcdef', 'xyz', 3],
])('%s and %s are %i slips apart', (a, b, n) => expect(slips(a, b)).toBe(n));

it('reads numbers as people write them', () => {
  expect(plainNumber(' №00-KZ/1O0l ')).toBe(plainNumber('kz-1001'));
});
