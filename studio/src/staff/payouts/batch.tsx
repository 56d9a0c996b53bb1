// One batch: who gets what, confirmation by a second person, the files for the bank or the orders at PayPal, and the results.
import { Button, FileButton, Group, Textarea } from '@mantine/core';
import { IconDownload, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useQuery } from 'urql';
import {
  ApprovePayoutBatchDocument,
  PayoutBatchDocument,
  RefusePayoutBatchDocument,
  RetryPayoutBatchDocument,
  TakePayoutResultsDocument,
  type PayoutBatchQuery,
  type PayslipPartsFragment,
  type TakePayoutResultsMutation,
} from '../../api/generated';
import { hasRole, useMe } from '../../api/session';
import { useChange } from '../../api/use-change';
import { usePoll } from '../../api/use-poll';
import { Ask } from '../../ui/ask';
import { Chip } from '../../ui/chip';
import { DataTable } from '../../ui/data-table';
import { formatMoment } from '../../ui/format/time';
import { Card, Figure, Page } from '../../ui/page';
import { BatchChip, PayoutChip } from '../../ui/payouts/payout-chip';
import { PayslipDrawer } from '../../ui/payouts/payslip';
import { SentLine } from '../../ui/payouts/sent-line';
import { ErrorState, RowsSkeleton } from '../../ui/states';
import { useLocale } from '../../ui/use-locale';
import { SendsCard } from './sends';

type Batch = PayoutBatchQuery['payoutBatch'];

