// Receipts that creators brought for their codes: the shop looks, and accepts or disputes.
import { Button, Group, Textarea } from '@mantine/core';
import { IconReceipt } from '@tabler/icons-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { JudgeReceiptDocument, ReceiptClaimsDocument, type ReceiptCardFragment } from '../../api/generated';
import { useChange } from '../../api/use-change';
import { usePages } from '../../api/use-pages';
import { Ask } from '../../ui/ask';
import { Chip, type Tone } from '../../ui/chip';
import { DataTable, Pager, type Column } from '../../ui/data-table';
import { formatMoment } from '../../ui/format/time';
import { Card, Page } from '../../ui/page';
import { EmptyState, ErrorState, FormError, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { useStore } from '../use-store';
import { FilesTabs } from './tabs';

type Receipt = ReceiptCardFragment;
const PAGE = 20;
const TONES: Record<string, Tone> = {
  ...{ matched: 'info', unmatched: 'warning', accepted: 'success', disputed: 'danger', withdrawn: 'neutral' },
};

export function ReceiptChip({ state }: { state: string }) {
  const { t } = useLocale();
  return <Chip tone={TONES[state] ?? 'neutral'}>{t(`receipts.state_${state}`)}</Chip>;
}

/** Number, register, sum and moment: what both pages of receipts show first. */
export function useReceiptColumns(): Column<Receipt>[] {
  const { t, locale, money } = useLocale();
  return [
    {
      ...{ key: 'receipt', header: t('receipts.receipt'), lead: true },
      cell: (one) => (
        <span className="vt-two">
          <span>{t('receipts.number', { number: one.number })}</span>
          <small>{t('receipts.register', { register: one.register })}</small>
        </span>
      ),
    },
    { key: 'total', header: t('orders.total'), end: true, cell: (one) => money(one.total) },
    { key: 'bought', header: t('receipts.bought'), cell: (one) => formatMoment(one.boughtAt, locale) },
    { key: 'code', header: t('codes.code'), cell: (one) => <span className="vt-mono">{one.code}</span> },
  ];
}

function Judge({
  one,
  accept,
  onDone,
  onClose,
}: {
  one: Receipt;
  accept: boolean;
  onDone: () => void;
  onClose: () => void;
}) {
  const { t } = useLocale();
  const [note, setNote] = useState('');
  const judge = useChange(JudgeReceiptDocument, true);
  const text = accept ? (one.orderNumber ? 'acceptMatched' : 'acceptNew') : 'disputeText';
  const send = async () => {
    if (!accept && !note.trim()) return;
    const said = t(accept ? 'receipts.acceptedDone' : 'receipts.disputedDone');
    if (await judge.run({ id: one.id, accept, note: note.trim() || null }, said)) onDone();
  };
  return (
    <Ask
      opened
      title={t(accept ? 'receipts.askAccept' : 'receipts.askDispute', { number: one.number })}
      text={t(`receipts.${text}`, { order: one.orderNumber, code: one.code })}
      yes={t(accept ? 'differences.accept' : 'differences.dispute')}
      danger={!accept}
      busy={judge.busy}
      onYes={() => void send()}
      onClose={onClose}
    >
      <Textarea
        label={t('receipts.note')}
        required={!accept}
        maxLength={500}
        autosize
        minRows={2}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <FormError error={judge.error} />
    </Ask>
  );
}

export function StoreReceiptsPage() {
  const { t } = useLocale();
  const { storeId } = useStore();
  const pages = usePages(PAGE);
  const [judging, setJudging] = useState<{ one: Receipt; accept: boolean } | null>(null);
  const variables = { storeId, first: PAGE, after: pages.after };
  const [{ data, error }, ask] = useQuery({ query: ReceiptClaimsDocument, variables });
  const again = () => ask({ requestPolicy: 'network-only' });
  const list = data?.receiptClaims;
  const columns: Column<Receipt>[] = [
    ...useReceiptColumns(),
    { key: 'creator', header: t('receipts.creator'), cell: (one) => one.creatorName },
    {
      ...{ key: 'state', header: t('orderFiles.status') },
      cell: (one) => (
        <span className="vt-two">
          <span>
            <ReceiptChip state={one.state} />
          </span>
          {one.orderNumber && (
            <small>
              {t('orders.number', { number: one.orderNumber })}
              {one.score !== null && ` · ${t('differences.score', { score: one.score })}`}
            </small>
          )}
          {one.note && <small>{one.note}</small>}
        </span>
      ),
    },
    {
      ...{ key: 'actions', header: '', end: true },
      cell: (one) =>
        ['accepted', 'withdrawn'].includes(one.state) ? null : (
          <Group gap="xs" justify="flex-end" wrap="nowrap">
            <Button
              size="compact-sm"
              onClick={() => setJudging({ one, accept: true })}
              aria-label={t('receipts.acceptOf', { number: one.number })}
            >
              {t('differences.accept')}
            </Button>
            {one.state !== 'disputed' && (
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => setJudging({ one, accept: false })}
                aria-label={t('receipts.disputeOf', { number: one.number })}
              >
                {t('differences.dispute')}
              </Button>
            )}
          </Group>
        ),
    },
  ];
  return (
    <Page title={t('receipts.title')} lead={t('receipts.storeLead')} width="wide">
      <FilesTabs storeId={storeId} />
      <Card flush>
        {error && !list && <ErrorState error={error} again={again} />}
        {!list && !error && <RowsSkeleton rows={4} />}
        {list?.nodes.length === 0 && (
          <EmptyState
            icon={<IconReceipt size={26} aria-hidden />}
            title={t('receipts.none')}
            text={t('receipts.storeNone')}
          />
        )}
        {list && list.nodes.length > 0 && (
          <DataTable caption={t('receipts.title')} columns={columns} rows={list.nodes} rowKey={(one) => one.id} />
        )}
        {list && (
          <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />
        )}
      </Card>
      {judging && (
        <Judge
          {...judging}
          onClose={() => setJudging(null)}
          onDone={() => {
            setJudging(null);
            again();
          }}
        />
      )}
    </Page>
  );
}
