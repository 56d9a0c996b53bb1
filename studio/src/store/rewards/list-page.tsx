// Rewards of shoppers: who gets what and why; a held one is released or cancelled here.
import { Button, Group, Modal, Select, Text, Textarea } from '@mantine/core';
import { IconGift } from '@tabler/icons-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import {
  CancelRewardDocument,
  ReleaseRewardDocument,
  RewardProgrammeDocument,
  RewardsDocument,
  type RewardRowFragment,
  type RewardStatus,
} from '../../api/generated';
import { useChange } from '../../api/use-change';
import { usePages } from '../../api/use-pages';
import { Ask } from '../../ui/ask';
import { DataTable, Pager, type Column } from '../../ui/data-table';
import { formatDate } from '../../ui/format/time';
import { Card, Page } from '../../ui/page';
import { EmptyState, ErrorState, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { useStore } from '../use-store';
import { RewardChip, useWhat } from './reward-chip';
import { StopNotice } from './stop-notice';
import { RewardTabs } from './tabs';

type Row = RewardRowFragment;
type Deed = 'why' | 'release' | 'cancel';
type Chosen = { row: Row; deed: Deed };
const PAGE = 20;
const STATUSES: readonly RewardStatus[] = ['held', 'due', 'waiting', 'issued', 'confirmed', 'cancelled'];

function useColumns(onDeed: (row: Row, deed: Deed) => void): Column<Row>[] {
  const { t, locale } = useLocale();
  const what = useWhat();
  const button = (row: Row, deed: Deed) => (
    <Button
      size="compact-sm"
      variant={deed === 'release' ? 'filled' : 'default'}
      aria-label={t(`rewards.${deed}Of`, { person: row.person })}
      onClick={() => onDeed(row, deed)}
    >
      {t(`rewards.${deed}`)}
    </Button>
  );
  return [
    {
      ...{ key: 'person', header: t('rewards.person'), lead: true },
      cell: (row) => (
        <span className="vt-two">
          <span className="vt-break">{row.person}</span>
          <small className="vt-break">
            {t(`rewards.side_${row.side}`)} · {t(`rewards.on_${row.event}`)}
            {row.orderId ? ` · ${row.orderId}` : ''}
          </small>
        </span>
      ),
    },
    {
      ...{ key: 'status', header: t('rewards.status') },
      cell: (row) => (
        <span className="vt-two">
          <span>
            <RewardChip status={row.status} />
          </span>
          {row.status === 'due' && <small>{t('rewards.dueOn', { day: formatDate(row.dueAt, locale) })}</small>}
          {row.reasonText && <small className="vt-break">{row.note ?? row.reasonText}</small>}
        </span>
      ),
    },
    { key: 'at', header: t('rewards.created'), cell: (row) => formatDate(row.createdAt, locale) },
    { key: 'what', header: t('rewards.what'), end: true, cell: what },
    {
      ...{ key: 'actions', header: '', end: true },
      cell: (row) => (
        <Group gap="xs" justify="flex-end" wrap="nowrap">
          {row.status === 'held' && button(row, 'release')}
          {row.status !== 'cancelled' && button(row, 'cancel')}
          {button(row, 'why')}
        </Group>
      ),
    },
  ];
}

function Dialogs({ chosen, onClose, onDone }: { chosen: Chosen | null; onClose: () => void; onDone: () => void }) {
  const { t } = useLocale();
  const what = useWhat();
  const [reason, setReason] = useState('');
  const release = useChange(ReleaseRewardDocument);
  const cancel = useChange(CancelRewardDocument);
  if (!chosen) return null;
  const { row, deed } = chosen;
  const run = async () => {
    const done =
      deed === 'release'
        ? await release.run({ id: row.id }, t('rewards.released'))
        : await cancel.run({ id: row.id, reason }, t('rewards.cancelled'));
    if (!done) return;
    setReason('');
    onDone();
  };
  if (deed === 'why') {
    return (
      <Modal opened onClose={onClose} title={t('rewards.whyTitle')} closeButtonProps={{ 'aria-label': t('ui.close') }}>
        <Text>{row.why}</Text>
        {row.note && (
          <Text c="dimmed" mt="sm">
            {row.note}
          </Text>
        )}
      </Modal>
    );
  }
  return (
    <Ask
      opened
      title={t(`rewards.ask_${deed}`)}
      text={t(`rewards.askText_${deed}`, { person: row.person, what: what(row) })}
      yes={t(`rewards.${deed}`)}
      danger={deed === 'cancel'}
      busy={release.busy || cancel.busy}
      onYes={() => void run()}
      onClose={onClose}
    >
      {deed === 'cancel' && (
        <Textarea
          data-autofocus
          required
          label={t('rewards.reason')}
          description={t('rewards.reasonHint')}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
    </Ask>
  );
}

export function RewardListPage() {
  const { t } = useLocale();
  const { storeId } = useStore();
  const [status, setStatus] = useState<RewardStatus | null>(null);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const pages = usePages(PAGE);
  const variables = { storeId, mode: 'live' as const, status, first: PAGE, after: pages.after };
  const [{ data, error }, ask] = useQuery({ query: RewardsDocument, variables });
  const [programme, askProgramme] = useQuery({ query: RewardProgrammeDocument, variables: { storeId } });
  const columns = useColumns((row, deed) => setChosen({ row, deed }));
  const again = () => {
    ask({ requestPolicy: 'network-only' });
    askProgramme({ requestPolicy: 'network-only' });
  };
  const list = data?.rewards;
  return (
    <Page title={t('rewards.listTitle')} lead={t('rewards.listLead')} width="wide">
      <RewardTabs storeId={storeId} />
      <div className="vt-cards">
        <StopNotice storeId={storeId} stop={programme.data?.rewardProgramme.stop ?? null} onDone={again} />
        <Card flush>
          <div className="vt-toolbar">
            <Select
              aria-label={t('rewards.filter')}
              placeholder={t('rewards.all')}
              w={280}
              maw="100%"
              clearable
              clearButtonProps={{ 'aria-label': t('rewards.all') }}
              value={status}
              data={STATUSES.map((value) => ({ value, label: t(`rewards.status_${value}`) }))}
              onChange={(value) => {
                setStatus(STATUSES.find((one) => one === value) ?? null);
                pages.restart();
              }}
            />
          </div>
          {error && !list && <ErrorState error={error} again={again} />}
          {!list && !error && <RowsSkeleton />}
          {list?.nodes.length === 0 && (
            <EmptyState
              icon={<IconGift size={26} aria-hidden />}
              title={t('rewards.none')}
              text={t('rewards.noneText')}
            />
          )}
          {list && list.nodes.length > 0 && (
            <DataTable caption={t('rewards.listTitle')} columns={columns} rows={list.nodes} rowKey={(row) => row.id} />
          )}
          {list && (
            <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />
          )}
        </Card>
      </div>
      <Dialogs
        key={chosen ? `${chosen.row.id}|${chosen.deed}` : 'none'}
        chosen={chosen}
        onClose={() => setChosen(null)}
        onDone={() => {
          setChosen(null);
          again();
        }}
      />
    </Page>
  );
}
