// The only door to what the browser keeps; what may be kept is decided by those who call it.

/** Storage may be blocked: then nothing happens, and the answer is undefined. */
export function storage<Result>(act: (stored: Storage) => Result): Result | undefined {
  try {
    return act(localStorage);
  } catch {
    return undefined;
  }
}
