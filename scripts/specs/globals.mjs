// What specs import as `@jest/globals`: Jest's own functions, each test and hook with a limit of its time.
import { ModernFakeTimers } from '@jest/fake-timers';
import * as circus from 'jest-circus';
import { ModuleMocker } from 'jest-mock';

const LIMIT_MS = 180_000;

/** The same function, failing when it takes longer: a test that hangs must not hang the run. */
function limited(fn, limit = LIMIT_MS) {
  if (typeof fn !== 'function') return fn;
  return async (...args) => {
    let timer;
    const late = new Promise((_resolve, reject) => {
      timer = realTimers.set(() => reject(new Error(`took longer than ${limit} ms`)), limit);
    });
    try {
      return await Promise.race([fn(...args), late]);
    } finally {
      realTimers.clear(timer);
    }
  };
}
// Taken now: a spec may put fake ones in their place.
const realTimers = { set: setTimeout, clear: clearTimeout };

const define = (test) => (name, fn, limit) => test(name, limited(fn, limit));
const each =
  (test) =>
  (...table) =>
  (name, fn, limit) =>
    test.each(...table)(name, limited(fn, limit));
const withEach = (test) => Object.assign(define(test), { each: each(test) });
const hook = (set) => (fn, limit) => set(limited(fn, limit));

export const it = Object.assign(withEach(circus.test), {
  skip: withEach(circus.test.skip),
  only: withEach(circus.test.only),
});
export { it as test };
export const { describe } = circus;
export const beforeAll = hook(circus.beforeAll);
export const afterAll = hook(circus.afterAll);
export const beforeEach = hook(circus.beforeEach);
export const afterEach = hook(circus.afterEach);
export const { expect } = globalThis;

const mocker = new ModuleMocker(globalThis);
const timers = new ModernFakeTimers({ config: { fakeTimers: {} }, global: globalThis });
export const jest = {
  fn: mocker.fn.bind(mocker),
  spyOn: mocker.spyOn.bind(mocker),
  restoreAllMocks: () => mocker.restoreAllMocks(),
  useFakeTimers: () => timers.useFakeTimers(),
  useRealTimers: () => timers.useRealTimers(),
  advanceTimersByTimeAsync: (ms) => timers.advanceTimersByTimeAsync(ms),
};
