// Promo codes: a shopper who types one is credited to the creator without any tracking.
import { Button, CopyButton, Group, Modal, Select, TextInput } from '@mantine/core';
import { IconCheck, IconCopy, IconPlus, IconQrcode, IconTag } from '@tabler/icons-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { fieldsOf } from '../api/client';
import { CreatePromoCodeDocument, MyPromoCodesDocument, UploadStoresDocument } from '../api/generated';
import { useChange } from '../api/use-change';
import { Chip } from '../ui/chip';
import { DataTable } from '../ui/data-table';
import { formatDate } from '../ui/format/time';
import { Card, Page } from '../ui/page';
import { EmptyState, ErrorState, FormError, RowsSkeleton } from '../ui/states';
import { useLocale } from '../ui/use-locale';
import { QrDialog } from './instruments/qr-dialog';

function NewCode({ opened, onClose, onMade }: { opened: boolean; onClose: () => void; onMade: () => void }) {
  const { t } = useLocale();
  const [{ data }] = useQuery({ query: UploadStoresDocument, variables: { search: null }, pause: !opened });
  const [chosen, setChosen] = useState<string | null>(null);
  const [code, setCode] = useState('');
  const create = useChange(CreatePromoCodeDocument, true);
  const stores = data?.stores.nodes ?? [];
  const storeId = chosen ?? stores[0]?.id ?? null;
  const save = async () => {
    if (!storeId || !(await create.run({ storeId, code: code.trim() }, t('codes.made', { code: code.trim() })))) return;
    setCode('');
    onMade();
  };
  return (
    <Modal opened={opened} onClose={onClose} title={t('codes.new')} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <form
        className="vt-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <FormError error={create.error} />
        <Select
          label={t('uploads.store')}
          data={stores.map((store) => ({ value: store.id, label: store.name }))}
          value={storeId}
          onChange={setChosen}
        />
        <TextInput
          label={t('codes.code')}
          description={t('codes.codeHint')}
          required
          maxLength={24}
          value={code}
          error={create.error ? fieldsOf(create.error)['code'] : undefined}
          onChange={(event) => setCode(event.currentTarget.value.toUpperCase())}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" loading={create.busy} disabled={!storeId || code.trim().length < 3}>
            {t('codes.create')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function CopyCode({ code }: { code: string }) {
  const { t } = useLocale();
  return (
    <CopyButton value={code}>
      {({ copied, copy }) => (
        <Button
          size="compact-sm"
          variant="default"
          onClick={copy}
          aria-label={t('codes.copy', { code })}
          rightSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
        >
          <span className="vt-mono">{code}</span>
        </Button>
      )}
    </CopyButton>
  );
}

export function CodesPage() {
  const { t, locale } = useLocale();
  const [{ data, error }, ask] = useQuery({ query: MyPromoCodesDocument });
  const [opened, setOpened] = useState(false);
  const [printed, setPrinted] = useState<string | null>(null);
  const again = () => ask({ requestPolicy: 'network-only' });
  const codes = data?.me?.creator?.promoCodes;
  const add = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setOpened(true)}>
      {t('codes.new')}
    </Button>
  );
  return (
    <Page title={t('nav.codes')} lead={t('codes.lead')} actions={add}>
      <Card flush>
        {error && !data && <ErrorState error={error} again={again} />}
        {!data && !error && <RowsSkeleton rows={3} />}
        {data && (codes ?? []).length === 0 && (
          <EmptyState icon={<IconTag size={26} aria-hidden />} title={t('codes.none')} text={t('codes.noneText')}>
            {add}
          </EmptyState>
        )}
        {codes && codes.length > 0 && (
          <DataTable
            caption={t('nav.codes')}
            rows={codes}
            rowKey={(code) => code.id}
            columns={[
              { key: 'code', header: t('codes.code'), lead: true, cell: (row) => <CopyCode code={row.code} /> },
              { key: 'store', header: t('uploads.store'), cell: (row) => row.storeName },
              {
                key: 'valid',
                header: t('codes.valid'),
                cell: (row) =>
                  row.validTo
                    ? `${formatDate(row.validFrom, locale)} – ${formatDate(row.validTo, locale)}`
                    : t('codes.since', { date: formatDate(row.validFrom, locale) }),
              },
              {
                key: 'state',
                header: t('codes.state'),
                cell: (row) => {
                  const over = row.validTo !== null && new Date(row.validTo) <= new Date();
                  return <Chip tone={over ? 'neutral' : 'success'}>{over ? t('codes.over') : t('codes.active')}</Chip>;
                },
              },
              {
                ...{ key: 'qr', header: '', end: true },
                cell: (row) => (
                  <Button
                    size="compact-sm"
                    variant="default"
                    leftSection={<IconQrcode size={14} aria-hidden />}
                    aria-label={t('links.qrOf', { title: row.code })}
                    onClick={() => setPrinted(row.code)}
                  >
                    QR
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Card>
      {printed && (
        <QrDialog title={printed} text={printed} fileName={`code-${printed}`} onClose={() => setPrinted(null)} />
      )}
      <NewCode
        opened={opened}
        onClose={() => setOpened(false)}
        onMade={() => {
          setOpened(false);
          again();
        }}
      />
    </Page>
  );
}
