// A store's money for commissions: what was paid in, what is reserved and left, by day, and how the store pays.
import { Button, Group, Radio, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { fieldsOf } from '../../api/client';
import { SetStoreFundingDocument, StoreFundingDocument, type FundingPartsFragment } from '../../api/generated';
import { useChange } from '../../api/use-change';
import { DayChart } from '../../ui/day-chart';
import { decimalText } from '../../ui/format/money';
import { formatMoment } from '../../ui/format/time';
import { Card, Figure, Page } from '../../ui/page';
import { ErrorState, FormError, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { useStore } from '../use-store';
import { FundingEntriesCard } from './entries-card';

function ModeForm({ storeId, funding }: { storeId: string; funding: FundingPartsFragment }) {
  const { t } = useLocale();
  const [mode, setMode] = useState(funding.mode);
  const line = funding.alertBelow;
  const [alertBelow, setAlertBelow] = useState(line ? decimalText(line.amountMinor, line.decimals) : '');
  const change = useChange(SetStoreFundingDocument, true);
  const fields = change.error ? fieldsOf(change.error) : {};
  const save = () => change.run({ storeId, mode, alertBelow: alertBelow.trim() || null }, t('ui.saved'));
  return (
    <Card title={t('funding.how')}>
      <form
        className="vt-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <FormError error={change.error} />
        <Radio.Group
          label={t('funding.mode')}
          value={mode}
          onChange={(value) => setMode(value === 'prefunded' ? 'prefunded' : 'invoice')}
        >
          <div className="vt-stack">
            <Radio
              value="invoice"
              label={t('funding.mode_invoice')}
              description={t('funding.invoiceHint')}
              disabled={funding.mode === 'prefunded'}
            />
            <Radio value="prefunded" label={t('funding.mode_prefunded')} description={t('funding.prefundedHint')} />
          </div>
        </Radio.Group>
        {mode === 'prefunded' && (
          <TextInput
            label={t('funding.alertBelow')}
            description={t('funding.alertHint')}
            inputMode="decimal"
            rightSection={<span aria-hidden>{funding.available.currency}</span>}
            rightSectionWidth={56}
            value={alertBelow}
            error={fields['alertBelow']}
            onChange={(event) => setAlertBelow(event.currentTarget.value)}
          />
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={change.busy}>
            {t('ui.save')}
          </Button>
        </Group>
      </form>
    </Card>
  );
}

function Figures({ funding }: { funding: FundingPartsFragment }) {
  const { t, price } = useLocale();
  return (
    <dl className="vt-figures">
      <Figure
        label={t('funding.available')}
        value={price(funding.available)}
        note={t('funding.availableNote')}
        tone="accent"
      />
      <Figure label={t('funding.reserved')} value={price(funding.reserved)} note={t('funding.reservedNote')} />
      <Figure label={t('funding.spent')} value={price(funding.spent)} note={t('funding.spentNote')} />
      <Figure label={t('funding.funded')} value={price(funding.funded)} note={t('funding.fundedNote')} />
    </dl>
  );
}

export function FundingPage() {
  const { t, locale } = useLocale();
  const { storeId } = useStore();
  const [{ data, error }, ask] = useQuery({ query: StoreFundingDocument, variables: { storeId } });
  const funding = data?.storeFunding;
  const days = funding?.days ?? [];
  const at = (index: number) => {
    const found = days[index];
    if (!found) throw new Error('No such day');
    return found;
  };
  return (
    <Page title={t('nav.funding')} lead={t('funding.lead')}>
      <div className="vt-cards">
        {error && !funding && <ErrorState error={error} again={() => ask({ requestPolicy: 'network-only' })} />}
        {!funding && !error && <RowsSkeleton rows={2} height={140} />}
        {funding?.stoppedSince && (
          <div className="vt-notice" data-tone="danger" role="status">
            <div>{t('funding.stopped', { since: formatMoment(funding.stoppedSince, locale) })}</div>
          </div>
        )}
        {funding && funding.mode === 'prefunded' && (
          <>
            <Figures funding={funding} />
            <DayChart
              title={t('funding.perDay')}
              days={days.map(({ day }) => day)}
              series={[
                { name: t('funding.available'), color: 'var(--vt-bar)', of: (index) => at(index).available },
                { name: t('funding.promised'), color: 'var(--vt-bar-2)', of: (index) => at(index).promised },
              ]}
            />
          </>
        )}
        {funding && <ModeForm key={funding.mode} storeId={storeId} funding={funding} />}
        <FundingEntriesCard key={storeId} storeId={storeId} />
      </div>
    </Page>
  );
}
