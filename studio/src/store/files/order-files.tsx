// Files of orders: bring one, choose its columns, watch it being read, see what was left out.
import { Button, Group, SegmentedControl, Text } from '@mantine/core';
import { IconFileSpreadsheet, IconScale, IconUpload } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useQuery } from 'urql';
import {
  GiveUpOrderFileDocument,
  OrderFilesDocument,
  type KeyMode,
  type OrderFileCardFragment,
} from '../../api/generated';
import { useChange } from '../../api/use-change';
import { usePages } from '../../api/use-pages';
import { usePoll } from '../../api/use-poll';
import { Chip, type Tone } from '../../ui/chip';
import { DataTable, Pager, type Column } from '../../ui/data-table';
import { formatMoment } from '../../ui/format/time';
import { Card, Page } from '../../ui/page';
import { EmptyState, ErrorState, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { useStore } from '../use-store';
import { bringFile } from './bring-file';
import { Columns } from './columns';
import { Faults } from './faults';
import { FilesTabs } from './tabs';

type File_ = OrderFileCardFragment;
const PAGE = 20;
const TONES: Record<string, Tone> = {
  ...{
    uploaded: 'warning',
    reading: 'info',
    comparing: 'info',
    done: 'success',
    failed: 'danger',
    given_up: 'neutral',
  },
};
const isUnderWay = (file: File_) => file.status === 'reading' || file.status === 'comparing';

/** What came of a file, in one line; while it is read, how far it is. */
function Outcome({ file, onFaults }: { file: File_; onFaults: () => void }) {
  const { t } = useLocale();
  const { counts } = file;
  if (isUnderWay(file)) {
    const value = Math.min(100, Math.round((file.rowsDone / Math.max(1, file.rowsTotal)) * 100));
    return (
      <span className="vt-two">
        <progress max={100} value={value} aria-label={t('orderFiles.progress', { file: file.fileName })} />
        <small>{t('orderFiles.rows', { done: file.rowsDone, total: file.rowsTotal })}</small>
      </span>
    );
  }
  if (file.status === 'failed') return <span>{t('orderFiles.failed')}</span>;
  if (file.status !== 'done') return <span className="vt-dim">—</span>;
  return (
    <span className="vt-two">
      <span>
        {file.purpose === 'import' ? t('orderFiles.result', { ...counts }) : t('orderFiles.compared', { ...counts })}
      </span>
      {counts.wrong > 0 && (
        <Button size="compact-sm" variant="default" color="orange" onClick={onFaults}>
          {t('orderFiles.wrong', { count: counts.wrong })}
        </Button>
      )}
    </span>
  );
}

function useColumns(
  onOpen: (file: File_) => void,
  onFaults: (file: File_) => void,
  onGone: () => void,
): Column<File_>[] {
  const { t, locale } = useLocale();
  const giveUp = useChange(GiveUpOrderFileDocument);
  const stop = async (file: File_) => {
    if (await giveUp.run({ id: file.id }, t('orderFiles.gaveUp'))) onGone();
  };
  return [
    {
      ...{ key: 'file', header: t('orderFiles.file'), lead: true },
      cell: (file) => (
        <span className="vt-two">
          <span className="vt-break">{file.fileName}</span>
          <small>{t(`orderFiles.purpose_${file.purpose}`)}</small>
        </span>
      ),
    },
    { key: 'at', header: t('orderFiles.broughtAt'), cell: (file) => formatMoment(file.createdAt, locale) },
    {
      ...{ key: 'status', header: t('orderFiles.status') },
      cell: (file) => <Chip tone={TONES[file.status] ?? 'neutral'}>{t(`orderFiles.status_${file.status}`)}</Chip>,
    },
    {
      ...{ key: 'outcome', header: t('orderFiles.outcome') },
      cell: (file) => <Outcome file={file} onFaults={() => onFaults(file)} />,
    },
    {
      ...{ key: 'actions', header: '', end: true },
      cell: (file) => (
        <Group gap="xs" justify="flex-end">
          {file.status === 'uploaded' && (
            <Button
              size="compact-sm"
              onClick={() => onOpen(file)}
              aria-label={t('orderFiles.chooseFor', { file: file.fileName })}
            >
              {t('orderFiles.choose')}
            </Button>
          )}
          {(file.status === 'uploaded' || isUnderWay(file)) && (
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => void stop(file)}
              aria-label={t('orderFiles.giveUpFor', { file: file.fileName })}
            >
              {t('orderFiles.giveUp')}
            </Button>
          )}
        </Group>
      ),
    },
  ];
}

