// The one connection to the API: same origin, session cookie, and a word to the session when it has ended.
import { cacheExchange, Client, fetchExchange, mapExchange, type CombinedError } from 'urql';

/** The session is over, or no longer counts as passed by the second factor. */
const ENDED = ['UNAUTHENTICATED', 'SECOND_FACTOR_REQUIRED'];

let whenSignedOut: () => void = () => undefined;

/** Names what happens when the API says the session has ended; the session provider sets it. */
export function onSignedOut(listener: () => void): void {
  whenSignedOut = listener;
}

/** The stable code of an API error, NETWORK when nothing answered, UNKNOWN when the answer had no code. */
export function codeOf(error: CombinedError): string {
  const code = error.graphQLErrors[0]?.extensions['code'];
  if (typeof code === 'string') return code;
  return error.networkError ? 'NETWORK' : 'UNKNOWN';
}

/** One more sentence of the API about this very case, in English; null when it gave none. */
export function detailOf(error: CombinedError): string | null {
  const detail = error.graphQLErrors[0]?.extensions['detail'];
  return typeof detail === 'string' ? detail : null;
}

/** The field the API complained about, by the last part of its path; empty when it named none. */
export function fieldsOf(error: CombinedError): Record<string, string> {
  const field = error.graphQLErrors[0]?.extensions['field'];
  if (typeof field !== 'string') return {};
  return { [field.split('.').at(-1) ?? field]: detailOf(error) ?? error.graphQLErrors[0]?.message ?? '' };
}

/** Makes a client; a new one is made after sign-in and sign-out, so nothing of another person stays in its cache. */
export function makeClient(): Client {
  return new Client({
    url: '/graphql',
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    fetchOptions: { credentials: 'same-origin' },
    exchanges: [
      mapExchange({
        onError(error) {
          if (ENDED.includes(codeOf(error))) whenSignedOut();
        },
      }),
      cacheExchange,
      fetchExchange,
    ],
  });
}
