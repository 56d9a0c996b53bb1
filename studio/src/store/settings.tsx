// A store's settings, a new store, and the way to the first one.
import { Button, Group, NumberInput, Select, SimpleGrid, TextInput } from '@mantine/core';
import { IconBuildingStore } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, Navigate, useNavigate } from 'react-router';
import { fieldsOf } from '../api/client';
import { CreateStoreDocument, UpdateStoreDocument, type StoreInput, type StorePartsFragment } from '../api/generated';
import { useSession } from '../api/session';
import { useChange } from '../api/use-change';
import { decimalText } from '../ui/format/money';
import { formatUnit } from '../ui/format/size';
import { Card, Page } from '../ui/page';
import { EmptyState, ErrorState, FormError, RowsSkeleton } from '../ui/states';
import { useLocale } from '../ui/use-locale';
import { BrandingCards } from './branding/branding-cards';
import { FIRST_MODE, ModerationModeFields } from './moderation-mode';
import { StoreRoomCard } from './room/room-card';
import { FIRST_RULES, StoreRulesFields } from './rules/store-rules';
import { useStore } from './use-store';

/** Fourteen days is the least that covers the usual return period. */
const SAFE_HOLD_DAYS = 14;
const CURRENCIES = ['KZT', 'UZS', 'KGS', 'RUB', 'TRY', 'AED', 'EUR', 'USD', 'GBP', 'PLN', 'JPY'];

function currencyChoices(locale: string): { value: string; label: string }[] {
  // Browsers have no Kazakh names of currencies; the code alone is understood.
  if (locale === 'kk') return CURRENCIES.map((code) => ({ value: code, label: code }));
  const names = new Intl.DisplayNames(locale, { type: 'currency' });
  return CURRENCIES.map((code) => ({ value: code, label: `${code} · ${names.of(code) ?? code}` }));
}

type FormProps = {
  first: StoreInput;
  fixed: boolean;
  busy: boolean;
  error: Parameters<typeof FormError>[0]['error'];
  yes: string;
  onSave: (input: StoreInput) => void;
};

function StoreForm({ first, fixed, busy, error, yes, onSave }: FormProps) {
  const { t, locale } = useLocale();
  const [input, setInput] = useState(first);
  const fields = error ? fieldsOf(error) : {};
  const change = (part: Partial<StoreInput>) => setInput({ ...input, ...part });
  return (
    <form
      className="vt-stack"
      onSubmit={(event) => {
        event.preventDefault();
        onSave({ ...input, name: input.name.trim(), url: input.url?.trim() || null });
      }}
    >
      <FormError error={error} />
      <TextInput
        label={t('settings.name')}
        required
        value={input.name}
        error={fields['name']}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <TextInput
        label={t('settings.url')}
        type="url"
        placeholder="https://"
        value={input.url ?? ''}
        error={fields['url']}
        onChange={(event) => change({ url: event.currentTarget.value })}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Select
          label={t('settings.currency')}
          description={fixed ? t('settings.currencyFixed') : t('settings.currencyHint')}
          data={currencyChoices(locale)}
          searchable
          disabled={fixed}
          value={input.currency}
          onChange={(currency) => currency && change({ currency })}
        />
        <Select
          label={t('settings.timezone')}
          description={t('settings.timezoneHint')}
          data={[...new Set([...Intl.supportedValuesOf('timeZone'), input.timezone])]}
          searchable
          limit={40}
          value={input.timezone}
          onChange={(timezone) => timezone && change({ timezone })}
        />
        <NumberInput
          label={t('settings.rate')}
          description={t(fixed ? 'settings.ratePlan' : 'settings.rateHint')}
          disabled={fixed}
          suffix=" %"
          min={0}
          max={100}
          decimalScale={2}
          value={input.rateBps / 100}
          error={fields['rateBps']}
          onChange={(value) => change({ rateBps: Math.round(Number(value) * 100) })}
        />
        <NumberInput
          label={t('settings.hold')}
          description={t('settings.holdHint')}
          min={0}
          max={180}
          allowDecimal={false}
          value={input.holdDays}
          error={fields['holdDays']}
          onChange={(value) => change({ holdDays: Number(value) })}
        />
      </SimpleGrid>
      <NumberInput
        label={t('settings.disputeDays')}
        description={t('settings.disputeDaysHint')}
        min={1}
        max={30}
        allowDecimal={false}
        value={input.disputeDays ?? 7}
        error={fields['disputeDays']}
        onChange={(value) => change({ disputeDays: Number(value) })}
      />
      <TextInput
        label={t('settings.newCreatorDaily')}
        description={t('settings.newCreatorDailyHint')}
        inputMode="decimal"
        rightSection={<span aria-hidden>{input.currency}</span>}
        rightSectionWidth={56}
        value={input.newCreatorDaily ?? ''}
        error={fields['newCreatorDaily']}
        onChange={(event) => change({ newCreatorDaily: event.currentTarget.value || null })}
      />
      {input.holdDays < SAFE_HOLD_DAYS && (
        <div className="vt-notice" data-tone="warning" role="status">
          <div>{t('settings.holdShort')}</div>
        </div>
      )}
      <ModerationModeFields input={input} error={fields['trustedAfter']} onChange={change} />
      <StoreRulesFields input={input} fixed={fixed} errors={fields} onChange={change} />
      <Group justify="flex-end">
        <Button type="submit" loading={busy} disabled={!input.name.trim()}>
          {yes}
        </Button>
      </Group>
    </form>
  );
}

