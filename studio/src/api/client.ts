// The one connection to the API: same origin, session cookie, and a word to the session when it has ended.
import { cacheExchange, Client, fetchExchange, mapExchange, type CombinedError } from 'urql';

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

/** Fields the API complained about, by name; empty when it named none. */
export function fieldsOf(error: CombinedError): Record<string, string> {
  const fields: unknown = error.graphQLErrors[0]?.extensions['fields'];
  if (typeof fields !== 'object' || fields === null) return {};
  return Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, String(text)]));
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
          if (codeOf(error) === 'UNAUTHENTICATED') whenSignedOut();
        },
      }),
      cacheExchange,
      fetchExchange,
    ],
  });
}
