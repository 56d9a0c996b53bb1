// The interval of a share that was counted: of buyers, of returns, of views. Pure.

/** Two-sided 5 %, to the six digits that money.md gives. */
export const Z_95 = 1.959964;

/** Wilson's 95 % bounds of x hits in n tries, 0 to 1: also right for none and for few. Without a try nothing is known. */
export function wilson(x: number, n: number): { low: number; high: number } {
  if (n === 0) return { low: 0, high: 1 };
  const p = x / n;
  const z2 = Z_95 ** 2;
  const centre = (p + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z_95 * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n))) / (1 + z2 / n);
  return { low: x === 0 ? 0 : centre - half, high: x === n ? 1 : centre + half };
}