function inputOf(store: StorePartsFragment): StoreInput {
  const { name, url, currency, timezone, plan, moderationMode, trustedAfter } = store;
  const { rateBps, holdDays } = plan;
  const { oneVideoPerCreator, sandbox, sandboxApproveMinutes, disputeDays, referralBps } = store;
  const daily = store.newCreatorDaily;
  const newCreatorDaily = daily ? decimalText(daily.amountMinor, daily.decimals) : null;
  const own = { oneVideoPerCreator, sandbox, sandboxApproveMinutes, newCreatorDaily, disputeDays, referralBps };
  const rules = { moderationMode, trustedAfter, ...own };
  return { name, url, currency, timezone, rateBps, holdDays, ...rules };
}

export function SettingsPage() {
  const { t, locale } = useLocale();
  const { store, stores, error, again } = useStore();
  const update = useChange(UpdateStoreDocument, true);
  const another = (
    <Button component={Link} to="/store/new" variant="default">
      {t('nav.newStore')}
    </Button>
  );
  return (
    <Page title={t('nav.settings')} lead={t('settings.lead')} width="narrow" actions={another}>
      {error && !stores && <ErrorState error={error} again={again} />}
      {!stores && !error && <RowsSkeleton />}
      {store && (
        <div className="vt-cards">
          <Card title={t('settings.store')}>
            <StoreForm
              key={store.id}
              first={inputOf(store)}
              fixed
              busy={update.busy}
              error={update.error}
              yes={t('ui.save')}
              onSave={(input) => void update.run({ id: store.id, input }, t('ui.saved'))}
            />
          </Card>
          <BrandingCards key={`branding-${store.id}`} storeId={store.id} />
          <StoreRoomCard key={`room-${store.id}`} storeId={store.id} />
          <Card title={t('settings.windows')}>
            <p className="vt-card-lead">{t('settings.windowsLead')}</p>
            <dl className="vt-facts">
              {store.plan.windows.map((window) => (
                <div key={window.instrument}>
                  <dt>{t(`instrument.${window.instrument}`, { defaultValue: window.instrument })}</dt>
                  <dd>{formatUnit(window.hours, 'hour', locale)}</dd>
                </div>
              ))}
            </dl>
          </Card>
        </div>
      )}
    </Page>
  );
}

export function NewStorePage() {
  const { t } = useLocale();
  const navigate = useNavigate();
  const { renew } = useSession();
  const create = useChange(CreateStoreDocument, true);
  const save = async (input: StoreInput) => {
    const data = await create.run({ input }, t('settings.made', { name: input.name }));
    if (!data) return;
    await navigate(`/store/${data.createStore.id}/keys`);
    renew();
  };
  const first: StoreInput = {
    name: '',
    url: '',
    currency: 'KZT',
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    rateBps: 1000,
    holdDays: SAFE_HOLD_DAYS,
    ...FIRST_MODE,
    ...FIRST_RULES,
  };
  return (
    <Page title={t('nav.newStore')} lead={t('settings.newLead')} width="narrow">
      <Card>
        <StoreForm
          first={first}
          fixed={false}
          busy={create.busy}
          error={create.error}
          yes={t('settings.create')}
          onSave={(input) => void save(input)}
        />
      </Card>
    </Page>
  );
}

/** `/store` without an id: the first store, or the invitation to make one. */
export function FirstStore() {
  const { t } = useLocale();
  const { stores, error, again } = useStore();
  const kept = localStorage.getItem('vitrina.studio.store');
  const first = stores?.find((store) => store.id === kept) ?? stores?.[0];
  if (first) return <Navigate to={`/store/${first.id}`} replace />;
  return (
    <Page title={t('nav.group_store')}>
      {error && !stores && <ErrorState error={error} again={again} />}
      {!stores && !error && <RowsSkeleton />}
      {stores && (
        <Card>
          <EmptyState
            icon={<IconBuildingStore size={26} aria-hidden />}
            title={t('settings.none')}
            text={t('settings.noneText')}
          >
            <Button component={Link} to="/store/new">
              {t('nav.newStore')}
            </Button>
          </EmptyState>
        </Card>
      )}
    </Page>
  );
}
