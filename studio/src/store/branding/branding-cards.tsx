// A store's watermark and end card, and the videos that do not have them yet.
import { Button, Group, NumberInput, Select, SimpleGrid, Switch } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { fieldsOf } from '../../api/client';
import { SaveBrandingDocument, StoreBrandingDocument, type BrandingInput } from '../../api/generated';
import type { BrandingPartsFragment, EndCardLanguage, WatermarkCorner } from '../../api/generated';
import { useChange } from '../../api/use-change';
import { usePoll } from '../../api/use-poll';
import { Card } from '../../ui/page';
import { FormError } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import './branding.css';
import { LogoField } from './logo-field';
import { RemakeCard } from './remake-card';

const CORNERS: readonly WatermarkCorner[] = ['top_left', 'top_right', 'bottom_left', 'bottom_right'];
const LANGUAGES: readonly [EndCardLanguage, string][] = [
  ['ru', 'Русский'],
  ['kk', 'Қазақша'],
  ['en', 'English'],
];

type Fields = { input: BrandingInput; errors: Record<string, string>; change: (part: Partial<BrandingInput>) => void };

function WatermarkFields({ input, errors, change }: Fields) {
  const { t } = useLocale();
  const percent = (field: 'opacityPct' | 'widthPct' | 'marginPct', min: number, max: number) => (
    <NumberInput
      label={t(`branding.${field}`)}
      description={t('branding.from', { min, max })}
      suffix=" %"
      {...{ min, max }}
      allowDecimal={false}
      value={input[field]}
      error={errors[field]}
      onChange={(value) => change({ [field]: Number(value) })}
    />
  );
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Select
          label={t('branding.corner')}
          description={t('branding.cornerHint')}
          data={CORNERS.map((value) => ({ value, label: t(`branding.corner_${value}`) }))}
          allowDeselect={false}
          value={input.corner}
          onChange={(value) => change({ corner: CORNERS.find((one) => one === value) ?? input.corner })}
        />
        {percent('opacityPct', 10, 100)}
        {percent('widthPct', 5, 30)}
        {percent('marginPct', 0, 10)}
      </SimpleGrid>
      <Switch
        label={t('branding.onPosters')}
        description={t('branding.onPostersHint')}
        checked={input.onPosters}
        onChange={(event) => change({ onPosters: event.currentTarget.checked })}
      />
    </>
  );
}

function EndCardFields({ input, errors, change }: Fields) {
  const { t } = useLocale();
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <NumberInput
        label={t('branding.cardS')}
        description={t('branding.from', { min: 2, max: 4 })}
        min={2}
        max={4}
        step={0.5}
        decimalScale={1}
        value={input.cardMs / 1000}
        error={errors['cardMs']}
        onChange={(value) => change({ cardMs: Math.round(Number(value) * 1000) })}
      />
      <Select
        label={t('branding.language')}
        description={t('branding.languageHint')}
        data={LANGUAGES.map(([value, label]) => ({ value, label }))}
        allowDeselect={false}
        value={input.language}
        onChange={(value) => change({ language: LANGUAGES.find(([one]) => one === value)?.[0] ?? input.language })}
      />
    </SimpleGrid>
  );
}

function BrandingForm({ desk, again }: { desk: BrandingPartsFragment; again: () => void }) {
  const { t } = useLocale();
  const [typed, setTyped] = useState<Partial<BrandingInput>>({});
  const save = useChange(SaveBrandingDocument, true);
  const errors = save.error ? fieldsOf(save.error) : {};
  const input = { ...desk.settings, ...typed };
  const change = (part: Partial<BrandingInput>) => setTyped({ ...typed, ...part });
  const send = async () => {
    if (!(await save.run({ storeId: desk.storeId, input }, t('ui.saved')))) return;
    setTyped({});
    again();
  };
  const fields = { input, errors, change };
  return (
    <form
      className="vt-stack"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <FormError error={save.error} />
      <LogoField desk={desk} again={again} />
      <Switch
        label={t('branding.watermark')}
        description={t('branding.watermarkHint')}
        disabled={!desk.logoUrl && desk.logoState !== 'waiting' && !input.watermark}
        checked={input.watermark}
        error={errors['watermark']}
        onChange={(event) => change({ watermark: event.currentTarget.checked })}
      />
      {input.watermark && <WatermarkFields {...fields} />}
      <Switch
        label={t('branding.endCard')}
        description={t('branding.endCardHint')}
        checked={input.endCard}
        onChange={(event) => change({ endCard: event.currentTarget.checked })}
      />
      {input.endCard && <EndCardFields {...fields} />}
      {(input.watermark || input.endCard) && (
        <div className="vt-notice" data-tone="info" role="status">
          <div>{t('branding.cost')}</div>
        </div>
      )}
      <Group justify="flex-end">
        <Button type="submit" loading={save.busy}>
          {t('ui.save')}
        </Button>
      </Group>
    </form>
  );
}

export function BrandingCards({ storeId }: { storeId: string }) {
  const { t } = useLocale();
  const [{ data }, ask] = useQuery({ query: StoreBrandingDocument, variables: { storeId } });
  const again = () => ask({ requestPolicy: 'network-only' });
  const run = data?.remakeDesk.run;
  usePoll(again, 4000, data?.storeBranding.logoState === 'waiting' || Boolean(run && !run.endedAt));
  if (!data) return null;
  return (
    <>
      <Card title={t('branding.title')}>
        <p className="vt-card-lead">{t('branding.lead')}</p>
        <BrandingForm desk={data.storeBranding} again={again} />
      </Card>
      <RemakeCard storeId={storeId} desk={data.remakeDesk} again={again} />
    </>
  );
}
