// Sends a picture as raw bytes to a door that takes one.
import { CombinedError } from 'urql';

/** As the API bounds it. */
const MAX_BYTES = 10 * 1024 ** 2;

export function pictureFailure(code: string): CombinedError {
  return new CombinedError({ graphQLErrors: [{ message: code, extensions: { code } }] });
}

/** Throws an error as GraphQL gives it. */
export async function sendPicture(path: string, file: File): Promise<void> {
  if (file.size > MAX_BYTES) throw pictureFailure('TOO_LARGE');
  const headers = { 'content-type': file.type || 'image/jpeg' };
  const answer = await fetch(path, {
    ...{ method: 'POST', body: file, headers, credentials: 'same-origin' },
    signal: AbortSignal.timeout(60_000),
  }).catch((networkError: Error) => {
    throw new CombinedError({ networkError });
  });
  if (answer.ok) return;
  const body = (await answer.json().catch(() => ({}))) as { error?: { code?: string } };
  throw pictureFailure(body.error?.code ?? 'UNKNOWN');
}
