// Finance's desk of stores' money: notes what the bank says; another person confirms, and only then it is booked.
import { Button, Group, Modal, Select, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { fieldsOf } from '../../api/client';
import {
  ConfirmFundingDocument,
  PrepareFundingDocument,
  RefuseFundingDocument,
  UploadStoresDocument,
  type FundingEntryCardFragment,
} from '../../api/generated';
import { useChange } from '../../api/use-change';
import { Page } from '../../ui/page';
import { FormError } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { FundingEntriesCard } from '../../store/funding/entries-card';

const DIRECTIONS = ['topup', 'withdrawal'] as const;

function NewPayment({ onClose, onMade }: { onClose: () => void; onMade: () => void }) {
  const { t } = useLocale();
  const [{ data }] = useQuery({ query: UploadStoresDocument, variables: { search: null } });
  const stores = data?.stores.nodes ?? [];
  const [storeId, setStoreId] = useState<string | null>(null);
  const [direction, setDirection] = useState<(typeof DIRECTIONS)[number]>('topup');
  const [amount, setAmount] = useState('');
  const [reference, setReference] = useState('');
  const prepare = useChange(PrepareFundingDocument, true);
  const fields = prepare.error ? fieldsOf(prepare.error) : {};
  const save = async () => {
    if (!storeId) return;
    const input = { storeId, direction, amount: amount.trim(), reference: reference.trim() };
    if (await prepare.run({ input }, t('funding.prepared'))) onMade();
  };
  return (
    <Modal opened onClose={onClose} title={t('funding.new')} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <form
        className="vt-stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <FormError error={prepare.error} />
        <Select
          label={t('uploads.store')}
          searchable
          data={stores.map((store) => ({ value: store.id, label: store.name }))}
          value={storeId}
          onChange={setStoreId}
        />
        <Select
          label={t('funding.direction')}
          allowDeselect={false}
          data={DIRECTIONS.map((one) => ({ value: one, label: t(`funding.${one}`) }))}
          value={direction}
          onChange={(value) => setDirection(value === 'withdrawal' ? 'withdrawal' : 'topup')}
        />
        <TextInput
          label={t('funding.amount')}
          inputMode="decimal"
          placeholder="50000.00"
          value={amount}
          error={fields['amount']}
          onChange={(event) => setAmount(event.currentTarget.value)}
        />
        <TextInput
          label={t('funding.document')}
          description={t('funding.documentHint')}
          maxLength={80}
          value={reference}
          error={fields['reference']}
          onChange={(event) => setReference(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" loading={prepare.busy} disabled={!storeId || !amount.trim() || !reference.trim()}>
            {t('funding.prepare')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

type Asked = { entry: FundingEntryCardFragment; what: 'confirm' | 'refuse' };

function Decision({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const { t, money } = useLocale();
  const { entry, what } = asked;
  const confirm = useChange(ConfirmFundingDocument, true);
  const refuse = useChange(RefuseFundingDocument, true);
  const [reason, setReason] = useState('');
  const change = what === 'confirm' ? confirm : refuse;
  const decide = async () => {
    const { id } = entry;
    const done =
      what === 'confirm'
        ? await confirm.run({ id }, t('funding.confirmed'))
        : await refuse.run({ id, reason: reason.trim() }, t('funding.refused'));
    if (done) onClose();
  };
  const sum = money(entry.amount);
  return (
    <Modal opened onClose={onClose} title={t(`funding.ask_${what}`)} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <form
        className="vt-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void decide();
        }}
      >
        <FormError error={change.error} />
        <p>
          {t(`funding.${entry.direction}`)}: {sum} · {entry.storeName} · {entry.reference}
        </p>
        {what === 'refuse' && (
          <TextInput
            label={t('funding.reason')}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" loading={change.busy} disabled={what === 'refuse' && reason.trim().length < 3}>
            {t(`funding.${what}`)}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

export function FundingDeskPage() {
  const { t } = useLocale();
  const [making, setMaking] = useState(false);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [times, setTimes] = useState(0);
  const add = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setMaking(true)}>
      {t('funding.new')}
    </Button>
  );
  return (
    <Page title={t('nav.fundingDesk')} lead={t('funding.leadStaff')} actions={add} width="wide">
      <FundingEntriesCard key={times} storeId={null} onDecide={(entry, what) => setAsked({ entry, what })} />
      {making && (
        <NewPayment
          onClose={() => setMaking(false)}
          onMade={() => {
            setMaking(false);
            setTimes(times + 1);
          }}
        />
      )}
      {asked && <Decision asked={asked} onClose={() => setAsked(null)} />}
    </Page>
  );
}
