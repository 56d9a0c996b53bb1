// Writes a draft: rates with the sales they are for, tiers, caps and campaigns; everything by keyboard, errors beside their field.
import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  MultiSelect,
  NumberInput,
  Select,
  SimpleGrid,
  TextInput,
} from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { fieldsOf } from '../api/client';
import {
  SavePlanDraftDocument,
  type PlanInstrument,
  type PlanVersionPartsFragment,
  type RateKind,
} from '../api/generated';
import { useChange } from '../api/use-change';
import { Card } from '../ui/page';
import { FormError } from '../ui/states';
import { useLocale } from '../ui/use-locale';
import { AttributionFields } from './attribution-fields';
import { CampaignFields } from './campaign-fields';
import { EMPTY_RATE, formOf, inputOf, nextId, type RateForm, type TermsForm, type TierForm } from './terms-form';
import './plans.css';

const KINDS: RateKind[] = ['percent', 'fixed_per_item', 'fixed_per_order'];
const WAYS: PlanInstrument[] = ['promo_code', 'onsite_cart', 'onsite_click', 'storefront', 'deep_link', 'onsite_view'];

type Fields = Record<string, string>;

export function RemoveButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} onClick={onClick}>
      <IconTrash size={18} aria-hidden />
    </ActionIcon>
  );
}

type RateProps = {
  rate: RateForm;
  at: number;
  form: TermsForm;
  fields: Fields;
  onChange: (rate: RateForm) => void;
  onRemove: () => void;
};

function RateFields({ rate, at, form, fields, onChange, onRemove }: RateProps) {
  const { t } = useLocale();
  const change = (part: Partial<RateForm>) => onChange({ ...rate, ...part });
  const error = (name: string) => fields[`rules.${at}.${name}`];
  return (
    <fieldset className="vt-plan-row">
      <legend>{t('plans.rateNumber', { number: at + 1 })}</legend>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }}>
        <Select
          label={t('plans.kind')}
          data={KINDS.map((value) => ({ value, label: t(`plans.kind_${value}`) }))}
          value={rate.kind}
          allowDeselect={false}
          onChange={(kind) => kind && change({ kind: kind as RateKind })}
        />
        {rate.kind === 'percent' ? (
          <NumberInput
            label={t('plans.rate')}
            suffix=" %"
            min={0}
            max={100}
            decimalScale={2}
            value={(rate.rateBps ?? 0) / 100}
            error={error('rateBps')}
            onChange={(value) => change({ rateBps: Math.round(Number(value) * 100) })}
          />
        ) : (
          <TextInput
            label={t('plans.amount')}
            inputMode="decimal"
            value={rate.amount ?? ''}
            error={error('amount')}
            onChange={(event) => change({ amount: event.currentTarget.value })}
          />
        )}
        <TextInput
          label={t('plans.category')}
          placeholder={t('plans.all')}
          value={rate.category ?? ''}
          error={error('category')}
          onChange={(event) => change({ category: event.currentTarget.value || null })}
        />
        <TextInput
          label={t('plans.product')}
          placeholder={t('plans.all')}
          value={rate.productId ?? ''}
          error={error('productId') ?? fields['productId']}
          onChange={(event) => change({ productId: event.currentTarget.value || null })}
        />
        <TextInput
          label={t('plans.creator')}
          placeholder={t('plans.all')}
          value={rate.creatorId ?? ''}
          error={fields['creatorId']}
          onChange={(event) => change({ creatorId: event.currentTarget.value || null })}
        />
        <MultiSelect
          label={t('plans.ways')}
          placeholder={rate.instruments?.length ? '' : t('plans.all')}
          data={WAYS.map((value) => ({ value, label: t(`instrument.${value}`) }))}
          value={rate.instruments ?? []}
          onChange={(ways) => change({ instruments: ways.length > 0 ? (ways as PlanInstrument[]) : null })}
        />
        {form.campaigns.length > 0 && (
          <Select
            label={t('plans.campaign')}
            placeholder={t('plans.always')}
            clearable
            data={form.campaigns.map((one) => ({ value: one.key, label: one.name || one.key }))}
            value={rate.campaign ?? null}
            error={error('campaign')}
            onChange={(campaign) => change({ campaign })}
          />
        )}
        <NumberInput
          label={t('plans.cycles')}
          min={1}
          max={1200}
          allowDecimal={false}
          value={rate.maxCycles ?? 1}
          error={error('maxCycles')}
          onChange={(value) => change({ maxCycles: Number(value) || 1 })}
        />
      </SimpleGrid>
      <Group justify="space-between">
        <Checkbox
          label={t('plans.tiered')}
          disabled={rate.kind !== 'percent'}
          checked={rate.kind === 'percent' && (rate.tiered ?? false)}
          onChange={(event) => change({ tiered: event.currentTarget.checked })}
        />
        <RemoveButton label={t('plans.removeRate', { number: at + 1 })} onClick={onRemove} />
      </Group>
      {fields[`rules.${at}`] && <p className="vt-field-error">{fields[`rules.${at}`]}</p>}
    </fieldset>
  );
}

type TierProps = {
  tier: TierForm;
  at: number;
  fields: Fields;
  onChange: (tier: TierForm) => void;
  onRemove: () => void;
};

