// An experiment before its result: the plan that waits to begin, the two groups as they fill, and why nothing is told yet.
import { Button, Group, Progress } from '@mantine/core';
import { useState } from 'react';
import {
  StartExperimentDocument,
  StopExperimentDocument,
  type ExperimentPartsFragment,
  type ExperimentResultQuery,
} from '../../api/generated';
import { useChange } from '../../api/use-change';
import { Ask } from '../../ui/ask';
import { formatCount, formatRate } from '../../ui/format/size';
import { formatDate } from '../../ui/format/time';
import { Card } from '../../ui/page';
import { FormError } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';

type Experiment = NonNullable<ExperimentResultQuery['experiment']>;
export type Result = NonNullable<Experiment['result']>;

const DAY_MS = 86_400_000;

/** The plan in one sentence. */
export function PlanWords({ experiment }: { experiment: ExperimentPartsFragment }) {
  const { t, locale } = useLocale();
  return (
    <p className="vt-card-lead">
      {t('experiments.planWords', {
        share: formatRate(experiment.holdoutBps, locale),
        baseline: formatRate(experiment.baselinePpm / 100, locale),
        uplift: formatRate(experiment.upliftBps, locale),
      })}
    </p>
  );
}

export function DraftCard({ experiment, onDone }: { experiment: ExperimentPartsFragment; onDone: () => void }) {
  const { t, locale } = useLocale();
  const [asking, setAsking] = useState(false);
  const start = useChange(StartExperimentDocument, true);
  const drop = useChange(StopExperimentDocument);
  const begin = async () => {
    const done = await start.run({ id: experiment.id }, t('experiments.started'));
    setAsking(false);
    if (done) onDone();
  };
  const discard = async () => {
    if (await drop.run({ id: experiment.id }, t('experiments.discarded'))) onDone();
  };
  const share = formatRate(experiment.holdoutBps, locale);
  return (
    <Card title={t('experiments.draftTitle')}>
      <PlanWords experiment={experiment} />
      <p>
        {t('experiments.needs', {
          shown: formatCount(experiment.plannedShown, locale),
          holdout: formatCount(experiment.plannedHoldout, locale),
        })}
      </p>
      <FormError error={start.error} />
      <Group justify="flex-end" mt="md">
        <Button variant="default" loading={drop.busy} onClick={() => void discard()}>
          {t('experiments.discard')}
        </Button>
        <Button onClick={() => setAsking(true)}>{t('experiments.start')}</Button>
      </Group>
      <Ask
        opened={asking}
        title={t('experiments.startTitle')}
        text={t('experiments.startText', { share })}
        yes={t('experiments.start')}
        busy={start.busy}
        onYes={() => void begin()}
        onClose={() => setAsking(false)}
      />
    </Card>
  );
}

function GroupProgress(props: { label: string; viewers: number; planned: number; color: string }) {
  const { t, locale } = useLocale();
  const { label, viewers, planned, color } = props;
  const count = (value: number) => formatCount(value, locale);
  const share = Math.min(100, (viewers / planned) * 100);
  return (
    <div>
      <div className="vt-groups-head">
        <strong>{label}</strong>
        <span>{t('experiments.ofPlanned', { viewers: count(viewers), planned: count(planned) })}</span>
      </div>
      <Progress value={share} size="lg" color={color} aria-label={label} />
    </div>
  );
}

/** The sizes of both groups and the days; not a word of what they bought. */
export function RunningCard({
  experiment,
  result,
  onDone,
}: {
  experiment: Experiment;
  result: Result;
  onDone: () => void;
}) {
  const { t, locale } = useLocale();
  const [asking, setAsking] = useState(false);
  const stop = useChange(StopExperimentDocument);
  const halt = async () => {
    const done = await stop.run({ id: experiment.id }, t('experiments.stopped'));
    setAsking(false);
    if (done) onDone();
  };
  const startedAt = experiment.startedAt ?? experiment.createdAt;
  const days = Math.floor((new Date(result.asOf).getTime() - new Date(startedAt).getTime()) / DAY_MS);
  return (
    <Card title={t('experiments.groups')}>
      <PlanWords experiment={experiment} />
      <div className="vt-groups">
        <GroupProgress
          label={t('experiments.shown')}
          viewers={result.shown.viewers}
          planned={experiment.plannedShown}
          color="var(--vt-bar)"
        />
        <GroupProgress
          label={t('experiments.heldOut')}
          viewers={result.holdout.viewers}
          planned={experiment.plannedHoldout}
          color="var(--vt-bar-2)"
        />
      </div>
      <p className="vt-footnote">
        {t('experiments.runsSince', { date: formatDate(startedAt, locale) })}{' '}
        {t('experiments.daysOver', { count: days })}
      </p>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={() => setAsking(true)}>
          {t('experiments.stop')}
        </Button>
      </Group>
      <Ask
        opened={asking}
        title={t('experiments.stopTitle')}
        text={t('experiments.stopText')}
        yes={t('experiments.stop')}
        danger
        busy={stop.busy}
        onYes={() => void halt()}
        onClose={() => setAsking(false)}
      />
    </Card>
  );
}
