// Brings codes into a pool as a file, shows how far it is read, and which rows were refused and why.
import { Button, Group, Modal, Text } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useQuery } from 'urql';
import {
  CertificateFileFaultsDocument,
  CertificateFilesDocument,
  type CertificateFileCardFragment,
  type CertificateFileStatus,
} from '../../api/generated';
import { usePages } from '../../api/use-pages';
import { usePoll } from '../../api/use-poll';
import { Chip, type Tone } from '../../ui/chip';
import { DataTable, Pager, type Column } from '../../ui/data-table';
import { formatCount } from '../../ui/format/size';
import { formatMoment } from '../../ui/format/time';
import { Card } from '../../ui/page';
import { ErrorState, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { sendCodes, type CodesSent } from './send-codes';

type File_ = CertificateFileCardFragment;
const PAGE = 5;
const FAULTS_PAGE = 20;
const TONES: Record<CertificateFileStatus, Tone> = { reading: 'info', done: 'success', broken: 'danger' };

function Faults({ file, onClose }: { file: File_; onClose: () => void }) {
  const { t } = useLocale();
  const pages = usePages(FAULTS_PAGE);
  const variables = { fileId: file.id, first: FAULTS_PAGE, after: pages.after };
  const [{ data, error }] = useQuery({ query: CertificateFileFaultsDocument, variables });
  const list = data?.certificateFileFaults;
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('certificates.faultsOf', { file: file.fileName })}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <div className="vt-stack">
        {error && !list && <ErrorState error={error} />}
        {!list && !error && <RowsSkeleton rows={4} />}
        {list && (
          <DataTable
            caption={t('csv.errorTable')}
            rows={list.nodes}
            rowKey={(row) => String(row.line)}
            columns={[
              { key: 'line', header: t('orderFiles.line'), cell: (row) => row.line, lead: true },
              { key: 'problem', header: t('csv.problem'), cell: (row) => t(`certificates.fault_${row.code}`) },
            ]}
          />
        )}
        {list && file.known + file.wrong > list.totalCount && (
          <small className="vt-dim">{t('certificates.faultsFirst', { count: list.totalCount })}</small>
        )}
        {list && (
          <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />
        )}
      </div>
    </Modal>
  );
}

function useColumns(onFaults: (file: File_) => void): Column<File_>[] {
  const { t, locale } = useLocale();
  const count = (n: number) => formatCount(n, locale);
  return [
    {
      ...{ key: 'file', header: t('orderFiles.file'), lead: true },
      cell: (file) => (
        <span className="vt-two">
          <span className="vt-break">{file.fileName}</span>
          <small>{formatMoment(file.createdAt, locale)}</small>
        </span>
      ),
    },
    {
      ...{ key: 'status', header: t('orderFiles.status') },
      cell: (file) => (
        <span className="vt-two">
          <span>
            <Chip tone={TONES[file.status]}>{t(`certificates.file_${file.status}`)}</Chip>
          </span>
          {file.status === 'reading' && <small>{t('certificates.rowsRead', { rows: count(file.rowsDone) })}</small>}
          {file.failure && <small>{t('certificates.sendAgain')}</small>}
        </span>
      ),
    },
    { key: 'added', header: t('certificates.added'), end: true, cell: (file) => count(file.added) },
    { key: 'known', header: t('certificates.known'), end: true, cell: (file) => count(file.known) },
    {
      ...{ key: 'wrong', header: t('certificates.leftOut'), end: true },
      cell: (file) =>
        file.known + file.wrong === 0 ? (
          '0'
        ) : (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => onFaults(file)}
            title={t('certificates.faultsOf', { file: file.fileName })}
          >
            {t('certificates.showRows', { count: file.known + file.wrong })}
          </Button>
        ),
    },
  ];
}

/** What came of the file that was just sent, in one line. */
function Sent({ sent }: { sent: CodesSent }) {
  const { t, locale } = useLocale();
  if ('code' in sent) {
    return (
      <div className="vt-notice" data-tone="danger" role="alert">
        <div>
          <strong>{t(`errors.${sent.code}.title`, { defaultValue: t('errors.UNKNOWN.title') })}</strong>
          <div>{t('certificates.sendAgain')}</div>
        </div>
      </div>
    );
  }
  const words = Object.fromEntries(
    (['added', 'known', 'wrong'] as const).map((name) => [name, formatCount(sent[name], locale)]),
  );
  return (
    <div className="vt-notice" data-tone={sent.wrong + sent.known > 0 ? 'warning' : 'success'} role="status">
      <div>{t('certificates.sent', words)}</div>
    </div>
  );
}

type Props = { storeId: string; poolId: string; onRead: () => void };

export function CodesCard({ storeId, poolId, onRead }: Props) {
  const { t, locale } = useLocale();
  const input = useRef<HTMLInputElement>(null);
  const [share, setShare] = useState<number | null>(null);
  const [sent, setSent] = useState<CodesSent | null>(null);
  const [faulty, setFaulty] = useState<File_ | null>(null);
  const pages = usePages(PAGE);
  const variables = { poolId, first: PAGE, after: pages.after };
  const [{ data, error }, ask] = useQuery({ query: CertificateFilesDocument, variables });
  const again = () => ask({ requestPolicy: 'network-only' });
  const list = data?.certificateFiles;
  usePoll(again, 1500, share !== null || (list?.nodes.some((file) => file.status === 'reading') ?? false));
  const columns = useColumns(setFaulty);
  const reading = list?.nodes.find((file) => file.status === 'reading');
  const send = async (file: File) => {
    setSent(null);
    setShare(0);
    setSent(await sendCodes({ storeId, poolId }, file, setShare));
    setShare(null);
    again();
    onRead();
  };
  return (
    <Card title={t('certificates.codes')} flush>
      <div className="vt-toolbar vt-stack">
        <Text c="dimmed" maw={640} size="sm">
          {t('certificates.codesHint')}
        </Text>
        <Group gap="sm">
          <Button
            leftSection={<IconUpload size={18} aria-hidden />}
            loading={share !== null}
            onClick={() => input.current?.click()}
          >
            {t('certificates.bring')}
          </Button>
          <input
            ref={input}
            type="file"
            accept=".csv,.txt,.tsv,text/csv"
            className="vt-hidden"
            tabIndex={-1}
            aria-label={t('certificates.bring')}
            onChange={(event) => {
              const file = event.currentTarget.files?.[0];
              event.currentTarget.value = '';
              if (file) void send(file);
            }}
          />
          {share !== null && (
            <span className="vt-two" role="status">
              <progress max={1} value={share} aria-label={t('certificates.sending')} />
              <small>{t('certificates.rowsRead', { rows: formatCount(reading?.rowsDone ?? 0, locale) })}</small>
            </span>
          )}
        </Group>
        {sent && <Sent sent={sent} />}
      </div>
      {error && !list && <ErrorState error={error} again={again} />}
      {list && list.nodes.length > 0 && (
        <DataTable caption={t('certificates.files')} columns={columns} rows={list.nodes} rowKey={(file) => file.id} />
      )}
      {list && <Pager pages={pages} shown={list.nodes.length} totalCount={list.totalCount} pageInfo={list.pageInfo} />}
      {faulty && <Faults file={faulty} onClose={() => setFaulty(null)} />}
    </Card>
  );
}
