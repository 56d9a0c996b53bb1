// Where a creator's money goes and how it is taxed: shown by its ends, written whole, looked at by staff after each change.
import { Button, Group, Modal, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { fieldsOf } from '../../api/client';
import {
  MyPayoutProfileDocument,
  SavePayoutProfileDocument,
  TaxStatusesDocument,
  type ProfilePartsFragment,
} from '../../api/generated';
import { useChange } from '../../api/use-change';
import { Chip } from '../../ui/chip';
import { formatDate } from '../../ui/format/time';
import { Card } from '../../ui/page';
import { ErrorState, FormError, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';

export const COUNTRIES = ['KZ', 'RU', 'US', 'EU'] as const;
const EMPTY = { country: 'KZ', taxStatus: 'none', name: '', taxNumber: '', account: '', bankCode: '', minAmount: '' };
const TEXTS = ['name', 'taxNumber', 'account', 'bankCode', 'minAmount'] as const;

function ProfileForm({ opened, onClose, onSaved }: { opened: boolean; onClose: () => void; onSaved: () => void }) {
  const { t } = useLocale();
  const [form, setForm] = useState(EMPTY);
  const save = useChange(SavePayoutProfileDocument, true);
  const wrong = save.error ? fieldsOf(save.error) : {};
  const [{ data }] = useQuery({ query: TaxStatusesDocument, variables: { country: form.country }, pause: !opened });
  const statuses = data?.taxStatuses.country === form.country ? data.taxStatuses.statuses : ['none'];
  const put = (part: Partial<typeof EMPTY>) => setForm({ ...form, ...part });
  const send = async () => {
    if (!(await save.run({ input: form }, t('payouts.saved')))) return;
    setForm(EMPTY);
    onSaved();
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('payouts.details')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form
        className="vt-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <FormError error={save.error} />
        <Select
          label={t('payouts.country')}
          data={COUNTRIES.map((value) => ({ value, label: t(`countries.${value}`) }))}
          value={form.country}
          error={wrong['country']}
          onChange={(value) => put({ country: value ?? 'KZ', taxStatus: 'none' })}
        />
        <Select
          label={t('payouts.status')}
          description={t('payouts.statusHint')}
          data={statuses.map((value) => ({ value, label: t(`taxStatus.${value}`) }))}
          value={form.taxStatus}
          error={wrong['taxStatus']}
          onChange={(value) => put({ taxStatus: value ?? 'none' })}
        />
        {TEXTS.map((name) => (
          <TextInput
            key={name}
            label={t(`payouts.field_${name}`)}
            description={t(`payouts.hint_${name}`, { defaultValue: '' })}
            required={name !== 'minAmount' && (name !== 'taxNumber' || form.taxStatus !== 'none')}
            value={form[name]}
            error={wrong[name]}
            onChange={(event) => put({ [name]: event.currentTarget.value })}
          />
        ))}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" loading={save.busy}>
            {t('ui.save')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function Details({ profile }: { profile: ProfilePartsFragment }) {
  const { t, locale } = useLocale();
  const rows: [string, string][] = [
    [t('payouts.field_account'), profile.account],
    [t('payouts.field_bankCode'), profile.bankCode],
    [t('payouts.country'), t(`countries.${profile.country}`, { defaultValue: profile.country })],
    [t('payouts.status'), t(`taxStatus.${profile.taxStatus}`)],
    [t('payouts.field_minAmount'), profile.minAmount],
  ];
  return (
    <>
      <dl className="vt-facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {profile.taxStatus !== 'none' && (
        <Chip tone={profile.confirmed ? 'success' : 'warning'}>
          {profile.confirmed && profile.checkedAt
            ? t('payouts.statusSeen', { day: formatDate(profile.checkedAt, locale) })
            : t('payouts.statusUnseen')}
        </Chip>
      )}
    </>
  );
}

export function ProfileCard() {
  const { t } = useLocale();
  const [{ data, error }, ask] = useQuery({ query: MyPayoutProfileDocument });
  const [opened, setOpened] = useState(false);
  const again = () => ask({ requestPolicy: 'network-only' });
  const profile = data?.myPayoutProfile;
  return (
    <Card
      title={t('payouts.details')}
      aside={
        <Button variant={profile ? 'default' : 'filled'} onClick={() => setOpened(true)}>
          {profile ? t('payouts.change') : t('payouts.fillIn')}
        </Button>
      }
    >
      {error && !data && <ErrorState error={error} again={again} />}
      {!data && !error && <RowsSkeleton rows={2} />}
      {data && !profile && <p className="vt-dim">{t('payouts.noDetails')}</p>}
      {profile && <Details profile={profile} />}
      <ProfileForm
        opened={opened}
        onClose={() => setOpened(false)}
        onSaved={() => {
          setOpened(false);
          again();
        }}
      />
    </Card>
  );
}
