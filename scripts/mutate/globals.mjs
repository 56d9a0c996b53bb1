// What a spec of pure rules needs of jest, in a hundredth of its time: a mutant is asked by some hundred tests, a thousand times.
export { expect } from 'expect';

const tests = [];
let path = [];

export function describe(name, body) {
  path = [...path, name];
  body();
  path = path.slice(0, -1);
}

export function it(name, body) {
  tests.push({ name: [...path, name].join(' > '), body });
}
export const test = it;

/** Each row is a call; a row that is no list is its only argument. */
const each = (one) => (rows) => (name, body) => {
  for (const row of rows) one(String(name), () => body(...(Array.isArray(row) ? row : [row])));
};
describe.each = each(describe);
it.each = each(it);

/**
 * Runs everything that was told, those at the places `before` first, the rest in order: the place, name and message of the first test
 * that fails, or null.
 */
export async function firstFailure(before = []) {
  if (tests.length === 0) throw new Error('There are no tests.');
  const places = new Set([...before.filter((place) => place < tests.length), ...tests.keys()]);
  for (const place of places) {
    const { name, body } = tests[place];
    try {
      await body();
    } catch (error) {
      return { place, failure: `${name}: ${String(error?.message ?? error).split('\n')[0]}` };
    }
  }
  return null;
}

/** How many tests there are. */
export const count = () => tests.length;
