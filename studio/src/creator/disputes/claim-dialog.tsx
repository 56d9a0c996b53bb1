// A creator claims an order that paid nothing: its number, day and sum as the buyer saw them, and what brought it.
import { Button, Group, Modal, SegmentedControl, Select, SimpleGrid, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useQuery } from 'urql';
import { fieldsOf } from '../../api/client';
import {
  ClaimLinksDocument,
  ClaimOrderDocument,
  ClaimStoresDocument,
  ClaimVideosDocument,
  MyPromoCodesDocument,
} from '../../api/generated';
import { useChange } from '../../api/use-change';
import { LONGEST, SHORTEST } from '../../disputes/answer-panel';
import { dayBefore } from '../../ui/format/time';
import { FormError } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';

const WAYS = ['video', 'code', 'link'] as const;
type Way = (typeof WAYS)[number];
const REACH_DAYS = 60;

type Choice = { value: string; label: string; storeId: string };

/** What the creator has of each kind, with its store. */
function useOwn(): Record<Way, Choice[]> {
  const [codes] = useQuery({ query: MyPromoCodesDocument });
  const [links] = useQuery({ query: ClaimLinksDocument });
  const [videos] = useQuery({ query: ClaimVideosDocument });
  return {
    code: (codes.data?.me?.creator?.promoCodes ?? []).map((one) => ({
      ...{ value: one.code, label: one.code, storeId: one.storeId },
    })),
    link: (links.data?.myLinks.nodes ?? []).map((one) => ({
      ...{ value: one.id, label: one.label ?? one.product?.title ?? one.url, storeId: one.storeId },
    })),
    video: (videos.data?.myVideos.nodes ?? []).map((one) => ({
      ...{ value: one.id, label: one.title, storeId: one.storeId },
    })),
  };
}

/** Stores in which the creator has anything that could have brought an order. */
function useStores(own: Record<Way, Choice[]>) {
  const [{ data }] = useQuery({ query: ClaimStoresDocument });
  const mine = new Set(WAYS.flatMap((way) => own[way].map((one) => one.storeId)));
  return (data?.stores.nodes ?? []).filter((store) => mine.has(store.id) && !store.sandbox);
}

type Form = { number: string; orderedOn: string; total: string; text: string };
const EMPTY: Form = { number: '', orderedOn: '', total: '', text: '' };

export function ClaimDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLocale();
  const navigate = useNavigate();
  const own = useOwn();
  const stores = useStores(own);
  const [storeId, setStoreId] = useState<string | null>(null);
  const [way, setWay] = useState<Way>('video');
  const [ref, setRef] = useState<string | null>(null);
  const [form, setForm] = useState(EMPTY);
  const claim = useChange(ClaimOrderDocument, true);
  const faults = claim.error ? fieldsOf(claim.error) : {};
  const store = stores.find((one) => one.id === storeId) ?? stores[0];
  const choices = own[way].filter((one) => one.storeId === store?.id);
  const chosen = choices.find((one) => one.value === ref) ?? choices[0];
  const type = (part: Partial<Form>) => setForm({ ...form, ...part });
  const ready = store && chosen && form.number.trim() && form.orderedOn && form.total.trim();
  const send = async () => {
    if (!store || !chosen) return;
    const input = { ...form, text: form.text.trim(), storeId: store.id, cameBy: way, cameRef: chosen.value };
    const done = await claim.run({ input }, t('disputes.sent'));
    if (done) void navigate(`/creator/disputes/${done.claimOrder.id}`);
  };
  return (
    <Modal opened onClose={onClose} title={t('disputes.claimTitle')} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <form
        className="vt-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Text c="dimmed">{t('disputes.claimIntro')}</Text>
        <Select
          label={t('uploads.store')}
          data={stores.map(({ id, name }) => ({ value: id, label: name }))}
          value={store?.id ?? null}
          allowDeselect={false}
          searchable
          onChange={setStoreId}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <TextInput
            label={t('disputes.number')}
            description={t('disputes.numberHint')}
            required
            maxLength={60}
            value={form.number}
            error={faults['number']}
            onChange={(event) => type({ number: event.currentTarget.value })}
          />
          <TextInput
            label={t('disputes.orderedOn')}
            description={t('disputes.orderedOnHint')}
            required
            type="date"
            min={dayBefore(REACH_DAYS)}
            max={dayBefore(0)}
            value={form.orderedOn}
            error={faults['orderedOn']}
            onChange={(event) => type({ orderedOn: event.currentTarget.value })}
          />
        </SimpleGrid>
        <TextInput
          label={t('disputes.total')}
          description={t('disputes.totalHint', { currency: store?.currency ?? '' })}
          required
          inputMode="decimal"
          placeholder="12990.00"
          value={form.total}
          error={faults['total']}
          onChange={(event) => type({ total: event.currentTarget.value })}
        />
        <div>
          <Text component="div" size="sm" fw={500} mb={4} id="claim-way">
            {t('disputes.cameBy')}
          </Text>
          <SegmentedControl
            fullWidth
            aria-labelledby="claim-way"
            value={way}
            data={WAYS.map((value) => ({ value, label: t(`disputes.by.${value}`) }))}
            onChange={(value) => setWay(WAYS.find((one) => one === value) ?? 'video')}
          />
        </div>
        {choices.length === 0 && <Text c="dimmed">{t('disputes.noneOwn')}</Text>}
        {choices.length > 0 && (
          <Select
            label={t(`disputes.which.${way}`)}
            data={choices.map(({ value, label }) => ({ value, label }))}
            value={chosen?.value ?? null}
            allowDeselect={false}
            searchable
            error={faults['cameRef']}
            onChange={setRef}
          />
        )}
        <Textarea
          label={t('disputes.say')}
          description={t('disputes.sayHint')}
          required
          autosize
          minRows={3}
          maxLength={LONGEST}
          value={form.text}
          error={faults['text']}
          onChange={(event) => type({ text: event.currentTarget.value })}
        />
        <FormError error={claim.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" disabled={!ready || form.text.trim().length < SHORTEST} loading={claim.busy}>
            {t('disputes.send')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
