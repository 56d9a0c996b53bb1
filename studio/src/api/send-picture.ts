// Sends a picture as it is to one of the service's doors; errors come as GraphQL gives them.
import { CombinedError } from 'urql';

/** A poster and a face at most, as the API bounds them. */
const PICTURE_BYTES = 10 * 1024 ** 2;

/** An error with this code, as if GraphQL had given it. */
export function pictureFailure(code: string): CombinedError {
  return new CombinedError({ graphQLErrors: [{ message: code, extensions: { code } }] });
}

/** Resolves once the picture has arrived; it is made ready afterwards. TOO_LARGE above `maxBytes`, without sending it. */
export async function sendPicture(path: string, file: File, maxBytes = PICTURE_BYTES): Promise<void> {
  if (file.size > maxBytes) throw pictureFailure('TOO_LARGE');
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
