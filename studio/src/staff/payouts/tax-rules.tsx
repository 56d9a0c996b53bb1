// Tax rules of a store's programme: what the sources say, and whether an accountant answers for it. No tax advice.
import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { fieldsOf } from '../../api/client';
import { ConfirmTaxRuleDocument, TaxRulesDocument, type TaxRulePartsFragment } from '../../api/generated';
import { hasRole, useMe } from '../../api/session';
import { useChange } from '../../api/use-change';
import { Chip } from '../../ui/chip';
import { formatRate } from '../../ui/format/size';
import { formatDate, formatDay } from '../../ui/format/time';
import { Card, Page } from '../../ui/page';
import { ErrorState, FormError, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { useChosenStore } from './payouts';

type Rule = TaxRulePartsFragment;

function Confirm({ storeId, rule, onClose }: { storeId: string; rule: Rule; onClose: () => void }) {
  const { t } = useLocale();
  const [name, setName] = useState('');
  const [day, setDay] = useState(new Date().toISOString().slice(0, 10));
  const [articles, setArticles] = useState<Record<string, string>>({});
  const confirm = useChange(ConfirmTaxRuleDocument, true);
  const wrong = confirm.error ? fieldsOf(confirm.error) : {};
  const enabled = !rule.enabled;
  const send = async () => {
    const input = {
      ...{ storeId, ruleId: rule.id, enabled, accountantName: name, confirmedOn: day },
      articles: Object.entries(articles).map(([code, article]) => ({ code, article })),
    };
    if (await confirm.run({ input }, t('ui.saved'))) onClose();
  };
  return (
    <form
      className="vt-stack"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div>{enabled ? t('taxRules.enableText') : t('taxRules.disableText')}</div>
      <FormError error={confirm.error} />
      <TextInput
        required
        label={t('taxRules.accountant')}
        value={name}
        error={wrong['accountantName']}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        required
        type="date"
        label={t('taxRules.day')}
        value={day}
        error={wrong['confirmedOn']}
        onChange={(event) => setDay(event.currentTarget.value)}
      />
      {enabled &&
        rule.lawMissing.map((code) => (
          <TextInput
            key={code}
            required
            label={t('taxRules.article', { code })}
            value={articles[code] ?? ''}
            error={wrong['articles']}
            onChange={(event) => setArticles({ ...articles, [code]: event.currentTarget.value })}
          />
        ))}
      <Button type="submit" loading={confirm.busy} color={enabled ? 'iris' : 'red.8'}>
        {enabled ? t('taxRules.enable') : t('taxRules.disable')}
      </Button>
    </form>
  );
}

function RuleCard({ storeId, rule }: { storeId: string; rule: Rule }) {
  const { t, locale } = useLocale();
  const me = useMe();
  const [opened, setOpened] = useState(false);
  const period = `${formatDate(rule.effectiveFrom, locale)} – ${rule.effectiveTo ? formatDate(rule.effectiveTo, locale) : '…'}`;
  const title = `${rule.country === '*' ? t('taxRules.anyCountry') : rule.country} · ${t(`taxStatus.${rule.status}`)}`;
  const isFree = rule.status === 'none';
  return (
    <Card
      title={title}
      aside={
        <Group gap="xs">
          <Chip tone={rule.enabled ? 'success' : 'neutral'}>{t(rule.enabled ? 'taxRules.works' : 'taxRules.off')}</Chip>
          {!isFree && hasRole(me, 'finance') && (
            <Button
              size="compact-sm"
              variant="light"
              aria-label={t('taxRules.changeOf', { title })}
              onClick={() => setOpened(true)}
            >
              {rule.enabled ? t('taxRules.disable') : t('taxRules.enable')}
            </Button>
          )}
        </Group>
      }
    >
      <div className="vt-stack">
        <div className="vt-dim">{period}</div>
        {rule.accountantName && rule.confirmedOn && (
          <div>{t('taxRules.by', { name: rule.accountantName, day: formatDay(rule.confirmedOn, locale) })}</div>
        )}
        {rule.items.length === 0 && <div>{t('payouts.nothingWithheld')}</div>}
        {rule.items.length > 0 && (
          <ul>
            {rule.items.map((item) => (
              <li key={item.code} className="vt-break">
                <strong>{item.code}</strong> {item.rates.map((step) => formatRate(step.rateBps, locale)).join(' / ')}
                {item.byCreator ? '' : `, ${t('payouts.onTop')}`}
                {item.law ? ` · ${item.law}` : ''}
                <br />
                <small className="vt-dim">
                  {item.certainty}: {item.source}
                </small>
              </li>
            ))}
          </ul>
        )}
        {rule.notes.map((note) => (
          <div key={note} className="vt-dim vt-break">
            {note}
          </div>
        ))}
      </div>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={title}
        closeButtonProps={{ 'aria-label': t('ui.close') }}
      >
        <Confirm storeId={storeId} rule={rule} onClose={() => setOpened(false)} />
      </Modal>
    </Card>
  );
}

function Rules({ storeId }: { storeId: string }) {
  const [{ data, error }, ask] = useQuery({ query: TaxRulesDocument, variables: { storeId } });
  if (error && !data) return <ErrorState error={error} again={() => ask({ requestPolicy: 'network-only' })} />;
  if (!data) return <RowsSkeleton rows={4} />;
  return data.taxRules.map((rule) => <RuleCard key={rule.id} storeId={storeId} rule={rule} />);
}

export function TaxRulesPage() {
  const { t } = useLocale();
  const { storeId, choice } = useChosenStore();
  return (
    <Page title={t('nav.taxRules')} lead={t('taxRules.lead')} actions={choice}>
      <div className="vt-cards">{storeId ? <Rules key={storeId} storeId={storeId} /> : <RowsSkeleton rows={4} />}</div>
    </Page>
  );
}
