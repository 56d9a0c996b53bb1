// Receipts of shoppers who used the creator's code, for shops that tell of no orders by themselves.
import { Button, Group, Modal, SegmentedControl, Select, SimpleGrid, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconReceipt } from '@tabler/icons-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { fieldsOf } from '../../api/client';
import {
  ClaimReceiptDocument,
  MyPromoCodesDocument,
  MyReceiptClaimsDocument,
  WithdrawReceiptDocument,
  type ReceiptCardFragment,
} from '../../api/generated';
import { useChange } from '../../api/use-change';
import { usePages } from '../../api/use-pages';
import { DataTable, Pager, type Column } from '../../ui/data-table';
import { Card, Page } from '../../ui/page';
import { EmptyState, ErrorState, FormError, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { ReceiptChip, useReceiptColumns } from '../../store/files/receipts';

const PAGE = 20;
const TYPED = ['register', 'number', 'total', 'boughtAt'] as const;

function NewReceipt({ onClose, onMade }: { onClose: () => void; onMade: () => void }) {
  const { t } = useLocale();
  const [{ data }] = useQuery({ query: MyPromoCodesDocument });
  const codes = data?.me?.creator?.promoCodes ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const [way, setWay] = useState<'qr' | 'typed'>('qr');
  const [qr, setQr] = useState('');
  const [typed, setTyped] = useState<Record<string, string>>({});
  const claim = useChange(ClaimReceiptDocument, true);
  const code = codes.find((one) => one.id === chosen) ?? codes[0];
  const faults = claim.error ? fieldsOf(claim.error) : {};
  const save = async () => {
    if (!code) return;
    const said =
      way === 'qr' ? { qr: qr.trim() } : Object.fromEntries(TYPED.map((name) => [name, typed[name]?.trim()]));
    if (await claim.run({ input: { storeId: code.storeId, code: code.code, ...said } }, t('receipts.brought')))
      onMade();
  };
  return (
    <Modal opened onClose={onClose} title={t('receipts.new')} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <form
        className="vt-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {data && codes.length === 0 && (
          <div className="vt-notice" data-tone="info">
            <div>{t('receipts.noCodes')}</div>
          </div>
        )}
        <Select
          label={t('receipts.whichCode')}
          data={codes.map((one) => ({ value: one.id, label: `${one.code} · ${one.storeName}` }))}
          value={code?.id ?? null}
          allowDeselect={false}
          onChange={setChosen}
        />
        <SegmentedControl
          fullWidth
          aria-label={t('receipts.way')}
          value={way}
          data={[
            { value: 'qr', label: t('receipts.way_qr') },
            { value: 'typed', label: t('receipts.way_typed') },
          ]}
          onChange={(value) => setWay(value === 'typed' ? 'typed' : 'qr')}
        />
        {way === 'qr' ? (
          <Textarea
            label={t('receipts.qr')}
            description={t('receipts.qrHint')}
            required
            autosize
            minRows={2}
            maxLength={1000}
            value={qr}
            error={faults['qr']}
            onChange={(event) => setQr(event.currentTarget.value)}
          />
        ) : (
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            {TYPED.map((name) => (
              <TextInput
                key={name}
                label={t(`receipts.field_${name}`)}
                placeholder={t(`receipts.like_${name}`)}
                required
                inputMode={name === 'boughtAt' ? 'text' : name === 'total' ? 'decimal' : 'numeric'}
                value={typed[name] ?? ''}
                error={faults[name]}
                onChange={(event) => setTyped({ ...typed, [name]: event.currentTarget.value })}
              />
            ))}
          </SimpleGrid>
        )}
        <FormError error={claim.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" loading={claim.busy} disabled={!code}>
            {t('receipts.send')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

export function CreatorReceiptsPage() {
  const { t } = useLocale();
  const pages = usePages(PAGE);
  const variables = { first: PAGE, after: pages.after };
  const [{ data, error }, ask] = useQuery({ query: MyReceiptClaimsDocument, variables });
  const [making, setMaking] = useState(false);
  const withdraw = useChange(WithdrawReceiptDocument);
  const again = () => ask({ requestPolicy: 'network-only' });
  const list = data?.myReceiptClaims;
  const add = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setMaking(true)}>
      {t('receipts.new')}
    </Button>
  );
  const columns: Column<ReceiptCardFragment>[] = [
    ...useReceiptColumns(),
    { key: 'store', header: t('uploads.store'), cell: (one) => one.storeName },
    {
      ...{ key: 'state', header: t('orderFiles.status') },
      cell: (one) => (
        <span className="vt-two">
          <span>
            <ReceiptChip state={one.state} />
          </span>
          {one.note && <small>{one.note}</small>}
        </span>
      ),
    },
    {
      ...{ key: 'actions', header: '', end: true },
      cell: (one) =>
        ['accepted', 'withdrawn'].includes(one.state) ? null : (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={t('receipts.withdrawOf', { number: one.number })}
            onClick={() => void withdraw.run({ id: one.id }, t('receipts.withdrawn')).then(again)}
          >
            {t('receipts.withdraw')}
          </Button>
        ),
    },
  ];
  return (
    <Page title={t('receipts.title')} lead={t('receipts.creatorLead')} actions={add} width="wide">
      <Card flush>
        {error && !list && <ErrorState error={error} again={again} />}
        {!list && !error && <RowsSkeleton rows={3} />}
        {list?.nodes.length === 0 && (
          <EmptyState
            icon={<IconReceipt size={26} aria-hidden />}
            title={t('receipts.none')}
            text={t('receipts.creatorNone')}
          >
            {add}
          </EmptyState>
        )}
        {list && list.nodes.length > 0 && (
          <DataTable caption={t('receipts.title')} columns={columns} rows={list.nodes} rowKey={(one) => one.id} />
        )}
        {list && (
          <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />
        )}
      </Card>
      {making && (
        <NewReceipt
          onClose={() => setMaking(false)}
          onMade={() => {
            setMaking(false);
            again();
          }}
        />
      )}
    </Page>
  );
}
