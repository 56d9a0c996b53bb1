// Whether the shopper should be spared every byte that was not asked for.

/** The shop's budget of a day is used up (`bytes/budget.ts`). By a name that every file of ours knows: some carry this one twice. */
export function isSpared(): boolean {
  return (globalThis as { [name: symbol]: unknown })[Symbol.for('vitrina-spared')] === true;
}

/** Data saver, a network of the second or third generation, or a budget that is used up. */
export function savesData(): boolean {
  const { connection } = navigator as { connection?: { saveData?: boolean; effectiveType?: string } };
  return connection?.saveData || /2g|3g/.test(connection?.effectiveType ?? '') || isSpared();
}
