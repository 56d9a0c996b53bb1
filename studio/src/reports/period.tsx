// The days of a report: the last seven, thirty, ninety, or any that the reader names.
import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { dayBefore } from '../ui/format/time';
import { useLocale } from '../ui/use-locale';

const SPANS = ['7', '30', '90'];

/** `to` null is the store's own today. */
export type Period = { from: string; to: string | null };
type Chosen = { span: string; from: string; to: string };

const firstChoice = (): Chosen => ({ span: '30', from: dayBefore(29), to: dayBefore(0) });

/** Null while the days that were named are not a period yet. */
function periodOf({ span, from, to }: Chosen): Period | null {
  if (SPANS.includes(span)) return { from: dayBefore(Number(span) - 1), to: null };
  return from !== '' && to !== '' && from <= to ? { from, to } : null;
}

/** How many days a period has, both ends with it. */
export const daysOf = ({ from, to }: Period): number =>
  (Date.parse(to ?? dayBefore(0)) - Date.parse(from)) / 86_400_000 + 1;

export function PeriodChoice({ chosen, onChoose }: { chosen: Chosen; onChoose: (chosen: Chosen) => void }) {
  const { t } = useLocale();
  const own = !SPANS.includes(chosen.span);
  const wrong = own && !periodOf(chosen) ? t('reports.badDates') : undefined;
  const day = (name: 'from' | 'to') => (
    <TextInput
      type="date"
      aria-label={t(`reports.${name}`)}
      value={chosen[name]}
      error={name === 'to' && wrong}
      onChange={(event) => onChoose({ ...chosen, [name]: event.currentTarget.value })}
    />
  );
  return (
    <>
      <SegmentedControl
        aria-label={t('ui.period')}
        value={chosen.span}
        onChange={(span) => onChoose({ ...chosen, span })}
        data={[
          ...SPANS.map((days) => ({ value: days, label: t('ui.days', { count: Number(days) }) })),
          { value: 'own', label: t('reports.ownDates') },
        ]}
      />
      {own && day('from')}
      {own && day('to')}
    </>
  );
}

/** The days of a report and what chooses them; while new ones are being written, the report stays that of the last good ones. */
export function usePeriod(onChange: () => void): {
  period: Period;
  choice: { chosen: Chosen; onChoose(next: Chosen): void };
} {
  const [chosen, setChosen] = useState(firstChoice);
  const [period, setPeriod] = useState<Period>(() => periodOf(chosen) ?? chosen);
  const onChoose = (next: Chosen) => {
    setChosen(next);
    const days = periodOf(next);
    if (!days) return;
    setPeriod(days);
    onChange();
  };
  return { period, choice: { chosen, onChoose } };
}

interface CsvFile {
  file: string;
  by: string;
  period: Period;
  /** What this door takes beside. */
  more?: Record<string, string>;
}

/** The same rows as a file. */
export function CsvButton({ file, by, period, more = {} }: CsvFile) {
  const { t } = useLocale();
  const days = { from: period.from, ...(period.to ? { to: period.to } : {}) };
  return (
    <Button
      component="a"
      variant="default"
      href={`${file}?${new URLSearchParams({ by, ...days, ...more }).toString()}`}
      download
      leftSection={<IconDownload size={18} aria-hidden />}
    >
      {t('reports.csv')}
    </Button>
  );
}
