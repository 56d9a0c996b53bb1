// Who is signed in: asked once, kept for the whole application, renewed after sign-in and sign-out.
import { createContext, use, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { Provider, useQuery, type CombinedError } from 'urql';
import { speak } from '../i18n';
import { makeClient, onSignedOut } from './client';
import { MeDocument, type MePartsFragment, type Role } from './generated';

export type Me = MePartsFragment;

type Session = {
  me: Me | null;
  /** Asks again who is signed in, with an empty cache. */
  renew: () => void;
  /** Takes the answer of a mutation that returns the account. */
  take: (me: Me) => void;
};

const SessionContext = createContext<Session | null>(null);

/** The signed-in account and what renews it. Throws outside the provider. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error('useSession needs SessionProvider');
  return session;
}

/** The account on pages that only a signed-in person can reach. */
export function useMe(): Me {
  const { me } = useSession();
  if (!me) throw new Error('This page needs a signed-in person');
  return me;
}

/** Staff roles count only in a session that passed the second factor. */
export function hasRole(me: Me, ...roles: Role[]): boolean {
  return me.roles.some((grant) => roles.includes(grant.role));
}

function SessionFromApi({ renew, waiting, failed, children }: Parts) {
  const [{ data, error, fetching }, ask] = useQuery({ query: MeDocument });
  const [taken, setTaken] = useState<Me | null | undefined>(undefined);
  const me = taken === undefined ? (data?.me ?? null) : taken;
  useEffect(() => onSignedOut(renew), [renew]);
  useEffect(() => {
    if (me) void speak(me.locale);
  }, [me?.id, me?.locale]);
  const session = useMemo<Session>(() => ({ me, renew, take: setTaken }), [me, renew]);
  if (fetching && !data) return waiting;
  if (error && !data) return failed(error, () => ask({ requestPolicy: 'network-only' }));
  return <SessionContext value={session}>{children}</SessionContext>;
}

type Parts = {
  renew: () => void;
  waiting: ReactNode;
  failed: (error: CombinedError, again: () => void) => ReactNode;
  children: ReactNode;
};

/** Provides the client and the session; `waiting` and `failed` are shown until the first answer. */
export function SessionProvider(props: Omit<Parts, 'renew'>) {
  const [client, setClient] = useState(makeClient);
  const [turn, setTurn] = useState(0);
  const renewedAt = useRef(0);
  const renew = useCallback(() => {
    // Several queries of one page may fail together; one answer is enough for all of them.
    if (Date.now() - renewedAt.current < 1000) return;
    renewedAt.current = Date.now();
    setClient(makeClient());
    setTurn((now) => now + 1);
  }, []);
  return (
    <Provider value={client}>
      <SessionFromApi key={turn} renew={renew} {...props} />
    </Provider>
  );
}