function TierFields({ tier, at, fields, onChange, onRemove }: TierProps) {
  const { t } = useLocale();
  const error = (name: string) => fields[`tiers.${at}.${name}`];
  return (
    <fieldset className="vt-plan-row">
      <legend>{t('plans.tierNumber', { number: at + 1 })}</legend>
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <TextInput
          label={t('plans.tierSales')}
          inputMode="decimal"
          value={tier.minGmv}
          error={error('minGmv')}
          onChange={(event) => onChange({ ...tier, minGmv: event.currentTarget.value })}
        />
        <NumberInput
          label={t('plans.tierBonus')}
          suffix=" %"
          min={0}
          max={100}
          decimalScale={2}
          value={tier.bonusBps / 100}
          error={error('bonusBps')}
          onChange={(value) => onChange({ ...tier, bonusBps: Math.round(Number(value) * 100) })}
        />
        <NumberInput
          label={t('plans.tierReturns')}
          suffix=" %"
          min={0}
          max={100}
          decimalScale={2}
          placeholder={t('plans.any')}
          value={(tier.maxReturnBps ?? null) === null ? '' : (tier.maxReturnBps ?? 0) / 100}
          error={error('maxReturnBps')}
          onChange={(value) =>
            onChange({ ...tier, maxReturnBps: value === '' ? null : Math.round(Number(value) * 100) })
          }
        />
      </SimpleGrid>
      <Group justify="flex-end">
        <RemoveButton label={t('plans.removeTier', { number: at + 1 })} onClick={onRemove} />
      </Group>
    </fieldset>
  );
}

type Props = { version: PlanVersionPartsFragment; onDirty: (dirty: boolean) => void };

/** Replaces the row with this id, or takes it away. */
const put = <Row extends { id: number }>(rows: Row[], id: number, row: Row | null): Row[] =>
  rows.flatMap((one) => (one.id === id ? (row ? [row] : []) : [one]));

export function DraftForm({ version, onDirty }: Props) {
  const { t } = useLocale();
  const [title, setTitle] = useState(version.title);
  const [form, setForm] = useState(() => formOf(version.terms));
  const save = useChange(SavePlanDraftDocument, true);
  const fields: Fields = save.error ? fieldsOf(save.error) : {};
  const change = (part: Partial<TermsForm>) => {
    setForm({ ...form, ...part });
    onDirty(true);
  };
  const submit = async () => {
    const variables = { id: version.id, title, terms: inputOf(form), editedAt: version.editedAt };
    if (await save.run(variables, t('ui.saved'))) onDirty(false);
  };
  const add = (label: string, onClick: () => void) => (
    <Button variant="light" leftSection={<IconPlus size={18} aria-hidden />} onClick={onClick}>
      {label}
    </Button>
  );
  return (
    <form
      className="vt-cards"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Card title={t('plans.rates')}>
        <div className="vt-stack">
          <TextInput
            label={t('plans.title')}
            value={title}
            error={fields['title']}
            onChange={(event) => {
              setTitle(event.currentTarget.value);
              onDirty(true);
            }}
          />
          <div className="vt-dim">{t('plans.ratesText')}</div>
          {form.rates.map((rate, at) => (
            <RateFields
              key={rate.id}
              {...{ rate, at, form, fields }}
              onChange={(next) => change({ rates: put(form.rates, rate.id, next) })}
              onRemove={() => change({ rates: put(form.rates, rate.id, null) })}
            />
          ))}
          <div>
            {add(t('plans.addRate'), () => change({ rates: [...form.rates, { ...EMPTY_RATE, id: nextId() }] }))}
          </div>
        </div>
      </Card>
      <Card title={t('plans.limits')}>
        <div className="vt-stack">
          <div className="vt-dim">{t('plans.limitsText')}</div>
          {form.tiers.map((tier, at) => (
            <TierFields
              key={tier.id}
              {...{ tier, at, fields }}
              onChange={(next) => change({ tiers: put(form.tiers, tier.id, next) })}
              onRemove={() => change({ tiers: put(form.tiers, tier.id, null) })}
            />
          ))}
          <div>
            {add(t('plans.addTier'), () =>
              change({ tiers: [...form.tiers, { id: nextId(), minGmv: '', bonusBps: 100, maxReturnBps: null }] }),
            )}
          </div>
          <SimpleGrid cols={{ base: 1, xs: 3 }}>
            <TextInput
              label={t('plans.orderCap')}
              inputMode="decimal"
              placeholder={t('plans.noCap')}
              value={form.orderCap}
              error={fields['orderCap']}
              onChange={(event) => change({ orderCap: event.currentTarget.value })}
            />
            <TextInput
              label={t('plans.monthCap')}
              inputMode="decimal"
              placeholder={t('plans.noCap')}
              value={form.creatorMonthlyCap}
              error={fields['creatorMonthlyCap']}
              onChange={(event) => change({ creatorMonthlyCap: event.currentTarget.value })}
            />
            <TextInput
              label={t('plans.dayCap')}
              inputMode="decimal"
              placeholder={t('plans.noCap')}
              value={form.creatorDailyCap}
              error={fields['creatorDailyCap']}
              onChange={(event) => change({ creatorDailyCap: event.currentTarget.value })}
            />
          </SimpleGrid>
        </div>
      </Card>
      <CampaignFields
        campaigns={form.campaigns}
        fields={fields}
        currency={version.currency}
        onChange={(campaigns) => change({ campaigns })}
      />
      <AttributionFields value={form.attribution} fields={fields} onChange={(attribution) => change({ attribution })} />
      <FormError error={save.error} />
      <Group justify="flex-end">
        <Button type="submit" loading={save.busy}>
          {t('plans.saveDraft')}
        </Button>
      </Group>
    </form>
  );
}
