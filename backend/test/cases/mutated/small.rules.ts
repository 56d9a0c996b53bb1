// A rule for the spec of the mutation run: its check notices a wrong sign in the first function and not in the second.

/** Half of an amount, half up. */
export function half(amount: bigint): bigint {
  return (amount + 1n) / 2n;
}

/** Nothing asks this one. */
export function isLarge(amount: bigint): boolean {
  return amount > 1000n;
}
