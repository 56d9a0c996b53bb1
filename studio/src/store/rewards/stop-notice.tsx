// Says that issuing has stopped because of a day out of all proportion, and lets a person go on.
import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { GoOnWithRewardsDocument, type RewardProgrammePartsFragment } from '../../api/generated';
import { useChange } from '../../api/use-change';
import { Ask } from '../../ui/ask';
import { formatCount } from '../../ui/format/size';
import { formatDay } from '../../ui/format/time';
import { useLocale } from '../../ui/use-locale';

type Props = { storeId: string; stop: RewardProgrammePartsFragment['stop']; onDone: () => void };

export function StopNotice({ storeId, stop, onDone }: Props) {
  const { t, locale } = useLocale();
  const [asking, setAsking] = useState<'release' | 'keep' | null>(null);
  const goOn = useChange(GoOnWithRewardsDocument);
  if (!stop) return null;
  const yes = async () => {
    const done = await goOn.run({ storeId, mode: 'live', release: asking === 'release' }, t('rewards.wentOn'));
    setAsking(null);
    if (done) onDone();
  };
  return (
    <div className="vt-notice" data-tone="danger" role="status">
      <div className="vt-stack" data-tight>
        <div>
          {t('rewards.stopped', { day: formatDay(stop.day, locale), count: formatCount(stop.rewards, locale) })}
        </div>
        <Group gap="xs">
          <Button size="compact-sm" variant="default" onClick={() => setAsking('keep')}>
            {t('rewards.goOn')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => setAsking('release')}>
            {t('rewards.goOnRelease')}
          </Button>
        </Group>
      </div>
      <Ask
        opened={asking !== null}
        title={t(asking === 'release' ? 'rewards.goOnRelease' : 'rewards.goOn')}
        text={t(asking === 'release' ? 'rewards.goOnReleaseText' : 'rewards.goOnText')}
        yes={t('rewards.goOn')}
        busy={goOn.busy}
        onYes={() => void yes()}
        onClose={() => setAsking(null)}
      />
    </div>
  );
}
