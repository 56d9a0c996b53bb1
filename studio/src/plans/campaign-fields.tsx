// Campaigns of a draft: a span of days, perhaps some products and creators, and a budget that may be used up.
import { Button, Group, SimpleGrid, TagsInput, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Card } from '../ui/page';
import { useLocale } from '../ui/use-locale';
import { RemoveButton } from './draft-form';
import { nextId, type CampaignForm } from './terms-form';

type Props = {
  campaigns: CampaignForm[];
  fields: Record<string, string>;
  currency: string;
  onChange: (campaigns: CampaignForm[]) => void;
};

/** `datetime-local` speaks of the reader's own clock. */
const localOf = (iso: string): string => {
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};
const isoOf = (local: string): string => (local ? new Date(local).toISOString() : '');
const listOf = (list: string[]): string[] | null => (list.length > 0 ? list : null);

export function CampaignFields({ campaigns, fields, currency, onChange }: Props) {
  const { t } = useLocale();
  const add = () => {
    const from = new Date(Date.now() + 3_600_000);
    const to = new Date(from.getTime() + 14 * 86_400_000);
    const key = `new-${nextId()}`;
    const span = { activeFrom: from.toISOString(), activeTo: to.toISOString() };
    onChange([
      ...campaigns,
      { id: nextId(), key, name: '', ...span, productIds: null, creatorIds: null, budget: '', dailyBudget: '' },
    ]);
  };
  return (
    <Card title={t('plans.campaigns')}>
      <div className="vt-stack">
        <div className="vt-dim">{t('plans.campaignsText')}</div>
        {campaigns.map((one, at) => {
          const error = (name: string) => fields[`campaigns.${at}.${name}`];
          const change = (part: Partial<CampaignForm>) =>
            onChange(campaigns.map((other) => (other.id === one.id ? { ...one, ...part } : other)));
          return (
            <fieldset key={one.id} className="vt-plan-row">
              <legend>{t('plans.campaignNumber', { number: at + 1 })}</legend>
              <SimpleGrid cols={{ base: 1, xs: 2 }}>
                <TextInput
                  label={t('plans.campaignName')}
                  value={one.name}
                  error={error('name')}
                  onChange={(event) => change({ name: event.currentTarget.value })}
                />
                <TextInput
                  label={t('plans.budgetIn', { currency })}
                  inputMode="decimal"
                  placeholder={t('plans.noCap')}
                  value={one.budget ?? ''}
                  error={error('budget')}
                  onChange={(event) => change({ budget: event.currentTarget.value })}
                />
                <TextInput
                  label={t('plans.dailyBudgetIn', { currency })}
                  description={t('plans.dailyBudgetText')}
                  inputMode="decimal"
                  placeholder={t('plans.noCap')}
                  value={one.dailyBudget ?? ''}
                  error={error('dailyBudget')}
                  onChange={(event) => change({ dailyBudget: event.currentTarget.value })}
                />
                <TextInput
                  type="datetime-local"
                  label={t('plans.begins')}
                  value={localOf(one.activeFrom)}
                  error={error('activeFrom')}
                  onChange={(event) =>
                    event.currentTarget.value && change({ activeFrom: isoOf(event.currentTarget.value) })
                  }
                />
                <TextInput
                  type="datetime-local"
                  label={t('plans.ends')}
                  value={localOf(one.activeTo)}
                  error={error('activeTo')}
                  onChange={(event) =>
                    event.currentTarget.value && change({ activeTo: isoOf(event.currentTarget.value) })
                  }
                />
                <TagsInput
                  label={t('plans.products')}
                  placeholder={one.productIds?.length ? '' : t('plans.all')}
                  value={one.productIds ?? []}
                  error={error('productIds')}
                  onChange={(list) => change({ productIds: listOf(list) })}
                />
                <TagsInput
                  label={t('plans.creators')}
                  placeholder={one.creatorIds?.length ? '' : t('plans.all')}
                  value={one.creatorIds ?? []}
                  error={error('creatorIds')}
                  onChange={(list) => change({ creatorIds: listOf(list) })}
                />
              </SimpleGrid>
              <Group justify="flex-end">
                <RemoveButton
                  label={t('plans.removeCampaign', { number: at + 1 })}
                  onClick={() => onChange(campaigns.filter((other) => other.id !== one.id))}
                />
              </Group>
              {fields[`campaigns.${at}`] && <p className="vt-field-error">{fields[`campaigns.${at}`]}</p>}
            </fieldset>
          );
        })}
        <div>
          <Button variant="light" leftSection={<IconPlus size={18} aria-hidden />} onClick={add}>
            {t('plans.addCampaign')}
          </Button>
        </div>
      </div>
    </Card>
  );
}
