// Puts the pieces around the pages: theme, toasts, session, routes.
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { useEffect, useMemo } from 'react';
import { RouterProvider } from 'react-router/dom';
import { SessionProvider, useSession } from './api/session';
import { uploads } from './creator/uploads/uploads';
import { makeRouter } from './routes';
import { theme, variables } from './theme';
import { ErrorState, RowsSkeleton } from './ui/states';

/** What a person may open depends on who they are, so the routes are made anew when that changes. */
function Routes() {
  const { me } = useSession();
  const roles = me?.roles.map((grant) => `${grant.role}:${grant.storeId ?? ''}`).join() ?? '';
  const gate = `${me?.id}|${roles}|${me?.secondFactorEnabled}|${me?.secondFactorPassed}|${me?.secondFactorRequired}`;
  const router = useMemo(() => makeRouter(me), [gate]);
  useEffect(() => () => router.dispose(), [router]);
  return <RouterProvider router={router} />;
}

/** A running upload would be cut by closing the page: the browser asks first. */
function useLeaveGuard(): void {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (uploads.running()) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, []);
}

export function App() {
  useLeaveGuard();
  return (
    <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
      <Notifications position="bottom-right" zIndex={1000} />
      <SessionProvider
        waiting={<RowsSkeleton rows={4} />}
        failed={(error, again) => (
          <main className="vt-alone">
            <ErrorState error={error} again={again} />
          </main>
        )}
      >
        <Routes />
      </SessionProvider>
    </MantineProvider>
  );
}
