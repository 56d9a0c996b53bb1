// The room of a store: how much is taken, and the limits for the store and for one creator.
import { Button, Group, NumberInput, Progress, SimpleGrid, Text } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { fieldsOf } from '../../api/client';
import { SetStorageQuotaDocument, StoreRoomDocument } from '../../api/generated';
import { useChange } from '../../api/use-change';
import { formatBytes } from '../../ui/format/size';
import { Card } from '../../ui/page';
import { FormError } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';

const GB = 1e9;

/** Whole bytes as text for the API; null for an empty field, which is the default. */
function bytesOf(gigabytes: number | string): string | null {
  return gigabytes === '' ? null : String(Math.round(Number(gigabytes) * GB));
}

export function StoreRoomCard({ storeId }: { storeId: string }) {
  const { t, locale } = useLocale();
  const [{ data }, ask] = useQuery({ query: StoreRoomDocument, variables: { storeId } });
  const save = useChange(SetStorageQuotaDocument, true);
  const [typed, setTyped] = useState<{ store?: number | string; creator?: number | string }>({});
  const room = data?.storeRoom;
  if (!room) return null;
  const taken = Number(room.usedBytes) + Number(room.expectedBytes);
  const used = { used: formatBytes(taken, locale), all: formatBytes(Number(room.quotaBytes), locale) };
  const store = typed.store ?? Number(room.quotaBytes) / GB;
  const creator = typed.creator ?? Number(room.creatorQuotaBytes) / GB;
  const fields = save.error ? fieldsOf(save.error) : {};
  const send = async () => {
    const limits = { storeId, storeBytes: bytesOf(store), creatorBytes: bytesOf(creator) };
    if (!(await save.run(limits, t('ui.saved')))) return;
    setTyped({});
    ask({ requestPolicy: 'network-only' });
  };
  return (
    <Card title={t('room.head')}>
      <form
        className="vt-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <div>
          <Progress
            value={Math.min(100, (taken / Number(room.quotaBytes)) * 100)}
            radius="xl"
            aria-label={t('room.used', used)}
          />
          <Text size="sm" mt={6}>
            {t('room.used', used)}
          </Text>
        </div>
        <Text size="sm" c="dimmed">
          {t('room.text')}
        </Text>
        <FormError error={save.error} />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <NumberInput
            label={t('room.store')}
            min={0.001}
            decimalScale={3}
            value={store}
            error={fields['storeBytes']}
            onChange={(value) => setTyped({ ...typed, store: value })}
          />
          <NumberInput
            label={t('room.creator')}
            min={0.001}
            decimalScale={3}
            value={creator}
            error={fields['creatorBytes']}
            onChange={(value) => setTyped({ ...typed, creator: value })}
          />
        </SimpleGrid>
        <Group justify="flex-end">
          <Button type="submit" variant="default" loading={save.busy}>
            {t('room.save')}
          </Button>
        </Group>
      </form>
    </Card>
  );
}
