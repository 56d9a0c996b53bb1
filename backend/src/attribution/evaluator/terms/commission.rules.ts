// The full commission F of a line under a rule (P2), and how an order's fixed amount is spread over its lines.
import { lr, rhu } from '../../../base/money.js';
import type { Rule } from '../input/config.rules.js';

/** What F is counted on: base and quantity of the line, match rate, tier bonus (0 for a rule without), the line's part of an order amount. */
export interface Basis {
  readonly baseMinor: bigint;
  readonly quantity: bigint;
  readonly matchBps: bigint;
  readonly bonusBps: bigint;
  readonly orderPartMinor: bigint;
}

/** F in minor units of the settlement currency, rounded half up once. */
export function fullCommission(rule: Rule, basis: Basis): bigint {
  switch (rule.kind) {
    case 'percent':
      return rhu(basis.baseMinor * (rule.rateBps + basis.bonusBps) * basis.matchBps, 100_000_000n);
    case 'fixed_per_item':
      return basis.baseMinor > 0n ? rhu(rule.amountMinor * basis.quantity * basis.matchBps, 10_000n) : 0n;
    case 'fixed_per_order':
      return rhu(basis.orderPartMinor * basis.matchBps, 10_000n);
  }
}

/** Spreads a fixed_per_order amount over the lines that use the rule; `bases` are 0 for lines that do not. */
export function spreadOrderAmount(rule: Rule, bases: readonly bigint[]): bigint[] {
  return lr(rule.amountMinor, bases);
}
