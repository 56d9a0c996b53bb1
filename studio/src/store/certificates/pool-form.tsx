// Opens a pool of certificates, or changes one: what it gives, until when, and how many may go to whom.
import { Button, Group, Modal, NumberInput, SegmentedControl, SimpleGrid, TextInput } from '@mantine/core';
import { useState } from 'react';
import { fieldsOf } from '../../api/client';
import {
  CreateCertificatePoolDocument,
  UpdateCertificatePoolDocument,
  type CertificatePoolCardFragment,
} from '../../api/generated';
import { useChange } from '../../api/use-change';
import { decimalText } from '../../ui/format/money';
import { FormError } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';

type Pool = CertificatePoolCardFragment;
const LIMITS = ['holderMonth', 'poolDay', 'poolTotal'] as const;
type NumberName = (typeof LIMITS)[number] | 'lowBelow' | 'surgeTimes' | 'surgeFloor';
type Draft = Record<NumberName, number | null> & {
  name: string;
  kind: 'sum' | 'words';
  worth: string;
  worthText: string;
  validUntil: string;
};

const draftOf = (pool: Pool | null): Draft => ({
  ...{ name: pool?.name ?? '', kind: pool?.worthText ? 'words' : 'sum', worthText: pool?.worthText ?? '' },
  worth: pool?.worth ? decimalText(pool.worth.amountMinor, pool.worth.decimals) : '',
  ...{ validUntil: pool?.validUntil ?? '', lowBelow: pool?.lowBelow ?? null },
  ...{ holderMonth: pool?.holderMonth ?? null, poolDay: pool?.poolDay ?? null, poolTotal: pool?.poolTotal ?? null },
  ...{ surgeTimes: pool ? pool.surgeTimes : 5, surgeFloor: pool?.surgeFloor ?? 20 },
});

/** What the API takes: a sum or words, and nothing for what was left empty. */
const inputOf = ({ kind, worth, worthText, validUntil, ...rest }: Draft) => ({
  ...rest,
  worth: kind === 'sum' ? worth.trim() : null,
  worthText: kind === 'words' ? worthText.trim() : null,
  validUntil: validUntil || null,
});

type FieldsProps = {
  draft: Draft;
  set: (part: Partial<Draft>) => void;
  faults: Record<string, string>;
  currency: string;
  fixed: boolean;
};

function WorthFields({ draft, set, faults, currency, fixed }: FieldsProps) {
  const { t } = useLocale();
  return (
    <div className="vt-stack">
      <SegmentedControl
        aria-label={t('certificates.worth')}
        value={draft.kind}
        disabled={fixed}
        data={[
          { value: 'sum', label: t('certificates.worth_sum') },
          { value: 'words', label: t('certificates.worth_words') },
        ]}
        onChange={(value) => set({ kind: value === 'words' ? 'words' : 'sum' })}
      />
      {draft.kind === 'sum' ? (
        <TextInput
          label={t('certificates.worth')}
          inputMode="decimal"
          required
          disabled={fixed}
          rightSection={<span aria-hidden>{currency}</span>}
          rightSectionWidth={56}
          value={draft.worth}
          error={faults['worth']}
          onChange={(event) => set({ worth: event.currentTarget.value })}
        />
      ) : (
        <TextInput
          label={t('certificates.worthText')}
          placeholder={t('certificates.worthExample')}
          required
          maxLength={120}
          disabled={fixed}
          value={draft.worthText}
          error={faults['worthText'] ?? faults['worth']}
          onChange={(event) => set({ worthText: event.currentTarget.value })}
        />
      )}
      {fixed && <small className="vt-dim">{t('certificates.worthFixed')}</small>}
    </div>
  );
}

function NumberField({ name, draft, set, faults }: FieldsProps & { name: NumberName }) {
  const { t } = useLocale();
  return (
    <NumberInput
      label={t(`certificates.${name}`)}
      description={t(`certificates.${name}Hint`)}
      placeholder={t('certificates.noLimit')}
      min={name === 'surgeTimes' ? 2 : 1}
      max={name === 'surgeTimes' ? 1000 : 1_000_000}
      allowDecimal={false}
      value={draft[name] ?? ''}
      error={faults[name]}
      onChange={(value) => set({ [name]: value === '' ? null : Number(value) })}
    />
  );
}

type Props = { storeId: string; currency: string; pool: Pool | null; onClose: (saved: Pool | null) => void };

export function PoolForm({ storeId, currency, pool, onClose }: Props) {
  const { t } = useLocale();
  const [draft, setDraft] = useState(() => draftOf(pool));
  const create = useChange(CreateCertificatePoolDocument, true);
  const update = useChange(UpdateCertificatePoolDocument, true);
  const change = pool ? update : create;
  const set = (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part }));
  const faults = change.error ? fieldsOf(change.error) : {};
  const contents = pool?.contents;
  const fixed = contents !== undefined && contents.free + contents.expired + contents.issued + contents.cancelled > 0;
  const fields = { draft, set, faults, currency, fixed };
  const save = async () => {
    const input = inputOf(draft);
    const saved = pool
      ? (await update.run({ id: pool.id, input }, t('ui.saved')))?.updateCertificatePool
      : (await create.run({ storeId, input }, t('certificates.created')))?.createCertificatePool;
    if (saved) onClose(saved);
  };
  return (
    <Modal
      opened
      size="lg"
      onClose={() => onClose(null)}
      title={t(pool ? 'certificates.change' : 'certificates.new')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form
        className="vt-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <FormError error={change.error} />
        <TextInput
          label={t('certificates.name')}
          description={t('certificates.nameHint')}
          required
          maxLength={80}
          data-autofocus
          value={draft.name}
          error={faults['name']}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <WorthFields {...fields} />
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput
            type="date"
            label={t('certificates.validUntil')}
            description={t('certificates.validUntilHint')}
            value={draft.validUntil}
            error={faults['validUntil']}
            onChange={(event) => set({ validUntil: event.currentTarget.value })}
          />
          <NumberField name="lowBelow" {...fields} />
        </SimpleGrid>
        <fieldset className="vt-fieldset">
          <legend>{t('certificates.limits')}</legend>
          <small className="vt-dim">{t('certificates.limitsHint')}</small>
          <SimpleGrid cols={{ base: 1, sm: 3 }} mt="xs">
            {LIMITS.map((name) => (
              <NumberField key={name} name={name} {...fields} />
            ))}
          </SimpleGrid>
        </fieldset>
        <fieldset className="vt-fieldset">
          <legend>{t('certificates.surge')}</legend>
          <small className="vt-dim">{t('certificates.surgeHint')}</small>
          <SimpleGrid cols={{ base: 1, sm: 2 }} mt="xs">
            <NumberField name="surgeTimes" {...fields} />
            <NumberField name="surgeFloor" {...fields} />
          </SimpleGrid>
        </fieldset>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => onClose(null)}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" loading={change.busy}>
            {t('ui.save')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
