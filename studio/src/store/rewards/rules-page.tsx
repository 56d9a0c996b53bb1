// The rules of a store for inviting friends: what counts now, the draft of the next version, its publication, the pause.
import { Button, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import {
  PauseRewardsDocument,
  PublishRewardRulesDocument,
  RewardProgrammeDocument,
  type RewardProgrammePartsFragment,
} from '../../api/generated';
import { useChange } from '../../api/use-change';
import { Ask } from '../../ui/ask';
import { Chip } from '../../ui/chip';
import { formatMoment } from '../../ui/format/time';
import { Card, Page } from '../../ui/page';
import { ErrorState, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { useStore } from '../use-store';
import { RulesCard } from './rules-card';
import { StopNotice } from './stop-notice';
import { RewardTabs } from './tabs';

type Part = { storeId: string; programme: RewardProgrammePartsFragment; onDone: () => void };

function Sentences({ list }: { list: readonly string[] }) {
  return (
    <ul className="vt-promise">
      {list.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

function CurrentCard({ storeId, programme, onDone }: Part) {
  const { t, locale } = useLocale();
  const [asking, setAsking] = useState(false);
  const pause = useChange(PauseRewardsDocument);
  const current = programme.versions.find((one) => one.isCurrent);
  if (!current) return null;
  const { paused, sentences } = current.terms;
  const yes = async () => {
    const done = await pause.run({ storeId, paused: !paused }, t(paused ? 'rewards.resumed' : 'rewards.pausedNow'));
    setAsking(false);
    if (done) onDone();
  };
  return (
    <Card
      title={t('rewards.current', { version: current.version })}
      aside={
        <Button variant="default" size="compact-md" onClick={() => setAsking(true)}>
          {t(paused ? 'rewards.resume' : 'rewards.pause')}
        </Button>
      }
    >
      <div className="vt-stack">
        <Group gap="xs">
          <Chip tone={paused ? 'warning' : 'success'}>{t(paused ? 'rewards.isPaused' : 'rewards.isRunning')}</Chip>
          <span className="vt-dim">{t('rewards.since', { at: formatMoment(current.validFrom, locale) })}</span>
        </Group>
        <Sentences list={sentences} />
      </div>
      <Ask
        opened={asking}
        title={t(paused ? 'rewards.resume' : 'rewards.pause')}
        text={t(paused ? 'rewards.resumeText' : 'rewards.pauseText')}
        yes={t(paused ? 'rewards.resume' : 'rewards.pause')}
        busy={pause.busy}
        onYes={() => void yes()}
        onClose={() => setAsking(false)}
      />
    </Card>
  );
}

function PublishCard({ storeId, programme, onDone }: Part) {
  const { t } = useLocale();
  const [asking, setAsking] = useState(false);
  const [from, setFrom] = useState('');
  const publish = useChange(PublishRewardRulesDocument);
  if (!programme.isDraftSaved) return null;
  const yes = async () => {
    const at = from ? new Date(from).toISOString() : null;
    const done = await publish.run({ storeId, from: at }, t('rewards.published'));
    if (!done) return;
    setAsking(false);
    onDone();
  };
  return (
    <Card title={t('rewards.preview')}>
      <div className="vt-stack">
        <Sentences list={programme.draft.sentences} />
        <Group justify="flex-end">
          <Button onClick={() => setAsking(true)}>{t('rewards.publish')}</Button>
        </Group>
      </div>
      <Ask
        opened={asking}
        title={t('rewards.publishTitle')}
        text={t('rewards.publishText')}
        yes={t('rewards.publish')}
        busy={publish.busy}
        onYes={() => void yes()}
        onClose={() => setAsking(false)}
      >
        <TextInput
          type="datetime-local"
          label={t('rewards.from')}
          description={t('rewards.fromHint')}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
      </Ask>
    </Card>
  );
}

function VersionsCard({ programme }: { programme: RewardProgrammePartsFragment }) {
  const { t, locale } = useLocale();
  const others = programme.versions.filter((one) => !one.isCurrent);
  if (others.length === 0) return null;
  return (
    <Card title={t('rewards.versions')}>
      <div className="vt-stack">
        {others.map(({ version, validFrom, terms }) => (
          <details key={version}>
            <summary>
              {t('rewards.versionFrom', { version, at: formatMoment(validFrom, locale) })}
              {new Date(validFrom) > new Date() ? ` · ${t('rewards.upcoming')}` : ''}
            </summary>
            <Sentences list={terms.sentences} />
          </details>
        ))}
      </div>
    </Card>
  );
}

export function RewardRulesPage() {
  const { t } = useLocale();
  const { storeId } = useStore();
  const [{ data, error }, ask] = useQuery({ query: RewardProgrammeDocument, variables: { storeId } });
  const again = () => ask({ requestPolicy: 'network-only' });
  const programme = data?.rewardProgramme;
  return (
    <Page title={t('rewards.rulesTitle')} lead={t('rewards.rulesLead')}>
      <RewardTabs storeId={storeId} />
      <div className="vt-cards">
        {error && !programme && <ErrorState error={error} again={again} />}
        {!programme && !error && <RowsSkeleton rows={3} height={140} />}
        {programme && (
          <>
            <StopNotice storeId={storeId} stop={programme.stop} onDone={again} />
            <CurrentCard storeId={storeId} programme={programme} onDone={again} />
            <PublishCard storeId={storeId} programme={programme} onDone={again} />
            <RulesCard key={storeId} storeId={storeId} programme={programme} onSaved={again} />
            <VersionsCard programme={programme} />
          </>
        )}
      </div>
    </Page>
  );
}
