// Asks before unsaved changes are left: by a link of ours in a dialog, by a closed tab in the browser's own way.
import { useEffect } from 'react';
import { useBlocker } from 'react-router';
import { Ask } from '../../../ui/ask';
import { useLocale } from '../../../ui/use-locale';

export function LeaveGuard({ on, text }: { on: boolean; text?: string }) {
  const { t } = useLocale();
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => on && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (!on) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [on]);
  return (
    <Ask
      opened={blocker.state === 'blocked'}
      title={t('captions.leaveHead')}
      text={text ?? t('captions.leaveText')}
      yes={t('captions.leave')}
      danger
      onClose={() => blocker.state === 'blocked' && blocker.reset()}
      onYes={() => blocker.state === 'blocked' && blocker.proceed()}
    />
  );
}
