// Loads one field for a whole list with one query instead of one a row.

/**
 * Gathers the keys asked for in one turn of the event loop and loads them together. Nothing is remembered, so one
 * loader serves all requests and is never stale. Who may see the answer must have been decided before.
 */
export function batched<V>(
  load: (keys: readonly string[]) => Promise<Map<string, V>>,
): (key: string) => Promise<V | undefined> {
  let waiting: Promise<Map<string, V>> | undefined;
  let keys = new Set<string>();
  return async (key) => {
    keys.add(key);
    waiting ??= new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      const asked = [...keys];
      keys = new Set();
      waiting = undefined;
      return load(asked);
    });
    return (await waiting).get(key);
  };
}
