// Small things that the mock API's answers share: who asks, pages of a list, errors with a code.
import { GraphQLError } from 'graphql';
import type { Person } from './mock-data.js';

export type Context = {
  key: string;
  person: Person | null;
  passed: boolean;
  signIn: (key: string, passed: boolean) => void;
};
export type PageArgs = { first?: number; after?: string | null };

/** Refuses like the API: a stable code in the extensions. */
export function fail(code: string, message = code, more: Record<string, string | number | null> = {}): never {
  throw new GraphQLError(message, { extensions: { code, ...more } });
}

/** Refuses who is not signed in, or lacks all of these roles. */
export function mustBe(context: Context, ...roles: string[]): void {
  if (!context.person) fail('UNAUTHENTICATED', 'Please sign in.');
  if (roles.length > 0 && !context.person.roles.some(({ role }) => roles.includes(role))) fail('FORBIDDEN');
}

/** A page of a list with cursors that are positions. */
export function pageOf<Node>(list: readonly Node[], { first = 20, after }: PageArgs) {
  const from = after ? Number(after) : 0;
  const to = from + first;
  return {
    nodes: list.slice(from, to),
    totalCount: list.length,
    pageInfo: { endCursor: String(to), hasNextPage: to < list.length },
  };
}
