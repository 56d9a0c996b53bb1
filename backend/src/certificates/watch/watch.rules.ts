// Whether a pool's owners have to hear that few codes are left, or that people wait for new ones. Pure.
import type { PoolLetter } from './pool-letters.rules.js';

export interface Stock {
  free: number;
  waiting: number;
  lowBelow: number | null;
  lowTold: boolean;
  emptyTold: boolean;
}

export interface StockTurn {
  lowTold: boolean;
  emptyTold: boolean;
  letter: PoolLetter | null;
}

/** Each is told once until it is over. Who is told that people wait is not also told that few are left. */
export function stockTurn({ free, waiting, lowBelow, lowTold, emptyTold }: Stock): StockTurn {
  const isEmpty = free === 0 && waiting > 0;
  const isLow = lowBelow !== null && free < lowBelow;
  if (isEmpty) return { lowTold: isLow, emptyTold: true, letter: emptyTold ? null : 'empty' };
  return { lowTold: isLow, emptyTold: false, letter: isLow && !lowTold ? 'low' : null };
}
