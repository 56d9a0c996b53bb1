// Whether the shopper should be spared every byte that was not asked for.

/** Data saver, or a network of the second or third generation. */
export function savesData(): boolean {
  const { connection } = navigator as { connection?: { saveData?: boolean; effectiveType?: string } };
  return connection?.saveData || /2g|3g/.test(connection?.effectiveType ?? '');
}
