// What one side of one event gets: nothing, a part of the order, a sum, points, or a certificate.
import { NativeSelect, TextInput } from '@mantine/core';
import type { RewardProgrammePartsFragment } from '../../api/generated';
import { useLocale } from '../../ui/use-locale';
import type { Choice, LineForm } from './rules-form';

type Props = {
  line: LineForm;
  pools: RewardProgrammePartsFragment['pools'];
  currency: string;
  error: string | null;
  onChange: (line: LineForm) => void;
};

const CHOICES: readonly Choice[] = ['none', 'percent', 'money', 'points', 'certificate'];

export function LineFields({ line, pools, currency, error, onChange }: Props) {
  const { t } = useLocale();
  // A percentage needs an order, a certificate a pool.
  const choices = CHOICES.filter(
    (one) => (one !== 'percent' || line.on !== 'signup') && (one !== 'certificate' || pools.length > 0),
  );
  const name = `${t(`rewards.on_${line.on}`)}, ${t(`rewards.side_${line.side}`)}`;
  const unit = { none: '', percent: '%', money: currency, points: t('rewards.pointsUnit'), certificate: '' }[
    line.choice
  ];
  return (
    <div className="vt-reward-line">
      <NativeSelect
        label={t(`rewards.side_${line.side}`)}
        aria-label={name}
        value={line.choice}
        data={choices.map((value) => ({ value, label: t(`rewards.choice_${value}`) }))}
        error={line.choice === 'none' || line.choice === 'certificate' ? error : null}
        onChange={(event) => {
          const choice = CHOICES.find((one) => one === event.currentTarget.value) ?? 'none';
          onChange({ ...line, choice, value: '', poolId: choice === 'certificate' ? (pools[0]?.id ?? null) : null });
        }}
      />
      {line.choice === 'certificate' && (
        <NativeSelect
          label={t('rewards.pool')}
          aria-label={`${name}: ${t('rewards.pool')}`}
          value={line.poolId ?? ''}
          data={pools.map(({ id, name: label }) => ({ value: id, label }))}
          onChange={(event) => onChange({ ...line, poolId: event.currentTarget.value })}
        />
      )}
      {line.choice !== 'none' && line.choice !== 'certificate' && (
        <TextInput
          label={t('rewards.value')}
          aria-label={`${name}: ${t('rewards.value')}`}
          required
          inputMode="decimal"
          rightSection={<span aria-hidden>{unit}</span>}
          rightSectionWidth={56}
          value={line.value}
          error={error}
          onChange={(event) => onChange({ ...line, value: event.currentTarget.value })}
        />
      )}
    </div>
  );
}
