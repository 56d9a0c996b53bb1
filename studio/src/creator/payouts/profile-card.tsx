// Where a creator's money goes and how it is taxed: shown by its ends, written whole, looked at by staff after each change.
import { Button, Group, Modal, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { fieldsOf } from '../../api/client';
import {
  MyPayoutProfileDocument,
  SavePayoutProfileDocument,
  TaxStatusesDocument,
  type MyPayoutProfileQuery,
  type PayoutMethod,
  type ProfilePartsFragment,
} from '../../api/generated';
import { useChange } from '../../api/use-change';
import { Chip } from '../../ui/chip';
import { formatDate } from '../../ui/format/time';
import { Card } from '../../ui/page';
import { ErrorState, FormError, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';

export const COUNTRIES = ['KZ', 'RU', 'US', 'EU'] as const;
const EMPTY = {
  ...{ country: 'KZ', taxStatus: 'none', name: '', taxNumber: '', method: 'bank' as PayoutMethod, account: '' },
  ...{ bankCode: '', currency: '', minAmount: '' },
};
const TEXTS = {
  bank: ['account', 'bankCode', 'minAmount'],
  paypal: ['account', 'minAmount'],
} as const;
type Ways = MyPayoutProfileQuery['payoutWays'];

/** The way the money goes, and what each way asks for. A way that is not set up here is shown with its reason. */
function MethodFields(props: {
  form: typeof EMPTY;
  ways: Ways;
  wrong: Record<string, string>;
  put: (part: Partial<typeof EMPTY>) => void;
}) {
  const { form, ways, wrong, put } = props;
  const { t } = useLocale();
  const currencies = ways.find((way) => way.method === form.method)?.currencies ?? null;
  const isShut = ways.some((way) => way.gap !== null);
  const ofPaypal: Record<string, string> = form.method === 'paypal' ? { account: 'email', minAmount: 'minPaypal' } : {};
  const word = (name: string) => ofPaypal[name] ?? name;
  return (
    <>
      <Select
        label={t('payouts.method')}
        description={isShut ? t('payouts.methodShut') : undefined}
        data={ways.map((way) => ({
          ...{ value: way.method, label: t(`payoutMethod.${way.method}`), disabled: way.gap !== null },
        }))}
        value={form.method}
        error={wrong['method']}
        allowDeselect={false}
        onChange={(value) =>
          put({ method: (value ?? 'bank') as PayoutMethod, account: '', bankCode: '', currency: '' })
        }
      />
      {currencies && (
        <Select
          required
          searchable
          label={t('payouts.currency')}
          description={t('payouts.currencyHint')}
          data={currencies}
          value={form.currency || null}
          error={wrong['currency']}
          onChange={(value) => put({ currency: value ?? '' })}
        />
      )}
      {TEXTS[form.method].map((name) => (
        <TextInput
          key={name}
          type={word(name) === 'email' ? 'email' : 'text'}
          label={t(`payouts.field_${word(name)}`)}
          description={t(`payouts.hint_${word(name)}`, { defaultValue: '' })}
          required={name !== 'minAmount'}
          value={form[name]}
          error={wrong[name]}
          onChange={(event) => put({ [name]: event.currentTarget.value })}
        />
      ))}
    </>
  );
}

function ProfileForm(props: { opened: boolean; ways: Ways; onClose: () => void; onSaved: () => void }) {
  const { opened, ways, onClose, onSaved } = props;
  const { t } = useLocale();
  const [form, setForm] = useState(EMPTY);
  const save = useChange(SavePayoutProfileDocument, true);
  const wrong = save.error ? fieldsOf(save.error) : {};
  const [{ data }] = useQuery({ query: TaxStatusesDocument, variables: { country: form.country }, pause: !opened });
  const statuses = data?.taxStatuses.country === form.country ? data.taxStatuses.statuses : ['none'];
  const put = (part: Partial<typeof EMPTY>) => setForm({ ...form, ...part });
  const send = async () => {
    const { bankCode, currency, ...own } = form;
    const input = { ...own, bankCode: bankCode || null, currency: currency || null };
    if (!(await save.run({ input }, t('payouts.saved')))) return;
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
        {(['name', 'taxNumber'] as const).map((name) => (
          <TextInput
            key={name}
            label={t(`payouts.field_${name}`)}
            required={name === 'name' || form.taxStatus !== 'none'}
            value={form[name]}
            error={wrong[name]}
            onChange={(event) => put({ [name]: event.currentTarget.value })}
          />
        ))}
        <MethodFields form={form} ways={ways} wrong={wrong} put={put} />
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
  const isBank = profile.method === 'bank';
  const rows: [string, string][] = [
    [t('payouts.method'), t(`payoutMethod.${profile.method}`)],
    [t(isBank ? 'payouts.field_account' : 'payouts.field_email'), profile.account],
    ...(profile.bankCode ? [[t('payouts.field_bankCode'), profile.bankCode] as [string, string]] : []),
    ...(profile.currency ? [[t('payouts.currency'), profile.currency] as [string, string]] : []),
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
        ways={data?.payoutWays ?? []}
        onClose={() => setOpened(false)}
        onSaved={() => {
          setOpened(false);
          again();
        }}
      />
    </Card>
  );
}
