// How credit is weighed over touches: five models, integer weights (T8).
import type { Model } from '../input/config.rules.js';

/**
 * Integer weights of n touches, earliest first. `agesMs` are their ages at the order, `halfLifeMs` is used by time decay.
 * Integers instead of fractions keep every later split exact.
 */
export function modelWeights(model: Model, agesMs: readonly number[], halfLifeMs: number): bigint[] {
  const n = agesMs.length;
  switch (model) {
    case 'last_touch':
      return agesMs.map((_, index) => (index === n - 1 ? 1n : 0n));
    case 'first_touch':
      return agesMs.map((_, index) => (index === 0 ? 1n : 0n));
    case 'linear':
      return agesMs.map(() => 1n);
    case 'position_based': {
      if (n < 3) return agesMs.map(() => 1n);
      const end = 4000n * BigInt(n - 2);
      return agesMs.map((_, index) => (index === 0 || index === n - 1 ? end : 2000n));
    }
    case 'time_decay':
      return agesMs.map((age) => 2n ** BigInt(20 - Math.min(20, Math.floor(age / halfLifeMs))));
  }
}
