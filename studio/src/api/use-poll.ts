// Asks again every few seconds while something is on its way and the page is looked at.
import { useEffect, useRef } from 'react';

/** Calls `ask` every `everyMs` while `active`; a hidden page asks nothing and catches up when shown. */
export function usePoll(ask: () => void, everyMs: number, active: boolean): void {
  const latest = useRef(ask);
  useEffect(() => {
    latest.current = ask;
  });
  useEffect(() => {
    if (!active) return undefined;
    const askIfSeen = () => {
      if (!document.hidden) latest.current();
    };
    const timer = setInterval(askIfSeen, everyMs);
    document.addEventListener('visibilitychange', askIfSeen);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', askIfSeen);
    };
  }, [everyMs, active]);
}
