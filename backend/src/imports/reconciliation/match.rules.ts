// Finds pairs of the same sale told by two sides: by number, then by code, sum and time, forgiving the slips of people who type. Pure.

/** One telling of a sale. */
export interface Told {
  key: string;
  /** The number of the order or receipt; empty when there is none. */
  number: string;
  totalMinor: bigint;
  currency: string;
  atMs: number;
  codes: readonly string[];
}

export interface Pair {
  a: string;
  b: string;
  score: number;
}

/** From here on a pair is one: below, two sales of a busy day look alike. */
export const MATCHED_FROM = 60;
/** The second best must be this much worse, else nobody can tell which of two it is. */
const CLEAR_BY = 10;

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** A number as it is compared: capitals and digits, the letters that look like digits read as such, no leading zeros. */
export function plainNumber(text: string): string {
  const bare = text.toUpperCase().replaceAll(/[^0-9A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]/g, '');
  return bare
    .replaceAll(/[OО]/g, '0')
    .replaceAll(/[IІL]/g, '1')
    .replace(/^0+(?=.)/, '');
}

const plainCode = (text: string): string => text.trim().toUpperCase();

/** How many slips part two texts, up to two: a letter more, less, other, or two neighbours changed about. 3 stands for more. */
export function slips(a: string, b: string): number {
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) > 2) return 3;
  let [before, last]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((last[j] ?? 9) + 1, (row[j - 1] ?? 9) + 1, (last[j - 1] ?? 9) + same);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, (before[j - 2] ?? 9) + 1);
      row.push(cost);
    }
    [before, last] = [last, row];
  }
  return Math.min(3, last[b.length] ?? 3);
}

function numberScore(a: string, b: string): number {
  if (a === '' || b === '') return 0;
  const apart = slips(a, b);
  if (apart === 0) return 60;
  // Short numbers are near to one another by chance.
  const shorter = Math.min(a.length, b.length);
  if (apart === 1 && shorter >= 6) return 35;
  return apart === 2 && shorter >= 9 ? 20 : -15;
}

function sumScore(a: Told, b: Told): number {
  if (a.currency !== b.currency) return -60;
  if (a.totalMinor === b.totalMinor) return 30;
  // One slip of the fingers in the whole units; small sums are near to one another by chance.
  const [x, y] = [a.totalMinor.toString(), b.totalMinor.toString()];
  return x.length >= 6 && slips(x, y) === 1 ? 15 : -30;
}

function timeScore(a: number, b: number): number {
  const apart = Math.abs(a - b);
  if (apart <= 2 * MINUTE_MS) return 25;
  if (apart <= HOUR_MS) return 15;
  if (apart <= DAY_MS) return 5;
  return apart <= 3 * DAY_MS ? -5 : -40;
}

function codeScore(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  const apart = Math.min(...a.flatMap((x) => b.map((y) => slips(plainCode(x), plainCode(y)))));
  if (apart === 0) return 20;
  return apart === 1 ? 12 : -20;
}

/** From 0 to 100: how surely two tellings are of one sale. */
export function scoreOf(a: Told, b: Told): number {
  const number = numberScore(plainNumber(a.number), plainNumber(b.number));
  const score = number + sumScore(a, b) + timeScore(a.atMs, b.atMs) + codeScore(a.codes, b.codes);
  return Math.max(0, Math.min(100, score));
}

/** Keys under which two tellings can meet at all: without them every one would be held against every other. */
function placesOf(told: Told): string[] {
  const day = Math.floor(told.atMs / DAY_MS);
  const places = [`s${told.currency}${told.totalMinor}`];
  const number = plainNumber(told.number);
  if (number !== '') places.push(`n${number}`);
  // Each number with one letter left out meets its neighbours of one slip.
  if (number.length >= 6 && number.length <= 40) {
    for (let i = 0; i < number.length; i += 1) places.push(`n${number.slice(0, i)}${number.slice(i + 1)}`);
  }
  for (const code of told.codes) {
    for (const near of [day - 1, day, day + 1]) places.push(`c${plainCode(code)}|${near}`);
  }
  return [...new Set(places)];
}

/** A place where more than so many meet tells nothing: a round sum in a large shop. */
const CROWD = 200;

/**
 * Pairs of two lists, each telling used at most once. The best pairs are taken first; a pair whose rival is nearly as good
 * is left to people. Equal input gives equal output, in any order.
 */
export function matchPairs(left: readonly Told[], right: readonly Told[]): Pair[] {
  const places = new Map<string, Told[]>();
  for (const told of right) {
    for (const place of placesOf(told)) {
      const there = places.get(place);
      if (there) there.push(told);
      else places.set(place, [told]);
    }
  }
  const found: Pair[] = [];
  for (const a of left) {
    const near = new Map<string, Told>();
    for (const place of placesOf(a)) {
      const there = places.get(place) ?? [];
      if (there.length <= CROWD) for (const b of there) near.set(b.key, b);
    }
    for (const b of near.values()) {
      const score = scoreOf(a, b);
      if (score >= MATCHED_FROM - CLEAR_BY) found.push({ a: a.key, b: b.key, score });
    }
  }
  return clearOnes(found);
}

function clearOnes(found: readonly Pair[]): Pair[] {
  const sorted = [...found].sort((x, y) => y.score - x.score || order(x.a, y.a) || order(x.b, y.b));
  const ofA = Map.groupBy(sorted, (pair) => pair.a);
  const ofB = Map.groupBy(sorted, (pair) => pair.b);
  const [usedA, usedB] = [new Set<string>(), new Set<string>()];
  const pairs: Pair[] = [];
  for (const pair of sorted) {
    if (pair.score < MATCHED_FROM || usedA.has(pair.a) || usedB.has(pair.b)) continue;
    const rivals = [...(ofA.get(pair.a) ?? []), ...(ofB.get(pair.b) ?? [])].filter(
      (other) => other !== pair && !usedA.has(other.a) && !usedB.has(other.b),
    );
    if (rivals.some((other) => pair.score - other.score < CLEAR_BY)) continue;
    usedA.add(pair.a);
    usedB.add(pair.b);
    pairs.push(pair);
  }
  return pairs;
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