/** Two buttons, one for each thing that a file is good for. */
function Bring({ storeId, mode, onBrought }: { storeId: string; mode: KeyMode; onBrought: (id: string) => void }) {
  const { t } = useLocale();
  const input = useRef<HTMLInputElement>(null);
  const [purpose, setPurpose] = useState<'import' | 'reconcile'>('import');
  const [busy, setBusy] = useState(false);
  const [code, setCode] = useState<string | null>(null);
  const send = async (file: File) => {
    setBusy(true);
    const brought = await bringFile(storeId, purpose, mode, file);
    setBusy(false);
    setCode('code' in brought ? brought.code : null);
    if ('id' in brought) onBrought(brought.id);
  };
  const choose = (next: 'import' | 'reconcile') => {
    setPurpose(next);
    input.current?.click();
  };
  return (
    <div className="vt-stack">
      <Text c="dimmed" maw={640}>
        {t('orderFiles.lead')}
      </Text>
      <Group gap="sm">
        <Button leftSection={<IconUpload size={18} aria-hidden />} loading={busy} onClick={() => choose('import')}>
          {t('orderFiles.bring_import')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconScale size={18} aria-hidden />}
          disabled={busy}
          onClick={() => choose('reconcile')}
        >
          {t('orderFiles.bring_reconcile')}
        </Button>
        <input
          ref={input}
          type="file"
          accept=".csv,.txt,.tsv,text/csv"
          className="vt-hidden"
          tabIndex={-1}
          aria-label={t('orderFiles.choosing')}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            event.currentTarget.value = '';
            if (file) void send(file);
          }}
        />
      </Group>
      {code && (
        <div className="vt-notice" data-tone="danger" role="alert">
          <div>
            <strong>{t(`errors.${code}.title`, { defaultValue: t('errors.UNKNOWN.title') })}</strong>
            <div>{t(`errors.${code}.do`, { defaultValue: t('errors.UNKNOWN.do') })}</div>
          </div>
        </div>
      )}
    </div>
  );
}

export function OrderFilesPage() {
  const { t } = useLocale();
  const { storeId, store } = useStore();
  const [mode, setMode] = useState<KeyMode>('live');
  const [opened, setOpened] = useState<string | null>(null);
  const [faulty, setFaulty] = useState<File_ | null>(null);
  const pages = usePages(PAGE);
  const variables = { storeId, mode, first: PAGE, after: pages.after };
  const [{ data, error }, ask] = useQuery({ query: OrderFilesDocument, variables });
  const again = () => ask({ requestPolicy: 'network-only' });
  const list = data?.orderFiles;
  usePoll(again, 2000, list?.nodes.some(isUnderWay) ?? false);
  const columns = useColumns((file) => setOpened(file.id), setFaulty, again);
  const choice = (
    <SegmentedControl
      aria-label={t('orders.mode')}
      value={mode}
      data={[
        { value: 'live', label: t('mode.live') },
        { value: 'test', label: t('mode.test') },
      ]}
      onChange={(value) => {
        setMode(value === 'test' ? 'test' : 'live');
        pages.restart();
      }}
    />
  );
  return (
    <Page title={t('nav.orderFiles')} actions={choice}>
      <FilesTabs storeId={storeId} />
      <Card>
        <Bring
          storeId={storeId}
          mode={mode}
          onBrought={(id) => {
            setOpened(id);
            again();
          }}
        />
      </Card>
      <Card flush>
        {error && !list && <ErrorState error={error} again={again} />}
        {!list && !error && <RowsSkeleton rows={3} />}
        {list?.nodes.length === 0 && (
          <EmptyState
            icon={<IconFileSpreadsheet size={26} aria-hidden />}
            title={t('orderFiles.none')}
            text={t('orderFiles.noneText')}
          />
        )}
        {list && list.nodes.length > 0 && (
          <DataTable caption={t('nav.orderFiles')} columns={columns} rows={list.nodes} rowKey={(file) => file.id} />
        )}
        {list && (
          <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />
        )}
      </Card>
      {opened && (
        <Columns
          id={opened}
          currency={store?.currency ?? 'KZT'}
          onClose={() => {
            setOpened(null);
            again();
          }}
        />
      )}
      {faulty && <Faults file={faulty} storeId={storeId} onClose={() => setFaulty(null)} />}
    </Page>
  );
}
