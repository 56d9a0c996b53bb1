// What a rule does: hide, or show in a form and with so many videos.
import { NumberInput, SegmentedControl, Select, SimpleGrid } from '@mantine/core';
import type { PlacementOutcomeInput } from '../../api/generated';
import { useLocale } from '../../ui/use-locale';
import { FORMS } from './draft';

type Props = { label: string; outcome: PlacementOutcomeInput; onChange: (outcome: PlacementOutcomeInput) => void };

export function OutcomeFields({ label, outcome, onChange }: Props) {
  const { t } = useLocale();
  const form = FORMS.find((one) => one === outcome.form) ?? null;
  return (
    <fieldset className="vt-outcome">
      <legend>{label}</legend>
      <SegmentedControl
        aria-label={label}
        value={outcome.shows ? 'show' : 'hide'}
        onChange={(value) => onChange({ ...outcome, shows: value === 'show' })}
        data={[
          { value: 'show', label: t('placing.show') },
          { value: 'hide', label: t('placing.hide') },
        ]}
      />
      {outcome.shows && (
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <Select
            label={t('placing.form')}
            description={t('placing.formHint')}
            value={form ?? ''}
            onChange={(value) => onChange({ ...outcome, form: FORMS.find((one) => one === value) ?? null })}
            data={[
              { value: '', label: t('placing.ownForm') },
              ...FORMS.map((value) => ({ value, label: t(`placing.form_${value}`) })),
            ]}
            allowDeselect={false}
          />
          <NumberInput
            label={t('placing.limit')}
            description={t('placing.limitHint')}
            min={1}
            max={24}
            allowDecimal={false}
            value={outcome.limit ?? ''}
            onChange={(value) => onChange({ ...outcome, limit: typeof value === 'number' ? value : null })}
          />
        </SimpleGrid>
      )}
    </fieldset>
  );
}
