// By what a file is known again after a reload: its name, its size, and hashes of its first and last megabyte.

const ENDS_BYTES = 1024 ** 2;

/**
 * Hexadecimal SHA-256. The date of the file is left out on purpose: phones give a chosen film a new one each time, while
 * the bytes of its head and its tail change with any edit. Rejects when the file cannot be read any more.
 */
export async function fileMarkOf(file: File): Promise<string> {
  const head = file.slice(0, ENDS_BYTES);
  const tail = file.slice(Math.max(0, file.size - ENDS_BYTES));
  const named = new Blob([`${file.name}\n${file.size}\n`, head, tail]);
  const hash = await crypto.subtle.digest('SHA-256', await named.arrayBuffer());
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
