// Bringing published videos to what the settings are now: how many are others, how far it is, and a way to stop.
import { Button, Group, Progress, Text } from '@mantine/core';
import { StartRemakeDocument, StopRemakeDocument, type RemakePartsFragment } from '../../api/generated';
import { useChange } from '../../api/use-change';
import { Card } from '../../ui/page';
import { useLocale } from '../../ui/use-locale';

export function RemakeCard({
  storeId,
  desk,
  again,
}: {
  storeId: string;
  desk: RemakePartsFragment;
  again: () => void;
}) {
  const { t } = useLocale();
  const start = useChange(StartRemakeDocument);
  const stop = useChange(StopRemakeDocument);
  const { run, others } = desk;
  const goesOn = run !== null && run.endedAt === null;
  const ended = run ? run.total - run.toDo : 0;
  const how = run ? { done: ended, total: run.total } : { done: 0, total: 0 };
  return (
    <Card title={t('branding.published')}>
      <div className="vt-stack">
        <Text size="sm">{t(others === 0 ? 'branding.allRight' : 'branding.others', { count: others })}</Text>
        {goesOn && (
          <div role="status">
            <Progress
              value={(ended / Math.max(1, run.total)) * 100}
              radius="xl"
              aria-label={t('branding.progress', how)}
            />
            <Text size="sm" mt={6}>
              {t('branding.progress', how)}
            </Text>
          </div>
        )}
        {run && run.originalGone > 0 && <Text size="sm">{t('branding.gone', { count: run.originalGone })}</Text>}
        {run && run.failed > 0 && <Text size="sm">{t('branding.failed', { count: run.failed })}</Text>}
        <Text size="sm" c="dimmed">
          {t('branding.remakeHint')}
        </Text>
        <Group justify="flex-end">
          {goesOn && (
            <Button
              variant="default"
              loading={stop.busy}
              onClick={() => void stop.run({ storeId }, t('branding.stopped')).then(again)}
            >
              {t('branding.stop')}
            </Button>
          )}
          <Button
            loading={start.busy}
            disabled={others === 0 || goesOn}
            onClick={() => void start.run({ storeId }, t('branding.begun')).then(again)}
          >
            {t('branding.remake')}
          </Button>
        </Group>
      </div>
    </Card>
  );
}
