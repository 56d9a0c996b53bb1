// Tries the rules, as they stand on the page, on one visit: what would be shown, which rule says so, and what the others lack.
import { Button, Group, Select, SimpleGrid, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useClient, type CombinedError } from 'urql';
import { TryPlacementRulesDocument, type DeviceClass, type TryPlacementRulesQuery } from '../../api/generated';
import { Card } from '../../ui/page';
import { FormError } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { DEVICES, inputOf, type Draft } from './draft';
import { useRuleWords } from './rule-words';

type Trial = TryPlacementRulesQuery['tryPlacementRules'];
type Props = { storeId: string; shopUrl: string; draft: Draft; onDecided: (at: number | null) => void };

export function TrialCard({ storeId, shopUrl, draft, onDecided }: Props) {
  const { t, locale } = useLocale();
  const client = useClient();
  const [visit, setVisit] = useState({
    product: '',
    device: 'phone' as DeviceClass,
    country: '',
    language: locale,
    url: shopUrl,
  });
  const [trial, setTrial] = useState<Trial | null>(null);
  const [error, setError] = useState<CombinedError | null>(null);
  const text = (name: 'product' | 'country' | 'language' | 'url') => ({
    label: t(`placing.try_${name}`),
    value: visit[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setVisit({ ...visit, [name]: event.currentTarget.value }),
  });
  const ask = async () => {
    const rules = draft.rules.map(inputOf);
    const variables = { storeId, visit, rules, otherwise: draft.otherwise };
    const answer = await client.query(TryPlacementRulesDocument, variables, { requestPolicy: 'network-only' });
    setError(answer.error ?? null);
    const result = answer.data?.tryPlacementRules ?? null;
    setTrial(result);
    onDecided(result?.decidedBy ?? null);
  };
  return (
    <Card title={t('placing.try')}>
      <form
        className="vt-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void ask();
        }}
      >
        <Text size="sm" c="dimmed">
          {t('placing.tryLead')}
        </Text>
        <FormError error={error} />
        <TextInput {...text('url')} type="url" required placeholder="https://" />
        <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }}>
          <TextInput {...text('product')} required />
          <Select
            label={t('placing.try_device')}
            value={visit.device}
            onChange={(value) => setVisit({ ...visit, device: DEVICES.find((one) => one === value) ?? 'phone' })}
            data={DEVICES.map((value) => ({ value, label: t(`placing.device_${value}`) }))}
            allowDeselect={false}
          />
          <TextInput {...text('country')} maxLength={2} placeholder="KZ" />
          <TextInput {...text('language')} maxLength={20} placeholder="ru" />
        </SimpleGrid>
        <Group justify="flex-end">
          <Button type="submit" variant="default">
            {t('placing.tryNow')}
          </Button>
        </Group>
        {trial && <Result trial={trial} draft={draft} />}
      </form>
    </Card>
  );
}

function Result({ trial, draft }: { trial: Trial; draft: Draft }) {
  const { t } = useLocale();
  const words = useRuleWords();
  const name = trial.decidedBy === null ? null : draft.rules[trial.decidedBy]?.name;
  return (
    <div className="vt-notice" data-tone={trial.outcome.shows ? 'success' : 'warning'} role="status">
      <div>
        <strong>{words.outcome(trial.outcome)}</strong>
        <div>{name ? t('placing.because', { name }) : t('placing.becauseNone')}</div>
        <div>
          {trial.title} · {t('placing.collections')}: {trial.collections.join(', ') || '–'} · {t('placing.tags')}:{' '}
          {trial.tags.join(', ') || '–'}
        </div>
        <ul className="vt-steps">
          {trial.steps
            .filter(({ fits }) => !fits)
            .map(({ at, failed }) => (
              <li key={at}>
                {t('placing.lacks', {
                  name: draft.rules[at]?.name,
                  what: failed.map((one) => t(`placing.${one}`)).join(', ') || t('placing.off'),
                })}
              </li>
            ))}
        </ul>
      </div>
    </div>
  );
}
