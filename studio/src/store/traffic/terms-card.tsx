// What a gigabyte costs the store, and how much video a visitor gets a day before the player asks.
import { Button, Group, NumberInput, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { fieldsOf } from '../../api/client';
import { DeliveryTermsDocument, SetDeliveryTermsDocument, type DeliveryTermsPartsFragment } from '../../api/generated';
import { useChange } from '../../api/use-change';
import { decimalText } from '../../ui/format/money';
import { Card } from '../../ui/page';
import { FormError } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { useStore } from '../use-store';

/** Some ten minutes of a small video. */
const FIRST_BUDGET = 50;
const MOST_BUDGET = 10_000;

function TermsForm(props: { terms: DeliveryTermsPartsFragment; currency: string; onSaved: () => void }) {
  const { t } = useLocale();
  const { terms, onSaved } = props;
  const { gigabyte } = terms;
  const [price, setPrice] = useState(gigabyte ? decimalText(gigabyte.amountMinor, gigabyte.decimals) : '');
  const [currency, setCurrency] = useState(gigabyte?.currency ?? props.currency);
  const [budget, setBudget] = useState(terms.visitorMegabytes);
  const save = useChange(SetDeliveryTermsDocument, true);
  const faults = save.error ? fieldsOf(save.error) : {};
  const submit = async () => {
    const gigabytePrice = price.trim().replace(',', '.') || null;
    const said = { gigabytePrice, gigabyteCurrency: gigabytePrice && currency.trim().toUpperCase() };
    const saved = await save.run(
      { storeId: terms.storeId, terms: { ...said, visitorMegabytes: budget } },
      t('traffic.saved'),
    );
    if (saved) onSaved();
  };
  return (
    <form
      className="vt-stack"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <FormError error={save.error} />
      <Group align="flex-start" gap="md">
        <TextInput
          label={t('traffic.price')}
          description={t('traffic.priceHint')}
          inputMode="decimal"
          value={price}
          error={faults['gigabytePrice'] ?? null}
          onChange={(event) => setPrice(event.currentTarget.value)}
        />
        <TextInput
          label={t('traffic.currency')}
          description={t('traffic.currencyHint')}
          maxLength={3}
          value={currency}
          error={faults['gigabyteCurrency'] ?? null}
          onChange={(event) => setCurrency(event.currentTarget.value)}
        />
      </Group>
      <Switch
        label={t('traffic.hasBudget')}
        description={t('traffic.budgetHint')}
        checked={budget !== null}
        onChange={(event) => setBudget(event.currentTarget.checked ? FIRST_BUDGET : null)}
      />
      {budget !== null && (
        <NumberInput
          label={t('traffic.budget')}
          min={1}
          max={MOST_BUDGET}
          allowDecimal={false}
          required
          value={budget}
          error={faults['visitorMegabytes'] ?? null}
          onChange={(value) => setBudget(typeof value === 'number' ? value : 0)}
        />
      )}
      <Group justify="flex-end">
        <Button type="submit" loading={save.busy}>
          {t('ui.save')}
        </Button>
      </Group>
    </form>
  );
}

export function TermsCard({ storeId, onSaved }: { storeId: string; onSaved: () => void }) {
  const { t } = useLocale();
  const { store } = useStore();
  const [{ data }] = useQuery({ query: DeliveryTermsDocument, variables: { storeId } });
  if (!data) return null;
  return (
    <Card title={t('traffic.terms')}>
      <TermsForm terms={data.deliveryTerms} currency={store?.currency ?? ''} onSaved={onSaved} />
    </Card>
  );
}
