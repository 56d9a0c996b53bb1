// A moment of a video as a number of seconds, or as the one where the player stands.
import { Button, Group, NumberInput } from '@mantine/core';
import { useLocale } from '../use-locale';

export function MomentField(props: {
  label: string;
  ms: number;
  maxMs: number;
  /** Where the player stands, in milliseconds. */
  now: () => number;
  onChange: (ms: number) => void;
  disabled?: boolean;
}) {
  const { t } = useLocale();
  const { label, ms, maxMs, now, onChange, disabled = false } = props;
  return (
    <Group gap={6} align="flex-end" wrap="nowrap">
      <NumberInput
        label={label}
        suffix={` ${t('trim.seconds')}`}
        min={0}
        max={maxMs / 1000}
        step={0.1}
        decimalScale={2}
        disabled={disabled}
        value={ms / 1000}
        onChange={(value) => onChange(Math.round(Math.min(maxMs, Math.max(0, Number(value) * 1000))))}
      />
      <Button
        variant="default"
        disabled={disabled}
        aria-label={`${label}: ${t('trim.here')}`}
        onClick={() => onChange(now())}
      >
        {t('trim.here')}
      </Button>
    </Group>
  );
}
