// Which touches a draft credits: a ready-made set fills the windows, and each way, the least view and the match levels can be set alone.
import { Checkbox, NumberInput, Select, SimpleGrid } from '@mantine/core';
import { useQuery } from 'urql';
import {
  AttributionPresetsDocument,
  type AttributionPresetsQuery,
  type PlanAttributionInput,
  type PlanMatch,
} from '../api/generated';
import { Card } from '../ui/page';
import { useLocale } from '../ui/use-locale';
import { lengthWords } from './plan-words';

type Preset = AttributionPresetsQuery['attributionPresets'][number];
type Way = PlanAttributionInput['ways'][number];
type Props = {
  value: PlanAttributionInput;
  fields: Record<string, string>;
  onChange: (value: PlanAttributionInput) => void;
};

const MATCHES: PlanMatch[] = ['product', 'category', 'order'];
const HOURS = [1, 24, 48, 72, 168, 336, 720, 1440];
const OWN = 'own';

const isPreset = (value: PlanAttributionInput, preset: Preset): boolean =>
  value.sameSession === preset.sameSession &&
  value.clickOverView === preset.clickOverView &&
  value.ways.every((way) =>
    preset.windows.some((one) => one.instrument === way.instrument && one.hours === way.windowHours),
  );

function filled(value: PlanAttributionInput, { windows, sameSession, clickOverView }: Preset): PlanAttributionInput {
  const ways = value.ways.map((way) => ({
    ...way,
    windowHours: windows.find((one) => one.instrument === way.instrument)?.hours ?? way.windowHours,
  }));
  return { ...value, ways, sameSession, clickOverView };
}

function PresetField({ value, onChange }: Omit<Props, 'fields'>) {
  const { t } = useLocale();
  const [{ data }] = useQuery({ query: AttributionPresetsDocument });
  const presets = data?.attributionPresets ?? [];
  const chosen = presets.find((preset) => isPreset(value, preset));
  const name = chosen?.name ?? OWN;
  return (
    <Select
      label={t('plans.preset')}
      description={t(`plans.presetText_${name}`)}
      data={[
        ...presets.map((preset) => ({ value: preset.name as string, label: t(`plans.preset_${preset.name}`) })),
        // One's own is what the fields below come to, and cannot be chosen.
        { value: OWN, label: t('plans.preset_own'), disabled: true },
      ]}
      value={name}
      allowDeselect={false}
      onChange={(next) => {
        const preset = presets.find((one) => one.name === next);
        if (preset) onChange(filled(value, preset));
      }}
    />
  );
}

function WayFields({ way, fields, onChange }: { way: Way; fields: Props['fields']; onChange: (way: Way) => void }) {
  const { t } = useLocale();
  const hours = HOURS.includes(way.windowHours) ? HOURS : [...HOURS, way.windowHours].sort((a, b) => a - b);
  return (
    <fieldset className="vt-plan-row">
      <legend>{t(`instrument.${way.instrument}`)}</legend>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Select
          label={t('plans.window')}
          data={hours.map((value) => ({ value: String(value), label: lengthWords(t, value) }))}
          value={String(way.windowHours)}
          allowDeselect={false}
          error={fields[`attribution.windowsHours.${way.instrument}`]}
          onChange={(value) => value && onChange({ ...way, windowHours: Number(value) })}
        />
        <Select
          label={t('plans.match')}
          data={MATCHES.map((value) => ({ value: value as string, label: t(`plans.match_${value}`) }))}
          value={way.match}
          allowDeselect={false}
          error={fields[`attribution.scopes.${way.instrument}`]}
          onChange={(value) => value && onChange({ ...way, match: value as PlanMatch })}
        />
      </SimpleGrid>
    </fieldset>
  );
}

export function AttributionFields({ value, fields, onChange }: Props) {
  const { t } = useLocale();
  const change = (part: Partial<PlanAttributionInput>) => onChange({ ...value, ...part });
  const share = (field: 'watchBps' | 'categoryBps' | 'anyBps') => (
    <NumberInput
      label={t(`plans.${field}`)}
      suffix=" %"
      min={field === 'watchBps' ? 1 : 0}
      max={100}
      decimalScale={2}
      value={value[field] / 100}
      error={fields[`attribution.${field}`]}
      onChange={(percent) => change({ [field]: Math.round(Number(percent) * 100) })}
    />
  );
  return (
    <Card title={t('plans.attribution')}>
      <div className="vt-stack">
        <div className="vt-dim">{t('plans.attributionText')}</div>
        <PresetField {...{ value, onChange }} />
        <Checkbox
          label={t('plans.clickOverView')}
          description={t('plans.clickOverViewText')}
          checked={value.clickOverView}
          onChange={(event) => change({ clickOverView: event.currentTarget.checked })}
        />
        <Checkbox
          label={t('plans.sameSession')}
          description={t('plans.sameSessionText')}
          checked={value.sameSession}
          onChange={(event) => change({ sameSession: event.currentTarget.checked })}
        />
        {value.ways.map((way) => (
          <WayFields
            key={way.instrument}
            {...{ way, fields }}
            onChange={(next) =>
              change({ ways: value.ways.map((one) => (one.instrument === next.instrument ? next : one)) })
            }
          />
        ))}
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <NumberInput
            label={t('plans.watchMs')}
            suffix={` ${t('plans.secondsShort')}`}
            min={1}
            max={120}
            allowDecimal={false}
            value={value.watchMs / 1000}
            error={fields['attribution.watchMs']}
            onChange={(seconds) => change({ watchMs: Math.round(Number(seconds) * 1000) })}
          />
          {share('watchBps')}
          {share('categoryBps')}
          {share('anyBps')}
        </SimpleGrid>
      </div>
    </Card>
  );
}
