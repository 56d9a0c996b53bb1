// Rules for the spec of the mutation run: its check notices a wrong sign in the first three functions and not in the last.

/** Half of an amount, half up. */
export function half(amount: bigint): bigint {
  return (amount + 1n) / 2n;
}

/** Ends the thread that asks when its bound is wrong. */
export function leaveAbove(amount: bigint): void {
  if (amount > 9n) process.exit(3);
}

/** Never ends when its step is wrong. */
export function countDown(from: bigint): bigint {
  let left = from;
  while (left > 0n) left -= 1n;
  return left;
}

/** Nothing asks this one. */
export function isLarge(amount: bigint): boolean {
  return amount > 1000n;
}
