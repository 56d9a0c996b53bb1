// Where this account is signed in, and how to end a session.
import { Button, Text } from '@mantine/core';
import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react';
import { useQuery } from 'urql';
import { EndSessionDocument, MySessionsDocument } from '../api/generated';
import { useChange } from '../api/use-change';
import { Chip } from '../ui/chip';
import { formatAgo } from '../ui/format/time';
import { Card } from '../ui/page';
import { ErrorState, RowsSkeleton } from '../ui/states';
import { useLocale } from '../ui/use-locale';

const BROWSERS: readonly [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/YaBrowser/, 'Yandex Browser'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

/** Good enough to tell a phone from a laptop; the whole text is in the title. */
function deviceName(userAgent: string | null): string | null {
  if (!userAgent) return null;
  const browser = BROWSERS.find(([sign]) => sign.test(userAgent))?.[1];
  const system = SYSTEMS.find(([sign]) => sign.test(userAgent))?.[1];
  return [browser, system].filter(Boolean).join(' · ') || userAgent.slice(0, 40);
}

export function SessionsCard() {
  const { t, locale } = useLocale();
  const [{ data, error }, ask] = useQuery({ query: MySessionsDocument });
  const end = useChange(EndSessionDocument);
  const again = () => ask({ requestPolicy: 'network-only' });
  if (error && !data) return <ErrorState error={error} again={again} />;
  return (
    <Card title={t('account.sessions')} flush>
      {!data ? (
        <RowsSkeleton rows={2} />
      ) : (
        <ul className="vt-rows">
          {data.mySessions.map((session) => {
            const Icon = /iPhone|Android|Mobile/.test(session.userAgent ?? '') ? IconDeviceMobile : IconDeviceDesktop;
            const device = deviceName(session.userAgent) ?? t('account.unknownDevice');
            return (
              <li key={session.id}>
                <Icon size={22} stroke={1.5} aria-hidden />
                <div className="vt-grow" title={session.userAgent ?? undefined}>
                  <Text fw={500}>{device}</Text>
                  <Text size="sm" c="dimmed">
                    {[session.ip, t('account.lastSeen', { ago: formatAgo(session.lastSeenAt, locale) })]
                      .filter(Boolean)
                      .join(' · ')}
                  </Text>
                </div>
                {session.current ? (
                  <Chip tone="success">{t('account.thisDevice')}</Chip>
                ) : (
                  <Button
                    variant="default"
                    size="xs"
                    aria-label={t('account.endOf', { device })}
                    onClick={() =>
                      void end.run({ id: session.id }, t('account.sessionEnded')).then((done) => done && again())
                    }
                  >
                    {t('account.endSession')}
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}
