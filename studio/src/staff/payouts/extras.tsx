// Two small desks of finance: a bonus or a correction for one creator, and the exchange rate from now on.
import { Button, Group, Select, SimpleGrid, TextInput } from '@mantine/core';
import { useState } from 'react';
import { fieldsOf } from '../../api/client';
import { AdjustEarningsDocument, PublishExchangeRateDocument } from '../../api/generated';
import { useChange } from '../../api/use-change';
import { Ask } from '../../ui/ask';
import { Card } from '../../ui/page';
import { FormError } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';

const decimal = (text: string): string => text.trim().replace(/\s/g, '').replace(',', '.');
const NOTHING = { creatorId: '', amount: '', reason: '' };
/** One key a form: pressing twice, or a lost answer, gives one bonus. */
const newKey = (): string => crypto.randomUUID();

type BonusProps = {
  storeId: string;
  creators: { value: string; label: string }[];
  currency: string;
  onDone: () => void;
};

export function BonusCard({ storeId, creators, currency, onDone }: BonusProps) {
  const { t } = useLocale();
  const [input, setInput] = useState(NOTHING);
  const [key, setKey] = useState(newKey);
  const [asking, setAsking] = useState(false);
  const adjust = useChange(AdjustEarningsDocument, true);
  const fields = adjust.error ? fieldsOf(adjust.error) : {};
  const give = async () => {
    const variables = { storeId, key, ...input, amount: decimal(input.amount) };
    const done = await adjust.run(variables, t('extras.given'));
    setAsking(false);
    if (!done) return;
    setInput(NOTHING);
    setKey(newKey());
    onDone();
  };
  const name = creators.find((one) => one.value === input.creatorId)?.label ?? input.creatorId;
  return (
    <Card title={t('extras.bonus')}>
      <form
        className="vt-stack"
        onSubmit={(event) => {
          event.preventDefault();
          setAsking(true);
        }}
      >
        <div className="vt-dim">{t('extras.bonusText')}</div>
        <FormError error={adjust.error} />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <Select
            label={t('batches.creator')}
            data={creators}
            searchable
            value={input.creatorId || null}
            onChange={(creatorId) => setInput({ ...input, creatorId: creatorId ?? '' })}
          />
          <TextInput
            label={t('extras.amount', { currency })}
            inputMode="decimal"
            value={input.amount}
            error={fields['amount']}
            onChange={(event) => setInput({ ...input, amount: event.currentTarget.value })}
          />
        </SimpleGrid>
        <TextInput
          label={t('extras.reason')}
          value={input.reason}
          error={fields['reason']}
          onChange={(event) => setInput({ ...input, reason: event.currentTarget.value })}
        />
        <Group justify="flex-end">
          <Button type="submit" disabled={!input.creatorId || !input.amount || input.reason.trim().length < 3}>
            {t('extras.give')}
          </Button>
        </Group>
      </form>
      <Ask
        opened={asking}
        title={t('extras.bonus')}
        text={t('extras.askBonus', { amount: input.amount, currency, name })}
        yes={t('extras.give')}
        busy={adjust.busy}
        onYes={() => void give()}
        onClose={() => setAsking(false)}
      />
    </Card>
  );
}

export function RateCard({ storeId, currency }: { storeId: string; currency: string }) {
  const { t } = useLocale();
  const [input, setInput] = useState({ base: 'USD', quote: currency, rate: '' });
  const publish = useChange(PublishExchangeRateDocument, true);
  const fields = publish.error ? fieldsOf(publish.error) : {};
  const change = (part: Partial<typeof input>) => setInput({ ...input, ...part });
  return (
    <Card title={t('extras.rate')}>
      <form
        className="vt-stack"
        onSubmit={(event) => {
          event.preventDefault();
          const variables = { storeId, ...input, rate: decimal(input.rate) };
          void publish.run(variables, t('extras.ratePublished')).then((done) => done && change({ rate: '' }));
        }}
      >
        <div className="vt-dim">{t('extras.rateText')}</div>
        <FormError error={publish.error} />
        <SimpleGrid cols={{ base: 1, xs: 3 }}>
          <TextInput
            label={t('extras.base')}
            maxLength={3}
            value={input.base}
            error={fields['base']}
            onChange={(event) => change({ base: event.currentTarget.value.toUpperCase() })}
          />
          <TextInput
            label={t('extras.quote')}
            maxLength={3}
            value={input.quote}
            error={fields['quote']}
            onChange={(event) => change({ quote: event.currentTarget.value.toUpperCase() })}
          />
          <TextInput
            label={t('extras.rateValue')}
            inputMode="decimal"
            placeholder="475.23"
            value={input.rate}
            error={fields['rate']}
            onChange={(event) => change({ rate: event.currentTarget.value })}
          />
        </SimpleGrid>
        <Group justify="flex-end">
          <Button type="submit" loading={publish.busy} disabled={!input.rate || input.base === input.quote}>
            {t('extras.publishRate')}
          </Button>
        </Group>
      </form>
    </Card>
  );
}
