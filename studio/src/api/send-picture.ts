// Sends a picture as it is to one of the service's doors; errors come as GraphQL gives them.
import { CombinedError } from 'urql';

/** An error with this code, as if GraphQL had given it. */
export function failure(code: string): CombinedError {
  return new CombinedError({ graphQLErrors: [{ message: code, extensions: { code } }] });
}

/** Resolves once the picture has arrived; it is made ready afterwards. TOO_LARGE above `maxBytes`, without sending it. */
export async function sendPicture(path: string, file: File, maxBytes: number): Promise<void> {
  if (file.size > maxBytes) throw failure('TOO_LARGE');
  const headers = { 'content-type': file.type || 'image/jpeg' };
  const answer = await fetch(path, {
    ...{ method: 'POST', body: file, headers, credentials: 'same-origin' },
    signal: AbortSignal.timeout(60_000),
  }).catch((networkError: Error) => {
    throw new CombinedError({ networkError });
  });
  if (answer.ok) return;
  const body = (await answer.json().catch(() => ({}))) as { error?: { code?: string } };
  throw failure(body.error?.code ?? 'UNKNOWN');
}