function Decide({ batch, onDone }: { batch: Batch; onDone: () => void }) {
  const { t, money } = useLocale();
  const [asking, setAsking] = useState<'approve' | 'refuse' | null>(null);
  const [reason, setReason] = useState('');
  const approve = useChange(ApprovePayoutBatchDocument);
  const refuse = useChange(RefusePayoutBatchDocument);
  const close = () => setAsking(null);
  const yes = async () => {
    const done =
      asking === 'approve'
        ? await approve.run(
            { id: batch.id },
            t(batch.method === 'paypal' ? 'batches.approvedPaypal' : 'batches.approved'),
          )
        : await refuse.run({ id: batch.id, reason }, t('batches.refused'));
    close();
    if (done) onDone();
  };
  return (
    <Card title={t('batches.confirm')}>
      <p>{batch.preparedByMe ? t('batches.waitsForOther') : t('batches.waitsForYou', { name: batch.preparedBy })}</p>
      <Group>
        {!batch.preparedByMe && <Button onClick={() => setAsking('approve')}>{t('batches.approve')}</Button>}
        <Button variant="default" onClick={() => setAsking('refuse')}>
          {t('batches.refuse')}
        </Button>
      </Group>
      <Ask
        opened={asking !== null}
        title={t(`batches.ask_${asking ?? 'approve'}`)}
        text={t(
          `batches.askText_${asking === 'approve' && batch.method === 'paypal' ? 'paypal' : (asking ?? 'approve')}`,
          { count: batch.payoutCount, sum: money(batch.net) },
        )}
        yes={t(asking === 'refuse' ? 'batches.refuse' : 'batches.approve')}
        danger={asking === 'refuse'}
        busy={approve.busy || refuse.busy}
        onYes={() => void yes()}
        onClose={close}
      >
        {asking === 'refuse' && (
          <Textarea
            label={t('batches.why')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
      </Ask>
    </Card>
  );
}

/** PayPal tells results itself, but for an order that it lost. */
const isByHand = (batch: Batch) => batch.method === 'bank' || batch.sends.some((send) => send.state === 'lost');

type Summary = TakePayoutResultsMutation['takePayoutResults'];

function Results({ batch, onDone }: { batch: Batch; onDone: () => void }) {
  const { t } = useLocale();
  const [summary, setSummary] = useState<Summary | null>(null);
  const take = useChange(TakePayoutResultsDocument);
  const read = async (file: File | null) => {
    if (!file) return;
    const taken = await take.run({ batchId: batch.id, csv: await file.text() });
    if (!taken) return;
    setSummary(taken.takePayoutResults);
    onDone();
  };
  return (
    <Card title={t(batch.method === 'bank' ? 'batches.bank' : 'batches.byHand')}>
      <div className="vt-stack">
        {batch.status === 'approved' && batch.method === 'bank' && (
          <Group>
            {[
              ['pain001.xml', t('batches.xml')],
              ['bank.csv', t('batches.csv')],
            ].map(([name, label]) => (
              <Button
                key={name}
                component="a"
                variant="default"
                href={`/v1/payouts/batches/${batch.id}/${name}`}
                download
                leftSection={<IconDownload size={18} aria-hidden />}
              >
                {label}
              </Button>
            ))}
          </Group>
        )}
        <div className="vt-dim">{t('batches.resultsHint')}</div>
        <FileButton accept=".csv,text/csv" onChange={(file) => void read(file)}>
          {(props) => (
            <Button {...props} variant="light" loading={take.busy} leftSection={<IconUpload size={18} aria-hidden />}>
              {t('batches.results')}
            </Button>
          )}
        </FileButton>
        {summary && (
          <div role="status">
            <p>
              {t('batches.taken', { settled: summary.settled, failed: summary.failed, repeated: summary.repeated })}
            </p>
            <ul>
              {summary.errors.map((one) => (
                <li key={one.row}>{t('batches.rowError', { row: one.row, detail: one.detail, code: one.code })}</li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </Card>
  );
}

function PayoutsTable({ batch }: { batch: Batch }) {
  const { t, money } = useLocale();
  const [shown, setShown] = useState<PayslipPartsFragment | null>(null);
  if (batch.payouts.length === 0) return <p className="vt-nothing">{t('batches.noPayouts')}</p>;
  return (
    <>
      <DataTable
        caption={t('batches.payouts')}
        rows={batch.payouts}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'name',
            header: t('batches.creator'),
            lead: true,
            cell: (row) => (
              <span className="vt-two">
                <span>{row.creatorName}</span>
                <small>{row.account}</small>
              </span>
            ),
          },
          {
            key: 'status',
            header: t('payouts.state'),
            cell: (row) => (
              <span className="vt-two">
                <span>
                  <PayoutChip status={row.status} />
                </span>
                <SentLine payout={row} />
              </span>
            ),
          },
          { key: 'gross', header: t('payouts.gross'), end: true, cell: (row) => money(row.gross) },
          { key: 'withheld', header: t('payouts.withheld'), end: true, cell: (row) => money(row.withheld) },
          { key: 'net', header: t('payouts.net'), end: true, cell: (row) => <strong>{money(row.pay)}</strong> },
          {
            key: 'slip',
            header: '',
            end: true,
            cell: (row) => (
              <Button
                size="compact-sm"
                variant="light"
                aria-label={t('batches.slipOf', { name: row.creatorName })}
                onClick={() => setShown(row)}
              >
                {t('payouts.payslip')}
              </Button>
            ),
          },
        ]}
      />
      <PayslipDrawer payout={shown} onClose={() => setShown(null)} />
    </>
  );
}

function NotPaid({ batch }: { batch: Batch }) {
  const { t, money } = useLocale();
  if (batch.notPaid.length === 0) return null;
  return (
    <Card title={t('batches.notPaid')} flush>
      <DataTable
        caption={t('batches.notPaid')}
        rows={batch.notPaid}
        rowKey={(row) => row.creatorId}
        columns={[
          { key: 'name', header: t('batches.creator'), lead: true, cell: (row) => row.name },
          { key: 'reason', header: t('batches.why'), cell: (row) => t(`notPaid.${row.reason}`) },
          { key: 'owed', header: t('batches.owedSum'), end: true, cell: (row) => money(row.owed) },
        ]}
      />
    </Card>
  );
}

function BatchState({ batch }: { batch: Batch }) {
  const { t } = useLocale();
  return (
    <Group gap="xs">
      {batch.method === 'paypal' && <Chip>{t('payoutMethod.paypal')}</Chip>}
      <BatchChip status={batch.status} />
    </Group>
  );
}

export function BatchPage() {
  const { t, locale, money } = useLocale();
  const { id = '' } = useParams();
  const me = useMe();
  const navigate = useNavigate();
  const [{ data, error }, ask] = useQuery({ query: PayoutBatchDocument, variables: { id } });
  const retry = useChange(RetryPayoutBatchDocument);
  const again = () => ask({ requestPolicy: 'network-only' });
  const batch = data?.payoutBatch;
  usePoll(again, 2000, batch?.status === 'requested');
  // An order is taken within seconds of its confirmation.
  usePoll(again, 3000, batch?.sends.some((send) => send.state === 'waiting' && send.tries === 0) ?? false);
  const tryAgain = async () => {
    const made = await retry.run({ id }, t('batches.made'));
    if (made) void navigate(`/staff/payouts/${made.retryPayoutBatch.id}`);
  };
  const back = <Link to="/staff/payouts">{t('nav.batches')}</Link>;
  const title = batch ? t('batches.title', { at: formatMoment(batch.at, locale) }) : t('nav.batches');
  return (
    <Page title={title} back={back} lead={batch?.storeName} actions={batch && <BatchState batch={batch} />}>
      <div className="vt-cards">
        {error && !batch && <ErrorState error={error} again={again} />}
        {!batch && !error && <RowsSkeleton rows={4} />}
        {batch && (
          <>
            <dl className="vt-figures">
              <Figure label={t('batches.payouts')} value={batch.payoutCount} />
              <Figure label={t('payouts.gross')} value={money(batch.gross)} />
              <Figure tone="accent" label={t('payouts.net')} value={money(batch.net)} />
              <Figure
                label={t('batches.results')}
                value={t('batches.resultCounts', { settled: batch.settledCount, failed: batch.failedCount })}
              />
            </dl>
            {batch.reason && <p>{t('batches.refusedWhy', { name: batch.decidedBy ?? '', reason: batch.reason })}</p>}
            {batch.status === 'prepared' && hasRole(me, 'finance') && <Decide batch={batch} onDone={again} />}
            <Card
              title={t('batches.payouts')}
              flush
              aside={
                batch.failedCount > 0 &&
                batch.status !== 'refused' && (
                  <Button variant="light" loading={retry.busy} onClick={() => void tryAgain()}>
                    {t('batches.retry')}
                  </Button>
                )
              }
            >
              {batch.status === 'requested' ? (
                <p className="vt-nothing" role="status">
                  {t('batches.computing')}
                </p>
              ) : (
                <PayoutsTable batch={batch} />
              )}
            </Card>
            <SendsCard sends={batch.sends} onDone={again} />
            <NotPaid batch={batch} />
            {(batch.status === 'approved' || batch.status === 'closed') &&
              hasRole(me, 'finance') &&
              isByHand(batch) && <Results batch={batch} onDone={again} />}
          </>
        )}
      </div>
    </Page>
  );
}
