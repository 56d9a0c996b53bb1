// The plan of an experiment: whom to hold out and which difference is worth finding; what that takes is told while it is typed.
import { Button, Group, NumberInput, SimpleGrid } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useQuery } from 'urql';
import { fieldsOf } from '../../api/client';
import {
  CreateExperimentDocument,
  ExperimentForecastDocument,
  type ExperimentForecastQuery,
  type ExperimentPlanInput,
} from '../../api/generated';
import { useChange } from '../../api/use-change';
import { formatCount } from '../../ui/format/size';
import { Card } from '../../ui/page';
import { FormError } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';

/** What most shops may begin with: a tenth held out, three buyers of a hundred, and a tenth more of them worth finding. */
const FIRST = { holdoutBps: 1000, baselinePpm: 30_000, upliftBps: 1000, marginBps: null } as const;

/** Per cent as typed, in steps of the whole numbers that the plan is kept in. */
const stepsOf = (value: string | number, perCent: number) => Math.round(Number(value) * perCent);

function Forecast({ forecast }: { forecast: ExperimentForecastQuery['experimentForecast'] | undefined }) {
  const { t, locale } = useLocale();
  if (!forecast) return <div className="vt-forecast" aria-busy="true" style={{ minHeight: 92 }} />;
  const { plannedShown, plannedHoldout, days, viewersPerDay, source } = forecast;
  const count = (value: number) => formatCount(value, locale);
  return (
    <div className="vt-forecast" aria-live="polite">
      <p>
        <strong>{t('experiments.needs', { shown: count(plannedShown), holdout: count(plannedHoldout) })}</strong>
      </p>
      {days !== null ? (
        <p>
          {t('experiments.takes', { count: days })}{' '}
          {t(`experiments.traffic_${source}`, { perDay: count(Math.round(viewersPerDay)) })}
        </p>
      ) : (
        <p>{t('experiments.traffic_NONE')}</p>
      )}
    </div>
  );
}

type Props = { storeId: string; onDone: () => void };

export function PlanForm({ storeId, onDone }: Props) {
  const { t } = useLocale();
  const [plan, setPlan] = useState<ExperimentPlanInput>(FIRST);
  const [settled] = useDebouncedValue(plan, 350);
  const [{ data, error }] = useQuery({ query: ExperimentForecastDocument, variables: { storeId, plan: settled } });
  const create = useChange(CreateExperimentDocument, true);
  const fields = { ...(error ? fieldsOf(error) : {}), ...(create.error ? fieldsOf(create.error) : {}) };
  const change = (part: Partial<ExperimentPlanInput>) => setPlan({ ...plan, ...part });
  const save = async () => {
    if (await create.run({ storeId, plan }, t('experiments.planned'))) onDone();
  };
  return (
    <Card title={t('experiments.planTitle')}>
      <form
        className="vt-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <FormError error={create.error} />
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <NumberInput
            label={t('experiments.holdout')}
            description={t('experiments.holdoutHint')}
            suffix=" %"
            min={1}
            max={50}
            decimalScale={2}
            value={plan.holdoutBps / 100}
            error={fields['holdoutBps']}
            onChange={(value) => change({ holdoutBps: stepsOf(value, 100) })}
          />
          <NumberInput
            label={t('experiments.baseline')}
            description={t('experiments.baselineHint')}
            suffix=" %"
            min={0.01}
            max={50}
            decimalScale={2}
            value={plan.baselinePpm / 10_000}
            error={fields['baselinePpm']}
            onChange={(value) => change({ baselinePpm: stepsOf(value, 10_000) })}
          />
          <NumberInput
            label={t('experiments.uplift')}
            description={t('experiments.upliftHint')}
            suffix=" %"
            min={1}
            max={100}
            decimalScale={2}
            value={plan.upliftBps / 100}
            error={fields['upliftBps']}
            onChange={(value) => change({ upliftBps: stepsOf(value, 100) })}
          />
          <NumberInput
            label={t('experiments.margin')}
            description={t('experiments.marginHint')}
            suffix=" %"
            min={0.01}
            max={100}
            decimalScale={2}
            value={plan.marginBps ? plan.marginBps / 100 : ''}
            error={fields['marginBps']}
            onChange={(value) => change({ marginBps: value === '' ? null : stepsOf(value, 100) })}
          />
        </SimpleGrid>
        <Forecast forecast={error ? undefined : data?.experimentForecast} />
        <Group justify="flex-end">
          <Button type="submit" loading={create.busy} disabled={Boolean(error)}>
            {t('experiments.savePlan')}
          </Button>
        </Group>
      </form>
    </Card>
  );
}
